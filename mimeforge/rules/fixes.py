"""What the fixes of rules are made of: edits of header fields, written as mimeforge itself would write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import BEHIND_LINE_END_RE, ENCODED_WORD_RE
from mimeforge._grammar.encoded_words import CONTROL_BUT_TAB_RE
from mimeforge._grammar.multiparts import PART_FIELD_RE
from mimeforge._limits import ENCODED_WORD_LINE_MAX, LINE_MAX
from mimeforge.edit import Edit, apply, meaning
from mimeforge.errors import HeaderError
from mimeforge.linter.fix import Fix
from mimeforge.parts.text import prefers_quoted_printable
from mimeforge.rules.cte.rewriting import Rewriting, base64_of_octets, base64_of_text, quoted_printable_of_text
from mimeforge.tree import Source, Span, parse
from mimeforge.tree.field import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mimeforge.headers import FieldBody
    from mimeforge.rules.cte.rewriting import Writer
    from mimeforge.tree import Field, Part

__all__ = [
    "delete_field",
    "edited",
    "encode_body",
    "insert_field",
    "insert_mime_field",
    "is_header_sound",
    "is_wide",
    "lay_out",
    "line_end",
    "mend",
    "name_encoding",
    "replace_value",
    "rewrite",
    "sure_text",
]

_ENCODING: Final = "Content-Transfer-Encoding"
# RFC 2045 §3, §4: the fields that make a message one of MIME
_MIME_FIELDS: Final = (
    "MIME-Version",
    "Content-Type",
    _ENCODING,
    "Content-Disposition",
    "Content-ID",
    "Content-Description",
)
# Bodies that may not be encoded themselves (RFC 2045 §6.4), and charsets in which a line end is no CRLF of octets.
_COMPOSITE: Final = ("message/", "multipart/")
_WIDE_CHARSETS: Final = ("utf-16", "utf-32")

# Octets of a field that is read again for a fix. None that a program writes is longer, and a hostile one would be read
# a thousand times.
_EDITED_MAX: Final = 65_536

# Characters that the first encoded-word on a line needs: the shortest has one character of four octets.
_LEAST_ROOM: Final = 24


def line_end(source: Source) -> bytes:
    """Give the line end of new lines: LF in a file that ends most of its lines so, as git keeps mail, else CRLF."""
    ends = source.line_ends
    return b"\n" if ends.lf > ends.crlf else b"\r\n"


def delete_field(field: Field) -> Edit:
    """Take a field away, with its line end."""
    return Edit(field.span)


def replace_value(field: Field, value: bytes) -> Edit:
    """Write ``value``, which holds no line end, in the place of the field body; the blanks around that stay."""
    return Edit(field.value_span, value) if field.value else Edit(field.body_span, b" " + value)


def insert_field(part: Part, name: str, value: bytes) -> Edit:
    """Write a field behind the last one of a part."""
    at, end = part.header_span.end, line_end(part.source)
    section = part.source.read(part.header_span)
    opened = end if section and not section.endswith(b"\n") else b""
    return Edit(Span(at, at), opened + name.encode("ascii") + b": " + value + end)


def insert_mime_field(part: Part, name: str, value: bytes) -> Edit:
    """Write a Content-* field behind the last one of a part; of a message without any, MIME-Version before it."""
    if not part.is_root or any(part.field(known) for known in _MIME_FIELDS):
        return insert_field(part, name, value)
    second = line_end(part.source) + name.encode("ascii") + b": " + value
    return insert_field(part, "MIME-Version", b"1.0" + second)


def edited(field: Field, edits: Iterable[Edit]) -> Field | None:
    """Read a field as it is with ``edits``; None where it is no longer one field, or a line in it is too long."""
    start = field.span.start
    if field.span.end - start > _EDITED_MAX:
        return None
    moved = [edit._replace(span=Span(edit.span.start - start, edit.span.end - start)) for edit in edits]
    octets = apply(field.source.read(field.span), moved)
    section = cut(Source(octets), Span(0, len(octets)))
    if len(section.fields) != 1 or section.stray or max(map(len, octets.splitlines())) > LINE_MAX:
        return None
    return section.fields[0]


def mend(title: str, field: Field, *edits: Edit, safe: bool = True) -> Fix | None:
    """Make the fix of one field; None where that changes nothing, or makes something else of it than a sound field.

    It is safe where the field says the same with it, unless the caller knows better.
    """
    after = edited(field, edits)
    before = field.source.read(field.span)
    if after is None or after.source.octets == before:
        return None
    return Fix(title, edits, safe=safe and meaning(parse(after.source.octets)) == meaning(parse(before)))


def rewrite(field: Field, body: FieldBody) -> Edit | None:
    """Write the body of a field anew, as a composed message has it; None where it cannot be folded."""
    try:
        _, _, written = body.write(field.name).partition(b":")
    except HeaderError:
        return None
    return Edit(field.body_span, written.removesuffix(b"\r\n").replace(b"\r\n", line_end(field.source)))


def sure_text(field: Field) -> str | None:
    """Give the decoded text of a field, where it is beyond doubt.

    None where octets are no UTF-8, words cannot be decoded, or characters were lost; and for controls, of which other
    rules speak.
    """
    text = field.text
    is_read = field.encoding == "utf-8" and "\ufffd" not in text and not ENCODED_WORD_RE.search(text)
    return text if is_read and not CONTROL_BUT_TAB_RE.search(text) else None


def lay_out(field: Field, start: int, end: int, write: Callable[[int], list[str]]) -> tuple[Edit, ...]:
    """Write words in the place of a stretch of the field body, with a blank or a fold between two, as composing does.

    ``write`` is given the room for the first word, in characters. No edits where the stretch is too long to be sound.
    """
    if not 0 < end - start <= _EDITED_MAX:
        return ()
    at, fold = field.body_span.start + start, line_end(field.source) + b" "
    column = at - field.source.line(at).start
    is_full = column > ENCODED_WORD_LINE_MAX - _LEAST_ROOM
    edits = []
    if is_full and field.raw[:start].endswith(b" ") and field.raw[:start].strip():
        edits.append(Edit(Span(at - 1, at - 1), fold[:-1]))
        column = 1
    first, *others = write(max(ENCODED_WORD_LINE_MAX - column, _LEAST_ROOM))
    written = first.encode("ascii")
    column += len(first)
    for word in others:
        is_full = column + 1 + len(word) > ENCODED_WORD_LINE_MAX
        written += (fold if is_full else b" ") + word.encode("ascii")
        column = 1 + len(word) + (0 if is_full else column)
    return *edits, Edit(Span(at, field.body_span.start + end), written)


def name_encoding(part: Part, name: bytes) -> Edit:
    """Write the name of a transfer encoding in the place of the one that a part names, or into a new field."""
    field = part.field(_ENCODING)
    return replace_value(field, name) if field else insert_mime_field(part, _ENCODING, name)


def encode_body(part: Part) -> tuple[Edit, ...] | None:
    """Encode a body that stands as it is: text in the way that a composed message would choose, all else in base64.

    None where it may not be encoded, where two fields name its encoding, and where it seems to begin among fields.
    """
    if part.parts or part.media_type.startswith(_COMPOSITE) or len(part.fields_named(_ENCODING)) > 1:
        return None
    if not is_header_sound(part):
        return None
    name, write = _encoder(part)
    return name_encoding(part, name), Edit(part.body_span, Rewriting(write, line_end(part.source)))


def is_header_sound(part: Part) -> bool:
    """Whether a field can be added: the header section holds fields alone, and seems to begin and end where it does."""
    octets, (start, end) = part.source.octets, part.body_span
    start += len(part.raw) - len(part.raw.lstrip())
    begins_with_field = BEHIND_LINE_END_RE.match(octets, max(start - 1, 0)) or PART_FIELD_RE.match(octets, start, end)
    is_cut = begins_with_field or (part.is_root and not part.fields)
    return part.separator is not None and not part.stray and not is_cut and not _ends_in_dispute(part, part.separator)


def _ends_in_dispute(part: Part, separator: Span) -> bool:
    """Whether the empty line ends in LF alone below a line that ends in CRLF: some readers read on there."""
    return part.source.read(separator) == b"\n" and part.source.read(part.header_span).endswith(b"\r\n")


def is_wide(part: Part) -> bool:
    """Whether the charset of a text has characters of two octets or four, so that no octet is a line end."""
    return (part.charset or "").lower().startswith(_WIDE_CHARSETS)


def _encoder(part: Part) -> tuple[bytes, Writer]:
    if not part.media_type.startswith("text/") or is_wide(part):
        return b"base64", base64_of_octets
    text = part.raw.replace(b"\r\n", b"\n")
    # A CR before a line end would be taken for half of one where the line ends in LF.
    if prefers_quoted_printable(text) and b"\r\n" not in text:
        return b"quoted-printable", quoted_printable_of_text
    return b"base64", base64_of_text
