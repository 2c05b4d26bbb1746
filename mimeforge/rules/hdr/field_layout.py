"""HDR: how header fields are written and folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import FOLD_RE, lines
from mimeforge._limits import SUBJECT_MAX
from mimeforge.codecs import encoded_word
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, PART, Hit, fields, part_fields, rule
from mimeforge.rules.hdr import fixes
from mimeforge.rules.hdr.stray_lines import stray_lines
from mimeforge.rules.lin.places import first_of
from mimeforge.rules.par.content_fields import ending
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

# Octets before a quote that are looked at for the name of a parameter.
_NAME_WITHIN = 100
_QUOTED = 'Content-Disposition: attachment; filename="a long name of a file that\r\n is folded.txt"'


@rule(
    "HDR107",
    "all-space-continuation",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.2.2: no line of a folded field may be made up of blanks alone (old mail: §4.2); RFC 7103 §7.3",
    looks_at=PART,
    bad=(
        sample("Subject: Lunch\r\n \r\n at noon"),
        sample("X-Note: Lunch\r\n\t"),
        sample(body="").removesuffix(b"\r\n") + b" \r\nHello Zoe,\r\nsee you at noon.\r\n",
        sample(body="").removesuffix(b"\r\n") + b" \r\nHello Zoe,\r\n\r\nsee you at noon.\r\n",
    ),
    good=(sample("Subject: Lunch\r\n at noon"), sample(body=" \r\nSee you at noon.\r\n")),
)
def all_space_continuation(part: Part, context: Context) -> Iterator[Hit]:
    """A line of the header section holds nothing but blanks.

    It continues the field above. Programs on the way that take away blanks at the end of lines make it the empty line
    that ends the header section, so that the fields below become text. Take the line away. Where text stands below, it
    was meant as that empty line, and the text is read as header fields, which is an error: take the blanks away.
    """
    if not lines.BLANK_LINE_IN_FIELD_RE.search(part.source.octets, *part.header_span):
        return
    meant_as_end = context.once(stray_lines, part).blanks
    first, more = first_of(_blank_lines(part), "lines")
    for line, field in first:
        if line == meant_as_end:
            text = "blanks, on the line that should be empty and end the header section: take them away"
            yield Hit(line, text, severity=Severity.ERROR, fix=Fix("take the blanks away", (Edit(line),), safe=False))
        else:
            text = f"a line of a field that holds nothing but blanks{more}: take the line away"
            is_apart = meant_as_end is None or not field.span.start <= meant_as_end.start < field.span.end
            yield Hit(line, text, fix=context.once(fixes.blank_lines_out, field) if is_apart else None)


def _blank_lines(part: Part) -> Iterator[tuple[Span, Field]]:
    """Find the blanks of such lines; not in fields without anything else, which others report, nor in those of SES."""
    for field in part.fields:
        if field.raw.strip() and not field.name.lower().startswith("x-ses-"):
            found = lines.BLANK_LINE_IN_FIELD_RE.finditer(part.source.octets, *field.body_span)
            yield from ((Span(*line.span(1)), field) for line in found)


@rule(
    "HDR108",
    "truncated-headers",
    severity=None,  # under SES, HDR101 asks for the empty line
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.5: a message may end with its fields; §2.2: a field ends in CRLF",
    looks_at=MESSAGE,
    bad=(
        sample(body="").removesuffix(b"\r\n"),
        sample(body="").removesuffix(b" charset=us-ascii\r\n\r\n"),
    ),
    good=(sample(body=""),),
)
def truncated_headers(message: Part, context: Context) -> Iterator[Hit]:
    """The message ends inside of its header section.

    That is allowed for a message without a body. More often it was cut: look where it was written or read whether the
    rest is missing, and end the header section with an empty line.
    """
    if message.separator or not message.fields or context.once(stray_lines, message).body:
        return
    end = message.header_span.end
    where = "after" if message.source.octets.endswith(b"\n") else "in the middle of"
    text = f"the message ends {where} a header field: look for the rest, or add the empty line"
    yield Hit(Span(end, end), text)


@rule(
    "HDR111",
    "fold-in-quoted-string",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.2.4, §2.2.3: allowed, though a field should be folded at its higher-level breaks",
    looks_at=part_fields("From", "To", "Cc", "Bcc", "Reply-To", "Sender", "Content-Type", "Content-Disposition"),
    bad=(
        sample(_QUOTED),
        sample('To: "Zoe of the\r\n Long Name" <zoe@example.net>'),
        sample('Content-Disposition: attachment; filename="lunch.t\r\n xt"'),
        sample('Content-Type: multipart/mixed; boundary="b\r\n c"', body="--b c\r\n\r\nSee you.\r\n--b c--\r\n"),
    ),
    good=(
        sample('Content-Disposition: attachment;\r\n filename="a long name of a file.txt"'),
        sample('To: "Zoe" (a\r\n comment) <zoe@example.net>'),
    ),
)
def fold_in_quoted_string(field: Field, context: Context) -> Iterator[Hit]:
    """A field is folded inside of quotes.

    Readers differ in what they make of it: some keep a TAB or the line end in the file name or display name, some drop
    the blank. It is a warning in a boundary, of which some then find no part, and in the ending of a file name. Fold
    before the quote; write long file names as ``filename*0`` and ``filename*1``.
    """
    raw = field.raw
    if b"\n" not in raw or b'"' not in raw:
        return
    start = field.body_span.start
    folds = (
        (quoted.span(), fold.span())
        for quoted in lines.QUOTED_STRING_OR_COMMENT_RE.finditer(raw)
        if quoted["close"] and b"=?" not in quoted[0]  # of encoded-words in quotes, ENC110 and ENC112 speak
        for fold in FOLD_RE.finditer(raw, *quoted.span())
    )
    first, more = first_of(folds, "folds")
    for quoted_span, (fold_start, fold_end) in first:
        what = _folded(raw, *quoted_span, fold_start) if field.name.lower().startswith("content-") else ""
        text = f"a fold inside of {what or 'quotes'}{more}, which readers undo in different ways: fold before the quote"
        severity = Severity.WARNING if what else None
        fix = fixes.unfold(field, [Span(*quoted_span)])
        yield Hit(Span(start + fold_start, start + fold_end), text, severity=severity, fix=fix)


def _folded(raw: bytes, start: int, end: int, fold: int) -> str:
    """Say what a fold in the quoted value of a parameter divides, where readers then miss parts or open no file."""
    before = raw[max(0, start - _NAME_WITHIN) : start].rpartition(b";")[2]
    name = before.partition(b"=")[0].strip().lower()
    if name == b"boundary":
        return "the boundary"
    dot = raw.rfind(b".", start, end)
    behind = raw[dot : end - 1].translate(None, b" \t\r\n").decode("latin-1")
    is_ending = name in {b"filename", b"name"} and start < dot < fold and bool(ending(behind))
    return "the ending of a file name" if is_ending else ""


@rule(
    "HDR124",
    "subject-too-long",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Gmail's message header limits; the RFCs have no limit for a field that is folded",
    looks_at=fields("Subject"),
    bad=(sample("Subject:" + "\r\n Lunch at noon" * 80),),
    good=(sample("Subject:" + "\r\n Lunch at noon" * 70),),
)
def subject_too_long(field: Field, context: Context) -> Iterator[Hit]:
    """The Subject is longer than 998 characters.

    Gmail has that limit, and no list of messages shows a tenth of it. Often a text stands where its title belongs.
    """
    length = len(field.value)
    if length > SUBJECT_MAX:
        yield Hit(
            field.value_span,
            f"a Subject of {length:,} characters as it is written, Gmail takes {SUBJECT_MAX}: shorten it",
        )


@rule(
    "HDR123",
    "subject-trailing-space",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.FIELD_REPORT,
    source="rspamd, SUBJECT_ENDS_SPACES and its like; RFC 5322 §3.6.5",
    looks_at=fields("Subject"),
    bad=(sample("Subject: Lunch "), sample("Subject: Lunch  at noon"), sample("Subject: =?utf-8?q?Lunch_?=")),
    good=(sample("Subject: Lunch at noon"), sample("Subject: Lunch\r\n at noon")),
    overlay="strict",
)
def subject_blanks(field: Field, context: Context) -> Iterator[Hit]:
    """The Subject begins or ends in a blank, or holds two in a row.

    Nobody sees them; filters count them, because programs that send spam tell copies apart by blanks. Often a part of
    the Subject was left empty. Write one blank between words and none at the ends.
    """
    text = encoded_word.decode_text(FOLD_RE.sub(b" ", field.raw).decode(field.encoding).lstrip(" \t"))
    if text.strip() and text != " ".join(text.split()):
        message = "blanks at an end of the Subject, or two in a row: write one between words"
        yield Hit(field.body_span, message, fix=fixes.one_blank_between_words(field))


@rule(
    "HDR126",
    "header-tab-fold",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §2.2.3: unfolding keeps the TAB, which some mail programs show",
    looks_at=PART,
    bad=(sample("Subject: Lunch\r\n\tat noon"),),
    good=(sample("Subject: Lunch\r\n at noon"),),
    overlay="strict",
)
def tab_fold(part: Part, context: Context) -> Iterator[Hit]:
    """A header field is folded with a TAB.

    That is allowed, and the TAB stays in the value when the field is unfolded: some programs show it. Fold with a
    blank.
    """
    found = lines.TAB_FOLD_RE.finditer(part.source.octets, *part.header_span)
    first, more = first_of((Span(*fold.span(1)) for fold in found), "folds")
    for fold in first:
        field = next((field for field in part.fields if field.span.start <= fold.start < field.span.end), None)
        text = f"a fold with a TAB{more}, which stays in the value: fold with a blank"
        yield Hit(fold, text, fix=fixes.tabs_out(field) if field else None)


RULES = (
    all_space_continuation,
    truncated_headers,
    fold_in_quoted_string,
    subject_too_long,
    subject_blanks,
    tab_fold,
)
