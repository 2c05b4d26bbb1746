"""The one visible table of all rules: every file of `mimeforge.rules`, in the order of the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.rules import (
    address_limits,
    addresses,
    authors,
    bulk,
    content,
    header_section,
    html,
    lines,
    octets,
    once,
    parameters,
    privacy,
    required,
    size,
    structure,
    transfer,
)
from mimeforge.rules.ses import arns, recipients, replaced, settings, signatures, subscription, tags, tracking

if TYPE_CHECKING:
    from mimeforge.linter.rule import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = (
    *lines.RULES,
    *octets.RULES,
    *header_section.RULES,
    *required.RULES,
    *authors.RULES,
    *once.RULES,
    *addresses.RULES,
    *address_limits.RULES,
    *parameters.RULES,
    *structure.RULES,
    *transfer.RULES,
    *content.RULES,
    *size.RULES,
    *html.RULES,
    *bulk.RULES,
    *privacy.RULES,
    *recipients.RULES,
    *settings.RULES,
    *arns.RULES,
    *tags.RULES,
    *replaced.RULES,
    *signatures.RULES,
    *subscription.RULES,
    *tracking.RULES,
)
