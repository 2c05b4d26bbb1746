"""Variables of policies."""

from __future__ import annotations

from time import perf_counter

import pytest

from mimeforge.rules.pol.wildcards import fits
from mimeforge.ses.authorization.variables import expanded

FACTS = {
    "aws:username": (("jo*",),),
    "aws:absent": ((),),
    "ses:recipients": (("a@example.net", "b@example.net"),),
    "ses:fromaddress": (("Jo@Example.com",), ("Jo@example.com",)),
}


@pytest.mark.parametrize(
    ("written", "pieces"),
    [
        ("plain", ["plain"]),
        ("${aws:username}@example.com", ["", "jo*", "@example.com"]),
        ("${AWS:UserName}", ["", "jo*", ""]),
        ("${*}${?}${$}", ["", "*", "", "?", "", "$", ""]),
        ("${aws:absent, 'team'}", ["", "team", ""]),
        ("${aws:absent,''}", ["", "", ""]),
        ("${aws:username, 'team'}", ["", "jo*", ""]),
        ("${aws:absent}", None),
        ("${aws:unheard}", None),
        ("${aws:unheard, 'team'}", None),
        ("${ses:Recipients}", None),
        ("${ses:FromAddress}", None),
        ("${}", None),
        ("${aws:username", ["${aws:username"]),
        ("$aws:username}", ["$aws:username}"]),
    ],
)
def test_variables_are_replaced_by_what_is_known(written: str, pieces: list[str] | None) -> None:
    found = expanded(written, FACTS)
    assert (None if found is None else [piece.text for piece in found]) == pieces


def test_what_a_variable_holds_is_literal() -> None:
    wanted = expanded("${aws:username}*", FACTS)
    assert wanted is not None
    assert (fits(wanted, "jo*ann"), fits(wanted, "joann")) == (True, False)


def test_many_variables_take_no_time() -> None:
    begin = perf_counter()
    for hostile in ("${" * 20_000, "${a," * 20_000, "${a, '" * 20_000, "${a," + " " * 20_000, "${*}" * 5_000):
        expanded(hostile, FACTS)
    assert perf_counter() - begin < 1
