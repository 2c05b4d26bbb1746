"""What strategies make, for claims about it: many values, and the smallest one. The same ones in each run."""

from __future__ import annotations

import os
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, TypeVar

from hypothesis import Phase, find, settings
from hypothesis.control import BuildContext
from hypothesis.errors import StopTest
from hypothesis.internal.conjecture.data import ConjectureData

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

__all__ = ["SLOW", "drawn", "minimal", "not_shown"]

Value = TypeVar("Value")

# For laws about values that take milliseconds to draw: few here, many in the long runs.
SLOW = settings(max_examples=max(20, int(os.environ.get("TORTURE_EXAMPLES", "0")) // 10), deadline=None)

# Not `Phase.explain`, which after a search takes longer than all of it, and explains nothing here.
_SEARCH = settings(
    max_examples=300, phases=[Phase.generate, Phase.shrink], database=None, derandomize=True, deadline=None
)


def drawn(strategy: SearchStrategy[Value], count: int) -> list[Value]:
    """Draw values once, for many claims. Without the engine, which takes five times as long and draws much alike."""
    random = Random(0)  # noqa: S311
    values: list[Value] = []
    while len(values) < count:
        data = ConjectureData(random=random)
        # Too large an example, or one that was filtered out, is none.
        with suppress(StopTest), BuildContext(data, is_final=False, wrapped_test=drawn):
            values.append(data.draw(strategy))
    return values


def not_shown(claims: Mapping[str, Callable[[Value], object]], values: Sequence[Value]) -> list[str]:
    """Name the claims that hold for none of the values, and those that hold for all, which tell nothing apart."""
    return [name for name, claim in claims.items() if len({bool(claim(value)) for value in values}) < 2]


def minimal(strategy: SearchStrategy[Value], claim: Callable[[Value], object]) -> Value:
    """Find the smallest value for which the claim holds."""
    return find(strategy, lambda value: bool(claim(value)), settings=_SEARCH)
