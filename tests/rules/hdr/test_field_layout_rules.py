"""How fields are folded: lines of blanks, folds in quotes, and where the header section ends by mistake."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample

PROFILES = ["ses", "rfc"]
FIELDS = sample(body="").removesuffix(b"\r\n")
MIXED = "Content-Type: multipart/mixed; boundary=b"


def found(octets: bytes, profile: str = "ses") -> list[tuple[str, str, bytes]]:
    """Give slugs, severities and what is pointed at."""
    report = mimeforge.lint(octets, profile=profile)
    return [(finding.slug, str(finding.severity), octets[slice(*finding.span)]) for finding in report]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("blanks", [b" ", b"\t", b" \t  "])
@pytest.mark.parametrize("behind", [b"\r\n at noon", b""])
def test_a_line_of_blanks_in_a_field(behind: bytes, blanks: bytes, profile: str) -> None:
    octets = sample(b"Subject: Lunch\r\n" + blanks + behind)
    assert found(octets, profile) == [("all-space-continuation", "warning", blanks)]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "body",
    [
        b"At noon.\r\n",
        b"At noon.\r\n\r\nJo\r\n",
        b"At noon,\r\nas ever.\r\n\r\nJo\r\n",
        b"At noon.\r\nNote: bring a coat.\r\n",
        b"--b\r\n\r\nAt noon.\r\n",
    ],
)
def test_a_line_of_blanks_in_place_of_the_empty_line(body: bytes, profile: str) -> None:
    assert found(FIELDS + b" \r\n" + body, profile) == [("all-space-continuation", "error", b" ")]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_line_of_blanks_in_place_of_the_empty_line_of_a_part(profile: str) -> None:
    octets = sample(MIXED, body="--b\r\nContent-Type: text/plain\r\n\t\r\nAt noon.\r\n--b--\r\n")
    assert found(octets, profile) == [("all-space-continuation", "error", b"\t")]


def test_only_the_line_above_the_body_is_the_empty_line() -> None:
    octets = sample("Subject: Lunch\r\n \r\n at noon", body="").removesuffix(b"\r\n") + b" \r\nSee you.\r\n"
    severities = [severity for slug, severity, _ in found(octets) if slug == "all-space-continuation"]
    assert severities == ["warning", "error"]


@pytest.mark.parametrize("field", ["Cc:\r\n ", "Subject:\r\n ", "X-Note:\r\n "])
def test_of_a_field_of_blanks_alone_other_rules_speak(field: str) -> None:
    assert "all-space-continuation" not in {slug for slug, _, _ in found(sample(field))}


@pytest.mark.parametrize(
    ("octets", "where"),
    [
        (FIELDS, "after a header field"),
        (FIELDS.removesuffix(b"\r\n"), "in the middle of a header field"),
        (FIELDS + b"Subj", None),  # a line that is no field
        (FIELDS + b"\r\n", None),
    ],
)
def test_a_file_that_ends_in_its_header_section(octets: bytes, where: str | None) -> None:
    report = mimeforge.lint(octets, profile="rfc")
    told = [(str(one.severity), where in one.message) for one in report if where and one.slug == "truncated-headers"]
    assert told == ([("note", True)] if where else [])
    assert "truncated-headers" not in {slug for slug, _, _ in found(octets)}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("field", "told"),
    [
        ('To: "Zoe\r\n Long" <zoe@example.net>', [b"\r\n "]),
        ('To: "Zoe\r\n\tLong" <zoe@example.net>,\r\n "Amy\r\n Long" <amy@example.org>', [b"\r\n\t", b"\r\n "]),
        ('To: "Zoe" <zoe@example.net>,\r\n "Amy" <amy@example.org>', []),
        ('To: (a "b\r\n c" d) zoe@example.net', []),
        (r'To: "a \" b" (c)' + "\r\n <zoe@example.net>", []),
        ('Content-Disposition: attachment; filename="a\r\n b.txt"', [b"\r\n "]),
        ('Content-Disposition: attachment;\r\n filename="a b.txt"', []),
        ('Subject: "a\r\n b"', []),
        ('To: "=?utf-8?q?a?=\r\n =?utf-8?q?b?=" <zoe@example.net>', []),
    ],
)
def test_a_fold_in_quotes(field: str, told: list[bytes], profile: str) -> None:
    places = [
        (severity, place) for slug, severity, place in found(sample(field), profile) if slug == "fold-in-quoted-string"
    ]
    assert places == [("note", place) for place in told]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("field", "severity"),
    [
        ('Content-Disposition: attachment; filename="lunch.t\r\n xt"', "warning"),
        ('Content-Disposition: attachment; FILENAME = "lunch.\r\n\ttxt"', "warning"),
        ('Content-Type: text/plain; name="lunch.tx\r\n t"', "warning"),
        ('Content-Disposition: attachment; filename="No. 2\r\n lunch.txt"', "note"),
        ('Content-Disposition: attachment; filename="lunch\r\n .txt"', "note"),
        ('Content-Disposition: attachment; filename="lunch. At\r\n noon, as it was"', "note"),
        ('Content-Type: text/plain; title="lunch.t\r\n xt"', "note"),
        ('To: "Zoe.t\r\n xt" <zoe@example.net>', "note"),
        ('Content-Type: multipart/mixed; type="a"; boundary="b\r\n c"', "warning"),
    ],
)
def test_a_fold_is_worse_where_it_hides_parts_or_endings(field: str, severity: str, profile: str) -> None:
    octets = sample(field, body="--b c\r\n\r\nSee you.\r\n--b c--\r\n")
    told = [severity for slug, severity, _ in found(octets, profile) if slug == "fold-in-quoted-string"]
    assert told == [severity]


@pytest.mark.parametrize("shape", ['"\\', "(", '"', "\\", '"\r\n ', "\r\n (", '\r\n "\\'])
def test_quotes_are_read_in_linear_time(shape: str) -> None:
    octets = sample("To: " + shape * (100_000 // len(shape)))
    assert len([slug for slug, _, _ in found(octets) if slug == "fold-in-quoted-string"]) <= 10


@pytest.mark.parametrize(("length", "told"), [(998, 0), (999, 1)])
def test_the_length_of_a_subject(length: int, told: int) -> None:
    folded = "\r\n ".join(["x" * 499, "x" * (length - 500)])
    octets = sample(f"Subject: {folded}")
    assert len([slug for slug, _, _ in found(octets) if slug == "subject-too-long"]) == told
    assert found(octets, "rfc") == []
