"""LIN: octets that no line of mail holds."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge import _grammar
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, OCTETS, Hit, Rule, rule
from mimeforge.rules.adr.address_fields import ADDRESS_FIELDS, read
from mimeforge.rules.adr.address_messages import Case, is_control_in_address
from mimeforge.rules.hdr.stray_lines import is_message
from mimeforge.rules.lin import fixes
from mimeforge.rules.lin.line_end_tricks import eod_lookalikes
from mimeforge.rules.lin.places import bodies, first_of, gaps, outside
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from re import Pattern

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part, Source

__all__ = ["RULES"]


@rule(
    "LIN105",
    "cr-cr-lf",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.2, §2.3: CR and LF must only occur together",
    looks_at=OCTETS,
    bad=(sample().replace(b"\r\n", b"\r\r\n"), sample().replace(b"\r\n\r\n", b"\r\n\r\r\n")),
    good=(sample(), sample(body="")),
    alone=True,
)
def cr_cr_lf(source: Source, context: Context) -> Iterator[Hit]:
    """Lines end in CR CR LF, the one that should be empty too.

    The line ends were converted twice: CRLF were written to a file in text mode on Windows, which puts a CR before each
    LF. No line is empty then, so that readers find no end of the header section. Open the file in binary mode, or with
    ``newline=""`` in Python.
    """
    empty = _grammar.EMPTY_BUT_FOR_CR_RE.search(source.octets) if source.line_ends.cr else None
    if empty and len(empty[1]) > 1:
        first = source.octets.index(b"\r\r\n")
        count = source.octets.count(b"\r\r\n")
        lines = f"{count} lines, this is the first" if count > 1 else "this line, which should be empty"
        yield Hit(Span(first, first + 3), f"CR CR LF ends {lines}: write CRLF", fix=fixes.cr_cr_to_crlf(source))


@rule(
    "LIN127",
    "bare-cr-uniform",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.2, §2.3: CR and LF must only occur together",
    looks_at=OCTETS,
    bad=(sample().replace(b"\r\n", b"\r"), sample().replace(b"\r\n", b"\r") + b"\n"),
    good=(sample(), sample(body="See you at noon.")),
    alone=True,
)
def cr_line_ends(source: Source, context: Context) -> Iterator[Hit]:
    """Lines end in CR alone.

    No reader of mail takes that for a line end: all of the message is one header field. Files of the old Mac OS look
    like this, and what is left when a program takes every LF away. End every line in CRLF.
    """
    octets = source.octets
    if not source.line_ends.cr:
        return
    empty = _grammar.EMPTY_LINES_RE.match(octets)
    start = empty.end() if empty else 0
    separator = _grammar.EMPTY_LINE_RE.search(octets, start)
    header_end = separator.start() if separator else len(octets)
    # An LF or two may have been added, at the end of the file above all.
    found = islice(_grammar.BEHIND_LINE_END_RE.finditer(octets, start, header_end), _FIELDS_COUNTED)
    behind = Counter(line_end[1] for line_end in found)
    if behind[b"\r"] > behind[b"\n"]:
        first = _grammar.BARE_CR_RE.search(octets)
        span = Span(*first.span()) if first else Span(0, 0)
        text = "lines end in CR alone, so that they are one line: end them in CRLF"
        yield Hit(span, text, fix=fixes.cr_to_crlf(source))


# Enough to tell what ends the lines of a header section.
_FIELDS_COUNTED: Final = 1_000


@rule(
    "LIN117",
    "utf8-bom",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.2: a field name is printable ASCII",
    looks_at=OCTETS,
    bad=(b"\xef\xbb\xbf" + sample(), b"\xef\xbb\xbf" + sample("Date: Mon, 20 Jan 2025 12:00:00 +0000")),
    good=(sample(), sample("Content-Type: text/plain; charset=utf-8", body="Lunch?\r\n")),
)
def byte_order_mark(source: Source, context: Context) -> Iterator[Hit]:
    """The file begins with a byte order mark.

    It becomes part of the name of the first field, and nobody knows a field of that name: the first field is lost. In a
    line of its own, it hides that the message begins with an empty line.
    Editors on Windows call the form without it "UTF-8 without BOM"; in Python it is ``utf-8``, not ``utf-8-sig``.
    """
    mark = _grammar.BOM_RE.match(source.octets)
    if mark is None:
        return
    behind = _grammar.EMPTY_LINES_RE.match(source.octets, mark.end())
    if behind and behind[0]:
        text = "a byte order mark and an empty line before the fields: take both away"
        fix = Fix("take both away", (Edit(Span(0, behind.end())),), safe=False)
        yield Hit(Span(0, behind.end()), text, fix=fix)
    elif _grammar.FIELD_BEHIND_BOM_RE.match(source.octets):
        text = "a byte order mark, which hides the first field: save the file without it"
        fix = Fix("take the mark away", (Edit(Span(*mark.span())),), safe=False)
        yield Hit(Span(*mark.span()), text, fix=fix)
    else:
        yield Hit(Span(*mark.span()), "a byte order mark, which belongs to no header section: save the file without it")


class _Kind(NamedTuple):
    """One rule: the octets it is about, whether they stand in fields or in bodies, and what is said of each."""

    code: str
    slug: str
    title: str
    advice: str
    source: str
    octets: Pattern[bytes]
    in_fields: bool
    said: str
    bad: tuple[bytes, ...]
    good: tuple[bytes, ...]
    mend: Callable[[Part, Span], Fix | None] | None = None


_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\rIHDR"
_TABLE = (
    _Kind(
        "LIN101",
        "bare-cr-header",
        "A header field holds a CR that no LF follows.",
        "Some programs on the way take it for a line end, so that the rest of the field becomes a field of its own, or "
        "the body begins there; others drop it. Often a value from a form or a Windows file was not trimmed. Take it "
        "away; a fold is CRLF and a blank.",
        "RFC 5322 §2.2: a field body must not include CR and LF except when folding",
        _grammar.BARE_CR_RE,
        True,
        "which no LF follows: take it away, or fold with CRLF and a blank",
        (sample("Subject: Lunch\rX-Injected: yes"), sample("Subject: Lunch\r"), sample("To: Zoe\r <zoe@example.net>")),
        (sample("Subject: Lunch\r\n at noon"),),
        fixes.cr_in_field,
    ),
    _Kind(
        "LIN104",
        "bare-cr-body",
        "A body that is not encoded holds a CR that no LF follows.",
        "Programs on the way drop it, take it for a line end or make it one: lines run together, and a signature over "
        "the body breaks. End every line in CRLF; data that needs the CR goes out in base64.",
        "RFC 5322 §2.3; RFC 2045 §2.7, §2.8: CR and LF only occur as CRLF",
        _grammar.BARE_CR_RE,
        False,
        "which no LF follows: end every line in CRLF, or encode the body",
        (sample(body="one\rtwo\r\n"), sample(body="one\r\r\ntwo\r\r\n")),
        (
            sample("Content-Transfer-Encoding: quoted-printable", body="one=0Dtwo\r\n"),
            sample("Content-Type: image/png", "Content-Transfer-Encoding: base64", body="iVBORw0KGgo=\r\n"),
        ),
        fixes.encode_body,
    ),
    _Kind(
        "LIN106",
        "nul-header",
        "A header field holds NUL.",
        "Programs written in C take it for the end of the text: what follows is lost, or read by some and not by "
        "others. Take it away; text in UTF-16 has to be written in UTF-8 and encoded-words.",
        "RFC 5322 §2.2, §4.1: only in the obsolete syntax, which must not be generated",
        _grammar.NUL_RE,
        True,
        "which no field may hold: take it away",
        (sample("Subject: Lunch\0"), sample("From: J\0o <jo@example.com>")),
        (sample("Subject: Lunch"),),
        fixes.nul_at_end,
    ),
    _Kind(
        "LIN107",
        "nul-body",
        "A body that is not encoded holds NUL.",
        "Neither 7bit nor 8bit allows it: it is dropped on the way, or ends the text. Encode the body in base64; text "
        "in UTF-16 has to be written in UTF-8.",
        "RFC 2045 §2.7, §2.8: no NULs are allowed; RFC 5322 §4.1",
        _grammar.NUL_RE,
        False,
        "which no line of mail may hold: encode the body in base64, write text in UTF-8",
        (
            sample(body="one\0two\r\n"),
            sample("Content-Transfer-Encoding: 8bit", body="L\0u\0n\0c\0h\0\r\n"),
        ),
        (sample("Content-Type: image/png", "Content-Transfer-Encoding: base64", body="iVBORw0KGgoAAAA=\r\n"),),
        fixes.encode_body,
    ),
    _Kind(
        "LIN108",
        "ctl-in-header",
        "A header field holds a control character.",
        "Nobody sees it, and readers drop it, show a sign for it or refuse the field; filters take it for an attack. "
        "Often it came along from a clipboard or a terminal. Take it away.",
        "RFC 5322 §2.2, §4.1: only in the obsolete syntax, which must not be generated",
        _grammar.NO_WS_CTL_RE,
        True,
        "a control character, which no field may hold: take it away",
        (sample("Subject: \x1b[1mLunch"), sample("X-Note: a\x0bb"), sample("From: Jo\x7f <jo@example.com>")),
        (sample("Subject: Lunch\tat noon"),),
    ),
)


def _rule(kind: _Kind) -> Rule:
    """Make the rule of one row."""
    find = _in_fields if kind.in_fields else _in_bodies

    def check(message: Part, context: Context) -> Iterator[Hit]:
        if not is_message(message, context):
            return
        told = context.once(eod_lookalikes, message)  # LIN124 tells more of these
        places, more = first_of(outside(find(message, kind.octets), told), "places")
        for place in places:
            octet = message.source.octets[place.start]
            predicts = _answer(place, message, context) if kind.in_fields else None
            fix = kind.mend(message, place) if kind.mend else None
            yield Hit(place, f"U+{octet:04X}{more}, {kind.said}", predicts=predicts, fix=fix)

    check.__doc__ = f"{kind.title}\n\n{kind.advice}"
    make = rule(
        kind.code,
        kind.slug,
        severity=Severity.ERROR,
        rfc=Severity.ERROR,
        evidence=Evidence.DOCUMENTED,
        source=kind.source,
        looks_at=MESSAGE,
        bad=kind.bad,
        good=kind.good,
    )
    return make(check)


def _in_fields(message: Part, octets: Pattern[bytes]) -> Iterator[Span]:
    """Find octets in the field bodies of the message and its parts. In names, HDR102 speaks of them."""
    source = message.source.octets
    for part in _outer_parts(message):
        if not octets.search(source, *part.header_span):
            continue
        for field in part.fields:
            yield from (Span(*place.span()) for place in octets.finditer(source, *field.body_span))


def _in_bodies(message: Part, octets: Pattern[bytes]) -> Iterator[Span]:
    """Find octets outside of header sections and of bodies under an encoding whose own rules say what it holds."""
    source = message.source
    if not (source.line_ends.cr or b"\0" in source.octets):
        return
    elsewhere = sorted([*bodies(message, _ENCODED), *(part.header_span for part in _outer_parts(message))])
    for start, end in gaps(elsewhere, len(source.octets)):
        yield from (Span(*place.span()) for place in octets.finditer(source.octets, start, end))


_ENCODED = frozenset({"base64", "quoted-printable", "binary"})


def _outer_parts(message: Part) -> Iterator[Part]:
    """Visit the message and its parts; to what carries it, an embedded message is a body."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        yield part
        if not part.media_type.startswith("message/"):
            waiting.extend(reversed(part.parts))


def _answer(octet: Span, message: Part, context: Context) -> str | None:
    """Give SES's text where it reads an address list no further than this octet."""
    lists = (field for name in ADDRESS_FIELDS for field in message.fields_named(name))
    field = next((field for field in lists if field.body_span.start <= octet.start < field.body_span.end), None)
    if field is None:
        return None
    addresses = read(field, context)
    fault = addresses.listed.fault
    if fault is None or field.body_span.start + fault.start != octet.start:
        return None
    case = Case(addresses, fault, addresses.listed.mailbox_at(fault.start))
    return fault.answer if is_control_in_address(case) else None


RULES = (*map(_rule, _TABLE), cr_cr_lf, cr_line_ends, byte_order_mark)
