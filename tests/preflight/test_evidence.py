"""A run can be limited to a level of evidence."""

from __future__ import annotations

import pytest

from mimeforge.linter import Evidence, Severity
from mimeforge.linter.examples import sample
from mimeforge.preflight import RULES, lint

RFC = {rule.slug: rule.rfc for rule in RULES}

# One defect of each level: a text that users met, a documented list, a text that nobody met, a recorded answer
OCTETS = sample(
    "To: jo",
    "X-SES-Weather: fine",
    'Content-Disposition: attachment; filename="a.exe"',
    "Sender: jo>",
    "Subject: Lunch",
    without=["From"],
)


@pytest.mark.parametrize("level", Evidence)
def test_what_rests_on_less_and_breaks_no_standard_is_left_out(level: Evidence) -> None:
    everything, limited = lint(OCTETS), lint(OCTETS, evidence=level)
    assert {finding.evidence for finding in everything} == set(Evidence)
    assert {finding.slug for finding in limited} == {
        finding.slug for finding in everything if finding.evidence >= level or RFC[finding.slug] is Severity.ERROR
    }
    assert all(finding.evidence >= level for finding in limited)


def test_what_breaks_a_standard_is_documented_and_its_answer_is_not() -> None:
    octets = sample("To: Doe, Jo <jo@example.com>")
    seen, documented = lint(octets).errors[0], lint(octets, evidence="documented").errors[0]
    assert (seen.evidence, seen.predicts) == ("field-report", "Missing final '@domain'")
    assert (documented.evidence, documented.predicts) == ("documented", None)
    assert seen.span == documented.span


def test_what_only_users_met_is_not_in_a_run_of_documents() -> None:
    octets = sample("Feedback-ID: may:shop:newsletter:example")
    assert [finding.slug for finding in lint(octets)] == ["ses-feedback-id"]
    assert list(lint(octets, evidence="documented")) == []


def test_what_a_run_without_a_limit_reports_is_everything() -> None:
    assert lint(OCTETS) == lint(OCTETS, evidence="inferred")


@pytest.mark.parametrize("name", ["", "document", "DOCUMENTED"])
def test_an_unknown_level_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(ValueError, match="inferred, field-report, probed, documented"):
        lint(OCTETS, evidence=name)
