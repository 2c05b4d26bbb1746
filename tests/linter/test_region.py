from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from reported import found

from mimeforge.linter.report.region import Region, Regions
from mimeforge.tree import Span


@pytest.mark.parametrize(
    ("octets", "start", "end", "region"),
    [
        (b"", 0, 0, Region(1, 1, 1, 1)),
        (b"abc\r\ndef", 5, 8, Region(2, 1, 2, 4)),
        (b"abc\r\ndef", 1, 5, Region(1, 2, 2, 1)),
        (b"abc\r\ndef", 1, 6, Region(1, 2, 2, 2)),
        (b"a\rb", 2, 3, Region(1, 3, 1, 4)),
        ("é漢😀x".encode(), 9, 10, Region(1, 4, 1, 5)),
        ("x\né漢😀x".encode(), 4, 11, Region(2, 2, 2, 4)),
        ("é\né漢".encode(), 0, 8, Region(1, 1, 2, 3)),
        ("漢字".encode(), 1, 2, Region(1, 1, 1, 2)),  # within a character: all of it
        ("漢字".encode(), 2, 4, Region(1, 1, 1, 3)),
        (b"caf\xe9 x", 5, 6, Region(1, 6, 1, 7)),
        (b"\xe9\xe9\xe9", 1, 2, Region(1, 2, 1, 3)),
        (b"a\x80\x80b", 2, 3, Region(1, 3, 1, 4)),
    ],
)
def test_columns_count_characters(octets: bytes, start: int, end: int, region: Region) -> None:
    assert Regions(octets).of(found(octets, start, end)) == region


@pytest.mark.parametrize(
    ("start", "end", "last"), [(0, 3, 1), (0, 5, 1), (0, 6, 2), (5, 5, 2), (3, 5, 1), (0, 8, 2), (0, 9, 2)]
)
def test_a_line_end_belongs_to_the_line_before_it(start: int, end: int, last: int) -> None:
    octets = b"abc\r\ndef\n"
    assert Regions(octets).of(found(octets, start, end)).last_line == last


@given(st.text("aé漢😀\n\r"), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
@example("éa\naé", [(1, 2), (0, 1), (1, 5), (3, 4)])
def test_any_order_of_findings_gives_the_places_that_text_has(text: str, places: list[tuple[int, int]]) -> None:
    octets = text.encode()
    regions = Regions(octets)
    for start, end in (sorted(min(offset, len(text)) for offset in place) for place in places):
        finding = found(octets, len(text[:start].encode()), len(text[:end].encode()))
        expected = (*_place(text, start), *_place(text, end))
        assert regions.of(finding) == expected


def _place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].split("\n")
    return len(before), len(before[-1]) + 1


def test_a_long_line_is_looked_at_once() -> None:
    octets = "é=x".encode() * 500_000
    first = found(octets, 0, 1)
    findings = [replace(first, span=Span(at, at + 1), column=at + 1) for at in range(0, len(octets), 1000)]
    regions = Regions(octets)
    began = perf_counter()
    columns = [regions.of(finding).column for finding in findings]
    assert perf_counter() - began < 1, "2,000 findings in a line of 2 MB: counting each from the start takes 4 s"
    assert columns[4] == 3001
