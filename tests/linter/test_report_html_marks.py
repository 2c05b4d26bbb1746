"""Laws of marks: nothing of a line is lost, and a mark covers the characters that its octets touch."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from mimeforge.codecs.visible import show_line, visible
from mimeforge.linter import Severity
from mimeforge.linter.report.html.marks import Line, Mark, marked_lines
from mimeforge.tree import Span

# Two and three of the last stand for a character, or for none.
STRETCHES = [b"a", b"b ", b"\t", b" ", b"\r\n", b"\n", b"\r", "é漢".encode(), b"\xe9", b"\xbc", b"\x07"]
LINES = st.lists(st.sampled_from(STRETCHES), max_size=30).map(b"".join)
# Blanks and line ends are shown as signs only where nobody would see them.
UNSEEN = frozenset(" \t\r\n␠␉␍␊")


@st.composite
def marked(draw: st.DrawFn) -> tuple[bytes, list[Mark]]:
    octets = draw(LINES)
    edges = st.integers(0, len(octets))
    spans = draw(st.lists(st.tuples(edges, edges).map(sorted), max_size=5))
    severities = [draw(st.sampled_from(Severity)) for _ in spans]
    return octets, [
        Mark(start, end, number, severity, f"finding {number}")
        for number, ((start, end), severity) in enumerate(zip(spans, severities, strict=True), 1)
    ]


def lines(octets: bytes, marks: list[Mark]) -> list[Line]:
    return list(marked_lines(octets, Span(0, len(octets)), marks))


@given(marked())
def test_every_line_is_shown_as_elsewhere(case: tuple[bytes, list[Mark]]) -> None:
    octets, marks = case
    written = list(BytesIO(octets))
    shown = lines(octets, marks)
    assert [line.number for line in shown] == list(range(1, len(written) + 1))
    for line, whole in zip(shown, written, strict=True):
        text = "".join(visible(piece.text) for piece in line.pieces)
        assert text in {show_line(whole).text, show_line(whole.rstrip(b"\r\n")).text}


@given(marked())
def test_a_finding_begins_once_and_in_its_line(case: tuple[bytes, list[Mark]]) -> None:
    octets, marks = case
    shown = lines(octets, marks)
    begun = [(number, line.number) for line in shown for piece in line.pieces for number in piece.begins]
    # What stands behind the last line end stands at the end of the last line.
    places = [(mark.number, min(octets.count(b"\n", 0, mark.start) + 1, len(shown))) for mark in marks]
    assert sorted(begun) == (places if octets else [])


@given(marked())
def test_a_character_is_marked_by_the_worst_finding_that_touches_it(case: tuple[bytes, list[Mark]]) -> None:
    octets, marks = case
    pieces = [piece for line in lines(octets, marks) for piece in line.pieces]
    shown = [(sign, piece.severity) for piece in pieces for sign in visible(piece.text) if sign not in UNSEEN]
    expected: list[tuple[str, Severity | None]] = []
    end = 0
    for character in octets.decode("utf-8", "surrogateescape"):
        start, end = end, end + len(character.encode("utf-8", "surrogateescape"))
        over = [mark.severity for mark in marks if mark.start < end and start < mark.end]
        expected += [(sign, max(over, default=None)) for sign in visible(character) if character not in UNSEEN]
    assert shown == expected
