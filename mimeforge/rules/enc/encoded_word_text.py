"""ENC: the text that encoded-words stand for, and whether it needed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import ENCODED_WORD_RE, NEVER_IN_FIELD_RE
from mimeforge._grammar.charsets import UTF_8_AS_LATIN_RE
from mimeforge._grammar.encoded_words import CONTROL_BUT_TAB_RE
from mimeforge.codecs import charsets, encoded_word
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.enc import fixes
from mimeforge.rules.enc.encoded_word_fields import runs, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.enc.encoded_word_fields import Run
    from mimeforge.tree import Part

__all__ = ["RULES"]

_UTF_8: Final = "utf-8"
_ASCII: Final = "ascii"

# What UTF-8 is taken for when it is encoded a second time, the commonest last.
_MISTAKEN_FOR: Final = ("cp1252", "latin-1")
# What UTF-8 is named by mistake.
_LATIN: Final = frozenset({"cp1252", "iso8859-1", "iso8859-15"})


@rule(
    "ENC121",
    "ew-contains-crlf",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §5: only printable characters and white space; §7",
    looks_at=MESSAGE,
    bad=(
        sample("Subject: =?utf-8?q?Lunch=0D=0ABcc=3A_eve=40example=2Eorg?="),
        sample("Subject: =?utf-8?b?THVuY2gK?="),
        sample("Subject: =?utf-8?q?Lunch=00?="),
        sample("Subject: =?utf-8?q?Lunch=07?="),
    ),
    good=(sample("Subject: =?utf-8?q?=09Lunch?="), sample("Subject: =?iso-2022-jp?b?GyRCJCIbKEI=?=")),
)
def control_in_text(message: Part, context: Context) -> Iterator[Hit]:
    """The text of an encoded-word holds a line end, a NUL or another control character.

    A program that decodes the field and writes it anew makes two fields of a line end: that is how recipients are
    smuggled in. Readers cut the text at a NUL. Take the character out before the text is encoded. (Other controls,
    which readers drop or show as signs, are a warning.)
    """
    for field, run in runs(message, context):
        # The octets of an unknown charset may mean anything by other controls: escapes, for one.
        is_known = run.text is not None
        text = run.text if run.text is not None else run.octets.decode("latin-1")
        if text.isprintable():
            continue
        found = NEVER_IN_FIELD_RE.search(text) or (CONTROL_BUT_TAB_RE.search(text) if is_known else None)
        if found and run.is_sound:
            said = f"{code_points(found[0])} in the text of an encoded-word: take it out before the text is encoded"
            is_cutting = NEVER_IN_FIELD_RE.match(found[0]) is not None
            fix = fixes.run_anew(field, run, meant=text.rstrip("\r\n"), safe=False) if is_known else None
            yield field.hit(*run.span, said, None if is_cutting else Severity.WARNING, fix=fix)


@rule(
    "ENC119",
    "ew-double-encoded",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="RFC 2047 §6.1: a word is decoded once",
    looks_at=MESSAGE,
    bad=(
        sample("Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3FD=3DC3=3DAEner=3F=3D?="),
        sample("Subject: =?utf-8?q?D=C3=83=C2=AEner?="),
        sample("Subject: =?iso-8859-1?q?D=C3=AEner?="),
    ),
    good=(
        sample("Subject: =?utf-8?q?D=C3=AEner_=C3=A0_S=C3=83O_PAULO?="),
        sample("Subject: =?iso-8859-1?q?CAF=C9=AE?="),
        sample("Subject: =?us-ascii?q?Write_=3D=3Futf-8=3Fq=3Fx=3F=3D?="),
    ),
)
def double_encoded(message: Part, context: Context) -> Iterator[Hit]:
    """A text was encoded twice, or in UTF-8 that is named Latin-1.

    What is decoded is an encoded-word again, or UTF-8 that was taken for Latin-1, as in "DÃ®ner": readers show that.
    Encode the text once, and name utf-8. (Text that is meant to look like an encoded-word is written in us-ascii.)
    """
    for field, run in runs(message, context):
        text = run.text or ""
        if run.charset != _ASCII and "=?" in text and ENCODED_WORD_RE.search(text):
            fix = fixes.run_anew(field, run, meant=encoded_word.decode_text(text), safe=False)
            said = "an encoded-word that stands for another encoded-word: encode the text once"
            yield field.hit(*run.span, said, fix=fix)
        elif run.charset == _UTF_8 and not text.isascii() and (meant := _taken_for_latin(text)):
            said = f"the text {shown(text)} is UTF-8 that was taken for Latin-1 and encoded again: encode it once"
            yield field.hit(*run.span, said, fix=fixes.run_anew(field, run, meant=meant, safe=False))
        elif _is_named_latin(run):
            named = run.words[0].charset.partition("*")[0]
            said = f"octets of UTF-8 that are named {shown(named)}, and shown as {shown(text)}: name utf-8"
            fix = fixes.run_anew(field, run, meant=run.octets.decode(_UTF_8), safe=False)
            yield field.hit(*run.span, said, fix=fix)


def _is_named_latin(run: Run) -> bool:
    """Whether the octets are UTF-8 and named Latin-1; where they are no text in that either, ENC107 tells."""
    is_suspect = run.charset in _LATIN and UTF_8_AS_LATIN_RE.search(run.octets)
    return bool(is_suspect) and all(charsets.is_valid(run.octets, one) for one in (_UTF_8, run.charset))


def _taken_for_latin(text: str) -> str | None:
    """Give the text that was meant where all that is not ASCII is UTF-8 that was read as another charset."""
    for charset in _MISTAKEN_FOR:
        try:
            octets = text.encode(charset)
            meant = octets.decode(_UTF_8)
        except UnicodeError:
            continue
        return meant if UTF_8_AS_LATIN_RE.search(octets) else None
    return None


@rule(
    "ENC116",
    "ew-needless",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §5: allowed, but discouraged; rspamd, SUBJ_EXCESS_QP",
    looks_at=MESSAGE,
    overlay="strict",
    bad=(sample("Subject: =?utf-8?q?Lunch?="),),
    good=(sample("Subject: =?utf-8?q?D=C3=AEner?="), sample("Subject: =?utf-8?q?=3D=3F?=")),
)
def needless_word(message: Part, context: Context) -> Iterator[Hit]:
    """An encoded-word stands for printable ASCII.

    It needs no encoding, and filters count words that do not. Write the text as it is.
    """
    for field, run in runs(message, context):
        text = run.text or ""
        if text.isascii() and text.isprintable() and text.strip() == text != "" and "=?" not in text:
            fix = fixes.text_anew(field, run.words[0], context)
            yield field.hit(*run.span, f"{shown(text)} is ASCII: write it as it is", fix=fix)


@rule(
    "ENC117",
    "ew-inefficient",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §4: the shorter of the two encodings",
    looks_at=MESSAGE,
    overlay="strict",
    bad=(
        sample("Subject: =?utf-8?q?=E6=97=A5=E6=9C=AC=E8=AA=9E=E3=83=A1=E3=83=BC=E3=83=AB?="),
        sample("Subject: =?utf-8?q?D?= =?utf-8?q?=C3=AE?= =?utf-8?q?ner?="),
    ),
    good=(sample("Subject: =?utf-8?q?D=C3=AEner?= =?utf-8?q?_=C3=A0_midi?="),),
)
def inefficient_words(message: Part, context: Context) -> Iterator[Hit]:
    """Encoded-words take half as much again as they need.

    The other encoding is far shorter, or one word would hold what several do. Have a library choose: "Q" for text that
    is mostly ASCII, "B" for other text.
    """
    for field, run in runs(message, context):
        if run.charset == _UTF_8 and not (run.text or "").isascii() and charsets.is_valid(run.octets, _UTF_8):
            needed = sum(map(len, encoded_word.encode(run.octets.decode(_UTF_8))))
            used = sum(word.end - word.start for word in run.words)
            if used > needed * 1.5:
                said = f"{used} characters of encoded-words, where {needed} hold the same text"
                yield field.hit(*run.span, said, fix=fixes.run_anew(field, run))


@rule(
    "ENC118",
    "ew-mixed-charsets",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §3",
    looks_at=MESSAGE,
    overlay="strict",
    bad=(sample("Subject: =?utf-8?q?D=C3=AEner?= =?us-ascii?q?_=3D=3F?="),),
    good=(sample("Subject: =?utf-8?q?D=C3=AEner?= =?UTF8?q?_=C3=A0_midi?="),),
)
def mixed_charsets(message: Part, context: Context) -> Iterator[Hit]:
    """The encoded-words of a field are in several charsets.

    It is allowed, and mostly the trace of a text that was put together without care. Write all of it in utf-8.
    """
    for field in worded(message, context):
        other = next((run for run in field.runs if run.charset != field.runs[0].charset), None)
        if other:
            text = f"encoded-words in {shown(field.runs[0].charset)} and {shown(other.charset)}: write all in utf-8"
            yield field.hit(*other.span, text, fix=fixes.field_in_utf8(field))


@rule(
    "ENC120",
    "ew-legacy-charset",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §3; WHATWG Encoding Standard §4.2: new text is UTF-8",
    looks_at=MESSAGE,
    overlay="strict",
    bad=(sample("Subject: =?iso-8859-1?q?D=EEner?="), sample("Subject: =?iso-2022-jp?b?GyRCJCIbKEI=?=")),
    good=(sample("Subject: =?utf-8?q?D=C3=AEner?="), sample("Subject: =?us-ascii?q?=3D=3F?=")),
)
def legacy_charset(message: Part, context: Context) -> Iterator[Hit]:
    """An encoded-word is in another charset than UTF-8.

    Every reader knows UTF-8, and it holds every character; of the others, readers differ in what some octets stand for.
    Write the text in utf-8.
    """
    for field, run in runs(message, context):
        if run.charset not in {_UTF_8, _ASCII} and charsets.is_known(run.charset):
            text = f"an encoded-word in {shown(run.charset)}: write it in utf-8"
            yield field.hit(*run.span, text, fix=fixes.run_anew(field, run))


RULES = (
    control_in_text,
    double_encoded,
    needless_word,
    inefficient_words,
    mixed_charsets,
    legacy_charset,
)
