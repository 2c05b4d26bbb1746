"""The table of the rules on requests, which only those need who judge one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.preflight.table import RULES
from mimeforge.rules.api import constraints, members

if TYPE_CHECKING:
    from mimeforge.linter.rule import Rule

__all__ = ["ALL_RULES", "REQUEST_RULES"]

REQUEST_RULES: Final[tuple[Rule, ...]] = (*members.RULES, *constraints.RULES)

ALL_RULES: Final = (*RULES, *REQUEST_RULES)
