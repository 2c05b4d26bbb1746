"""Doing the same to many things: in this process, or in several at once, with the results in their order."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

__all__ = ["Chunk", "cores", "cut", "run"]

_Thing = TypeVar("_Thing")
_Made = TypeVar("_Made")

# What a process is given at once: enough that handing it over costs nothing beside the work, and so little that no
# process works on while the others have nothing left.
_CHUNK_THINGS: Final = 32
_CHUNK_OCTETS: Final = 1_048_576


class Chunk(NamedTuple):
    """Things that are given to a process at once: those from ``start`` to ``end``."""

    number: int
    start: int
    end: int


def cores() -> int:
    """Return how many processors this process may use."""
    with suppress(AttributeError):  # not every system can limit them
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cut(sizes: Iterable[int]) -> Iterator[Chunk]:
    """Cut things of these sizes, in octets, into chunks."""
    number = start = end = octets = 0
    for size in sizes:
        if end > start and (end - start == _CHUNK_THINGS or octets + size > _CHUNK_OCTETS):
            yield Chunk(number, start, end)
            number, start, octets = number + 1, end, 0
        end += 1
        octets += size
    if end > start:
        yield Chunk(number, start, end)


def run(
    work: Callable[[_Thing], _Made],
    things: Sequence[_Thing],
    sizes: Iterable[int],
    processes: int,
    lost: Callable[[_Thing, str], _Made],
) -> Generator[_Made, None, None]:
    """Yield ``work(thing)`` for each of ``things``, whose sizes in octets are given, in their order.

    What fits into one chunk, or is for one process, is worked on in this one. For a thing at which a process died,
    ``lost`` of it and of how the process ended takes the place of the result. Close the iterator to end the processes.
    """
    chunks = list(cut(sizes))
    if min(processes, len(chunks)) <= 1:
        yield from map(work, things)
        return
    from mimeforge.cli.processes import Pool  # multiprocessing is loaded where there is much to do

    with Pool(work, things, chunks, min(processes, len(chunks)), lost) as pool:
        yield from pool.results()
