"""Conditions: every operator, with keys that are there, missing and not known (IAM user guide)."""

from __future__ import annotations

from typing import Any

import pytest

from mimeforge.rules.pol.document import Condition
from mimeforge.rules.pol.vocabulary import OPERATORS
from mimeforge.ses.authorization.conditions import checked

KEY = "aws:key"
MISSING: tuple[str, ...] = ()


def holds(
    operator: str, values: str | list[str], *readings: tuple[str, ...], variables: bool = True, **more: Any
) -> Any:
    listed = (values,) if isinstance(values, str) else tuple(values)
    facts = ({KEY: readings} if readings else {}) | {name: ((value,),) for name, value in more.items()}
    return checked(Condition(operator, "AWS:Key", listed), facts, has_variables=variables).holds


# Operator, what is wanted, what fits, and what does not.
COMPARED = [
    ("StringEquals", "Jo", ["Jo"], ["jo", "J*", "", "Jo "]),
    ("StringEquals", "J*", ["J*"], ["Jo"]),
    ("StringEqualsIgnoreCase", "Jö", ["jÖ", "JÖ"], ["jo"]),
    ("StringLike", "J?*", ["Jo", "J?*", "John"], ["J", "jo"]),
    ("NumericEquals", "10", ["10", "10.0", "+10"], ["11", "-10"]),
    ("NumericLessThan", "10", ["9", "-1", "9.99"], ["10", "100"]),
    ("NumericLessThanEquals", "10", ["9", "10.0"], ["10.01"]),
    ("NumericGreaterThan", "10", ["10.01", "100"], ["10", "9"]),
    ("NumericGreaterThanEquals", "10", ["10", "11"], ["9"]),
    ("DateEquals", "2026-05-01T12:00:00Z", ["2026-05-01T14:00:00+02:00", "1777636800"], ["2026-05-01T12:00:01Z"]),
    ("DateEquals", "2026-05", ["2026-05-01T00:00:00Z", "2026-05-01"], ["2026-05-02"]),
    ("DateLessThan", "1777636800", ["2026-05-01T11:59:59Z", "1777636799"], ["2026-05-01T12:00:00Z"]),
    ("DateLessThanEquals", "2026-05-01T12:00Z", ["2026-05-01T12:00:00Z"], ["2026-05-01T12:00:00.000001Z"]),
    ("DateGreaterThan", "2026-05-01", ["2026-05-01T00:00:01Z"], ["2026-05-01T00:00:00Z"]),
    ("DateGreaterThanEquals", "2026-05-01T00:00:00Z", ["2026-05-01", "1777593600"], ["2026-04-30T23:59:59Z"]),
    ("Bool", "true", ["true", "True"], ["false"]),
    ("BinaryEquals", "QUJD", ["QUJD"], ["qujd"]),
    ("IpAddress", "192.0.2.0/24", ["192.0.2.255", "192.0.2.0"], ["192.0.3.0", "2001:db8::1"]),
    ("IpAddress", "192.0.2.1/24", ["192.0.2.9"], ["198.51.100.1"]),
    ("IpAddress", "192.0.2.1", ["192.0.2.1"], ["192.0.2.2"]),
    ("IpAddress", "2001:db8::/32", ["2001:db8:1::1", "2001:DB8::"], ["2001:db9::1", "192.0.2.1"]),
    ("ArnEquals", "arn:aws:ses:*:123456789012:identity/*", ["arn:aws:ses:eu-west-1:123456789012:identity/a:b"], []),
    ("ArnLike", "arn:aws:iam::123456789012:user/*", ["arn:aws:iam::123456789012:user/a"], ["arn:aws:iam::1:user/a"]),
    (
        "ArnLike",
        "arn:*:ses:us-east-1:123456789012:a",
        ["arn:aws:ses:us-east-1:123456789012:a"],
        ["arn:aws:sns:us-east-1:123456789012:a"],
    ),
]
NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NotIpAddress": "IpAddress",
}


@pytest.mark.parametrize(("operator", "wanted", "fitting", "others"), COMPARED)
def test_values_are_compared(operator: str, wanted: str, fitting: list[str], others: list[str]) -> None:
    negated = [name for name, positive in NEGATED.items() if positive == operator]
    for value, is_fitting in [*((one, True) for one in fitting), *((one, False) for one in others)]:
        assert holds(operator, wanted, (value,)) is is_fitting
        assert holds(operator.lower(), wanted, (value,)) is is_fitting
        for name in negated:
            assert holds(name, wanted, (value,)) is not is_fitting


def test_the_table_has_all_operators() -> None:
    tested = {row[0] for row in COMPARED} | set(NEGATED) | {"Null"}
    assert tested == {operator.name for operator in OPERATORS.values()}
    assert {name for name in tested if OPERATORS[name.lower()].negated} == set(NEGATED)


@pytest.mark.parametrize(
    "operator", sorted(operator.name for operator in OPERATORS.values() if operator.name != "Null")
)
def test_a_missing_key(operator: str) -> None:
    negated = operator in NEGATED
    assert holds(operator, "x", MISSING) is negated
    assert holds(f"{operator}IfExists", "x", MISSING) is True
    assert holds(f"ForAllValues:{operator}", "x", MISSING) is True
    assert holds(f"ForAnyValue:{operator}", "x", MISSING) is False
    assert holds(f"ForAnyValue:{operator}IfExists", "x", MISSING) is True
    assert holds(f"ForAllValues:{operator}IfExists", "x", MISSING) is True
    for quantifier in ("", "ForAllValues:", "ForAnyValue:"):
        for end in ("", "IfExists"):
            assert holds(f"{quantifier}{operator}{end}", "x") is None  # not known


@pytest.mark.parametrize(
    ("values", "given", "verdict"),
    [
        ("true", MISSING, True),
        ("true", ("a",), False),
        ("false", MISSING, False),
        ("False", ("a", "b"), True),
        (["true", "false"], ("a",), True),
        ("maybe", ("a",), None),
    ],
)
def test_null_asks_whether_a_key_is_there(
    values: str | list[str], given: tuple[str, ...], verdict: bool | None
) -> None:
    assert holds("Null", values, given) is verdict
    assert holds("Null", values) is None
    assert holds("ForAllValues:Null", values, given) is None


@pytest.mark.parametrize(
    ("operator", "values", "given", "verdict"),
    [
        ("StringEquals", ["a", "b"], ("b",), True),
        ("StringNotEquals", ["a", "b"], ("b",), False),
        ("StringNotEquals", ["a", "b"], ("c",), True),
        ("StringNotLike", ["a*", "b*"], ("bc",), False),
        ("StringEqualsIfExists", ["a"], ("b",), False),
        ("StringEquals", [], ("b",), False),
        ("StringNotEquals", [], ("b",), True),
        ("ForAllValues:StringEquals", ["a", "b"], ("a", "b", "a"), True),
        ("ForAllValues:StringEquals", ["a", "b"], ("a", "c"), False),
        ("ForAllValues:StringNotEquals", ["a", "b"], ("c", "d"), True),
        ("ForAllValues:StringNotEquals", ["a", "b"], ("c", "a"), False),
        ("ForAnyValue:StringEquals", ["a", "b"], ("c", "a"), True),
        ("ForAnyValue:StringEquals", ["a", "b"], ("c", "d"), False),
        ("ForAnyValue:StringNotEquals", ["a", "b"], ("c", "a"), True),
        ("ForAnyValue:StringNotEquals", ["a", "b"], ("b", "a"), False),
        ("forallvalues:stringlike", ["a*"], ("a", "ab"), True),
        ("StringLike", ["a*"], ("a", "ab"), True),
        ("StringLike", ["a*"], ("b", "c"), False),
        ("StringLike", ["a*"], ("a", "b"), None),
        ("StringNotLike", ["a*"], ("a", "b"), None),
        ("StringNotLike", ["a*"], ("b", "c"), True),
    ],
)
def test_several_values(operator: str, values: list[str], given: tuple[str, ...], verdict: bool | None) -> None:
    assert holds(operator, values, given) is verdict


@pytest.mark.parametrize(
    ("operator", "values", "given"),
    [
        ("StringSounds", "a", "a"),
        ("ForSomeValues:StringEquals", "a", "a"),
        ("", "a", "a"),
        ("NumericEquals", "ten", "10"),
        ("NumericEquals", "10", "1e999999999"),
        ("NumericEquals", "NaN", "NaN"),
        ("NumericLessThan", "10", "٣"),
        ("DateEquals", "tomorrow", "2026-05-01"),
        ("DateEquals", "2026-13-01", "2026-05-01"),
        ("DateLessThan", "9" * 30, "2026-05-01"),
        ("Bool", "yes", "true"),
        ("Bool", "true", "1"),
        ("IpAddress", "192.0.2.0/99", "192.0.2.1"),
        ("IpAddress", "192.0.2.0/24", "localhost"),
        ("ArnLike", "*", "arn:aws:iam::123456789012:user/a"),
        ("ArnLike", "arn:aws:iam::123456789012:user/*", "jo"),
    ],
)
def test_what_cannot_be_read_is_not_known(operator: str, values: str, given: str) -> None:
    assert holds(operator, values, (given,)) is None


def test_a_value_that_cannot_be_read_beside_one_that_fits() -> None:
    assert holds("NumericEquals", ["ten", "10"], ("10",)) is True
    assert holds("NumericNotEquals", ["ten", "10"], ("10",)) is False
    assert holds("NumericNotEquals", ["ten", "10"], ("11",)) is None


def test_where_readings_differ_nothing_is_known() -> None:
    both = ("jo@Example.com",), ("jo@example.com",)
    assert holds("StringEquals", "jo@example.com", *both) is None
    assert holds("StringEqualsIgnoreCase", "jo@example.com", *both) is True
    assert holds("StringLike", "jo@*", *both) is True
    assert holds("StringEquals", "zoe@example.com", *both) is False


@pytest.mark.parametrize(
    ("operator", "value", "given", "verdict"),
    [
        ("StringEquals", "${user}@example.com", "jo*@example.com", True),
        ("StringLike", "${user}@*", "jo*@example.com", True),
        ("StringLike", "${user}@*", "joan@example.com", False),
        ("StringLike", "${other}@*", "jo@example.com", None),
        ("ArnLike", "arn:aws:iam::123456789012:user/${user}", "arn:aws:iam::123456789012:user/jo*", True),
        ("ArnLike", "arn:aws:iam::${account}:user/*", "arn:aws:iam::123456789012:user/jo", True),
        ("StringEquals", "${*}", "*", True),
        ("BinaryEquals", "${user}", "${user}", True),
        ("IpAddress", "${user}", "192.0.2.1", None),
    ],
)
def test_variables_stand_in_strings_and_arns(operator: str, value: str, given: str, verdict: bool | None) -> None:
    assert holds(operator, value, (given,), user="jo*", account="123456789012") is verdict


def test_variables_are_text_in_older_policies() -> None:
    assert holds("StringEquals", "${user}", ("${user}",), variables=False) is True
    assert holds("StringEquals", "${user}", ("jo",), variables=False, user="jo") is False


def test_what_is_checked_is_kept() -> None:
    condition = Condition("StringLike", "ses:Recipients", ("a*", "b*"))
    found = checked(condition, {"ses:recipients": (("a", "b"),)}, has_variables=True)
    assert (found.operator, found.key, found.values, found.given) == (*condition, ("a", "b"))
    assert checked(condition, {}, has_variables=True).given is None
