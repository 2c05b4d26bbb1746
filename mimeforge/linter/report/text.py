"""The format for people: a line per finding, the source line with carets, and what is known about it.

Mail is hostile text and CI runners obey what they read, so nothing from a message or a file name is written unseen:
see `mimeforge.codecs.visible`. Every line of an excerpt stands behind a gutter. Colours are this module's own; with
them or without, the characters are the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import visible
from mimeforge.linter.finding import ABSENT, Finding, Severity
from mimeforge.linter.report import Report, Result
from mimeforge.linter.report.excerpt import excerpt, without_secrets
from mimeforge.linter.report.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Text", "describe", "describe_all", "sentence", "shown_name"]

# Parameters of "select graphic rendition" (ECMA-48 §8.3.117).
_BOLD: Final = "1"
_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


class Text:
    """Writes the findings of each report, and at the end what they come to. Every piece ends in a line feed.

    ``colour`` is for a terminal that shows colours.
    """

    def __init__(self, *, colour: bool = False) -> None:
        self._colour = colour
        self._summary = Summary()
        self._fixes: Counter[bool] = Counter()

    def add(self, result: Result) -> str:
        """Describe the findings of one message."""
        self._summary.count(result)
        if not isinstance(result, Report):
            return ""
        self._fixes.update(finding.fix.safe for finding in result if finding.fix)
        return "".join(f"{text}\n\n" for text in describe_all(result, colour=self._colour))

    def end(self) -> str:
        """Sum up."""
        return f"{self._summary}\n{_fixable(self._fixes)}"


def describe_all(report: Report, *, colour: bool = False) -> Iterator[str]:
    """Yield for each finding of a report where and what it is, in several lines without a line feed at the end."""
    starred, members = without_secrets(report), dict(report.members)
    for finding in report:
        name, source = (report.name, starred) if finding.member is None else (finding.member, members[finding.member])
        yield "\n".join(_lines(name, source, finding, colour=colour))


def describe(report: Report, finding: Finding) -> str:
    """Say where and what one finding of a report is, as `describe_all` does."""
    return next(describe_all(replace(report, findings=(finding,))))


def sentence(finding: Finding) -> str:
    """Say in one line what a finding is, for formats that have a place for one; its place and rule go elsewhere."""
    answer = f"; SES would answer: {visible(finding.predicts)}" if finding.predicts is not None else ""
    return f"{visible(finding.message)}{answer}"


def shown_name(name: str) -> str:
    """Return the name of a message as it may begin a line of output."""
    # A line that begins with "::" is a command to GitHub's runners, "##[" anywhere in it is one as well.
    return visible(f"./{name}" if name.lstrip().startswith("::") else name)


def _lines(name: str, source: bytes, finding: Finding, *, colour: bool) -> Iterator[str]:
    def painted(text: str, *parameters: str) -> str:
        return f"\x1b[{';'.join(parameters)}m{text}\x1b[0m" if colour else text

    hue = _COLOURS[finding.severity]
    place = f"{shown_name(name)}:{finding.line}:{finding.column}"
    rule = f"{painted(finding.code, _BOLD)} {finding.slug}"
    yield f"{place} {rule} {painted(finding.severity, _BOLD, hue)} {visible(finding.message)}"
    if finding.span != ABSENT:
        line, left, right = excerpt(source, finding)
        yield f"  | {line}".rstrip()
        yield f"  | {' ' * left}{painted('^' * (right - left), hue)}"
    if finding.predicts is not None:
        yield f"  = SES would answer: {visible(finding.predicts)}"
    if finding.fix is not None:
        yield f"  = fix{'' if finding.fix.safe else ' (unsafe)'}: {visible(finding.fix.title)}"
    if finding.fix_withheld is not None:
        yield f"  = no fix: {visible(finding.fix_withheld)}"
    yield f"  = evidence: {finding.evidence} ({visible(finding.source)})"


def _fixable(fixes: Counter[bool]) -> str:
    kinds = [f"{fixes[True]} by --fix"] * bool(fixes[True]) + [f"{fixes[False]} by --fix --unsafe-fixes"] * bool(
        fixes[False]
    )
    return f"can be mended: {', '.join(kinds)}\n" if kinds else ""
