"""REQ: several authors in From."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, Hit, fields, rule
from mimeforge.rules.adr.address_fields import read
from mimeforge.rules.fixes import delete_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part, Span

__all__ = ["RULES"]

_TWO = "From: Jo <jo@example.com>, Zoe <zoe@example.com>"


@rule(
    "REQ122",
    "sender-required",
    severity=None,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.2",
    looks_at=MESSAGE,
    bad=(sample(_TWO),),
    good=(sample(_TWO, "Sender: jo@example.com"), sample("Sender: zoe@example.com")),
)
def sender_required(message: Part, context: Context) -> Iterator[Hit]:
    """From names several authors, and no Sender says which of them sent the message.

    Write a Sender field with the one mailbox that is responsible for sending.
    """
    if any(read(field, context).listed.mailboxes for field in message.fields_named("Sender")):
        return
    for field in message.fields_named("From"):
        others = _further_authors(field, context)
        if others:
            yield Hit(others, "several authors in From, and no Sender: name the one who sends", field=field)


@rule(
    "REQ123",
    "multi-from",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="Gmail refuses several authors; what SES does is not known (jmhobbs/Swiftmailer-Transport--AWS-SES#33)",
    looks_at=fields("From"),
    bad=(sample(_TWO), sample(_TWO, "Sender: jo@example.com")),
    good=(sample(), sample('From: "Doe, Jo" <jo@example.com>')),
)
def multi_from(field: Field, context: Context) -> Iterator[Hit]:
    """From names several authors.

    RFC 5322 allows it beside a Sender; Gmail refuses such messages, and what SES does is not known. Write one author in
    From, and the others in Reply-To.
    """
    others = _further_authors(field, context)
    if others:
        yield Hit(others, "several authors in From, which large receivers refuse: write one, the others in Reply-To")


@rule(
    "REQ124",
    "sender-redundant",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.2: where author and sender are one, Sender should not be used",
    looks_at=MESSAGE,
    bad=(sample("Sender: Jo <jo@example.com>"),),
    good=(sample("Sender: zoe@example.com"),),
    overlay="strict",
)
def sender_redundant(message: Part, context: Context) -> Iterator[Hit]:
    """Sender names the author that From names.

    It says nothing more, and some mail programs show "on behalf of" for it. Leave it out.
    """
    sender, author = message.field("Sender"), message.field("From")
    if sender and author:
        named = [
            [mailbox.addr_spec.lower() for mailbox in read(one, context).listed.mailboxes] for one in (sender, author)
        ]
        if named[0] == named[1] and len(named[0]) == 1:
            fix = Fix("leave the field out", (delete_field(sender),), safe=False)
            yield Hit(sender.span, "Sender names the author in From again: leave it out", field=sender, fix=fix)


def _further_authors(field: Field, context: Context) -> Span | None:
    """Find all but the first mailbox of a From that can be read: a comma in a display name makes no second author."""
    addresses = read(field, context)
    further = addresses.listed.mailboxes[1:]
    if addresses.listed.fault or not further:
        return None
    return addresses.span(further[0].whole_start, further[-1].whole_end)


RULES = (sender_required, multi_from, sender_redundant)
