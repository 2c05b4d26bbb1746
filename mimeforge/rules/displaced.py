"""Fields that are in the octets and in no header section: behind a byte order mark, below an early empty line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge import _grammar
from mimeforge.tree import Span
from mimeforge.tree.field import cut

if TYPE_CHECKING:
    from mimeforge.tree import Part

__all__ = ["below_empty_line", "displaced"]

# The fields whose absence a rule reports, or whose absence changes what the body is.
_MISSED: Final = ("from", "to", "subject", "date", "mime-version", "content-type")


def displaced(message: Part) -> frozenset[str]:
    """Give the names, in lower case, of fields that stand outside of the header section for one of the two reasons.

    A rule that misses a field asks here first, through `Context.once`: where the cause is known, the rule on the cause
    reports it, once.
    """
    hidden = _grammar.FIELD_BEHIND_BOM_RE.match(message.source.octets)
    behind_mark = {hidden[1].decode("ascii").lower()} if hidden else frozenset[str]()
    return below_empty_line(message) | behind_mark


def below_empty_line(message: Part) -> frozenset[str]:
    """Give those well-known names, in lower case, that the header section lacks and the body begins with.

    Where the body begins with one that the header section has, it quotes another message, and nothing was cut off.
    """
    octets = message.source.octets
    body = _grammar.EMPTY_LINES_RE.match(octets, message.body_span.start)
    start = body.end() if body else message.body_span.start
    if all(message.field(name) for name in _MISSED) or not _grammar.FIELD_START_RE.match(octets, start):
        return frozenset()
    end = _grammar.EMPTY_LINE_RE.search(octets, start)
    section = cut(message.source, Span(start, end.start() if end else len(octets)))
    text = section.stray[0].start if section.stray else len(octets)
    names = {field.name.lower() for field in section.fields if field.span.start < text}.intersection(_MISSED)
    is_quoted = any(message.field(name) for name in names)
    return frozenset() if is_quoted else frozenset(names)
