"""Where in the body as it stands the octets of its content are: the way back from the decoded to the located."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from mimeforge._grammar.content import BASE64_UNIT_RE, QP_UNIT_RE
from mimeforge.codecs import base64, quoted_printable
from mimeforge.tree.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Pattern

    from mimeforge.tree.part import Part

__all__ = ["ContentMap", "content_map"]


class ContentMap(NamedTuple):
    """Which octets of the source stand for which of a part's content.

    Made of the lines of an encoded body: where each begins in the source, and how many units of the encoding (base64
    characters; octets that quoted-printable stands for) come before it. Both are empty where nothing is encoded.
    """

    part: Part
    starts: tuple[int, ...]
    units: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Give the octets of the source that stand for the octets from ``start`` to ``end`` of the content."""
        if not self.starts:
            return Span(self.part.body_span.start + start, self.part.body_span.start + end)
        if self.part.transfer_encoding == "base64":  # six bits a character
            first, last = start * 8 // 6, (end * 8 - 1) // 6
        else:
            first, last = start, end - 1
        begin = self._unit(first).start
        return Span(begin, max(begin, self._unit(last).end)) if end > start else Span(begin, begin)

    def _unit(self, number: int) -> Span:
        index = max(bisect_right(self.units, number) - 1, 0)
        at, stop = self.starts[index], self.part.body_span.end
        found = _pattern(self.part).finditer(self.part.source.octets, at, stop)
        unit = next(islice(found, max(number - self.units[index], 0), None), None)
        return Span(*unit.span(1)) if unit else Span(stop, stop)


def content_map(part: Part) -> ContentMap:
    """Map the content of a leaf, at the cost of one look at its body; ``context.once(content_map, part)`` keeps it."""
    if part.transfer_encoding == "base64":
        counts = [len(line) - len(line.translate(None, base64.ALPHABET)) for line in _lines(part)]
    elif part.transfer_encoding == "quoted-printable":
        counts = [len(quoted_printable.decode_leniently(line)) for line in _lines(part)]
    else:
        return ContentMap(part, (), ())
    lengths = (len(line) for line in _lines(part))
    starts = accumulate(lengths, initial=part.body_span.start)
    return ContentMap(part, tuple(starts)[:-1], tuple(accumulate(counts, initial=0))[:-1])


def _lines(part: Part) -> Iterator[bytes]:
    for line in part.raw.split(b"\n"):
        yield line + b"\n"


def _pattern(part: Part) -> Pattern[bytes]:
    return BASE64_UNIT_RE if part.transfer_encoding == "base64" else QP_UNIT_RE
