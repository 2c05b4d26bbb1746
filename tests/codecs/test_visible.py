from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.codecs.visible import show_line, shown, visible


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("a\tb\r\n", "a␉b␍␊"),
        ("\x00\x1b[31mred\x7f", "␀␛[31mred␡"),
        ("\x85\x9b2J", "<U+0085><U+009B>2J"),
        ("invoice\u202egnp.exe", "invoice<U+202E>gnp.exe"),
        ("\u2066a\u2069\u200e", "<U+2066>a<U+2069><U+200E>"),
        ("pay\u200bpal\u200c\u2060\ufeff\u00ad", "pay<U+200B>pal<U+200C><U+2060><U+FEFF><U+00AD>"),
        ("a\u00a0b\u2028c\u2029", "a<U+00A0>b<U+2028>c<U+2029>"),
        ("\u115f\u3164\uffa0\u034f\u2800\U000e0100", "<U+115F><U+3164><U+FFA0><U+034F><U+2800><U+E0100>"),
        ("\U000e0041\ue000\ufffe", "<U+E0041><U+E000><U+FFFE>"),
        ("name-\udce9.eml", "name-\\xE9.eml"),
        ("\ud800", "<U+D800>"),
        (b"caf\xe9 \xff", "caf\\xE9 \\xFF"),
        ("Zoé".encode(), "Zoé"),
        ("##[error]x", "<U+0023>#[error]x"),
        ("a ##vso[task.complete]", "a <U+0023>#vso[task.complete]"),
        ("####[group]", "##<U+0023>#[group]"),
    ],
)
def test_what_cannot_be_seen_or_commands_becomes_a_sign(text: str | bytes, signs: str) -> None:
    assert visible(text) == signs


@pytest.mark.parametrize(
    "text", ["", "plain ~", "Café", "漢字", "שלום", "😀 ❤️", "e\u0301", "## title", "#[1]", "€ ␛ \\xE9"]
)
def test_what_a_reader_wants_to_read_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", "''"),
        ("abc", "'abc'"),
        (b"abc", "'abc'"),
        (b"caf\xe9\r", "'caf\\xE9␍'"),
        ("x" * 60, "'" + "x" * 60 + "'"),
        ("a" * 31 + "b" * 30, "'" + "a" * 30 + "…" + "b" * 30 + "'"),
        ("a" * 500 + "b" * 500, "'" + "a" * 30 + "…" + "b" * 30 + "'"),
        (b"a" * 500 + b"b" * 500, "'" + "a" * 30 + "…" + "b" * 30 + "'"),
        # Signs are counted, not the characters that they stand for.
        ("\u202e" * 8, "'" + "<U+202E>" * 3 + "<U+202…+202E>" + "<U+202E>" * 3 + "'"),
    ],
)
def test_what_a_message_quotes(text: str | bytes, quoted: str) -> None:
    assert shown(text) == quoted


@given(st.text() | st.text("#[]vsoé \x1b\u202e") | st.binary())
def test_the_outcome_is_printable_and_stays_as_it_is(text: str | bytes) -> None:
    signs = visible(text)
    assert signs.isprintable()
    assert "##[" not in signs
    assert visible(signs) == signs


@given(st.binary() | st.text("#[a漢é\u202e\r ").map(str.encode))
def test_a_shown_line_tells_where_each_octet_went(octets: bytes) -> None:
    line = show_line(octets, whole=False)
    assert line.text == visible(octets)
    assert len(line.edges) == len(octets)
    assert list(line.edges) == sorted(line.edges)
    for index in range(len(octets)):
        left, right = line.columns(index, index + 1)
        assert left < right


@pytest.mark.parametrize(
    ("octets", "start", "end", "columns"),
    [
        (b"abc", 1, 2, (1, 2)),
        (b"abc", 1, 1, (1, 2)),
        (b"abc", 3, 3, (3, 4)),
        (b"abc", 1, 99, (1, 3)),
        (b"abc", 0, 0, (0, 1)),
        (b"", 0, 0, (0, 1)),
        (b"", 0, 1, (0, 1)),
        ("éa".encode(), 2, 3, (1, 2)),
        ("éa".encode(), 1, 2, (0, 1)),
        ("漢a".encode(), 0, 3, (0, 2)),
        ("漢a".encode(), 3, 4, (2, 3)),
        ("e\u0301a".encode(), 3, 4, (1, 2)),
        ("e\u20dda".encode(), 4, 5, (1, 2)),
        ("\u202ea".encode(), 0, 3, (0, 8)),
        ("\u202ea".encode(), 3, 4, (8, 9)),
        (b"\xe9a", 0, 1, (0, 4)),
        (b"\ra", 1, 2, (1, 2)),
        (b"##[a", 2, 3, (9, 10)),
    ],
)
def test_columns_are_those_of_the_terminal(octets: bytes, start: int, end: int, columns: tuple[int, int]) -> None:
    assert show_line(octets).columns(start, end) == columns


def test_a_command_in_a_line_is_broken_up() -> None:
    assert show_line(b"a ##[error]b").text == visible("a ##[error]b") == "a <U+0023>#[error]b"


def test_blanks_are_signs_at_the_end_of_a_whole_line_only() -> None:
    assert show_line(b"a b  \r\n").text == "a b␠␠␍␊"
    assert show_line(b"a b \t").text == "a b␠␉"
    assert show_line(b"a b  ", whole=False).text == "a b  "
