"""The check of encoded-word codecs: a codec that keeps the laws passes, and each way to break one is told."""

from __future__ import annotations

from binascii import b2a_base64
from typing import TYPE_CHECKING

import pytest
from drawn import drawn
from trying import few_examples

from mimeforge.codecs import encoded_word
from mimeforge.headers import Text
from mimeforge.testing import check_encoded_word_codec
from mimeforge.testing.encoded_word_codecs import laws
from mimeforge.testing.laws import broken

if TYPE_CHECKING:
    from collections.abc import Callable


def encode(text: str) -> str:
    return Text(text, "subject").write("X").decode("ascii").removeprefix("X:").removesuffix("\r\n").removeprefix(" ")


def decode(body: str) -> str:
    return encoded_word.decode_text(body.replace("\r\n", ""))


def long_words(text: str) -> str:
    return encode(text) if text.isascii() else f"=?utf-8?b?{b2a_base64((text * 3).encode(), newline=False).decode()}?="


def octet_by_octet(text: str) -> str:
    return " ".join(f"=?utf-8?q?={octet:02X}?=" for octet in text.encode())


def without_blanks(text: str) -> str:
    return "".join(f"=?utf-8?q?={ord(each):02X}?=" if ord(each) < 128 else encode(each) for each in text)


def long_lines(text: str) -> str:
    return encode(text).replace("\r\n", "") + "\r\n " + encode("é" * 20).replace("\r\n", "")


def refuses_emoji(text: str) -> str:
    if max(text) > "\U0001f000":
        raise ValueError("no emoji here")
    return encode(text)


def refuses_what_is_none(body: str) -> str:
    if "=?" in body and not any(encoded_word.words(body)):
        raise ValueError("this is no encoded-word")
    return decode(body)


# What is wrong with an encoder, and what is told of it.
ENCODERS: dict[str, tuple[Callable[[str], str], str]] = {
    "as it is": (lambda text: text, "What is written is ASCII that a field can hold (RFC 5322 §2.2)"),
    "a line of blanks": (lambda text: f"{encode(text)}\r\n ", "What is written is ASCII that a field can hold"),
    "long words": (long_words, "An encoded-word has at most 75 characters (RFC 2047 §2)"),
    "long lines": (long_lines, "A line that holds an encoded-word has at most 76 characters (RFC 2047 §2)"),
    "octet by octet": (octet_by_octet, "Each encoded-word holds whole characters (RFC 2047 §5)"),
    "without blanks": (without_blanks, "White space stands between an encoded-word and other text (RFC 2047 §5 (1))"),
    "another text": (lambda text: encode(text.upper()), "What is written means the text (RFC 2047 §6.2)"),
    "refuses": (refuses_emoji, "encode takes every text that a field can hold (RFC 2047 §1)"),
}
# What is wrong with a decoder.
DECODERS: dict[str, tuple[Callable[[str], str], str]] = {
    "Q only": (lambda body: decode(body.replace("?b?", "?x?")), "An encoded-word is read, in each encoding"),
    "small letters only": (lambda body: decode(body.replace("?Q?", "?x?")), "An encoded-word is read, in each"),
    "keeps blanks": (lambda body: decode(body.replace("?= =?", "?=  . =?")), "White space between encoded-words is"),
    "drops blanks": (lambda body: " ".join(decode(body).split()), "White space between encoded-words is dropped"),
    "drops a sign": (lambda body: decode(body).replace("'", ""), "Text without encoded-words stays as it is"),
    "refuses": (refuses_what_is_none, "What only looks like an encoded-word is taken (RFC 2047 §6.3)"),
    "no str": (lambda body: body.encode(), "What only looks like an encoded-word is taken"),  # type: ignore[dict-item, return-value]
}


def test_a_codec_that_keeps_the_laws_passes() -> None:
    with few_examples(60):
        check_encoded_word_codec(encode, decode)


@pytest.mark.parametrize("name", ENCODERS)
def test_an_encoder_that_breaks_a_law_is_told_which(name: str) -> None:
    flawed, title = ENCODERS[name]
    assert told(title, flawed, decode)


@pytest.mark.parametrize("name", DECODERS)
def test_a_decoder_that_breaks_a_law_is_told_which(name: str) -> None:
    flawed, title = DECODERS[name]
    assert told(title, encode, flawed)


def test_all_laws_that_are_broken_are_told_each_with_its_smallest_example() -> None:
    with few_examples(60, shrunk=True), pytest.raises(AssertionError) as caught:
        check_encoded_word_codec(lambda text: encode(text.replace("a", "b")), decode)
    assert str(caught.value) == (
        "this encoded-word codec breaks 2 of 12 laws:\n\n"
        "1. What is written means the text (RFC 2047 §6.2).\n"
        "   text:     'a'\n   written:  'b'\n   means:    'b'\n\n"
        "2. decode gives back what encode was given (RFC 2047 §6).\n"
        "   text:     'a'\n   written:  'b'\n   read:     'b'"
    )


def test_what_raises_is_told_once() -> None:
    with few_examples(60), pytest.raises(AssertionError) as caught:
        check_encoded_word_codec(refuses_emoji, decode)
    assert "breaks 1 of 12 laws" in str(caught.value)
    assert "encode raised ValueError: no emoji here" in str(caught.value)


@pytest.mark.parametrize("returned", [b"a", None])
def test_what_is_no_text_is_told(returned: object) -> None:
    with few_examples(5), pytest.raises(AssertionError) as caught:
        check_encoded_word_codec(lambda _: returned, lambda _: returned)  # type: ignore[arg-type, return-value]
    assert "breaks 5 of 12 laws:\n\n1. encode takes every text that a field can hold" in str(caught.value)
    for name in ("encode", "decode"):
        assert f"   {name} returned {type(returned).__name__}, not str\n" in str(caught.value)


def test_plain_texts_are_found_at_once() -> None:
    (law,) = (law for law in laws(encode, decode) if law.title.startswith("Text without encoded-words"))
    texts = drawn(law.examples, 100)
    assert all(text.isascii() and text.isprintable() and text == text.strip() and "=?" not in text for text in texts)
    assert len({*texts}) > 50


def test_what_is_told_can_be_printed_and_long_values_are_cut_in_the_middle() -> None:
    said = told(
        "An encoded-word has at most 75 characters", lambda text: f"\x1b\u202e =?utf-8?q?{'x' * 5_000}?=", decode
    )
    assert "(5,025 characters)" in said
    assert max(map(len, said.splitlines())) < 600
    assert said.replace("\n", "").isprintable()


def told(title: str, encode: Callable[[str], str], decode: Callable[[str], str]) -> str:
    """Say what is told of the law with this title, of which the others do not have to be tried."""
    (law,) = (law for law in laws(encode, decode) if f"{law.title} ({law.source})".startswith(title))
    with few_examples(60):
        said = broken(law)
    assert said is not None
    return said
