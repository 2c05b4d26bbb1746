"""Where the header section ends, what is no field in it, how large it is: each cause once, with SES's answer."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import ExampleEnvelope, sample

KNOWN = ExampleEnvelope("jo@example.com", ("zoe@example.net",))
EMPTY_NAME = "Empty header names are illegal."
MIXED = 'Content-Type: multipart/mixed; boundary="b"'
PART = b"--b\r\nContent-Type: text/plain\r\n\r\nSee you at noon.\r\n--b--\r\n"


def found(octets: bytes, profile: str = "ses") -> dict[str, str | None]:
    """Give slugs, and what each foretells first."""
    return {finding.slug: finding.predicts for finding in reversed(list(mimeforge.lint(octets, profile=profile)))}


@pytest.mark.parametrize(
    ("first", "slug", "answer"),
    [
        (b"RnJvbTogSm8gPGpvQGV4YW1wbGUuY29tPg", "malformed-header-line", EMPTY_NAME),
        (b"HTTP/1.1 200 OK", "malformed-header-line", EMPTY_NAME),
        (b"Sub ject: Lunch", "malformed-header-line", None),
        (b" Subject: Lunch", "first-line-continuation", EMPTY_NAME),
        (b"\tSubject: Lunch", "first-line-continuation", EMPTY_NAME),
        (b": Lunch", "empty-header-name", EMPTY_NAME),
        (b"From jo@example.com Mon Jan 20 12:00:00 2025", "mbox-from-line", None),
    ],
)
def test_a_first_line_that_is_no_field(first: bytes, slug: str, answer: str | None) -> None:
    assert found(first + b"\r\n" + sample()) == {slug: answer}


def test_what_is_no_message_is_answered_by_its_first_line() -> None:
    for octets in (b"U2VlIHlvdQ\r\nYXQgbm9vbg\r\n", b"-----BEGIN PGP MESSAGE-----\r\n\r\nhF4D\r\n", b"U2VlIHlvdQ"):
        first = mimeforge.lint(octets).errors[0]
        assert (first.slug, first.line, first.predicts) == ("no-blank-line", 1, EMPTY_NAME)


def test_the_cause_of_a_merged_header_section_stands_beside_its_answer() -> None:
    """Without the empty line before it, the header section of the first part is read as the message's."""
    octets = sample(MIXED, body=b"").removesuffix(b"\r\n") + PART
    report = mimeforge.lint(octets)
    lines = {finding.slug: (finding.line, finding.predicts) for finding in report}
    assert lines["no-blank-line"] == (8, None)
    assert lines["dup-content-type"] == (9, "Duplicate header 'Content-Type'.")


def test_what_a_missing_empty_line_makes_of_a_body_is_not_a_large_header() -> None:
    octets = sample(body=b"").removesuffix(b"\r\n") + (b"See you at noon. " * 40 + b"\r\n") * 1000
    assert set(found(octets)) == {"no-blank-line"}


@pytest.mark.parametrize("name", ["To", "to", "Content-Type", "content-disposition"])
@pytest.mark.parametrize("envelope", [None, KNOWN])
def test_fields_that_ses_refuses_if_they_are_empty(name: str, envelope: ExampleEnvelope | None) -> None:
    answers = {
        "to": ("Empty required header 'To'.", "field-report"),
        "content-type": ("Expected MIME type, got null", "inferred"),
        "content-disposition": ("Expected disposition, got null", "inferred"),
    }
    for body in ("", " ", "\r\n\t"):
        report = mimeforge.lint(sample(f"{name}:{body}", "Cc: amy@example.org"), envelope=envelope)
        (finding,) = report.errors
        assert finding.slug == "empty-structured-header"
        assert (finding.predicts, finding.evidence) == answers[name.lower()]
    (finding,) = mimeforge.lint(sample(f"{name}:", "Cc: amy@example.org"), profile="rfc")
    assert (finding.slug, finding.severity) == ("empty-structured-header", "warning")


@pytest.mark.parametrize(
    ("field", "severity"),
    [
        ("Content-Type:", "error"),
        ("Content-Disposition: ", "error"),
        ("Content-ID:", "warning"),
        ("To:", None),
        ("Date:", None),
    ],
)
def test_of_a_part_only_the_fields_that_describe_it_count(field: str, severity: str | None) -> None:
    octets = sample(MIXED, body=f"--b\r\n{field}\r\n\r\nSee you at noon.\r\n--b--\r\n")
    told = [(finding.severity, finding.part, finding.line) for finding in mimeforge.lint(octets)]
    assert told == ([(severity, "1", 10)] if severity else [])


def long_field(name: str, size: int) -> str:
    return f"{name}: {' '.join(['x' * 60] * (size // 61))}".replace(" ", "\r\n ")


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ([long_field("List-Unsubscribe", 40_000)], ["List-Unsubscribe"]),
        ([long_field("To", 40_000), long_field("Bcc", 40_000), long_field("References", 40_000)], []),
        ([long_field(f"X-{n}", 31_000) for n in range(15)], []),
        ([long_field(f"X-{n}", 31_000) for n in range(20)], ["X-15"]),
        ([f"X-{n}: a" for n in range(5_100)], ["X-5000"]),
    ],
)
def test_a_header_section_may_be_too_large_in_three_ways(fields: list[str], places: list[str]) -> None:
    findings = [finding for finding in mimeforge.lint(sample(*fields)) if finding.slug == "header-too-large"]
    assert [finding.header for finding in findings] == places
    assert {(finding.severity, finding.predicts) for finding in findings} <= {("error", None)}
    assert "header-too-large" not in found(sample(*fields), "rfc")


def test_parts_may_have_large_header_sections() -> None:
    octets = sample(MIXED, body=f"--b\r\n{long_field('X-A', 40_000)}\r\n\r\nSee you at noon.\r\n--b--\r\n")
    assert found(octets) == {}


def test_a_large_header_section_need_hold_no_field() -> None:
    octets = b"\xef\xbb\xbfX: a\r\n" + b"\xe9" * 600_000 + b"\r\n\r\n"
    assert "header-too-large" in found(octets)
