"""LIN, HDR125: octets, lines and line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge import _grammar
from mimeforge._limits import GMAIL_FIELD_MAX, LINE_MAX
from mimeforge.codecs import scans
from mimeforge.codecs.parameters import read_leniently
from mimeforge.codecs.visible import shown
from mimeforge.headers import AddressList, Text, kind_of, owner_of
from mimeforge.linter.examples import padded, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import EVERY_FIELD, MESSAGE, OCTETS, Hit, rule
from mimeforge.rules.adr import address_fields
from mimeforge.rules.adr.fixes import beyond_ascii_anew
from mimeforge.rules.fixes import edited
from mimeforge.rules.hdr.stray_lines import is_message
from mimeforge.rules.lin import fixes
from mimeforge.rules.lin.line_end_tricks import disputed_ends, eod_lookalikes
from mimeforge.rules.lin.places import bodies, first_of, outside
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.fix import Fix
    from mimeforge.tree import Field, Part, Source

__all__ = ["RULES"]

_ESCAPED: Final = rb"\nDate: Mon, 20 Jan 2025 12:00:00 +0000\nMessage-ID: <1@example.com>"


@rule(
    "HDR125",
    "subject-newline-escape",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.INFERRED,
    source="the example of SendRawEmail in botocore, where the whole message is one line (examples-1.json)",
    looks_at=OCTETS,
    bad=(
        rb"From: jo@example.com\nTo: zoe@example.net\nSubject: Lunch" + _ESCAPED + rb"\n\nSee you at noon.",
        rb"Subject: Lunch\r\nFrom: jo@example.com\r\nTo: zoe@example.net" + _ESCAPED + rb"\r\n\r\nSee you at noon.",
        b"\n" + rb"From: jo@example.com\nTo: zoe@example.net\n\nSee you" + b"\n\nTo: me\n",
    ),
    good=(sample(r"Subject: C:\new\from\notes: see there"), sample(r"Subject: what \nTo: in a header does")),
    alone=True,
)
def escaped_line_ends(source: Source, context: Context) -> Iterator[Hit]:
    r"""The line ends are the two characters "\" and "n", not line ends.

    The message was pasted from a page that prints it as a string, or escaped once too often, so that all of it is one
    header line. Write real line ends: in Python, do not use a raw string and do not encode with ``unicode_escape``.
    """
    empty = _grammar.EMPTY_LINES_RE.match(source.octets)
    start = empty.end() if empty else 0
    end = source.line(start).end
    place = _grammar.ESCAPED_LINE_END_RE.search(source.octets, start, end)
    if place is None:
        return
    separator = _grammar.EMPTY_LINE_RE.search(source.octets, end)
    header_end = separator.start() if separator else len(source.octets)
    if not _grammar.FIELD_LINE_RE.search(source.octets, end, header_end):
        sign = place[1].decode("ascii")
        message = f"{sign} stands where line ends belong, so that the whole message is one header line: write real ones"
        fix = fixes.escapes_to_crlf(Span(start, end), source.octets) if start == 0 else None
        yield Hit(Span(*place.span(1)), message, fix=fix)


@rule(
    "LIN102",
    "bare-lf-mixed",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.3: CR and LF must only occur together (old mail: §4.1); RFC 5321 §2.3.8",
    looks_at=MESSAGE,
    bad=(sample(body="one\r\ntwo\nthree\r\n"), sample().replace(b"\r\n", b"\n", 1)),
    good=(sample(),),
)
def mixed_line_ends(message: Part, context: Context) -> Iterator[Hit]:
    """Some lines end in CRLF and some in LF alone.

    Two programs wrote one message. On the way to the receiver the bare LF become line ends, stay data, or make the
    message end early, and a signature over the body breaks. Among header fields one reader sees a field where another
    sees none: an error. End every line in CRLF.
    """
    source = message.source
    ends = source.line_ends
    if not (ends.crlf and ends.lf and is_message(message, context)):
        return
    pattern, kinds = (_grammar.BARE_LF_RE, "LF, others in CRLF")
    if ends.lf > ends.crlf:
        pattern, kinds = (_grammar.CRLF_RE, "CRLF, others in LF")
    places = (Span(*place.span()) for place in pattern.finditer(source.octets))
    told = sorted([*context.once(eod_lookalikes, message), *context.once(disputed_ends, message)])
    untold = outside(outside(places, _free_octets(message, context)), told)
    first, more = first_of(untold, "lines")
    sections = [part.header_span for part in message.walk(into_messages=False)] if ends.lf <= ends.crlf else []
    for place in first:
        # Readers that end lines in CRLF alone take the next field, or the end of the fields, for part of this one.
        is_field = any(section.start <= place.start < section.end for section in sections)
        text = f"this line ends in {kinds}{more}: end every line in CRLF"
        # Nothing here takes a side between readers that see two messages.
        fix = None if context.once(disputed_ends, message) else fixes.end_in_crlf(message, place)
        yield Hit(place, text, severity=Severity.ERROR if is_field else None, fix=fix)


@rule(
    "LIN103",
    "bare-lf-uniform",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.3; the API of Amazon SES takes LF, as AWS's own example has it; SMTP needs CRLF",
    looks_at=OCTETS,
    bad=(sample().replace(b"\r\n", b"\n"),),
    good=(sample(),),
)
def lf_line_ends(source: Source, context: Context) -> Iterator[Hit]:
    """Every line ends in LF alone.

    Files in git look like this, and the SES API takes them. Before SMTP, end every line in CRLF; to keep the octets of
    a fixture, write ``*.eml -text`` into ``.gitattributes``.
    """
    ends = source.line_ends
    if ends.lf and not ends.crlf:
        feed = source.octets.index(b"\n")
        yield Hit(Span(feed, feed + 1), "every line ends in LF, mail has CRLF: convert them before SMTP")


@rule(
    "LIN110",
    "line-over-998",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.1.1; API model of SendRawEmail (1,000 with CRLF); receivers answer 552 (jstedfast/MimeKit#381)",
    looks_at=MESSAGE,
    bad=(sample(body="x" * 999 + "\r\n"), sample("X-Data: " + "x" * 991)),
    good=(sample(body="x" * 998 + "\r\n"), sample("X-Data: " + "x" * 990), padded(50_000)),
)
def line_over_998(message: Part, context: Context) -> Iterator[Hit]:
    """A line is longer than 998 octets without its line end.

    SES has been seen to take it and receivers to bounce it ("552 message line is too long"). Fold a header field at a
    blank; encode a body as quoted-printable or base64, which any mail library does.
    """
    long = outside(_long_lines(message.source), _free_octets(message, context))
    lines, more = first_of(long, "lines") if is_message(message, context) else ([], "")
    for line in lines:
        length = line.end - line.start
        text = f"a line of {length} octets, at most {LINE_MAX} may stand{more}: fold the field, encode the body"
        over = Span(line.start + LINE_MAX, line.end)
        yield Hit(over, text, fix=fixes.shorten(message, line))


def _long_lines(source: Source) -> Iterator[Span]:
    start = scans.first_line_over(source.octets, LINE_MAX)
    while start is not None:
        line = source.line(start)
        yield line
        start = scans.first_line_over(source.octets, LINE_MAX, line.end)


@rule(
    "LIN113",
    "raw-8bit-header-utf8",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §2.2, RFC 6532 §3.2 needs SMTPUTF8; SES loses the characters (aws/aws-sdk-js#1585, v3#2350)",
    looks_at=EVERY_FIELD,
    bad=(sample("Subject: Réservation"), sample("From: Zoé <zoe@example.com>")),
    good=(sample("Subject: =?utf-8?q?R=C3=A9servation?="),),
)
def raw_utf8(field: Field, context: Context) -> Iterator[Hit]:
    """A header field holds UTF-8 as it is.

    That is for SMTPUTF8, which Amazon SES does not have: it drops or garbles the characters, and refuses addresses.
    Write encoded-words in text and names, RFC 2231 parameters for file names, A-labels in domains.
    """
    yield from _raw_8bit(field, context, "utf-8")


@rule(
    "LIN114",
    "raw-8bit-header-other",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §2.2, RFC 7103 §7.7; aws/aws-sdk-js#1585",
    looks_at=EVERY_FIELD,
    bad=(sample(b"Subject: R\xe9servation"),),
    good=(sample("Subject: =?iso-8859-1?q?R=E9servation?="),),
)
def raw_8bit(field: Field, context: Context) -> Iterator[Hit]:
    """A header field holds octets over 127 that are not even UTF-8.

    Nobody can tell which charset they are in, so every reader guesses. Write encoded-words, which name theirs.
    """
    yield from _raw_8bit(field, context, "latin-1")


def _raw_8bit(field: Field, context: Context, encoding: str) -> Iterator[Hit]:
    raw = field.raw
    if raw.isascii() or field.encoding != encoding:
        return
    run = _first_run(field, raw, context)
    if run:
        kind = "UTF-8" if encoding == "utf-8" else "octets over 127 that are no UTF-8"
        fix = _encoded(field, context) if encoding == "utf-8" else None
        yield Hit(run, f"raw {kind} in {shown(field.name)}: {_way_out(field, run, context)}", fix=fix)


def _encoded(field: Field, context: Context) -> Fix | None:
    """Encode what is not ASCII in a field, where nothing is left of which this rule would speak."""
    name = field.name.lower()
    if kind_of(name) == AddressList.of or name in _ADDRESS_FIELDS:
        # Under SES, a rule of its own speaks of domains.
        is_ses = context.profile.family == "ses" and name in _ADDRESS_FIELDS
        fix = beyond_ascii_anew(address_fields.read(field, context), domains_too=not is_ses)
    elif name in _WITH_FILE_NAME:
        fix = fixes.encode_parameters(field)
    else:
        fix = fixes.encode_text(field)
    after = edited(field, fix.edits) if fix else None
    return fix if after and _first_run(after, after.raw, context) is None else None


def _way_out(field: Field, run: Span, context: Context) -> str:
    """Say how a field holds what is not ASCII at this place, if it can."""
    key = field.name.lower()
    at = run.start - field.body_span.start
    if key in _ADDRESS_FIELDS:
        return _way_out_of_list(address_fields.read(field, context), at)
    if key in _WITH_FILE_NAME and _parameter(field.raw[:at]) in {"name", "filename"}:
        return "write the file name as filename* (RFC 2231)"
    is_structured = owner_of(key) is not None and key != "subject"  # the table of kinds leaves these out
    is_encoded = not is_structured and kind_of(key) in {Text, AddressList.of}
    return _ENCODE if is_encoded else "ASCII alone may stand here"


def _way_out_of_list(addresses: address_fields.AddressField, at: int) -> str:
    """Say so of an address list: only a display name and a comment can be encoded."""
    mailbox = addresses.listed.mailbox_at(at)
    if mailbox is None or not mailbox.start <= at < mailbox.end:
        return _ENCODE
    if not addresses.raw[at : mailbox.end].decode(addresses.field.encoding)[:1].isprintable():
        return "nobody sees it, take it out of the address"
    before_at, at_sign, _ = addresses.raw[at : mailbox.end].partition(b"@")
    if not at_sign:
        return "write the domain in A-labels" if "@" in mailbox.addr_spec else _ENCODE
    is_in_name = _grammar.BLANKS_RE.search(before_at.decode("latin-1"))
    return _ENCODE if is_in_name else "a local part cannot be encoded, use another address"


def _parameter(before: bytes) -> str:
    """Give the name of the parameter, in lower case, in whose value a field body breaks off; not if that is far on."""
    written = read_leniently(before.decode("latin-1")).written if len(before) <= GMAIL_FIELD_MAX else ()
    return written[-1].name if written else ""


_ENCODE = "write encoded-words"
_WITH_FILE_NAME = frozenset({"content-type", "content-disposition"})


def _first_run(field: Field, raw: bytes, context: Context) -> Span | None:
    """Find the first run of octets over 127; under SES none of which the rules on addresses speak: they tell more."""
    start = field.body_span.start
    runs = (Span(start + run.start(), start + run.end()) for run in _grammar.NON_ASCII_RE.finditer(raw))
    if context.profile.family != "ses" or field.name.lower() not in _ADDRESS_FIELDS:
        return next(runs, None)
    told = address_fields.read(field, context).told_beyond_ascii()
    return next(outside(runs, told), None)


_ADDRESS_FIELDS = frozenset(name.lower() for name in address_fields.ADDRESS_FIELDS)


def _free_octets(message: Part, context: Context) -> list[Span]:
    """Give the bodies whose octets are no lines under the RFCs: those that say binary (RFC 2045 §2.9)."""
    return bodies(message, {"binary"}) if context.profile.family == "rfc" else []


RULES = (escaped_line_ends, mixed_line_ends, lf_line_ends, line_over_998, raw_utf8, raw_8bit)
