"""What the rules on octets share."""

from __future__ import annotations

from itertools import repeat

from hypothesis import given
from hypothesis import strategies as st

from mimeforge import parse
from mimeforge.linter.examples import sample
from mimeforge.rules.places import bodies, first_of, gaps, is_within
from mimeforge.tree import Span

ONE = Span(0, 1)


def test_ten_places_are_shown_and_a_thousand_counted() -> None:
    assert first_of([], "lines") == ([], "")
    assert first_of([ONE] * 10, "lines") == ([ONE] * 10, "")
    assert first_of(iter([ONE] * 11), "lines") == ([ONE] * 10, " (11 such lines, 10 are shown)")
    assert first_of(repeat(ONE), "lines") == ([ONE] * 10, " (over 1,000 such lines, 10 are shown)")


EDGES = st.lists(st.integers(0, 50), max_size=20).map(sorted)


@given(EDGES, st.integers(0, 50))
def test_a_place_is_within_the_span_that_holds_its_start_or_in_a_gap(edges: list[int], start: int) -> None:
    spans = [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    expected = any(span.start <= start < span.end for span in spans)
    assert is_within(spans, Span(start, start + 1)) == expected
    assert sum(gap.start <= start < gap.end for gap in gaps(spans, 51)) == (not expected)


def test_bodies_are_those_of_leaves_in_embedded_messages_too() -> None:
    inner = sample("Content-Transfer-Encoding: binary", body="inner").decode()
    outer = sample(
        'Content-Type: multipart/mixed; boundary="b"',
        "Content-Transfer-Encoding: binary",
        body="--b\r\nContent-Transfer-Encoding: BINARY\r\n\r\nfirst\r\n--b\r\n\r\nsecond\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n",
    )
    assert [outer[slice(*span)] for span in bodies(parse(outer), {"binary"})] == [b"first", b"inner"]
