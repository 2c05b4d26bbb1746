"""MIM: what repairs multiparts: their boundaries and delimiters, what they say of their parts, the order of these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import BOUNDARY_RE
from mimeforge._grammar.multiparts import BEGINS_OURS_RE
from mimeforge.compose.boundary import boundaries
from mimeforge.edit import Edit
from mimeforge.linter.fix import Fix
from mimeforge.rules.fixes import is_header_sound, line_end, mend, name_encoding
from mimeforge.rules.mim.multiparts import delimiter_of, ends_in_blank
from mimeforge.rules.par.content_fields import listed
from mimeforge.rules.par.parameter_edits import add_parameter, set_parameter
from mimeforge.tree import Span, parse

if TYPE_CHECKING:
    from mimeforge.tree import Field, Part

__all__ = [
    "close",
    "join_header",
    "label_7bit",
    "label_wider",
    "move_before",
    "name_boundary",
    "rename_boundary",
    "say",
    "trim_boundary",
    "without_second_closing",
]

_HYPHENS: Final = b"--"


def rename_boundary(part: Part) -> Fix | None:
    """Give a multipart another boundary, which stands nowhere in the message; None where it has no parts."""
    old, field = part.boundary, part.field("Content-Type")
    is_told = ends_in_blank(part) and part.close_delimiter is None
    if not old or field is None or not part.delimiters or is_told:
        return None
    if BEGINS_OURS_RE.search(part.source.octets):
        return None
    new = boundaries(part.parameters["boundary"], [part.path], [part.source.octets])[part.path]
    named = _named(field, new)
    lines = [*part.delimiters, *([part.close_delimiter] if part.close_delimiter else [])]
    starts = [line.start + len(_HYPHENS) for line in lines]
    edits = [Edit(Span(start, start + len(old)), new.encode("ascii")) for start in starts]
    return Fix("take another boundary", (named, *edits)) if named else None


def trim_boundary(part: Part) -> Fix | None:
    """Take the blanks away that the boundary of a multipart ends in, where its delimiters have none."""
    field = part.field("Content-Type")
    if field is None or not part.delimiters or not part.close_delimiter:
        return None
    named = _named(field, part.parameters["boundary"].rstrip(" \t"))
    return mend("take the blank away", field, named) if named else None


def name_boundary(part: Part) -> Fix | None:
    """Name the boundary of the delimiters that stand in a multipart: of the first, where it is closed, too."""
    field = part.field("Content-Type")
    lines = [line.rstrip() for line in part.raw.split(b"\n")]
    closing = {line for line in lines if line.startswith(_HYPHENS) and line.endswith(_HYPHENS)}
    first = next((line for line in lines if line.startswith(_HYPHENS) and line + _HYPHENS in closing), None)
    if field is None or first is None or not first.isascii():
        return None
    boundary = first[len(_HYPHENS) :].decode("ascii")
    if not BOUNDARY_RE.fullmatch(boundary):
        return None
    written = any(one.name == "boundary" for one in field.parameterized.written)
    edit = _named(field, boundary) if written else add_parameter(field, "boundary", boundary)
    return mend("name the boundary that is used", field, edit, safe=False) if edit else None


def close(part: Part) -> Fix | None:
    """Write the closing delimiter behind the last part; of a last delimiter with nothing behind it, make one.

    None where the boundary stands elsewhere, too: that may be where the end was meant.
    """
    if part.raw.lower().count(b"-" + (part.boundary or b"").lower()) > len(part.delimiters):
        return None
    last, end = part.delimiters[-1], part.span.end
    title, closing = "write the closing delimiter", delimiter_of(part) + _HYPHENS
    if not part.source.read(Span(last.end, end)).strip():
        at = last.start + len(delimiter_of(part))
        return Fix(title, (Edit(Span(at, at), _HYPHENS),), safe=False)
    feed = line_end(part.source)
    behind = feed if end == len(part.source.octets) else b""
    return Fix(title, (Edit(Span(end, end), feed + closing + behind),), safe=False)


def without_second_closing(part: Part) -> Fix | None:
    """Take closing delimiters away that stand behind the first with nothing between; None where more stand below."""
    closing, edits = delimiter_of(part) + _HYPHENS, []
    at, end = part.epilogue or Span(0, 0)
    while at < end:
        behind = part.source.octets.find(b"\n", at, end) + 1 or end
        line = part.source.octets[at:behind].strip()
        if line not in {b"", closing}:
            break
        edits += [Edit(Span(at, behind))] * (line == closing)
        at = behind
    is_last = delimiter_of(part) not in part.source.octets[at:end]
    return Fix("take the line away", tuple(edits)) if edits and is_last else None


def label_7bit(part: Part) -> Fix | None:
    """Say of a multipart what its parts are, in the place of an encoding that it cannot have."""
    if not part.delimiters or len(part.fields_named("Content-Transfer-Encoding")) > 1:
        return None
    name = "7bit" if part.raw.isascii() else "8bit"
    return Fix(f"write {name}", (name_encoding(part, name.encode("ascii")),))


def label_wider(part: Part) -> Fix | None:
    """Say of a multipart that it is what the widest of its parts is."""
    is_named_once = len(part.fields_named("Content-Transfer-Encoding")) < 2
    if part.transfer_encoding != "7bit" or not is_named_once or not is_header_sound(part):
        return None
    name = "binary" if any(child.transfer_encoding == "binary" for child in part.parts) else "8bit"
    return Fix(f"write {name}", (name_encoding(part, name.encode("ascii")),))


def join_header(part: Part, start: int) -> Fix | None:
    """Take the empty line away, up to ``start``, that keeps fields from the header section of a part.

    None where these fields are followed by no empty line of their own, or stand there already.
    """
    below = parse(part.source.octets[start : part.body_span.end])
    is_whole = below.separator is not None and not below.stray
    if part.separator is None or not is_whole or any(part.field(field.name) for field in below.fields):
        return None
    return Fix("take the empty line away", (Edit(Span(part.separator.start, start)),), safe=False)


def move_before(multipart: Part, moved: Part, other: Part) -> Fix | None:
    """Put a part before another one of the same multipart."""
    if multipart.close_delimiter is None:
        return None
    first, last = multipart.parts.index(other), multipart.parts.index(moved)
    places = multipart.parts[first : last + 1]
    edits = [
        Edit(place.span, place.source.read(part.span))
        for place, part in zip(places, [moved, *places[:-1]], strict=True)
    ]
    return Fix("put it first", tuple(edits), safe=False)


def say(part: Part, name: str, value: str) -> Fix | None:
    """Say something of a part in a parameter of its Content-Type."""
    field = part.field("Content-Type")
    if field is None or listed(field).fault:
        return None
    written = [one for one in field.parameterized.written if one.name == name]
    edit = set_parameter(field, written[0], value) if written else add_parameter(field, name, value)
    return mend(f"write {name}={value}", field, edit, safe=False) if edit and len(written) < 2 else None


def _named(field: Field, boundary: str) -> Edit | None:
    written = [one for one in field.parameterized.written if one.name == "boundary"]
    return set_parameter(field, written[0], boundary) if len(written) == 1 else None
