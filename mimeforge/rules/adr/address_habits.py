"""ADR: addresses that can be read and sent to, and were hardly meant so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.addresses import NO_REPLY_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.adr.address_fields import has_unreadable_recipients, read, recipients
from mimeforge.rules.fixes import delete_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.adr.address_fields import AddressField
    from mimeforge.rules.ses.address_list import Mailbox
    from mimeforge.tree import Part

__all__ = ["RULES"]


@rule(
    "ADR131",
    "addr-duplicate-recipient",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="SES quotas: recipients are counted as often as they are named; RFC 5321 §2.4 on the case of letters",
    looks_at=MESSAGE,
    bad=(
        sample("To: zoe@example.net, Zoe <zoe@example.net>"),
        sample("To: zoe@example.net", "Cc: Jo <jo@example.com>, Zoe <zoe@EXAMPLE.net>"),
    ),
    good=(sample("To: zoe@example.net", "Cc: Zoe@example.net, zoe@mail.example.net"),),
)
def duplicate_recipient(message: Part, context: Context) -> Iterator[Hit]:
    """A mailbox stands twice in To, Cc and Bcc.

    It may get the message twice, and counts twice where recipients are counted. Name it once.
    """
    if has_unreadable_recipients(message, context) or any(message.fields_named(name)[1:] for name in _DESTINATIONS):
        return  # other rules say that recipients cannot be told, or that a field stands twice
    seen: set[tuple[str, str]] = set()
    again: list[tuple[AddressField, Mailbox]] = []
    for addresses, mailbox in recipients(message, context):
        address = _address(mailbox)
        if address in seen:
            again.append((addresses, mailbox))
        seen.add(address)
    if again:
        addresses, mailbox = again[0]
        others = f", and {len(again) - 1} more," if again[1:] else ""
        text = f"{shown(addresses.octets(mailbox))}{others} named before in To, Cc or Bcc: name each recipient once"
        yield Hit(addresses.span(mailbox.start, mailbox.end), text, field=addresses.field)


_DESTINATIONS: Final = ("To", "Cc", "Bcc")


@rule(
    "ADR139",
    "addr-role-noreply",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Microsoft's requirements for senders of much mail (2025): an address that can receive replies",
    looks_at=MESSAGE,
    bad=(sample("From: no-reply@example.com"), sample("From: Shop <DoNotReply+1@example.com>")),
    good=(
        sample("From: jo@example.com"),
        sample("From: noreply@example.com", "Reply-To: jo@example.com"),
        sample("From: noreplyhotel@example.com"),
    ),
    overlay="strict",
)
def answered_by_nobody(message: Part, context: Context) -> Iterator[Hit]:
    """The author's address says that nobody reads answers, and there is no Reply-To.

    Receivers ask for an address that takes replies. Write one in From, or add a Reply-To.
    """
    if message.field("Reply-To"):
        return
    for addresses, mailbox in _mailboxes("From", message, context):
        if NO_REPLY_RE.match(mailbox.addr_spec):
            text = f"{shown(addresses.octets(mailbox))} takes no answers, and there is no Reply-To: add one"
            yield Hit(addresses.span(mailbox.start, mailbox.end), text, field=addresses.field)


@rule(
    "ADR140",
    "reply-to-equals-from",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.2: without a Reply-To, answers go to From",
    looks_at=MESSAGE,
    bad=(sample("Reply-To: Jo <jo@example.com>"),),
    good=(sample(), sample("Reply-To: jo@example.com, zoe@example.net")),
    overlay="strict",
)
def answered_by_author(message: Part, context: Context) -> Iterator[Hit]:
    """Reply-To names the mailboxes of From.

    Answers go there without it. Leave the field out.
    """
    yield from _same_as("From", "answers go there without it: leave it out", message, context)


@rule(
    "ADR141",
    "reply-to-equals-to",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="filters count it as a sign of spam; RFC 5322 §3.6.2",
    looks_at=MESSAGE,
    bad=(sample("Reply-To: zoe@example.net"),),
    good=(sample("Reply-To: help@example.com"), sample("To: a@example.net, b@example.net", "Reply-To: a@example.net")),
    overlay="strict",
)
def answered_by_recipient(message: Part, context: Context) -> Iterator[Hit]:
    """Reply-To names the mailboxes of To.

    Whoever answers writes to themselves; filters take it for spam. A mailing list may mean it. Name who is to answer.
    """
    yield from _same_as("To", "whoever answers writes to themselves: name another mailbox", message, context)


def _same_as(name: str, advice: str, message: Part, context: Context) -> Iterator[Hit]:
    """Find a Reply-To with the same mailboxes as the fields ``name``."""
    field = message.field("Reply-To")
    if field is None:
        return
    answers = {_address(mailbox) for _, mailbox in _mailboxes("Reply-To", message, context)}
    if answers and answers == {_address(mailbox) for _, mailbox in _mailboxes(name, message, context)}:
        fix = Fix("leave the field out", (delete_field(field),), safe=False) if name == "From" else None
        yield Hit(field.value_span, f"Reply-To is the same as {name}: {advice}", field=field, fix=fix)


def _mailboxes(name: str, message: Part, context: Context) -> Iterator[tuple[AddressField, Mailbox]]:
    for field in message.fields_named(name):
        addresses = read(field, context)
        for mailbox in addresses.listed.mailboxes:
            yield addresses, mailbox


def _address(mailbox: Mailbox) -> tuple[str, str]:
    """Give local part and domain as they are compared: the case of letters counts before the @ alone."""
    local_part, _, domain = mailbox.addr_spec.rpartition("@")
    return local_part, domain.lower()


RULES = (
    duplicate_recipient,
    answered_by_nobody,
    answered_by_author,
    answered_by_recipient,
)
