import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimeforge.tree import LineEnds, Source, Span

# Lines end at LF only: a bare CR, VT, FF, FS, NEL and U+2028 are octets like any other.
NOT_LINE_ENDS = "\r \x0b \x0c \x1c \x85 \u2028".encode()


@pytest.mark.parametrize(
    ("octets", "offset", "position", "line"),
    [
        (b"", 0, (1, 1), b""),
        (b"ab", 0, (1, 1), b"ab"),
        (b"ab", 2, (1, 3), b"ab"),
        (b"ab\ncd", 2, (1, 3), b"ab"),
        (b"ab\ncd", 3, (2, 1), b"cd"),
        (b"ab\r\ncd", 2, (1, 3), b"ab"),
        (b"ab\r\ncd", 3, (1, 4), b"ab"),
        (b"ab\r\ncd", 4, (2, 1), b"cd"),
        (b"ab\r\ncd\r\n", 8, (3, 1), b""),
        (b"\n\n\n", 2, (3, 1), b""),
        (b"a\rb\nc", 4, (2, 1), b"c"),
        (b"a\r\r\nc", 1, (1, 2), b"a\r"),
        (b"\rc", 1, (1, 2), b"\rc"),
        (NOT_LINE_ENDS + b"x", len(NOT_LINE_ENDS), (1, len(NOT_LINE_ENDS) + 1), NOT_LINE_ENDS + b"x"),
        ("é\né".encode(), 3, (2, 1), "é".encode()),
        (b"x" * 5000, 4999, (1, 5000), b"x" * 5000),
        (b"ab\n" + b"x" * 9000 + b"\ny", 9003, (2, 9001), b"x" * 9000),
        (b"ab\n" + b"x" * 9000 + b"\ny", 9004, (3, 1), b"y"),
    ],
)
def test_an_offset_has_a_line_and_a_column(octets: bytes, offset: int, position: tuple[int, int], line: bytes) -> None:
    source = Source(octets)
    assert source.position(offset) == position
    assert source.read(source.line(offset)) == line


@pytest.mark.parametrize("offset", [-1, 4])
def test_there_is_nothing_outside(offset: int) -> None:
    source = Source(b"abc")
    with pytest.raises(ValueError, match="not within 3 octets"):
        source.position(offset)
    with pytest.raises(ValueError, match="not within 3 octets"):
        source.line(offset)


@given(st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"\r", b"b" * 4095, b"c" * 4096]), max_size=12).map(b"".join))
@example(b"a" * 4095 + b"\n" + b"b" * 4096)
@example(b"a" * 4096 + b"\nb")
def test_positions_agree_with_a_count_by_hand(octets: bytes) -> None:
    source = Source(octets)
    around_blocks = {edge + step for edge in range(0, len(octets) + 1, 4096) for step in (-2, -1, 0, 1, 2)}
    for offset in sorted({0, len(octets), *around_blocks} & set(range(len(octets) + 1))):
        before = octets[:offset].split(b"\n")
        assert source.position(offset) == (len(before), len(before[-1]) + 1)
        line = octets.split(b"\n")[len(before) - 1]
        has_crlf = line.endswith(b"\r") and len(before) <= octets.count(b"\n")
        start = offset - len(before[-1])
        assert source.line(offset) == Span(start, start + len(line) - has_crlf)


@pytest.mark.parametrize(
    ("octets", "line_ends"),
    [
        (b"", LineEnds(crlf=0, lf=0, cr=0)),
        (b"a\r\nb\nc\rd", LineEnds(crlf=1, lf=1, cr=1)),
        (b"\r\r\n\n", LineEnds(crlf=1, lf=1, cr=1)),
        (b"\n\r", LineEnds(crlf=0, lf=1, cr=1)),
        (NOT_LINE_ENDS, LineEnds(crlf=0, lf=0, cr=1)),
    ],
)
def test_line_ends_are_counted_by_kind(octets: bytes, line_ends: LineEnds) -> None:
    assert Source(octets).line_ends == line_ends


def test_a_source_pickles_without_its_index_and_shows_no_octets() -> None:
    source = Source(b"secret\n" * 100_000)
    source.position(50_000)
    assert len(pickle.dumps(source)) < len(source.octets) + 200
    assert pickle.loads(pickle.dumps(source)) == source
    assert repr(source) == "<Source of 700000 octets>"
