"""Encoded-words and runs of them, each with the text that it means (RFC 2047, RFC 2231 §5)."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from mimeforge._limits import ENCODED_WORD_MAX
from mimeforge.testing.strategies.scripts import CHARSETS, PLAIN

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

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
    charset = draw(_CHARSETS)
    text = draw(_TEXTS[charset.lower()])
    encoding = draw(_ENCODINGS)
    language = draw(_LANGUAGES) if languages else ""
    q_table = draw(_Q_TABLES_OF_PHRASES if phrase else _Q_TABLES)
    while (
        len(written := f"=?{charset}{language}?{encoding}?{_encode(text, charset, encoding, q_table)}?=")
        > ENCODED_WORD_MAX
    ):
        text = text[:-1]
    return EncodedWord(written, text, charset.lower(), encoding)


@st.composite
def encoded_texts(draw: DrawFn, *, languages: bool = True, folds: bool = False) -> EncodedText:
    """Make unstructured text of encoded-words and plain words, and what it means (RFC 2047 §5 (1), §6.2).

    Covers words of one charset and of several beside each other, whose white space means nothing, and plain words
    between and at the ends, whose white space stays; blanks and tabs, one and more, with ``folds`` line ends before
    them (CRLF, which is no part of the meaning). Never makes an encoded-word that touches a plain one, and plain words
    that look like one. Shrinks to ``=?utf-8?q?a?=``.
    """
    return draw(_encoded_texts(languages=languages, folds=folds))


@cache
def _encoded_texts(*, languages: bool, folds: bool) -> SearchStrategy[EncodedText]:
    words = st.one_of(encoded_words(languages=languages), st.sampled_from(PLAIN))
    others = st.tuples(st.sampled_from(_BLANKS + _FOLDS * folds), words)
    return st.builds(_run, words, st.lists(others, max_size=6))


def _run(word: EncodedWord | str, others: list[tuple[str, EncodedWord | str]]) -> EncodedText:
    """Put words together. White space between two encoded-words means nothing (RFC 2047 §6.2)."""
    written, text = _both(word)
    for blank, other in others:
        if not (isinstance(word, EncodedWord) and isinstance(other, EncodedWord)):
            text += blank.replace("\r\n", "")
        other_written, other_text = _both(other)
        written += blank + other_written
        text += other_text
        word = other
    return EncodedText(written, text)


def _both(word: EncodedWord | str) -> tuple[str, str]:
    return (word.written, word.text) if isinstance(word, EncodedWord) else (word, word)


_CHARSETS = st.sampled_from([spelled for charset in CHARSETS for spelled in (charset, charset.upper())])
_TEXTS = {
    charset: st.lists(st.sampled_from("a" + beyond + "zA0 _=?.()\"'-"), min_size=1, max_size=40).map("".join)
    for charset, beyond in CHARSETS.items()
}
_ENCODINGS = st.sampled_from("qQbB")
_LANGUAGES = st.sampled_from(["", "", "*en", "*fr-CA", "*EN"])
_BLANKS = (" ", "  ", "\t", " \t ")
_FOLDS = ("\r\n ", "\r\n\t", " \r\n  ")

_ALPHANUMERIC = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
# What stands for itself in Q: in a phrase (RFC 2047 §5 (3)); nothing at all; in a comment (§5 (2)); in a subject (§4.2)
_Q_LITERALS = (_ALPHANUMERIC + b"!*+-/", b"", _ALPHANUMERIC + b"!#$%&'*+,-./:;<>@[]^`{|}~", bytes(range(33, 127)))


def _q_table(literals: bytes) -> list[str]:
    """List what each octet becomes."""
    table = [chr(octet) if octet in literals and octet not in b"=?_" else f"={octet:02X}" for octet in range(256)]
    table[ord(" ")] = "_" if literals else "=20"
    return table


_Q_TABLES = st.sampled_from([_q_table(literals) for literals in _Q_LITERALS])
_Q_TABLES_OF_PHRASES = st.sampled_from([_q_table(literals) for literals in _Q_LITERALS[:2]])


def _encode(text: str, charset: str, encoding: str, q_table: list[str]) -> str:
    octets = text.encode(charset)
    if encoding in "bB":
        return b64encode(octets).decode("ascii")
    return "".join([q_table[octet] for octet in octets])
