from __future__ import annotations

import pytest

from fuzz.mutate import MUTATIONS, OCTETS_MAX, Origin, dice, mutant
from fuzz.origins import composed, origins

ORIGINS = (
    Origin("a", b"From: jo@example.com\r\nTo: zoe@example.net\r\n\r\nSee you.\r\n"),
    Origin("b", b"Subject: b\n\n--x\n"),
)
NESTED = next(origin.octets for origin in origins() if origin.name == "nested.eml")


@pytest.mark.parametrize("number", [0, 1, 999_999])
def test_a_mutant_is_the_same_whenever_it_is_made(number: int) -> None:
    made = mutant(ORIGINS, number, 7)
    assert mutant(ORIGINS, number, 7) == made
    assert made.origin == ORIGINS[number % 2].name
    assert mutant(ORIGINS, number, 8) != made


@pytest.mark.parametrize("name", MUTATIONS)
def test_every_mutation_changes_messages(name: str) -> None:
    changed = [MUTATIONS[name](NESTED, dice(str(seed))) != NESTED for seed in range(20)]
    assert sum(changed) >= 10


@pytest.mark.parametrize("name", MUTATIONS)
@pytest.mark.parametrize("octets", [b"", b"\n", b":", b"--", b"\r\n\r\n", b"boundary="])
def test_every_mutation_takes_what_is_hardly_a_message(name: str, octets: bytes) -> None:
    for seed in range(20):
        assert isinstance(MUTATIONS[name](octets, dice(str(seed))), bytes)


def test_mutants_stay_small_enough() -> None:
    large = (Origin("large", b"a: b\r\n" * 100_000),)
    assert all(len(mutant(large, number).octets) <= OCTETS_MAX for number in range(50))


def test_most_mutants_differ_from_each_other() -> None:
    made = {mutant(ORIGINS, number).octets for number in range(1_000)}
    assert len(made) > 900


def test_origins_are_many_and_composed_ones_repeat() -> None:
    names = [origin.name for origin in origins()]
    assert len({*names}) == len(names) >= 14
    assert list(composed()) == list(composed())


def test_a_folder_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMEFORGE_CORPUS", "/nowhere/at/all")
    with pytest.raises(NotADirectoryError, match="MIMEFORGE_CORPUS names no folder"):
        origins.__wrapped__()
