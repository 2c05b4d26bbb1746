from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.edit import Edit, apply
from mimeforge.tree import Span


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([], b"abcdef"),
        ([(0, 0, b"x")], b"xabcdef"),
        ([(6, 6, b"x")], b"abcdefx"),
        ([(1, 3, b"")], b"adef"),
        ([(4, 5, b"E"), (0, 1, b"A")], b"AbcdEf"),
        ([(0, 2, b"x"), (2, 4, b"y")], b"xyef"),
        ([(2, 2, b"x"), (2, 2, b"y")], b"abxycdef"),
        ([(2, 2, b"x"), (2, 4, b"y")], b"abxyef"),
        ([(1, 4, bytes.upper)], b"aBCDef"),
    ],
)
def test_edits_take_the_place_of_what_stands_there(edits: list[tuple[int, int, bytes]], expected: bytes) -> None:
    assert apply(b"abcdef", [Edit(Span(start, end), text) for start, end, text in edits]) == expected


@pytest.mark.parametrize("spans", [[(0, 2), (1, 3)], [(0, 7)], [(3, 2)], [(-1, 2)], [(0, 4), (1, 2)]])
def test_what_overlaps_or_leaves_the_source_is_refused(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="overlaps another, or leaves the 6 octets"):
        apply(b"abcdef", [Edit(Span(*span)) for span in spans])


@given(st.binary(max_size=30), st.data())
def test_every_other_octet_stays(source: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(source)), max_size=8)))
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    texts = [data.draw(st.binary(max_size=4)) for _ in spans]
    made = apply(source, map(Edit, spans, texts))
    kept = [*zip([0, *(span.end for span in spans)], [*(span.start for span in spans), len(source)], strict=True)]
    pieces = [piece for n, (start, end) in enumerate(kept) for piece in (source[start:end], *texts[n : n + 1])]
    assert made == b"".join(pieces)
