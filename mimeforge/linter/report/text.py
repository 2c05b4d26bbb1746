"""The format for people: a line per finding, the source line with carets, and what is known about it.

Mail is hostile text and CI runners obey what they read, so nothing from a message or a file name is written unseen:
see `mimeforge.codecs.visible`. Every line of an excerpt stands behind a gutter.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mimeforge.codecs.visible import visible
from mimeforge.linter.finding import ABSENT, Finding, Severity
from mimeforge.linter.report import Report, Result
from mimeforge.linter.report.excerpt import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Text", "describe", "shown_name"]


class Text:
    """Writes the findings of each report, and at the end what they come to. Every piece ends in a line feed."""

    def __init__(self) -> None:
        self._severities: Counter[Severity] = Counter()
        self._fixes: Counter[bool] = Counter()
        self._files = self._unreadable = 0

    def add(self, result: Result) -> str:
        """Describe the findings of one message."""
        if not isinstance(result, Report):
            self._unreadable += 1
            return ""
        self._files += 1
        self._severities.update(finding.severity for finding in result)
        self._fixes.update(finding.fix.safe for finding in result if finding.fix)
        return "".join(f"{describe(result, finding)}\n\n" for finding in result)

    def end(self) -> str:
        """Sum up."""
        return _summary(self._severities, self._files, self._unreadable) + _fixable(self._fixes)


def describe(report: Report, finding: Finding) -> str:
    """Say where and what one finding of a report is, in several lines without a line feed at the end."""
    return "\n".join(_lines(report, finding))


def _lines(report: Report, finding: Finding) -> Iterator[str]:
    place = f"{shown_name(report.name)}:{finding.line}:{finding.column}"
    yield f"{place} {finding.code} {finding.slug} {finding.severity} {visible(finding.message)}"
    if finding.span != ABSENT:
        line, left, right = excerpt(report.source, finding)
        yield f"  | {line}".rstrip()
        yield f"  | {' ' * left}{'^' * (right - left)}"
    if finding.predicts is not None:
        yield f"  = SES would answer: {visible(finding.predicts)}"
    if finding.fix is not None:
        yield f"  = fix{'' if finding.fix.safe else ' (unsafe)'}: {visible(finding.fix.title)}"
    if finding.fix_withheld is not None:
        yield f"  = no fix: {visible(finding.fix_withheld)}"
    yield f"  = evidence: {finding.evidence} ({visible(finding.source)})"


def shown_name(name: str) -> str:
    """Return the name of a message as it may begin a line of output."""
    # A line that begins with "::" is a command to GitHub's runners, "##[" anywhere in it is one as well.
    return visible(f"./{name}" if name.lstrip().startswith("::") else name)


def _summary(counts: Counter[Severity], files: int, unreadable: int) -> str:
    found = ", ".join(_count(counts[severity], severity) for severity in reversed(Severity))
    rest = f"; {_count(unreadable, 'file')} could not be read" if unreadable else ""
    return f"{found} in {_count(files, 'file')}{rest}\n"


def _fixable(fixes: Counter[bool]) -> str:
    kinds = [f"{fixes[True]} by --fix"] * bool(fixes[True]) + [f"{fixes[False]} by --unsafe-fixes"] * bool(fixes[False])
    return f"can be mended: {', '.join(kinds)}\n" if kinds else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
