"""What the rules on text share: which parts are shown, and their octets beyond ASCII, decoded once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from mimeforge._grammar import NON_ASCII_RE
from mimeforge._grammar.charsets import QP_8BIT_RE
from mimeforge.codecs import charsets
from mimeforge.rules.cte.base64_text import odd_base64
from mimeforge.tree.content_map import content_map
from mimeforge.tree.mime import IDENTITY_ENCODINGS

if TYPE_CHECKING:
    from mimeforge.linter.context import Context
    from mimeforge.tree import Part, Span

__all__ = ["META_WITHIN", "beyond_ascii", "codec_of", "is_file", "is_shown", "is_unnamed_utf8", "place"]

# HTML Living Standard §4.2.5.4: the declaration stands within the first 1,024 octets; some readers look further.
META_WITHIN: Final = 4_096
_SINGLE_OCTETS: Final = ("cp125", "iso8859-", "koi8-")
_RUNS_MIN: Final = 2
_READABLE: Final = IDENTITY_ENCODINGS | {"base64", "quoted-printable"}


def is_shown(part: Part) -> bool:
    """Whether a text is shown with the message. One with a name, or attached, is a file, whatever is in it."""
    return not is_file(part) and part.transfer_encoding in _READABLE


def is_file(part: Part) -> bool:
    """Whether a text is a file: it has a name, or is attached."""
    return part.disposition == "attachment" or part.filename is not None


def beyond_ascii(part: Part, context: Context) -> bytes:
    """Give the content of a text that is shown, once for all rules; nothing where all of it is ASCII.

    Nothing either where the base64 of it is damaged: what is decoded then is not what was written.
    """
    content = context.once(_beyond_ascii, part)
    is_damaged = content and part.transfer_encoding == "base64" and context.once(odd_base64, part)
    return b"" if is_damaged else content


def codec_of(part: Part) -> str | None:
    """Name the charset of a text in one way for all spellings; None where none is named, or an unknown one."""
    charset = part.charset
    return charsets.canonical(charset) if charset and charsets.is_known(charset) else None


def is_unnamed_utf8(part: Part, context: Context) -> bool:
    """Whether a text that names a charset of one octet a character is UTF-8: CHR112 tells.

    Text in such a charset is valid UTF-8 by accident only, and hardly twice.
    """
    if not (codec_of(part) or "").startswith(_SINGLE_OCTETS):
        return False
    content = beyond_ascii(part, context)
    runs = list(islice(NON_ASCII_RE.finditer(content), _RUNS_MIN))
    return len(runs) == _RUNS_MIN and charsets.is_valid(content, "utf-8")


def place(part: Part, context: Context, start: int, end: int) -> Span:
    """Give the octets of the message that stand for octets of the content of a part."""
    return context.once(content_map, part).span(start, end)


def _beyond_ascii(part: Part) -> bytes:
    encoding = part.transfer_encoding
    if not is_shown(part):
        return b""
    if encoding == "quoted-printable" and not QP_8BIT_RE.search(part.source.octets, *part.body_span):
        return b""
    return b"" if part.content.isascii() else part.content
