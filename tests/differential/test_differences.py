"""Where readers differ about something that can be used to hide, the linter says something at that place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from readers import READERS

from differential.classics import CLASSICS
from differential.honest import HONEST, Honest
from differential.law import differences, untold
from fuzz.mutate import MUTATIONS, dice, mutant
from fuzz.origins import origins
from mimeforge.preflight import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = {example.octets: rule.slug for rule in RULES for example in (*rule.bad, *rule.good)}

# As many messages are broken once as are broken in several ways. For a long run:
# TORTURE_MUTANTS=20000 TORTURE_SEED=2 pytest tests/differential -k mutated
MUTANTS = int(os.environ.get("TORTURE_MUTANTS", "300")) // 2
SEED = int(os.environ.get("TORTURE_SEED", "1"))
BLOCK = 50
# Larger ones say nothing more about readers.
LARGEST = 20_000


def described(octets: bytes) -> list[str]:
    return [f"{aspect} of part {part!r}: {dict(seen)}" for aspect, part, seen in untold(octets)]


@pytest.mark.parametrize("name", CLASSICS)
def test_what_is_known_to_divide_readers_is_told(name: str) -> None:
    assert described(CLASSICS[name]) == []


def test_the_table_divides_them() -> None:
    divided = [name for name in list(CLASSICS)[::5] if differences(CLASSICS[name])]
    assert len(divided) > len(CLASSICS) / 5 / 3


@pytest.mark.parametrize("group", sorted({rule.code[:3] for rule in RULES}))
def test_examples_of_rules(group: str) -> None:
    slugs = {rule.slug for rule in RULES if rule.code.startswith(group)}
    examples = [octets for octets, slug in EXAMPLES.items() if slug in slugs and len(octets) < LARGEST]
    assert {EXAMPLES[octets]: found for octets in examples if (found := described(octets))} == {}


@pytest.mark.parametrize("start", range(0, MUTANTS, BLOCK))
def test_mutated_messages(start: int) -> None:
    mutants = [one for one in _mutants(start, min(start + BLOCK, MUTANTS)) if len(one[1]) < LARGEST]
    assert {name: found for name, octets in mutants if (found := described(octets))} == {}


def _mutants(start: int, end: int) -> Iterator[tuple[str, bytes]]:
    for number in range(start, end):
        made = mutant(origins(), number, SEED)
        yield f"mutant {number} of {made.origin}: {made.steps}", made.octets
        # One step, so that nothing but what it did is there to speak of.
        origin, random = origins()[number % len(origins())], dice(f"once {SEED}:{number}")
        step = random.choice(sorted(MUTATIONS))
        yield f"{number} of {origin.name}, {step}", MUTATIONS[step](origin.octets, random)


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.reader}: {case.reason:.40}") for case in HONEST])
def test_a_reader_is_still_alone_in_this(case: Honest, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = next(reader for reader in READERS if reader.name == case.reader)
    if reason := reader.absent():
        pytest.skip(reason)
    monkeypatch.setattr("differential.law.HONEST", [one for one in HONEST if one is not case])
    differing = {one.aspect for one in differences(case.example)}
    assert differing & case.aspects
    monkeypatch.undo()
    assert described(case.example) == []
