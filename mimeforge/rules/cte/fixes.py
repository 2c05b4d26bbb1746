"""CTE: what repairs a transfer encoding: its name, or the body under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.content import BASE64_TEXT_RE
from mimeforge._grammar.multiparts import LEADING_HYPHENS_RE
from mimeforge._limits import LINE_MAX
from mimeforge.codecs import charsets, quoted_printable, scans
from mimeforge.edit import Edit
from mimeforge.linter.fix import Fix
from mimeforge.parts.text import goes_as_it_is
from mimeforge.rules.chr.texts import codec_of, is_file, is_shown
from mimeforge.rules.cte.encoded_bodies import is_body
from mimeforge.rules.cte.rewriting import (
    Rewriting,
    base64_anew,
    base64_of_octets,
    quoted_printable_anew,
    with_broken_lines,
)
from mimeforge.rules.fixes import encode_body, line_end, name_encoding
from mimeforge.rules.par.parameter_edits import set_charset
from mimeforge.tree import Span, mime
from mimeforge.tree.content_map import content_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mimeforge.rules.cte.rewriting import Writer
    from mimeforge.tree import Part

__all__ = [
    "encode_whole",
    "is_7bit",
    "mend_lines",
    "name_alone",
    "name_encoded",
    "region",
    "replace_content",
    "rewrite",
    "say_7bit",
    "unencode",
]

_ENCODE: Final = "encode the body"
_ANEW: Final = {"base64": base64_anew, "quoted-printable": quoted_printable_anew}


def encode_whole(part: Part) -> Fix | None:
    """Encode a body that is not encoded; None where nobody knows what it is, or it may not be encoded.

    Octets over 127 in us-ascii are named utf-8 where they are; otherwise somebody has to say what they are.
    """
    if part.transfer_encoding not in mime.IDENTITY_ENCODINGS or not is_body(part):
        return None
    edits = encode_body(part)
    if edits is None or codec_of(part) != "ascii" or not is_shown(part) or part.raw.isascii():
        return None if edits is None else Fix(_ENCODE, edits)
    named = set_charset(part, "utf-8") if charsets.is_valid(part.raw, "utf-8") else None
    return Fix(f"{_ENCODE}, and name utf-8", (named, *edits), safe=False) if named else None


def say_7bit(part: Part) -> Fix | None:
    """Name a body 7bit that is; encode it where it is not."""
    return Fix("write 7bit", (name_encoding(part, b"7bit"),)) if is_7bit(part.raw) else encode_whole(part)


def name_alone(part: Part, written: str, meant: str | None) -> Fix | None:
    """Write the name of the encoding that is meant, and nothing beside it."""
    if len(part.fields_named("Content-Transfer-Encoding")) > 1:
        return None
    if meant in _ANEW:
        return name_encoded(part, meant, safe=part.transfer_encoding == meant)
    if meant is None and not charsets.is_known(written):  # the name of a charset says nothing about the encoding
        return None
    if is_7bit(part.raw):
        return Fix("write 7bit", (name_encoding(part, b"7bit"),))
    edits = encode_body(part) if is_body(part) and _is_sound(part) else None
    return Fix(_ENCODE, edits) if edits else None


def name_encoded(part: Part, encoding: str, *, safe: bool) -> Fix | None:
    """Name the encoding of a body that is encoded, and write that as it has to be."""
    raw, is_text = part.raw, part.media_type.startswith("text/")
    is_base64 = encoding == "base64" and BASE64_TEXT_RE.fullmatch(raw.strip()) is not None
    is_encoded = is_base64 or (encoding != "base64" and is_text and quoted_printable.is_well_coded(raw))
    if not is_encoded or not is_body(part) or part.media_type.startswith("message/"):
        return None
    place = region(part)
    named = name_encoding(part, encoding.encode("ascii"))
    body = Edit(place, Rewriting(_ANEW[encoding], line_end(part.source)))
    return Fix(f"write {encoding}", (named, body), safe=safe)


def unencode(part: Part, write: Writer, *, safe: bool = True) -> Fix | None:
    """Write a body of plain text as it is, and name it 7bit; None where that might be changed on the way.

    What begins with a hyphen could be taken for a delimiter of a multipart around it.
    """
    content = part.content
    text = content.replace(b"\r\n", b"\n")
    if not text or not goes_as_it_is(text) or LEADING_HYPHENS_RE.search(b"\n" + text):
        return None
    body = Edit(part.body_span, Rewriting(write, line_end(part.source)))
    return Fix("write the body as it is", (name_encoding(part, b"7bit"), body), safe=safe)


def replace_content(part: Part, stretch: Span, octets: bytes) -> Edit | None:
    """Write a few octets in the place of others of the content; None where those do not stand there by themselves.

    In quoted-printable, the lines they stand on are broken again; base64 is encoded anew.
    """
    source, content, (begin, end) = part.source, part.content, part.body_span
    if part.transfer_encoding == "base64":
        changed = content[: stretch.start] + octets + content[stretch.end :]
        return Edit(region(part), base64_of_octets(changed, line_end(source)).removesuffix(line_end(source)))
    place = content_map(part).span(*stretch)
    if mime.decode(source.read(place), part.transfer_encoding) != content[slice(*stretch)]:
        return None
    if part.transfer_encoding != "quoted-printable":
        return Edit(place, octets)
    lines = Span(max(source.line(place.start).start, begin), min(source.line(place.end).end, end))
    before, behind = Span(lines.start, place.start), Span(place.end, lines.end)
    changed = source.read(before) + quoted_printable.encode(octets) + source.read(behind)
    return Edit(lines, with_broken_lines(changed, line_end(source)))


def mend_lines(part: Part, places: Sequence[Span], title: str, write: Writer, *, safe: bool = True) -> list[Fix]:
    """Make a fix for each of the places in a body: of the line it stands in, and all up to that of the next place."""
    source, (begin, end) = part.source, part.body_span
    starts = [max(source.line(place.start).start, begin) for place in places]
    rewriting = Rewriting(write, line_end(source))
    fixes = {}
    for start in sorted({*starts}, reverse=True):
        fixes[start] = Fix(title, (Edit(Span(start, end), rewriting),), safe=safe)
        end = source.line(max(start - 1, begin)).end  # without the line end before it
    return [fixes[start] for start in starts]


def rewrite(part: Part, title: str, write: Writer, *, safe: bool = True) -> Fix:
    """Write an encoded body anew, but for the empty lines around it."""
    return Fix(title, (Edit(region(part), Rewriting(write, line_end(part.source))),), safe=safe)


def region(part: Part) -> Span:
    """Give the lines of a body without the empty ones at both ends."""
    raw, (begin, end) = part.raw, part.body_span
    first, last = begin + len(raw) - len(raw.lstrip()), begin + len(raw.rstrip())
    if first > last:  # nothing but white space
        return part.body_span
    return Span(max(part.source.line(first).start, begin), min(part.source.line(last).end, end))


def is_7bit(octets: bytes) -> bool:
    """Whether octets are 7bit data: ASCII without NUL, in lines of at most 998 (RFC 2045 §2.7)."""
    return octets.isascii() and b"\0" not in octets and scans.first_line_over(octets, LINE_MAX) is None


def _is_sound(part: Part) -> bool:
    """Whether nothing is to be said of the charset of a body once its encoding is known."""
    is_text = part.media_type.startswith("text/") and not is_file(part)
    return not is_text or (codec_of(part) == "utf-8" and charsets.is_valid(part.raw, "utf-8"))
