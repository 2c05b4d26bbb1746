"""What a report shows of one message: values for the template, bounded however large the message is."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.linter.finding import Severity
from mimeforge.linter.report.html.findings import Group, groups_of, marks_of, shown_findings
from mimeforge.linter.report.html.marks import Line, Mark, marked_lines
from mimeforge.linter.report.html.preview import Preview, preview_of
from mimeforge.linter.report.html.stars import Stars, starred_source, stars_of
from mimeforge.linter.report.html.texts import Text, text_of
from mimeforge.tree import Part, Span, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mimeforge.linter.report import Report
    from mimeforge.linter.report.writer import Reference

__all__ = ["Counts", "Message", "Row", "Section", "Views", "message_of"]

# Parts that are listed; lines and octets of all header sections, lines and characters of all texts that are shown.
_PARTS_SHOWN: Final = 200
_HEADER_LINES_SHOWN: Final = 1500
_HEADER_OCTETS_SHOWN: Final = 100_000
_TEXT_LINES_SHOWN: Final = 3000
_TEXT_CHARACTERS_SHOWN: Final = 100_000
# Fields of the message whose decoded values are listed.
_VALUES_SHOWN: Final = 100
# Levels by which a part is indented at most.
_DEPTH_SHOWN: Final = 8
# What tells one message from another.
_FACTS: Final = ("Subject", "From", "To", "Date")

Counts = tuple[tuple[Severity, int], ...]


class Section(NamedTuple):
    """A header section as it stands, with the line that ends it; ``is_all`` says whether all of it is shown."""

    part: Part
    lines: tuple[Line, ...]
    is_all: bool

    @property
    def is_marked(self) -> bool:
        """Whether a finding stands in what is shown."""
        return any(piece.begins for line in self.lines for piece in line.pieces)


class Row(NamedTuple):
    """A part in the tree. ``octets`` are those it takes in the message, ``decoded`` those of a leaf's content."""

    part: Part
    depth: int
    octets: int
    decoded: int | None
    is_text: bool


class Views(NamedTuple):
    """The looks at a message; of ``values``, the decoded fields, and ``rows`` as many as ``…_more`` are not shown."""

    values: tuple[tuple[str, str], ...]
    values_more: int
    sections: tuple[Section, ...]
    rows: tuple[Row, ...]
    rows_more: int
    texts: tuple[Text, ...]
    preview: Preview | None

    @property
    def placed(self) -> frozenset[int]:
        """The numbers of the findings whose place is shown."""
        lines = chain(*(section.lines for section in self.sections), *(text.lines for text in self.texts))
        return frozenset(number for line in lines for piece in line.pieces for number in piece.begins)


class Message(NamedTuple):
    """All that is shown of a message, by its number in the report; ``views`` is None where only findings are shown."""

    number: int
    report: Report
    limit: int | None
    counts: Counts
    facts: dict[str, str]
    groups: tuple[Group, ...]
    findings_more: int
    views: Views | None
    stars: Stars


def message_of(number: int, report: Report, reference: Reference, *, with_views: bool, with_preview: bool) -> Message:
    """Look at a message; without its views, what is shown has the size of its findings.

    Without its preview, nothing is shown in a frame.
    """
    stars = stars_of(report)
    root = parse(starred_source(report))
    findings = shown_findings(report)
    return Message(
        number=number,
        report=report,
        limit=reference.message_limit(report.profile),
        counts=_counts(report),
        facts={name: root.header(name) or "" for name in _FACTS},
        groups=groups_of(findings, root.source, reference, stars),
        findings_more=len(report) - len(findings),
        views=_views(root, marks_of(findings), stars, with_preview=with_preview) if with_views else None,
        stars=stars,
    )


def _counts(report: Report) -> Counts:
    counted = Counter(finding.severity for finding in report)
    return tuple((severity, counted[severity]) for severity in reversed(Severity))


def _views(root: Part, marks: Sequence[Mark], stars: Stars, *, with_preview: bool) -> Views:
    parts = list(root.walk())
    shown = parts[:_PARTS_SHOWN]
    values = [(field.name, field.text) for field in root.fields[:_VALUES_SHOWN]]
    return Views(
        values=tuple(values),
        values_more=len(root.fields) - len(values),
        sections=tuple(_sections(shown, marks, stars)),
        rows=tuple(map(_row, shown)),
        rows_more=len(parts) - len(shown),
        texts=tuple(_texts(shown, marks, stars)),
        preview=preview_of(root, stars, is_shown=with_preview),
    )


def _sections(parts: Iterable[Part], marks: Sequence[Mark], stars: Stars) -> Iterator[Section]:
    lines_left, octets_left = _HEADER_LINES_SHOWN, _HEADER_OCTETS_SHOWN
    for part in parts:
        start, end = part.header_span.start, (part.separator or part.header_span).end
        shown = Span(0, min(end - start, octets_left))
        octets = stars.section(part, shown.end)
        moved = [mark.moved(-start) for mark in _starting(marks, Span(start, start + shown.end))]
        all_lines = marked_lines(octets, shown, moved, number=part.source.position(start)[0])
        lines = tuple(islice(all_lines, lines_left))
        yield Section(part, lines, shown.end == end - start and next(all_lines, None) is None)
        lines_left -= len(lines)
        octets_left -= shown.end


def _texts(parts: Iterable[Part], marks: Sequence[Mark], stars: Stars) -> Iterator[Text]:
    lines_left, characters_left = _TEXT_LINES_SHOWN, _TEXT_CHARACTERS_SHOWN
    for part in parts:
        if _is_text(part):
            text = text_of(part, _starting(marks, part.body_span), stars, characters_left, lines_left)
            yield text
            lines_left -= len(text.lines)
            characters_left -= text.characters


def _starting(marks: Sequence[Mark], span: Span) -> Sequence[Mark]:
    """Give those of ``marks``, in the order of their places, that begin in ``span``."""
    return marks[bisect_left(marks, span.start, key=_start) : bisect_left(marks, span.end, key=_start)]


def _start(mark: Mark) -> int:
    return mark.start


def _row(part: Part) -> Row:
    depth = min(part.path.count(".") + 1, _DEPTH_SHOWN) if part.path else 0
    return Row(part, depth, part.span.end - part.span.start, None if part.parts else len(part.content), _is_text(part))


def _is_text(part: Part) -> bool:
    return part.media_type.startswith("text/") and not part.parts
