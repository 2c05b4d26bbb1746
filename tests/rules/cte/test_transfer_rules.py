"""Content-Transfer-Encoding: what it may hold, and what Amazon SES takes how."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter import Finding, Severity
from mimeforge.linter.examples import sample

UTF8 = "Content-Type: text/plain; charset=utf-8"
MIXED = 'Content-Type: multipart/mixed; boundary="b"'


def found(octets: bytes, profile: str = "ses") -> list[Finding]:
    report = mimeforge.lint(octets, profile=profile)
    return [finding for finding in report if finding.code.startswith("CTE")]


def slugs(octets: bytes, profile: str = "ses") -> list[str]:
    return [finding.slug for finding in found(octets, profile)]


@pytest.mark.parametrize(
    "value",
    [
        "7bit",
        "7BIT",
        "8bit",
        "Binary",
        "Quoted-Printable",
        "BASE64",
        # RFC 2045 §3: comments and blanks may stand around the token, and on folded lines
        "7bit (a comment)",
        "(a) (b)(c) 7bit(d)",
        "(nested (once)) 7bit",
        "8bit (a (b (c) d))",
        "base64 (x (y))",
        r"(a quoted \) parenthesis) 7bit",
        "\r\n 7bit",
        "7bit \r\n\t(why)",
        "(base64;) 7bit",
    ],
)
@pytest.mark.parametrize("profile", ["ses", "ses-v2", "rfc"])
def test_the_five_encodings_in_all_their_spellings(value: str, profile: str) -> None:
    assert slugs(sample(f"Content-Transfer-Encoding: {value}", body=""), profile) == []


@pytest.mark.parametrize(
    ("value", "advice", "answer"),
    [
        ("utf-8", "name the one", "Unknown encoding: utf-8"),
        ("UTF-8 (text)", "name the one", "Unknown encoding: UTF-8"),
        ("7-bit", "write 7bit alone", "Unknown encoding: 7-bit"),
        ("8bits", "write 8bit alone", "Unknown encoding: 8bits"),
        ("Base64.", "write base64 alone", "Unknown encoding: Base64."),
        ("quotedprintable", "write quoted-printable alone", "Unknown encoding: quotedprintable"),
        # Known to the reader whose texts SES answers with
        ("uuencode", "name the one", None),
        # No bare token: what SES makes of it is not known
        ('"base64"', "write base64 alone", None),
        ("base64;", "write base64 alone", None),
        ("base64,", "write base64 alone", None),
        ("base64, 7bit", "write base64 alone", None),
        ("base64 base64", "write base64 alone", None),
        ("quoted printable", "write quoted-printable alone", None),
        ("8bit; charset=utf-8", "write 8bit alone", None),
        ("text/html", "name the one", None),
        ("7bit (a comment without end", "write 7bit alone", None),
        ("(a comment alone)", "name the one", None),
        ("=?utf-8?q?7bit?=", "name the one", None),
        ("7bit\u00a0", "write 7bit alone", None),
        ("é", "name the one", None),
        ("", "leave the field out", None),
        ("x-", "name the one", "Unknown encoding: x-"),
        ("x" * 79, "name the one", None),
    ],
)
def test_anything_else_is_an_error_with_the_encoding_that_was_meant(
    value: str, advice: str, answer: str | None
) -> None:
    octets = sample(f"Content-Transfer-Encoding: {value}")
    (finding,) = found(octets)
    assert (finding.slug, finding.severity, finding.predicts) == ("cte-unknown", Severity.ERROR, answer)
    assert advice in finding.message
    assert finding.header == "Content-Transfer-Encoding"
    assert octets[slice(*finding.span)] == (value or "Content-Transfer-Encoding: \r\n").encode()
    (under_rfc,) = found(octets, "rfc")
    assert (under_rfc.slug, under_rfc.severity, under_rfc.predicts) == ("cte-unknown", Severity.ERROR, None)


@pytest.mark.parametrize("value", ["x-uuencode", "X-UUE", "x-gzip64", "X-Foo (bar)"])
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_private_encodings_are_warned_of(value: str, profile: str) -> None:
    (finding,) = found(sample(f"Content-Transfer-Encoding: {value}"), profile)
    assert (finding.slug, finding.severity, finding.predicts) == ("cte-x-token", Severity.WARNING, None)


def test_nothing_is_foretold_of_what_ses_does_not_decode() -> None:
    unknown = "Content-Transfer-Encoding: foo"
    body = f"--b\r\n{unknown}\r\nContent-Type: message/rfc822\r\n\r\nSubject: Lunch\r\n\r\nnoon\r\n--b--\r\n"
    findings = found(sample(MIXED, unknown, body=body))
    assert [(finding.slug, finding.part, finding.predicts) for finding in findings] == [
        ("cte-unknown", "", None),
        ("cte-unknown", "1", None),
    ]


def test_each_of_two_fields_is_judged_and_the_first_answered() -> None:
    findings = found(sample("Content-Transfer-Encoding: foo", "Content-Transfer-Encoding: bar"))
    assert [(finding.occurrence, finding.predicts) for finding in findings] == [(1, "Unknown encoding: foo"), (2, None)]


@pytest.mark.parametrize("comments", ["(a)", "(a (b))", "((a) (b (c)))", r"(\) (a))"])
def test_the_tree_and_the_rules_read_one_encoding(comments: str) -> None:
    for value in (f"8bit {comments}", f"{comments} 8bit", f"{comments}8bit{comments}"):
        octets = sample(UTF8, f"Content-Transfer-Encoding: {value}", body="Déjeuner.\r\n")
        assert mimeforge.parse(octets).transfer_encoding == "8bit"
        assert slugs(octets) == ["cte-8bit-ses-tracking"]
        assert slugs(octets, "rfc") == []
    encoded = mimeforge.parse(sample(UTF8, f"Content-Transfer-Encoding: base64 {comments}", body="RMOpagpldQ==\r\n"))
    assert encoded.text == "Déj\neu"


@pytest.mark.parametrize(
    ("value", "slug"),
    [
        ("multipart/mixed", "multipart-no-boundary"),
        ('multipart/mixed; boundary=""', "boundary-empty"),
        ("multipart; boundary=b", "ctype-syntax"),
        ("Multipart; boundary=b", "ctype-syntax"),
        ("multipart/mixed; boundary=", "param-empty-value"),
    ],
)
def test_what_the_parts_say_of_octets_is_not_known_where_nobody_finds_them(value: str, slug: str) -> None:
    for encoding in ("8bit", "quoted-printable"):
        body = f"--b\r\n{UTF8}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\nDéjeuner.\r\n--b--\r\n"
        for profile in ("ses", "ses-smtp", "rfc"):
            report = mimeforge.lint(sample(f"Content-Type: {value}", body=body), profile=profile)
            assert [finding.slug for finding in report] == [slug]


def test_octets_over_127_under_an_unknown_encoding_are_a_defect_of_their_own() -> None:
    assert slugs(sample(UTF8, "Content-Transfer-Encoding: 8bits", body="Déjeuner.\r\n")) == [
        "cte-unknown",
        "cte-8bit-in-7bit",
    ]


@pytest.mark.parametrize(
    ("encoding", "body", "profile", "expected"),
    [
        ("binary", "Déjeuner.\r\n", "ses", [("cte-8bit-ses-tracking", "warning")]),
        ("binary", "Déjeuner.\r\n", "ses-v2", [("cte-8bit-ses-tracking", "warning")]),
        ("binary", "Déjeuner.\r\n", "ses-smtp", [("cte-binary", "error")]),
        ("Binary (as it is)", "Déjeuner.\r\n", "ses-smtp", [("cte-binary", "error")]),
        ("binary", "Déjeuner.\r\n", "rfc", []),
        ("binary", "Lunch.\r\n", "ses", []),
        ("binary", "Lunch.\r\n", "ses-smtp", [("cte-binary", "warning")]),
        ("8bit", "Déjeuner.\r\n", "ses-smtp", [("cte-8bit-ses-tracking", "warning")]),
        ("8bit", "Lunch.\r\n", "ses-smtp", []),
    ],
)
def test_binary_bodies_have_one_finding(
    encoding: str, body: str, profile: str, expected: list[tuple[str, str]]
) -> None:
    octets = sample(UTF8, f"Content-Transfer-Encoding: {encoding}", body=body)
    assert [(finding.slug, finding.severity) for finding in found(octets, profile)] == expected


def test_a_multipart_that_calls_itself_binary_is_judged_by_its_parts() -> None:
    octets = sample(MIXED, "Content-Transfer-Encoding: binary", body="--b\r\n\r\nSee you at noon.\r\n--b--\r\n")
    assert slugs(octets, "ses-smtp") == []
    leaf = b"--b\r\nContent-Transfer-Encoding: binary\r\n"
    assert slugs(octets.replace(b"--b\r\n", leaf), "ses-smtp") == ["cte-binary"]


@pytest.mark.parametrize("shape", ["(", "\\(", "(a", "(a(b)", "((", ")", "a ", '"', "x-", ";", "7bit,"])
def test_a_long_field_is_answered_in_bounds(shape: str) -> None:
    (finding,) = found(sample("Content-Transfer-Encoding: " + shape * (500_000 // len(shape))))
    assert len(finding.message) < 300
    assert len(finding.predicts or "") < 120
