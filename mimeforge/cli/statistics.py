"""How often each rule spoke, instead of what it said."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mimeforge.linter.report import Report, Result
from mimeforge.linter.report.summary import Summary

if TYPE_CHECKING:
    from mimeforge.linter import Finding, Severity

__all__ = ["Statistics"]


class _Row(NamedTuple):
    severity: Severity
    code: str
    slug: str


class Statistics:
    """Writes a line for each rule, the worst first and of those the most frequent, and what all of them come to."""

    def __init__(self) -> None:
        self._summary = Summary()
        self._counts: Counter[_Row] = Counter()
        self._fixes: Counter[tuple[_Row, bool]] = Counter()

    def add(self, result: Result) -> str:
        """Count the findings of one message."""
        self._summary.count(result)
        for finding in result if isinstance(result, Report) else ():
            self._count(finding)
        return ""

    def end(self) -> str:
        """Write the table."""
        rows = sorted(self._counts, key=lambda row: (-row.severity.rank, -self._counts[row], row.code))
        width = len(str(max(self._counts.values(), default=0)))
        slugs = max((len(row.slug) for row in rows), default=0)
        lines = [
            f"{self._counts[row]:>{width}} {row.severity:<7} {row.code} {row.slug:<{slugs}} {self._fixable(row)}"
            for row in rows
        ]
        return "".join(f"{line.rstrip()}\n" for line in (*lines, *[""] * bool(lines), str(self._summary)))

    def _count(self, finding: Finding) -> None:
        row = _Row(finding.severity, finding.code, finding.slug)
        self._counts[row] += 1
        if finding.fix:
            self._fixes[row, finding.fix.safe] += 1

    def _fixable(self, row: _Row) -> str:
        ways = ((True, "--fix"), (False, "--fix --unsafe-fixes"))
        return ", ".join(f"{self._fixes[row, safe]} by {way}" for safe, way in ways if self._fixes[row, safe])
