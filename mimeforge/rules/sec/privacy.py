"""SEC: what should not leave with the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.adr.address_fields import read
from mimeforge.rules.fixes import delete_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]


@rule(
    "SEC102",
    "bcc-leak",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 5322 §3.6.3; whether Amazon SES takes the field out is documented nowhere (boto/boto#141)",
    looks_at=MESSAGE,
    bad=(sample("Bcc: audit@example.com"),),
    good=(sample("Bcc:"), sample("X-Bcc: audit@example.com")),
)
def bcc_leak(message: Part, context: Context) -> Iterator[Hit]:
    """A Bcc field with addresses stands in the octets that go out.

    Whoever gets the message may read who else got it. Put these recipients into the envelope (``Destinations``,
    ``BccAddresses``, RCPT TO) and leave the field out.
    """
    for field in message.fields_named("Bcc"):
        if field.raw.strip():
            text = "Bcc in the octets may be read by every recipient: put it into the envelope"
            fix = Fix("leave the field out", (delete_field(field),), safe=False) if _goes_on(message, context) else None
            yield Hit(field.span, text, field=field, fix=fix)


def _goes_on(message: Part, context: Context) -> bool:
    """Whether there is a recipient without those in Bcc."""
    seen = (read(field, context).listed.mailboxes for name in ("To", "Cc") for field in message.fields_named(name))
    return context.envelope is not None or any(seen)


RULES = (bcc_leak,)
