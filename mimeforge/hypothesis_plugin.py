"""Hypothesis calls `register` when it is imported (the entry point ``hypothesis``)."""

from __future__ import annotations

__all__ = ["register"]


def register() -> None:
    """Have ``from_type`` know the values of mimeforge."""
