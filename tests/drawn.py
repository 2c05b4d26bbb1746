"""What tests of strategies share: the first values that one gives, which are the same in each run."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import HealthCheck, Phase, given, settings

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["drawn"]

Value = TypeVar("Value")


def drawn(strategy: SearchStrategy[Value], count: int) -> list[Value]:
    """Draw values once, for many claims of which each has to hold for some of them."""
    values: list[Value] = []

    @given(strategy)
    @settings(
        max_examples=count,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    def collect(value: Value) -> None:
        values.append(value)

    collect()
    return values
