"""What Amazon SES would answer: vectors of the rulebook that concern raw octets, each with where it was seen."""

from __future__ import annotations

import pytest
from vectors.answers import VECTORS, Vector

import mimeforge
from mimeforge.linter.examples import ExampleEnvelope, padded, sample

MIXED = 'Content-Type: multipart/mixed; boundary="b"'
KNOWN = ExampleEnvelope("jo@example.com", ("zoe@example.net",))


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{vector.slug} {vector.seen}" for vector in VECTORS])
def test_the_answer_is_foretold_with_its_place(vector: Vector) -> None:
    report = mimeforge.lint(vector.octets, profile=vector.profile, envelope=vector.envelope)
    found = [finding for finding in report if finding.slug == vector.slug]
    assert [finding.predicts for finding in found][:1] == [vector.answer], vector.seen
    assert vector.at is None or vector.octets[slice(*found[0].span)] == vector.at
    assert found[0].severity == "error"


ACCEPTED = [
    (sample('To: "Karen, Chan" <karen@example.com>'), None, "openstax/accounts#253"),
    (sample("To: aaa@com"), None, "blog.framinal.life"),
    (sample(without=["To"]), KNOWN, "php-aws-ses#32"),
    (sample("To: a..b@example.com"), None, "a field test of the SMTP interface"),
    (sample("To: Team: jo@example.com, zoe@example.com;"), None, "API model of SendRawEmail"),
    (sample("Received: from a", "Received: from b", "X-A: 1", "X-A: 2"), None, "SES header page, by absence"),
]


@pytest.mark.parametrize(("octets", "envelope", "seen"), ACCEPTED, ids=[vector[2] for vector in ACCEPTED])
def test_what_ses_takes_is_no_error(octets: bytes, envelope: ExampleEnvelope | None, seen: str) -> None:
    assert [finding.slug for finding in mimeforge.lint(octets, envelope=envelope).errors] == [], seen


def test_nothing_is_foretold_under_the_rfc_profile() -> None:
    report = mimeforge.lint(sample("To: jo", "Subject: a", "Subject: b"), profile="rfc")
    assert {finding.slug for finding in report.errors} == {"addr-no-domain", "dup-subject"}
    assert {finding.predicts for finding in report} == {None}


# What the law of false alarms was broken by once, and what it let through
ORDINARY = [
    sample("List-Unsubscribe: <https://example.com/u>\r\n (=?utf-8?q?Abbestellen_f=C3=BCr_immer?=)"),
    sample("Return-Path: <>"),
    sample("Return-Path: < >"),
    sample("To: jo@machine(comment).example"),
    sample("To: Jo (at (the) office) <jo@example.com>"),
    sample("Received: from a\r\n\tby b", "X-Empty:", "Subject:"),
]


@pytest.mark.parametrize("octets", ORDINARY)
@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp", "rfc"])
def test_ordinary_mail_has_no_error(octets: bytes, profile: str) -> None:
    assert [finding.slug for finding in mimeforge.lint(octets, profile=profile).errors] == []


@pytest.mark.parametrize("to", ['"Jo"."Doe"@example.com', "jo@a_b.example", "Jo <jo @example.com>", "jo@example . com"])
def test_what_only_obsolete_grammar_reads_is_no_error_under_rfc(to: str) -> None:
    report = mimeforge.lint(sample(f"To: {to}"), profile="rfc")
    assert report.ok
    assert len(report.warnings) == 1


SHAPES = [
    (b"From: jo@example.com\r\nTo: zoe@example.net\r\nHello,\r\nhow are you\r\n\r\nJo\r\n", "no-blank-line", 3),
    (sample(MIXED).replace(b"\r\n\r\n", b"\r\n--b\r\nX-A: b\r\n\r\n", 1), "no-blank-line", 8),
    (sample("Subject: a", "X Y: b"), "malformed-header-line", 2),
    (sample("From: ,"), "missing-from", 1),
    (sample("From: nobody:;"), "missing-from", 1),
    (
        b"\r\n" + rb"From: jo@example.com\nTo: zoe@example.net\n\nhi" + b"\r\n\r\nTo: me\r\n",
        "subject-newline-escape",
        2,
    ),
    (sample("X-SES-SOURCE-ARN: x"), "ses-arn-syntax", 1),
    (sample('Content-Disposition: attachment;\r\n filename="a.exe"'), "blocked-extension-ses", 2),
]


@pytest.mark.parametrize(("octets", "slug", "line"), SHAPES)
def test_a_defect_is_found_in_other_shapes_at_its_line(octets: bytes, slug: str, line: int) -> None:
    assert (slug, line) in [(finding.slug, finding.line) for finding in mimeforge.lint(octets)]


def test_one_defect_in_many_lines_is_told_in_ten_places() -> None:
    report = mimeforge.lint(sample(body=("x" * 1500 + "\r\n") * 700))
    assert [finding.slug for finding in report] == ["line-over-998"] * 10
    assert "700" in report.errors[0].message


def test_under_smtp_the_answer_is_a_reply() -> None:
    octets = sample("Subject: a", "Subject: b")
    assert mimeforge.lint(octets, profile="ses-smtp").errors[0].predicts == (
        "554 Transaction failed: Duplicate header 'Subject'."
    )


def test_the_limits_of_40_mb_are_inferred() -> None:
    octets = padded(41_943_041).build()
    found = {name: mimeforge.lint(octets, profile=name).errors[0] for name in ("ses", "ses-v2", "ses-smtp")}
    assert [finding.evidence for finding in found.values()] == ["documented", "inferred", "inferred"]
    assert [finding.predicts for finding in found.values()] == [
        "Message length is more than 10485760 bytes long: '41943041'.",
        "Message length is more than 41943040 bytes long: '41943041'.",
        "552 5.3.4 Message is too long.",
    ]


def test_without_an_author_nothing_is_foretold_where_the_envelope_is_known() -> None:
    (finding,) = mimeforge.lint(sample(without=["From"]), envelope=KNOWN)
    assert (finding.slug, finding.severity, finding.predicts) == ("missing-from", "warning", None)


def test_who_cannot_be_read_is_not_said_to_be_nobody() -> None:
    report = mimeforge.lint(sample("To: a[b@example.com"))
    assert {finding.slug for finding in report} == {"addr-unparseable"}
