"""What the rules on octets share."""

from __future__ import annotations

from itertools import count, islice, repeat

from hypothesis import given
from hypothesis import strategies as st

from mimeforge import parse
from mimeforge.linter.examples import sample
from mimeforge.rules.lin.places import bodies, first_of, gaps, outside
from mimeforge.tree import Span

ONE = Span(0, 1)


def test_ten_places_are_shown_and_a_thousand_counted() -> None:
    assert first_of([], "lines") == ([], "")
    assert first_of([ONE] * 10, "lines") == ([ONE] * 10, "")
    assert first_of(iter([ONE] * 11), "lines") == ([ONE] * 10, " (11 such lines, 10 are shown)")
    assert first_of(repeat(ONE), "lines") == ([ONE] * 10, " (over 1,000 such lines, 10 are shown)")


EDGES = st.lists(st.integers(0, 50), max_size=20).map(sorted)


@given(EDGES, st.lists(st.integers(0, 50)).map(sorted))
def test_a_place_begins_in_a_span_or_in_a_gap(edges: list[int], starts: list[int]) -> None:
    spans = [Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]
    places = [Span(start, start + 1) for start in starts]
    expected = [place for place in places if not any(span.start <= place.start < span.end for span in spans)]
    assert list(outside(places, spans)) == expected
    in_gaps = [place for place in places for gap in gaps(spans, 51) if gap.start <= place.start < gap.end]
    assert in_gaps == expected


def test_of_places_and_spans_no_more_are_asked_for_than_needed() -> None:
    spans = (Span(at, at + 1) for at in count(0, 2))
    places = (Span(at, at + 1) for at in count())
    assert list(islice(outside(places, spans), 3)) == [Span(1, 2), Span(3, 4), Span(5, 6)]


def test_bodies_are_those_of_leaves_in_embedded_messages_too() -> None:
    inner = sample("Content-Transfer-Encoding: binary", body="inner").decode()
    outer = sample(
        'Content-Type: multipart/mixed; boundary="b"',
        "Content-Transfer-Encoding: binary",
        body="--b\r\nContent-Transfer-Encoding: BINARY\r\n\r\nfirst\r\n--b\r\n\r\nsecond\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n",
    )
    assert [outer[slice(*span)] for span in bodies(parse(outer), {"binary"})] == [b"first", b"inner"]
