from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.errors import HeaderError
from mimeforge.headers.folding import fold, pieces_between_blanks


@pytest.mark.parametrize(
    ("pieces", "written"),
    [
        ([], "Name:"),
        ([" a"], "Name: a"),
        ([" a", " b"], "Name: a b"),
        ([" " + "a" * 70, " b"], "Name: " + "a" * 70 + " b"),
        ([" " + "a" * 71, " b"], "Name: " + "a" * 71 + "\r\n b"),
        ([" " + "a" * 80, " b"], "Name: " + "a" * 80 + "\r\n b"),
        ([" a", " " + "b" * 90, " c"], "Name: a\r\n " + "b" * 90 + "\r\n c"),
        ([" a", "\t b"], "Name: a\t b"),
        ([" " + "a" * 70, "  \tb"], "Name: " + "a" * 70 + "\r\n  \tb"),
    ],
)
def test_lines_keep_to_78_where_the_pieces_allow_it(pieces: list[str], written: str) -> None:
    assert fold("Name", pieces) == written.encode() + b"\r\n"


def test_another_width_may_be_asked_for() -> None:
    assert fold("Name", [" a;", " b"], width=0) == b"Name: a;\r\n b\r\n"
    assert fold("Name", [" " + "a" * 69, " b"], width=76) == b"Name: " + b"a" * 69 + b"\r\n b\r\n"


@pytest.mark.parametrize(("pieces", "length"), [([" " + "a" * 993], 999), ([" a", " " + "b" * 998], 999)])
def test_a_line_over_998_is_refused(pieces: list[str], length: int) -> None:
    with pytest.raises(HeaderError, match=f"^Name: a line of {length} characters") as caught:
        fold("Name", pieces)
    assert caught.value.field == "Name"


@pytest.mark.parametrize("pieces", [[" " + "a" * 992], [" a", " " + "b" * 997]])
def test_a_line_of_998_is_not(pieces: list[str]) -> None:
    assert max(map(len, fold("Name", pieces).split(b"\r\n"))) == 998


@given(st.from_regex(r"[!-~]{1,20}(?:[ \t]{1,4}[!-~]{1,40}){0,9}", fullmatch=True))
def test_unfolding_gives_back_every_blank(value: str) -> None:
    field = fold("Name", pieces_between_blanks(value))
    assert field.replace(b"\r\n", b"") == b"Name: " + value.encode()
