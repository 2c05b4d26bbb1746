"""The quoted-printable transfer encoding of text (RFC 2045 §6.7)."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, Final

from mimeforge import _grammar
from mimeforge._limits import ENCODED_LINE_MAX
from mimeforge.codecs import scans
from mimeforge.errors import EncodingError

if TYPE_CHECKING:
    from re import Match

__all__ = ["decode", "decode_leniently", "encode", "estimated_size", "is_well_coded"]

_ESCAPE: Final = {octet: b"=%02X" % octet for octet in range(256)}

_UNSAFE_RE: Final = _grammar.octets(_grammar.NOT_QP_LITERAL)
_LITERAL: Final = bytes(octet for octet in range(256) if not _UNSAFE_RE.match(bytes([octet])))

_BLANKS: Final = (b" ", b"\t")

_ATOM_RE: Final = _grammar.octets(_grammar.QP_ATOM)


def estimated_size(text: bytes) -> int:
    """Estimate the size of `encode`'s output, in octets, from one look at the text."""
    escapes = len(text.translate(None, _LITERAL + b"\n"))
    size = len(text) + 2 * escapes + text.count(b"\n")
    return size + 3 * (size // ENCODED_LINE_MAX)


def encode(text: bytes) -> bytes:
    """Encode text whose line ends are LF into lines of at most 76 characters that end in CRLF.

    CR is data, not a line end: it is escaped, as is every octet that is not printable ASCII, a blank at the end of a
    line, a lone dot and the F of "From " at the start of a line.
    """
    encoded = _encode_fast(text)
    if encoded is None:
        encoded = b"\n".join(map(_encode_line, text.split(b"\n")))
    return encoded.replace(b"\n", b"\r\n")


def decode(encoded: bytes) -> bytes:
    """Decode strictly: CRLF line ends of at most 76 characters, upper-case escapes, no blank at the end of a line.

    Raises `EncodingError` with the octet at fault.
    """
    start = 0
    for line in encoded.split(b"\r\n"):
        if len(line) > ENCODED_LINE_MAX:
            problem = f"line of {len(line)} characters, at most 76 may stand"
            raise _error(encoded, start + ENCODED_LINE_MAX, problem)
        content = line.removesuffix(b"=") if start + len(line) < len(encoded) else line
        readable = _ATOM_RE.match(content)
        end = readable.end() if readable else 0
        if end < len(content):
            problem = "no escape of two upper-case hex digits" if content[end] == ord("=") else "has to be escaped"
            raise _error(encoded, start + end, problem)
        if content == line and line.endswith(_BLANKS):
            raise _error(encoded, start + len(line) - 1, "blank at the end of a line")
        start += len(line) + 2
    return decode_leniently(encoded)


def decode_leniently(encoded: bytes) -> bytes:
    """Decode whatever can be: a "=" that is no escape stays, blanks at the end of a line go (RFC 2045 §6.7 (3))."""
    if scans.has_blank_at_line_end(encoded):
        encoded = _grammar.QP_BLANKS_AT_END_RE.sub(b"", encoded)
    decoded = _decode_well_coded(encoded)
    if decoded is not None:
        return decoded
    text = _grammar.QP_SOFT_BREAK_RE.sub(b"", encoded)
    return binascii.a2b_qp(_grammar.QP_NOT_ESCAPE_RE.sub(_ESCAPE[ord("=")], text))


def is_well_coded(encoded: bytes) -> bool:
    """Whether each "=" begins an escape, in any case of letters, or is the soft line break before CRLF or LF."""
    return _decode_well_coded(encoded) is not None


def _decode_well_coded(encoded: bytes) -> bytes | None:
    """Decode with the C decoder, or give None where `is_well_coded` is false and it would read otherwise.

    What it gives is shorter by two octets for each escape and soft line break, by a third where that ends in CRLF; by
    fewer for any other "=", but for one before a CR alone, which takes a whole line away.
    """
    soft = encoded.count(b"=\r\n")
    if encoded.count(b"=\r") > soft:
        return None
    decoded = binascii.a2b_qp(encoded)
    return decoded if len(decoded) == len(encoded) - 2 * encoded.count(b"=") - soft else None


def _encode_fast(text: bytes) -> bytes | None:
    """Encode with the C encoder, or give None where it errs.

    It writes a CR as it is, 78 columns where a line of 75 ends in a blank, and knows nothing of "From ".
    """
    if b"\r" in text:
        return None
    encoded = binascii.b2a_qp(text, istext=True)
    if scans.has_touchy_line(encoded):
        return None
    if scans.has_blank_at_line_end(text) and scans.first_line_over(encoded, ENCODED_LINE_MAX) is not None:
        return None
    return encoded


def _encode_line(line: bytes) -> bytes:
    """Encode one line without its line end; soft breaks are LF here."""
    escaped = _UNSAFE_RE.sub(_escape, line)
    if escaped.endswith(_BLANKS):
        escaped = escaped[:-1] + _ESCAPE[escaped[-1]]
    rows = []
    at = 0
    while True:
        lead = b""
        if scans.has_touchy_line(escaped[at : at + len("From ")]):
            lead = _ESCAPE[escaped[at]]
            at += 1
        room = ENCODED_LINE_MAX - len(lead)
        if len(escaped) - at <= room:
            rows.append(lead + escaped[at:])
            return b"=\n".join(rows)
        cut = at + room - 1
        escape = escaped.rfind(b"=", cut - 2, cut)  # a soft break never stands inside an escape
        cut = cut if escape < 0 else escape
        rows.append(lead + escaped[at:cut])
        at = cut


def _escape(unsafe: Match[bytes]) -> bytes:
    return _ESCAPE[unsafe[0][0]]


def _error(encoded: bytes, position: int, problem: str) -> EncodingError:
    return EncodingError.at(encoded.decode("latin-1"), position, "quoted-printable", problem)
