"""ENC: where encoded-words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import LWSP, SPACED_ENCODED_WORD_RE
from mimeforge._grammar.encoded_words import NOT_IN_COMMENT_RE, NOT_IN_PHRASE_RE, SPECIALS_IN_PHRASE_RE
from mimeforge._ses_facts import BLOCKED_EXTENSIONS
from mimeforge.codecs.encoded_word import decode_text
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.enc import fixes
from mimeforge.rules.enc.encoded_word_fields import Place, has_faults, holds_address, worded
from mimeforge.rules.par.content_fields import parameters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.codecs.encoded_word import EncodedWord
    from mimeforge.linter.context import Context
    from mimeforge.rules.enc.encoded_word_fields import WordedField
    from mimeforge.tree import Part

__all__ = ["RULES"]

_WORD: Final = "=?utf-8?q?Zo=C3=A9?="

# What may touch a word: in a phrase, a delimiter of the list before it, which readers look for first.
_BEFORE: Final = {Place.TEXT: LWSP, Place.PHRASE: LWSP + ",:;", Place.COMMENT: LWSP + "("}
_BEHIND: Final = {Place.TEXT: LWSP, Place.PHRASE: LWSP, Place.COMMENT: LWSP + ")"}

# Parameters are read by the rules on them; in these two fields, encoded-words outside of quotes break the syntax.
_WITH_PARAMETERS: Final = frozenset({"content-disposition", "content-type"})
# A field is read again for each parameter that is mended; the others have their turn when these are gone.
_PARAMETERS_MENDED: Final = 10
# What Amazon SES writes anew, and what nobody shows.
_REPLACED: Final = frozenset({"date", "message-id", "received"})


@rule(
    "ENC109",
    "ew-no-separator",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §5 (1), (3)",
    looks_at=MESSAGE,
    bad=(
        sample(f"Subject: Re:{_WORD}"),
        sample(f"Subject: {_WORD}{_WORD}"),
        sample(f"Subject: [{_WORD}] Lunch"),
        sample(f"To: {_WORD}<zoe@example.net>"),
    ),
    good=(
        sample(f"Subject: Re: {_WORD}\r\n\t{_WORD} ."),
        sample(f"To: Jo <jo@example.com>,{_WORD} <zoe@example.net>"),
    ),
)
def word_not_separated(message: Part, context: Context) -> Iterator[Hit]:
    """An encoded-word has no blank beside it.

    Readers that keep to the standard show such a word as it is written. Write a blank before and behind it, or take
    what stands beside it into the word.
    """
    for field in worded(message, context):
        for word in _touched(field, context, Place.TEXT, Place.PHRASE):
            what = shown(field.text[word.start : word.end])
            text = f"no blank beside the encoded-word {what}: write one, or encode what stands there too"
            yield field.hit(word.start, word.end, text, fix=fixes.text_anew(field, word, context))


@rule(
    "ENC114",
    "ew-in-comment-bad",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §5 (2)",
    looks_at=MESSAGE,
    bad=(
        sample(f"To: zoe@example.net (Mme{_WORD})"),
        sample("To: zoe@example.net (=?utf-8?q?Zo=C3=A9_(Mme)?=)"),
    ),
    good=(sample(f"To: zoe@example.net ({_WORD} {_WORD})"),),
)
def word_in_comment(message: Part, context: Context) -> Iterator[Hit]:
    """An encoded-word in a comment touches other text, or holds a parenthesis or quote.

    Readers show it as it is written, or end the comment inside it. Write blanks beside it, and ( ) " as =28 =29 =22.
    """
    for field in worded(message, context):
        for word in _touched(field, context, Place.COMMENT):
            text = "no blank beside an encoded-word in a comment: write one"
            yield field.hit(word.start, word.end, text, fix=fixes.comment_anew(field, word))
        for placed in field.words:
            if placed.place is Place.COMMENT and placed.word.encoding in "Qq":
                found = NOT_IN_COMMENT_RE.search(placed.word.text)
                if found:
                    text = f"{shown(found[0])} in an encoded-word in a comment: write it as ={ord(found[0]):02X}"
                    fix = fixes.word_anew(field, placed.word)
                    yield field.hit(placed.word.start, placed.word.end, text, fix=fix)


@rule(
    "ENC110",
    "ew-in-quoted-string",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §5: not within a quoted-string",
    looks_at=MESSAGE,
    bad=(sample(f'To: "{_WORD}" <zoe@example.net>'), sample(f'Cc: "Mme {_WORD} {_WORD}" <mme@example.net>')),
    good=(sample(f"To: {_WORD} <zoe@example.net>"), sample(f'To: "Zoe" {_WORD} <zoe@example.net>')),
)
def word_in_quotes(message: Part, context: Context) -> Iterator[Hit]:
    """An encoded-word stands in quotes.

    Readers that keep to the standard show it as it is written, in the name of the sender above all. Leave the quotes
    out: an encoded-word needs none.
    """
    for field in worded(message, context):
        if field.name in _WITH_PARAMETERS or has_faults(field, context):
            continue
        told = -1
        for placed in field.words:
            if placed.place is Place.QUOTED and placed.word.start >= told:
                _, told = field.enclosed(placed.word.start)
                text = "an encoded-word in quotes, where it is not decoded: leave the quotes out"
                yield field.hit(placed.word.start, placed.word.end, text, fix=fixes.unquote(field, placed.word))


@rule(
    "ENC112",
    "ew-in-parameter",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §5, RFC 2231 §1",
    looks_at=MESSAGE,
    bad=(
        sample('Content-Disposition: attachment; filename="=?utf-8?q?Zo=C3=A9.txt?="'),
        sample('Content-Type: text/plain; name="=?utf-8?q?Zo=C3=A9?=\r\n =?utf-8?q?.txt?="'),
        sample('Content-Disposition: attachment; filename="=?utf-8?q?Zo=C3=A9 1.txt?="'),
    ),
    good=(sample("Content-Disposition: attachment; filename*=utf-8''Zo%C3%A9.txt"),),
)
def word_in_parameter(message: Part, context: Context) -> Iterator[Hit]:
    """An encoded-word stands in a parameter, a file name as a rule.

    Readers that keep to the standard show it as it is written; most decode it, in ways that differ. Write the name as
    filename*=utf-8''… (RFC 2231). (In the name of Content-Type, where Content-Disposition has filename*, it is a note:
    old programs read that name only.)
    """
    for field in worded(message, context):
        if field.name not in _WITH_PARAMETERS:
            continue
        name = "filename" if field.name == "content-disposition" else "name"
        text = f"an encoded-word in a parameter: write {name}*=utf-8''… (RFC 2231), or ASCII"
        severity = Severity.NOTE if field.name == "content-type" and _has_extended_name(field.part, context) else None
        for number, (start, end) in enumerate(field.quoted):
            word = SPACED_ENCODED_WORD_RE.search(field.text, start, end)
            if word and not _is_refused(field.text[word.start() : end - 1], context):
                fix = fixes.parameter_anew(field, word.start()) if number < _PARAMETERS_MENDED else None
                yield field.hit(word.start(), field.text.rfind("?=", start, end) + 2, text, severity, fix=fix)


def _has_extended_name(part: Part, context: Context) -> bool:
    """Whether the name of a file is written in the way of RFC 2231 as well, where readers look first."""
    disposition = part.field("Content-Disposition")
    written = parameters_of(disposition, context).written if disposition else ()
    return any(one.name == "filename" and one.extended for one in written)


def _is_refused(name: str, context: Context) -> bool:
    """Whether the ending of a file name is at fault, of which CON106 speaks under the profiles of Amazon SES."""
    extension = decode_text(name).rpartition(".")[2].lower()
    return context.profile.family == "ses" and extension in BLOCKED_EXTENSIONS


@rule(
    "ENC113",
    "ew-in-msgid-date-received",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §5: in no structured field but in comments and phrases",
    looks_at=MESSAGE,
    bad=(
        sample("References: =?utf-8?q?=3C1=40example=2Enet=3E?="),
        sample("Message-ID: =?utf-8?q?=3C1=40example=2Ecom=3E?="),
        sample("In-Reply-To: <=?utf-8?q?1?=@example.net>"),
        sample("Date: =?utf-8?q?Mon=2C_20_Jan_2025_12=3A00=3A00?= +0000"),
    ),
    good=(sample(f"References: <1@example.net>\r\n <2@example.net> ({_WORD})"),),
)
def word_in_structured_field(message: Part, context: Context) -> Iterator[Hit]:
    """An encoded-word stands in an id, a date or a Received field.

    Nobody decodes it there, so that the message falls out of its thread or has no date. Python's own email package
    writes long ids so. Write the field as it is, in ASCII. (Under the profiles of Amazon SES, which writes a Message-ID
    and Date of its own, it is a warning in these and in Received.)
    """
    for field in worded(message, context):
        if field.name in _WITH_PARAMETERS:
            continue
        severity = Severity.WARNING if context.profile.family == "ses" and field.name in _REPLACED else None
        undecoded = {Place.ELSEWHERE, Place.ANGLE, Place.QUOTED} if field.is_structured else set()
        found = [placed.word for placed in field.words if placed.place in undecoded]
        fix = fixes.structured_as_it_is(field) if found else None
        for word in found:
            text = f"an encoded-word in {field.field.name}, where nobody decodes it: write the field as it is"
            yield field.hit(word.start, word.end, text, severity, fix=fix)


@rule(
    "ENC122",
    "ew-specials-in-phrase",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §5 (3)",
    looks_at=MESSAGE,
    bad=(
        sample("To: =?utf-8?q?Zo=C3=A9@home?= <zoe@example.net>"),
        sample("To: =?utf-8?q?Zo=C3=A9_[D]?= <zoe@example.net>"),
        sample("To: =?utf-8?q?Zo=C3=A9_D.?= <zoe@example.net>"),
    ),
    good=(sample("To: =?utf-8?q?Zo=C3=A9_D=2E?= <zoe@example.net>"), sample("Subject: =?utf-8?q?Zo=C3=A9_(at_home)?=")),
)
def specials_in_phrase(message: Part, context: Context) -> Iterator[Hit]:
    """A "Q" encoded-word in a display name holds a character that may not stand there.

    Readers that look for addresses first take " ( ) < > @ , ; : [ ] and the backslash for delimiters, and see other
    names or other recipients. Write every character but letters, digits and ! * + - / as = and two hex digits. (A
    character that delimits nothing is a warning, a dot a note.)
    """
    for field in worded(message, context):
        if has_faults(field, context):
            continue
        for placed in field.words:
            word = placed.word
            # Where a comma divides the word, the address in it is one of a list to ADR104.
            is_told = "," not in word.text and holds_address(field, word, context)
            if placed.place is Place.PHRASE and word.encoding in "Qq" and not is_told:
                special = SPECIALS_IN_PHRASE_RE.search(word.text)
                found = special or NOT_IN_PHRASE_RE.search(word.text)
                if found:
                    text = f"{shown(found[0])} in the encoded-word of a display name: write it as ={ord(found[0]):02X}"
                    start = word.end - len(word.text) - 2 + found.start()
                    harmless = Severity.NOTE if found[0] == "." else Severity.WARNING  # initials: many composers do
                    fix = fixes.word_anew(field, word)
                    yield field.hit(start, start + 1, text, None if special else harmless, fix=fix)


def _touched(field: WordedField, context: Context, *places: Place) -> Iterator[EncodedWord]:
    """Find the words that have no blank before or behind them; of two that touch, the second."""
    if has_faults(field, context):
        return
    text = field.text
    for word, place in field.words:
        if place in places:
            is_touched_before = word.start > 0 and text[word.start - 1] not in _BEFORE[place]
            is_touched_behind = word.end < len(text) and text[word.end] not in _BEHIND[place]
            if is_touched_before or (is_touched_behind and not text.startswith("=?", word.end)):
                yield word


RULES = (
    word_not_separated,
    word_in_quotes,
    word_in_parameter,
    word_in_structured_field,
    word_in_comment,
    specials_in_phrase,
)
