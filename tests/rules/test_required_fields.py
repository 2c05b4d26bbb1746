"""Fields that have to be there: told once each, and not where the cause is told already."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import ExampleEnvelope, sample

KNOWN = ExampleEnvelope("jo@example.com", ("zoe@example.net",))
REQUIRED = {
    "From": ("missing-from", "error", "error"),
    "Date": ("missing-date", "warning", "error"),
    "Subject": ("missing-subject", "warning", None),
    "MIME-Version": ("missing-mime-version", "warning", "error"),
}


@pytest.mark.parametrize(("name", "expected"), REQUIRED.items())
def test_how_bad_it_is_that_a_field_is_missing(name: str, expected: tuple[str, str, str | None]) -> None:
    slug, under_ses, under_rfc = expected
    for profile, severity in (("ses", under_ses), ("ses-v2", under_ses), ("ses-smtp", under_ses), ("rfc", under_rfc)):
        report = mimeforge.lint(sample(without=[name]), profile=profile)
        wanted = [(slug, severity)] if severity else []
        assert [(finding.slug, finding.severity) for finding in report] == wanted, profile


@pytest.mark.parametrize(
    ("octets", "line", "header"),
    [
        (sample(without=["Date"]), 1, None),
        (sample("X-A: b", "Subject: \r\n "), 2, "Subject"),
        (sample("X-A: b", "Content-Type: text/plain", without=["MIME-Version"]), 2, "Content-Type"),
        (sample(without=["MIME-Version"]), 6, "Content-Type"),
    ],
)
def test_a_missing_field_is_told_where_something_can_be_pointed_at(
    octets: bytes, line: int, header: str | None
) -> None:
    (finding,) = mimeforge.lint(octets)
    assert (finding.line, finding.header) == (line, header)


@pytest.mark.parametrize("without", [["MIME-Version", "Content-Type"], ["Message-ID"]])
def test_what_no_rule_asks_for(without: list[str]) -> None:
    for profile in ("ses", "rfc"):
        assert list(mimeforge.lint(sample(without=without), profile=profile)) == []


def test_an_empty_date_is_told_once() -> None:
    assert [finding.slug for finding in mimeforge.lint(sample("Date:"))] == ["empty-structured-header"]


@pytest.mark.parametrize("octets", [b"", b"\r\n", b"Lunch?\r\n"])
def test_what_has_no_field_at_all_is_not_told_about_each_of_them(octets: bytes) -> None:
    slugs = {finding.slug for finding in mimeforge.lint(octets)}
    assert {"missing-from", "ses-no-recipient"} <= slugs
    assert not slugs & {"missing-date", "missing-subject"}


FROM, TO, REST = b"From: jo@example.com\r\n", b"To: zoe@example.net\r\n", sample(without=["From", "To"])
DATE, MIME = "Date: Mon, 20 Jan 2025 12:00:00 +0000\r\n", "MIME-Version: 1.0\r\nContent-Type: text/html\r\n"
MISSING_FROM, MISSING_TO = "Missing required header 'From'.", "Missing required header 'To'."


@pytest.mark.parametrize(
    ("octets", "line", "answer"),
    [
        (b"\r\n" + FROM + TO + REST, 1, MISSING_FROM),
        (b"\r\n\r\n\r\n" + FROM + TO + REST, 1, MISSING_FROM),
        (b"\n" + (FROM + TO + REST).replace(b"\r\n", b"\n"), 1, MISSING_FROM),
        (TO + b"\r\n" + FROM + REST, 2, MISSING_FROM),
        (FROM + b"\r\n" + TO + REST, 2, MISSING_TO),
        (FROM + b"Cc: amy@example.org\r\n\r\n" + TO + REST, 3, MISSING_TO),
        (FROM + TO + b"\r\n" + REST, 3, None),
    ],
)
def test_an_early_empty_line_is_the_one_cause_of_what_it_cuts_off(octets: bytes, line: int, answer: str | None) -> None:
    (finding,) = (finding for finding in mimeforge.lint(octets) if finding.slug != "bare-lf-uniform")
    assert (finding.slug, finding.severity, finding.line) == ("blank-line-in-header", "error", line)
    assert finding.predicts == answer
    assert octets[slice(*finding.span)].strip(b"\r\n") == b""


@pytest.mark.parametrize(
    ("octets", "profile", "envelope", "severity"),
    [
        # Meaning is lost, whatever SES does where an envelope is known.
        (TO + b"\r\n" + FROM + REST, "ses", KNOWN, "error"),
        (sample(without=["Subject"], body="Subject: Lunch\r\n\r\nAt noon?\r\n"), "ses", None, "warning"),
        (sample(without=["Subject"], body="Subject: Lunch\r\n\r\nAt noon?\r\n"), "rfc", None, "warning"),
        (sample(without=["Date"], body=DATE + "\r\nAt noon?\r\n"), "ses", None, "warning"),
        (sample(without=["Date"], body=DATE + "\r\nAt noon?\r\n"), "rfc", None, "error"),
        (sample(without=["MIME-Version", "Content-Type"], body=MIME + "\r\nAt noon?\r\n"), "ses", None, "error"),
        (sample(without=["MIME-Version", "Content-Type"], body=MIME + "\r\nAt noon?\r\n"), "rfc", None, "warning"),
    ],
)
def test_how_bad_an_early_empty_line_is(
    octets: bytes, profile: str, envelope: ExampleEnvelope | None, severity: str
) -> None:
    (finding,) = mimeforge.lint(octets, profile=profile, envelope=envelope)
    assert (finding.slug, finding.severity, finding.predicts) == ("blank-line-in-header", severity, None)


@pytest.mark.parametrize(
    ("octets", "profile", "envelope"),
    [
        # A forwarded message in the text: its From is not the one of this message.
        (sample(without=["To"], body="From: boss@example.com\r\nTo: jo@example.com\r\n\r\nhi\r\n"), "ses", KNOWN),
        (sample(without=["To"], body="To: whom it may concern\r\n\r\nhi\r\n"), "ses", KNOWN),
        (sample(without=["To"], body="To: whom it may concern\r\n\r\nhi\r\n"), "ses-smtp", None),
        (sample(without=["To"], body="To: whom it may concern\r\n\r\nhi\r\n"), "rfc", None),
        (sample(body="Subject: this is no field\r\nDate: nor this\r\n\r\nhi\r\n"), "ses", None),
    ],
)
def test_a_body_that_begins_like_a_field_is_no_alarm(
    octets: bytes, profile: str, envelope: ExampleEnvelope | None
) -> None:
    assert list(mimeforge.lint(octets, profile=profile, envelope=envelope)) == []


def test_text_before_the_fields_of_the_body_leaves_them_text() -> None:
    octets = sample(without=["From"], body=b"hello\r\n" + FROM)
    assert [finding.slug for finding in mimeforge.lint(octets)] == ["missing-from"]
