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


@pytest.mark.parametrize(
    ("without", "told"),
    [
        (["MIME-Version", "Content-Type"], []),
        (["Message-ID"], [("missing-message-id", "note")]),
        (["To"], [("missing-destination", "note")]),
    ],
)
def test_what_the_rfcs_do_without(without: list[str], told: list[tuple[str, str]]) -> None:
    octets = sample(without=without)
    assert list(mimeforge.lint(octets, envelope=KNOWN)) == []
    assert [(finding.slug, finding.severity) for finding in mimeforge.lint(octets, profile="rfc")] == told


@pytest.mark.parametrize("field", ["Cc: zoe@example.net", "Bcc: zoe@example.net"])
def test_any_field_for_recipients_will_do(field: str) -> None:
    assert list(mimeforge.lint(sample(field, without=["To"]), profile="rfc", envelope=KNOWN)) == []


def test_an_empty_date_is_told_once() -> None:
    assert [finding.slug for finding in mimeforge.lint(sample("Date:"))] == ["empty-structured-header"]


@pytest.mark.parametrize("octets", [b"", b"\r\n"])
def test_what_has_no_field_at_all_is_not_told_about_each_of_them(octets: bytes) -> None:
    (finding,) = mimeforge.lint(octets)
    assert (finding.slug, finding.severity, finding.predicts) == ("message-empty", "error", MISSING_FROM)
    (finding,) = mimeforge.lint(octets, envelope=KNOWN)
    assert (finding.slug, finding.severity, finding.predicts) == ("message-empty", "warning", None)


FROM, TO, REST = b"From: jo@example.com\r\n", b"To: zoe@example.net\r\n", sample(without=["From", "To"])
DATE, MIME = "Date: Mon, 20 Jan 2025 12:00:00 +0000\r\n", "MIME-Version: 1.0\r\nContent-Type: text/html\r\n"
MISSING_FROM, MISSING_TO = "Missing required header 'From'.", "Missing required header 'To'."
EMPTY_NAME = "Empty header names are illegal."


@pytest.mark.parametrize(
    ("octets", "line", "answer"),
    [
        (b"\r\n" + FROM + TO + REST, 1, MISSING_FROM),
        (b"\r\n\r\n\r\n" + FROM + TO + REST, 1, MISSING_FROM),
        (b"\n" + (FROM + TO + REST).replace(b"\r\n", b"\n"), 1, MISSING_FROM),
        (TO + b"\r\n" + FROM + REST, 2, MISSING_FROM),
        (FROM + b"\r\n" + TO + REST, 2, MISSING_TO),
        (FROM + b"Cc: amy@example.org\r\n\r\n" + TO + REST, 3, MISSING_TO),
    ],
)
def test_an_early_empty_line_is_the_one_cause_of_what_it_cuts_off(octets: bytes, line: int, answer: str | None) -> None:
    (finding,) = (finding for finding in mimeforge.lint(octets) if finding.slug != "bare-lf-uniform")
    assert (finding.slug, finding.severity, finding.line) == ("blank-line-in-header", "error", line)
    assert finding.predicts == answer
    assert octets[slice(*finding.span)].strip(b"\r\n") == b""


@pytest.mark.parametrize("profile", ["ses", "ses,strict", "ses,strict,bulk"])
def test_overlays_change_nothing_of_what_an_envelope_says(profile: str) -> None:
    report = mimeforge.lint(sample(without=["From"]), profile=profile, envelope=KNOWN)
    assert [one.severity for one in report if one.slug == "missing-from"] == ["warning"]


@pytest.mark.parametrize(
    ("octets", "profile", "envelope", "severity"),
    [
        # Meaning is lost, whatever SES does where an envelope is known.
        (TO + b"\r\n" + FROM + REST, "ses", KNOWN, "error"),
        (FROM + TO + b"\r\n" + REST, "ses", None, "warning"),
        (FROM + TO + b"\r\n" + REST, "rfc", None, "error"),
        (sample(without=["Date"], body=DATE + "\r\nAt noon?\r\n"), "ses", None, "warning"),
        (sample(without=["Date"], body=DATE + "\r\nAt noon?\r\n"), "rfc", None, "error"),
        (sample(without=["MIME-Version", "Content-Type"], body=MIME + "\r\nAt noon?\r\n"), "ses", None, "warning"),
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
        (sample("Cc: amy@example.org", without=["To"], body="To: whom it may concern\r\n\r\nhi\r\n"), "rfc", None),
        (sample(body="Subject: this is no field\r\nDate: nor this\r\n\r\nhi\r\n"), "ses", None),
    ],
)
def test_a_body_that_begins_like_a_field_is_no_alarm(
    octets: bytes, profile: str, envelope: ExampleEnvelope | None
) -> None:
    assert list(mimeforge.lint(octets, profile=profile, envelope=envelope)) == []


CGI = "X-Powered-By: PHP/8.2\r\nContent-type: text/html; charset=UTF-8\r\n\r\n<p>At noon?\r\n"


@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp", "rfc"])
@pytest.mark.parametrize(
    ("without", "body"),
    [
        (["MIME-Version", "Content-Type"], "Content-Type: is it html?\r\n"),
        (["MIME-Version", "Content-Type"], "MIME-Version: 1.0\r\nContent-Type: is it html?\r\n"),
        (["MIME-Version", "Content-Type"], "MIME-Version: 1.0 is all there is\r\n\r\nso far.\r\n"),
        (["MIME-Version", "Content-Type"], CGI),
        (["Content-Type"], CGI),
        (["MIME-Version", "Content-Type"], "Server: nginx\r\nDate: Mon, 20 Jan 2025 12:00:00 GMT\r\n" + CGI),
        (["MIME-Version", "Content-Type"], "HTTP/1.1 200 OK\r\n" + CGI),
    ],
)
def test_text_that_begins_like_a_field_of_mime_is_text(without: list[str], body: str, profile: str) -> None:
    assert list(mimeforge.lint(sample(without=without, body=body), profile=profile)) == []


@pytest.mark.parametrize(
    ("name", "body", "slug"),
    [
        ("Subject", "Subject: none needed, see below\r\n", "missing-subject"),
        ("Subject", "Subject: none needed, see below\r\n\r\nAt noon?\r\n", "missing-subject"),
        ("Date", "Date: is Monday fine?\r\n\r\nAt noon?\r\n", "missing-date"),
        ("From", "From: here on, read aloud\r\n\r\nAt noon?\r\n", "missing-from"),
        ("To", "To: whom it may concern\r\n\r\nAt noon?\r\n", "ses-no-recipient"),
    ],
)
def test_text_that_begins_like_a_field_does_not_stand_for_it(name: str, body: str, slug: str) -> None:
    assert [finding.slug for finding in mimeforge.lint(sample(without=[name], body=body))] == [slug]


def test_with_an_envelope_a_text_that_begins_like_a_field_is_no_error() -> None:
    octets = sample(without=["From"], body="From: here on, read aloud\r\n\r\nAt noon?\r\n")
    assert mimeforge.lint(octets, envelope=KNOWN).ok


HIDDEN = [
    (b" From: jo@example.com", "first-line-continuation", EMPTY_NAME),
    (b"\0From: jo@example.com", "malformed-header-line", MISSING_FROM),
    (b"Fr om: jo@example.com", "malformed-header-line", MISSING_FROM),
    (b"From\xc2\xa0: jo@example.com", "malformed-header-line", MISSING_FROM),
    (b"From Jo <jo@example.com>", "malformed-header-line", EMPTY_NAME),
]


@pytest.mark.parametrize("profile", ["ses", "rfc"])
@pytest.mark.parametrize(("line", "slug", "answer"), HIDDEN)
def test_a_line_that_was_meant_as_a_field_is_the_one_cause(line: bytes, slug: str, answer: str, profile: str) -> None:
    (finding,) = mimeforge.lint(line + b"\r\n" + sample(without=["From"]), profile=profile)
    assert (finding.slug, finding.line) == (slug, 1)
    assert finding.predicts == (answer if profile == "ses" else None)


@pytest.mark.parametrize(
    ("line", "without", "answer"),
    [
        (b"T o: zoe@example.net", ["To"], MISSING_TO),
        (b"To Zoe <zoe@example.net>", ["To"], MISSING_TO),
        (b"Sub ject: Lunch", ["Subject"], None),
        (b"Date Mon, 20 Jan 2025 12:00:00 +0000", ["Date"], None),
        (b"MIME Version: 1.0", [], None),
        (b"MIME-\tVersion: 1.0", ["MIME-Version"], None),
    ],
)
def test_what_a_line_was_meant_as_is_not_missed(line: bytes, without: list[str], answer: str | None) -> None:
    fields, _, body = sample(without=without).partition(b"\r\n\r\n")
    (finding,) = mimeforge.lint(fields + b"\r\n" + line + b"\r\n\r\n" + body)
    assert (finding.slug, finding.predicts) == ("malformed-header-line", answer)
    assert finding.evidence == ("inferred" if answer else "documented")


@pytest.mark.parametrize(
    "line", ["Subject to change", "From here on", "From jo@example.com Mon Jan 20", "To be or not"]
)
def test_a_line_that_only_begins_like_a_field_stands_for_none(line: str) -> None:
    name = line.partition(" ")[0]
    slugs = [finding.slug for finding in mimeforge.lint(sample("X-A: b", line, without=[name]))]
    assert "malformed-header-line" in slugs
    assert len(slugs) == 2


@pytest.mark.parametrize(
    ("profile", "severity", "answer"),
    [
        ("ses", "warning", None),
        ("ses-v2", "error", MISSING_FROM),
        ("ses-smtp", "error", f"554 Transaction failed: {MISSING_FROM}"),
        ("rfc", "error", None),
    ],
)
def test_without_an_author_where_the_envelope_is_known(profile: str, severity: str, answer: str | None) -> None:
    for octets, slug in (
        (sample(without=["From"]), "missing-from"),
        (TO + b"\r\n" + FROM + REST, "blank-line-in-header"),
    ):
        (finding,) = mimeforge.lint(octets, profile=profile, envelope=KNOWN)
        assert (finding.slug, finding.predicts) == (slug, answer)
        assert slug != "missing-from" or finding.severity == severity


def test_text_before_the_fields_of_the_body_leaves_them_text() -> None:
    octets = sample(without=["From"], body=b"hello\r\n" + FROM)
    assert [finding.slug for finding in mimeforge.lint(octets)] == ["missing-from"]
