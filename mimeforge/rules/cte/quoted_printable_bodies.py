"""CTE: quoted-printable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import NON_ASCII_RE
from mimeforge._grammar.content import (
    QP_BAD_ESCAPE_RE,
    QP_CONTROL_RE,
    QP_DOUBTFUL_SOFT_BREAK_RE,
    QP_ENDS_SOFT_RE,
    QP_ESCAPED_LINE_END_RE,
    QP_LOWER_CASE_RE,
    QP_TRAILING_BLANKS_RE,
    SIGNATURE_LINE_RE,
)
from mimeforge._limits import ENCODED_LINE_MAX
from mimeforge.codecs.quoted_printable import is_well_coded
from mimeforge.codecs.scans import has_blank_at_line_end
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import Hit, encoded, rule
from mimeforge.rules.cte.encoded_bodies import counted, is_encoded, located, long_lines
from mimeforge.rules.cte.fixes import mend_lines
from mimeforge.rules.cte.rewriting import (
    with_broken_lines,
    with_escaped_blanks,
    with_escaped_controls,
    with_escaped_equals,
    with_escaped_octets,
    with_line_ends,
    with_short_soft_breaks,
    with_upper_case,
    without_blanks_at_end,
)
from mimeforge.rules.fixes import is_wide
from mimeforge.rules.lin.places import first_of
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_QUOTED_PRINTABLE: Final = encoded("quoted-printable")


def _qp(body: str | bytes, *fields: str) -> bytes:
    return sample("Content-Transfer-Encoding: quoted-printable", *fields, body=body)


_UTF8: Final = "Content-Type: text/plain; charset=utf-8"
_GOOD: Final = (
    _qp("2 + 2 =3D 4\r\n"),
    _qp("Now's the time =\r\nfor all folk.=20\r\n\r\n-- =\r\n\r\n"),
    _qp("D=C3=A9jeuner =C3=A0 midi.", _UTF8),
)


@rule(
    "CTE120",
    "qp-bad-escape",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.7 (1): = and two hexadecimal digits",
    looks_at=_QUOTED_PRINTABLE,
    bad=(_qp("2 + 2 = 4\r\n"), _qp("2 + 2 =3G 4\r\n"), _qp("https://example.com/?a=x\r\n")),
    good=_GOOD,
)
def bad_escape(part: Part, context: Context) -> Iterator[Hit]:
    """A "=" in quoted-printable begins neither an escape nor a soft line break.

    Readers show it, drop it or refuse the part; where two digits happen to follow, as in ``?id=42``, they show another
    character. The text was not encoded at all, or not to its end. Write ``=3D`` for "=".
    """
    if is_encoded(part) and not context.once(_is_well_coded, part):
        places, more = first_of(located(QP_BAD_ESCAPE_RE, part), "places")
        for place, fix in zip(places, mend_lines(part, places, "write =3D", with_escaped_equals), strict=True):
            octets = shown(part.source.read(place))
            message = f'{octets} is no escape of two hex digits{more}: write =3D where "=" is meant'
            yield Hit(place, message, fix=fix)


@rule(
    "CTE121",
    "qp-lowercase-hex",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.7 (1): lower-case letters are not allowed; receivers may take them (note 1)",
    looks_at=_QUOTED_PRINTABLE,
    bad=(_qp("2 + 2 =3d 4\r\n"), _qp("D=c3=a9jeuner.\r\n", _UTF8)),
    good=_GOOD,
)
def lower_case_digits(part: Part, context: Context) -> Iterator[Hit]:
    """An escape in quoted-printable has lower-case digits.

    Nearly every reader takes it, strict ones show it as it stands. Write ``=3D``, not ``=3d``.
    """
    place, more = counted(located(QP_LOWER_CASE_RE, part), "escapes") if is_encoded(part) else (None, "")
    if place:
        octets = part.source.read(place)
        [fix] = mend_lines(part, [place], "write the digits in capitals", with_upper_case)
        yield Hit(place, f"{shown(octets)} has lower-case digits{more}: write {shown(octets.upper())}", fix=fix)


@rule(
    "CTE122",
    "qp-line-over-76",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.7 (5): encoded lines of no more than 76 characters",
    looks_at=_QUOTED_PRINTABLE,
    bad=(_qp("x" * 79 + "\r\n"), _qp("x" * 77 + "\r\n")),
    good=(_qp("x" * 76 + "\r\n"), _qp("x" * 75 + "=\r\nx\r\n")),
)
def long_line(part: Part, context: Context) -> Iterator[Hit]:
    """A line of quoted-printable text is longer than 76 characters.

    Strict decoders cut or refuse it, and nothing else keeps a line short on its way. Lines of 77 and 78 are a warning:
    Python's email package writes them, and every reader has learnt to take them. Break lines with "=" at column 76.
    """
    places = list(long_lines(part)) if is_encoded(part) else []
    worse = [place for place in places if place.end - place.start > _JUST_OVER]
    place, more = counted(worse or places, "lines")
    if place:
        text = f'a quoted-printable line of {place.end - place.start:,}{more}, at most 76 may stand: break it with "="'
        span = Span(place.start + ENCODED_LINE_MAX, place.end)
        [fix] = mend_lines(part, places[:1], "break the line", with_broken_lines)
        yield Hit(span, text, severity=None if worse else Severity.WARNING, fix=fix)


_JUST_OVER: Final = 78


@rule(
    "CTE123",
    "qp-trailing-space",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.7 (3): no blank or TAB at the end of an encoded line; decoders delete it",
    looks_at=_QUOTED_PRINTABLE,
    bad=(_qp("2 + 2 =3D 4 \r\n"), _qp("2 + 2 =3D 4\r\n-- \r\nJo\r\n"), _qp("2 + 2 =3D 4\t")),
    good=_GOOD,
)
def trailing_blank(part: Part, context: Context) -> Iterator[Hit]:
    """A line of quoted-printable text ends in a blank.

    Decoders have to take it for padding and delete it: flowed text and the signature line "-- " change their meaning.
    Write ``=20`` or ``=09``, or take the blank away.
    """
    if is_encoded(part) and has_blank_at_line_end(part.raw):
        places, more = first_of(located(QP_TRAILING_BLANKS_RE, part), "lines")
        for place, fix in zip(places, _without_blanks(part, places), strict=True):
            message = f"a blank at the end of the line{more}, which decoders delete: write =20 or take it away"
            yield Hit(place, message, fix=fix)


def _without_blanks(part: Part, places: Sequence[Span]) -> list[Fix]:
    """Take the blanks away as decoders do; where one means something (RFC 3676 §4.2, §4.3), not all readers see that.

    It is escaped there, for somebody to say that it is meant.
    """
    if SIGNATURE_LINE_RE.search(part.raw) or part.parameters.get("format", "").lower() == "flowed":
        return mend_lines(part, places, "escape the blank", with_escaped_blanks, safe=False)
    return mend_lines(part, places, "take the blank away", without_blanks_at_end)


@rule(
    "CTE124",
    "qp-raw-8bit-ctl",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.7 (2): printable ASCII stands for itself, all else is escaped",
    looks_at=_QUOTED_PRINTABLE,
    bad=(_qp("Déjeuner =C3=A0 midi.\r\n", _UTF8), _qp("one\rtwo\r\n"), _qp(b"one\0two\r\n")),
    good=_GOOD,
)
def raw_octets(part: Part, context: Context) -> Iterator[Hit]:
    """Quoted-printable text holds octets over 127, or controls, as they are.

    Relays may clear or drop octets over 127, and decoders drop or show them: an error. Controls, NUL and a CR without
    its LF above all, end the text for some and not for others: a warning. Escape them, as ``=C3=A9``.
    """
    if not is_encoded(part):
        return
    raw = part.raw
    if not raw.isascii():
        places, more = first_of(located(NON_ASCII_RE, part), "places")
        for place, fix in zip(places, mend_lines(part, places, "escape it", with_escaped_octets), strict=True):
            octets = shown(part.source.read(place))
            message = f"{octets} stands as it is{more}, and has to be escaped: encode all of the text"
            yield Hit(place, message, fix=fix)
    if raw.translate(None, _HARMLESS).replace(b"\r\n", b""):
        places, more = first_of(located(QP_CONTROL_RE, part), "places")
        for place, fix in zip(places, mend_lines(part, places, "escape it", with_escaped_controls), strict=True):
            octets = shown(part.source.read(place))
            text = f"{octets}, a control, stands as it is{more}: write ={part.source.octets[place.start]:02X}"
            yield Hit(place, text, severity=Severity.WARNING, fix=fix)


# What needs no closer look: all but controls, and the LF that a CR has to stand before.
_HARMLESS: Final = bytes([0x09, *range(0x20, 0x7F), *range(0x80, 0x100)])


@rule(
    "CTE125",
    "qp-soft-break-bad",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.7 (3), (5): a soft line break is = and CRLF; transport-padding is not to be written",
    looks_at=_QUOTED_PRINTABLE,
    bad=(_qp("two lines == \r\nor one\r\n"), _qp("two lines =\ror one\r\n"), _qp("two lines = \r\nor one\r\n")),
    good=_GOOD,
)
def doubtful_soft_break(part: Part, context: Context) -> Iterator[Hit]:
    """A soft line break in quoted-printable is not "=" and CRLF.

    Behind another "=", or before a CR alone, readers disagree whether the line goes on, and what the "=" is. Blanks
    between "=" and the line end are to be passed over, and not all readers do: a warning. End the line in "=" alone.
    """
    if is_encoded(part) and not context.once(_is_well_coded, part):
        places, more = first_of(located(QP_DOUBTFUL_SOFT_BREAK_RE, part), "places")
        # Some readers show the "=", and the line ends behind it: it may be meant.
        fixes = mend_lines(part, places, "take the blanks away", with_short_soft_breaks, safe=False)
        for place, fix in zip(places, fixes, strict=True):
            octets = part.source.read(place)
            is_padded = octets.startswith((b"= ", b"=\t"))
            text = f'{shown(octets)} ends a line{more}: write "=" alone for a soft line break, =3D for the sign'
            severity = Severity.WARNING if is_padded else None
            yield Hit(place, text, severity=severity, fix=fix if is_padded else None)


@rule(
    "CTE126",
    "qp-ends-soft",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.7 (5): a soft line break joins a line to the next",
    looks_at=_QUOTED_PRINTABLE,
    bad=(_qp("2 + 2 =3D 4=\r\n"), _qp("2 + 2 =3D 4=")),
    good=_GOOD,
)
def ends_soft(part: Part, context: Context) -> Iterator[Hit]:
    """A quoted-printable body ends in a soft line break.

    No line follows that it could join: the rest may have been cut off, or the encoder wrote one too many, which some
    readers show as "=". End the last line in CRLF alone.
    """
    if is_encoded(part) and part.raw.rstrip().endswith(b"="):
        found = QP_ENDS_SOFT_RE.search(part.source.octets, *part.body_span)
        if found:
            place = Span(found.start(), found.start() + 1)
            message = "the body ends in a soft line break: see whether its end is there, and take the = away"
            yield Hit(place, message, fix=_without_end(part, Span(*found.span())))


def _without_end(part: Part, ending: Span) -> Fix | None:
    """Take the soft line break away at which a body ends; where the message ends too, it may have been cut there."""
    is_cut = part.span.end == len(part.source.octets)
    last = part.source.octets[ending.start - 1 : ending.start]
    before = part.source.octets[part.body_span.start : ending.start]
    if last in {b"=", b" ", b"\t"} or not is_well_coded(before):
        return None
    edit = Edit(Span(ending.start, ending.start + 1) if is_cut else ending)
    return Fix("take the = away", (edit,), safe=not is_cut)


@rule(
    "CTE127",
    "qp-encoded-crlf",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.7 (4): a line break of text is a line break of the encoded text",
    looks_at=_QUOTED_PRINTABLE,
    bad=(_qp("one=0D=0Atwo=0D=0A=\r\nthree\r\n"), _qp("one=0Atwo\r\n")),
    good=(*_GOOD, _qp("%PDF=0D=0A\r\n", "Content-Type: application/octet-stream")),
)
def escaped_line_end(part: Part, context: Context) -> Iterator[Hit]:
    """A line break of a text is escaped in quoted-printable.

    Such text was encoded as if it were binary. Most readers show lines all the same, some show one long line. Encode
    line by line: in .NET, a body encoding that is not made from octets; in Python, ``istext=True``.
    """
    if part.media_type.startswith("text/") and is_encoded(part) and _has_escaped_line_feed(part.raw):
        place, more = counted(located(QP_ESCAPED_LINE_END_RE, part), "line breaks")
        if place:
            octets = shown(part.source.read(place))
            text = f"a line break of text as {octets}{more}: write CRLF, and encode line by line"
            is_sure = is_well_coded(part.raw) and not is_wide(part)
            fix = mend_lines(part, [place], "write the line break", with_line_ends)[0] if is_sure else None
            yield Hit(place, text, fix=fix)


def _is_well_coded(part: Part) -> bool:
    return is_well_coded(part.raw)


def _has_escaped_line_feed(raw: bytes) -> bool:
    return b"=0A" in raw or b"=0a" in raw


RULES = (
    bad_escape,
    lower_case_digits,
    long_line,
    trailing_blank,
    raw_octets,
    doubtful_soft_break,
    ends_soft,
    escaped_line_end,
)
