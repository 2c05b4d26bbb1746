"""SEC: what was meant to become a header field of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar.lines import ESCAPED_FIELD_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, fields, rule
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field

__all__ = ["RULES"]


@rule(
    "SEC101",
    "header-injection",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="CWE-93; RFC 3986 §2.1 and RFC 2045 §6.7 for the escapes",
    looks_at=fields("Subject", "From", "To", "Cc", "Reply-To", "Sender", "Comments", "Keywords"),
    bad=(
        sample("Subject: Lunch%0D%0ABcc: audit@example.com"),
        sample("Subject: Lunch=0D=0AContent-Type: text/html"),
        sample('From: "Jo%0aBcc: audit@example.com" <jo@example.com>'),
    ),
    good=(
        sample("Subject: what %0D%0A means in a URL"),
        sample("Subject: 100%0abc: a riddle"),
        sample("Subject: a line end, and a Bcc: field"),
    ),
)
def escaped_field(field: Field, context: Context) -> Iterator[Hit]:
    """A field holds an escaped line end and a header field behind it.

    It came from a form or an address line whose sender hoped that somebody decodes it: the field behind the line end
    would then be one of the message. Refuse such input where it comes in, rather than sending it.
    """
    found = ESCAPED_FIELD_RE.search(field.raw)
    if found:
        start = field.body_span.start
        text = f"{shown(found[0])} would be a field of its own if it were decoded: refuse such input"
        yield Hit(Span(start + found.start(), start + found.end()), text)


RULES = (escaped_field,)
