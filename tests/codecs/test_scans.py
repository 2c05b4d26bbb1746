"""The scans beside the plain ways of finding the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimeforge.codecs import scans

octets = st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b" ", b"\t", b".", b"From ", b"\xe9" * 5, b""])).map(
    b"".join
)


def plain_first_line_over(data: bytes, limit: int, start: int) -> int | None:
    for line in re.finditer(rb"[^\n]*\n?", data[start:]):
        if len(line[0].removesuffix(b"\r\n").removesuffix(b"\n")) > limit:
            return start + line.start()
    return None


@given(octets, st.integers(0, 7), st.integers(0, 9))
@example(b"aaaa\r", 4, 0)
@example(b"aaaa\r\n", 4, 0)
@example(b"aaaa\r\r\n", 4, 0)
@example(b"aaaaa\n", 4, 0)
@example(b"aaaaa", 4, 0)
@example(b"\n\naaaaa\r\n", 4, 0)
@example(b"aaaa\naaaaa\n", 4, 0)
@example(b"\naaaa\n", 4, 0)
@example(b"aaa\na\n", 4, 0)
def test_first_line_over(data: bytes, limit: int, start: int) -> None:
    assert scans.first_line_over(data, limit, start) == plain_first_line_over(data, limit, start)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"x" * 998, None),
        (b"x" * 998 + b"\r\n", None),
        (b"x" * 998 + b"\n", None),
        (b"x" * 999, 0),
        (b"x" * 999 + b"\r\n", 0),
        (b"ok\r\n" + b"x" * 999 + b"\r\nok\r\n", 4),
        ((b"x" * 998 + b"\r\n") * 50 + b"x" * 999, 50_000),
    ],
)
def test_first_line_over_the_limit_of_smtp(data: bytes, found: int | None) -> None:
    assert scans.first_line_over(data, 998) == found


@given(octets, st.integers(0, 5))
@example(b"a\rb", 0)
@example(b"a\r\nb\r", 0)
@example(b"\x00\r", 0)
@example(b"\r\na\r", 2)
@example(b"\ra\r", 1)
@example(b"\ra\r\n", 1)
def test_first_bare_cr(data: bytes, start: int) -> None:
    plain = (index for index in range(start, len(data)) if data[index : index + 1] == b"\r")
    assert scans.first_bare_cr(data, start) == next((at for at in plain if data[at + 1 : at + 2] != b"\n"), None)


def test_scans_begin_at_the_beginning() -> None:
    assert scans.first_bare_cr(b"\ra\r") == 0
    assert scans.first_line_over(b"aa\naa", 1) == 0


@given(octets)
def test_has_blank_at_line_end(text: bytes) -> None:
    *lines, last = text.split(b"\n")
    contents = [*(line.removesuffix(b"\r") for line in lines), last]
    assert scans.has_blank_at_line_end(text) == any(content.endswith((b" ", b"\t")) for content in contents)


@given(octets)
@example(b".")
@example(b"a\n.")
@example(b"a\n.\nb")
@example(b".\na")
@example(b"a\nFrom ")
def test_has_touchy_line(text: bytes) -> None:
    assert scans.has_touchy_line(text) == any(line.startswith(b"From ") or line == b"." for line in text.split(b"\n"))


@given(octets)
def test_to_crlf_ends_every_line_in_crlf_and_leaves_bare_cr(data: bytes) -> None:
    lines = [line.removesuffix(b"\r") for line in data.split(b"\n")]
    last = data.split(b"\n")[-1]
    assert scans.to_crlf(data) == b"\r\n".join([*lines[:-1], last])
    assert scans.to_crlf(scans.to_crlf(data)) == scans.to_crlf(data)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a\r\nb\nc", "a\nb\nc"),
        ("a\rb", "a\rb"),
        ("a\r\r\nb", "a\r\nb"),
        ("", ""),
        ("a\u2028b\x85\x0b", "a\u2028b\x85\x0b"),
    ],
)
def test_to_lf_takes_crlf_and_lf_for_line_ends_and_nothing_else(text: str, read: str) -> None:
    assert scans.to_lf(text) == read
