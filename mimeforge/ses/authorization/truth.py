"""Logic with three values: True, False, and None for what is not known (Kleene)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Truth", "all_of", "any_of", "denied"]

Truth: TypeAlias = bool | None


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether all are true; False as soon as one is false, whatever is not known beside it."""
    is_sure = True
    for truth in truths:
        if truth is False:
            return False
        is_sure = is_sure and truth is not None
    return True if is_sure else None


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether one is true."""
    return denied(all_of(map(denied, truths)))


def denied(truth: Truth) -> Truth:
    """Return the opposite; of what is not known, that is not known either."""
    return None if truth is None else not truth
