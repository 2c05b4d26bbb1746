"""Transfer encodings, and bodies that are not encoded as they say."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.codecs import base64
from mimeforge.testing.strategies.broken.frame import (
    TEXT,
    WORD,
    WORDS,
    Octets,
    attached,
    glued,
    in_any_part,
    multipart,
    one_of,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_ENCODING: Final = b"Content-Transfer-Encoding: "
_IN_BASE64: Final = one_of(b"Content-Transfer-Encoding: base64", b"Content-transfer-encoding: BASE64")
_IN_QP: Final = one_of(b"Content-Transfer-Encoding: quoted-printable", b"content-transfer-encoding:  Quoted-Printable")
_PLAIN: Final = b"Content-Type: text/plain; charset=us-ascii"
_UTF8: Final = b"Content-Type: text/plain; charset=utf-8"
_LETTER: Final = one_of("é".encode(), "日".encode(), "🍽".encode())
_WIDE: Final = glued(WORDS, _LETTER, one_of(b"", WORD), b"\r\n")
_GIF: Final = b"R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7\r\n"


# --- base64


def _base64(body: Octets) -> SearchStrategy[bytes]:
    """Make a part under base64 with this body."""
    return in_any_part(_IN_BASE64, _UTF8, body=body)


# Texts of words in base64, in groups of four without padding, padded with one "=", and with two.
_DATA: Final = WORDS.map(lambda words: b64encode("é ".encode() + words + b" " * (-len(words) % 3)))
_GROUPS: Final = glued(_DATA, b"\r\n", _DATA)


def _cut(lacks: int) -> SearchStrategy[bytes]:
    """Draw data in base64 that lack so many "=", and have none."""
    return st.builds(lambda data, last: data + last, _DATA, st.sampled_from(_LAST[lacks]))


_LAST: Final = {1: (b"YWI", b"LiA", b"IQ0"), 2: (b"YQ", b"Lg", b"IQ"), 3: (b"Y", b"u", b"0")}
_PADDED: Final = one_of(glued(_cut(2), b"=="), glued(_cut(1), b"="))


def _split(data: bytes, at: int, between: bytes) -> bytes:
    return data[:at] + between + data[at:]


def _parted(data: Octets, at: SearchStrategy[int], between: Octets) -> SearchStrategy[bytes]:
    """Make a line of data with something else inside."""
    return st.builds(_split, glued(data), at, glued(between)).map(lambda line: line + b"\r\n")


_IN_GROUP: Final = st.sampled_from([1, 2, 3, 5])
_AFTER_GROUP: Final = st.sampled_from([4, 8])
_FOREIGN: Final = one_of(b"!", b"*", b"-", b"#~", b"\x00", b"\r", b" ")
_NOT_ENCODED: Final = st.one_of(
    glued(WORD, b" ", WORD, b", ", WORD, b". ", WORDS, b".\r\n"),
)
_URL_SAFE: Final = glued(_DATA, one_of(b"Pz8_", b"aj4-", b"_-__"), b"\r\n")
_ARMORED: Final = glued(
    b"-----BEGIN ",
    one_of(b"DATA", b"CERTIFICATE", b"PGP MESSAGE"),
    b"-----\r\n",
    _GROUPS,
    b"\r\n",
    one_of(b"", b"-----END DATA-----\r\n"),
)


# --- quoted-printable


def _qp(body: Octets) -> SearchStrategy[bytes]:
    """Make a text under quoted-printable with this body: a line with an escape, and this."""
    return in_any_part(_UTF8, _IN_QP, body=glued(_ESCAPES, body))


_ESCAPES: Final = glued(WORD, b"=C3=A9 ", WORD, one_of(b"", b"=\r\n", b"=20"), b"\r\n")


def _long(size: int) -> bytes:
    return b"x" * size


# --- names of encodings

_UNKNOWN: Final = one_of(
    b"7-bit",
    b"utf-8",
    b"8bits",
    b'"7bit"',
    b"7bit;",
    b"7bit, 7bit",
    b"quoted printable",
    b"uuencode",
    b"7bit charset=us-ascii",
    b"none",
    glued(b"c", WORD, b"z"),
)
_COMMENT: Final = glued(b"(", WORDS, b")")
_BINARY: Final = glued(b"Content-Type: application/", one_of(b"x-", b"vnd."), WORD)

_SAID: Final = one_of(b"", *(b"Content-Transfer-Encoding: " + name + b"\r\n" for name in (b"7bit", b"8bit", b"binary")))
_ONCE: Final = st.one_of(
    glued(b"See you at ", WORDS, b", and not before.\r\n"), glued("é ".encode(), WORDS, b" and a few words\r\n")
).map(base64.encode)
_TWICE: Final = _ONCE.map(base64.encode)
_FORWARDED: Final = part(b"Subject: a", b"MIME-Version: 1.0", _UTF8, body=_WIDE)
_CHECKSUM: Final = one_of(WORD, st.binary(min_size=16, max_size=16).map(b64encode))

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "cte-unknown": st.one_of(
        in_any_part(_PLAIN, glued(_ENCODING, one_of(_UNKNOWN, b"", b"(7bit)"))),
        multipart(part(_PLAIN), fields=(glued(_ENCODING, _UNKNOWN),)),
        in_any_part(
            glued(_ENCODING, one_of(b'"base64"', b"base64;", b"base-64", b"base64 base64")),
            _PLAIN,
            body=TEXT.map(base64.encode),
        ),
    ),
    "cte-x-token": in_any_part(
        _PLAIN,
        glued(
            _ENCODING,
            one_of(glued(b"x-", WORD), glued(b"X-", WORD, b"64"), glued(b"x-uuencode ", _COMMENT)),
        ),
    ),
    "cte-8bit-in-7bit": st.one_of(
        in_any_part(_UTF8, body=_WIDE),
        in_any_part(_UTF8, b"Content-Transfer-Encoding: 7bit", body=_WIDE),
        multipart(
            part(b"Content-Type: message/rfc822", body=part(b"Subject: a", b"MIME-Version: 1.0", _UTF8, body=_WIDE))
        ),
    ),
    "cte-8bit-ses-tracking": in_any_part(_UTF8, glued(_ENCODING, one_of(b"8bit", b"8BIT", b"binary")), body=_WIDE),
    "b64-bad-char": st.one_of(
        _base64(_parted(_GROUPS, _IN_GROUP, _FOREIGN)),
        _base64(_URL_SAFE),
        _base64(_NOT_ENCODED),
        _base64(glued(one_of(b"data:text/plain;base64,", b"DATA:;base64,"), _DATA, b"\r\n")),
        _base64(one_of(glued(b"b'", _DATA, b"'\r\n"), glued(b'b"', _PADDED, b'"\r\n'))),
    ),
    "b64-bad-padding": st.one_of(
        _base64(glued(_cut(1), one_of(b"", b"==", b"==="), b"\r\n")),
        _base64(glued(_cut(2), one_of(b"", b"=", b"==="), b"\r\n")),
        _base64(glued(_GROUPS, one_of(b"=", b"=="), b"\r\n")),
    ),
    "b64-length": _base64(glued(_cut(3), one_of(b"", b"=", b"==="), b"\r\n")),
    "b64-after-padding": st.one_of(
        _base64(glued(_PADDED, b"\r\n", _PADDED, b"\r\n")),
        _base64(glued(_PADDED, one_of(b"YWJj", b"\r\n\r\n"), b"\r\n", _GROUPS, b"\r\n")),
        _base64(glued(_GROUPS, b"\r\n", _PADDED, b"\r\n--\r\n", WORD, b" list\r\n")),
    ),
    "b64-line-over-76": _base64(st.integers(57, 700).map(lambda size: b64encode("é".encode() + b"a" * size) + b"\r\n")),
    "b64-split-quantum": _base64(_parted(_GROUPS, _IN_GROUP, b"\r\n")),
    "b64-blank-lines": _base64(
        _parted(_GROUPS, _AFTER_GROUP, one_of(b"\r\n\r\n", b"\r\n ", b" \r\n", b"\t\r\n", b"\r\n \r\n"))
    ),
    "b64-nonzero-bits": _base64(
        glued(one_of(_DATA, _GROUPS), one_of(b"", b"\r\n"), one_of(b"YR==", b"L/==", b"YWJ=", b"LiD="), b"\r\n")
    ),
    "b64-pem-comment": _base64(_ARMORED),
    "qp-bad-escape": _qp(
        glued(
            WORD, one_of(b" = ", b"=G", b"=x", b"=-", b"=3G", b"=C3=Z9"), one_of(b"", WORD), one_of(b" .\r\n", b" =4")
        )
    ),
    "qp-lowercase-hex": _qp(glued(WORDS, one_of(b"=c3=a9", b"=3d", b"=C3=a9", b"=e2=82=ac"), b"\r\n")),
    "qp-line-over-76": st.one_of(
        _qp(glued(st.integers(77, 78).map(_long), b"\r\n")), _qp(glued(st.integers(79, 400).map(_long), b"\r\n"))
    ),
    "qp-trailing-space": st.one_of(
        _qp(glued(WORDS, one_of(b" ", b"\t", b"  "), b"\r\n", one_of(b"", TEXT))),
        _qp(glued(one_of(b"", TEXT), b"-- \r\n", WORDS, b"\r\n")),
    ),
    "qp-raw-8bit-ctl": _qp(glued(WORDS, one_of(_LETTER, b"\r", b"\x00", b"\x07", b"\x7f", b"\x1b[0m"), WORDS, b"\r\n")),
    "qp-soft-break-bad": _qp(
        glued(WORDS, one_of(b"= \r\n", b"=\t\r\n", b"==\r\nso ", b"== \r\nso ", b"=\r"), WORDS, b"\r\n")
    ),
    "qp-ends-soft": _qp(glued(WORDS, one_of(b"=", b" ="), one_of(b"\r\n", b""))),
    "qp-encoded-crlf": _qp(glued(WORDS, one_of(b"=0A", b"=0D=0A", b"=0D=0A=\r\n"), WORDS, b"\r\n")),
    "cte-8bit-needless": in_any_part(_PLAIN, glued(_ENCODING, one_of(b"8bit", b"binary", b"8BIT"))),
    "b64-text-needless": in_any_part(_PLAIN, _IN_BASE64, body=TEXT.map(base64.encode)),
    "qp-needless": in_any_part(_PLAIN, _IN_QP),
    "qp-for-binary": attached(_BINARY, _IN_QP, body=glued(WORDS, b"=00", one_of(b"", b"=01=FF"), WORDS, b"\r\n")),
    "qp-unencoded-dot-from": st.one_of(_qp(glued(b"From ", WORDS, b"\r\n")), _qp(glued(b".\r\n", one_of(b"", TEXT)))),
    "text-not-crlf-canonical": _base64(
        glued(_WIDE, WORDS, one_of(b"\n", b"\r", b"\n\r\n"), one_of(b"", TEXT)).map(base64.encode)
    ),
    "content-md5-mismatch": in_any_part(
        _PLAIN,
        glued(b"Content-MD5: ", _CHECKSUM, one_of(b"", b" (MD5)")),
    ),
    "cte-binary": in_any_part(_UTF8, glued(_ENCODING, one_of(b"binary", b"BINARY", b"Binary")), body=_WIDE),
    "cte-comment": st.one_of(
        *(
            in_any_part(_UTF8, glued(_ENCODING, written), body=body)
            for name, body in ((b"base64", glued(_GROUPS, b"\r\n")), (b"quoted-printable", _ESCAPES))
            for written in (glued(name, b" ", _COMMENT), glued(_COMMENT, b" ", name))
        )
    ),
    "b64-double": st.one_of(
        in_any_part(_PLAIN, _IN_BASE64, body=_TWICE),
        attached(b"Content-Type: image/gif", _IN_BASE64, body=base64.encode(_GIF)),
        attached(_BINARY, _IN_BASE64, body=_TWICE),
    ),
    "cte-not-named": st.one_of(
        in_any_part(_UTF8, body=_ONCE),
        in_any_part(_UTF8, glued(_ENCODING, one_of(b"7bit", b"8bit", b"binary")), body=_ONCE),
        in_any_part(_UTF8, body=glued(_ESCAPES, WORD, b"=C3=A8\r\n")),
        multipart(part(_PLAIN), part(b"Content-Type: image/gif", body=_GIF)),
        attached(_BINARY, glued(_ENCODING, one_of(b"7bit", b"binary")), body=_ONCE),
    ),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
