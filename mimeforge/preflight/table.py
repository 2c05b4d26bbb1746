"""The one visible table of all rules: every file of `mimeforge.rules`, in the order of the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.rules import (
    addresses,
    bulk,
    content,
    header_section,
    html,
    lines,
    once,
    privacy,
    required,
    structure,
    transfer,
)
from mimeforge.rules.ses import recipients, settings

if TYPE_CHECKING:
    from mimeforge.linter.rule import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = (
    *lines.RULES,
    *header_section.RULES,
    *required.RULES,
    *once.RULES,
    *addresses.RULES,
    *structure.RULES,
    *transfer.RULES,
    *content.RULES,
    *html.RULES,
    *bulk.RULES,
    *privacy.RULES,
    *recipients.RULES,
    *settings.RULES,
)
