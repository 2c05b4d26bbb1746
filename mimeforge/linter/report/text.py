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
    from collections.abc import Iterable, Iterator

__all__ = ["describe", "shown_name", "write"]


def write(results: Iterable[Result]) -> Iterator[str]:
    """Yield the findings of each report, and at the end one line that sums up. Every piece ends in a line feed."""
    counts: Counter[Severity] = Counter()
    files = unreadable = 0
    for result in results:
        if not isinstance(result, Report):
            unreadable += 1
            continue
        files += 1
        for finding in result:
            counts[finding.severity] += 1
            yield f"{describe(result, finding)}\n\n"
    yield _summary(counts, files, unreadable)


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
    yield f"  = evidence: {finding.evidence} ({visible(finding.source)})"


def shown_name(name: str) -> str:
    """Return the name of a message as it may begin a line of output."""
    # A line that begins with "::" is a command to GitHub's runners, "##[" anywhere in it is one as well.
    return visible(f"./{name}" if name.lstrip().startswith("::") else name)


def _summary(counts: Counter[Severity], files: int, unreadable: int) -> str:
    found = ", ".join(_count(counts[severity], severity) for severity in reversed(Severity))
    rest = f"; {_count(unreadable, 'file')} could not be read" if unreadable else ""
    return f"{found} in {_count(files, 'file')}{rest}\n"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
