"""What is timed is right: every peer's output says what it was asked to say."""

from __future__ import annotations

import io

import pytest

from benchmarks import measuring
from benchmarks.peers import LIBRARY, PEERS, written
from benchmarks.reading import asked, said
from benchmarks.workloads import IDS, TEXT, workload

OURS = [peer for peer in PEERS if peer != LIBRARY]
SMALL = IDS[:3]


@pytest.mark.parametrize("identifier", SMALL)
@pytest.mark.parametrize("peer", OURS)
def test_mimeforge_says_what_was_asked(identifier: str, peer: str) -> None:
    assert measuring.faults(peer, identifier) == []


@pytest.mark.parametrize("identifier", SMALL)
def test_a_written_message_says_the_same(identifier: str) -> None:
    file = io.BytesIO()
    written(workload(identifier), file)
    assert said(file.getvalue()) == asked(workload(identifier))


def test_another_message_says_something_else() -> None:
    octets = PEERS[OURS[0]](workload("A1"))
    assert said(octets.replace(b"jo@", b"pat@")).to != asked(workload("A1")).to
    assert said(octets) != asked(workload("A2"))


def test_the_sizes_are_those_of_the_table() -> None:
    assert len(TEXT.encode()) == pytest.approx(2_000, abs=200)
    assert len(workload("A1").html.encode()) == pytest.approx(6_000, abs=300)
    assert [len(file.octets) for file in workload("A2").files] == [20_000, 100_000]
    assert len(workload("A3").to) == 50


def test_a_turn_builds_at_least_once() -> None:
    assert len(measuring.turn(OURS[0], "A1", 0)) == 1
    assert len(measuring.turn(OURS[0], "A1", 0.05)) > 5


def test_the_memory_of_a_build_is_at_least_its_output() -> None:
    size = len(PEERS[OURS[0]](workload("A2")))
    assert size <= measuring.peak(OURS[0], "A2") < 4 * size
    assert measuring.written_peak("A2") < 4 * size
