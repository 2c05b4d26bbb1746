"""How much work something is, counted and not timed, and a stack that is as good as full."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

__all__ = ["forget", "little_stack", "steps"]

# Frames that something may need, whatever it is given: an engine, a rule, a reader, a codec that is loaded for it.
FRAMES = 150


def steps(work: Callable[[], object]) -> int:
    """Count the lines of Python that ``work`` passes, and its calls of Python and of C.

    A loop inside of one call of C counts as one step.
    """
    count = 0

    def on_line(frame: FrameType, event: str, argument: object) -> Callable[..., Any]:
        nonlocal count
        count += 1
        return on_line

    def on_call(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "c_call"

    tracer, profiler = sys.gettrace(), sys.getprofile()
    sys.settrace(on_line)
    sys.setprofile(on_call)
    try:
        work()
    finally:
        sys.setprofile(profiler)
        sys.settrace(tracer)
    return count


def forget() -> None:
    """Empty the caches of pure functions, so that what ran before makes nothing cheaper."""
    for name, module in list(sys.modules.items()):
        if name.startswith("mimeforge.") and not name.startswith("mimeforge.linter"):  # the plan of a profile stays
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


@contextmanager
def little_stack() -> Iterator[None]:
    """Let nothing go more than some frames deeper than here."""
    depth, frame = 0, sys._getframe()
    while frame.f_back:
        depth, frame = depth + 1, frame.f_back
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + FRAMES)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
