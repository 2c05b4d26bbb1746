"""The table of the rules on requests, which only those need who judge one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.preflight.table import RULES
from mimeforge.rules.api import (
    addresses,
    arns,
    attachments,
    constraints,
    content,
    empties,
    headers,
    members,
    raw_data,
    recipients,
    senders,
    settings,
    tags,
    templates,
)
from mimeforge.rules.pol import conditions, form, requests, traps, words

if TYPE_CHECKING:
    from mimeforge.linter.rule import Rule

__all__ = ["ALL_RULES", "REQUEST_RULES"]

REQUEST_RULES: Final[tuple[Rule, ...]] = (
    *members.RULES,
    *recipients.RULES,
    *addresses.RULES,
    *empties.RULES,
    *senders.RULES,
    *raw_data.RULES,
    *content.RULES,
    *attachments.RULES,
    *templates.RULES,
    *constraints.RULES,
    *arns.RULES,
    *tags.RULES,
    *settings.RULES,
    *headers.RULES,
    *requests.RULES,
    *form.RULES,
    *words.RULES,
    *conditions.RULES,
    *traps.RULES,
)

ALL_RULES: Final = (*RULES, *REQUEST_RULES)
