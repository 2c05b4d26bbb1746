"""Encoded-words: their form, what is in them, and where they stand."""

from __future__ import annotations

from binascii import b2a_base64
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    DOMAIN,
    LOCAL_PART,
    WORD,
    WORDS,
    Octets,
    attached,
    glued,
    message,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_LETTER: Final = st.sampled_from(["é", "ß", "ł", "Ж", "語"])
_TEXT: Final = st.builds("{} {}".format, WORD.map(bytes.decode), _LETTER)
"""A word, a blank and a letter beyond ASCII."""


def _q(text: str, charset: str = "utf-8") -> bytes:
    octets = text.encode(charset)
    letters = (b"_" if octet == 32 else b"%c" % octet if 97 <= octet <= 122 else b"=%02X" % octet for octet in octets)
    return b"=?%b?q?%b?=" % (charset.encode(), b"".join(letters))


def _b(octets: bytes, charset: bytes = b"utf-8") -> bytes:
    return b"=?%b?b?%b?=" % (charset, b2a_base64(octets, newline=False))


_WORD: Final = _TEXT.map(_q)
"""An encoded-word in which nothing is wrong, and that needs to be one."""
_ATOM: Final = _LETTER.map(_q)


def _in_text(words: Octets) -> SearchStrategy[bytes]:
    """Make a message with this in its Subject, alone or beside other words."""
    return message(glued(b"Subject: ", one_of(words, glued(WORD, b" ", words), glued(words, b"\r\n ", WORD))))


def _in_phrase(phrase: Octets) -> SearchStrategy[bytes]:
    return message(glued(one_of(b"To: ", b"Reply-To: "), phrase, b" <", ADDRESS, b">"))


_LONG: Final = st.integers(75, 120).map(lambda size: b"=?utf-8?q?%b=C3=A9?=" % (b"a" * (size - 16)))
_MALFORMED: Final = one_of(
    glued(b"=?utf-8?q?", WORD, b"=C3=A9 ", WORD, b"?="),
    glued(b"=?utf-8?q?", WORD, b"=C3=A9?_", WORD, b"?="),
    glued(b"=?utf-8?q?", WORD, b"=C3=A9"),
    glued(b"=??b?", WORD.map(lambda word: b2a_base64(word, newline=False)), b"?="),
    glued(b"=?utf-8? q?", WORD, b"=C3=A9?="),
)
_BAD_BASE64: Final = one_of(
    glued(b"=?utf-8?b?", st.sampled_from([b"RMOubmV", b"w6k", b"w6lhY", b"w6"]), b"?="),
    glued(b"=?utf-8?b?w6lh", st.sampled_from([b"====", b"!w6k=", b"_w6k", b"=w6k="]), b"?="),
)
_BAD_Q: Final = one_of(
    glued(b"=?utf-8?q?", WORD, st.sampled_from([b"=", b"=2", b"=zz", b"=C3=A9=", b"=c3=a9"]), b"?="),
    glued(b"=?utf-8?q?=C3=A9=", st.sampled_from([b"x", b"_"]), WORD, b"?="),
)
_NO_TEXT: Final = one_of(
    glued(b"=?utf-8?q?", WORD, st.sampled_from([b"=EE", b"=C3", b"=A9", b"=FF=FE"]), b"?="),
    glued(b"=?us-ascii?q?", WORD, b"=E9?="),
    st.sampled_from([b"\xff", b"a\xe9", b"\xc0\xaf"]).map(_b),
)
_SPLIT: Final = st.builds(
    lambda before, after, gap: b"=?utf-8?q?%b=C3?=%b=?utf-8?q?=A9%b?=" % (before, gap, after),
    WORD,
    WORD,
    st.sampled_from([b" ", b"\r\n "]),
)
_TWICE: Final = one_of(
    _WORD.map(lambda word: _q(word.decode("ascii"))),
    st.builds(
        lambda word, letter: _q(f"{word.decode()}{letter}".encode().decode("latin-1")), WORD, st.sampled_from("éßü")
    ),
    glued(b"=?iso-8859-1?q?", WORD, b"=C3=A9", WORD, b"?="),
)

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "ew-in-addr-spec": message(
        glued(
            one_of(b"To: ", b"Reply-To: "),
            one_of(glued(_ATOM, b"@", DOMAIN), glued(LOCAL_PART, b"@", _ATOM, b".example")),
        )
    ),
    "ew-too-long": _in_text(_LONG),
    "ew-malformed": _in_text(_MALFORMED),
    "ew-bad-base64": _in_text(_BAD_BASE64),
    "ew-bad-q": _in_text(_BAD_Q),
    "ew-unknown-encoding": _in_text(glued(b"=?utf-8?", one_of(b"u", b"x", b"base64", b"qp"), b"?", WORD, b"?=")),
    "ew-unknown-charset": _in_text(
        glued(b"=?", one_of(b"x-martian", b"unknown-8bit", b"utf-9", b"x-sjis"), one_of(b"?q?", b"?Q?"), WORD, b"?=")
    ),
    "ew-undecodable": _in_text(_NO_TEXT),
    "ew-split-character": _in_text(_SPLIT),
    "ew-no-separator": _in_text(
        one_of(glued(WORD, b":", _WORD), glued(_WORD, _WORD), glued(b"[", _WORD, b"]"), glued(_WORD, b",", WORD))
    ),
    "ew-in-quoted-string": _in_phrase(one_of(glued(b'"', _WORD, b'"'), glued(b'"', WORD, b" ", _WORD, b'"'))),
    "ew-in-parameter": attached(
        b"Content-Type: text/plain; charset=us-ascii",
        glued(b'Content-Disposition: attachment; filename="', one_of(_WORD, glued(_WORD, b" ", _WORD)), b'"'),
        body=glued(WORDS, b"\r\n"),
    ),
    "ew-in-msgid-date-received": message(
        one_of(
            glued(b"References: =?utf-8?q?=3C", WORD, b"=40example=2Enet=3E?="),
            glued(b"In-Reply-To: <=?utf-8?q?", WORD, b"?=@example.net>"),
            glued(b"Message-ID: =?utf-8?q?=3C", WORD, b"=40example=2Ecom=3E?="),
        ),
        without="In-Reply-To",
    ),
    "ew-in-comment-bad": message(
        glued(
            b"To: ",
            ADDRESS,
            one_of(glued(b" (", WORD, _WORD, b")"), glued(b" (=?utf-8?q?=C3=A9_(", WORD, b")?=)")),
        )
    ),
    "ew-specials-in-phrase": _in_phrase(
        glued(b"=?utf-8?q?=C3=A9_", WORD, st.sampled_from([b"@", b"(x)", b"[x]", b".", b"~"]), b"?=")
    ),
    "ew-contains-crlf": _in_text(
        glued(b"=?utf-8?q?", WORD, st.sampled_from([b"=0D=0A", b"=0A", b"=00", b"=07"]), one_of(b"", WORD), b"?=")
    ),
    "ew-double-encoded": _in_text(_TWICE),
    "ew-needless": _in_text(glued(b"=?utf-8?", one_of(b"q", b"Q"), b"?", WORD, b"?=")),
    "ew-inefficient": message(glued(b"Subject: ", st.text("語日本件名", min_size=4, max_size=5).map(_q))),
    "ew-mixed-charsets": _in_text(st.builds(lambda word: word + b" =?us-ascii?q?_=3D=3F?=", _WORD)),
    "ew-legacy-charset": _in_text(
        st.builds(
            lambda letter, charset: _q(f"é{letter}", charset),
            st.sampled_from("éßü"),
            st.sampled_from(["iso-8859-1", "windows-1252", "iso-8859-15"]),
        )
    ),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
