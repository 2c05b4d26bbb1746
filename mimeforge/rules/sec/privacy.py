"""SEC: what should not leave with the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, fields, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field

__all__ = ["RULES"]


@rule(
    "SEC102",
    "bcc-leak",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 5322 §3.6.3; whether Amazon SES takes the field out is documented nowhere (boto/boto#141)",
    looks_at=fields("Bcc"),
    bad=(sample("Bcc: audit@example.com"),),
    good=(sample("Bcc:"), sample("X-Bcc: audit@example.com")),
)
def bcc_leak(field: Field, context: Context) -> Iterator[Hit]:
    """A Bcc field with addresses stands in the octets that go out.

    Whoever gets the message may read who else got it. Put these recipients into the envelope (``Destinations``,
    ``BccAddresses``, RCPT TO) and leave the field out.
    """
    if field.raw.strip():
        yield Hit(field.span, "Bcc in the octets may be read by every recipient: put it into the envelope")


RULES = (bcc_leak,)
