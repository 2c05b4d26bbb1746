"""Wildcards of policies."""

from __future__ import annotations

from functools import cache
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimeforge.rules.pol.wildcards import Piece, fits, means_action, pattern


def oracle(wanted: str, text: str) -> bool:
    """Compare as the definition says, from the right: no regular expression, no search."""

    @cache
    def ends(i: int, j: int) -> bool:
        if i == 0:
            return j == 0
        if wanted[i - 1] == "*":
            return ends(i - 1, j) or (j > 0 and ends(i, j - 1))
        return j > 0 and wanted[i - 1] in ("?", text[j - 1]) and ends(i - 1, j - 1)

    return ends(len(wanted), len(text))


@given(st.text("ab*?.\n[", max_size=8), st.text("ab.\n[", max_size=10))
def test_wildcards_are_what_they_are_defined_as(wanted: str, text: str) -> None:
    assert fits(pattern(wanted), text) == oracle(wanted, text)


@example(before="*", literal="?", text="ab")
@example(before="", literal="*", text="ab")
@example(before="?", literal="a*", text="ba*")
@given(before=st.text("ab*?", max_size=5), literal=st.text("ab*?", max_size=5), text=st.text("ab*?", max_size=8))
def test_literal_pieces_have_no_wildcards(before: str, literal: str, text: str) -> None:
    wanted = (Piece(before), Piece(literal, is_literal=True))
    held = text.endswith(literal) and oracle(before, text[: len(text) - len(literal)])
    assert fits(wanted, text) == held


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("*a" * 2000 + "b", "a" * 1000),
        ("a*" * 2000 + "b", "a" * 1000),
        ("*" * 4000 + "b", "a" * 1000),
        ("*?" * 400 + "b", "a" * 1000),
        ("?" * 500 + "*" + "?" * 499 + "b", "a" * 1000),
        ("*aab" * 1000, "a" * 1000),
    ],
)
def test_hostile_patterns_take_no_time(wanted: str, text: str) -> None:
    begin = perf_counter()
    assert not fits(pattern(wanted), text)
    assert perf_counter() - begin < 1


@pytest.mark.parametrize(
    ("written", "is_meant"),
    [
        ("ses:SendEmail", True),
        ("SES:sendemail", True),
        ("ses:*", True),
        ("*", True),
        ("s*:Send?mail", True),
        ("ses:" + "*" * 200, True),
        ("ses:Send[E]mail", False),
        ("ses:Send", False),
        ("ses:SendEmail ", False),
        ("", False),
    ],
)
def test_actions_have_wildcards_and_no_case(written: str, is_meant: bool) -> None:
    assert means_action(written, "ses:SendEmail") is is_meant
