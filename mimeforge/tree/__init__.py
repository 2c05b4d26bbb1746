"""The located tree of a raw message: `parse`, and what it gives."""

from mimeforge.tree.field import Field
from mimeforge.tree.parser import parse
from mimeforge.tree.part import Part
from mimeforge.tree.source import LineEnds, Source, Span

__all__ = ["Field", "LineEnds", "Part", "Source", "Span", "parse"]
