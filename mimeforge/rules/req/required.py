"""REQ: fields that have to be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.edit import Edit
from mimeforge.linter.examples import Example, ExampleEnvelope, sample
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.adr.address_fields import read
from mimeforge.rules.fixes import line_end
from mimeforge.rules.hdr.displaced import below_empty_line, may_be_there
from mimeforge.rules.ses.interfaces import answer_to_missing
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]


@rule(
    "REQ101",
    "missing-from",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.PROBED,
    source="RFC 5322 §3.6; loopingz/aws-smtp-relay#6, daniel-zahariev/php-aws-ses#11, floci probes",
    looks_at=MESSAGE,
    bad=(
        sample(without=["From"]),
        sample("From:"),
        sample("From: nobody:;"),
        sample("From: (Jo)"),
        Example(sample(without=["From"]), envelope=ExampleEnvelope("jo@example.com", ("zoe@example.net",))),
    ),
    good=(sample(),),
)
def missing_from(message: Part, context: Context) -> Iterator[Hit]:
    """The message has no author: no From, or an empty one.

    SES refuses it. (Once, an empty message was seen accepted in a request of version 1 with ``Source`` and
    ``Destinations``; under ``ses``, where an envelope is known, and where a request names the sender, this is a
    warning.) Write a From field.
    """
    authors = message.fields_named("From")
    listed = [read(field, context).listed for field in authors]
    if any(found.mailboxes or found.faults for found in listed) or may_be_there("from", message, context):
        return  # of a From that cannot be read, the rules on addresses tell
    predicts = answer_to_missing({"from"}, context)
    is_taken = predicts is None and context.profile.family == "ses"
    yield Hit(
        authors[0].span if authors else ABSENT,
        "no From field with an address: write who sends",
        predicts=predicts,
        severity=Severity.WARNING if is_taken else None,
    )


@rule(
    "REQ102",
    "missing-date",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6: From and Date are the required fields; SES header page: SES writes its own",
    looks_at=MESSAGE,
    bad=(sample(without=["Date"]),),
    good=(sample(),),
)
def missing_date(message: Part, context: Context) -> Iterator[Hit]:
    """The message has no Date.

    Amazon SES writes its own, whatever stands there; every other way to send leaves the message without one, and
    filters count that against it. Write a Date field.
    """
    if message.fields and not message.field("Date") and not may_be_there("date", message, context):
        yield Hit(ABSENT, "no Date field: write when the message was made")


@rule(
    "REQ104",
    "missing-subject",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, best practices; RFC 5322 §3.6.5 leaves it open",
    looks_at=MESSAGE,
    bad=(sample(without=["Subject"]), sample("Subject:"), sample("Subject: \r\n ")),
    good=(sample(),),
)
def missing_subject(message: Part, context: Context) -> Iterator[Hit]:
    """The message has no Subject, or an empty one.

    SES sends it. Readers see a gap in their list, and filters count it against the sender: a variable may have been
    empty. Write a subject.
    """
    subject = message.field("Subject")
    if subject and not subject.raw.strip():
        yield Hit(subject.span, "the Subject is empty: write one")
    elif message.fields and not subject and not may_be_there("subject", message, context):
        yield Hit(ABSENT, "no Subject field: write one")


@rule(
    "REQ106",
    "missing-mime-version",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2045 §4: must be included; RFC 7103 §8.1; the example of the Query API has none and is accepted",
    looks_at=MESSAGE,
    bad=(
        sample(without=["MIME-Version"]),
        sample("Content-Transfer-Encoding: base64", without=["MIME-Version", "Content-Type"], body="THVuY2g/\r\n"),
    ),
    good=(sample(), sample("Content-Class: urn:content-classes:message", without=["MIME-Version", "Content-Type"])),
)
def missing_mime_version(message: Part, context: Context) -> Iterator[Hit]:
    """The message has MIME fields and no MIME-Version.

    Its Content-* fields mean nothing without it: SES sends the message, and some receivers show the parts and their
    base64 as text. Write ``MIME-Version: 1.0``.
    """
    if message.field("MIME-Version"):
        return
    field = next((field for name in _MIME_FIELDS if (field := message.field(name))), None)
    if field and not may_be_there("mime-version", message, context):
        text = f"{field.name} without a MIME-Version field: write MIME-Version: 1.0"
        yield Hit(field.name_span, text, fix=None if below_empty_line(message) else _with_version(message))


def _with_version(message: Part) -> Fix:
    """Write the field above those that mean nothing without it."""
    above = min(field.span.start for name in _MIME_FIELDS for field in message.fields_named(name))
    written = b"MIME-Version: 1.0" + line_end(message.source)
    return Fix("write MIME-Version", (Edit(Span(above, above), written),))


# RFC 2045 §3 and RFC 2183 §2. Content-Class and its like have other grounds and no part of it.
_MIME_FIELDS = (
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
    "Content-ID",
    "Content-Description",
)


@rule(
    "REQ103",
    "missing-message-id",
    severity=None,  # SES writes its own, whatever stands there
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.4: every message should have one",
    looks_at=MESSAGE,
    bad=(sample(without=["Message-ID"]),),
    good=(sample(),),
)
def missing_message_id(message: Part, context: Context) -> Iterator[Hit]:
    """The message has no Message-ID.

    Replies cannot name it, and filters count that against it. Most servers that take mail from its author add one.
    """
    if message.fields and not message.field("Message-ID") and not may_be_there("message-id", message, context):
        yield Hit(ABSENT, "no Message-ID field: write one, so that replies can refer to it")


@rule(
    "REQ105",
    "missing-destination",
    severity=None,  # SES109 and SES115 ask for what SES wants
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.3: the fields are optional",
    looks_at=MESSAGE,
    bad=(sample(without=["To"]),),
    good=(sample(), sample("Cc: zoe@example.net", without=["To"])),
)
def missing_destination(message: Part, context: Context) -> Iterator[Hit]:
    """The message has no To, Cc or Bcc.

    That is allowed. Readers show an empty line where the recipients belong, and filters count it. Write the recipients,
    or ``To: undisclosed-recipients:;``.
    """
    is_named = any(message.field(name) for name in ("To", "Cc", "Bcc"))
    if message.fields and not is_named and not may_be_there("to", message, context):
        yield Hit(ABSENT, "no To, Cc or Bcc: write the recipients, or To: undisclosed-recipients:;")


RULES = (
    missing_from,
    missing_date,
    missing_message_id,
    missing_subject,
    missing_destination,
    missing_mime_version,
)
