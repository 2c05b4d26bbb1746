"""The base64 transfer encoding (RFC 2045 §6.8): lines of 76 characters, each ended by CRLF."""

from __future__ import annotations

import binascii
import struct
from typing import TYPE_CHECKING, Final

import pybase64

from mimeforge._grammar import BASE64_CHAR, octets
from mimeforge._limits import ENCODED_LINE_MAX
from mimeforge.errors import EncodingError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ALPHABET", "decode", "decode_leniently", "encode", "encode_blocks", "encoded_size"]

# One struct call cuts a block into its lines, three to four times as fast as slices. 512 lines stay in the cache.
_BLOCK_LINES: Final = 512
_BLOCK: Final = ENCODED_LINE_MAX // 4 * 3 * _BLOCK_LINES
_LINE: Final = f"{ENCODED_LINE_MAX}s"
_LINES: Final = struct.Struct(_LINE * _BLOCK_LINES)

_FOREIGN_RE: Final = octets(rf"(?!{BASE64_CHAR})[\x00-\xff]")
# Taking the alphabet out of a text is thirty times as fast as searching it for something else.
ALPHABET: Final = bytes(octet for octet in range(256) if not _FOREIGN_RE.match(bytes([octet])))
_OUTSIDE: Final = bytes(octet for octet in range(256) if octet not in ALPHABET + b"=")


def encoded_size(size: int) -> int:
    """Count the octets that ``size`` octets become, line ends included."""
    characters = (size + 2) // 3 * 4
    return characters + 2 * -(-characters // ENCODED_LINE_MAX)


def encode_blocks(data: bytes | memoryview) -> Iterator[bytes]:
    """Encode block by block, so that a large attachment needs no second copy of itself."""
    view = memoryview(data)
    whole = len(view) - len(view) % _BLOCK
    for start in range(0, whole, _BLOCK):
        yield b"\r\n".join(_LINES.unpack(pybase64.b64encode(view[start : start + _BLOCK]))) + b"\r\n"
    rest = pybase64.b64encode(view[whole:])
    if rest:
        full, left = divmod(len(rest), ENCODED_LINE_MAX)
        lines = struct.unpack(_LINE * full + f"{left}s", rest)
        yield b"\r\n".join(lines if left else lines[:-1]) + b"\r\n"


def encode(data: bytes | memoryview) -> bytes:
    """Encode octets as lines of 76 characters, the last one ended by CRLF too; nothing becomes nothing."""
    return b"".join(encode_blocks(data))


def decode(encoded: bytes) -> bytes:
    """Decode strictly: nothing but the alphabet, CRLF after at most 76 characters, padding that is whole and zero.

    Raises `EncodingError` with the octet at fault.
    """
    joined = _without_line_ends(encoded)
    text = joined.rstrip(b"=")
    foreign = _FOREIGN_RE.search(text) if text.translate(None, ALPHABET) else None
    if foreign:
        problem = "data after the padding" if foreign[0] == b"=" else "not in the base64 alphabet"
        raise _error(encoded, _place(encoded, foreign.start()), problem)
    if len(joined) % 4 or len(joined) - len(text) > 2:
        raise _error(encoded, len(encoded), f"{len(joined)} characters are not whole groups of four")
    data = pybase64.b64decode(joined)
    if pybase64.b64encode(data) != joined:
        raise _error(encoded, _place(encoded, len(text) - 1), "bits that pad the last character are not zero")
    return data


def decode_leniently(encoded: bytes) -> bytes:
    """Decode whatever can be: octets outside the alphabet are passed over, each padded stretch is read by itself."""
    try:
        return pybase64.b64decode(encoded, validate=True)
    except binascii.Error:  # above all at the first line end
        text = encoded.translate(None, _OUTSIDE)
    bare = text.rstrip(b"=")
    if b"=" not in bare:
        return _decode_piece(bare)
    return b"".join(map(_decode_piece, text.split(b"=")))


def _decode_piece(piece: bytes) -> bytes:
    if len(piece) % 4 == 1:  # six bits are no octet
        piece = piece[:-1]
    return pybase64.b64decode(piece + b"=" * (-len(piece) % 4))


def _without_line_ends(encoded: bytes) -> bytes:
    lines = encoded.split(b"\r\n")
    longest = max(map(len, lines))
    if longest > ENCODED_LINE_MAX:
        at = next(index for index, line in enumerate(lines) if len(line) > ENCODED_LINE_MAX)
        start = sum(len(line) + 2 for line in lines[:at])
        raise _error(encoded, start + ENCODED_LINE_MAX, f"line of {len(lines[at])} characters, at most 76 may stand")
    return b"".join(lines)


def _place(encoded: bytes, index: int) -> int:
    """Find where the character ``index`` of the text without line ends stands in ``encoded``."""
    seen = 0
    for start, line in _lines(encoded):
        if index < seen + len(line):
            return start + index - seen
        seen += len(line)
    return len(encoded)


def _lines(encoded: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    for line in encoded.split(b"\r\n"):
        yield start, line
        start += len(line) + 2


def _error(encoded: bytes, position: int, problem: str) -> EncodingError:
    return EncodingError.at(encoded.decode("latin-1"), position, "base64", problem)
