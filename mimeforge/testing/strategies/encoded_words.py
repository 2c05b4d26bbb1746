"""Encoded-words and runs of them, each with the text that it means (RFC 2047, RFC 2231 §5)."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from mimeforge._limits import ENCODED_WORD_MAX
from mimeforge.testing.strategies.scripts import CHARSETS, PLAIN

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

__all__ = ["EncodedText", "EncodedWord", "encoded_texts", "encoded_words"]


class EncodedWord(NamedTuple):
    """An encoded-word as it is written, the text that it means, and how that became octets and these ASCII."""

    written: str
    text: str
    charset: str
    encoding: str


class EncodedText(NamedTuple):
    """Unstructured text as it is written, and what it means."""

    written: str
    text: str


@st.composite
def encoded_words(draw: DrawFn, *, languages: bool = True, phrase: bool = False) -> EncodedWord:
    """Make encoded-words of at most 75 characters, as a decoder has to read them (RFC 2047 §2, §4).

    Covers B and Q in capitals and small letters; charsets of one octet and of more, with states and without; their
    names in both cases, with ``languages`` with a language behind them (RFC 2231 §5); in Q blanks in both forms, and
    from the fewest to all octets escaped; one character, and as many as fit. With ``phrase`` only the characters that
    §5 (3) allows in a display name. Never makes words that hold a part of a character, no characters, controls; an
    escape in small letters; base64 without its padding. Shrinks to ``=?utf-8?q?a?=``.
    """
    charset = draw(st.sampled_from(_CHARSETS))
    characters = "a" + CHARSETS[charset] + "zA0 _=?.()\"'-"
    text = draw(st.lists(st.sampled_from(characters), min_size=1, max_size=40).map("".join))
    encoding = draw(st.sampled_from("qQbB"))
    name = draw(st.sampled_from([charset, charset.upper()]))
    name += draw(st.sampled_from(_LANGUAGES)) if languages else ""
    literals = draw(st.sampled_from(_Q_LITERALS[:2] if phrase else _Q_LITERALS))
    while len(written := f"=?{name}?{encoding}?{_encode(text, charset, encoding, literals)}?=") > ENCODED_WORD_MAX:
        text = text[:-1]
    return EncodedWord(written, text, charset, encoding)


@st.composite
def encoded_texts(draw: DrawFn, *, languages: bool = True, folds: bool = False) -> EncodedText:
    """Make unstructured text of encoded-words and plain words, and what it means (RFC 2047 §5 (1), §6.2).

    Covers words of one charset and of several beside each other, whose white space means nothing, and plain words
    between and at the ends, whose white space stays; blanks and tabs, one and more, with ``folds`` line ends before
    them (CRLF, which is no part of the meaning). Never makes an encoded-word that touches a plain one, and plain words
    that look like one. Shrinks to ``=?utf-8?q?a?=``.
    """
    words = encoded_words(languages=languages) | st.sampled_from(PLAIN)
    blanks = st.sampled_from(_BLANKS + _FOLDS * folds)
    before = draw(encoded_words(languages=languages))
    written, text = before.written, before.text
    was_encoded = True
    for blank, word in draw(st.lists(st.tuples(blanks, words), max_size=6)):
        is_encoded = isinstance(word, EncodedWord)
        written += blank + (word.written if isinstance(word, EncodedWord) else word)
        kept = "" if was_encoded and is_encoded else blank.replace("\r\n", "")
        text += kept + (word.text if isinstance(word, EncodedWord) else word)
        was_encoded = is_encoded
    return EncodedText(written, text)


_CHARSETS = tuple(CHARSETS)
_LANGUAGES = ("", "", "*en", "*fr-CA", "*EN")
_BLANKS = (" ", "  ", "\t", " \t ")
_FOLDS = ("\r\n ", "\r\n\t", " \r\n  ")

_ALPHANUMERIC = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
# What stands for itself in Q: in a phrase (RFC 2047 §5 (3)); nothing; in a subject (§4.2), without the parentheses that
# a comment cannot hold (§5 (2)) and with them.
_Q_LITERALS = (_ALPHANUMERIC + b"!*+-/", b"", _ALPHANUMERIC + b"!#$%&'*+,-./:;<>@[]^`{|}~", bytes(range(33, 127)))


def _encode(text: str, charset: str, encoding: str, literals: bytes) -> str:
    octets = text.encode(charset)
    if encoding in "bB":
        return b64encode(octets).decode("ascii")
    return "".join([_q(octet, literals) for octet in octets])


def _q(octet: int, literals: bytes) -> str:
    if octet == ord(" ") and literals:
        return "_"
    return chr(octet) if octet in literals and octet not in b"=?_" else f"={octet:02X}"
