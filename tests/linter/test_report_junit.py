from __future__ import annotations

from junitparser import Error, Failure, JUnitXml, TestSuite
from reported import found, missing, reported, write

from mimeforge.linter import Severity
from mimeforge.linter.report import Report, Unreadable
from mimeforge.linter.report.text import describe

OCTETS = b"To: a\r\nSubject: <b>\r\n\r\n"
ERROR = found(OCTETS, 4, 5, "no domain", predicts="No")
WARNING = found(OCTETS, 7, 14, "odd", severity=Severity.WARNING)
NOTE = missing("no <Date>", severity=Severity.NOTE)
REPORT = reported(OCTETS, NOTE, ERROR, WARNING, name="./mails/a.eml")


def suites(*results: Report | Unreadable) -> list[TestSuite]:
    return list(JUnitXml.fromstring(write("junit", *results).encode("ascii")))


def test_a_file_is_a_suite_and_a_finding_a_test() -> None:
    [suite] = suites(REPORT)
    assert (suite.name, suite.tests, suite.failures, suite.errors, suite.skipped) == ("mails/a.eml", 3, 1, 0, 0)
    cases = list(suite)
    assert [case.name for case in cases] == ["ABC101 a-slug", "ABC101 a-slug (2)", "ABC101 a-slug (3)"]
    assert {case.classname for case in cases} == {"mails/a.eml"}
    assert [case.is_passed for case in cases] == [True, False, True]
    assert [case.system_out for case in cases] == [describe(REPORT, NOTE), None, describe(REPORT, WARNING)]
    [failure] = cases[1].result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("ABC101", "no domain; SES would answer: No")
    assert failure.text == describe(REPORT, ERROR)


def test_a_file_without_findings_is_a_test_that_passed() -> None:
    [suite] = suites(reported(b"a"))
    assert (suite.tests, suite.failures, suite.errors) == (1, 0, 0)
    assert [(case.name, case.is_passed) for case in suite] == [("no findings", True)]


def test_a_file_that_cannot_be_read_is_an_error() -> None:
    [suite] = suites(Unreadable("b.eml", "No such file"))
    assert (suite.name, suite.tests, suite.failures, suite.errors) == ("b.eml", 1, 0, 1)
    [[error]] = [case.result for case in suite]
    assert isinstance(error, Error)
    assert (error.type, error.message) == ("unreadable", "not read: No such file")


def test_there_is_no_time_and_no_host() -> None:
    text = write("junit", REPORT, Unreadable("b.eml", "gone"))
    assert not any(f" {name}=" in text for name in ("time", "timestamp", "hostname", "id"))


def test_no_files_are_no_suites() -> None:
    assert suites() == []
