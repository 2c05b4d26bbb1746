"""The format of test reports, JUnit's XML, for Jenkins, GitLab and Azure: a suite per file, a test per finding.

::

    <testsuites name="mimeforge">
    <testsuite name="mail.eml" tests="2" failures="1" errors="0" skipped="0">
    <testcase name="ADR102 addr-no-domain" classname="mail.eml" file="mail.eml" line="3">
    <failure type="ADR102" message="…">…</failure>
    </testcase>
    <testcase name="DAT101 date-missing" classname="mail.eml" file="mail.eml" line="1">
    <system-out>…</system-out>
    </testcase>
    </testsuite>
    </testsuites>

A finding at error level is a failed test. Warnings and notes are tests that passed and wrote something, because these
readers know nothing between. A file in which nothing was found has one test, ``no findings``; one that could not be
read has the test ``readable``, which ended in an error. Names hold no lines, so that a test is the same one in the next
run; a rule's second finding in a file is called ``ADR102 addr-no-domain (2)``. There are no times, no date and no host.
The text is ASCII, and equal reports give equal text.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import visible
from mimeforge.linter.finding import Severity
from mimeforge.linter.report import Report, Result
from mimeforge.linter.report.paths import posix_path
from mimeforge.linter.report.text import describe_all, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["JUnit"]

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mimeforge">\n'


class JUnit:
    """Writes the suites as the files come."""

    def __init__(self) -> None:
        self._opening = _HEAD

    def add(self, result: Result) -> str:
        """Write the suite of one file."""
        opening, self._opening = self._opening, ""
        return f"{opening}{_suite(result)}"

    def end(self) -> str:
        """Close the list of suites."""
        return f"{self._opening}</testsuites>\n"


def _suite(result: Result) -> str:
    path = visible(posix_path(result.name))
    failures = errors = 0
    if isinstance(result, Report):
        tests = [*_findings(result, path)] or [_test(path, "no findings")]
        failures = len(result.errors)
    else:
        message = f"not read: {visible(result.error)}"
        tests = [_test(path, "readable", _element("error", "", {"type": "unreadable", "message": message}))]
        errors = 1
    counts = {"tests": len(tests), "failures": failures, "errors": errors, "skipped": 0}
    return _element("testsuite", "\n" + "".join(tests), {"name": path, **counts})


def _findings(report: Report, path: str) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for finding, text in zip(report, describe_all(report), strict=True):
        counts[finding.code] += 1
        ordinal = f" ({counts[finding.code]})" * (counts[finding.code] > 1)
        if finding.severity is Severity.ERROR:
            outcome = _element("failure", _safe(text), {"type": finding.code, "message": sentence(finding)})
        else:
            outcome = _element("system-out", _safe(text), {})
        yield _test(path, f"{finding.code} {finding.slug}{ordinal}", outcome, line=finding.line)


def _test(path: str, name: str, outcome: str = "", *, line: int = 1) -> str:
    place: dict[str, str | int] = {"classname": path, "file": path, "line": line}
    return _element("testcase", f"\n{outcome}" if outcome else "", {"name": name, **place})


def _element(tag: str, content: str, attributes: Mapping[str, str | int]) -> str:
    listed = "".join(f' {name}="{_safe(str(value))}"' for name, value in attributes.items())
    return f"<{tag}{listed}>{content}</{tag}>\n"


def _safe(text: str) -> str:
    """Escape text that is visible: it holds nothing that XML 1.0 (§2.2) forbids, which would be no use to escape."""
    return escape(text).encode("ascii", "xmlcharrefreplace").decode("ascii")
