"""What mends encoded-words: the text they stand for is written anew, as mimeforge itself would write it.

Readers decode a word together with its run, so that a run is written anew as a whole.
"""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, Final

from mimeforge._grammar import (
    BLANKS_RE,
    ENCODED_WORD_RE,
    LWSP,
    MSG_ID_RE,
    MSG_IDS_RE,
    OPAQUE_RE,
    RECEIVED_MSG_ID_RE,
)
from mimeforge._grammar.encoded_words import (
    CONTROL_BUT_TAB_RE,
    ENCODED_B_RE,
    NOT_BASE64_RE,
    NOT_Q_ESCAPE_RE,
    Q_LOWER_CASE_RE,
)
from mimeforge._limits import LINE_MAX
from mimeforge.codecs import base64, charsets, dates, encoded_word
from mimeforge.edit import Edit
from mimeforge.headers import Opaque, Text
from mimeforge.headers.phrase import phrase
from mimeforge.linter.fix import Fix
from mimeforge.rules.adr.address_fields import shown_name
from mimeforge.rules.adr.fixes import named_anew
from mimeforge.rules.enc.encoded_word_fields import Place
from mimeforge.rules.fixes import lay_out, mend, rewrite, sure_text
from mimeforge.rules.par.parameter_edits import parameter_at, set_parameter, shown_value
from mimeforge.tree import Span

if TYPE_CHECKING:
    from mimeforge.codecs.encoded_word import EncodedWord
    from mimeforge.linter.context import Context
    from mimeforge.rules.enc.encoded_word_fields import Damaged, Run, WordedField

__all__ = [
    "capitals",
    "comment_anew",
    "damaged_anew",
    "empty_words_out",
    "field_in_utf8",
    "parameter_anew",
    "run_anew",
    "structured_as_it_is",
    "text_anew",
    "unquote",
    "word_anew",
]

_ANEW: Final = "encode the text anew"

# Where readers decode words by the standard; those in quotes are for another fix.
_DECODED: Final = frozenset({Place.TEXT, Place.PHRASE, Place.COMMENT})

# What stands for the letters of RFC 2047 §4 where somebody spelt the encoding out.
_LETTERS: Final = {
    **dict.fromkeys(("b64", "base64"), "b"),
    **dict.fromkeys(("qp", "quoted-printable", "quotedprintable"), "q"),
}

# What may stand before quotes that are left out: nothing, white space, and what delimits in an address list.
_BEFORE_QUOTES: Final = frozenset({"", *" \t\r\n,:;"})


def run_anew(field: WordedField, run: Run, *, meant: str | None = None, safe: bool = True) -> Fix | None:
    """Write the text of a run in utf-8, in words of the right size; ``meant`` is the text where it is not that."""
    edits = _edits(field, *run.span, _sure_text(run) if meant is None else meant)
    return Fix(_ANEW, edits, safe=safe) if edits else None


def word_anew(field: WordedField, word: EncodedWord) -> Fix | None:
    """Write the run of a word in utf-8, where all readers see the same octets in it, whatever is wrong with it."""
    run = next((run for run in field.runs if run.span[0] <= word.start < run.span[1]), None)
    is_read_alike = run is not None and run.is_text and all(map(_is_read_alike, run.words))
    return run_anew(field, run, meant=run.text) if run and is_read_alike else None


def field_in_utf8(field: WordedField) -> Fix | None:
    """Write all words of a field in utf-8, those together that have nothing but blanks between them."""
    stretches: list[list[Run]] = []
    for run in field.runs:
        is_next = stretches and not field.text[stretches[-1][-1].span[1] : run.span[0]].strip(LWSP)
        stretches[-1].append(run) if is_next else stretches.append([run])
    others = [stretch for stretch in stretches if {run.charset for run in stretch} != {"utf-8"}]
    written = [
        _edits(field, stretch[0].span[0], stretch[-1].span[1], "".join(map(_sure_text, stretch)))
        for stretch in others
        if all(map(_sure_text, stretch))
    ]
    edits = tuple(edit for edits in written for edit in edits)
    return Fix("write all of it in utf-8", edits) if all(written) and len(written) == len(others) else None


def text_anew(field: WordedField, word: EncodedWord, context: Context) -> Fix | None:
    """Write the text in which a word stands anew: all of an unstructured field, or one display name."""
    place = field.place(word.start)
    if place is Place.PHRASE and field.is_of_addresses:
        return named_anew("write the name anew", field.field, context, word.start)
    return context.once(_text_anew, field) if place is Place.TEXT else None


def comment_anew(field: WordedField, word: EncodedWord) -> Fix | None:
    """Encode all of the comment in which a word stands."""
    start, end = field.enclosed(word.start)
    if end - start > LINE_MAX or not field.text.endswith(")", start, end):
        return None
    inside = field.text[start + 1 : end - 1]
    text = encoded_word.decode_text(BLANKS_RE.sub(" ", inside))
    bare = ENCODED_WORD_RE.sub("", inside)
    if not _may_stand(text) or any(sign in bare for sign in '()\\"'):
        return None
    edits = lay_out(field.field, start + 1, end - 1, lambda room: encoded_word.encode(text, first=room))
    return Fix("encode all of the comment", edits) if edits else None


def unquote(field: WordedField, word: EncodedWord) -> Fix | None:
    """Leave the quotes out in which a word stands."""
    start, end = field.enclosed(word.start)
    quoted = field.text[start:end]
    text = shown_name(quoted, field.field.encoding)
    is_apart = field.text[max(0, start - 1) : start] in _BEFORE_QUOTES
    if not quoted.endswith('"') or not is_apart or not text.strip() or not _may_stand(text):
        return None
    edits = lay_out(field.field, start, end, lambda room: phrase(text, first=room))
    if edits and field.text[end : end + 1] in {"<", ":"}:
        behind = field.field.body_span.start + end
        edits += (Edit(Span(behind, behind), b" "),)
    # Of other fields, quotes are part of the text.
    return Fix("leave the quotes out", edits, safe=field.is_of_addresses) if edits else None


def parameter_anew(field: WordedField, offset: int) -> Fix | None:
    """Write a parameter in which encoded-words stand in the way of RFC 2231."""
    parameter = parameter_at(field.field, field.field.body_span.start + offset)
    value = shown_value(parameter) if parameter else None
    written = set_parameter(field.field, parameter, value) if parameter and value is not None else None
    return mend("write the value in the way of RFC 2231", field.field, written) if written else None


def structured_as_it_is(field: WordedField) -> Fix | None:
    """Write a structured field without encoded-words, where what they stand for is right there."""
    text = field.field.text
    if not OPAQUE_RE.fullmatch(text) or not _is_right(field.name, text):
        return None
    written = rewrite(field.field, Opaque(text))
    return mend("write the field as it is", field.field, written) if written else None


def capitals(field: WordedField) -> Fix:
    """Write the hex digits of all "Q" words of a field in capitals."""
    edits = []
    for word in field.decoded:
        start = field.field.body_span.start + word.end - len(word.text) - 2
        for escape in Q_LOWER_CASE_RE.finditer(word.text) if word.encoding in "Qq" else ():
            place = Span(start + escape.start(), start + escape.end())
            edits.append(Edit(place, escape[0].upper().encode("ascii")))
    return Fix("write the hex digits in capitals", tuple(edits))


def empty_words_out(field: WordedField) -> Fix | None:
    """Take the words away that hold nothing."""
    offset = field.field.body_span.start
    empty = (word for word in field.decoded if not word.text)
    edits = (Edit(Span(offset + word.start, offset + word.end)) for word in empty)
    return mend("leave the empty word out", field.field, *edits)


def damaged_anew(field: WordedField, damaged: Damaged) -> Fix | None:
    """Encode the text anew that stands in what was meant for an encoded-word, where all of it is there."""
    before, behind = field.text[max(0, damaged.start - 1) : damaged.start], field.text[damaged.end : damaged.end + 1]
    letter = _LETTERS.get(damaged.encoding.lower(), damaged.encoding.lower())
    if not damaged.is_closed or letter not in {"b", "q"} or (before + behind).strip():
        return None
    charset, octets = damaged.charset.strip(), _octets(letter, damaged.text)
    text = charsets.decode(octets, charset) if charsets.is_valid(octets, charset) else None
    if not text:
        return None
    edits = _edits(field, damaged.start, damaged.end, text)
    return Fix(_ANEW, edits, safe=False) if edits else None


def _text_anew(field: WordedField) -> Fix | None:
    text = sure_text(field.field)
    written = rewrite(field.field, Text(text)) if text else None
    return mend("write the text anew", field.field, written) if written else None


def _edits(field: WordedField, start: int, end: int, text: str) -> tuple[Edit, ...]:
    """Write encoded-words in the place of others; no edits where there is no text, or readers do not decode it."""
    if not text or not _may_stand(text) or field.place(start) not in _DECODED:
        return ()
    return lay_out(field.field, start, end, lambda room: encoded_word.encode(text, first=room))


def _sure_text(run: Run) -> str:
    """Give the text of a run; "" where it is not beyond doubt."""
    return run.text or "" if run.is_sound and run.is_text else ""


def _octets(letter: str, text: str) -> bytes:
    """Decode the text of a damaged word; nothing where that is wrong in its encoding."""
    if letter == "b":
        bare = BLANKS_RE.sub("", text)
        return base64.decode_leniently(bare.encode("ascii")) if ENCODED_B_RE.fullmatch(bare) else b""
    if NOT_Q_ESCAPE_RE.search(text):
        return b""
    return binascii.a2b_qp(BLANKS_RE.sub("_", text).encode("ascii"), header=True)


def _is_read_alike(word: EncodedWord) -> bool:
    """Whether nothing is wrong with a word but its length, its padding, or a "=" that stands for itself."""
    if word.encoding in "Bb":
        bare = word.text.rstrip("=")
        return not NOT_BASE64_RE.search(bare) and len(bare) % 4 != 1
    escaped = NOT_Q_ESCAPE_RE.sub(lambda found: f"=3D{found[0][1:]}", word.text)
    return word._replace(text=escaped).octets == word.octets


def _is_right(name: str, text: str) -> bool:
    """Whether a text is what a structured field holds."""
    if name in {"message-id", "resent-message-id"}:
        return MSG_ID_RE.fullmatch(text) is not None
    if name in {"in-reply-to", "references"}:
        return MSG_IDS_RE.fullmatch(text) is not None
    if name == "content-id":
        return RECEIVED_MSG_ID_RE.fullmatch(text) is not None
    return name == "received" or not any(dates.faults(text, text))


def _may_stand(text: str) -> bool:
    """Whether a text may be encoded: of controls, and of what looks like another encoded-word, other rules speak."""
    return not CONTROL_BUT_TAB_RE.search(text) and not ENCODED_WORD_RE.search(text) and "\ufffd" not in text
