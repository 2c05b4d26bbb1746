"""Return-Path, Feedback-ID and the fields that SES writes: what an author's own does."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge._ses_facts import WRITTEN_FIELDS
from mimeforge.linter.examples import ExampleEnvelope, sample

PROFILES = ["ses", "ses-v2", "ses-smtp"]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("value", "sender", "severity"),
    [
        ("<b@example.com>", None, "note"),
        ("b@example.com", None, "note"),
        ("<b@example.com>", "b@example.com", "note"),
        ("<b@example.com>", "b@EXAMPLE.com", "note"),
        ("<b@example.com>", "", "note"),
        ("<b@example.com>", "jo@example.com", "warning"),
        ("<>", None, None),
        ("<>", "jo@example.com", None),
    ],
)
def test_a_return_path_of_the_author(value: str, sender: str | None, severity: str | None, profile: str) -> None:
    envelope = None if sender is None else ExampleEnvelope(sender, ("zoe@example.net",))
    octets = sample(f"Return-Path: {value}")
    report = mimeforge.lint(octets, profile=profile, envelope=envelope)
    if severity == "warning" and profile == "ses-v2":
        severity = "note"  # no other sender goes with the request
    found = [(finding.slug, finding.severity, octets[slice(*finding.span)]) for finding in report]
    assert found == ([] if severity is None else [("return-path-in-submission", severity, value.encode())])


@pytest.mark.parametrize("value", ["", "jo", "jo@example.com, zoe@", "=?utf-8?q?jo@example.com?=", "a@b@c"])
def test_of_a_return_path_that_cannot_be_read_other_rules_speak(value: str) -> None:
    slugs = {finding.slug for finding in mimeforge.lint(sample(f"Return-Path: {value}"))}
    assert slugs
    assert "return-path-in-submission" not in slugs


def test_received_mail_keeps_its_return_path_under_the_rfcs() -> None:
    assert list(mimeforge.lint(sample("Return-Path: <b@example.com>"), profile="rfc")) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_a_feedback_id_of_the_author(profile: str) -> None:
    (finding,) = mimeforge.lint(sample("feedback-id: a:b:c:d"), profile=profile)
    assert (finding.slug, finding.severity, finding.evidence) == ("ses-feedback-id", "warning", "field-report")
    assert finding.predicts is None


@pytest.mark.parametrize("name", WRITTEN_FIELDS)
@pytest.mark.parametrize("profile", PROFILES)
def test_fields_that_ses_writes(name: str, profile: str) -> None:
    (finding,) = mimeforge.lint(sample(f"{name.title()}: x"), profile=profile)
    assert (finding.slug, finding.severity) == ("ses-inbound-header", "note")


def test_what_ses_always_replaces_is_not_spoken_of() -> None:
    assert list(mimeforge.lint(sample("Date: Mon, 20 Jan 2025 12:00:00 +0000", "Message-ID: <1@example.com>"))) == []
