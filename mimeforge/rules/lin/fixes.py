"""What mends lines and line ends. What concerns all of a file is written when somebody asks for it."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE
from typing import TYPE_CHECKING, Final

from mimeforge._grammar import BARE_LF_RE, FIELD_START_RE
from mimeforge._grammar.lines import (
    CRS_AND_LF_RE,
    CRS_AT_END_RE,
    CRS_FOR_FOLD_RE,
    ESCAPED_EOL_RE,
    FOLDABLE_RE,
    STUFFED_DOT_RE,
    UNFOLDABLE_RE,
    UTF16_FILE_RE,
    UTF32_FILE_RE,
)
from mimeforge._limits import FIELD_NAME_MAX, LINE_FOLD, LINE_MAX
from mimeforge.codecs import scans
from mimeforge.codecs.base64 import ALPHABET
from mimeforge.edit import Edit
from mimeforge.headers import Text, kind_of, owner_of
from mimeforge.linter.fix import Fix
from mimeforge.rules.adr.address_fields import ADDRESS_LISTS
from mimeforge.rules.cte.fixes import encode_whole
from mimeforge.rules.cte.fixes import rewrite as rewrite_body
from mimeforge.rules.cte.rewriting import base64_rewrapped, with_broken_lines
from mimeforge.rules.enc.encoded_word_fields import takes_words
from mimeforge.rules.fixes import is_wide, line_end, mend, rewrite, sure_text
from mimeforge.rules.lin.places import gaps
from mimeforge.rules.par.parameter_edits import set_parameter, shown_value
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.tree import Field, Part, Source

__all__ = [
    "cr_cr_to_crlf",
    "cr_in_field",
    "cr_to_crlf",
    "encode_body",
    "encode_parameters",
    "encode_text",
    "end_in_crlf",
    "end_last_line",
    "escapes_to_crlf",
    "fold",
    "fold_in",
    "is_text",
    "nul_at_end",
    "shorten",
    "unstuff",
    "utf16_to_ascii",
]

_TITLE: Final = "end every line in CRLF"
# No field has more names; in a hostile one, each costs a look at all of it.
_PARAMETERS_MENDED: Final = 10
_FILLING: Final = b"\0 \t\r\n"
_BASE64: Final = ALPHABET + b"= \t\r\n"


def end_in_crlf(message: Part, place: Span) -> Fix | None:
    """End every line in CRLF, but in bodies that are no text: one in which ``place`` stands is encoded."""
    source = message.source
    data = [leaf for leaf in _leaves(message) if _is_data(leaf)]
    held = _holding(data, place)
    if held:
        return _encoded(held)
    edits, bodies = [], [leaf.body_span for leaf in data]
    for start, end in gaps(bodies, len(source.octets)):
        first = BARE_LF_RE.search(source.octets, start, end)
        if first:
            edits.append(Edit(Span(first.start(), source.octets.rindex(b"\n", start, end) + 1), scans.to_crlf))
    # Where most lines end in LF, those in CRLF are the odd ones as long as a single LF stays.
    is_mended = BARE_LF_RE.search(source.octets, *place) or not any(
        BARE_LF_RE.search(source.octets, *body) for body in bodies
    )
    return Fix(_TITLE, tuple(edits)) if edits and is_mended else None


def cr_cr_to_crlf(source: Source) -> Fix:
    """End lines in CRLF that end in more than one CR and an LF."""
    return Fix(_TITLE, (Edit(_cr_cr_lf(source, Span(0, len(source.octets))), _one_cr),), safe=False)


def cr_to_crlf(source: Source) -> Fix:
    """End lines in CRLF that end in a CR alone."""
    return Fix(_TITLE, (Edit(Span(0, len(source.octets)), _crs_as_line_ends),), safe=False)


def escapes_to_crlf(line: Span, octets: bytes) -> Fix | None:
    """Write line ends for escaped ones; not where other characters are escaped as well."""
    return None if b'\\"' in octets else Fix("write the line ends", (Edit(line, _line_ends),), safe=False)


def utf16_to_ascii(source: Source) -> Fix | None:
    """Write a file in ASCII that is all of that, in octets of two or four."""
    text = _wide_text(source.octets)
    if text is None or not text.isascii():
        return None
    return Fix("write the file in ASCII", (Edit(Span(0, len(source.octets)), _as_ascii),), safe=False)


def unstuff(source: Source, last: int) -> Fix:
    """Take away the lone dot at the end, and one of the dots at the beginning of lines that have two."""
    edits = [Edit(Span(last, len(source.octets)))]
    first = STUFFED_DOT_RE.search(source.octets)
    if first:
        edits.insert(0, Edit(Span(first.start(), last), _without_stuffing))
    return Fix("take the dots of SMTP away", tuple(edits), safe=False)


def end_last_line(message: Part) -> Fix | None:
    """End the last line; not where the octets of a body count that is no text. A text has one line end more then."""
    end = len(message.source.octets)
    if message.source.octets.endswith(b"\r"):  # which would become a line end of its own kind
        return None
    leaf = next((leaf for leaf in _leaves(message) if leaf.separator and leaf.body_span.end == end), None)
    if leaf is not None and _is_data(leaf):
        return None
    is_safe = leaf is None or leaf.transfer_encoding == "base64"
    return Fix("end the last line", (Edit(Span(end, end), line_end(message.source)),), safe=is_safe)


def encode_body(message: Part, place: Span) -> Fix | None:
    """Encode the body in which octets stand; where its lines end in CR CR LF, end them in CRLF."""
    leaf = _holding(_leaves(message), place)
    if leaf is None:
        return None
    twice = _cr_cr_lf(leaf.source, leaf.body_span)
    if twice.start == twice.end:
        return _encoded(leaf)
    is_there = CRS_AND_LF_RE.match(leaf.source.octets, place.start)
    return Fix(_TITLE, (Edit(twice, _one_cr),), safe=False) if is_there else None


def shorten(message: Part, line: Span) -> Fix | None:
    """Fold a line that is too long to be sent, or encode the body in which it stands."""
    field = _field_at(message, line)
    if field:
        return _break_field(field, line)
    leaf = _holding(_leaves(message), line)
    if leaf is None:
        return None
    if leaf.transfer_encoding == "quoted-printable":
        return rewrite_body(leaf, "break the lines", with_broken_lines)
    if leaf.transfer_encoding == "base64":
        is_sound = not leaf.raw.translate(None, _BASE64)
        return rewrite_body(leaf, "break the lines", base64_rewrapped) if is_sound else None
    return _encoded(leaf)


def fold(field: Field, line: Span, width: int) -> Fix | None:
    """Fold a line at blanks that stand there, where nothing of it is wider then but single words."""
    edits = _folds(field, line, width)
    is_done = all(len(piece) <= width or len(piece.split()) == 1 for piece in _pieces(line, edits, field.source))
    return Fix("fold the line", edits) if edits and is_done else None


def fold_in(part: Part, line: Span, width: int) -> Fix | None:
    """Do the same with a line of any field of a part."""
    field = _field_at(part, line)
    return fold(field, line, width) if field else None


def encode_text(field: Field) -> Fix | None:
    """Encode an unstructured field as far as it is no plain ASCII."""
    text = sure_text(field) if is_text(field) else None
    written = rewrite(field, Text(text)) if text else None
    return mend("encode the text", field, written) if written else None


def encode_parameters(field: Field) -> Fix | None:
    """Write the values of parameters that are not ASCII in the way of RFC 2231."""
    written = []
    for parameter in field.parameterized.written:
        value = None if parameter.value.isascii() else shown_value(parameter)
        if value is not None:
            written.append(set_parameter(field, parameter, value))
        if len(written) > _PARAMETERS_MENDED:
            return None
    return mend("write it in the way of RFC 2231", field, *filter(None, written))


def cr_in_field(message: Part, place: Span) -> Fix | None:
    """Take away CRs at the end of a line of a field; fold where one stands before a blank, as a broken fold does."""
    octets, field, start = message.source.octets, _field_at(message, place), place.start
    while octets[start - 1 : start] == b"\r":
        start -= 1
    surplus, broken = CRS_AT_END_RE.match(octets, start), CRS_FOR_FOLD_RE.match(octets, start)
    if surplus:
        return Fix("take the CR away", (Edit(Span(*surplus.span())),), safe=False)
    if field is None or broken is None:
        return None
    return mend("fold the line", field, Edit(Span(*broken.span()), line_end(message.source)), safe=False)


def nul_at_end(message: Part, place: Span) -> Fix | None:
    """Take away NULs that fill up a field."""
    field = _field_at(message, place)
    behind = Span(place.start, field.value_span.end) if field else place
    is_filling = field and not message.source.read(behind).strip(_FILLING) and field.raw.strip(_FILLING)
    return Fix("take the NUL away", (Edit(place),), safe=False) if is_filling else None


def is_text(field: Field) -> bool:
    """Whether a field is unstructured, so that any of its words may be encoded."""
    name = field.name.lower()
    is_owned = owner_of(name) is not None and name != "subject"  # the table of kinds leaves these out
    return takes_words(name) and not is_owned and kind_of(name) is Text


def _is_data(leaf: Part) -> bool:
    """Whether line ends in a body are octets of its content: not in base64, and not in text."""
    is_text = leaf.media_type.startswith("text/") and not is_wide(leaf)
    return leaf.transfer_encoding == "binary" or (leaf.transfer_encoding != "base64" and not is_text)


def _cr_cr_lf(source: Source, stretch: Span) -> Span:
    """Give the octets from the first line end of CR CR LF to the last."""
    first = CRS_AND_LF_RE.search(source.octets, *stretch)
    end = source.octets.rindex(b"\r\r\n", *stretch) + len(b"\r\r\n") if first else stretch.start
    return Span(first.start() if first else stretch.start, end)


def _leaves(message: Part) -> Iterator[Part]:
    return (part for part in message.walk() if not part.parts)


def _holding(leaves: Iterable[Part], place: Span) -> Part | None:
    return next((leaf for leaf in leaves if leaf.body_span.start <= place.start < leaf.body_span.end), None)


def _encoded(leaf: Part) -> Fix | None:
    """Encode a body; not where the message has no fields, and what seems to be its body may be anything."""
    return encode_whole(leaf) if leaf.fields or not leaf.is_root else None


def _field_at(message: Part, place: Span) -> Field | None:
    parts = (part for part in message.walk() if part.header_span.start <= place.start < part.header_span.end)
    fields = (field for part in parts for field in part.fields)
    return next((field for field in fields if field.span.start <= place.start < field.span.end), None)


def _break_field(field: Field, line: Span) -> Fix | None:
    """Fold a line at blanks, and behind the commas of addresses; encode what is no line even so."""
    edits = _folds(field, line, LINE_FOLD)
    if edits and max(map(len, _pieces(line, edits, field.source))) <= LINE_MAX:
        return Fix("fold the line", edits)
    return encode_text(field)


def _folds(field: Field, line: Span, width: int) -> tuple[Edit, ...]:
    """Fold a line so that no piece of it is wider, as far as there are places."""
    octets, end = field.source.octets, line_end(field.source)
    begin, edits, seen = line.start, list[Edit](), list[tuple[int, bytes]]()
    for place in [*_foldable(field, line), (line.end, b"")]:
        if place[0] - begin > width:
            at, blank = next((fold for fold in reversed(seen) if not _shows_a_field(octets, fold, line)), (begin, b""))
            if at > begin:
                edits.append(Edit(Span(at, at), end + blank))
                begin = at
            seen.clear()
        seen.append(place)
    return tuple(edits)


def _foldable(field: Field, line: Span) -> Iterator[tuple[int, bytes]]:
    """Find where a line may be folded, and what is to be written behind the fold: a blank where none stands there."""
    octets, name = field.source.octets, field.name.lower()
    is_list, is_setting = name in _ADDRESS_LISTS, name.startswith("x-ses-")
    held = iter(() if is_text(field) else [found.span() for found in UNFOLDABLE_RE.finditer(octets, *field.body_span)])
    stretch = next(held, None)
    start = max(line.start, field.value_span.start)
    for found in FOLDABLE_RE.finditer(octets, start, line.end):
        at, is_blank = found.start(), found[0] != b","
        at += not is_blank
        while stretch and stretch[1] <= at:
            stretch = next(held, None)
        is_held = stretch is not None and stretch[0] < at
        is_inside = is_setting and octets[at - 1 : at] != b","
        if not is_held and not is_inside and (is_blank or is_list):
            yield at, b"" if is_blank else b" "


def _shows_a_field(octets: bytes, fold: tuple[int, bytes], line: Span) -> bool:
    """Whether behind a fold stands what looks like a field: it is one to readers that do not unfold."""
    at, blank = fold
    start = at + 1 - len(blank)
    return FIELD_START_RE.match(octets, start, min(line.end, start + FIELD_NAME_MAX)) is not None


def _pieces(line: Span, edits: tuple[Edit, ...], source: Source) -> list[bytes]:
    starts = [line.start, *(edit.span.start for edit in edits)]
    return [source.read(Span(*piece)) for piece in zip(starts, [*starts[1:], line.end], strict=True)]


_ADDRESS_LISTS: Final = frozenset(name.lower() for name in ADDRESS_LISTS)


def _one_cr(octets: bytes) -> bytes:
    return CRS_AND_LF_RE.sub(b"\r\n", octets)


def _crs_as_line_ends(octets: bytes) -> bytes:
    return octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")


def _line_ends(octets: bytes) -> bytes:
    return ESCAPED_EOL_RE.sub(b"\r\n", octets)


def _without_stuffing(octets: bytes) -> bytes:
    # It begins with the first of these dots.
    return STUFFED_DOT_RE.sub(b"", octets[1:])


def _as_ascii(octets: bytes) -> bytes:
    return (_wide_text(octets) or "").encode("ascii")


def _wide_text(octets: bytes) -> str | None:
    """Decode a file in octets of two or four, behind a byte order mark or not."""
    for pattern, charset, size in ((UTF32_FILE_RE, "utf-32", 4), (UTF16_FILE_RE, "utf-16", 2)):
        if pattern.match(octets):
            is_marked = octets.startswith((BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_BE))
            order = "" if is_marked else "-le" if octets[size - 1] == 0 else "-be"
            try:
                return octets.decode(charset + order)
            except UnicodeDecodeError:
                return None
    return None
