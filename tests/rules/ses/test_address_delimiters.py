"""What opens and closes in an address list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.rules.ses.address_delimiters import angle_closed, behind_comments, closed, outside_comments
from mimeforge.rules.ses.address_problems import Fault, Problem

SYNTAX = st.text(st.sampled_from('ab@.,:;<>()[]"\\ \t\r\n_é\x00'), max_size=40)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ('"a, \\" <"b', 9),
        ("(a (b) \\) c) d", 12),
        ("[a [b] c]", 6),
        ("<a> b>", 3),
        ('<"a>"> b', 6),
        ("<a(>)>", 4),  # SES knows no comments here
        ('"a', Fault(Problem.UNCLOSED_QUOTE, 0, 1)),
        ("(a (b) c", Fault(Problem.UNCLOSED_COMMENT, 0, 1)),
        ("(a (b c", Fault(Problem.UNCLOSED_COMMENT, 3, 4)),
        ("[a\\]", Fault(Problem.UNCLOSED_LITERAL, 0, 1)),
        ('<a "b>', Fault(Problem.UNCLOSED_QUOTE, 3, 4)),
        ("<a", Fault(Problem.UNCLOSED_ANGLE, 0, 1)),
    ],
)
def test_where_a_delimiter_is_closed(text: str, end: int | Fault) -> None:
    assert closed(text, 0, len(text)) == end


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("<a(>)> b", 6),
        ('<a(")> b', 6),
        ('<"(">)> b', 5),
        ("<a(>(>)>)b> c", 11),
        ("<a(>", Fault(Problem.UNCLOSED_COMMENT, 2, 3)),
    ],
)
def test_comments_hide_what_would_close_an_angle(text: str, end: int | Fault) -> None:
    assert angle_closed(text, 0, len(text)) == end


def test_nothing_is_closed_beyond_the_end() -> None:
    assert closed("(a)", 0, 2) == Fault(Problem.UNCLOSED_COMMENT, 0, 1)
    assert behind_comments("(a) (b) c", 0, 6) == 4


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("a", ""),
        ("  a", ""),
        ("(a)b", "(a)"),
        (" (a (b)) \r\n(c) d", " (a (b)) \r\n(c) "),
        ("(a) (b", "(a) "),
        (" (a", ""),
        ("(a)", "(a)"),
    ],
)
def test_comments_are_passed_with_the_white_space_around(text: str, passed: str) -> None:
    assert text[: behind_comments(text, 0, len(text))] == passed


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("", ""),
        ("a (b (c) \\) @) d", "a              d"),
        ('a "b, \\" @" (c) [d@e]', 'a "_______"     [___]'),
        ('""[]()', '""[]  '),
        ("a (b", "a (b"),
    ],
)
def test_what_stands_outside_of_comments_and_quotes(text: str, outside: str) -> None:
    assert outside_comments(text) == outside


@given(SYNTAX)
def test_blanking_out_moves_nothing(text: str) -> None:
    outside = outside_comments(text)
    assert len(outside) == len(text)
    assert all(there == here or there in " _" for here, there in zip(text, outside, strict=True))


@pytest.mark.parametrize("pattern", ["(", '"', "[", "(a", '"a"', "(a)", "\\", "[(", "()"])
def test_time_is_linear(pattern: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    text = pattern * (1_000_000 // len(pattern))
    assert len(outside_comments(text)) == len(text)
    assert behind_comments(text, 0, len(text)) <= len(text)
