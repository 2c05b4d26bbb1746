"""Two thousand mutated messages, the same ones in every run; ``make torture`` runs many more, CI 20,000."""

from __future__ import annotations

import pytest

from fuzz.blocks import BLOCK, run

MESSAGES = 2_000
SEED = 0


@pytest.mark.parametrize("start", range(0, MESSAGES, BLOCK))
def test_parse_and_lint_survive(start: int) -> None:
    block = run(start, MESSAGES, SEED)
    assert [f"python -m fuzz --only {number}\n{trace}" for number, trace in block.fallen] == []
    assert block.findings > BLOCK / 10, "the messages are damaged, and nobody noticed"
