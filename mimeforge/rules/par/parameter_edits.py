"""Edits of one parameter of Content-Type or Content-Disposition, written as mimeforge composes it; all others stay."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from mimeforge._grammar import LWSP, PARAMETER_PLAIN_RE, TOKEN_RE
from mimeforge._limits import LINE_FOLD
from mimeforge.codecs import encoded_word, parameters
from mimeforge.edit import Edit
from mimeforge.rules.fixes import insert_mime_field, is_header_sound, line_end
from mimeforge.rules.par.content_fields import listed
from mimeforge.tree import Span
from mimeforge.tree.names import span_in

if TYPE_CHECKING:
    from mimeforge.codecs.parameters import Parameter
    from mimeforge.tree import Field, Part

__all__ = [
    "DECISIVE",
    "FILE_NAMES",
    "PARAMETERS_MAX",
    "add_parameter",
    "drop_parameter",
    "parameter_at",
    "set_charset",
    "set_file_name",
    "set_parameter",
    "shown_value",
    "stretch_of",
    "value_span",
]

# Parameters that decide how a part is read. Software that looks for one of them looks for its plain form.
DECISIVE: Final = frozenset(
    {"boundary", "charset", "delsp", "format", "method", "micalg", "protocol", "report-type", "start", "type"}
)
FILE_NAMES: Final = frozenset({"filename", "name"})

# Parameters of one name that are written anew, and of a field that is rid of doubles: far more than any field has.
PARAMETERS_MAX: Final = 100

_BLANKS: Final = LWSP.encode("ascii")


def parameter_at(field: Field, offset: int) -> Parameter | None:
    """Find the parameter in which an octet of the source stands, as readers see it that know no comments."""
    written = parameters.read_leniently(field.value, knows_comments=False).written
    index = bisect_right(written, offset, key=lambda one: stretch_of(field, one).start) - 1
    return written[index] if index >= 0 and _holds(stretch_of(field, written[index]), offset) else None


def shown_value(parameter: Parameter) -> str | None:
    """Give what readers show of a parameter in its plain form: of a file name, with its encoded-words decoded.

    None where that is not sure, or cannot be written: octets that are no text, controls, words that cannot be decoded.
    """
    if parameter.extended or parameter.segment is not None:
        return None
    value = parameter.value
    if "=?" in value and parameter.name in FILE_NAMES:
        value = encoded_word.decode_text(value)
    return value if value.isprintable() and "\ufffd" not in value and "=?" not in value else None


def set_parameter(field: Field, parameter: Parameter, value: str) -> Edit | None:
    """Write a value in the place of that of a parameter; None where none of its forms can hold it."""
    plain = _plain(parameter.name, value)
    is_plain = parameter.segment is None and not parameter.extended
    if plain is not None and is_plain:
        return Edit(value_span(field, parameter), plain)
    pieces = _pieces(field, parameter.name, value)
    return None if pieces is None else Edit(stretch_of(field, parameter), pieces)


def add_parameter(field: Field, name: str, value: str) -> Edit | None:
    """Write a parameter behind the last one; None where that cannot be written. A file name has a line of its own."""
    pieces = _pieces(field, name, value)
    if pieces is None:
        return None
    written = field.source.read(field.value_span).rstrip(_BLANKS + b";")
    column = field.source.position(field.value_span.start + len(written))[1]
    is_long = column + len("; ") + len(pieces) > LINE_FOLD
    before = line_end(field.source) + b" " if is_long or name in FILE_NAMES else b" "
    return Edit(Span(field.value_span.start + len(written), field.value_span.end), b";" + before + pieces)


def set_charset(part: Part, charset: str) -> Edit | None:
    """Name the charset of a text; None where Content-Type cannot be read, or names several."""
    field = part.field("Content-Type")
    if field is None:
        named = f"text/plain; charset={charset}".encode("ascii")
        return insert_mime_field(part, "Content-Type", named) if is_header_sound(part) else None
    written = [one for one in field.parameterized.written if one.name == "charset"]
    if listed(field).fault or len(written) > 1:
        return None
    if not written:
        return add_parameter(field, "charset", charset)
    is_plain = written[0].segment is None and not written[0].extended
    return Edit(value_span(field, written[0]), charset.encode("ascii")) if is_plain else None


def set_file_name(field: Field, name: str) -> tuple[Edit, ...] | None:
    """Give the file of a part another name, in one form; None where the field cannot be read."""
    own = "filename" if field.name.lower() == "content-disposition" else "name"
    written = [one for one in field.parameterized.written if one.name == own]
    if listed(field).fault or not written or len(written) > PARAMETERS_MAX:
        return None
    edits = [set_parameter(field, written[0], name)]
    edits += [drop_parameter(field, stretch_of(field, one)) for one in written[1:]]
    made = [edit for edit in edits if edit]
    return tuple(made) if len(made) == len(edits) else None


def drop_parameter(field: Field, stretch: Span) -> Edit | None:
    """Take a parameter away with its semicolon; None where something else stands before it."""
    semicolon = _end_before_blanks(field, stretch.start) - 1
    if semicolon < field.body_span.start or field.source.octets[semicolon] != ord(b";"):
        return None
    return Edit(Span(_end_before_blanks(field, semicolon), stretch.end))


def stretch_of(field: Field, parameter: Parameter) -> Span:
    """Give the octets of a parameter, from its name to the end of its value."""
    return span_in(field, parameter.start, parameter.end)


def _pieces(field: Field, name: str, value: str) -> bytes | None:
    """Write a whole parameter; one in several segments, each on a line of its own."""
    plain = _plain(name, value)
    if not TOKEN_RE.fullmatch(name) or (plain is None and name in DECISIVE):
        return None
    if plain is not None:
        return name.encode("ascii") + b"=" + plain
    pieces = [piece.encode("ascii") for piece in parameters.encode(name, value)]
    return (b";" + line_end(field.source) + b" ").join(pieces)


def _plain(name: str, value: str) -> bytes | None:
    """Write a value in quotes, where it may stand so."""
    may_stand = value.isascii() and value.isprintable() and name in DECISIVE
    if may_stand or not value or PARAMETER_PLAIN_RE.fullmatch(value):
        return parameters.quoted(value).encode("ascii")
    return None


def value_span(field: Field, parameter: Parameter) -> Span:
    """Give the octets of the value of a parameter, its quotes included."""
    text = field.value[parameter.start : parameter.end]
    behind = text.partition("=")[2]
    at = parameter.end - len(behind.lstrip(LWSP))
    return span_in(field, at, parameter.end)


def _end_before_blanks(field: Field, offset: int) -> int:
    """Find where what stands in a field body before an offset ends, blanks left out; in time that grows with those."""
    while offset > field.body_span.start and field.source.octets[offset - 1] in _BLANKS:
        offset -= 1
    return offset


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset < span.end
