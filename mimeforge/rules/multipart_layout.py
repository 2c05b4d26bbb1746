"""MIM: what multiparts hold, and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mimeforge.linter.rule import Rule

__all__ = ["RULES"]

RULES: tuple[Rule, ...] = ()
