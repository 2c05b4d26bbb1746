"""CHR: what repairs a charset: its name, or the text that is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar.charsets import META_CHARSET_RE
from mimeforge.codecs import charsets
from mimeforge.codecs.charsets import AS_READ
from mimeforge.edit import Edit
from mimeforge.headers import Text
from mimeforge.linter.fix import Fix
from mimeforge.parts.text import prefers_quoted_printable
from mimeforge.rules.chr.texts import META_WITHIN, beyond_ascii, codec_of
from mimeforge.rules.cte.rewriting import base64_of_text, quoted_printable_of_text
from mimeforge.rules.fixes import is_header_sound, line_end, mend, name_encoding, rewrite, sure_text
from mimeforge.rules.par.parameter_edits import set_charset, set_file_name

if TYPE_CHECKING:
    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["name_as_read", "name_charset", "name_utf8", "retell", "to_utf8"]


def name_utf8(part: Part, context: Context) -> Fix | None:
    """Name utf-8 where a text is in it: readers that guessed, or saw a sign for each octet, see it then."""
    is_utf8 = charsets.is_valid(beyond_ascii(part, context), "utf-8")
    return name_charset(part, "utf-8", safe=False) if is_utf8 else None


def name_as_read(part: Part, context: Context) -> Fix | None:
    """Name the charset of Windows for which readers take one of ISO 8859 (Encoding Standard §4.2)."""
    codec = codec_of(part) or ""
    windows = AS_READ.get(codec, codec)
    if not windows.startswith("cp125") or not charsets.is_valid(beyond_ascii(part, context), windows):
        return None
    return name_charset(part, windows.replace("cp", "windows-"), safe=False)


def name_charset(part: Part, charset: str, *, safe: bool) -> Fix | None:
    """Name another charset in Content-Type; None where HTML names a third one itself."""
    named = META_CHARSET_RE.search(part.content[:META_WITHIN]) if part.media_type == "text/html" else None
    if named and not safe and charsets.canonical(named[1].decode("ascii")) != charsets.canonical(charset):
        return None
    edit = set_charset(part, charset)
    return Fix(f"name {charset}", (edit,), safe=safe) if edit else None


def to_utf8(part: Part) -> Fix | None:
    """Write a text in UTF-8; None where not all of it can be read, or its HTML names its charset itself."""
    codec, named = codec_of(part), set_charset(part, "utf-8")
    if not is_header_sound(part):
        return None
    try:
        text = part.content.decode(codec or "ascii")
    except UnicodeDecodeError:
        return None
    octets = text.encode("utf-8", "surrogatepass").replace(b"\r\n", b"\n")
    if named is None or not charsets.is_valid(octets, "utf-8") or text.startswith("\ufeff") or "\ufffd" in text:
        return None
    if META_CHARSET_RE.search(octets):
        return None
    is_readable = prefers_quoted_printable(octets)
    encode, encoding = (quoted_printable_of_text, b"quoted-printable") if is_readable else (base64_of_text, b"base64")
    body = Edit(part.body_span, encode(octets, line_end(part.source)))
    return Fix("write the text in utf-8", (named, name_encoding(part, encoding), body))


def retell(title: str, field: Field, text: str) -> Fix | None:
    """Write another text into a Subject whose own is beyond doubt, or another file name into a field of a part."""
    if field.name.lower() == "subject":
        edit = None if sure_text(field) is None else rewrite(field, Text(text))
        return mend(title, field, edit, safe=False) if edit else None
    edits = set_file_name(field, text)
    return mend(title, field, *edits, safe=False) if edits else None
