"""HDR: where the header section ends, and lines in it that are no field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge import _grammar
from mimeforge.linter.examples import Example, sample
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.rule import PART, Hit, fields, rule
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_EMPTY_NAME = "Empty header names are illegal."


@rule(
    "HDR101",
    "no-blank-line",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.1; API model of SendRawEmail: separated by a blank line; aws/aws-sdk-php#981",
    looks_at=PART,
    bad=(
        b"From: jo@example.com\r\nTo: zoe@example.net\r\nSubject: Lunch\r\nSee you at noon.\r\n",
        Example(b"From: jo@example.com\r\nTo: zoe@example.net\r\nSubject: Lunch\r\n", profile="ses"),
        sample(
            "Content-Type: multipart/mixed; boundary=b",
            body="--b\r\nContent-Type: text/plain\r\nSee you at noon.\r\n--b--\r\n",
        ),
        b"From: jo@example.com\r\nTo: zoe@example.net\r\nSee you at noon,\r\nas ever.\r\n\r\nJo\r\n",
    ),
    good=(sample(), sample(body="")),
)
def no_blank_line(part: Part, context: Context) -> Iterator[Hit]:
    """No empty line ends the header section.

    What was meant as the body is read as header fields. SES then answers that a header is a duplicate, that header
    names are empty, or that the header section is too long. Put one empty line, CRLF CRLF, between the last field and
    the body, in the message and in each part. A message that ends with its header section needs it too (a warning).
    """
    begins = _body_in_header(part)
    if begins:
        yield Hit(begins, "no field: here the body seems to begin; put an empty line before it")
    elif part.is_root and not part.separator and context.profile.family == "ses":
        message = "the message ends with its header section: add an empty line, even where there is no body"
        yield Hit(ABSENT, message, severity=Severity.WARNING)


@rule(
    "HDR102",
    "malformed-header-line",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.2; RFC 7103 §7.2",
    looks_at=PART,
    bad=(sample("Subject"), sample("Reply To: jo@example.com"), sample("Sübject: Lunch")),
    good=(sample("X-Long: one\r\n two\r\n\tthree"), sample("Subject:Lunch")),
)
def malformed_header_line(part: Part, context: Context) -> Iterator[Hit]:
    """A line of the header section is neither a field nor the continuation of one.

    It has no colon, or a blank, a control character or an octet over 127 in its name. Readers skip it, take it for the
    end of the header section, or add it to the field above. Write ``Name: body``, and begin continuations with a blank.
    """
    for line in _stray_lines(part):
        if not line[1].startswith((b":", b" ", b"\t", b"From ", b">From ")):
            name, colon, _ = line[1].partition(b":")
            wrong = None if colon else "no colon"
            foreign = _grammar.NOT_FTEXT_RE.search(name)
            wrong = wrong or (f"U+{foreign[0][0]:04X} in its name" if foreign else "no name")
            yield Hit(line[0], f"this line of the header section is no field, {wrong}: write Name: body")


@rule(
    "HDR103",
    "empty-header-name",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §2.2; aws/aws-sdk-js#4121, arithmetic/aws-lambda-ses-forwarder#123",
    looks_at=PART,
    bad=(sample(": Lunch"),),
    good=(sample("X-Colon: :"),),
)
def empty_header_name(part: Part, context: Context) -> Iterator[Hit]:
    """A line of the header section begins with a colon.

    The name of the field is missing, often because a variable was empty. Write the name, or leave the line out.
    """
    for span, octets in _stray_lines(part):
        if octets.startswith(b":"):
            yield Hit(
                span,
                "this field has no name before its colon: write one, or leave the line out",
                predicts=_EMPTY_NAME if part.is_root else None,
            )


@rule(
    "HDR104",
    "first-line-continuation",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §2.2.3; arithmetic/aws-lambda-ses-forwarder#101",
    looks_at=PART,
    bad=(b" Subject: Lunch\r\n" + sample(), b"\tSubject: Lunch\r\n" + sample()),
    good=(sample(),),
)
def first_line_continuation(part: Part, context: Context) -> Iterator[Hit]:
    """The header section begins with a blank.

    Such a line continues the field above, and there is none: often a string in the source was indented. Take the blank
    away.
    """
    if part.stray and part.stray[0].start == part.header_span.start:
        octets = part.source.read(part.stray[0])
        if octets.startswith((b" ", b"\t")):
            message = "the first line continues a field that is not there: take the blank at its start away"
            yield Hit(part.stray[0], message, predicts=_EMPTY_NAME if part.is_root else None)


@rule(
    "LIN119",
    "mbox-from-line",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.2; RFC 4155 Appendix A",
    looks_at=PART,
    bad=(b"From jo@example.com Mon Jan 20 12:00:00 2025\r\n" + sample(), b">From jo@example.com\r\n" + sample()),
    good=(sample(body="From here on it is body.\r\n"),),
)
def mbox_from_line(part: Part, context: Context) -> Iterator[Hit]:
    """The message begins with the "From " line of a mailbox file.

    It separates messages in an mbox file and is no part of them. Take it away.
    """
    first = next(_stray_lines(part), None)
    if part.is_root and first and first[0].start == 0 and first[1].startswith((b"From ", b">From ")):
        yield Hit(first[0], 'a "From " line of a mailbox file, no header field: take it away')


@rule(
    "HDR116",
    "empty-structured-header",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §3.6.3; django-ses/django-ses#164, daniel-zahariev/php-aws-ses#32",
    looks_at=fields(
        "To",
        "Cc",
        "Reply-To",
        "Sender",
        "Message-ID",
        "In-Reply-To",
        "References",
        "Date",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Content-Disposition",
        "Content-ID",
        "Return-Path",
    ),
    bad=(sample("To:", "Cc: zoe@example.net"), sample("Cc: \r\n "), sample("Content-Type:")),
    good=(sample("To: undisclosed-recipients:;", "Cc: zoe@example.net"), sample("Subject:")),
)
def empty_structured_header(field: Field, context: Context) -> Iterator[Hit]:
    """A field that has to hold something is empty.

    SES refuses an empty To, even where the recipients are given in the request; an empty field of another kind makes
    readers guess. Leave the field out.
    """
    if field.raw.strip():
        return
    if field.name.lower() == "to" and context.profile.family == "ses":
        predicts = "Empty required header 'To'."
        message = "To is empty: leave the field out, or name a recipient"
        yield Hit(field.span, message, predicts=predicts, severity=Severity.ERROR)
    else:
        yield Hit(field.span, f"{field.name} is empty: leave the field out")


def _body_in_header(part: Part) -> Span | None:
    """Find where the body begins in a header section that no empty line ends where it should.

    That is where a line begins with two hyphens, like a delimiter, and where lines that are no fields stand behind the
    last field: all of them where there is no empty line at all, two or more where one comes later.
    """
    for span in part.stray:
        if part.source.octets.startswith(b"--", span.start):
            return span
    last_field = part.fields[-1].span.end if part.fields else part.header_span.start
    behind = [span for span in part.stray if span.start >= last_field]
    if not behind or (part.separator and (len(behind) < _LINES_OF_A_BODY or not part.fields)):
        return None
    return behind[0]


# One line may be a field gone wrong; two in a row are text.
_LINES_OF_A_BODY = 2


def _stray_lines(part: Part) -> Iterator[tuple[Span, bytes]]:
    """Pass the lines that are no fields, without their line ends, up to where the body seems to begin (see HDR101)."""
    body = _body_in_header(part)
    for span in part.stray:
        if body and span.start >= body.start:
            return
        octets = part.source.read(span).rstrip(b"\r\n")
        yield Span(span.start, span.start + len(octets)), octets


RULES = (
    no_blank_line,
    malformed_header_line,
    empty_header_name,
    first_line_continuation,
    mbox_from_line,
    empty_structured_header,
)
