from __future__ import annotations

import re
from email.header import decode_header
from typing import TYPE_CHECKING, Any

import pytest
from drawn import drawn, minimal, not_shown
from hypothesis import given

from mimeforge.codecs import encoded_word
from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from mimeforge.testing.strategies import EncodedText, EncodedWord

CHARSETS = "utf-8 iso-8859-1 iso-8859-15 windows-1252 koi8-r iso-2022-jp gb18030 big5 euc-kr".split()


WORDS = {
    "a name in capitals": lambda word: word.written.startswith("=?ISO"),
    "a language": lambda word: "*en?" in word.written,
    "states": lambda word: word.charset == "iso-2022-jp" and not word.text.isascii(),
    "a blank as underscore": lambda word: word.encoding in "qQ" and " " in word.text and "_" in word.written,
    "a blank escaped": lambda word: word.encoding in "qQ" and " " in word.text and "=20" in word.written,
    "all escaped": lambda word: "=61" in word.written,
    "specials as they are": lambda word: "(" in word.written,
    "the longest": lambda word: len(word.written) == 75,
    "one character": lambda word: len(word.text) == 1,
}
RUNS = {
    "two beside each other": lambda text: "?= =?" in text.written,
    "a plain word behind": lambda text: re.search(r"\?=\s+[a-zA-Z0-9]", text.written),
    "a plain word before": lambda text: re.search(r"[a-zA-Z0-9]\s+=\?", text.written),
    "plain words alone": lambda text: "=?" not in text.written,
    "tabs": lambda text: "\t" in text.written,
    "folds": lambda text: "\r\n\t" in text.written,
    "several charsets": lambda text: len({*re.findall(r"=\?([^?]+)", text.written)}) > 2,
    "one charset twice": lambda text: re.search(r"=\?([^?]+)\?\S*\?=\s+=\?\1\?", text.written),
}


def test_encodings_and_charsets_are_covered() -> None:
    words = drawn(mail.encoded_words(), 400)
    assert {word.encoding for word in words} == set("bBqQ")
    assert set(CHARSETS) <= {word.charset for word in words if not word.text.isascii()}


@pytest.mark.parametrize(
    ("strategy", "claims"), [(mail.encoded_words(), WORDS), (mail.encoded_texts(folds=True), RUNS)]
)
def test_what_is_covered(strategy: SearchStrategy[Any], claims: dict[str, Callable[[Any], object]]) -> None:
    values = drawn(strategy, 600)
    assert not_shown(claims, values) == []


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (lambda word: True, "=?utf-8?q?a?="),
        (lambda word: word.encoding == "B", "=?utf-8?B?YQ==?="),
        (lambda word: not word.text.isascii(), "=?utf-8?q?=C3=A9?="),
    ],
)
def test_what_it_shrinks_to(claim: Callable[[EncodedWord], bool], expected: str) -> None:
    assert minimal(mail.encoded_words(), claim).written == expected


@given(mail.encoded_words())
def test_a_word_means_its_text(word: EncodedWord) -> None:
    assert len(word.written) <= 75
    assert word.text.isprintable() or set(word.text) & {"\u200d"}
    assert encoded_word.decode(word.written) == word.text
    assert encoded_word.decode_text(word.written) == word.text


@given(mail.encoded_words(languages=False))
def test_the_standard_library_reads_a_word_in_the_same_way(word: EncodedWord) -> None:
    ((octets, charset),) = decode_header(word.written)
    assert octets.decode(charset) == word.text


@given(mail.encoded_words(phrase=True))
def test_words_of_phrases_hold_what_phrases_allow(word: EncodedWord) -> None:
    assert re.fullmatch(
        r"=\?[^?]+\?(?:[bB]\?[A-Za-z0-9+/]+=*|[qQ]\?(?:[A-Za-z0-9!*+/_-]|=[0-9A-F]{2})+)\?=", word.written
    )


@given(mail.encoded_texts(folds=True))
def test_a_text_means_what_decoders_read(text: EncodedText) -> None:
    assert encoded_word.decode_text(text.written.replace("\r\n", "")) == text.text
