"""Values of conditions as they are read, for rules and for decisions alike."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from authorizing import UNKNOWN, decided, policy, raw, statement
from putting import told_of_condition

from mimeforge.rules.pol.values import address, microseconds, network, number, truth

MAY = "2026-05-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05", MAY),
        ("2026-05-01", MAY),
        ("2026-05-01T00:00Z", MAY),
        ("2026-05-01T02:00+02:00", MAY),
        ("2026-05-01T02:00:00+0200", MAY),
        ("2026-05-01T00:00:00", MAY),
        ("2026-05-01T00:00:00.250Z", "2026-05-01T00:00:00.250+00:00"),
        ("1777593600", MAY),
        ("0", "1970-01-01T00:00:00+00:00"),
        ("-1", "1969-12-31T23:59:59+00:00"),
        ("0001-01-01T00:00:00+23:59", None),
        ("9999-12-31T23:59:59-23:59", None),
    ],
)
def test_times(text: str, moment: str | None) -> None:
    found = microseconds(text)
    assert found is not None
    assert moment is None or found == round(datetime.fromisoformat(moment).timestamp() * 1_000_000)


NO_TIMES = [
    "",
    "2026-13-01",
    "2026-02-30",
    "2026-W18-5",
    "2026-05-01 00:00",
    "2026-05-01T00:00:00+25:00",
    "20260501T00Z",
]


@pytest.mark.parametrize("text", [*NO_TIMES, "May", "1" * 16, "٢٠٢٦-05-01", "2026-05-01T00:00:00." + "0" * 99])
def test_what_is_no_time(text: str) -> None:
    assert microseconds(text) is None


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_rules_call_no_time_decides_nothing(text: str) -> None:
    assert told_of_condition("policy-condition-type", "DateLessThan", "aws:CurrentTime", text) == ["warning"]
    assert decided(raw(), policy(statement(Condition={"DateLessThan": {"aws:CurrentTime": text}}))) == UNKNOWN


def test_a_year_alone_may_be_seconds_to_iam() -> None:
    assert told_of_condition("policy-condition-type", "DateLessThan", "aws:CurrentTime", "2027") == []
    assert decided(raw(), policy(statement(Condition={"DateLessThan": {"aws:CurrentTime": "2027"}}))) == UNKNOWN


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", "1"), ("-1.50", "-1.5"), ("+.5", "0.5"), ("1.", "1"), ("1e3", "1000"), ("9" * 40, "9" * 40)],
)
def test_numbers(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", ".", "1_000", "NaN", "inf", "1e", "1e9999", "0x1", "１", "9" * 99])
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


def test_truths() -> None:
    assert [truth(text) for text in ("true", "False", "TRUE", "1", "yes", "")] == [True, False, True, None, None, None]


def test_networks() -> None:
    assert [str(network(text)) for text in ("192.0.2.7/24", "192.0.2.7", "2001:db8::/32", "192.0.2.*", "")] == [
        "192.0.2.0/24",
        "192.0.2.7/32",
        "2001:db8::/32",
        "None",
        "None",
    ]
    assert [str(address(text)) for text in ("192.0.2.7", "192.0.2.0/24", "2001:db8::1", "host")] == [
        "192.0.2.7",
        "None",
        "2001:db8::1",
        "None",
    ]
