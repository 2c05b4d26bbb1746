"""What happens in a peer's own process: builds are timed, read back, and their memory is taken."""

from __future__ import annotations

import gc
import os
import tracemalloc
from pathlib import Path
from time import perf_counter_ns
from typing import TYPE_CHECKING

from benchmarks.peers import PEERS, written
from benchmarks.reading import asked, said
from benchmarks.workloads import workload

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.workloads import Workload

__all__ = ["faults", "peak", "turn", "written_peak"]


def turn(peer: str, identifier: str, seconds: float) -> list[int]:
    """Build a message over and over for about so long, at least once; return the nanoseconds each build took."""
    build, load = PEERS[peer], workload(identifier)
    gc.collect()
    times: list[int] = []
    end = perf_counter_ns() + int(seconds * 1e9)
    while not times or perf_counter_ns() < end:
        start = perf_counter_ns()
        build(load)
        times.append(perf_counter_ns() - start)
    return times


def faults(peer: str, identifier: str) -> list[str]:
    """Name what an independent reader reads otherwise than it was asked for: nothing, as a rule."""
    load = workload(identifier)
    is_said, is_asked = said(PEERS[peer](load)), asked(load)
    return [name for name, one, other in zip(is_said._fields, is_said, is_asked, strict=True) if one != other]


def peak(peer: str, identifier: str) -> int:
    """Return the most octets that were in use at once while a message was built, over those of the inputs."""
    return _peak(PEERS[peer], workload(identifier))


def written_peak(identifier: str) -> int:
    """Do the same for a message that mimeforge writes to a file."""
    with Path(os.devnull).open("wb") as nowhere:
        return _peak(lambda load: written(load, nowhere), workload(identifier))


def _peak(build: Callable[[Workload], object], load: Workload) -> int:
    gc.collect()
    tracemalloc.start()
    build(load)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most
