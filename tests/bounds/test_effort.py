"""What grows in a message grows the work as it grows itself, and no faster; and it never fills the stack.

Nothing is timed. Work is counted where Python does it. Where one call of C does it, a shape has a size at which it
would not end, were it more than linear: most of these are for the long runs.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from bounds.effort import forget, little_stack, steps
from bounds.shapes import SHAPES
from mimeforge import fix, lint, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from bounds.shapes import Shape
    from mimeforge import Report

IS_LONG: Final = "TORTURE_EXAMPLES" in os.environ

# Four times as much may be so many times the steps, and so many more for what begins at some size.
TIMES: Final = 4.5

# One profile of each family, with all that can be laid on top.
PROFILES: Final = ("ses,bulk,strict", "rfc,bulk,strict")


def efforts(octets: bytes) -> dict[str, int]:
    """Count the steps of each thing that can be done with a message."""
    reports: list[Report] = []

    def judge(profile: str) -> None:
        reports.append(lint(octets, profile=profile))

    works: dict[str, Callable[[], object]] = {
        "parse": lambda: list(parse(octets).walk()),
        **{profile: partial(judge, profile) for profile in PROFILES},
        "fix": lambda: fix(octets),
        "str": lambda: [str(report) for report in reports],
    }
    counts = {}
    for name, work in works.items():
        forget()
        counts[name] = steps(work)
    return counts


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_work_is_linear(shape: Shape) -> None:
    size = shape.short
    efforts(shape.octets(1))  # loads what is loaded when it is needed
    with little_stack():
        least, some, many = (efforts(shape.octets(n)) for n in (1, size, 4 * size))
    grown = {
        name: (least[name], some[name], many[name])
        for name in least
        if many[name] - least[name] > TIMES * max(some[name] - least[name], 0) + shape.more
    }
    assert grown == {}


@pytest.mark.torture
@pytest.mark.skipif(not IS_LONG, reason="takes minutes: make torture")
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_what_is_huge_ends(shape: Shape) -> None:
    octets = shape.octets(shape.full)
    with little_stack():
        assert parse(octets).span == (0, len(octets))
        for profile in PROFILES:
            assert str(lint(octets, profile=profile))
        fixed, _ = fix(octets)
    assert lint(fixed).source == fixed
