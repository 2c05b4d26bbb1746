"""Blocks of mutants, each run by one process from end to end."""

from __future__ import annotations

import traceback
from time import perf_counter
from typing import Final, NamedTuple

from fuzz.mutate import mutant
from fuzz.origins import origins
from fuzz.survival import survive

__all__ = ["BLOCK", "Block", "run"]

BLOCK: Final = 500


class Block(NamedTuple):
    """What came of a block: the longest time a mutant took and which, how many findings there were, and who fell."""

    slowest: tuple[float, int]
    findings: int
    fallen: tuple[tuple[int, str], ...]


def run(start: int, end: int, seed: int) -> Block:
    """Judge the mutants from ``start`` on, `BLOCK` of them or up to ``end``."""
    slowest = (0.0, start)
    findings = 0
    fallen = []
    for number in range(start, min(start + BLOCK, end)):
        octets = mutant(origins(), number, seed).octets
        began = perf_counter()
        try:
            findings += len(survive(octets, number))
        except Exception:  # whatever it is, it is what we look for
            fallen.append((number, traceback.format_exc()))
        slowest = max(slowest, (perf_counter() - began, number))
    return Block(slowest, findings, tuple(fallen))
