"""CTE: base64."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pybase64

from mimeforge._grammar.content import ARMOR_RE, BASE64_FOREIGN_RE, BASE64_LAYOUT_RE, BASE64_PREFIX_RE
from mimeforge._limits import ENCODED_LINE_MAX
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import Hit, encoded, rule
from mimeforge.rules.cte.base64_fixes import as_meant, close_up, join_pieces, pad, rewrap, without_foreign
from mimeforge.rules.cte.base64_text import Kind, odd_base64
from mimeforge.rules.cte.encoded_bodies import counted, located, long_lines
from mimeforge.rules.cte.fixes import rewrite
from mimeforge.rules.cte.rewriting import base64_without_prefix
from mimeforge.rules.lin.places import first_of
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.cte.base64_text import OddBase64
    from mimeforge.tree import Part

__all__ = ["RULES"]

_BASE64: Final = encoded("base64")


def _base64(body: str | bytes, *fields: str) -> bytes:
    return sample("Content-Transfer-Encoding: base64", *fields, body=body)


_GOOD = (
    _base64("U2VlIHlvdSBhdCBub29uLg0K\r\n"),
    _base64("U2VlIHlv\r\ndSBhdCBub29uIQ==\r\n\r\n"),
    _base64("U2VlIHlvdSBhdCBub29u"),
)


@rule(
    "CTE107",
    "b64-bad-char",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.8: other characters are ignored, and probably a transmission error; RFC 4648 §5",
    looks_at=_BASE64,
    bad=(
        _base64("U2VlIHlv!dSBhdCBub29uLg0K\r\n"),
        _base64(b"U2VlIHlv\0dSBhdCBub29uLg0K\r\n"),
        _base64("U2VlIHlvdSBh\rdCBub29uLg0K\r\n"),
        _base64("V2h5Pz8_\r\n"),
        _base64("See you at noon.\r\n"),
        _base64("data:text/plain;base64,U2VlIHlvdSBhdCBub29uLg0K\r\n"),
        _base64("b'U2VlIHlvdSBhdCBub29uLg0K'\r\n"),
    ),
    good=_GOOD,
)
def bad_character(part: Part, context: Context) -> Iterator[Hit]:
    """A base64 body holds octets that are none of its alphabet.

    Readers pass over them, or stop there, and some refuse the body. It is an error where the content is lost either
    way: in base64url, which has ``-`` and ``_`` for ``+`` and ``/``, behind the letters of a ``data:`` URL or of
    Python's ``b'...'``, which are data to a decoder, and in a body that was never encoded. Encode the data anew.
    """
    odd = context.once(odd_base64, part)
    if odd is None or not odd.has_foreign or odd.kind is Kind.ARMORED:
        return
    if odd.kind is Kind.BASE64:
        first, more = first_of(_before_padding(odd), "places")
        for place, fix in zip(first, without_foreign(odd, first), strict=True):
            octets = shown(part.source.read(place))
            message = f"{octets} is not in the base64 alphabet, and may stand for what was lost{more}: encode anew"
            yield Hit(place, message, fix=fix)
        return
    if prefix := next(located(BASE64_PREFIX_RE, part), None) if odd.kind is Kind.PREFIXED else None:
        text = f"{shown(part.source.read(prefix))} before the base64 is data to a decoder: write the base64 alone"
        fix = rewrite(part, "write the base64 alone", base64_without_prefix, safe=False)
        yield Hit(prefix, text, severity=Severity.ERROR, fix=fix)
        return
    run, more = counted(located(BASE64_FOREIGN_RE, part), "places")
    if run:
        is_url_safe = odd.kind is Kind.BASE64URL
        what = (
            'base64url, in which "-" and "_" stand for "+" and "/"' if is_url_safe else "no base64, though it says so"
        )
        text = f"this is {what}{more}: readers get something else, encode the body in the alphabet of RFC 2045"
        yield Hit(run, text, severity=Severity.ERROR, fix=as_meant(odd))


def _before_padding(odd: OddBase64) -> Iterator[Span]:
    """Find what is foreign; where data go on behind padding, up to there, since one finding is enough of the rest."""
    places = located(BASE64_FOREIGN_RE, odd.part)
    return (place for place in places if odd.after is None or place.start < odd.last.start)


@rule(
    "CTE108",
    "b64-bad-padding",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.8: the last group of four is completed with one or two =",
    looks_at=_BASE64,
    bad=(
        _base64("U2VlIHlvdQ\r\n"),
        _base64("U2VlIHlvdQ=\r\n"),
        _base64("U2VlIHlvdSE==\r\n"),
        _base64("U2VlIHlv=\r\n"),
    ),
    good=_GOOD,
)
def bad_padding(part: Part, context: Context) -> Iterator[Hit]:
    """The last group of a base64 body has too few or too many "=".

    Strict readers refuse the body, and filters and mail programs may read two different files. Encode the data in one
    piece; do not cut or strip the result.
    """
    odd = context.once(odd_base64, part)
    if odd is None or odd.kind is not Kind.BASE64 or odd.after or odd.characters % 4 == 1 or odd.padding == odd.lacks:
        return
    text = f'the data end in {odd.padding} "=" instead of {odd.lacks}: encode them in one piece, and cut nothing off'
    yield Hit(odd.last, text, fix=pad(odd))


@rule(
    "CTE109",
    "b64-length",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.8: groups of four characters",
    looks_at=_BASE64,
    bad=(_base64("U2VlIHlvdSBhd\r\n"), _base64("U2VlIHlvdSBhd===\r\n")),
    good=_GOOD,
)
def bad_length(part: Part, context: Context) -> Iterator[Hit]:
    """A base64 body ends in the middle of an octet.

    One character is left over, six bits of eight: something was cut off, or got lost before. Encode the data anew.
    """
    odd = context.once(odd_base64, part)
    if odd and odd.kind is Kind.BASE64 and odd.after is None and odd.characters % 4 == 1:
        text = f"{odd.characters:,} characters of base64 are one more than groups of four: some were lost, encode anew"
        yield Hit(odd.last, text)


@rule(
    "CTE110",
    "b64-after-padding",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.8: any = may be taken as the end of the data",
    looks_at=_BASE64,
    bad=(
        _base64("U2VlIHlvdQ==\r\nIGF0IG5vb24u\r\n"),
        _base64("U2VlIHlvdSBhdCBub29uLCBhbmQgbm90IGJlZm9yZS4=\r\n--\r\nTeam list\r\n"),
    ),
    good=_GOOD,
)
def data_after_padding(part: Part, context: Context) -> Iterator[Hit]:
    """Data go on behind the padding of a base64 body.

    Some readers stop at "=", others read on: one sees another text or file than the other. Pieces were encoded one by
    one, or a text was appended to the encoded body. Encode all data in one piece.
    """
    odd = context.once(odd_base64, part)
    if odd and odd.kind is Kind.BASE64 and odd.after:
        message = 'data behind "=", where readers stop: encode all data in one piece'
        yield Hit(odd.after, message, fix=join_pieces(odd))


@rule(
    "CTE111",
    "b64-line-over-76",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.8: lines of no more than 76 characters each",
    looks_at=_BASE64,
    bad=(_base64("U2VlIHlvdSBhdCBub29u" * 4 + "\r\n"),),
    good=(_base64("U2VlIHlvdSBhdCBub29u" * 3 + "U2VlIHlvdSBhdCBu\r\n"),),
)
def long_line(part: Part, context: Context) -> Iterator[Hit]:
    """A line of a base64 body is longer than 76 characters.

    Old and strict decoders cut such lines or refuse them; one line over 998 octets is refused by mail servers, too.
    Python's ``base64.b64encode`` breaks no lines: ``encodebytes`` does.
    """
    odd = context.once(odd_base64, part)
    if odd and odd.kind in {Kind.BASE64, Kind.BASE64URL}:
        place, more = counted(long_lines(part), "lines")
        if place:
            text = f"a base64 line of {place.end - place.start:,} characters{more}, at most 76 may stand: break it"
            yield Hit(Span(place.start + ENCODED_LINE_MAX, place.end), text, fix=rewrap(odd))


@rule(
    "CTE113",
    "b64-split-quantum",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.8: line ends mean nothing, wherever they stand; RFC 2049 §3",
    looks_at=_BASE64,
    bad=(_base64("U2VlIHlvdS\r\nBhdCBub29u\r\n"),),
    good=_GOOD,
)
def split_group(part: Part, context: Context) -> Iterator[Hit]:
    """A line of a base64 body ends inside a group of four characters.

    It is allowed, and yet decoders that take one line at a time read something else. Break lines after 76 characters.
    """
    odd = context.once(odd_base64, part)
    if odd and odd.is_whole:
        place, more = counted(_split_lines(part, odd.last.start), "lines")
        if place:
            text = (
                f"a base64 line of {place.end - place.start} characters{more} ends inside a group of four: break at 76"
            )
            yield Hit(place, text, fix=rewrap(odd))


def _split_lines(part: Part, last: int) -> Iterator[Span]:
    """Find the lines before the last one of data whose characters are no groups of four; of long ones CTE111 tells."""
    start = part.body_span.start
    for line in part.raw.split(b"\n"):
        if start + len(line) > last:
            return
        text = line.strip(b" \t\r")
        if len(text) % 4 and len(text) <= ENCODED_LINE_MAX:
            yield Span(start, start + len(line.rstrip(b" \t\r")))
        start += len(line) + 1


@rule(
    "CTE114",
    "b64-blank-lines",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.8: white space is passed over",
    looks_at=_BASE64,
    bad=(
        _base64("U2VlIHlvdSBh\r\n\r\ndCBub29uLg0K\r\n"),
        _base64("U2VlIHlvdSBh\r\n    dCBub29uLg0K\r\n"),
        _base64("U2VlIHlvdSBh \r\ndCBub29uLg0K\r\n"),
    ),
    good=_GOOD,
)
def blanks_in_base64(part: Part, context: Context) -> Iterator[Hit]:
    """Empty lines, or blanks at an end of lines, stand in a base64 body.

    Nearly every reader passes over them; a few stop at the first empty line. Write the lines one after the other.
    """
    odd = context.once(odd_base64, part)
    if odd and odd.kind is Kind.BASE64 and _has_blanks(part.raw):
        first = part.body_span.end - len(part.raw.lstrip())
        found = BASE64_LAYOUT_RE.finditer(part.source.octets, first, odd.last.start)
        inside = (Span(*blanks.span()) for blanks in found)
        place, more = counted(inside, "places")
        if place:
            message = f"white space inside base64{more}, which some readers stop at: write lines without it"
            yield Hit(place, message, fix=close_up(odd))


def _has_blanks(raw: bytes) -> bool:
    return any(blanks in raw for blanks in (b" ", b"\t", b"\n\r\n", b"\n\n"))


@rule(
    "CTE115",
    "b64-nonzero-bits",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.8: zero bits are added on the right; RFC 4648 §3.5",
    looks_at=_BASE64,
    bad=(_base64("U2VlIHlvdR==\r\n"), _base64("U2VlIHlvdSF=\r\n")),
    good=_GOOD,
)
def nonzero_bits(part: Part, context: Context) -> Iterator[Hit]:
    """The bits that fill up the last group of a base64 body are not zero.

    Readers drop them, a few refuse the body. The data may have been cut or changed behind the encoder's back: look
    whether their end is there, and encode them anew.
    """
    odd = context.once(odd_base64, part)
    if odd and odd.is_whole and odd.lacks:
        last = part.source.read(odd.last)
        group = b"A" * (3 - odd.lacks) + last + b"=" * odd.lacks
        zeroed = pybase64.b64encode(pybase64.b64decode(group))
        if zeroed != group:
            text = f"{shown(last)} holds bits beyond the last octet, which should be zero: see whether the end is there"
            fix = Fix("set the bits to zero", (Edit(odd.last, zeroed[3 - odd.lacks : 4 - odd.lacks]),))
            yield Hit(odd.last, text, fix=fix)


@rule(
    "CTE119",
    "b64-pem-comment",
    severity=Severity.ERROR,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §6.8: letters are data wherever they stand; RFC 7468 §2, RFC 9580 §6.2",
    looks_at=_BASE64,
    bad=(_base64("-----BEGIN DATA-----\r\nU2VlIHlvdSBhdCBub29uLg0K\r\n-----END DATA-----\r\n"),),
    good=_GOOD,
)
def armor(part: Part, context: Context) -> Iterator[Hit]:
    """A base64 body has the lines of ASCII armor around it.

    To a mail reader the letters of "BEGIN" are data like all others, so that the file is garbage. Leave the lines out,
    or take the armored text for the content: as 7bit, or encoded once more.
    """
    odd = context.once(odd_base64, part)
    if odd and odd.kind is Kind.ARMORED:
        place, more = counted(located(ARMOR_RE, part), "lines")
        if place:
            line = shown(part.source.read(place))
            yield Hit(place, f"{line} is data to a base64 decoder{more}: leave it out, or encode the armored text")


RULES = (
    bad_character,
    bad_padding,
    bad_length,
    data_after_padding,
    long_line,
    split_group,
    blanks_in_base64,
    nonzero_bits,
    armor,
)
