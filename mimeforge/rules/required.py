"""REQ: fields that have to be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.linter.examples import Example, ExampleEnvelope, sample
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.address_fields import read

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

    SES refuses it. (Once, an empty message was seen accepted with ``Source`` and ``Destinations`` in the request; where
    an envelope is known this is a warning.) Write a From field.
    """
    authors = message.fields_named("From")
    if any(read(field, context).listed.mailboxes for field in authors):
        return
    span = authors[0].span if authors else ABSENT
    if context.envelope and context.profile.family == "ses":
        # What SES answers then is not known: once it took such a message (an answer recorded on 2023-08-26).
        yield Hit(span, "no From field with an address: write who sends", severity=Severity.WARNING)
    else:
        predicts = "Missing required header 'From'."
        yield Hit(span, "no From field with an address: write who sends", predicts=predicts)


RULES = (missing_from,)
