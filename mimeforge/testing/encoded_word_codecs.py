"""What RFC 2047 asks of whoever encodes and decodes text in header fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from mimeforge._limits import ENCODED_WORD_MAX
from mimeforge.codecs import encoded_word
from mimeforge.testing import strategies as mail
from mimeforge.testing.laws import Law, called, example, hold

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge.testing.strategies import EncodedText, EncodedWord

__all__ = ["check_encoded_word_codec"]

_ENCODED_LINE_MAX: Final = 76  # RFC 2047 §2, without the line end


def check_encoded_word_codec(encode: Callable[[str], str], decode: Callable[[str], str]) -> None:
    """Hold a codec for text in header fields to RFC 2047; needs the extra ``mimeforge[hypothesis]``.

    ``encode`` takes the text of an unstructured field, such as a Subject, and returns the field body: ASCII, with
    encoded-words where the text needs them, folded or not; its lines are measured without the name of the field.
    ``decode`` takes a field body and returns the text.

    Tried are all texts that `strategies.subjects` makes, encoded-words that others write (`strategies.encoded_words`,
    `strategies.encoded_texts`), and what only looks like one; never line ends, NUL and lone surrogates, which an
    encoder may refuse. The current settings of Hypothesis say how many examples of each law.

    Raises AssertionError with each law that is broken, the smallest example that breaks it, and what came of it.
    """
    __tracebackhide__ = True
    hold("this encoded-word codec", laws(encode, decode))


def laws(encode: Callable[[str], str], decode: Callable[[str], str]) -> tuple[Law[Any], ...]:
    """Return the laws of `check_encoded_word_codec`."""
    return (*_of_encoding(encode), *_of_decoding(decode), _of_both(encode, decode))


# -- encode ------------------------------------------------------------------------------------------------------------


def _of_encoding(encode: Callable[[str], str]) -> list[Law[Any]]:
    def takes(text: str) -> None:
        called("encode", example(text=text), encode, text, gives=str)

    def means_the_text(text: str) -> None:
        written = _written(encode, text)
        read = text if written is None else encoded_word.decode_text(_unfolded(written))
        if read != text:
            raise AssertionError(example(text=text, written=written, means=read))

    return [
        Law("encode takes every text that a field can hold", "RFC 2047 §1", mail.subjects(), takes),
        *(_of_form(encode, *row) for row in _FAULTS),
        Law("What is written means the text", "RFC 2047 §6.2", mail.subjects(), means_the_text),
    ]


def _of_form(encode: Callable[[str], str], title: str, source: str, fault: Callable[[str], str | None]) -> Law[str]:
    def is_sound(text: str) -> None:
        written = _written(encode, text)
        found = None if written is None else fault(written)
        if found:
            raise AssertionError(example(text=text, written=written, which_is=found))

    return Law(title, source, mail.subjects(), is_sound)


def _written(encode: Callable[[str], str], text: str) -> str | None:
    """Encode the text; of what raises, or returns no str, the first law speaks."""
    try:
        written: object = encode(text)
    except Exception:
        return None
    return written if isinstance(written, str) else None


def _not_a_body(written: str) -> str | None:
    lines = _lines(written)
    if not all(line.isascii() and line.replace("\t", " ").isprintable() for line in lines):
        return "no field body: a character that none holds"
    if not all(line.startswith((" ", "\t")) and line.strip() for line in lines[1:]):
        return "no field body: a line that continues none"
    return None


def _long_word(written: str) -> str | None:
    longest = max((word.end - word.start for word in encoded_word.words(written)), default=0)
    return f"an encoded-word of {longest} characters" if longest > ENCODED_WORD_MAX else None


def _long_line(written: str) -> str | None:
    # What is not folded at all is folded by somebody else.
    lines = _lines(written) if "\n" in written else []
    longest = max((len(line) for line in lines if any(encoded_word.words(line))), default=0)
    return f"a line of {longest} characters" if longest > _ENCODED_LINE_MAX else None


def _cut_character(written: str) -> str | None:
    for word in encoded_word.words(written):
        try:
            word.octets.decode(word.charset_name)
        except (UnicodeDecodeError, LookupError) as error:
            return f"not text word by word: {error} in {written[word.start : word.end]!a}"
    return None


def _touching(written: str) -> str | None:
    for word in encoded_word.words(written):
        beside = written[max(word.start - 1, 0) : word.start] + written[word.end : word.end + 1]
        if beside.strip():
            return f"an encoded-word beside {beside.strip()!a}"
    return None


_FAULTS: Final = (
    ("What is written is ASCII that a field can hold", "RFC 5322 §2.2", _not_a_body),
    ("An encoded-word has at most 75 characters", "RFC 2047 §2", _long_word),
    ("A line that holds an encoded-word has at most 76 characters", "RFC 2047 §2", _long_line),
    ("Each encoded-word holds whole characters", "RFC 2047 §5", _cut_character),
    ("White space stands between an encoded-word and other text", "RFC 2047 §5 (1)", _touching),
)

# -- decode ------------------------------------------------------------------------------------------------------------

# Words that are none for one reason or several, and pieces of words in any order.
_BROKEN_WORDS: Final = st.one_of(
    st.builds(
        "=?{}?{}?{}?=".format,
        st.sampled_from(["utf-8", "x-unknown", "", "utf-8*en", "utf 8"]),
        st.sampled_from(["q", "b", "x", ""]),
        st.sampled_from(["a", "=", "=C", "=C3", "w6k", "w", "!", "a b", "?", ""]),
    ),
    st.lists(st.sampled_from(["a", " ", "=?", "?=", "?", "utf-8", "?q?", "?b?", "=C3"]), max_size=8).map("".join),
)
_NOT_PRINTED_RE: Final = re.compile("[^ -~]")
# White space at the ends belongs to the field around the text.
_PLAIN_TEXTS: Final = st.one_of(
    mail.subjects(), st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
).map(lambda text: _NOT_PRINTED_RE.sub("", text).replace("=?", "= ?").strip())


def _of_decoding(decode: Callable[[str], str]) -> list[Law[Any]]:
    def reads(given: EncodedText | EncodedWord) -> None:
        _compare(decode, given.written, given.text)

    def leaves_alone(written: str) -> None:
        _compare(decode, written, written)

    def takes(written: str) -> None:
        called("decode", example(written=written), decode, written, gives=str)

    return [
        Law("An encoded-word is read, in each encoding, case and charset", "RFC 2047 §4", mail.encoded_words(), reads),
        Law("White space between encoded-words is dropped, other stays", "RFC 2047 §6.2", mail.encoded_texts(), reads),
        Law("Text without encoded-words stays as it is", "RFC 2047 §6", _PLAIN_TEXTS, leaves_alone),
        Law("What only looks like an encoded-word is taken", "RFC 2047 §6.3", _BROKEN_WORDS, takes),
    ]


def _of_both(encode: Callable[[str], str], decode: Callable[[str], str]) -> Law[str]:
    def gives_back(text: str) -> None:
        written = _written(encode, text)
        if written is not None:
            _compare(decode, written, text)

    return Law("decode gives back what encode was given", "RFC 2047 §6", mail.subjects(), gives_back)


def _compare(decode: Callable[[str], str], written: str, text: str) -> None:
    read = called("decode", example(text=text, written=written), decode, written, gives=str)
    if read != text:
        raise AssertionError(example(text=text, written=written, read=read))


def _lines(written: str) -> list[str]:
    return written.replace("\r\n", "\n").split("\n")


def _unfolded(written: str) -> str:
    return "".join(_lines(written))
