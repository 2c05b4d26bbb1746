"""ENC: encoded-words, as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.encoded_words import NOT_BASE64_RE, NOT_Q_ESCAPE_RE, Q_LOWER_CASE_RE
from mimeforge._limits import ENCODED_WORD_LINE_MAX, ENCODED_WORD_MAX
from mimeforge.codecs import charsets
from mimeforge.codecs.charsets import AS_READ
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.enc import fixes
from mimeforge.rules.enc.encoded_word_fields import is_sound, runs, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.codecs.encoded_word import EncodedWord
    from mimeforge.linter.context import Context
    from mimeforge.rules.enc.encoded_word_fields import Damaged, Run
    from mimeforge.tree import Part

__all__ = ["RULES"]

# Charsets in which ASCII stands for other text, and which browsers and the readers built on them therefore gave up.
_GIVEN_UP: Final = frozenset({"hz", "iso2022_kr", "utf-7"})

_SUBJECT: Final = "Subject: =?utf-8?q?D=C3=AEner?="


@rule(
    "ENC101",
    "ew-too-long",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §2",
    looks_at=MESSAGE,
    bad=(sample(f"Subject: =?utf-8?q?D=C3=AEner{'_et_plus' * 7}?="), sample(f"Subject: =?utf-8?b?{'w6nDqcOp' * 8}?=")),
    good=(sample(f"Subject: =?utf-8?q?D=C3=AEner{'_et_plus' * 5}?=\r\n =?utf-8?q?_=C3=A0_midi?="),),
)
def word_too_long(message: Part, context: Context) -> Iterator[Hit]:
    """An encoded-word is longer than 75 characters.

    Readers that keep to the standard show it as it is written. Divide the text between characters, and write each part
    as a word of its own, with a blank between them. (One of 76, which still fits its line, is a note: Python's email
    package writes such words, and readers take them.)
    """
    for field in worded(message, context):
        for word in field.decoded:
            size = word.end - word.start
            if size > ENCODED_WORD_MAX:
                text = f"an encoded-word of {size} characters: write several, of at most {ENCODED_WORD_MAX} each"
                severity = Severity.NOTE if size <= ENCODED_WORD_LINE_MAX else None
                yield field.hit(word.start, word.end, text, severity, fix=fixes.word_anew(field, word))


@rule(
    "ENC102",
    "ew-malformed",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §2",
    looks_at=MESSAGE,
    bad=(
        sample("Subject: =?utf-8?q?D=C3=AEner a midi?="),
        sample("Subject: =?utf-8?q?D=C3=AEner?_Oui?="),
        sample("Subject: =?utf-8?q?D=C3=AEner"),
        sample("Subject: =??b?RMOubmVy?="),
        sample("Subject: =?utf-8? q?D=C3=AEner?="),
        sample("Subject: =?utf-8?b?RMOu\r\n bmVy?="),
        sample("Subject: Lunch =?utf-8?q??="),
        sample("Subject: =?utf-8?"),
        sample('To: =?utf-8?q?"Zo=C3=A9 D"?= <zoe@example.net>'),
    ),
    good=(
        sample(_SUBJECT),
        sample("Subject: What is 2 =? 1+1, and is it =?"),
        sample("Subject: https://example.com/?a=?b&c=?"),
        sample("X-Url: https://example.com/?q=?a?x=?"),
    ),
)
def malformed_word(message: Part, context: Context) -> Iterator[Hit]:
    """Something was meant for an encoded-word and is none.

    A blank or a question mark stands in it, it has no charset, or its end is missing, often because it was folded or
    cut. Some readers show it as it is written, others guess. Write =?utf-8?q?text?=, blanks as "_" and each "?" as =3F.
    (A word with nothing in it is a note.)
    """
    for field in worded(message, context):
        empty = [word for word in field.decoded if not word.text]
        fix = fixes.empty_words_out(field) if empty else None
        for word in empty:
            text = "an encoded-word without text: leave it out"
            yield field.hit(word.start, word.end, text, Severity.NOTE, fix=fix)
        for damaged in field.damaged:
            if damaged.encoding in {"", *"BbQq"}:
                is_begun = not damaged.text and not damaged.is_closed
                text = f"{shown(field.text[damaged.start : damaged.end])} is no encoded-word: {_damage(damaged)}"
                severity, fix = Severity.NOTE if is_begun else None, fixes.damaged_anew(field, damaged)
                yield field.hit(damaged.start, damaged.end, text, severity, fix=fix)


def _damage(damaged: Damaged) -> str:
    if not damaged.charset:
        return "write a charset, as in =?utf-8?q?text?="
    if not damaged.is_closed:
        return 'it has no end: write text and "?=", as in =?utf-8?q?text?='
    if "?" in damaged.text:
        return 'a "?" stands in its text: write it as =3F, or use base64'
    return 'a blank or another character stands in it that may not: write a blank as "_"'


@rule(
    "ENC103",
    "ew-bad-base64",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §4.1, §5: a multiple of 4 characters; RFC 2045 §6.8",
    looks_at=MESSAGE,
    bad=(
        sample("Subject: =?utf-8?b?RMOubmV?="),
        sample("Subject: =?utf-8?b?RMOubmVyIQ===?="),
        sample("Subject: =?utf-8?b?RMO_bmVy?="),
        sample("Subject: =?utf-8?b?RMOu=bmVy?="),
    ),
    good=(sample("Subject: =?utf-8?b?RMOubmVyIQ==?="),),
)
def bad_base64(message: Part, context: Context) -> Iterator[Hit]:
    """The text of a "B" encoded-word is not base64.

    Readers show the word as it is written, or lose the end of its text, each in its own way. Encode the text anew, each
    word by itself, with its padding.
    """
    for field in worded(message, context):
        for word in field.decoded:
            if word.encoding in "Bb" and not is_sound(word):
                text = f"not base64: {_not_base64(word)}; encode the text anew"
                yield field.hit(word.start, word.end, text, fix=fixes.word_anew(field, word))


def _not_base64(word: EncodedWord) -> str:
    foreign = NOT_BASE64_RE.search(word.text)
    if foreign is None:
        return f"{len(word.text)} characters are no groups of four"
    if foreign[0] == "=":
        return "padding where none belongs"
    return f"{shown(foreign[0])} is not in its alphabet"


@rule(
    "ENC104",
    "ew-bad-q",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §4.2, §5",
    looks_at=MESSAGE,
    bad=(
        sample("Subject: =?utf-8?q?1+1=2?="),
        sample("Subject: =?utf-8?q?D=C3=AEner=?="),
        sample("Subject: =?utf-8?q?D=c3=aener?="),
    ),
    good=(sample("Subject: =?utf-8?q?1+1=3D2?="), sample(_SUBJECT)),
)
def bad_q(message: Part, context: Context) -> Iterator[Hit]:
    """The text of a "Q" encoded-word has a "=" that begins no escape, or lower-case digits.

    A "=" with two hex digits behind it is an octet; where they are missing, readers show the word as it is written, or
    lose text. Write each "=" that is meant as =3D. (Lower-case digits are a note: every reader takes them.)
    """
    for field in worded(message, context):
        is_told = False
        for word in field.decoded:
            if word.encoding in "Bb":
                continue
            start = word.end - len(word.text) - 2
            wrong = NOT_Q_ESCAPE_RE.search(word.text)
            lower = None if is_told else Q_LOWER_CASE_RE.search(word.text)
            if wrong:
                text = f'{shown(wrong[0])} is no escape: write "=" as =3D, or two hex digits behind it'
                yield field.hit(start + wrong.start(), start + wrong.end(), text, fix=fixes.word_anew(field, word))
            elif lower:
                is_told = True
                text = f"{lower[0]}: write hex digits in capitals, as in {lower[0].upper()}"
                fix = fixes.capitals(field)
                yield field.hit(start + lower.start(), start + lower.end(), text, Severity.NOTE, fix=fix)


@rule(
    "ENC105",
    "ew-unknown-encoding",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §4",
    looks_at=MESSAGE,
    bad=(sample("Subject: =?utf-8?u?Lunch?="), sample("Subject: =?utf-8?base64?RMOubmVy?=")),
    good=(sample("Subject: =?utf-8?B?RMOubmVy?="), sample(_SUBJECT)),
)
def unknown_encoding(message: Part, context: Context) -> Iterator[Hit]:
    """The encoding of an encoded-word is neither "B" nor "Q".

    There are no others: every reader shows the word as it is written. Write "B" for base64, "Q" for what is like
    quoted-printable.
    """
    for field in worded(message, context):
        for damaged in field.damaged:
            if damaged.encoding not in {"", *"BbQq"}:
                text = f'the encoding {shown(damaged.encoding)} of an encoded-word is none: write "B" or "Q"'
                yield field.hit(damaged.start, damaged.end, text, fix=fixes.damaged_anew(field, damaged))


@rule(
    "ENC106",
    "ew-unknown-charset",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §3: the charsets of IANA's registry; WHATWG Encoding Standard: those that readers still decode",
    looks_at=MESSAGE,
    bad=(
        sample("Subject: =?x-martian?q?Lunch?="),
        sample("Subject: =?x-sjis?b?k/qWew==?="),
        sample("Subject: =?unknown-8bit?b?RO5uZXI=?= =?unknown-8bit?b?IQ==?="),
        sample("Subject: =?utf-7?q?D+AO4-ner?="),
    ),
    good=(
        sample("Subject: =?utf-8*fr?q?D=C3=AEner?="),
        sample("Subject: =?windows-874?q?Lunch?="),
    ),
)
def unknown_charset(message: Part, context: Context) -> Iterator[Hit]:
    """The charset of an encoded-word is not known, or has a private name, or readers no longer decode it.

    Readers show the word as it is written, or guess. Of charsets in which plain ASCII stands for other text, as in
    utf-7, a filter reads one thing then and a person another. Write the text in utf-8.
    """
    for field, run in runs(message, context):
        name = run.words[0].charset.partition("*")[0]
        if not charsets.is_name(name) or run.charset in _GIVEN_UP:
            text = f"the charset {shown(name)} of an encoded-word is not known to all: write the text in utf-8"
            yield field.hit(*run.span, text, fix=fixes.run_anew(field, run))


@rule(
    "ENC107",
    "ew-undecodable",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §3, §5",
    looks_at=MESSAGE,
    bad=(
        sample("Subject: =?utf-8?q?D=EEner?="),
        sample("Subject: =?us-ascii?q?D=EEner?="),
        sample("Subject: =?utf-8?b?RMM=?= =?iso-8859-1?q?=AEner?="),
        sample("Subject: =?gb2312?b?gTA=?="),
    ),
    good=(sample("Subject: =?iso-8859-1?q?D=EEner?="), sample(_SUBJECT)),
)
def undecodable(message: Part, context: Context) -> Iterator[Hit]:
    """The octets of an encoded-word are no text in its charset.

    Readers show signs of replacement in their place, or the word as it is written. Name the charset the text is in, or
    write it in utf-8. (Where most readers take more octets than the charset has, this is a warning.)
    """
    for field, run in runs(message, context):
        if not run.is_text and run.is_sound and charsets.is_known(run.charset):
            text = f"octets that are no text in {shown(run.charset)}: name the charset they are in, or write utf-8"
            wider = _as_most_read(run)
            is_read = wider is not None or run.charset == "iso2022_jp"  # of whose wider charset Python knows none
            fix = fixes.run_anew(field, run, meant=wider, safe=False) if wider else None
            yield field.hit(*run.span, text, Severity.WARNING if is_read else None, fix=fix)


def _as_most_read(run: Run) -> str | None:
    """Give the text for which most readers take the octets, of a wider charset."""
    wider = AS_READ.get(run.charset, "")
    is_text = run.charset != "ascii" and charsets.is_valid(run.octets, wider)
    return charsets.decode(run.octets, wider) if is_text else None


@rule(
    "ENC108",
    "ew-split-character",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §5: an integral number of characters",
    looks_at=MESSAGE,
    bad=(
        sample("Subject: =?utf-8?q?D=C3?= =?utf-8?q?=AEner?="),
        sample("Subject: =?utf-8?b?RMM=?=\r\n =?utf-8?q?=AEner?="),
    ),
    good=(sample("Subject: =?utf-8?q?D=C3=AE?= =?utf-8?q?ner?="),),
)
def split_character(message: Part, context: Context) -> Iterator[Hit]:
    """A character is divided between two encoded-words.

    Readers that decode word by word, as the standard has it, show signs of replacement in its place. Divide the text
    between characters.
    """
    for field, run in runs(message, context):
        if len(run.words) == 1 or not run.is_sound or not run.is_text:
            continue
        pieces = zip(run.words, run.pieces, strict=True)
        cut = next((word for word, octets in pieces if not charsets.is_valid(octets, run.charset)), None)
        if cut:
            text = f"this word ends within a character of {run.charset}: divide the text between characters"
            yield field.hit(cut.start, cut.end, text, fix=fixes.run_anew(field, run))


RULES = (
    word_too_long,
    malformed_word,
    bad_base64,
    bad_q,
    unknown_encoding,
    unknown_charset,
    undecodable,
    split_character,
)
