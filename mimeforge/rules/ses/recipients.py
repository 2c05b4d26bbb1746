"""SES, ADR: whether there is a recipient, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.linter.examples import Example, ExampleEnvelope, sample
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.adr.address_fields import destinations, has_unreadable_recipients, recipients
from mimeforge.rules.adr.address_limits import first_refused
from mimeforge.rules.hdr.displaced import may_be_there
from mimeforge.rules.ses.interfaces import is_to_asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_MANY = ", ".join(f"a{n}@example.com" for n in range(51))
_KNOWN = ExampleEnvelope("jo@example.com", ("zoe@example.net",))


@rule(
    "SES109",
    "ses-no-recipient",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of SendRawEmail: at least one recipient; SES developer guide, troubleshooting; aristidb/aws#73",
    looks_at=MESSAGE,
    bad=(
        sample(without=["To"]),
        sample("To: undisclosed-recipients:;"),
        Example(sample(), envelope=ExampleEnvelope("jo@example.com", ())),
    ),
    good=(
        sample(),
        Example(sample(without=["To"]), envelope=_KNOWN),
        Example(sample(without=["To"]), profile="ses-smtp"),
    ),
)
def no_recipient(message: Part, context: Context) -> Iterator[Hit]:
    """The message goes to nobody.

    There is no address in To, Cc or Bcc, and no envelope that names one. Name a recipient, or hand the recipients over
    with the request (``Destinations``) and lint with that envelope.
    """
    if context.envelope is not None:
        if not context.envelope.recipients and context.request is None:  # of a request, a rule on requests says so
            text = "the envelope names no recipient: give at least one"
            yield Hit(ABSENT, text, predicts="There are no recipients specified")
    elif context.profile.reads_recipients and next(recipients(message, context), None) is None:
        if has_unreadable_recipients(message, context) or may_be_there("to", message, context):
            return  # the rules on addresses say why, or another rule where To is
        if any(not field.raw.strip() for field in message.fields_named("To")):
            return  # HDR116 says that To is empty
        empty = message.field("To") or message.field("Cc") or message.field("Bcc")
        predicts = None if message.field("To") else "Missing required header 'To'."
        text = "no recipient in To, Cc or Bcc: name one, or lint with the envelope of the request"
        if context.request is not None:
            text = "no recipient in To, Cc or Bcc, nor in the request: name one"
        yield Hit(empty.span if empty else ABSENT, text, field=empty, predicts=predicts)


@rule(
    "SES115",
    "ses-missing-to",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="aws/aws-sdk-js#893, deliciousbrains/wp-offload-ses-lite#6",
    looks_at=MESSAGE,
    bad=(sample("Cc: zoe@example.net", without=["To"]),),
    good=(sample(), Example(sample("Cc: zoe@example.net", without=["To"]), envelope=_KNOWN)),
)
def missing_to(message: Part, context: Context) -> Iterator[Hit]:
    """There is no To field, only Cc or Bcc.

    Where the request names no ``Destinations``, SES wants a To. Write one, or hand the recipients over with the request
    and lint with that envelope.
    """
    if not is_to_asked(context) or message.field("To") or may_be_there("to", message, context):
        return
    if next(recipients(message, context), None) or has_unreadable_recipients(message, context):
        text = "no To field: SES wants one where the request does not name the recipients"
        yield Hit(ABSENT, text, predicts="Missing required header 'To'.")


@rule(
    "ADR132",
    "addr-too-many",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES quotas; API model of SendRawEmail; doubleunion/arooo#243, thewca/worldcubeassociation.org#9467",
    looks_at=MESSAGE,
    bad=(
        sample(f"To: {_MANY}"),
        sample(f"To: Team: {_MANY};"),
        Example(sample(), envelope=ExampleEnvelope("jo@example.com", tuple(_MANY.split(", ")))),
    ),
    good=(sample(f"To: {_MANY.rpartition(', ')[0]}"), Example(sample(f"To: {_MANY}"), envelope=_KNOWN)),
)
def too_many_recipients(message: Part, context: Context) -> Iterator[Hit]:
    """The message goes to more recipients than Amazon SES takes at a time.

    To, Cc and Bcc count together, members of groups one by one; what cannot be read does not count. Send several
    messages; ``Message.batches(50)`` of mimeforge deals the recipients out.
    """
    limit = context.profile.recipients_limit
    if limit is None:
        return
    answer = f"Recipient count exceeds {limit}."
    if context.envelope is not None:
        count = len(context.envelope.recipients)
        if count > limit and context.request is None:  # of a request, a rule on requests says so
            yield Hit(ABSENT, f"{count} recipients in the envelope: send to {limit} at a time", predicts=answer)
    elif context.profile.reads_recipients:
        found = list(recipients(message, context))
        if len(found) > limit:
            addresses, mailbox = found[limit]
            text = f"{len(found)} recipients in To, Cc and Bcc, this is number {limit + 1}: send to {limit} at a time"
            span = addresses.span(mailbox.start, mailbox.end)
            predicts = None if _has_refused_field(message, context) else answer
            yield Hit(span, text, field=addresses.field, predicts=predicts)


def _has_refused_field(message: Part, context: Context) -> bool:
    """Whether SES refuses an address in To, Cc or Bcc, and what it answers first is not known."""
    fields = destinations(message, context)
    return any(one.listed.fault or context.once(first_refused, one) for one in fields)


RULES = (no_recipient, missing_to, too_many_recipients)
