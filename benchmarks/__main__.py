"""Print how long each peer takes to build each workload, and how much memory the largest takes."""

from __future__ import annotations

import argparse
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from benchmarks import measuring
from benchmarks.peers import LIBRARY, PEERS
from benchmarks.workloads import IDS, workload

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

Times = dict[str, list[int]]

ABOUT = f"""\
Building only: from the bare inputs to the octets, nothing is sent. What follows in a real program (the SDK encodes the
octets once more, the network carries them) takes as long whoever built them, and for large messages longer than this.
"x" is {LIBRARY} divided by the row, minimum by minimum. Each row is a process of its own that has built
before; turns are interleaved. mimeforge writes Date and Message-ID as well, the library was not asked to.
"""


def main() -> int:
    arguments = _arguments()
    print(f"Python {platform.python_version()} on {platform.machine()}, {arguments.rounds} rounds\n\n{ABOUT}")
    mistakes = _mistakes(arguments.workloads)
    print(*mistakes, sep="\n", end="\n" if mistakes else "", file=sys.stderr)
    with ExitStack() as stack:
        processes = {peer: stack.enter_context(_process()) for peer in PEERS}
        for identifier in arguments.workloads:
            _print_times(identifier, _times(processes, identifier, arguments.rounds, arguments.seconds))
    _print_memory(arguments.workloads[-1])
    return any(not mistake.startswith(LIBRARY) for mistake in mistakes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("workloads", nargs="*", default=list(IDS), metavar="ID", help=f"of {', '.join(IDS)}; all")
    parser.add_argument("--rounds", type=int, default=8, help="turns that each peer gets for a workload (%(default)s)")
    parser.add_argument("--seconds", type=float, default=0.25, help="length of a turn (%(default)s)")
    arguments = parser.parse_args()
    if unknown := sorted({*arguments.workloads} - {*IDS}):
        parser.error(f"no such workload: {', '.join(unknown)}")
    return arguments


def _mistakes(identifiers: list[str]) -> list[str]:
    """Have every output read by an independent reader; say what does not say what was asked for."""
    return [
        f"{peer}: {identifier} reads differently in {', '.join(faults)}"
        for identifier in identifiers
        for peer in PEERS
        if (faults := _alone(measuring.faults, peer, identifier))
    ]


def _times(processes: dict[str, ProcessPoolExecutor], identifier: str, rounds: int, seconds: float) -> Times:
    times: Times = {peer: [] for peer in processes}
    for _ in range(rounds):
        for peer, process in processes.items():
            times[peer] += process.submit(measuring.turn, peer, identifier, seconds).result()
    return times


def _print_times(identifier: str, times: Times) -> None:
    load = workload(identifier)
    bar = f"; the bar is {load.bar} x, without the linter" if load.bar else ""
    print(f"{identifier}  {load.title}{bar}")
    library = min(times[LIBRARY])
    for peer, taken in times.items():
        best, middle = min(taken), median(taken)
        print(f"    {peer:<36}{best / 1e6:10.3f} ms {middle / 1e6:10.3f} ms median {library / best:8.1f} x")
    print(flush=True)


def _print_memory(identifier: str) -> None:
    size = len(PEERS[LIBRARY](workload(identifier)))
    print(f"{identifier}  most memory in use while building, over the inputs; the output has {size:,} octets")
    rows = {peer: _alone(measuring.peak, peer, identifier) for peer in PEERS}
    rows["mimeforge write_to(file, profile=None)"] = _alone(measuring.written_peak, identifier)
    for peer, octets in rows.items():
        print(f"    {peer:<40}{octets / 1e6:9.1f} MB {octets / size:8.2f} x the output")


def _process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _alone(function: Callable[..., _T], *arguments: str) -> _T:
    """Call in a process that did nothing else before."""
    with _process() as process:
        return process.submit(function, *arguments).result()


if __name__ == "__main__":
    sys.exit(main())
