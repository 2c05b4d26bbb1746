"""HDR, LIN: where the header section ends, lines in it that are no field, fields without content, and its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge import _grammar
from mimeforge._limits import GMAIL_FIELD_MAX, GMAIL_FIELDS_MAX, GMAIL_HEADER_SECTION_MAX
from mimeforge.edit import Edit
from mimeforge.errors import code_points
from mimeforge.linter.examples import Example, Recipe, sample
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, PART, Hit, rule
from mimeforge.rules.hdr import fixes
from mimeforge.rules.hdr.displaced import below_empty_line
from mimeforge.rules.hdr.stray_lines import StrayLine, stray_lines
from mimeforge.rules.lin.line_end_tricks import disputed_end
from mimeforge.rules.ses.interfaces import answer_to_missing, is_to_asked
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_EMPTY_NAME = "Empty header names are illegal."
_FIELDS = sample(without=["MIME-Version", "Content-Type"], body=b"").removesuffix(b"\r\n")


@rule(
    "HDR101",
    "no-blank-line",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.1; API model of SendRawEmail: separated by a blank line; aws/aws-sdk-php#981",
    looks_at=PART,
    bad=(
        _FIELDS + b"See you at noon.\r\n",
        Example(_FIELDS, profile="ses"),
        sample(
            "Content-Type: multipart/mixed; boundary=b",
            body="--b\r\nContent-Type: text/plain\r\nSee you at noon.\r\n--b--\r\n",
        ),
        _FIELDS + b"See you at noon,\r\nas ever.\r\n\r\nJo\r\n",
    ),
    good=(sample(), sample(body="")),
)
def no_blank_line(part: Part, context: Context) -> Iterator[Hit]:
    """No empty line ends the header section.

    What was meant as the body is read as header fields. What SES answers depends on the body: "Header section too
    long.", "Duplicate header 'Content-Type'." where a part begins there, "Empty header names are illegal." Put one
    empty line, CRLF CRLF, between the last field and the body, in the message and in each part. A message that ends
    with its header section needs it too (a warning). Where hardly a line is a field, what was handed over is no message
    at all: still compressed, in base64, or encrypted.
    """
    stray = context.once(stray_lines, part)
    if stray.body and not stray.blanks:  # of blanks where the empty line should be, HDR107 speaks
        begins = "no field: here the body seems to begin; put an empty line before it"
        message = begins if stray.is_message else _NO_MESSAGE
        predicts = _answer_to_garbage(stray.body, part.source.read(stray.body))
        fix = fixes.begin_body(part, stray.body) if stray.is_message else None
        yield Hit(stray.body, message, predicts=predicts, fix=fix)
    elif part.is_root and not part.separator and part.fields and not stray.body and context.profile.family == "ses":
        message = "the message ends with its header section: add an empty line, even where there is no body"
        yield Hit(ABSENT, message, severity=Severity.WARNING, fix=fixes.end_header(part))


_NO_MESSAGE = (
    "these lines are no header fields: undo what made them of a message (compression, base64, encryption), or "
    "write the fields and an empty line before them"
)


@rule(
    "HDR102",
    "malformed-header-line",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.2; RFC 7103 §7.2; arithmetic/aws-lambda-ses-forwarder#101 and #123 (a first line)",
    looks_at=PART,
    bad=(sample("Comments"), sample("Reply To: jo@example.com"), sample("Sübject: Lunch")),
    good=(sample("X-Long: one\r\n two\r\n\tthree"), sample("Subject:Lunch")),
)
def malformed_header_line(part: Part, context: Context) -> Iterator[Hit]:
    """A line of the header section is neither a field nor the continuation of one.

    It has no colon, or a blank, a control character or an octet over 127 in its name. Readers skip it, take it for the
    end of the header section, or add it to the field above. Write ``Name: body``, and begin continuations with a blank.
    Where the first line is none, what was handed over may be no message at all: still encoded, or encrypted.
    """
    for line in context.once(stray_lines, part).lines:
        if line.octets.startswith((b":", b" ", b"\t")) or _is_of_mailbox_file(line, part):
            continue
        name, colon, _ = line.octets.partition(b":")
        foreign = _grammar.NOT_FTEXT_RE.search(name) if colon else None
        wrong = f"{_first_character(name[foreign.start() :])} in its name" if foreign else "no colon"
        message = f"this line of the header section is no field, {wrong}: write Name: body"
        garbage = _answer_to_garbage(line.span, line.octets)
        missing = answer_to_missing({line.name}, context) if line.name and part.is_root and not garbage else None
        yield Hit(line.span, message, predicts=garbage or missing, evidence=Evidence.INFERRED if missing else None)


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
    for line in context.once(stray_lines, part).lines:
        if line.octets.startswith(b":"):
            yield Hit(
                line.span,
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

    Such a line continues the field above, and there is none: often a string in the source was indented, all of it or
    its first line. Take the blanks away.
    """
    first = next(iter(context.once(stray_lines, part).lines), None)
    if first and first.span.start == part.header_span.start and first.octets.startswith((b" ", b"\t")):
        message = "the first line continues a field that is not there: take the blank at its start away"
        predicts = _EMPTY_NAME if part.is_root else None
        yield Hit(part.stray[0], message, predicts=predicts, fix=fixes.indent_out(part))


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
    first = next(iter(context.once(stray_lines, part).lines), None)
    if first and _is_of_mailbox_file(first, part):
        below = part.source.line(part.stray[0].end)
        is_continued = part.source.octets.startswith((b" ", b"\t"), below.start)
        # Where the next line were the first, subject-newline-escape would take it for the whole message.
        is_escaped = _grammar.ESCAPED_LINE_END_RE.search(part.source.octets, *below)
        fix = None if is_continued or is_escaped else Fix("take the line away", (Edit(part.stray[0]),))
        yield Hit(first.span, 'a "From " line of a mailbox file, no header field: take it away', fix=fix)


@rule(
    "LIN121",
    "blank-line-in-header",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §2.1: the empty line ends the header section; daniel-zahariev/php-aws-ses#8",
    looks_at=MESSAGE,
    bad=(
        b"\r\n" + sample(),
        b"X-Mailer: Forms\r\n\r\n" + sample(),
        b"To: zoe@example.net\r\n\r\n" + sample(without=["To"]),
        sample(
            without=["Subject", "Date"],
            body="Subject: Lunch\r\nDate: Mon, 20 Jan 2025 12:00:00 +0000\r\n\r\nSee you at noon.\r\n",
        ),
    ),
    good=(
        sample(body="From: Zoe <zoe@example.net>\r\nSubject: Lunch?\r\n\r\nAt noon?\r\n"),
        sample(body="Note: bring a coat.\r\n"),
        sample(without=["MIME-Version", "Content-Type"], body="Content-Type: is it html?\r\n"),
    ),
)
def blank_line_in_header(message: Part, context: Context) -> Iterator[Hit]:
    """An empty line stands before or among the header fields.

    It ends the header section: the fields below it are text of the body, so that readers show them, and SES misses the
    From or To among them (an error; that readers miss others is a warning). Often a value ends in a line end, or the
    message begins with one. Take the empty line away.
    """
    lost = below_empty_line(message)
    missed = lost if is_to_asked(context) else lost - {"to"}
    is_cut = not (message.field("From") and message.field("Date"))  # else a text may begin with "To:"
    has_only_mark = _grammar.BOM_RE.fullmatch(message.source.read(message.header_span).rstrip(b"\r\n"))
    if not (missed or (lost and is_cut)) or not message.separator or has_only_mark:
        return  # of an empty line behind a byte order mark, LIN117 speaks
    names = ", ".join(name for name in _LOST if name.lower() in lost)
    is_grave = missed & _GRAVE[context.profile.family] or disputed_end(message)  # to some readers, fields are hidden
    yield Hit(
        message.separator,
        f"the header section ends at this empty line, with {names} still below: take the line away",
        predicts=answer_to_missing(missed, context),
        severity=None if is_grave else Severity.WARNING,
        fix=fixes.empty_line_out(message, message.separator),
    )


_LOST = ("From", "To", "Subject", "Date", "MIME-Version", "Content-Type")
# Without which SES refuses the message, and without which it is none.
_GRAVE = {"ses": {"from", "to"}, "rfc": {"from", "date"}}


@rule(
    "HDR110",
    "header-too-large",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Gmail's message header limits; aws/aws-sdk-php#981 and mautic/mautic#6437 for Amazon SES, limits unknown",
    looks_at=MESSAGE,
    bad=(
        Recipe("a field of 32,769 octets", lambda: sample(_long_field("X-Data", GMAIL_FIELD_MAX + 1))),
        Recipe("header fields of over 500 KB", lambda: sample(*(_long_field(f"X-{n}", 32_000) for n in range(17)))),
        Recipe("5,001 header fields", lambda: sample(*["X-N: 1"] * (GMAIL_FIELDS_MAX - 6))),
    ),
    good=(
        Recipe("a field of 32,768 octets", lambda: sample(_long_field("X-Data", GMAIL_FIELD_MAX))),
        Recipe(
            "References of 40,000 octets", lambda: sample("References:" + "\r\n <20250120.123@example.net>" * 1_380)
        ),
        Recipe("5,000 header fields", lambda: sample(*["X-N: 1"] * (GMAIL_FIELDS_MAX - 7))),
    ),
)
def header_too_large(message: Part, context: Context) -> Iterator[Hit]:
    """A header field, or all of them together, are larger than receivers take.

    Gmail refuses a field body over 32 KB (but for To, Cc, Bcc and References), fields of over 500 KB together, and more
    than 5,000 of them. Amazon SES has limits of its own, which it does not tell, and answers "Header too long: 'X'." to
    one field, "Header section too long." to all. Look for a value that is repeated, or move it into an attachment.
    """
    start, end = message.header_span
    is_small = end - start <= GMAIL_FIELD_MAX and len(message.fields) <= GMAIL_FIELDS_MAX
    if is_small or context.once(stray_lines, message).body:
        return
    others = end - start
    for field in message.fields:
        length = field.body_span.end - field.body_span.start
        if length > GMAIL_FIELD_MAX and field.name.lower() not in _OF_ANY_LENGTH:
            text = f"a field body of {length:,} octets, Gmail takes {GMAIL_FIELD_MAX:,}: shorten it"
            yield Hit(field.name_span, text)
            others -= length
    if others > GMAIL_HEADER_SECTION_MAX:
        limit = start + GMAIL_HEADER_SECTION_MAX
        text = f"header fields of {end - start:,} octets, Gmail takes {GMAIL_HEADER_SECTION_MAX:,}: they end here"
        yield Hit(Span(limit, limit + 1), text)
    if len(message.fields) > GMAIL_FIELDS_MAX:
        count = f"{len(message.fields):,}" if message.limit != "fields" else f"over {len(message.fields):,}"
        text = f"{count} header fields, Gmail takes {GMAIL_FIELDS_MAX:,}: this is one too many"
        yield Hit(message.fields[GMAIL_FIELDS_MAX].name_span, text)


_OF_ANY_LENGTH = frozenset({"to", "cc", "bcc", "references"})


def _long_field(name: str, size: int) -> str:
    """Write a field whose body has ``size`` octets, folded."""
    whole, rest = divmod(size, 64)
    return f"{name}:" + f"\r\n {'x' * 61}" * whole + " " * (rest > 0) + "x" * (rest - 1)


@rule(
    "HDR116",
    "empty-structured-header",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §3.6.3; RFC 2045 §5.1; django-ses/django-ses#164, daniel-zahariev/php-aws-ses#32",
    looks_at=PART,
    bad=(
        sample("To:", "Cc: zoe@example.net"),
        sample("Cc: \r\n "),
        sample("Content-Type:"),
        sample(
            "Content-Type: multipart/mixed; boundary=b",
            body="--b\r\nContent-Disposition:\r\n\r\nSee you at noon.\r\n--b--\r\n",
        ),
    ),
    good=(sample("To: undisclosed-recipients:;", "Cc: zoe@example.net"), sample("Comments:", "X-Empty:")),
)
def empty_structured_header(part: Part, context: Context) -> Iterator[Hit]:
    """A field that has to hold something is empty.

    SES refuses an empty To, even where the recipients are given in the request, and its reader wants a type in
    Content-Type and Content-Disposition; an empty field of another kind makes readers guess. Leave the field out.
    """
    names = (*_NEVER_EMPTY, *_NEVER_EMPTY_IN_MESSAGE) if part.is_root else _NEVER_EMPTY
    found = (field for name in names for field in part.fields_named(name))
    for field in found:
        if field.raw.strip():
            continue
        message = f"{field.name} is empty: leave the field out, or write what belongs there"
        # Where the recipients are read from it, an empty To is no better than none.
        is_asked = field.name.lower() == "to" and is_to_asked(context)
        is_sound = len(part.fields) > 1 and not part.stray
        fix = fixes.empty_field_out(field) if is_sound and not is_asked else None
        if context.profile.family == "ses" and field.name.lower() in _REFUSED_IF_EMPTY:
            answer, evidence = _REFUSED_IF_EMPTY[field.name.lower()]
            yield Hit(
                field.span, message, field=field, predicts=answer, severity=Severity.ERROR, evidence=evidence, fix=fix
            )
        else:
            # RFC 2045 §5.1, RFC 2183 §2: their grammar begins with a type.
            is_broken = field.name.lower() in {"content-type", "content-disposition"}
            yield Hit(field.span, message, field=field, severity=Severity.ERROR if is_broken else None, fix=fix)


# Of Content-Transfer-Encoding, CTE101 speaks.
_NEVER_EMPTY = ("Content-Type", "Content-Disposition", "Content-ID")
_NEVER_EMPTY_IN_MESSAGE = (
    "To",
    "Cc",
    "Reply-To",
    "Sender",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Date",
    "MIME-Version",
    "Return-Path",
    *(f"Resent-{name}" for name in ("From", "Sender", "To", "Cc", "Date", "Message-ID")),
    "Disposition-Notification-To",
)
# What SES answers; of the last two, nobody has shown it for an empty field.
_REFUSED_IF_EMPTY = {
    "to": ("Empty required header 'To'.", Evidence.FIELD_REPORT),
    "content-type": ("Expected MIME type, got null", Evidence.INFERRED),
    "content-disposition": ("Expected disposition, got null", Evidence.INFERRED),
}


def _first_character(octets: bytes) -> str:
    """Name the first character of UTF-8, or the first octet of what is none."""
    try:
        return code_points(octets.decode()[0])
    except UnicodeDecodeError:
        return f"U+{octets[0]:04X}"


def _is_of_mailbox_file(line: StrayLine, part: Part) -> bool:
    """Whether this is the line that separates messages in a mailbox file; without a date it may be a lost colon."""
    separates_mail = _grammar.MBOX_FROM_LINE_RE.match(line.octets) if line.span.start == 0 else None
    return separates_mail is not None and (separates_mail[1] is not None or part.field("From") is not None)


def _answer_to_garbage(line: Span, octets: bytes) -> str | None:
    """Give SES's text for a first line without a colon: what such a line continues has no name."""
    return _EMPTY_NAME if line.start == 0 and b":" not in octets else None


RULES = (
    no_blank_line,
    malformed_header_line,
    empty_header_name,
    first_line_continuation,
    mbox_from_line,
    blank_line_in_header,
    header_too_large,
    empty_structured_header,
)
