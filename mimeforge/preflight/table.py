"""The one visible table of all rules: every file of `mimeforge.rules`, in the order of the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mimeforge.linter.rule import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = ()
