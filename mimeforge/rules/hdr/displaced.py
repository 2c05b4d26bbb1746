"""Well-known fields that are in the octets and in no header section, because of a defect that a rule reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge import _grammar
from mimeforge.rules.hdr.field_names import misspelled
from mimeforge.rules.hdr.stray_lines import WELL_KNOWN, looks_right, stray_lines
from mimeforge.tree import Span
from mimeforge.tree.field import cut

if TYPE_CHECKING:
    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["below_empty_line", "may_be_there"]

_ID: Final = "message-id"
_OF_MIME: Final = frozenset({"mime-version", "content-type"})


def may_be_there(name: str, message: Part, context: Context) -> bool:
    """Whether a well-known field (name in lower case) that is not found may stand in the octets nevertheless.

    A rule that misses a field asks here first: where the cause is known, the rule on the cause reports it, once.
    """
    is_displaced = message.limit == "fields" or name in context.once(_displaced, message)
    return is_displaced or any(meant.lower() == name for meant in context.once(misspelled, message))


def below_empty_line(message: Part) -> frozenset[str]:
    """Give the well-known names, in lower case, of fields that the header section lacks and the body begins with.

    Where the body begins with one that the header section has, it quotes another message, and nothing was cut off. Text
    may begin with "Subject:", and what programs for the web write with "Content-Type:": neither counts alone.
    """
    octets = message.source.octets
    body = _grammar.EMPTY_LINES_RE.match(octets, message.body_span.start)
    start = body.end() if body else message.body_span.start
    if all(map(message.field, WELL_KNOWN)) or not _grammar.FIELD_START_RE.match(octets, start):
        return frozenset()
    end = _grammar.EMPTY_LINE_RE.search(octets, start)
    section = cut(message.source, Span(start, end.start() if end else len(octets)))
    text = section.stray[0].start if section.stray else len(octets)
    found = {field.name.lower(): field for field in section.fields if field.span.start < text}
    if any(map(message.field, WELL_KNOWN.keys() & found)):
        return frozenset()
    names = {name for name in WELL_KNOWN.keys() & found if looks_right(name, found[name].raw)}
    if not names >= _OF_MIME:
        names -= _OF_MIME
    return frozenset(names if names != {"subject"} else ())


def _displaced(message: Part) -> frozenset[str]:
    """Give the names of fields behind a byte order mark, below an early empty line, or in lines that are no fields.

    Where the octets are no message at all, no field is missed.
    """
    stray = stray_lines(message)
    if not stray.is_message:
        return frozenset({*WELL_KNOWN, _ID})
    hidden = _grammar.FIELD_BEHIND_BOM_RE.match(message.source.octets)
    behind_mark = {hidden[1].decode("ascii").lower()} if hidden else frozenset[str]()
    in_lines = {line.name for line in stray.lines if line.name}
    below = below_empty_line(message)
    return below | behind_mark | in_lines | ({_ID} if below else set())  # it stands among the others
