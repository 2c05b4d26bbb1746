"""Work in several processes: the order of what comes back, and processes that die."""

from __future__ import annotations

import multiprocessing
import os
from contextlib import closing
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from working import DEADLY, FAILING, count_begun, dawdle, name_worker

from mimeforge.cli.jobs import cut, run

if TYPE_CHECKING:
    from pathlib import Path

# The test runner has threads of its own, and Python warns that a fork copies none of them.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")


def lost(thing: int, ending: str) -> tuple[int, int]:
    return thing, len(ending)


def children() -> list[object]:
    return [child for child in multiprocessing.active_children() if child.is_alive()]


@given(st.lists(st.integers(min_value=0, max_value=3_000_000), max_size=200))
def test_chunks_are_all_things_in_order_and_never_too_much(sizes: list[int]) -> None:
    chunks = list(cut(sizes))
    assert [at for chunk in chunks for at in range(chunk.start, chunk.end)] == list(range(len(sizes)))
    assert [chunk.number for chunk in chunks] == list(range(len(chunks)))
    for _, start, end in chunks:
        assert 1 <= end - start <= 32
        assert end - start == 1 or sum(sizes[start:end]) <= 1_048_576
    for (_, start, end), (_, _, next_end) in pairwise(chunks):
        assert end - start == 32 or sum(sizes[start : end + 1]) > 1_048_576, "none ends before it has to"
        assert next_end > end


@pytest.mark.parametrize("processes", [1, 2, 3, 50])
def test_results_are_in_the_order_of_the_things(processes: int) -> None:
    things = list(range(500))
    made = list(run(name_worker, things, [1] * 500, processes, lost))
    assert [thing for thing, _ in made] == things
    workers = {worker for _, worker in made}
    assert (os.getpid() in workers) == (processes == 1)
    assert len(workers) <= min(processes, 16)
    assert not children()


def test_a_slow_thing_does_not_change_the_order() -> None:
    things = list(range(40))
    assert list(run(dawdle, things, [2_000_000] * 40, 4, lambda *_: -1)) == things


def test_what_fits_into_one_chunk_is_done_here() -> None:
    assert {worker for _, worker in run(name_worker, list(range(32)), [1] * 32, 8, lost)} == {os.getpid()}
    assert list(run(name_worker, [], [], 8, lost)) == []


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_process_that_dies_costs_the_thing_it_died_at(method: str, request: pytest.FixtureRequest) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {method}")
    before = multiprocessing.get_start_method()
    request.addfinalizer(lambda: multiprocessing.set_start_method(before, force=True))
    multiprocessing.set_start_method(method, force=True)
    things = list(range(70))
    things[40] = DEADLY
    things[69] = FAILING
    endings = {}

    def note(thing: int, ending: str) -> tuple[int, int]:
        endings[thing] = ending
        return thing, 0

    assert [thing for thing, _ in run(name_worker, things, [1] * 70, 2, note)] == things
    assert endings == {
        DEADLY: "the process that looked at it was ended by signal 9 (Killed)",
        FAILING: "the process that looked at it ended with exit code 7",
    }
    assert not children()


def test_processes_end_when_nobody_wants_more() -> None:
    with closing(run(name_worker, list(range(10_000)), [1] * 10_000, 2, lost)) as results:
        assert [thing for thing, _ in islice(results, 3)] == [0, 1, 2]
        assert children()
    assert not children()


def test_what_is_done_before_its_turn_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sizes = [2_000_000] * 100
    counts = list(run(count_begun, list(range(100)), sizes, 2, lambda *_: 0))
    assert counts[0] <= 8, "the other process may have gone on meanwhile, and not to the end"
    assert max(counts) == 100
