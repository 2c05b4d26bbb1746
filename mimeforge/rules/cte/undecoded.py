"""CTE: bodies that are still encoded when a reader has decoded them."""

from __future__ import annotations

from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Final

from mimeforge._grammar.content import BASE64_TEXT_RE, QP_BAD_ESCAPE_RE, QP_DOUBTFUL_SOFT_BREAK_RE, QP_TELLING_RE
from mimeforge._grammar.multiparts import PART_FIELD_RE
from mimeforge.codecs.base64 import decode_leniently
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, encoded, rule
from mimeforge.rules.con.file_formats import TEXT, by_extension, by_media_type
from mimeforge.rules.cte.encoded_bodies import is_body
from mimeforge.rules.cte.fixes import name_encoded, rewrite
from mimeforge.rules.cte.rewriting import base64_once_decoded
from mimeforge.tree import Span, mime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES", "is_undecoded"]

_IN_BASE64: Final = "Content-Transfer-Encoding: base64"
_UTF8: Final = "Content-Type: text/plain; charset=utf-8"
_GIF: Final = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\r\n"

_HEAD: Final = 400
_SHORTEST: Final = 24
# Extensions of files that are meant to be base64.
_MEANT: Final = frozenset({"b64", "base64"})
_SOFT_BREAKS: Final = (b"=\r\n", b"=\n")
# What is no text: controls, DEL among them
_NO_TEXT: Final = frozenset(map(chr, [*range(0x20), 0x7F])) - frozenset("\t\r\n")
# How files begin that are attached: PDF, PNG, JPEG, GIF, TIFF; ZIP, gzip, RAR, 7z; older office formats; RIFF, MP3
_SIGNATURES: Final = (
    *(b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"),
    *(b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"RIFF", b"ID3"),
)


@rule(
    "CTE117",
    "b64-double",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="RFC 2045 §6.8: readers undo the encoding once",
    looks_at=encoded("base64"),
    bad=(sample(_IN_BASE64, body="VTJWbElIbHZkU0JoZENCdWIyOXVMQ0JoYm1RZ2JtOTBJR0psWm05eVpTND0=\r\n"),),
    good=(sample(_IN_BASE64, body="VTJWbElIbHZkUT09IGlzIGJhc2U2NC4NCg==\r\n"),),
)
def encoded_twice(part: Part, context: Context) -> Iterator[Hit]:
    """A body is encoded in base64 twice.

    Readers decode it once, and show or save base64. Often a library that encodes was given what is encoded already:
    give it the octets themselves.
    """
    if _is_base64_again(part):
        message = "what this base64 stands for is base64 again: encode the data once"
        yield Hit(_first_line(part), message, fix=rewrite(part, "decode it once", base64_once_decoded, safe=False))


@rule(
    "CTE151",
    "cte-not-named",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="RFC 2045 §6, §6.1: Content-Transfer-Encoding names what was done to a body; without it, that is 7bit",
    looks_at=encoded("7bit", "8bit", "binary"),
    bad=(
        sample("Content-Type: image/gif", body=_GIF),
        sample(_UTF8, "Content-Transfer-Encoding: 8bit", body="RMOpamV1bmVyIMOgIG1pZGksIG91IHBsdXMgdGFyZC4NCg==\r\n"),
        sample(_UTF8, body="D=C3=A9jeuner =C3=A0 midi.\r\n"),
    ),
    good=(
        sample("Content-Type: image/gif", _IN_BASE64, body=_GIF),
        sample(body="c2VlLXlvdS1hdC1ub29uLWJ1dC1ub3QtYmVmb3Jl\r\n"),
        sample(body="Quoted-printable has =C3=A9 for an e with an accent: x = y.\r\n"),
    ),
)
def encoding_not_named(part: Part, context: Context) -> Iterator[Hit]:
    """A body is encoded, and its transfer encoding says that it is not.

    Readers do not decode it: a file does not open, which is an error, and a text is shown as a run of letters, or with
    "=C3=A9" in it. Name the encoding in the header section of this part.
    """
    field = part.field("Content-Transfer-Encoding")
    if not is_body(part) or (field and "(" in field.value):  # where that names another, SEC121 tells
        return
    if _is_base64_again(part):
        message = _NOT_NAMED.format("base64", part.transfer_encoding)
        severity = Severity.ERROR if _is_file(part) else None
        yield Hit(_first_line(part), message, severity=severity, fix=name_encoded(part, "base64", safe=False))
    elif found := _quoted_printable(part):
        message = _NOT_NAMED.format("quoted-printable", part.transfer_encoding)
        fix = name_encoded(part, "quoted-printable", safe=False)
        yield Hit(found, f"{shown(part.source.read(found))} in it: {message}", fix=fix)


_NOT_NAMED: Final = (
    "this is {} that is said to be {}, and readers do not decode it: name it in Content-Transfer-Encoding"
)


def is_undecoded(part: Part) -> bool:
    """Whether the content of a part is not what was meant: it is still encoded, or begins with a field of the part.

    Rules on transfer encodings and on parts say so; what is read of such content is of no use to others.
    """
    return _is_base64_again(part) or PART_FIELD_RE.match(part.source.octets, *part.body_span) is not None


def _is_base64_again(part: Part) -> bool:
    """Whether the content of a part is base64 and nothing else, of a text or of a known kind of file."""
    start, end = part.body_span
    head = mime.decode(part.source.octets[start : min(start + _HEAD, end)], part.transfer_encoding)
    if len(head) < _SHORTEST or not BASE64_TEXT_RE.fullmatch(head) or _extensions(part) & _MEANT:
        return False
    meant = decode_leniently(head)
    is_known = meant.startswith(_SIGNATURES) or _is_text(meant)
    return is_known and BASE64_TEXT_RE.fullmatch(part.content) is not None


def _is_text(octets: bytes) -> bool:
    """Whether this is the beginning of a text, of words or tags: a password or a token is neither."""
    try:
        text = getincrementaldecoder("utf-8")().decode(octets)
    except UnicodeDecodeError:
        return False
    return _NO_TEXT.isdisjoint(text) and (" " in text or "<" in text or not text.isascii())


def _is_file(part: Part) -> bool:
    """Whether a part says, by its type or name, that it is a file which is no text."""
    families = {by_media_type(part.media_type), *map(by_extension, _extensions(part))}
    return not families <= {None, TEXT}


def _extensions(part: Part) -> set[str]:
    return {name.text.rpartition(".")[2].lower() for name in part.file_names}


def _quoted_printable(part: Part) -> Span | None:
    """Find an escape that tells quoted-printable where each "=" of a text is one of it."""
    raw = part.raw
    if b"=" not in raw or part.media_type not in {"text/plain", "text/html"} or part.disposition == "attachment":
        return None
    telling = QP_TELLING_RE.search(part.source.octets, *part.body_span)
    if telling is None or QP_BAD_ESCAPE_RE.search(raw) or QP_DOUBTFUL_SOFT_BREAK_RE.search(raw):
        return None
    is_sure = any(soft_break in raw for soft_break in _SOFT_BREAKS)
    if is_sure or QP_TELLING_RE.search(part.source.octets, telling.end(), part.body_span.end):
        return Span(*telling.span())
    return None


def _first_line(part: Part) -> Span:
    start, end = part.body_span
    return Span(start, min(part.source.line(start).end, end))


RULES = (encoded_twice, encoding_not_named)
