"""Run mutated messages through parsing and linting, on all processors; print each that does not survive.

``--only N --write FILE`` makes message number N again and writes it to a file, to be looked at.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Final

from fuzz.blocks import BLOCK, Block, run
from fuzz.mutate import mutant
from fuzz.origins import origins
from fuzz.survival import survive

_SHOWN_MAX: Final = 10
_SLOW: Final = 20.0  # seconds: no message of at most 128 KB may take that long, on any machine


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=20_000, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="another seed gives other messages (%(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (%(default)s)")
    parser.add_argument("--only", type=int, metavar="N", help="message number N alone")
    parser.add_argument("--write", type=Path, metavar="FILE", help="with --only: where to write it")
    arguments = parser.parse_args()
    if arguments.only is not None:
        return _run_one(arguments.only, arguments.seed, arguments.write)
    return _run_all(arguments.messages, arguments.seed, arguments.jobs)


def _run_one(number: int, seed: int, target: Path | None) -> int:
    made = mutant(origins(), number, seed)
    print(f"{made.origin}, then {', '.join(made.steps)}: {len(made.octets):,} octets")
    if target:
        target.write_bytes(made.octets)
    print(f"{len(survive(made.octets, number))} findings")
    return 0


def _run_all(messages: int, seed: int, jobs: int) -> int:
    began = perf_counter()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as processes:
        blocks = list(processes.map(partial(run, end=messages, seed=seed), range(0, messages, BLOCK)))
    fallen = [one for block in blocks for one in block.fallen]
    slowest = [block.slowest for block in blocks]
    fallen += [(number, f"took {seconds:.0f} s") for seconds, number in slowest if seconds > _SLOW]
    for number, trace in fallen[:_SHOWN_MAX]:
        print(f"message {number} of seed {seed}:\n{trace}", file=sys.stderr)
        print(f"again: python -m fuzz --seed {seed} --only {number} --write FILE\n", file=sys.stderr)
    print(_summary(blocks, perf_counter() - began, len(fallen), messages))
    return bool(fallen)


def _summary(blocks: list[Block], seconds: float, fallen: int, messages: int) -> str:
    findings = sum(block.findings for block in blocks)
    longest, number = max((block.slowest for block in blocks), default=(0.0, 0))
    return (
        f"{messages:,} mutants of {len(origins())} messages, {findings:,} findings in {seconds:.0f} s; "
        f"the slowest, number {number}, took {longest:.2f} s; {fallen} fell"
    )


if __name__ == "__main__":
    sys.exit(main())
