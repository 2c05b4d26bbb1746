from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import mimeforge
from mimeforge.edit import Edit
from mimeforge.linter import Evidence, Finding, Fix, Report, Severity
from mimeforge.linter.examples import sample
from mimeforge.preflight import repair
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def finding(start: int, end: int, text: bytes, *, safe: bool = True) -> Finding:
    return Finding(
        code="TST101",
        slug="a-slug",
        severity=Severity.ERROR,
        message="m",
        span=Span(start, end),
        evidence=Evidence.INFERRED,
        source="these tests",
        fix=Fix("do it", (Edit(Span(start, end), text),), safe=safe),
    )


def judge(find: Callable[[bytes], Iterable[Finding]]) -> Callable[[bytes], Report]:
    return lambda octets: Report(findings=tuple(find(octets)), source=octets, profile="ses")


def each(word: bytes, other: bytes, *, safe: bool = True) -> Callable[[bytes], Iterable[Finding]]:
    """Find each ``word``, and replace it by ``other``."""

    def find(octets: bytes) -> Iterable[Finding]:
        at = octets.find(word)
        while at >= 0:
            yield finding(at, at + len(word), other, safe=safe)
            at = octets.find(word, at + 1)

    return find


def test_fixes_are_made_until_none_is_left() -> None:
    octets = sample("X-A: 1\r\nX-A: 1\r\nX-A: 1\r\nX-A: 1")
    fixed, applied = repair(octets, judge(each(b"X-A: 1\r\nX-A: 1\r\n", b"X-A: 1\r\n")), unsafe=False)
    assert fixed == sample("X-A: 1")
    assert len(applied) == 3


def test_what_touches_has_its_turn_in_the_next_pass() -> None:
    octets = sample("subject: Lunch")
    seen: list[bytes] = []

    def find(octets: bytes) -> Iterable[Finding]:
        seen.append(octets)
        yield from each(b"sub", b"Sub")(octets)
        yield from each(b"ject", b"JECT")(octets)

    assert repair(octets, judge(find), unsafe=False).octets == sample("SubJECT: Lunch")
    assert len(seen) == 3


def test_a_safe_fix_that_changes_what_is_said_is_not_made_and_stops_no_other() -> None:
    octets = sample("X-A: one", "x-b: 1", "x-c: 1", "x-d: 1")

    def find(octets: bytes) -> Iterable[Finding]:
        for word, other in ((b"one", b"two"), (b"x-b", b"X-B"), (b"x-c", b"X-C"), (b"x-d", b"X-D")):
            yield from each(word, other)(octets)

    fixed, applied = repair(octets, judge(find), unsafe=False)
    assert fixed == sample("X-A: one", "X-B: 1", "X-C: 1", "X-D: 1")
    assert len(applied) == 3


def test_unsafe_fixes_are_made_only_when_asked_for_and_after_the_safe_ones() -> None:
    octets = sample("x-a: one")

    def find(octets: bytes) -> Iterable[Finding]:
        yield from each(b"one", b"two", safe=False)(octets)
        yield from each(b"x-a", b"X-A")(octets)

    assert repair(octets, judge(find), unsafe=False).octets == sample("X-A: one")
    fixed, applied = repair(octets, judge(find), unsafe=True)
    assert fixed == sample("X-A: two")
    assert [one.fix.safe for one in applied if one.fix] == [True, False]


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    def find(octets: bytes) -> Iterable[Finding]:
        yield from each(b"x-a", b"X-A")(octets) if b"x-a" in octets else each(b"X-A", b"x-a")(octets)

    assert repair(sample("x-a: 1"), judge(find), unsafe=False).octets in {sample("x-a: 1"), sample("X-A: 1")}


def test_a_fix_that_changes_nothing_is_not_told() -> None:
    octets = sample()
    assert repair(octets, judge(each(b"Subject", b"Subject")), unsafe=True) == (octets, ())


def test_nothing_to_fix_gives_back_what_was_given() -> None:
    octets = sample()
    fixed, applied = mimeforge.fix(octets)
    assert fixed is octets
    assert applied == ()


@pytest.mark.parametrize("given", ["text", None, 3])
def test_only_octets_are_fixed(given: Any) -> None:
    with pytest.raises(TypeError, match="cannot fix"):
        mimeforge.fix(given)


def test_an_unknown_profile_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown profile 'sess'"):
        mimeforge.fix(sample(), profile="sess")
