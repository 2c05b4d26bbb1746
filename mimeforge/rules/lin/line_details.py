"""LIN: what single lines hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import NON_ASCII_RE, lines
from mimeforge._limits import ENCODED_WORD_LINE_MAX, ENCODED_WORD_MAX, LINE_FOLD
from mimeforge.codecs import charsets
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, PART, Hit, part_fields, parts, rule
from mimeforge.rules.lin import fixes
from mimeforge.rules.lin.places import first_of, first_with_rest
from mimeforge.tree import Span
from mimeforge.tree.content_map import content_map

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part, Source

__all__ = ["RULES"]

_MIXED = "Content-Type: multipart/mixed; boundary=b"
_PART = "--b\r\n\r\nSee you at noon.\r\n--b--\r\n"
_UTF8 = "Content-Type: text/plain; charset=utf-8"


@rule(
    "LIN109",
    "ctl-in-body",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2046 §4.1.2: controls have no meaning in text, but for line ends, TAB and FF",
    looks_at=parts("text/plain", "text/html"),
    bad=(
        sample(body="See you \x1b[1mat noon\x1b[0m.\r\n"),
        sample(_UTF8, "Content-Transfer-Encoding: quoted-printable", body="See you at noon.=07\r\n"),
        sample(_UTF8, "Content-Transfer-Encoding: base64", body="U2VlIHlvdSBhdCBub29uLgg=\r\n"),
    ),
    good=(
        sample(body="See you at noon.\r\n\x0c\r\nAn appendix\r\n"),
        sample("Content-Type: text/plain; charset=iso-2022-jp", body="\x1b$B%F%9%H\x1b(B\r\n"),
    ),
)
def control_in_body(part: Part, context: Context) -> Iterator[Hit]:
    """A text holds a control character.

    Nobody sees it: readers drop it or show a sign for it. Most come from a terminal's colours or from a clipboard. Take
    them away. An attached text may hold what it likes.
    """
    if part.disposition == "attachment" or not part.content.translate(None, _NO_CONTROLS):
        return
    if part.transfer_encoding == "base64" and part.raw.translate(None, _BASE64):
        return  # what is no base64 hides the text, and the rules on base64 speak of it
    controls = (run for run in lines.TEXT_CONTROL_RE.finditer(part.content) if _is_control(run[0], part.charset))
    places = ((run[0][0], context.once(content_map, part).span(*run.span())) for run in controls)
    first, more = first_of((place for place in places if not _is_told(part, place[1])), "places")
    for octet, span in first:
        yield Hit(span, f"U+{octet:04X}{more}, a control character that nobody sees: take it away")


def _is_told(part: Part, place: Span) -> bool:
    """Whether a control stands as it is in quoted-printable: CTE124 tells."""
    return part.transfer_encoding == "quoted-printable" and not part.source.octets.startswith(b"=", place.start)


_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
# All octets but the controls that are looked for: to drop them takes a tenth of the time of a search.
_NO_CONTROLS: Final = bytes(octet for octet in range(256) if not lines.TEXT_CONTROL_RE.match(bytes([octet])))


def _is_control(octets: bytes, charset: str | None) -> bool:
    """Whether the octets are controls in this charset: in those of octets of two, or with escapes, they are not."""
    return charset is None or charsets.decode(octets, charset) == octets.decode("ascii")


@rule(
    "LIN111",
    "header-line-over-78",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.1.1: no line should be longer than 78",
    looks_at=PART,
    bad=(sample("Subject: Lunch" + " at noon" * 10),),
    good=(sample("Subject: Lunch" + " at noon" * 5 + "\r\n" + " at noon" * 5), sample("X-Data: " + "x" * 90)),
    overlay="strict",
)
def header_line_over_78(part: Part, context: Context) -> Iterator[Hit]:
    """A line of a header field is longer than 78 and could be folded.

    Nobody refuses it. Some programs cut it, or fold it where a signature does not expect it. Fold it at a blank.
    """
    source = part.source
    found = _lines_over(source, part.header_span, LINE_FOLD)
    long = (line for line in found if not _has_encoded_word(source, line) and _is_foldable(source, line))
    first, more = first_of(long, "lines")
    for line in first:
        text = f"a line of {line.end - line.start} octets, {LINE_FOLD} are the custom{more}: fold it at a blank"
        fix = fixes.fold_in(part, line, LINE_FOLD)
        yield Hit(Span(line.start + LINE_FOLD, line.end), text, fix=fix)


@rule(
    "LIN112",
    "header-line-over-76-with-ew",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2047 §2: a line with an encoded-word is limited to 76 characters",
    looks_at=part_fields("From", "To", "Cc", "Bcc", "Reply-To", "Sender", "Subject", "Comments", "Content-Description"),
    bad=(sample("Subject: =?utf-8?q?Caf=C3=A9?= =?utf-8?q?_at_noon_and_a_walk_along_the_river_behind?="),),
    good=(sample("Subject: =?utf-8?q?Caf=C3=A9?=\r\n =?utf-8?q?_at_noon_and_a_walk_along_the_river_behind?="),),
    overlay="strict",
)
def encoded_line_over_76(field: Field, context: Context) -> Iterator[Hit]:
    """A line of a header field that holds an encoded-word is longer than 76.

    Readers take it, and libraries in wide use write it; some gateways of old did not. Fold before the encoded-word.
    """
    source = field.source
    if not _has_encoded_word(source, field.span):
        return
    found = _lines_over(source, field.span, ENCODED_WORD_LINE_MAX)
    # Of an encoded-word that is too long itself, ENC101 speaks.
    long = (
        line for line in found if _has_encoded_word(source, line) and _longest_word(source, line) <= ENCODED_WORD_MAX
    )
    first, more = first_of(long, "lines")
    for line in first:
        length = line.end - line.start
        text = f"a line of {length} octets with an encoded-word, at most {ENCODED_WORD_LINE_MAX}{more}: fold it"
        fix = fixes.fold(field, line, ENCODED_WORD_LINE_MAX)
        yield Hit(Span(line.start + ENCODED_WORD_LINE_MAX, line.end), text, fix=fix)


def _lines_over(source: Source, span: Span, limit: int) -> Iterator[Span]:
    """Find the lines that are longer than this."""
    if span.end - span.start <= limit:
        return
    for line in lines.LINE_RE.finditer(source.octets, *span):
        if line.end() - line.start() > limit:
            yield Span(*line.span())


def _has_encoded_word(source: Source, span: Span) -> bool:
    return source.octets.find(b"=?", *span) >= 0


def _longest_word(source: Source, line: Span) -> int:
    return max(map(len, source.read(line).split()))


def _is_foldable(source: Source, line: Span) -> bool:
    """Whether a blank stands between two words, but for the one behind the name: a first line is never left empty."""
    octets = source.read(line)
    _, colon, body = octets.partition(b":")
    text = body if colon and not octets.startswith((b" ", b"\t")) else octets
    return len(text.split(None, 1)) > 1


@rule(
    "LIN115",
    "8bit-in-preamble-epilogue",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §2.7, §6.2: 7bit data holds no octet over 127; RFC 2046 §5.1.1",
    looks_at=parts("multipart"),
    bad=(
        sample(_MIXED, body="Un message à plusieurs parties.\r\n" + _PART),
        sample(_MIXED, body=_PART + "Envoyé de mon téléphone\r\n"),
    ),
    good=(sample(_MIXED, body="A message of several parts.\r\n" + _PART),),
)
def eight_bit_between_parts(part: Part, context: Context) -> Iterator[Hit]:
    """Octets over 127 stand before the first or behind the last delimiter of a multipart that is 7bit.

    No reader shows that text, and yet it can make a relay refuse or change the message: signatures break. Leave it out,
    or write it in ASCII.
    """
    if part.transfer_encoding in {"8bit", "binary"} or not part.delimiters:
        return
    for where, stretch in (("before the first", part.preamble), ("behind the last", part.epilogue)):
        run = NON_ASCII_RE.search(part.source.octets, *stretch) if stretch else None
        if run:
            text = f"octets over 127 in text that nobody sees, {where} delimiter of a 7bit multipart: leave it out"
            fix = Fix("leave the text out", (Edit(stretch),), safe=False) if stretch else None
            yield Hit(Span(*run.span()), text, part=part, fix=fix)


@rule(
    "LIN116",
    "missing-final-crlf",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.1, §3.5; RFC 5321 §4.1.1.4: the client adds the line end that is missing",
    looks_at=MESSAGE,
    bad=(sample(body="See you at noon."),),
    good=(sample(),),
    overlay="strict",
)
def missing_final_line_end(message: Part, context: Context) -> Iterator[Hit]:
    """The last line has no line end.

    One is added on the way, so that the message is not the same octets for everyone. End the last line in CRLF.
    """
    end = len(message.source.octets)
    if not message.source.octets.endswith(b"\n"):
        text = "the last line has no line end: end it in CRLF"
        yield Hit(Span(end, end), text, fix=fixes.end_last_line(message))


@rule(
    "LIN120",
    "mbox-from-quoted",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source='RFC 4155 Appendix A: mailbox files write ">From " for "From " at the start of a line',
    looks_at=parts("text/plain"),
    bad=(sample(body="See you at noon.\r\n>From then on, I am free.\r\n"),),
    good=(sample(body="> See you at noon.\r\n>From then on, I am free.\r\n"), sample(body="From then on\r\n")),
    overlay="strict",
)
def mbox_from_quoted(part: Part, context: Context) -> Iterator[Hit]:
    """A line of text begins with ">From ".

    The sign is most likely the mark of a mailbox file that the message was taken from. Take it away; who encodes such
    lines (``=46rom``) keeps them as they are.
    """
    found = lines.MBOX_QUOTED_RE.finditer(part.content) if b">From " in part.content else ()
    first, more = first_of(found, "lines")
    for line in first:
        span = context.once(content_map, part).span(*line.span(1))
        text = f'">From " where "From " is most likely meant{more}: take the sign of the mailbox file away'
        is_sign = part.source.read(span) in {b">", b"=3E"}
        fix = Fix("take the sign away", (Edit(span),), safe=False) if is_sign else None
        yield Hit(span, text, fix=fix)


@rule(
    "LIN125",
    "trailing-ws-body",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6376 §3.4.3: a signature with simple canonicalization covers these blanks; RFC 5322 §2.1",
    looks_at=parts("text/plain"),
    bad=(sample(body="See you \r\nat noon.\r\n"),),
    good=(
        sample(body="See you at noon.\r\n-- \r\nJo\r\n"),
        sample("Content-Type: text/plain; charset=us-ascii; format=flowed", body="See you \r\nat noon.\r\n"),
    ),
    overlay="strict",
)
def trailing_blanks(part: Part, context: Context) -> Iterator[Hit]:
    """Lines of a text that is not encoded end in blanks.

    Programs on the way take them off, and a signature that covers them breaks: Amazon SES signs so. Take them away, or
    encode the text as quoted-printable.
    """
    is_flowed = part.parameters.get("format", "").lower() == "flowed"  # RFC 3676 §4.2: they mean something there
    if is_flowed or part.transfer_encoding in {"base64", "quoted-printable", "binary"}:
        return
    found = lines.TRAILING_BLANKS_RE.finditer(part.source.octets, *part.body_span)
    first, more = first_with_rest((Span(*blanks.span()) for blanks in found), "lines")
    for blanks, mended in first:
        fix = Fix("take the blanks away", tuple(map(Edit, mended)), safe=False)
        yield Hit(blanks, f"blanks at the end of a line{more}, which are lost on the way: take them away", fix=fix)


RULES = (
    control_in_body,
    header_line_over_78,
    encoded_line_over_76,
    eight_bit_between_parts,
    missing_final_line_end,
    mbox_from_quoted,
    trailing_blanks,
)
