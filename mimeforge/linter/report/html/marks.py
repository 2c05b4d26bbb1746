"""Lines of octets with findings marked at their characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from itertools import accumulate, islice, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.codecs.visible import show_line
from mimeforge.linter.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mimeforge.tree import Span

__all__ = ["Line", "Mark", "Piece", "marked_lines"]

# PEP 383: what is not UTF-8 is kept apart from what is.
_OCTETS_AS_TEXT: Final = ("utf-8", "surrogateescape")

# Findings that a piece of text names where many overlap.
_NAMED_MAX: Final = 3

_RANKS: Final = {severity: severity.rank for severity in Severity}  # which is slow to ask for, again and again


class Mark(NamedTuple):
    """The octets of a finding, which has a number in its report; half-open, and empty for a place between octets."""

    start: int
    end: int
    number: int
    severity: Severity
    title: str

    def moved(self, by: int) -> Mark:
        """Return the mark for octets that stand ``by`` further behind."""
        return self._replace(start=self.start + by, end=self.end + by)


class Piece(NamedTuple):
    """A stretch of a line under the same findings: how bad the worst is, what they say, and which begin here."""

    text: str
    severity: Severity | None = None
    titles: tuple[str, ...] = ()
    begins: tuple[int, ...] = ()


class Line(NamedTuple):
    """A line, and its number."""

    number: int
    pieces: tuple[Piece, ...]


def marked_lines(octets: bytes, span: Span, marks: Iterable[Mark], *, number: int = 1) -> Iterator[Line]:
    """Cut ``span`` of ``octets`` into lines, the first of this ``number``, and these into pieces by their ``marks``.

    Line ends are shown where a finding begins in one. Marks are widened to whole characters of UTF-8.
    """
    waiting = deque(sorted(marks))
    over: list[Mark] = []
    start, last = span
    while start < last:
        end = octets.find(b"\n", start, last) + 1 or last
        while waiting and (waiting[0].start < end or end == last):
            over.append(waiting.popleft())
        over = [mark for mark in over if mark.end > start or mark.start >= start]
        yield Line(number, tuple(_pieces(octets[start:end], [mark.moved(-start) for mark in over])))
        start, number = end, number + 1


def _pieces(line: bytes, marks: Sequence[Mark]) -> Iterator[Piece]:
    """Cut a line at the edges of its marks. Those that begin before it have a negative start."""
    content = line.rstrip(b"\r\n")
    if not any(len(content) <= mark.start < mark.end for mark in marks):
        line = content
    text = line.decode(*_OCTETS_AS_TEXT)
    blanks_from = len(text.rstrip(" \t\r\n"))
    places = _places(line, text, marks) if marks else []
    edges = {edge for place in places for edge in (place.left, place.right)}
    cuts = sorted(edges | {0, blanks_from, len(text)})
    for left, right in pairwise([*cuts, len(text)]):
        points = [place for place in places if place.left == place.right == left and place.begins_here]
        if points:
            yield _piece("", points, left)
        if left < right:
            piece = text[left:right] if left < blanks_from else _blanks(text[left:right])
            yield _piece(piece, [place for place in places if place.left <= left and right <= place.right], left)


class _Place(NamedTuple):
    """A mark, and the characters of its line that it stands at."""

    mark: Mark
    left: int
    right: int

    @property
    def begins_here(self) -> bool:
        return self.mark.start >= 0


def _piece(text: str, over: Sequence[_Place], left: int) -> Piece:
    if not over:
        return Piece(text)
    worst = max((place.mark.severity for place in over), key=_RANKS.__getitem__)
    titles = tuple(place.mark.title for place in islice(over, _NAMED_MAX))
    begins = sorted(place.mark.number for place in over if place.left == left and place.begins_here)
    return Piece(text, worst, titles, tuple(begins))


def _blanks(text: str) -> str:
    """Show blanks at the end of a line, which nobody would see."""
    return show_line(text.encode(*_OCTETS_AS_TEXT)).text


def _places(line: bytes, text: str, marks: Iterable[Mark]) -> list[_Place]:
    if line.isascii():
        return [_Place(mark, *_within(mark, len(line))) for mark in marks]
    # Where each character begins, and where the last one ends, in octets
    starts = [*accumulate((len(character.encode(*_OCTETS_AS_TEXT)) for character in text), initial=0)]
    places = []
    for mark in marks:
        start, end = _within(mark, len(line))
        left = bisect_right(starts, start) - 1
        places.append(_Place(mark, left, bisect_left(starts, end)))
    return places


def _within(mark: Mark, length: int) -> tuple[int, int]:
    return min(max(mark.start, 0), length), min(max(mark.end, 0), length)
