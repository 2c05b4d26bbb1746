"""API: the recipients that a request names itself. Where it names none, the rules on messages count To, Cc and Bcc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._ses_operations import SENDING
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.adr import address_fields
from mimeforge.rules.api.entries import Entry, names_somebody, recipients
from mimeforge.rules.api.examples import raw, raw_2, send, simple_2, to
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import is_raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request
    from mimeforge.rules.ses.address_list import Mailbox

__all__ = ["RULES"]

_MANY: Final = [f"a{number}@example.net" for number in range(51)]


@rule(
    "API104",
    "request-no-recipient",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API models: at least one recipient; SES developer guide, troubleshooting",
    looks_at=requests("ses.SendEmail", "sesv2.SendEmail"),
    bad=(send(Destination={}), send(Destination={"ToAddresses": []}), simple_2(without=["Destination"])),
    good=(send(Destination={"BccAddresses": ["zoe@example.net"]}), raw_2(Destination={})),
)
def no_recipient(request: Request, context: Context) -> Iterator[Hit]:
    """The request names no recipient.

    SES builds the message itself and has nobody to send it to. Name somebody in ``ToAddresses``, ``CcAddresses`` or
    ``BccAddresses``.
    """
    if not names_somebody(request, context) and _is_built_by_ses(request):
        text = "no recipient: name one in ToAddresses, CcAddresses or BccAddresses"
        yield at(request, "Destination", text, predicts="There are no recipients specified")


def _is_built_by_ses(request: Request) -> bool:
    """Whether SES writes the header; another rule says where a member that is wanted is missing."""
    if request.operation == "ses.SendEmail":
        return "Destination" in request.arguments
    contents = ("Content.Simple", "Content.Template")
    return not is_raw(request) and any(request.get(content) is not None for content in contents)


@rule(
    "API105",
    "request-too-many-recipients",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES quotas; API models; doubleunion/arooo#243, thewca/worldcubeassociation.org#9467",
    looks_at=requests(*SENDING),
    bad=(
        raw(Destinations=_MANY),
        simple_2(Destination={"ToAddresses": _MANY[:1], "BccAddresses": [f"b{n}@example.net" for n in range(50)]}),
    ),
    good=(raw(Destinations=_MANY[:50]),),
)
def too_many(request: Request, context: Context) -> Iterator[Hit]:
    """The request names more recipients than Amazon SES takes at a time.

    All lists count together, a mailbox as often as it is named; what cannot be read does not count. Send several
    requests; ``Message.batches(50)`` of mimeforge deals the recipients out.
    """
    limit = context.profile.recipients_limit
    named = list(_mailboxes(request, context))
    if limit is None or len(named) <= limit:
        return
    # Of an entry that cannot be read, SES speaks too, and which answer comes first is not known.
    is_refused = any(entry.listed.fault for entry in recipients(request, context))
    entry, mailbox = named[limit]
    text = f"{len(named)} recipients, this is number {limit + 1}: send to {limit} at a time"
    predicts = None if is_refused else f"Recipient count exceeds {limit}."
    yield at(request, entry.path, text, mailbox.start, mailbox.end, predicts=predicts)


@rule(
    "API106",
    "request-duplicate-recipient",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="SES quotas: recipients are counted as often as they are named; RFC 5321 §2.4 on the case of letters",
    looks_at=requests(*SENDING),
    bad=(
        to("zoe@example.net", "Zoe <zoe@EXAMPLE.net>"),
        raw(Destinations=["zoe@example.net", "zoe@example.net"]),
    ),
    good=(to("zoe@example.net", "Zoe@example.net"),),
)
def duplicate(request: Request, context: Context) -> Iterator[Hit]:
    """The request names a mailbox twice.

    It may get the message twice, and counts twice where recipients are counted. Name it once.
    """
    seen: set[tuple[str, str]] = set()
    again = [
        (entry, mailbox) for entry, mailbox in _mailboxes(request, context) if _is_again(entry.addr_spec(mailbox), seen)
    ]
    if again:
        entry, mailbox = again[0]
        others = f", and {len(again) - 1} more," if again[1:] else ""
        text = f"{shown(entry.addr_spec(mailbox))}{others} named before: name each recipient once"
        yield at(request, entry.path, text, mailbox.start, mailbox.end)


def _is_again(address: str, seen: set[tuple[str, str]]) -> bool:
    """Whether an address was seen before: local parts compare to the letter, domains without case."""
    local_part, _, domain = address.rpartition("@")
    key = local_part, domain.lower()
    is_seen = key in seen
    seen.add(key)
    return is_seen


@rule(
    "API107",
    "request-leaves-out",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.PROBED,
    source="drewblas/aws-ses#53, floci probes: recipients in the request are all there are",
    looks_at=requests("ses.SendRawEmail", "sesv2.SendEmail"),
    bad=(
        raw(sample("Cc: Ann <ann@example.net>"), Destinations=["zoe@example.net"]),
        raw_2(sample("Cc: ann@example.net"), Destination={"ToAddresses": ["zoe@example.net"]}),
    ),
    good=(
        raw(sample("Cc: ann@example.net"), Destinations=["zoe@example.net", "ann@example.net"]),
        raw(Destinations=["ann@example.net"]),
        raw(sample("Cc: ann@example.net")),
    ),
)
def leaves_out(request: Request, context: Context) -> Iterator[Hit]:
    """The request names some of the recipients of the header, and leaves others out.

    Where a request names recipients, these are all there are: somebody in To or Cc who is not among them gets
    nothing. That is as it should be where a message goes out in several requests, or to the members of a list. Else
    name everybody in the request, or nobody.
    """
    if (
        request.message is None
        or not is_raw(request)
        or address_fields.has_unreadable_recipients(request.message, context)
    ):
        return
    named = {entry.addr_spec(mailbox).lower() for entry, mailbox in _mailboxes(request, context)}
    shown_ones = address_fields.recipients(request.message, context)
    inside = [one for one in shown_ones if one[0].field.name.lower() != "bcc"]  # of Bcc, bcc-leak speaks
    missing = [one for one in inside if one[1].addr_spec.lower() not in named]
    if named and missing and len(missing) < len(inside):
        addresses, mailbox = missing[0]
        others = f", and {len(missing) - 1} more," if missing[1:] else ""
        text = (
            f"{shown(addresses.octets(mailbox))}{others} named here and not in the request, whose recipients alone "
            "get the message: add them there, if nobody else sends it to them"
        )
        yield Hit(addresses.span(mailbox.start, mailbox.end), text, field=addresses.field)


def _mailboxes(request: Request, context: Context) -> Iterator[tuple[Entry, Mailbox]]:
    """Pass each mailbox that a request names and that can be read."""
    return ((entry, mailbox) for entry in recipients(request, context) for mailbox in entry.readable)


RULES = (no_recipient, too_many, duplicate, leaves_out)
