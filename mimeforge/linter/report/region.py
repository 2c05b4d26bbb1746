"""Where a finding stands, in lines and characters: octets are what mail counts in, and what few viewers do."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.tree import Source

if TYPE_CHECKING:
    from mimeforge.linter.finding import Finding

__all__ = ["Region", "Regions"]

# RFC 3629 §3: an octet that goes on with a character, and never begins one.
_CONTINUATIONS: Final = frozenset(bytes([octet]) for octet in range(0x80, 0xC0))


class Region(NamedTuple):
    """Lines and columns from 1, columns in characters; the end is that of the place behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def last_line(self) -> int:
        """The last line that the region has something of: a line end belongs to the line that it ends."""
        return self.end_line - (self.end_column == 1 and self.end_line > self.line)


class Regions:
    """Finds the regions of the findings of one message.

    A character is one of UTF-8, or whatever a decoder that is not strict shows in place of octets that are none. What
    was counted for one finding is not counted again for the next, so that findings in the order of their places cost
    one look at a line, however long it is.
    """

    def __init__(self, octets: bytes) -> None:
        self._source = Source(octets)
        self._is_ascii = octets.isascii()
        self._line_start = self._counted_to = self._characters = 0

    def of(self, finding: Finding) -> Region:
        """Return the region of a finding's span: from the character it begins in to that it ends in."""
        start, end = finding.span
        end_line, end_column = self._source.position(end)
        if self._is_ascii:
            return Region(finding.line, finding.column, end_line, end_column)
        before = self._count(start - (finding.column - 1), start)
        if end_line == finding.line:
            width = self._width(self._counted_to, end) + self._characters
        else:
            width = self._width(end - (end_column - 1), end)
        return Region(finding.line, before + 1, end_line, width + 1)

    def _count(self, line_start: int, offset: int) -> int:
        """Count the whole characters between the start of a line and an offset in it."""
        if line_start != self._line_start or offset < self._counted_to:
            self._line_start = self._counted_to = line_start
            self._characters = 0
        octets = self._source.octets
        is_boundary = octets[offset : offset + 1] not in _CONTINUATIONS
        text, used = codecs.utf_8_decode(octets[self._counted_to : offset], "replace", is_boundary)
        self._counted_to += used
        self._characters += len(text)
        return self._characters

    def _width(self, start: int, end: int) -> int:
        return len(self._source.octets[start:end].decode("utf-8", "replace"))
