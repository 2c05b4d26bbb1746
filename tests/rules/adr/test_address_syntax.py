"""What RFC 5322 says of an address list where SES's reader takes it: what is found, and where."""

from __future__ import annotations

import pytest
from long_runs import size

import mimeforge
from mimeforge.linter.examples import sample

SPECIAL = "addr-unquoted-special"


def found(octets: bytes, profile: str) -> list[tuple[str, str, bytes]]:
    report = mimeforge.lint(octets, profile=profile)
    return [(finding.slug, str(finding.severity), octets[slice(*finding.span)]) for finding in report]


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("Jo @ home <jo@example.com>", "@"),
        ("zoe@example.net <jo@example.com>", "@"),
        ("Jo [Team] <jo@example.com>", "["),
        ("Jo] <jo@example.com>", "]"),
        ("Jo\\'s <jo@example.com>", "\\"),
        ('"Doe, Jo" @home <jo@example.com>', "@"),
        ("=?utf-8?q?Zo=C3=A9?= @home <jo@example.com>", "@"),
        ("(a) . Jo <jo@example.com>", "."),
        (".Jo <jo@example.com>", "."),
        ("Team @ home: jo@example.com;", "@"),
        ("b@example.net, Team: a@example.com, Jo @ home <jo@example.com>;", "@"),
        (r"jo\@home@example.com", "\\"),
    ],
)
def test_a_special_outside_of_quotes(body: str, at: str) -> None:
    octets = sample(f"Cc: {body}")
    for profile, severity in (("ses", "error" if at == "@" else "warning"), ("rfc", "error")):
        assert found(octets, profile) == [(SPECIAL, severity, at.encode())], profile


@pytest.mark.parametrize(
    "name", ["J. Doe", "Jo D.", "Jo Q.Doe", "Example Inc.", "example.com", '"Doe, Jo" Jr.', "=?utf-8?q?Zo=C3=A9?= D."]
)
def test_a_dot_outside_of_quotes_is_of_old_mail(name: str) -> None:
    for profile in ("ses", "rfc"):
        assert found(sample(f"To: {name} <jo@example.com>"), profile) == [(SPECIAL, "warning", b".")]


@pytest.mark.parametrize(
    "body",
    [
        '"Jo @ home. [Team] \\\\" <jo@example.com>',
        "Jo (@ home. [Team]) Doe <jo@example.com>",
        "Jo O'Neill-Doe & Co! <jo@example.com>",
        "=?utf-8?q?Zo=C3=A9=40home?= <jo@example.com>",
        "=?utf-8?b?Wm/DqQ==?= =?utf-8?b?Wm/DqQ==?= <jo@example.com>",
        '"Jo" Doe <jo@example.com>, "a"b<zoe@example.net>',
        '"[Team] a.b@example.net": jo@example.com;',
        "Jo\r\n Doe <jo@example.com>",
        "jo@example.com (J. Doe, @home)",
    ],
)
def test_what_needs_no_quotes_or_has_them(body: str) -> None:
    for profile in ("ses", "rfc"):
        assert found(sample(f"To: {body}"), profile) == []


@pytest.mark.parametrize(
    ("body", "count", "at"),
    [
        ("jo@example.com,", "an empty entry", 14),
        (",jo@example.com", "an empty entry", 0),
        ("jo@example.com, (nobody), a@example.com", "an empty entry", 24),
        ('"Doe, Jo" <jo@example.com>,, a@example.com, ,', "3 empty entries", 27),
        ("Team:, jo@example.com;", "an empty entry", 5),
        ("Team: jo@example.com, ;", "an empty entry", 20),
        ("Team: jo@example.com;,", "an empty entry", 21),
        ("Team:;,, jo@example.com", "an empty entry", 7),
    ],
)
def test_empty_elements(body: str, count: str, at: int) -> None:
    octets = sample(f"Cc: {body}")
    for profile in ("ses", "rfc"):
        (finding,) = mimeforge.lint(octets, profile=profile)
        assert (finding.slug, finding.severity) == ("addr-empty-element", "warning")
        assert finding.message.startswith(count)
        assert finding.span.start == octets.index(b"Cc: ") + 4 + at
        assert octets[slice(*finding.span)] == b","


@pytest.mark.parametrize("body", [",", "(nobody)", ", ,(a)"])
def test_a_list_of_nothing(body: str) -> None:
    octets = sample(f"Reply-To: {body}")
    assert found(octets, "rfc") == [("addr-empty-element", "error", body.encode())]
    assert {slug for slug, _, _ in found(sample(f"From: {body}"), "rfc")} == {"missing-from"}


def test_a_comment_may_stand_alone_in_bcc() -> None:
    assert [one for one in found(sample("Bcc: (nobody)"), "rfc") if one[0].startswith("addr")] == []


@pytest.mark.parametrize(
    ("field", "slug", "severities", "at"),
    [
        ("To: Jo < jo@example.com>", "addr-space-in-angle", ("warning", "note"), b" "),
        ("To: Jo <jo@example.com\t>", "addr-space-in-angle", ("warning", "note"), b"\t"),
        ("To: <@a.example:jo@example.com>", "addr-route", ("warning", "warning"), b"@a.example:"),
        ("To: Team: < @a.example:jo@example.com>;", "addr-route", ("warning", "warning"), b" @a.example:"),
        ("Cc: : jo@example.com;", "addr-group-empty-name", ("warning", "error"), b": jo@example.com;"),
        ("Cc: jo@example.com, (a):;", "addr-group-empty-name", ("warning", "error"), b"(a):;"),
        ("Sender: Team: jo@example.com;", "addr-group-in-from", ("warning", "warning"), b"Team: jo@example.com;"),
        ("Sender: Nobody:;", "addr-group-in-from", ("warning", "warning"), b"Nobody:;"),
        ("Cc: Team: jo@example.com; a@example.net", "addr-missing-comma", ("warning", "error"), b"a@example.net"),
        ("Cc: A: jo@example.com; (a) B: a@example.com;", "addr-missing-comma", ("warning", "error"), b"B"),
    ],
)
def test_what_else_the_grammar_says(field: str, slug: str, severities: tuple[str, str], at: bytes) -> None:
    for profile, severity in zip(("ses", "rfc"), severities, strict=True):
        assert found(sample(field), profile) == [(slug, severity, at)], profile


@pytest.mark.parametrize(
    "body",
    [
        "Team: jo@example.com;",
        "Team:<jo@example.com>;",
        "A:;, B:a@example.com; (c) , jo@example.com",
        'Jo <jo@example.com>, "< a > :@b:" <a@example.com>',
    ],
)
def test_groups_and_angle_brackets_as_they_should_be(body: str) -> None:
    for profile in ("ses", "rfc"):
        assert found(sample(f"Cc: {body}"), profile) == []


@pytest.mark.torture
@pytest.mark.parametrize(
    "shape", ["a:;(c)", ":;", ",", ",(c)", "<@a:b@c>,", "@<a@b>,", "< a@b >,", '".",', "a@b.c,", "\\"]
)
def test_long_lists_take_little_time(shape: str) -> None:
    """Nothing is timed: were it quadratic, this would take minutes."""
    octets = sample(f"To: {shape * (size(200_000, least=100_000) // len(shape))}")
    for profile in ("ses", "rfc,strict"):
        assert all(len(finding.message) < 300 for finding in mimeforge.lint(octets, profile=profile))
