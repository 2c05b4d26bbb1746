"""LIN: files that are no message: transcripts, dumps, other encodings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import lines
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, OCTETS, Hit, rule
from mimeforge.rules.lin.fixes import unstuff, utf16_to_ascii
from mimeforge.rules.lin.places import bodies
from mimeforge.rules.ses.interfaces import answer_to_missing
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part, Source

__all__ = ["RULES"]

_TEXT = sample().decode("ascii")


@rule(
    "LIN126",
    "message-empty",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6: From and Date are the required fields; the answer as for a missing From",
    looks_at=OCTETS,
    bad=(b"", b"\r\n", b" \n\t\r\n"),
    good=(sample(), sample(body="")),
    alone=True,
)
def message_empty(source: Source, context: Context) -> Iterator[Hit]:
    """There is no message: nothing, or nothing but blanks and line ends.

    Often a file was written and not yet closed, a stream was read to its end before, or a template gave nothing. (Once,
    an empty message was seen accepted in a request of version 1 with ``Source`` and ``Destinations``; under ``ses``,
    where an envelope is known, this is a warning.)
    """
    if lines.NOTHING_RE.fullmatch(source.octets):
        predicts = answer_to_missing({"from", "to"}, context)
        yield Hit(
            Span(0, len(source.octets)),
            "the message is empty: look for what should have written it, or read it before",
            predicts=predicts,
            severity=Severity.WARNING if predicts is None and context.profile.family == "ses" else None,
        )


@rule(
    "LIN118",
    "utf16-file",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.1, §2.2: a message is lines of US-ASCII, a field name printable ASCII",
    looks_at=OCTETS,
    bad=tuple(_TEXT.encode(charset) for charset in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be")),
    good=(sample(), sample("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 7bit")),
    alone=True,
)
def utf16_file(source: Source, context: Context) -> Iterator[Hit]:
    """The file is text in UTF-16 or UTF-32.

    Every second octet is NUL, so that no line is a header field and no reader finds a message. PowerShell's ``>`` and
    editors on Windows write such files ("Unicode"). Save it as ASCII or as UTF-8 without a byte order mark.
    """
    for name, pattern in (("UTF-32", lines.UTF32_FILE_RE), ("UTF-16", lines.UTF16_FILE_RE)):
        begin = pattern.match(source.octets)
        if begin:
            text = f"this is {name}, so that no line is a header field: write the message in ASCII or UTF-8"
            yield Hit(Span(*begin.span()), text, fix=utf16_to_ascii(source))
            return


@rule(
    "LIN122",
    "smtp-dump",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §2.1; RFC 5321 §3.3: the message is what stands between DATA and the dot",
    looks_at=OCTETS,
    bad=(
        b"220 mx.example.net ESMTP\r\nEHLO client.example.com\r\n250 mx.example.net\r\nMAIL FROM:<jo@example.com>\r\n",
        b"220 mx.example.net\r\nEHLO client.example.com\r\n250 mx.example.net\r\n",
        b"HELO client.example.com\r\nMAIL FROM:<jo@example.com>\r\nRCPT TO:<zoe@example.net>\r\nDATA\r\n" + sample(),
        b"1tZr3x-0004Qm-7K-H\njo 1000 1000\n<jo@example.com>\n1737374400 0\n-local\n1\nzoe@example.net\n\n",
        b"*** ENVELOPE RECORDS deferred/1/1A2B3C ***\nmessage_size: 512\n" + sample(),
    ),
    good=(sample(), sample(body="220 mx.example.net ESMTP\r\nEHLO client.example.com\r\n")),
    alone=True,
)
def smtp_dump(source: Source, context: Context) -> Iterator[Hit]:
    """The file is what a mail system said or kept, with a message somewhere inside.

    An SMTP dialogue from a log, a file from the queue of Exim, Postfix or Sendmail: its first lines are no header
    fields. Take the message out, from its first field on; ``exim -Mvc`` and ``postcat -bh`` print it alone.
    """
    begin = lines.MAIL_SYSTEM_FILE_RE.match(source.octets)
    if begin:
        what = "an SMTP dialogue" if begin["dialogue"] else f"a queue file of {begin.lastgroup}"
        line = source.line(begin.end() - 1)
        text = f"this is {what}, not a message: take the message out of it, from its first field on"
        yield Hit(Span(begin.start(), line.end), text)


@rule(
    "LIN123",
    "dot-stuffed",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5321 §4.5.2, §4.1.1.4: SMTP adds a dot to lines that begin with one, and a line of one dot at the end",
    looks_at=MESSAGE,
    bad=(sample(body="See you at noon.\r\n.\r\n"), sample(body="See you\r\n...at noon.\r\n.\r\n")),
    good=(
        sample(body=".\r\nSee you at noon.\r\n"),
        sample(body=".profile is the file\r\n.\r\n"),
        sample(body="See you\r\n...at noon.\r\n"),
        sample("Content-Transfer-Encoding: quoted-printable", body="See you at noon=\r\n.\r\n"),
    ),
)
def dot_stuffed(message: Part, context: Context) -> Iterator[Hit]:
    """The message ends in a line of one dot, as SMTP sends it.

    That line ended the data when the message was taken down, and a dot was put before each line that begins with one.
    Sent again as it is, readers see these dots. Take the last line away, and one dot of each line that begins with two.
    """
    octets = message.source.octets
    if not octets.endswith((b"\n.", b"\n.\n", b"\n.\r\n")):
        return
    last, stuffed = octets.rindex(b"."), octets.count(b"\n..")
    is_quoted_printable = any(body.start <= last < body.end for body in bodies(message, {"quoted-printable"}))
    if octets.count(b"\n.") == stuffed + 1 and not is_quoted_printable:  # there, CTE130 speaks of dots
        more = f", and of each of {stuffed} lines the first of its dots" if stuffed else ""
        text = f"a line of one dot ends the data in SMTP, and is none of the message: take it away{more}"
        yield Hit(Span(last, last + 1), text, fix=unstuff(message.source, last))


RULES = (message_empty, utf16_file, smtp_dump, dot_stuffed)
