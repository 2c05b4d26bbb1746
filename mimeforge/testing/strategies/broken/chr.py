"""Charsets: their names, texts that are not in the charset that is named, and characters that no text needs."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from hypothesis import strategies as st

from mimeforge.codecs import base64, quoted_printable
from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    HTML,
    TEXT,
    WORD,
    WORDS,
    Octets,
    attached,
    glued,
    in_any_part,
    message,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_HTML_TYPE: Final = b"Content-Type: text/html; charset="
_PLAIN_TYPE: Final = b"Content-Type: text/plain; charset="


def _in_qp(octets: bytes) -> bytes:
    return quoted_printable.encode(octets.replace(b"\r\n", b"\n"))


def _encoded(content_type: Octets, content: Octets) -> SearchStrategy[bytes]:
    """Make a text of this type with this content, encoded in one of the two ways."""
    drawn = glued(content, b"\r\n")
    return st.one_of(
        in_any_part(content_type, b"Content-Transfer-Encoding: quoted-printable", body=drawn.map(_in_qp)),
        in_any_part(b"Content-Transfer-Encoding: base64", content_type, body=drawn.map(base64.encode)),
    )


def _text(letter: Octets) -> SearchStrategy[bytes]:
    """Make words with something in them."""
    return glued(one_of(b"", glued(WORDS, b" ")), letter, one_of(b"", WORD, glued(b" ", WORDS, b"\r\n", WORDS)))


def _plain(charset: Octets, content: Octets) -> SearchStrategy[bytes]:
    """Make a plain text in this charset, with words around what stands in it."""
    return _encoded(glued(_PLAIN_TYPE, charset), _text(content))


_UTF8_LETTER: Final = one_of(*(letter.encode() for letter in ("é", "ü", "ł", "日", "🍽")))
_LATIN_LETTER: Final = one_of(b"\xe9", b"\xfc", b"\xdf", b"\xa3")
_ANY_LETTER: Final = one_of(_UTF8_LETTER, _LATIN_LETTER)
_ASCII: Final = one_of(b"us-ascii", b'"US-ASCII"')
_UTF8: Final = one_of(b"utf-8", b'"UTF-8"')
_LATIN: Final = one_of(b"iso-8859-1", b"ISO-8859-15", b'"iso-8859-2"')

_UNKNOWN: Final = one_of(b"default", b"x-unknown", b"utf-88", b"iso-8859-99", glued(b"x-", WORD, b"1"))
_ALIASES: Final = one_of(b"utf8", b"ascii", b"latin1", b"cp1252", b"ISO_8859-1", b"l1", b"utf_8", b"ansi_x3.4-1968")


def _attached(parameter: Octets) -> SearchStrategy[bytes]:
    """Make a message with a file whose Content-Disposition has this parameter."""
    return attached(
        b"Content-Type: text/plain; charset=us-ascii", glued(b"Content-Disposition: attachment; ", parameter), body=TEXT
    )


# --- texts that are not in their charset

# In UTF-8: letters of another charset, characters that were cut; in others: half a character, octets over 127
_INVALID: Final = st.one_of(
    _plain(_UTF8, glued(_LATIN_LETTER, WORD)),
    _plain(_UTF8, glued(one_of(b"\xe2\x82", b"\xf0\x9f\x8d", b"\xa9"), one_of(b" ", b"."))),
    _encoded(glued(_PLAIN_TYPE, one_of(b"shift_jis", b"big5", b"euc-kr", b"gb18030")), glued(WORDS, b"\x82")),
    _encoded(_PLAIN_TYPE + b"iso-2022-jp", glued(WORDS, _ANY_LETTER)),
)
_BAD_UTF8: Final = one_of(
    b"\xc0\xbc",
    b"\xed\xa0\xbd\xed\xb8\x80",
    b"\xe0\x80\xaf",
    b"\xf0\x80\x80\xaf",
    b"\xf4\x90\x80\x80",
    b"\xf5\x80\x80\x80",
)
_WIDE_CHARSET: Final = st.sampled_from(["utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le"])


def _in_wide(charset: str) -> SearchStrategy[bytes]:
    """Make a text in a charset of two octets or four."""
    body = WORDS.map(lambda words: base64.encode(words.decode().encode(charset)))
    return in_any_part(_PLAIN_TYPE + charset.encode(), b"Content-Transfer-Encoding: base64", body=body)


def _meta(charset: bytes) -> SearchStrategy[bytes]:
    """Make the head of an HTML text that names a charset."""
    return one_of(
        b'<meta charset="%b">' % charset,
        b"<META charset=%b>" % charset,
        b'<meta http-equiv="Content-Type" content="text/html; charset=%b">' % charset,
    )


# What becomes of letters in UTF-8 that are read as windows-1252
_MISREAD: Final = [letter.encode().decode("cp1252").encode() for letter in "é ü ö è ’ €".split()]


def _runs(least: int, *, is_unique: bool) -> SearchStrategy[bytes]:
    runs = st.lists(st.sampled_from(_MISREAD), min_size=least, max_size=4, unique=is_unique)
    return runs.map(b" and ".join)


# --- characters in the subject and in names of files


def _with_letters(characters: SearchStrategy[str]) -> SearchStrategy[str]:
    letters = WORD.map(bytes.decode)
    return st.tuples(letters, characters, letters).map("".join)


def _subject(text: SearchStrategy[str]) -> SearchStrategy[bytes]:
    """Make a message with this subject, in either encoding."""
    return st.one_of(
        message(text.map(lambda text: b"Subject: =?utf-8?q?" + quote(text).replace("%", "=").encode() + b"?=")),
        message(text.map(lambda text: b"Subject: =?utf-8?b?" + b64encode(text.encode()) + b"?=")),
    )


def _extended(text: str) -> bytes:
    return b"utf-8''" + quote(text).encode() + b".txt"


def _told(characters: SearchStrategy[str]) -> SearchStrategy[bytes]:
    """Make a message with such characters in its subject, or in the name of a file."""
    text = _with_letters(characters)
    return st.one_of(
        _subject(text),
        _attached(glued(b"filename*=", text.map(_extended))),
    )


_LOST: Final = _with_letters(st.just("\ufffd"))
_LOST_NAME: Final = glued(b"From: =?utf-8?q?", WORD, b"=EF=BF=BD?= <", ADDRESS, b">")
_MARKED: Final = glued("\ufeff".encode(), one_of(WORDS, _text(_UTF8_LETTER)))


def _told_of_type(characters: SearchStrategy[str]) -> SearchStrategy[bytes]:
    """Make a message with such characters in the name that a media type has."""
    name = _with_letters(characters).map(_extended)
    return in_any_part(glued(b"Content-Type: text/plain; charset=us-ascii;\r\n name*=", name))


_PRIVATE: Final = st.sampled_from(["\ue000", "\uf8ff", "\ufdd0", "\uffff", "\U000f0000"])
_INVISIBLE: Final = st.sampled_from(["\u200b", "\u00ad", "\u2060", "\ufeff", "\U000e0041"])

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "charset-unknown": st.one_of(
        in_any_part(glued(_PLAIN_TYPE, one_of(_UNKNOWN, b'""', b"'utf-8'"))),
        in_any_part(glued(b"Content-Type: text/html; charset=", _UNKNOWN), body=HTML),
        _attached(glued(b"filename*=", _UNKNOWN, b"''", WORD, b".txt")),
    ),
    "charset-alias": st.one_of(
        in_any_part(glued(_PLAIN_TYPE, _ALIASES)),
        _attached(
            one_of(
                glued(b"filename*=utf8''", WORD, b"%C3%A9.txt"),
                glued(b"filename*=", one_of(b"cp1252", b"latin1"), b"'en'", WORD, b"%E9.txt"),
            )
        ),
    ),
    "charset-missing": st.one_of(
        _encoded(one_of(b"Content-Type: text/plain", b"Content-Type: text/plain; format=fixed"), _text(_ANY_LETTER)),
        _encoded(b"Content-Type: text/html", glued(b"<p>", _text(_UTF8_LETTER), b"</p>")),
    ),
    "charset-ascii-violated": _plain(_ASCII, _ANY_LETTER),
    "charset-invalid-bytes": _INVALID,
    "charset-c1-latin1": st.one_of(
        _plain(_LATIN, glued(b"\x93", WORDS, b"\x94")),
        _plain(_LATIN, glued(WORD, one_of(b"\x92s", b" \x96 ", b"\x80"))),
    ),
    "charset-overlong-surrogate": _plain(_UTF8, _BAD_UTF8),
    "charset-needless": in_any_part(glued(_PLAIN_TYPE, one_of(_UTF8, _LATIN, b"windows-1252"))),
    "charset-utf16-text": st.one_of(
        _WIDE_CHARSET.flatmap(_in_wide),
        in_any_part(glued(_PLAIN_TYPE, one_of(b"utf-16", b"UTF-16LE", b"utf-32"))),
    ),
    "charset-utf7": in_any_part(
        glued(_PLAIN_TYPE, one_of(b"utf-7", b"UTF-7")),
        body=glued(WORD, one_of(b"", b"+AOk-", b"+ZeU-", b"+2Dzfwg-"), WORD, b"\r\n"),
    ),
    "charset-html-meta-conflict": st.one_of(
        _encoded(_HTML_TYPE + b"utf-8", glued(_meta(b"iso-8859-1"), b"<p>", _text(_UTF8_LETTER), b"</p>")),
        _encoded(_HTML_TYPE + b"iso-8859-1", glued(_meta(b"utf-8"), b"<p>", _text(_LATIN_LETTER), b"</p>")),
        _encoded(_HTML_TYPE + b"windows-1252", glued(_meta(b"koi8-r"), b"<p>", _text(_LATIN_LETTER), b"</p>")),
    ),
    "charset-mojibake": st.one_of(
        _plain(_UTF8, _runs(2, is_unique=True)),
        _plain(_UTF8, st.sampled_from(_MISREAD).map(lambda run: b" and ".join([run] * 3))),
        _plain(_LATIN, glued("é ".encode(), WORD, _UTF8_LETTER)),
    ),
    "charset-replacement-char": st.one_of(_plain(_UTF8, "\ufffd".encode()), _subject(_LOST), message(_LOST_NAME)),
    "charset-bom-in-body": _encoded(glued(_PLAIN_TYPE, _UTF8), _MARKED),
    "charset-nfd": _told(st.sampled_from(["e\u0301", "u\u0308", "n\u0303", "o\u0302"])),
    "charset-private-noncharacter": st.one_of(_told(_PRIVATE), _told_of_type(_PRIVATE)),
    "charset-zero-width": st.one_of(_told(_INVISIBLE), _told_of_type(_INVISIBLE)),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
