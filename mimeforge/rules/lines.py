"""LIN and the first line: octets, lines and line ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge import _grammar
from mimeforge._limits import LINE_MAX
from mimeforge.codecs import scans
from mimeforge.linter.examples import padded, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import EVERY_FIELD, OCTETS, Hit, rule
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Source

__all__ = ["RULES"]

# Places of one kind of line end that are shown; a file written half by half has thousands.
_PLACES_SHOWN = 10


@rule(
    "HDR125",
    "subject-newline-escape",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="the example of SendRawEmail in botocore, where the whole message is one line (examples-1.json)",
    looks_at=OCTETS,
    bad=(
        rb"From: jo@example.com\nTo: zoe@example.net\nSubject: Lunch\n\nSee you at noon.",
        rb"Subject: Lunch\r\nFrom: jo@example.com\r\nTo: zoe@example.net\r\n\r\nSee you at noon.",
    ),
    good=(sample(r"Subject: C:\new\from\notes: see there"), sample(r"Subject: what \nTo: in a header does")),
    alone=True,
)
def escaped_line_ends(source: Source, context: Context) -> Iterator[Hit]:
    r"""The line ends are the two characters "\" and "n", not line ends.

    The message was pasted from a page that prints it as a string, or escaped once too often, so that all of it is one
    header line. Write real line ends: in Python, do not use a raw string and do not encode with ``unicode_escape``.
    """
    end = source.line(0).end
    places = list(_grammar.ESCAPED_LINE_END_RE.finditer(source.octets, 0, end))
    if places and not _grammar.AUTHOR_OR_DESTINATION_RE.search(source.octets, end):
        shown = places[0][1].decode("ascii")
        message = f"{shown} stands where a line end belongs, {len(places)} times: the whole message is one header line"
        yield Hit(Span(*places[0].span(1)), f"{message}; write real line ends")


@rule(
    "LIN102",
    "bare-lf-mixed",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.3: CR and LF must only occur together; RFC 5321 §2.3.8",
    looks_at=OCTETS,
    bad=(sample(body="one\r\ntwo\nthree\r\n"), sample().replace(b"\r\n", b"\n", 1)),
    good=(sample(),),
)
def mixed_line_ends(source: Source, context: Context) -> Iterator[Hit]:
    """Some lines end in CRLF and some in LF alone.

    Two programs wrote one message. On the way to the receiver the bare LF become line ends, stay data, or make the
    message end early, and a signature over the body breaks. End every line in CRLF.
    """
    ends = source.line_ends
    if not (ends.crlf and ends.lf):
        return
    pattern, kind = (_grammar.BARE_LF_RE, "LF") if ends.lf <= ends.crlf else (_grammar.CRLF_RE, "CRLF")
    count = min(ends.lf, ends.crlf)
    rest = f" ({count} such lines, the first {_PLACES_SHOWN} are shown)" if count > _PLACES_SHOWN else ""
    for _, place in zip(range(_PLACES_SHOWN), pattern.finditer(source.octets), strict=False):
        yield Hit(Span(*place.span()), f"this line ends in {kind}, most others do not{rest}; end every line in CRLF")


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
        yield Hit(
            Span(feed, feed + 1), f"all {ends.lf} lines end in LF, mail has CRLF; SMTP clients have to convert them"
        )


@rule(
    "LIN110",
    "line-over-998",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.1.1; API model of SendRawEmail (1,000 with CRLF); receivers answer 552 (jstedfast/MimeKit#381)",
    looks_at=OCTETS,
    bad=(sample(body="x" * 999 + "\r\n"), sample("X-Data: " + "x" * 991)),
    good=(sample(body="x" * 998 + "\r\n"), sample("X-Data: " + "x" * 990), padded(50_000)),
)
def line_over_998(source: Source, context: Context) -> Iterator[Hit]:
    """A line is longer than 998 octets without its line end.

    SES has been seen to take it and receivers to bounce it ("552 message line is too long"). Fold a header field at a
    blank; encode a body as quoted-printable or base64, which any mail library does.
    """
    start = scans.first_line_over(source.octets, LINE_MAX)
    while start is not None:
        line = source.line(start)
        length = line.end - start
        message = f"a line of {length} octets, at most {LINE_MAX} may stand: fold the field, or encode the body"
        yield Hit(Span(start + LINE_MAX, line.end), message)
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
    yield from _raw_8bit(field, "utf-8", "UTF-8")


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
    yield from _raw_8bit(field, "latin-1", "no valid UTF-8")


def _raw_8bit(field: Field, encoding: str, kind: str) -> Iterator[Hit]:
    raw = field.raw
    if raw.isascii() or field.encoding != encoding:
        return
    octets = list(_grammar.NON_ASCII_RE.finditer(raw))
    start = field.body_span.start + octets[0].start()
    end = field.body_span.start + octets[0].end()
    count = sum(len(run[0]) for run in octets)
    yield Hit(
        Span(start, end), f"{count} raw octets over 127 in {field.name} ({kind}); SES has no SMTPUTF8: encode them"
    )


RULES = (escaped_line_ends, mixed_line_ends, lf_line_ends, line_over_998, raw_utf8, raw_8bit)
