"""What single lines hold: controls in text, long header lines, text between parts, and habits under "strict"."""

from __future__ import annotations

import base64

import pytest

import mimeforge
from mimeforge.linter.examples import sample

MIXED = "Content-Type: multipart/mixed; boundary=b"
PART = "--b\r\n\r\nAt noon.\r\n--b--\r\n"


def places(octets: bytes, slug: str, profile: str = "ses,strict") -> list[bytes]:
    """Give what findings of this rule point at."""
    report = mimeforge.lint(octets, profile=profile)
    return [octets[slice(*finding.span)] for finding in report if finding.slug == slug]


def text_of(charset: str) -> str:
    return f"Content-Type: text/plain; charset={charset}"


@pytest.mark.parametrize(
    ("fields", "body", "told"),
    [
        ([], b"\x1b[1mLunch\x07\r\n", [b"\x1b", b"\x07"]),
        (["Content-Type: text/html"], b"<p>\x01\x02</p>\r\n", [b"\x01\x02"]),
        ([], b"Lunch\x0c\r\n\tat noon\r\n", []),
        ([text_of("utf-8"), "Content-Transfer-Encoding: quoted-printable"], b"Lunch=1B=5B\r\n", [b"=1B"]),
        # One that is not escaped is told by the rules on quoted-printable.
        ([text_of("utf-8"), "Content-Transfer-Encoding: quoted-printable"], b"\x1b[1mLunch=07\r\n", [b"=07"]),
        ([text_of("utf-8"), "Content-Transfer-Encoding: base64"], base64.b64encode(b"abc\x07def"), [b"B2"]),
        ([text_of("iso-2022-jp")], b"\x1b$B%F%9%H\x1b(B\r\n", []),
        ([text_of("iso-2022-kr")], b"\x1b$)C\x0e0!\x0f\r\n", []),
        ([text_of("utf-16le"), "Content-Transfer-Encoding: base64"], base64.b64encode("łł".encode("utf-16-le")), []),
        ([text_of("x-unknown")], b"\x1b\r\n", []),
        # What is damaged is told by the rules on base64.
        ([text_of("utf-8"), "Content-Transfer-Encoding: base64"], base64.b64encode(b"abc\x07def") + b"!", []),
        (["Content-Disposition: attachment"], b"\x1b[1m\r\n", []),
        (["Content-Type: text/x-log"], b"\x1b[1m\r\n", []),
        (["Content-Type: application/octet-stream"], b"\x1b[1m\r\n", []),
    ],
)
def test_controls_in_text_that_is_shown(fields: list[str], body: bytes, told: list[bytes]) -> None:
    assert places(sample(*fields, body=body), "ctl-in-body") == told


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("Subject: =?utf-8?q?Caf=C3=A9?= " + "at noon " * 7, [b"on at noon"]),
        ("Subject: =?utf-8?q?Caf=C3=A9?=\r\n " + "at noon " * 12, []),
        ("Subject: " + "at noon " * 12, []),
        ("Subject: Lunch\r\n =?utf-8?q?Caf=C3=A9?= " + "at noon " * 8, [b"on at noon"]),
        # Too long itself: of that, another rule speaks.
        (f"Subject: =?utf-8?q?{'a' * 70}?=", []),
        ("X-Data: =?utf-8?q?Caf=C3=A9?= " + "at noon " * 9, []),
    ],
)
def test_a_line_with_an_encoded_word_is_short(field: str, told: list[bytes]) -> None:
    assert places(sample(field.rstrip()), "header-line-over-76-with-ew") == told
    assert places(sample(field.rstrip()), "header-line-over-76-with-ew", "ses") == []


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("Subject: " + "x" * 68 + " y", [b"y"]),
        ("Subject: " + "x" * 67 + " y", []),
        ("Subject: " + "x" * 90, []),
        ("Subject:" + "x" * 90 + " y", [b"x" * 20 + b" y"]),
        ("Subject: a\r\n " + "x" * 90, []),
        ("Subject: a\r\n " + "x" * 76 + " y", [b"y"]),
        ("Subject: a\r\n " + "a:b " * 20, [b":b"]),
        ("Subject: =?utf-8?q?a?= " + "x" * 90 + " y", []),
    ],
)
def test_a_long_line_is_told_where_it_can_be_folded(field: str, told: list[bytes]) -> None:
    assert places(sample(field.rstrip()), "header-line-over-78") == told
    assert places(sample(field.rstrip()), "header-line-over-78", "ses") == []


@pytest.mark.parametrize(
    ("encoding", "body", "told"),
    [
        ("7bit", "é è\r\n" + PART, ["é"]),
        ("7bit", PART + "\r\né\r\n", ["é"]),
        ("7bit", "é\r\n" + PART + "\r\nè\r\n", ["é", "è"]),
        ("8bit", "é\r\n" + PART, []),
        ("binary", PART + "é\r\n", []),
        ("7bit", "Lunch\r\n" + PART, []),
    ],
)
def test_octets_that_nobody_sees(encoding: str, body: str, told: list[str]) -> None:
    octets = sample(MIXED, f"Content-Transfer-Encoding: {encoding}", body=body)
    slug = "8bit-in-preamble-epilogue"
    assert places(octets, slug) == [text.encode() for text in told]
    severities = {profile: mimeforge.lint(octets, profile=profile) for profile in ("ses", "rfc")}
    assert {
        (profile, str(one.severity)) for profile, report in severities.items() for one in report if one.slug == slug
    } == ({("ses", "warning"), ("rfc", "error")} if told else set())


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (">From then on\r\n", [b">"]),
        ("Lunch\r\n>From then on\r\nJo\r\n", [b">"]),
        ("Lunch\r\n\r\n>From a\r\n\r\n>From b\r\n", [b">", b">"]),
        ("> Lunch\r\n>From then on\r\n", []),
        (">From then on\r\n> Lunch\r\n", []),
        ("Lunch >From then on\r\n>Fromage\r\n", []),
        ("From then on\r\n", []),
    ],
)
def test_the_mark_of_a_mailbox_file(body: str, told: list[bytes]) -> None:
    assert places(sample(body=body), "mbox-from-quoted") == told
    assert places(sample(body=body), "mbox-from-quoted", "ses") == []


@pytest.mark.parametrize(
    ("fields", "body", "told"),
    [
        ([], "At \r\nnoon\t\t\r\nJo  ", [b" ", b"\t\t", b"  "]),
        ([], "At noon\r\n-- \r\nJo\r\n", []),
        ([], "At noon\r\n--- \r\n --  \r\n", [b" ", b"  "]),
        ([text_of("utf-8") + "; format=flowed"], "At \r\nnoon\r\n", []),
        (["Content-Transfer-Encoding: quoted-printable"], "At \r\nnoon\r\n", []),
        (["Content-Type: text/html"], "<p>At \r\nnoon\r\n", []),
    ],
)
def test_blanks_at_the_end_of_a_line(fields: list[str], body: str, told: list[bytes]) -> None:
    assert places(sample(*fields, body=body), "trailing-ws-body") == told


@pytest.mark.parametrize(("body", "told"), [("At noon.", [b""]), ("At noon.\n", []), ("At noon.\r\n", [])])
def test_the_last_line_end(body: str, told: list[bytes]) -> None:
    assert places(sample(body=body), "missing-final-crlf") == told
