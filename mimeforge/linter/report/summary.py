"""What a run comes to: files and findings, counted as the results pass."""

from __future__ import annotations

from collections import Counter

from mimeforge.linter.finding import Severity
from mimeforge.linter.report import Report, Result

__all__ = ["Summary"]


class Summary:
    """Counts results; its text is one line without a line feed. ``files`` are those that were read."""

    def __init__(self) -> None:
        self.files = self.unreadable = 0
        self.severities: Counter[Severity] = Counter()

    def count(self, result: Result) -> None:
        """Count one result."""
        if isinstance(result, Report):
            self.files += 1
            self.severities.update(finding.severity for finding in result)
        else:
            self.unreadable += 1

    def __str__(self) -> str:
        found = ", ".join(_count(self.severities[severity], severity) for severity in reversed(Severity))
        rest = f"; {_count(self.unreadable, 'file')} could not be read" if self.unreadable else ""
        return f"{found} in {_count(self.files, 'file')}{rest}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
