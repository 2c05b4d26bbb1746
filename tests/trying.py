"""How many examples a check of `mimeforge.testing` tries, which asks the current settings of Hypothesis."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from hypothesis import Phase, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["few_examples", "own_profile"]


@contextmanager
def own_profile() -> Iterator[None]:
    """Load the profile of before again behind what loads another."""
    before = settings()
    try:
        yield
    finally:
        settings.register_profile("before", before)
        settings.load_profile("before")


@contextmanager
def few_examples(count: int, *, shrunk: bool = False) -> Iterator[None]:
    """Try so many examples of each law, and look for the smallest one that breaks it only where that is asked for."""
    phases = [Phase.generate, Phase.shrink] if shrunk else [Phase.generate]
    with own_profile():
        settings.register_profile("few", settings(), max_examples=count, phases=phases)
        settings.load_profile("few")
        yield
