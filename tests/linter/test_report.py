from __future__ import annotations

import copy
import pickle

import pytest

from mimeforge.errors import PreflightError
from mimeforge.linter import Evidence, Finding, Report, Severity


def finding(severity: Severity) -> Finding:
    return Finding(
        code="ABC101", slug="a-slug", severity=severity, message="m", evidence=Evidence.PROBED, source="here"
    )


NOTE, WARNING, ERROR = map(finding, Severity)


def report(*findings: Finding) -> Report:
    return Report(findings=findings, source=b"To: secret\r\n", profile="ses")


@pytest.mark.parametrize(("findings", "ok"), [((), True), ((NOTE, WARNING), True), ((NOTE, ERROR), False)])
def test_a_report_is_ok_without_errors(findings: tuple[Finding, ...], ok: bool) -> None:
    assert report(*findings).ok is ok


def test_findings_by_severity() -> None:
    whole = report(NOTE, ERROR, WARNING, ERROR)
    assert (whole.errors, whole.warnings, whole.notes) == ((ERROR, ERROR), (WARNING,), (NOTE,))
    assert list(whole) == [NOTE, ERROR, WARNING, ERROR]
    assert len(whole) == 4


def test_a_report_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match=r"\.ok"):
        bool(report())


def test_errors_are_raised_with_the_report() -> None:
    report(WARNING).raise_for_errors()
    bad = report(ERROR)
    with pytest.raises(PreflightError) as raised:
        bad.raise_for_errors()
    assert raised.value.report is bad
    assert str(raised.value) == str(bad)
    assert "ABC101 a-slug error m" in str(bad)


def test_a_report_pickles_copies_and_compares() -> None:
    whole = report(NOTE, ERROR)
    assert pickle.loads(pickle.dumps(whole)) == copy.deepcopy(whole) == copy.copy(whole) == whole
    assert hash(whole) == hash(report(NOTE, ERROR))
    assert whole != report(NOTE)


def test_the_repr_does_not_show_the_message() -> None:
    assert "secret" not in repr(report(NOTE))
