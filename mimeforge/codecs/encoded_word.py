"""Encoded-words, the way non-ASCII text stands in header fields (RFC 2047, with the language tag of RFC 2231 §5)."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, Final, NamedTuple

import pybase64

from mimeforge._grammar import ENCODED_WORD_RE, Q_ATOM_RE, Q_LITERAL, octets
from mimeforge._limits import ENCODED_WORD_MAX
from mimeforge.codecs import base64, charsets
from mimeforge.errors import EncodingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from re import Match

__all__ = ["EncodedWord", "decode", "decode_text", "encode", "runs", "words"]

_FRAME: Final = len("=?utf-8?q??=")

# What one octet becomes in the Q encoding. The set that may stand in a phrase is used everywhere: what reads well in a
# subject but breaks in a name is not worth two tables.
_Q: Final = tuple(
    "_" if octet == 0x20 else chr(octet) if octets(Q_LITERAL).match(bytes([octet])) else f"={octet:02X}"
    for octet in range(256)
)
# How the escape of an octet begins that continues a character of UTF-8: 0x80 to 0xBF.
_CONTINUATIONS: Final = ("=8", "=9", "=A", "=B")
_Q_PLAIN: Final = bytes(octet for octet in range(256) if len(_Q[octet]) == 1)


class EncodedWord(NamedTuple):
    """An encoded-word found in a text: where it stands, and its three fields as they are written."""

    start: int
    end: int
    charset: str
    encoding: str
    text: str

    @property
    def octets(self) -> bytes:
        """The octets it stands for, read leniently."""
        if self.encoding in "Bb":
            return base64.decode_leniently(self.text.encode("ascii"))
        return binascii.a2b_qp(self.text.encode("ascii"), header=True)

    @property
    def charset_name(self) -> str:
        """One name for all spellings of the charset, without the language (RFC 2231 §5)."""
        return charsets.canonical(self.charset.partition("*")[0])


def encode(text: str, *, first: int = ENCODED_WORD_MAX) -> list[str]:
    """Encode text as encoded-words of at most 75 characters that hold whole characters, the first of at most ``first``.

    Between two of them belongs a blank, which readers drop. The shorter of the Q and the B encoding is taken. A
    ``first`` that is too small for one character is exceeded. A lone surrogate is no text: UnicodeEncodeError.
    """
    first = min(first, ENCODED_WORD_MAX)
    data = text.encode("utf-8")
    escapes = len(data.translate(None, _Q_PLAIN))
    if len(data) + 2 * escapes <= (len(data) + 2) // 3 * 4:
        return list(_encode_q(data, first))
    return list(_encode_b(data, first))


def decode(text: str) -> str:
    """Decode strictly what `encode` writes: encoded-words with one blank between them, each whole by itself.

    Raises `EncodingError` with the character at fault.
    """
    start = 0
    decoded = []
    for piece in text.split(" ") if text else ():
        match = ENCODED_WORD_RE.fullmatch(piece)
        if not match:
            raise EncodingError.at(text, start, "encoded-word", "not charset, encoding and text between =? and ?=")
        decoded.append(_decode_strictly(text, start, match))
        start += len(piece) + 1
    return "".join(decoded)


def decode_text(text: str) -> str:
    """Decode the encoded-words of a field body for people; everything else stays as it is. Never raises.

    Blanks between two encoded-words are dropped (RFC 2047 §6.2), octets of neighbours in one charset are put together
    before they are decoded, and a word in an unknown charset stays as it is written. What comes out may hold anything,
    line ends and controls too.
    """
    if "=?" not in text:
        return text
    shown = []
    end = 0
    was_decoded = False
    for run in runs(text):
        decoded = charsets.decode(b"".join([word.octets for word in run]), run[0].charset.partition("*")[0])
        between = text[end : run[0].start]
        if not (was_decoded and decoded is not None and _is_blank(between)):
            shown.append(between)
        start, end = run[0].start, run[-1].end
        was_decoded = decoded is not None
        shown.append(text[start:end] if decoded is None else decoded)
    shown.append(text[end:])
    return "".join(shown)


def words(text: str) -> Iterator[EncodedWord]:
    """Find the encoded-words of a text."""
    for match in ENCODED_WORD_RE.finditer(text):
        yield EncodedWord(match.start(), match.end(), *match.groups())


def runs(text: str, found: Iterable[EncodedWord] | None = None) -> Iterator[list[EncodedWord]]:
    """Gather encoded-words of one charset that have only blanks between them; ``found`` are those of ``text``."""
    run: list[EncodedWord] = []
    for word in words(text) if found is None else found:
        if run and not (_is_blank(text[run[-1].end : word.start]) and _are_of_one_charset(run[-1], word)):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _encode_b(data: bytes, room: int) -> Iterator[str]:
    start = 0
    while start < len(data):
        cut = _whole_characters(data, start, start + max((room - _FRAME) // 4 * 3, 1))
        yield f"=?utf-8?b?{pybase64.b64encode_as_string(data[start:cut])}?="
        start = cut
        room = ENCODED_WORD_MAX


def _encode_q(data: bytes, room: int) -> Iterator[str]:
    encoded = "".join([_Q[octet] for octet in data])
    start = 0
    while start < len(encoded):
        cut = _whole_escapes(encoded, start, start + room - _FRAME)
        yield f"=?utf-8?q?{encoded[start:cut]}?="
        start = cut
        room = ENCODED_WORD_MAX


def _whole_escapes(encoded: str, start: int, cut: int) -> int:
    """Move a cut in Q text back to the end of a character; forward where not even one character would be left."""
    if cut >= len(encoded):
        return len(encoded)
    escape = encoded.rfind("=", max(cut - 2, start), max(cut, start))
    cut = cut if escape < 0 else escape
    while encoded.startswith(_CONTINUATIONS, cut):
        cut -= len("=XX")
    if cut > start:
        return cut
    cut = start + len("=XX" if encoded[start] == "=" else "X")
    while encoded.startswith(_CONTINUATIONS, cut):
        cut += len("=XX")
    return cut


def _whole_characters(data: bytes, start: int, cut: int) -> int:
    """Move a cut in UTF-8 back to the end of a character; forward where not even one character would be left."""
    if cut >= len(data):
        return len(data)
    back = cut
    while back > start and data[back] & 0xC0 == 0x80:
        back -= 1
    if back > start:
        return back
    while cut < len(data) and data[cut] & 0xC0 == 0x80:
        cut += 1
    return cut


def _decode_strictly(text: str, start: int, match: Match[str]) -> str:
    charset, encoding, body = match.groups()
    at = start + match.start(3)
    if not body:  # RFC 2047 §2: encoded-text = 1*<...>
        raise EncodingError.at(text, at, "encoded-word", "nothing in it")
    if match.end() > ENCODED_WORD_MAX:
        raise EncodingError.at(text, start + ENCODED_WORD_MAX, "encoded-word", f"over {ENCODED_WORD_MAX} characters")
    data = _b_octets(text, at, body) if encoding in "Bb" else _q_octets(text, at, body)
    name = charset.partition("*")[0]
    if not charsets.is_known(name):
        raise EncodingError.at(text, start + 2, "encoded-word", f"unknown charset {name}")
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        raise EncodingError.at(text, at, "encoded-word", f"octets that are not valid {name}") from None


def _b_octets(text: str, at: int, body: str) -> bytes:
    try:
        return base64.decode(body.encode("ascii"))
    except EncodingError as error:
        raise EncodingError.at(text, at + (error.position or 0), "encoded-word", error.problem) from None


def _q_octets(text: str, at: int, body: str) -> bytes:
    readable = Q_ATOM_RE.match(body)
    end = readable.end() if readable else 0
    if end < len(body):
        raise EncodingError.at(text, at + end, "encoded-word", "no escape of two upper-case hex digits")
    return binascii.a2b_qp(body.encode("ascii"), header=True)


def _are_of_one_charset(word: EncodedWord, other: EncodedWord) -> bool:
    return word.charset == other.charset or word.charset_name == other.charset_name


def _is_blank(text: str) -> bool:
    return not text.strip(" \t\r\n")
