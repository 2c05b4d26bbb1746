"""What the rules on multiparts share: what a boundary is worth, where it stands, and where its delimiter lines are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.linter.examples import sample
from mimeforge.rules.par.content_fields import listed, repeated, unreadable
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = [
    "ENCODED",
    "NO_DELIMITER",
    "Enclosed",
    "begins_in_epilogue",
    "begins_in_header",
    "boundary_span",
    "delimiter_of",
    "enclosed",
    "ends_in_blank",
    "has_hyphens",
    "has_no_delimiter",
    "header_of",
    "is_told",
    "reusing",
    "sample_of",
    "stands_twice",
    "type_span",
]

# RFC 2045 §6.4 forbids them on composite types; of unknown and private encodings CTE101 and CTE102 speak.
ENCODED: Final = frozenset({"base64", "quoted-printable"})
# What SES answers where its reader finds no line that begins a part.
NO_DELIMITER: Final = "Missing start boundary"


def sample_of(multipart: str, *parts: str) -> bytes:
    """Make an example of a multipart with the boundary "b"; ``multipart`` is its subtype, parameters may follow."""
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return sample(f'Content-Type: multipart/{multipart}; boundary="b"', body=body)


class Enclosed(NamedTuple):
    """A multipart, the boundaries of those around it, and whether it is in an attached message.

    Inside such a message, only the boundaries around it count: what it does with its own is nobody's business here.
    """

    part: Part
    around: frozenset[bytes]
    is_attached: bool


def enclosed(root: Part) -> tuple[Enclosed, ...]:
    """List the multiparts of a message in their order, each with the boundaries around it."""
    found = []
    waiting = [(root, frozenset[bytes](), False)]
    while waiting:
        part, around, is_attached = waiting.pop()
        if part.boundary is not None:
            found.append(Enclosed(part, around, is_attached))
            if not is_attached:
                around |= {part.boundary}
        elif part.parts:
            is_attached = True
        waiting.extend((inner, around, is_attached) for inner in reversed(part.parts))
    return tuple(found)


def reusing(root: Part) -> Mapping[str, Enclosed]:
    """Find the multiparts, by path, that have the boundary of one around them: MIM109 tells."""
    return {one.part.path: one for one in enclosed(root) if one.part.boundary in one.around}


def delimiter_of(part: Part) -> bytes:
    """Write the line that begins a part of this multipart."""
    return b"--" + (part.boundary or b"")


def boundary_span(part: Part) -> Span:
    """Point at the boundary in Content-Type, without its quotes; at the whole value where it is written in segments."""
    field = part.field("Content-Type")
    if field is None:
        return part.header_span
    start = field.body_span.start
    for parameter in listed(field).parameters:
        if parameter.name == "boundary":
            is_quoted = field.raw.startswith(b'"', parameter.value_start)
            return Span(start + parameter.value_start + is_quoted, start + parameter.end - is_quoted)
    return field.value_span


def is_told(part: Part, context: Context) -> bool:
    """Whether rules on the syntax of Content-Type speak of it: what it says of the boundary is a guess then."""
    field = part.field("Content-Type")
    return field is not None and (unreadable(field, context) is not None or stands_twice(part, context))


def stands_twice(part: Part, context: Context) -> bool:
    """Whether the boundary is named twice, so that readers differ: PAR105 tells."""
    field = part.field("Content-Type")
    again = repeated(field, context) if field else ()
    return any(parameter.name.partition("*")[0] == "boundary" for parameter in again)


def ends_in_blank(part: Part) -> bool:
    """Whether the boundary that is named ends in a blank, the one that is looked for does not: MIM104 tells."""
    return part.boundary is not None and part.parameters["boundary"].endswith((" ", "\t"))


def has_no_delimiter(part: Part) -> bool:
    """Whether no line of a multipart begins a part."""
    is_read = part.boundary is not None and part.limit is None
    return is_read and not part.delimiters and not begins_in_header(part)


def begins_in_header(part: Part) -> bool:
    """Whether a delimiter of a multipart stands in its header section: HDR101 tells."""
    if part.boundary is None or not part.stray:
        return False
    own = {delimiter_of(part), delimiter_of(part) + b"--"}
    return any(part.source.read(line).rstrip() in own for line in part.stray)


def begins_in_epilogue(part: Part) -> bool:
    """Whether a delimiter of a multipart stands behind its closing one."""
    lines = part.source.read(part.epilogue).split(b"\n") if part.epilogue else []
    return any(line.rstrip() == delimiter_of(part) for line in lines)


def has_hyphens(part: Part) -> bool:
    """Whether a line of the body begins as delimiters do."""
    octets = part.source.octets
    return octets.startswith(b"--", *part.body_span) or octets.find(b"\n--", *part.body_span) >= 0


def type_span(part: Part) -> Span:
    """Point at what Content-Type says; at the header section where there is none."""
    field = part.field("Content-Type")
    return field.value_span if field and field.value else header_of(part)


def header_of(part: Part) -> Span:
    """Point at the header section with the empty line behind it."""
    return Span(part.span.start, part.body_span.start)
