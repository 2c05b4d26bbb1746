"""Fields of the way a message has come, resent fields, and MIME-Version."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample

FROM, AGAIN_FROM = "Resent-From: jo@example.com", "Resent-From: amy@example.org"
DATE, AGAIN_DATE = "Resent-Date: Tue, 21 Jan 2025 12:00:00 +0000", "Resent-Date: Wed, 22 Jan 2025 12:00:00 +0000"
TO, AGAIN_TO = "Resent-To: zoe@example.net", "Resent-To: amy@example.org"
RECEIVED = "Received: from a.example by b.example; Mon, 20 Jan 2025 12:00:01 +0000"


def message(*fields: str) -> bytes:
    """Write a message with these fields on top, one name more than once where it is so."""
    return "\r\n".join([*fields, ""]).encode() + sample()


def found(octets: bytes, slug: str, profile: str = "ses") -> list[tuple[str, int]]:
    """Give severities and lines of the findings of this rule."""
    return [(str(one.severity), one.line) for one in mimeforge.lint(octets, profile=profile) if one.slug == slug]


@pytest.mark.parametrize(
    ("fields", "told", "named"),
    [
        ([RECEIVED], [("note", 1)], "Received"),
        ([RECEIVED, RECEIVED, "x-received: by b.example"], [("note", 1)], "Received, X-Received"),
        (["X-A: b", "delivered-to: zoe@example.net", RECEIVED], [("warning", 2)], "Delivered-To, Received"),
        (["ARC-Seal: i=1", "Authentication-Results: b"], [("warning", 1)], "ARC-Seal, Authentication-Results"),
        (["X-Authentication-Results: b", "Received-SPF: none"], [], ""),
    ],
)
def test_what_servers_write_is_told_once(fields: list[str], told: list[tuple[str, int]], named: str) -> None:
    octets = message(*fields)
    assert found(octets, "trace-in-submission") == told
    assert found(octets, "trace-in-submission", "rfc") == []
    report = [one.message for one in mimeforge.lint(octets) if one.slug == "trace-in-submission"]
    assert all(f"write {named} on the way" in text for text in report)


@pytest.mark.parametrize(
    ("fields", "dups", "lacking"),
    [
        ([FROM, DATE, TO], [], []),
        ([FROM, DATE, TO, AGAIN_TO], [4], []),
        ([FROM, AGAIN_FROM, DATE], [2], []),
        ([FROM, DATE, AGAIN_DATE], [3], []),
        # Two sets, behind each other or with a server between them
        ([AGAIN_FROM, AGAIN_DATE, AGAIN_TO, FROM, DATE, TO], [], []),
        ([AGAIN_FROM, AGAIN_DATE, RECEIVED, FROM, DATE], [], []),
        ([AGAIN_FROM, AGAIN_DATE, TO, FROM, DATE, TO, AGAIN_TO], [7], []),
        ([TO, AGAIN_TO], [2], [1]),
        ([FROM], [], [1]),
        (["X-A: b", DATE], [], [2]),
        ([AGAIN_FROM, RECEIVED, DATE], [], [1, 3]),
        # A mailing list spreads its set.
        ([FROM, "List-Id: <a.example.com>", "X-Loop: a", DATE], [], []),
        (["Resent-Note: a"], [], []),
    ],
)
def test_sets_of_resent_fields(fields: list[str], dups: list[int], lacking: list[int]) -> None:
    octets = message(*fields)
    for profile, severity in (("ses", "warning"), ("rfc", "error")):
        assert found(octets, "dup-resent", profile) == [(severity, line) for line in dups]
        assert found(octets, "resent-without-date-from", profile) == [(severity, line) for line in lacking]


def test_resent_fields_cost_no_more_than_their_number() -> None:
    octets = message(*[f"Resent-{name}: a" for name in ("To", "From", "Date") * 3_000])
    assert len(found(octets, "dup-resent")) <= 1


@pytest.mark.parametrize(
    "name", ["Return-Receipt-To", "Errors-To", "content-length", "LINES", "X-UID", "Apparently-To"]
)
def test_fields_of_other_days(name: str) -> None:
    octets = message(f"{name}: jo@example.com")
    assert found(octets, "legacy-header") == found(octets, "legacy-header", "rfc") == [("note", 1)]


@pytest.mark.parametrize("profile", ["ses", "rfc"])
@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ("1.0", True),
        ("1.0 (produced by a program)", True),
        ("(a (b)) 1.0", True),
        ("1.(a)0", True),
        ("1 . 0", True),
        ("\r\n 1.0", True),
        ("1", False),
        ("1.1", False),
        ("1.0.0", False),
        ("01.0", False),
        ("1.0;", False),
        ('"1.0"', False),
        ("(1.0)", False),
        ("1.0 1.0", False),
        ("Mime 1.0", False),
        ("\x1b1.0", False),
    ],
)
def test_the_one_version_of_mime(value: str, is_right: bool, profile: str) -> None:
    octets = sample(f"MIME-Version: {value}")
    assert found(octets, "bad-mime-version", profile) == ([] if is_right else [("error", 1)])


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (["Sender: jo@example.com"], True),
        (["Sender: JO <Jo@Example.com>"], True),
        (["Sender: zoe@example.com"], False),
        (["Sender: jo@example.com", "From: jo@example.com, zoe@example.com"], False),
        (["Sender: ", "From: "], False),
    ],
)
def test_a_sender_that_says_nothing_more(fields: list[str], told: bool) -> None:
    assert bool(found(sample(*fields), "sender-redundant", "ses,strict")) == told
    assert found(sample(*fields), "sender-redundant") == []
