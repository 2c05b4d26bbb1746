"""CHR: characters of the decoded text."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final
from unicodedata import is_normalized, normalize

from mimeforge._grammar import NON_ASCII_RE
from mimeforge._grammar.charsets import (
    INVISIBLE_RE,
    MOJIBAKE_RE,
    PRIVATE_OR_NONCHARACTER_RE,
    TAGGED_FLAG_RE,
)
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import PART, Hit, part_fields, parts, rule
from mimeforge.rules.chr.fixes import name_charset, retell
from mimeforge.rules.chr.texts import beyond_ascii, codec_of, is_unnamed_utf8, place
from mimeforge.rules.cte.fixes import replace_content
from mimeforge.rules.enc.encoded_word_fields import runs
from mimeforge.tree import Span
from mimeforge.tree.mime import filename

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_UTF8: Final = "Content-Type: text/plain; charset=utf-8"
_LATIN: Final = "Content-Type: text/plain; charset=iso-8859-1"
_QP: Final = "Content-Transfer-Encoding: quoted-printable"
_NAMED: Final = part_fields("Subject", "Content-Type", "Content-Disposition")

_BOM: Final = "\ufeff".encode()
_REPLACEMENT: Final = "\ufffd".encode()
# A name or a quotation may hold one such run by right, and no text three.
_RUNS_MIN: Final = 3


@rule(
    "CHR112",
    "charset-mojibake",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="UTF-8 read as windows-1252, and encoded again or named so",
    looks_at=parts("text"),
    bad=(
        sample(_UTF8, _QP, body="D=C3=83=C2=A9jeuner =C3=83=C2=A0 midi\r\n"),
        sample(_UTF8, _QP, body="it=C3=A2=E2=82=AC=E2=84=A2s =C3=A2=E2=82=AC=C5=93noon=C3=A2=E2=82=AC=C2=9D\r\n"),
        sample(_LATIN, _QP, body="D=C3=A9jeuner =C3=A0 midi\r\n"),
    ),
    good=(
        sample(_UTF8, _QP, body="D=C3=A9jeuner =C3=A0 midi, MA=C3=87=C3=83\r\n"),
        sample(_UTF8, _QP, body="=C3=83=C2=A9 is what =C3=A9 becomes\r\n"),
        sample(_LATIN, _QP, body="D=E9jeuner =E0 midi\r\n"),
    ),
)
def mojibake(part: Part, context: Context) -> Iterator[Hit]:
    """A text in UTF-8 was taken for text of one octet a character, and encoded again or named so.

    Readers show Ã© where é is meant. Read the text as UTF-8 where it comes from, and name utf-8. Two different runs
    that nobody writes, or three, are told; one may be a quotation.
    """
    if is_unnamed_utf8(part, context):
        run = NON_ASCII_RE.search(beyond_ascii(part, context))
        message = f"the text seems to be in UTF-8, not in {shown(part.charset or '')}: name utf-8"
        fix = name_charset(part, "utf-8", safe=False)
        yield Hit(place(part, context, *(run.span() if run else (0, 0))), message, fix=fix)
    elif codec_of(part) == "utf-8":
        runs = list(islice(MOJIBAKE_RE.finditer(beyond_ascii(part, context)), _RUNS_MIN))
        if len(runs) >= _RUNS_MIN or len({run[0] for run in runs}) > 1:
            message = "text that was in UTF-8 already is encoded again: read it as UTF-8 where it comes from"
            yield Hit(place(part, context, *runs[0].span()), message)


@rule(
    "CHR113",
    "charset-replacement-char",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="Unicode Standard §23.8: U+FFFD stands for what could not be read",
    looks_at=PART,
    bad=(
        sample(_UTF8, _QP, body="D=EF=BF=BDjeuner\r\n"),
        sample("Subject: =?utf-8?q?D=EF=BF=BDjeuner?="),
    ),
    good=(sample(_UTF8, _QP, body="D=C3=A9jeuner\r\n"),),
)
def replacement_character(part: Part, context: Context) -> Iterator[Hit]:
    """A text, or an encoded-word, holds U+FFFD, the sign for what could not be read.

    The letters that stood there were lost before the message was written. Read the text in its own charset.
    """
    for field, run in runs(part, context) if part.is_root else ():
        if run.charset == "utf-8" and _REPLACEMENT in run.octets:
            yield field.hit(*run.span, _lost(run.octets))
    if part.media_type.startswith("text/") and codec_of(part) == "utf-8":
        content = beyond_ascii(part, context)
        at = content.find(_REPLACEMENT)
        if at >= 0:
            yield Hit(place(part, context, at, at + len(_REPLACEMENT)), _lost(content))


def _lost(content: bytes) -> str:
    count = content.count(_REPLACEMENT)
    return f"U+FFFD stands for what was lost, {count} time{'s' * (count > 1)}: read the text in its own charset"


@rule(
    "CHR116",
    "charset-bom-in-body",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 3629 §6: no byte order mark where the charset is named",
    looks_at=parts("text"),
    bad=(sample(_UTF8, _QP, body="=EF=BB=BFSee you at noon.\r\n"),),
    good=(sample(_UTF8, _QP, body="See you at =E2=80=9Cnoon=E2=80=9D.\r\n"),),
)
def byte_order_mark(part: Part, context: Context) -> Iterator[Hit]:
    """A text begins with a byte order mark.

    It is a blank of no width, a sign or ï»¿ to readers, and HTML begins behind it. Take it away: the charset is named.
    """
    if codec_of(part) == "utf-8" and beyond_ascii(part, context).startswith(_BOM):
        message = "a byte order mark begins the text, of which some readers show a sign: take it away"
        edit = replace_content(part, Span(0, len(_BOM)), b"")
        fix = Fix("take the mark away", (edit,), safe=False) if edit else None
        yield Hit(place(part, context, 0, len(_BOM)), message, fix=fix)


@rule(
    "CHR114",
    "charset-nfd",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5198 §3, Unicode Standard Annex 15: text is sent in NFC",
    looks_at=_NAMED,
    overlay="strict",
    bad=(
        sample("Subject: =?utf-8?q?De=CC=81jeuner?="),
        sample("Content-Disposition: inline; filename*=utf-8''De%CC%81jeuner.txt"),
    ),
    good=(sample("Subject: =?utf-8?q?D=C3=A9jeuner?="),),
)
def decomposed_text(field: Field, context: Context) -> Iterator[Hit]:
    """The subject or a file name writes letters and their accents apart.

    macOS keeps names so. Others show the accent beside the letter, and do not find the word. Normalise to NFC.
    """
    text = _text_beyond_ascii(field)
    # Some scripts have no composed letters, and a few Han characters only look decomposed.
    if text and not is_normalized("NFC", text) and len(normalize("NFC", text)) < len(text):
        fix = retell("normalise to NFC", field, normalize("NFC", text))
        yield Hit(field.value_span, "letters and accents are written apart: normalise to NFC", fix=fix)


@rule(
    "CHR115",
    "charset-private-noncharacter",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5198 §2; Unicode Standard §23.5, §23.7, §23.8",
    looks_at=_NAMED,
    bad=(sample("Subject: =?utf-8?q?Lunch_=EE=80=80?="),),
    good=(sample("Subject: =?utf-8?q?Lunch_=F0=9F=8D=BD=EF=B8=8F?="),),
)
def no_character(field: Field, context: Context) -> Iterator[Hit]:
    """The subject or a file name holds what is no character, or each system's own.

    Readers show a box, or another sign in each font. Leave it out.
    """
    text = _text_beyond_ascii(field)
    found = PRIVATE_OR_NONCHARACTER_RE.search(text) if text else None
    if found:
        yield Hit(field.value_span, f"{code_points(found[0][0])} is a character of no standard: leave it out")


@rule(
    "CHR117",
    "charset-zero-width",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="Unicode Standard §23.2; filters take it for a way around them",
    looks_at=_NAMED,
    bad=(
        sample("Subject: =?utf-8?q?Lu=E2=80=8Bnch?="),
        sample("Content-Disposition: inline; filename*=utf-8''lunch%C2%AD.txt"),
    ),
    good=(
        sample("Subject: =?utf-8?q?=F0=9F=91=A9=E2=80=8D=F0=9F=8D=B3?="),
        sample("Subject: =?utf-8?b?8J+PtPOggafzoIGi86CBpfOgga7zoIGn86CBvw==?="),
    ),
)
def zero_width(field: Field, context: Context) -> Iterator[Hit]:
    """The subject or a file name holds characters that are not seen.

    Zero-width spaces, soft hyphens and tags part words for those who search, and make filters suspect. Leave them out.
    The joiners of emoji and of scripts that need them are let pass.
    """
    text = _text_beyond_ascii(field)
    found = INVISIBLE_RE.search(TAGGED_FLAG_RE.sub("", text)) if text else None
    if found:
        fix = retell("leave it out", field, _without_invisible(text or ""))
        message = f"{code_points(found[0][0])} is not seen, and parts words: leave it out"
        yield Hit(field.value_span, message, fix=fix)


def _without_invisible(text: str) -> str:
    """Take what is not seen out of a text, the tags of flags aside."""
    pieces, end = [], 0
    for flag in TAGGED_FLAG_RE.finditer(text):
        pieces += [INVISIBLE_RE.sub("", text[end : flag.start()]), flag[0]]
        end = flag.end()
    return "".join([*pieces, INVISIBLE_RE.sub("", text[end:])])


def _text_beyond_ascii(field: Field) -> str | None:
    """Give the subject, or the file name of a field, where it is more than ASCII; not what has no charset (LIN114)."""
    raw = field.raw
    if (raw.isascii() and b"=?" not in raw and b"%" not in raw) or field.encoding != "utf-8":
        return None
    if field.name.lower() == "subject":
        text: str | None = field.text
    else:
        is_disposition = field.name.lower() == "content-disposition"
        text = filename(field, None) if is_disposition else filename(None, field)
    return text if text and not text.isascii() else None


RULES = (
    mojibake,
    replacement_character,
    byte_order_mark,
    decomposed_text,
    no_character,
    zero_width,
)
