"""A run can be limited to a level of evidence."""

from __future__ import annotations

import pytest

from mimeforge.linter import Evidence
from mimeforge.linter.examples import sample
from mimeforge.preflight import lint

# One defect of each level: a text that users met, a documented list, a text that nobody met, a recorded answer
OCTETS = sample(
    "To: jo", 'Content-Disposition: attachment; filename="a.exe"', "Sender: jo>", "Subject: Lunch", without=["From"]
)


@pytest.mark.parametrize("level", Evidence)
def test_only_findings_of_that_level_and_above_are_reported(level: Evidence) -> None:
    everything, limited = lint(OCTETS), lint(OCTETS, evidence=level)
    assert {finding.evidence for finding in everything} == set(Evidence)
    assert list(limited) == [finding for finding in everything if finding.evidence >= level]


def test_what_a_run_without_a_limit_reports_is_everything() -> None:
    assert lint(OCTETS) == lint(OCTETS, evidence="inferred")


@pytest.mark.parametrize("name", ["", "document", "DOCUMENTED"])
def test_an_unknown_level_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(ValueError, match="inferred, field-report, probed, documented"):
        lint(OCTETS, evidence=name)
