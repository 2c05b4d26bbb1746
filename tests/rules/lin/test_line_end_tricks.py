"""Line ends by which two readers see two messages: each is told, and what hides a field or a message is an error."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample

PROFILES = ["ses", "rfc"]
MIXED = "Content-Type: multipart/mixed; boundary=b"
PART = "--b\r\nContent-Type: text/plain\r\n\r\nAt noon.\r\n--b--\r\n"


def found(octets: bytes, profile: str = "ses") -> list[tuple[str, str, bytes]]:
    """Give slugs, severities and what is pointed at."""
    report = mimeforge.lint(octets, profile=profile)
    return [(finding.slug, str(finding.severity), octets[slice(*finding.span)]) for finding in report]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("before", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("after", ["\r\n", "\n", "\r"])
def test_a_lone_dot_ends_a_message_for_some(before: str, after: str, profile: str) -> None:
    octets = sample(body=f"At noon{before}.{after}MAIL FROM:<jo@example.com>\r\n")
    is_right = before == after == "\r\n"
    told = [] if is_right else [("eod-lookalike", "error", f"{before}.{after}".encode())]
    assert found(octets, profile) == told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("At noon\n.\nQUIT\n", [b"\n.\n"]),
        ("At\nnoon\n.\nquit\r\n", [b"\n", b"\n.\n"]),
        ("At noon\n.\nJo\r\n", [b"\n", b"\n"]),
        ("At\rnoon\r.\rJo\r\n", [b"\r", b"\r.\r"]),
        ("1\r.\r.\r2\r\n", [b"\r.\r", b"\r.\r"]),
        ("At noon\n. \nJo\r\n", [b"\n", b"\n"]),
    ],
)
def test_the_line_ends_beside_are_told_by_their_own_rules(body: str, told: list[bytes]) -> None:
    findings = found(sample(body=body))
    assert {slug for slug, _, _ in findings} <= {"eod-lookalike", "bare-lf-mixed", "bare-cr-body"}
    assert [place for _, _, place in findings][: len(told)] == told


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("At noon\n.\nJo\r\n", [("bare-lf-mixed", "warning"), ("bare-lf-mixed", "warning")]),
        ("At noon\n.\r\nJo\r\n", [("eod-lookalike", "warning")]),
        ("At noon\r\n.\nJo\r\n", [("eod-lookalike", "warning")]),
        ("At noon\r\n.\rJo\r\n", [("eod-lookalike", "error")]),
        ("At noon\n.\nData\r\n", [("eod-lookalike", "error")]),
        ("At noon\n.\nData: none\r\n", [("bare-lf-mixed", "warning"), ("bare-lf-mixed", "warning")]),
    ],
)
def test_text_may_hold_a_dot(body: str, told: list[tuple[str, str]], profile: str) -> None:
    """Libraries keep the LF of a text that they are given, and a line of it may be one dot."""
    assert [(slug, severity) for slug, severity, _ in found(sample(body=body), profile)] == told


def test_a_file_of_one_line_end_may_hold_a_lone_dot() -> None:
    octets = sample(body="At noon\r\n.\r\nJo\r\n")
    assert found(octets) == []
    assert [slug for slug, _, _ in found(octets.replace(b"\r\n", b"\n"))] == ["bare-lf-uniform"]


def test_in_a_file_of_lf_the_crlf_is_unusual() -> None:
    octets = sample(body="At noon\r\n.\r\nJo\r\n").replace(b"\r\n", b"\n").replace(b".\n", b".\r\n")
    assert [slug for slug, _, _ in found(octets) if slug == "eod-lookalike"] == ["eod-lookalike"]


def test_data_may_hold_anything() -> None:
    octets = sample("Content-Type: image/png", "Content-Transfer-Encoding: binary", body="\r.\rJo\r\n")
    assert "eod-lookalike" not in {slug for slug, _, _ in found(octets)}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("field", ["Bcc: amy@example.org", "X-Note: a", "List-Id: <a.example.com>"])
def test_an_empty_line_that_is_none_for_some(field: str, profile: str) -> None:
    octets = sample().replace(b"\r\n\r\n", f"\r\n\n{field}\r\n\r\n".encode())
    assert found(octets, profile) == [("disputed-header-end", "error", b"\n")]


@pytest.mark.parametrize("profile", PROFILES)
def test_well_known_fields_below_it_are_told_with_what_they_are(profile: str) -> None:
    hidden = "Subject: Lunch\r\nDate: Mon, 20 Jan 2025 12:00:00 +0000\r\n\r\nAt noon.\r\n"
    octets = sample(without=["Subject", "Date"], body=hidden).replace(b"\r\n\r\n", b"\r\n\n", 1)
    assert found(octets, profile) == [("blank-line-in-header", "error", b"\n")]


@pytest.mark.parametrize("text", ["At noon.", "Note: bring a coat.", "http://example.com/"])
def test_text_below_such_a_line_hides_nothing(text: str) -> None:
    octets = sample().replace(b"\r\n\r\n", f"\r\n\n{text}\r\n\r\n".encode())
    assert found(octets) == [("bare-lf-mixed", "warning", b"\n")]


def test_a_header_section_in_lf_and_a_body_in_crlf_are_only_mixed() -> None:
    fields, _, _ = sample().partition(b"\r\n\r\n")
    octets = fields.replace(b"\r\n", b"\n") + b"\n\n" + b"X-Note: a\r\n" * 20
    assert {slug for slug, _, _ in found(octets)} == {"bare-lf-mixed"}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("octets", "slug"),
    [
        # A CR alone, before a field, as the empty line, and before a delimiter
        (sample("Subject: Lunch\rBcc: amy@example.org"), "bare-cr-header"),
        (sample().replace(b"\r\n\r\n", b"\r\n\rBcc: amy@example.org\r\n\r\n"), "malformed-header-line"),
        (sample(MIXED, body=PART.replace("At noon.\r\n", "At noon.\r--b\r\n")), "bare-cr-body"),
        # What Python's splitlines takes for a line end
        (sample("Subject: Lunch\x0bBcc: amy@example.org"), "ctl-in-header"),
        (sample("Subject: Lunch\x0cBcc: amy@example.org"), "ctl-in-header"),
        (sample("Subject: Lunch\u2028Bcc: amy@example.org"), "raw-8bit-header-utf8"),
    ],
)
def test_what_hides_or_adds_a_field_or_part_is_an_error(octets: bytes, slug: str, profile: str) -> None:
    assert (slug, "error") in {(slug, severity) for slug, severity, _ in found(octets, profile)}


@pytest.mark.parametrize("delimiter", ["\n--b\r\n", "\r\n--b\n"])
def test_a_delimiter_with_a_bare_lf_is_told(delimiter: str) -> None:
    """Readers take the LF: programs that join texts of two line ends write such mail every day."""
    octets = sample(MIXED, body=PART.replace("\r\n--b--", f"{delimiter}\r\nJo\r\n--b--"))
    assert found(octets) == [("bare-lf-mixed", "warning", b"\n")]
