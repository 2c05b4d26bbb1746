"""What rules on header sections share: the lines that are no fields, and where a body seems to begin among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge import _grammar
from mimeforge.tree import Span

if TYPE_CHECKING:
    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["WELL_KNOWN", "StrayLine", "StrayLines", "is_message", "looks_right", "stray_lines"]

# The fields whose absence a rule reports, or whose absence changes what the body is, and how the body of one looks. Any
# text may be a Subject.
WELL_KNOWN: Final = {
    "from": _grammar.ADDR_SPEC_SIGN_RE,
    "to": _grammar.ADDR_SPEC_SIGN_RE,
    "subject": None,
    "date": _grammar.DATE_TIME_RE,
    "mime-version": _grammar.MIME_VERSION_RE,
    "content-type": _grammar.TYPE_AND_SUBTYPE_RE,
}

# What may have got into a name, in octets: a character beyond ASCII takes up to four.
_FOREIGN_MAX: Final = 4
_NAME_MAX: Final = max(map(len, WELL_KNOWN)) + _FOREIGN_MAX

# One line may be a field gone wrong; two in a row are text.
_LINES_OF_A_BODY: Final = 2


class StrayLine(NamedTuple):
    """A line of a header section that is neither a field nor the continuation of one, without its line end.

    ``name`` is the well-known name, in lower case, that it was meant to have: where that can be seen, and no field has
    it.
    """

    span: Span
    octets: bytes
    name: str | None


class StrayLines(NamedTuple):
    """The stray lines of a header section down to where a ``body`` seems to begin among them, and the line there.

    ``is_message`` is False where nothing here is a header section: no well-known field, and hardly a field at all.
    ``blanks`` are those of the line above the body, where it holds nothing else and was meant as the empty line.
    """

    lines: tuple[StrayLine, ...] = ()
    body: Span | None = None
    is_message: bool = True
    blanks: Span | None = None


def stray_lines(part: Part) -> StrayLines:
    """Sort the stray lines of a part. A line that a byte order mark hides is none of them: LIN117 speaks of it.

    Rules ask through `Context.once`.
    """
    if not part.stray:
        return StrayLines()
    has_mark = part.is_root and _grammar.BOM_RE.match(part.source.octets)
    spans = [span for span in part.stray if span.start or not has_mark]
    lines = [_line(part, span) for span in spans]
    is_message = not (part.is_root and _is_no_message(part, lines))
    first = _first_of_body(part, lines) if is_message else 0
    if first is None:
        return StrayLines(tuple(lines))
    body = spans[first]
    return StrayLines(tuple(lines[:first]), body, is_message, _blanks_above(part, body.start))


def is_message(message: Part, context: Context) -> bool:
    """Whether the octets are a message at all. Where they are not, HDR101 says so, and no rule looks at their lines."""
    return context.once(stray_lines, message).is_message


def looks_right(name: str, body: bytes) -> bool:
    """Whether what stands behind a well-known name may be the body of such a field: a text begins with "To:", too."""
    pattern = WELL_KNOWN[name]
    return pattern is None or pattern.search(body) is not None


def _line(part: Part, span: Span) -> StrayLine:
    octets = part.source.read(span).rstrip(b"\r\n")
    name = _name_meant(octets)
    return StrayLine(Span(span.start, span.start + len(octets)), octets, None if name and part.field(name) else name)


def _name_meant(octets: bytes) -> str | None:
    """Give the well-known name that a line has with blanks or a few octets too many, or without its colon."""
    before, colon, body = octets.lstrip(b" \t").partition(b":")
    name = _grammar.NOT_FTEXT_RE.sub(b"", before[: _NAME_MAX + 1]).decode("ascii").lower()
    if colon and name in WELL_KNOWN and len(before) <= len(name) + _FOREIGN_MAX and looks_right(name, body):
        return name
    word, _, rest = octets.partition(b" ")
    name = word[:_NAME_MAX].decode("latin-1").lower()
    separates_mail = _grammar.MBOX_FROM_LINE_RE.match(octets)
    is_without_colon = WELL_KNOWN.get(name) is not None and looks_right(name, rest)
    return name if is_without_colon and not (separates_mail and separates_mail[1]) else None


def _is_no_message(part: Part, lines: list[StrayLine]) -> bool:
    """Whether the octets are something else: binary data, an encoded message, a text."""
    if not lines or lines[0].span.start or len(lines) <= len(part.fields) or any(map(part.field, WELL_KNOWN)):
        return False
    first = lines[0].octets.lstrip(b" \t")
    is_field = first.startswith(b":") or _grammar.FIELD_START_RE.match(first)
    return not is_field and not any(line.name for line in lines)


def _first_of_body(part: Part, lines: list[StrayLine]) -> int | None:
    """Find where the body begins in a header section that no empty line ends where it should.

    That is where a line begins with two hyphens, like a delimiter; where a field above ends in a line of blanks, meant
    as the empty one; and where text stands behind the last field: one line of it where there is no empty line at all,
    two or more where one comes later.
    """
    last_field = part.fields[-1].span.end if part.fields else part.header_span.start
    ends_of_fields = {field.span.end for field in part.fields}
    text = []
    for index, line in enumerate(lines):
        if line.octets.startswith(b"--"):
            return index
        if line.span.start in ends_of_fields and _blanks_above(part, line.span.start):
            return index
        if line.span.start >= last_field and not line.octets.startswith((b":", b" ", b"\t")) and not line.name:
            text.append(index)
    is_body = len(text) >= (_LINES_OF_A_BODY if part.separator else 1)
    return text[0] if is_body else None


def _blanks_above(part: Part, at: int) -> Span | None:
    """Give the blanks of the line above this place, where it continues a field and is made up of them."""
    line = part.source.line(max(at - 1, 0))
    is_continuation = line.start > part.header_span.start
    return line if is_continuation and line.end > line.start and not part.source.read(line).strip(b" \t") else None
