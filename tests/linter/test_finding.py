from __future__ import annotations

import copy
import pickle

import pytest

from mimeforge.linter import Evidence, Finding, Severity

FINDING = Finding(
    code="ABC101", slug="a-slug", severity=Severity.ERROR, message="m", evidence=Evidence.PROBED, source="here"
)


def test_severities_are_their_text_in_the_order_of_how_bad() -> None:
    assert sorted(Severity) == [Severity.NOTE, Severity.WARNING, Severity.ERROR]
    assert sorted(["error", "note", "warning"], key=Severity) == ["note", "warning", "error"]
    assert [f"{severity}" for severity in Severity] == list(Severity) == ["note", "warning", "error"]


@pytest.mark.parametrize(("weaker", "stronger"), [("note", "warning"), ("warning", "error"), ("note", "error")])
def test_a_severity_compares_with_the_text_of_another(weaker: str, stronger: str) -> None:
    assert Severity(weaker) < stronger
    assert Severity(weaker) <= stronger
    assert Severity(stronger) > weaker
    assert Severity(stronger) >= weaker
    assert not Severity(weaker) > stronger
    assert not Severity(stronger) <= weaker
    assert Severity(weaker) <= weaker
    assert Severity(weaker) >= weaker


def test_a_severity_does_not_compare_with_other_text() -> None:
    with pytest.raises(ValueError, match="fatal"):
        assert Severity.ERROR > "fatal"


def test_evidence_is_ordered_by_its_weight() -> None:
    assert Evidence.INFERRED < Evidence.FIELD_REPORT < Evidence.PROBED < Evidence.DOCUMENTED


def test_something_absent_stands_at_the_beginning() -> None:
    assert (FINDING.line, FINDING.column, FINDING.span, FINDING.part) == (1, 1, (0, 0), "")


def test_a_finding_pickles_copies_and_compares() -> None:
    unpickled = pickle.loads(pickle.dumps(FINDING))
    assert unpickled == copy.deepcopy(FINDING) == FINDING
    assert unpickled.severity is Severity.ERROR
    assert hash(FINDING) == hash(copy.copy(FINDING))
