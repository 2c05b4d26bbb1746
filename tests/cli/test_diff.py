"""Differences between messages, fit to be shown."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.cli.diff import changes, coloured, diff
from mimeforge.linter import Evidence, Finding, Report, Severity
from mimeforge.tree import Span

LINE = re.compile(r"@@ -\d+,\d+ \+\d+,\d+ @@|[-+ ] \|.*")


def report(source: bytes, name: str = "mail.eml") -> Report:
    return Report(findings=(), source=source, name=name, profile="ses")


def shown(before: bytes, after: bytes) -> list[str]:
    old, new, *lines = diff(report(before), report(after)).splitlines()
    assert (old, new) == ("--- mail.eml", "+++ mail.eml")
    return lines


_LINES = st.lists(st.sampled_from([b"a", b"b", b"c", b"d", b"", b"e"]), max_size=25)


@given(_LINES, _LINES)
def test_changes_make_the_new_lines_of_the_old_ones(old: list[bytes], new: list[bytes]) -> None:
    made: list[bytes] = []
    done = 0
    for start, end, new_start, new_end in changes(old, new):
        assert start >= done
        assert end > start or new_end > new_start, "something changes"
        made += old[done:start]
        assert len(made) == new_start
        made += new[new_start:new_end]
        done = end
    assert made + old[done:] == new


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=60), st.data())
def test_of_distinct_lines_no_more_changes_than_did(numbers: list[int], data: st.DataObject) -> None:
    old = [b"%d" % number for number in numbers]
    at = data.draw(st.integers(0, len(old) - 1))
    assert list(changes(old, [*old[:at], b"new", *old[at + 1 :]])) == [(at, at + 1, at, at + 1)]
    assert list(changes(old, [*old[:at], *old[at + 1 :]])) == [(at, at + 1, at, at)]
    assert list(changes(old, [*old[:at], b"new", *old[at:]])) == [(at, at, at, at + 1)]
    assert list(changes(old, old)) == []


def test_a_hunk_has_three_lines_around_each_change_and_near_ones_share_it() -> None:
    before = b"".join(b"%d\r\n" % number for number in range(1, 31))
    after = (
        before.replace(b"\r\n5\r\n", b"\r\nfive\r\n")
        .replace(b"\r\n9\r\n", b"\r\n")
        .replace(b"\r\n25\r\n", b"\r\n25\r\nnew\r\n")
    )
    assert shown(before, after) == [
        "@@ -2,11 +2,10 @@", "  | 2", "  | 3", "  | 4", "- | 5", "+ | five", "  | 6", "  | 7", "  | 8", "- | 9",
        "  | 10", "  | 11", "  | 12",
        "@@ -23,6 +22,7 @@", "  | 23", "  | 24", "  | 25", "+ | new", "  | 26", "  | 27", "  | 28",
    ]  # fmt: skip
    assert shown(b"", b"a\r\n") == ["@@ -0,0 +1,1 @@", "+ | a"]


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (b"a\r\nb\n", b"a\r\nb\r\n", ["  | a", "- | b␊", "+ | b"]),
        (b"a\nb\r\nc\n", b"a\nb\nc\n", ["  | a", "- | b␍", "+ | b", "  | c"]),
        (b"a\r\nb\rc\r\n", b"a\r\nb\r\nc\r\n", ["  | a", "- | b␍c", "+ | b", "+ | c"]),
        (b"a\r\nb", b"a\r\nb\r\n", ["  | a", "- | b (no line end)", "+ | b"]),
        (b"a \r\n", b"a\r\n", ["- | a␠", "+ | a"]),
        (b"::error::x\r\nb\r\n", b"::error::x\r\nc\r\n", ["  | ::error::x", "- | b", "+ | c"]),
        (b"##[error]\r\n", b"\xe2\x80\xae\x1b[31m\xff\r\n", ["- | <U+0023>#[error]", "+ | <U+202E>␛[31m\\xFF"]),
        (b"x" * 500 + b"\r\n", b"y" * 160 + b"\n", [f"- | {'x' * 160}…", "+ | " + "y" * 160 + "…"]),
    ],
)
def test_what_cannot_be_seen_is_a_sign(before: bytes, after: bytes, lines: list[str]) -> None:
    assert shown(before, after)[1:] == lines


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_octet_commands_whoever_reads_a_difference(before: bytes, after: bytes) -> None:
    text = diff(report(before, "##[x]\x1b.eml"), report(after))
    old, new, *lines = text.split("\n")[:-1]
    assert (old, new) == ("--- <U+0023>#[x]␛.eml", "+++ <U+0023>#[x]␛.eml")
    for line in lines:
        assert LINE.fullmatch(line)
        assert line.isprintable()
        assert "##[" not in line


def test_secrets_stay_secret() -> None:
    source = b"A: 1\r\nKey: AKIAsecret\r\nB: 2\r\n"
    at = source.index(b"AKIA")
    secret = Finding(
        code="SEC101",
        slug="x",
        severity=Severity.NOTE,
        message="",
        span=Span(at, at + 10),
        evidence=Evidence.INFERRED,
        source="",
        masked=True,
    )
    found = replace(report(source), findings=(secret,))
    left = replace(found, source=source.replace(b"B: 2", b"B: 3"))
    text = diff(found, left)
    assert "  | Key: AKIA******" in text
    assert "secret" not in text


def test_a_large_message_is_no_work_for_minutes() -> None:
    lines = [b"%076d\r\n" % number for number in range(100_000)]
    before = b"".join(lines)
    began = time.perf_counter()
    every = shown(before, before.replace(b"\r\n", b"\n"))
    alike = shown(b"\r\n" * 500_000, b"a\r\n" + b"\r\n" * 500_000 + b"b\r\n")
    backwards = shown(before, b"".join(reversed(lines)))
    assert time.perf_counter() - began < 10
    for lines_shown in (every, alike, backwards):
        assert (lines_shown[-1], len(lines_shown)) == ("… and more", 1001)


def test_colours_are_those_of_differences() -> None:
    text = diff(report(b"a\r\nb\r\n"), report(b"a\r\nc\r\n"))
    painted = coloured(text)
    assert re.sub(r"\x1b\[\d*m", "", painted) == text
    assert "\x1b[31m- | b\n\x1b[0m\x1b[32m+ | c\n\x1b[0m" in painted
