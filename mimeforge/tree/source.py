"""The octets of a message, and places in them."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from itertools import accumulate
from typing import Any, Final, NamedTuple, Self

__all__ = ["LineEnds", "Source", "Span", "Unchanging"]

# Lines are counted by blocks of this many octets: 38 MB take 10 ms and 9,000 small numbers, where the start of every
# line would take 40 ms and, in a message of nothing but line ends, a hundred times its size.
_BLOCK: Final = 4096


class Span(NamedTuple):
    """A half-open stretch of octets, counted from 0."""

    start: int
    end: int


class LineEnds(NamedTuple):
    """How many line ends of each kind there are; a CR that no LF follows ends no line, but some writers think so."""

    crlf: int
    lf: int
    cr: int


@dataclasses.dataclass(frozen=True, eq=False)
class Unchanging:
    """A frozen dataclass: a copy is the value itself, and a pickle leaves out what was computed from it and kept."""

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}


@dataclasses.dataclass(frozen=True, repr=False)
class Source(Unchanging):
    """The octets of a message as they were given. Lines end at LF, with or without a CR before it, and nowhere else."""

    octets: bytes

    def read(self, span: Span) -> bytes:
        """Return the octets of a span."""
        return self.octets[span.start : span.end]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1, the column in octets.

        The offset behind the last octet has a position too; raises `ValueError` outside.
        """
        start = self._line_start(offset)
        block = offset // _BLOCK
        line = self._line_feeds_before[block] + self.octets.count(b"\n", block * _BLOCK, offset)
        return line + 1, offset - start + 1

    def line(self, offset: int) -> Span:
        """Return the line an offset stands in, without its line end; raises `ValueError` outside of the octets."""
        start = self._line_start(offset)
        end = self.octets.find(b"\n", offset)
        if end < 0:
            return Span(start, len(self.octets))
        return Span(start, end - self.octets.endswith(b"\r", start, end))

    @cached_property
    def line_ends(self) -> LineEnds:
        """How many CRLF, bare LF and bare CR the octets hold."""
        crlf = self.octets.count(b"\r\n")
        return LineEnds(crlf, self.octets.count(b"\n") - crlf, self.octets.count(b"\r") - crlf)

    def __repr__(self) -> str:
        return f"<Source of {len(self.octets)} octets>"

    def _line_start(self, offset: int) -> int:
        if not 0 <= offset <= len(self.octets):
            raise ValueError(f"offset {offset} is not within {len(self.octets)} octets")
        block = offset // _BLOCK
        return self.octets.rfind(b"\n", block * _BLOCK, offset) + 1 or self._line_starts[block]

    @cached_property
    def _line_feeds_before(self) -> tuple[int, ...]:
        """For each block: how many LF stand before it."""
        counts = (self.octets.count(b"\n", at, at + _BLOCK) for at in self._blocks)
        return tuple(accumulate(counts, initial=0))

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        """For each block: where the line starts that its first octet stands in."""
        starts = (self.octets.rfind(b"\n", at, at + _BLOCK) + 1 for at in self._blocks)
        return tuple(accumulate(starts, max, initial=0))

    @property
    def _blocks(self) -> range:
        return range(0, len(self.octets), _BLOCK)
