"""The findings about a message, numbered, together with what is known of their rules."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.linter.finding import ABSENT, Evidence, Finding, Severity
from mimeforge.linter.report.html.marks import Line, Mark, Piece, marked_lines
from mimeforge.linter.report.html.mending import mended_lines
from mimeforge.linter.report.html.stars import SECRET_MAX, Stars
from mimeforge.tree import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mimeforge.linter.report import Report
    from mimeforge.linter.report.writer import Reference
    from mimeforge.linter.rule import Rule

__all__ = ["Group", "Told", "groups_of", "marks_of", "shown_findings"]

# Findings of a message that are shown, the worst.
_FINDINGS_SHOWN: Final = 1000
# Octets of a finding that are marked: one about all of a text is marked where it begins.
_MARKED: Final = 1000
# Octets of a line that are shown before a finding, of its own, and behind it.
_BEFORE: Final = 60
_OWN: Final = 300
_BEHIND: Final = 80


class Told(NamedTuple):
    """A finding, its number, and the line it stands in; None where it is about something absent.

    ``mended`` are the lines that its fix makes of those it changes, where they can be shown.
    """

    number: int
    finding: Finding
    excerpt: tuple[Piece, ...] | None = None
    is_cut: tuple[bool, bool] = (False, False)
    mended: tuple[Line, ...] = ()


class Group(NamedTuple):
    """The findings of one rule that are equally bad and rest on the same; ``rule`` is None where it is not known."""

    code: str
    slug: str
    severity: Severity
    evidence: Evidence
    source: str
    rule: Rule | None
    told: tuple[Told, ...]

    @property
    def paragraphs(self) -> list[list[str]]:
        """What the rule's docstring says below its title: paragraphs, each cut at its marks of code."""
        text = self.rule.text if self.rule else ""
        return [" ".join(paragraph.split()).split("``") for paragraph in text.split("\n\n") if paragraph]


def shown_findings(report: Report) -> tuple[Finding, ...]:
    """Return the findings that are shown, the worst first, those of one rule together."""
    worst = sorted(report, key=lambda finding: -finding.severity.rank)[:_FINDINGS_SHOWN]
    first = {_kind(finding): place for place, finding in reversed([*enumerate(worst)])}
    return tuple(sorted(worst, key=lambda finding: first[_kind(finding)]))


def groups_of(findings: Iterable[Finding], source: Source, reference: Reference, stars: Stars) -> tuple[Group, ...]:
    """Group findings as they come, with their lines of ``source``, in which no secret is left."""
    told = (_tell(number, finding, source, stars) for number, finding in enumerate(findings, 1))
    groups = (tuple(group) for _, group in groupby(told, lambda each: _kind(each.finding)))
    return tuple(_group(group, reference) for group in groups)


def marks_of(findings: Iterable[Finding]) -> list[Mark]:
    """Give the marks of findings that have a place, in the order of their places."""
    return sorted(
        Mark(start, min(end, start + _MARKED), number, finding.severity, f"{finding.code}: {finding.message}")
        for number, finding in enumerate(findings, 1)
        for start, end in [finding.span]
        if finding.span != ABSENT
    )


def _group(told: tuple[Told, ...], reference: Reference) -> Group:
    finding = told[0].finding
    rule = reference.rules.get(finding.code)
    return Group(finding.code, finding.slug, finding.severity, finding.evidence, finding.source, rule, told)


def _kind(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.severity, finding.evidence


def _tell(number: int, finding: Finding, source: Source, stars: Stars) -> Told:
    mended = mended_lines(finding.fix, source, stars) if finding.fix else ()
    if finding.span == ABSENT:
        return Told(number, finding, mended=mended)
    start, end = finding.span
    line = source.line(start)
    begin = _character(source.octets, max(line.start, start - _BEFORE))
    stop = min(max(line.end, start + 2), max(start, min(end, start + _OWN)) + _BEHIND)
    stop = stop if stop >= line.end else _character(source.octets, stop)
    around = max(0, begin - SECRET_MAX)
    octets = stars.octets(source.octets[around : stop + SECRET_MAX])
    mark = Mark(start - around, end - around, number, finding.severity, "")
    lines = marked_lines(octets, Span(begin - around, stop - around), [mark])
    excerpt = next(lines, Line(1, (Piece("", finding.severity, (), (number,)),)))
    return Told(number, finding, excerpt.pieces, (begin > line.start, stop < line.end), mended)


def _character(octets: bytes, offset: int) -> int:
    """Move a cut to where a UTF-8 character begins (RFC 3629 §3: at most three octets before)."""
    for at in range(offset, max(offset - 4, -1), -1):
        if at == len(octets) or octets[at] & 0xC0 != 0x80:
            return at
    return offset
