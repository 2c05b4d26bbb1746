"""No request is too odd to be judged: whatever its values, keys and depth, and in time."""

from __future__ import annotations

import json
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simple_requests import request_1

from mimeforge import ses
from mimeforge._ses_operations import OPERATIONS, Blob, ListOf, Structure
from mimeforge.errors import InputError
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from mimeforge._ses_operations import Shape

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.binary(max_size=40)
    | st.text(max_size=20)
    | st.text(st.sampled_from('aé\ud800\0\r\n<>@.,:;"()[] \\=?{}%'), max_size=20)
    | st.sampled_from(["jo@example.com", "Jo <jo@example.com>", "Team: zoe@example.net;", "", "UTF-8", "{}"])
)
KEYS = st.text(max_size=8) | st.integers() | st.none() | st.binary(max_size=4) | st.text(st.sampled_from("a.[]0"))
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """What a member may hold, and sometimes what it may not."""
    if isinstance(shape, Structure):
        known = {name: values(member) for name, member in shape.members.items()}
        exact = st.fixed_dictionaries({}, optional=known)
        return exact | st.builds(lambda one, odd: odd | one, exact, st.dictionaries(KEYS, JSON, max_size=2))
    if isinstance(shape, ListOf):
        return st.lists(values(shape.member), max_size=3) | JSON
    return st.binary(max_size=80) | SCALARS if isinstance(shape, Blob) else SCALARS


CALLS = st.sampled_from(list(OPERATIONS.values())).flatmap(
    lambda operation: st.tuples(st.just(operation.name), values(operation.input) | st.dictionaries(KEYS, JSON))
)


@given(CALLS)
def test_any_request_is_judged_and_the_report_is_safe_to_print(call: tuple[str, dict[str, Any]]) -> None:
    report = ses.lint_request(*call)
    members = dict(report.members)
    for finding in report:
        assert finding.message.isprintable()
        assert len(finding.message) < 300
        octets = report.source if finding.member is None else members[finding.member]
        assert 0 <= finding.span.start <= finding.span.end <= len(octets)
    assert str(report).replace("\n", "").isprintable()
    assert report.findings == ses.lint_request(*call).findings


HOSTILE_KEYS = [
    "",
    ".",
    "[0]",
    "Source.x",
    "Tags[0]",
    "[" + "9" * 5000 + "]",
    "a" * 10_000,
    "\ud800",
    1,
    None,
    ("a",),
    10**5000,
]


@pytest.mark.parametrize("key", HOSTILE_KEYS, ids=lambda key: type(key).__name__)
@pytest.mark.parametrize("place", [(), ("Destination",), ("Message", "Body")])
def test_keys_that_are_no_names_are_unknown(key: Any, place: tuple[str, ...]) -> None:
    kwargs: dict[str, Any] = json.loads(json.dumps(request_1()))
    inner = kwargs
    for name in place:
        inner = inner[name]
    inner[key] = "x"
    (finding,) = ses.lint_request("ses.SendEmail", kwargs)
    with pytest.raises(InputError, match="no such member"):
        ses.to_message(kwargs)
    assert finding.slug == "request-unknown-member"
    assert finding.member
    assert finding.member.startswith(".".join(place))
    assert len(finding.member) < 100


def test_depth_drives_no_recursion() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    nested: Any = {}
    for _ in range(100_000):
        nested = {"Destination": nested}
    for value in (deep, nested):
        for member in ("Source", "Destination", "Message", "Unknown"):
            report = ses.lint_request("ses.SendEmail", request_1(**{member: value}))
            assert not report.ok
            assert str(report)


def test_a_request_may_hold_itself() -> None:
    kwargs: dict[str, Any] = request_1()
    kwargs["Destination"] = {"ToAddresses": [kwargs], "Destination": kwargs}
    report = ses.lint_request("ses.SendEmail", kwargs)
    assert [one.member for one in report] == ["Destination.ToAddresses[0]"]
    assert str(report)


@pytest.mark.parametrize(
    "kwargs",
    [
        {"Destinations": ["zoe@example.net"] * 5_000},
        {"Destinations": [""] * 50_000},
        {
            "Destinations": [
                "a" * 500_000,
                "(" * 200_000,
                "<" * 200_000,
                "a," * 100_000,
                "é" * 200_000,
                f'"{"é" * 200_000}"@example.net',
            ]
        },
        {"Destinations": [1] * 100_000},
        {"Source": "\r\n " * 300_000},
        {"Source": ("a" + "\n" * 1000) * 1000},
        {f"Unknown{number}": "" for number in range(20_000)},
    ],
    ids=["many", "empty", "long", "wrong", "folds", "lines", "unknown"],
)
def test_time_is_in_proportion_to_size(kwargs: dict[str, Any]) -> None:
    began = perf_counter()
    report = ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": sample()}} | kwargs)
    assert not report.ok or "Source" in kwargs
    assert perf_counter() - began < 30
