"""What strategies make, for claims about it: many values, and the smallest one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, Phase, find, given, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

__all__ = ["drawn", "minimal"]

Value = TypeVar("Value")


def drawn(strategy: SearchStrategy[Value], count: int) -> list[Value]:
    """Draw values, the same ones in each run."""
    values = []

    @settings(max_examples=count, phases=[Phase.generate], database=None, derandomize=True, deadline=None)
    @given(strategy)
    def draw(value: Value) -> None:
        values.append(value)

    draw()
    return values


def minimal(strategy: SearchStrategy[Value], claim: Callable[[Value], object]) -> Value:
    """Find the smallest value for which the claim holds, the same one in each run."""
    few = settings(max_examples=1000, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    return find(strategy, lambda value: bool(claim(value)), settings=few)
