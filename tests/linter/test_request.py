"""Requests as rules look at them, and the engine that calls rules on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.linter import Evidence, Severity, engine
from mimeforge.linter.context import Context, Profile
from mimeforge.linter.examples import Call, sample
from mimeforge.linter.request import Request, member_order
from mimeforge.linter.rule import MESSAGE, Hit, Rule, requests, rule
from mimeforge.tree import Part, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SES = Context(profile=Profile(name="ses", title="", family="ses"))
ARGUMENTS = {
    "Source": "jo@example.com",
    "Destination": {"ToAddresses": ["zoe@example.net", "ann@example.org"], "CcAddresses": ()},
    "Tags": [{"Name": "a", "Value": "b"}],
    "RawMessage": {"Data": b"1234567"},
    "Odd": {1: "one", "a.b": 2},
}
REQUEST = Request(operation="api.Send", arguments=ARGUMENTS)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("Source", "jo@example.com"),
        ("Destination.ToAddresses[1]", "ann@example.org"),
        ("Destination.CcAddresses", ()),
        ("Tags[0].Value", "b"),
        ("Tags[1].Value", None),
        ("Tags.Value", None),
        ("Source[0]", None),
        ("Source.Data", None),
        ("RawMessage.Data[0]", None),
        ("Destination[0]", None),
        ("Nothing.At.All", None),
        (f"Tags[{'9' * 30}]", None),
        ("", ARGUMENTS),
    ],
)
def test_a_path_leads_to_a_value_or_to_none(path: str, value: object) -> None:
    assert REQUEST.get(path) == value


def test_texts_come_with_their_own_paths() -> None:
    assert [*REQUEST.texts("Source", "Destination.ToAddresses", "Tags", "RawMessage.Data", "Nothing")] == [
        ("Source", "jo@example.com"),
        ("Destination.ToAddresses[0]", "zoe@example.net"),
        ("Destination.ToAddresses[1]", "ann@example.org"),
    ]
    assert REQUEST.text("Destination") is None
    assert [*REQUEST.items("Tags")] == [("Tags[0]", {"Name": "a", "Value": "b"})]
    assert [*REQUEST.items("Source")] == []


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("Source", b"jo@example.com"),
        ("Tags", b'[{"Name": "a", "Value": "b"}]'),
        ("RawMessage", b'{"Data": "<bytes of 7 octets>"}'),
        ("Nothing", b""),
    ],
)
def test_a_value_is_shown_as_text_or_json(path: str, shown: bytes) -> None:
    assert REQUEST.shown(path) == shown


def test_a_lone_surrogate_can_be_shown() -> None:
    assert Request(operation="api.Send", arguments={"Source": "\ud800"}).shown("Source") == b"\xed\xa0\x80"


ODD = st.recursive(
    st.none() | st.text() | st.binary() | st.integers() | st.sets(st.integers()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers() | st.binary(), inner),
)


@given(ODD, st.text(st.sampled_from("ab.[]0")))
def test_no_value_is_too_odd_to_be_shown(value: Any, path: str) -> None:
    request = Request(operation="api.Send", arguments={"a": value, "b": [value]})
    for one in ("a", "b[0]", path):
        request.get(one)
        assert isinstance(request.shown(one), bytes)


def test_lists_that_hold_one_another_many_times_are_shown_in_part() -> None:
    value: list[Any] = ["x"]
    for _ in range(7):
        value = [value] * 100
    assert len(Request(operation="api.Send", arguments={"a": value}).shown("a")) < 100_000


def test_members_are_sorted_by_number() -> None:
    paths = ["To[10]", "To[9].Name", "Cc[0]", "To", "To[9]"]
    assert sorted(paths, key=member_order) == ["Cc[0]", "To", "To[9]", "To[9].Name", "To[10]"]


def made(code: str, check: Callable[[Request, Context], Iterator[Hit]], *operations: str, alone: bool = False) -> Rule:
    check.__doc__ = "What is wrong."
    call = Call("api.Send", {})
    return rule(
        code,
        code.lower(),
        severity=Severity.ERROR,
        rfc=None,
        evidence=Evidence.DOCUMENTED,
        source="here",
        looks_at=requests(*operations),
        alone=alone,
        bad=(call,),
        good=(call,),
    )(check)


def about(*members: str) -> Callable[[Request, Context], Iterator[Hit]]:
    def check(request: Request, context: Context) -> Iterator[Hit]:
        assert context.request is request
        yield from (Hit(Span(0, len(request.shown(member))), "no", member=member) for member in members)

    return check


@rule(
    "MSG101",
    "msg101",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="here",
    looks_at=MESSAGE,
    bad=(sample(),),
    good=(sample(),),
)
def of_message(message: Part, context: Context) -> Iterator[Hit]:
    """The message is there."""
    yield Hit(message.fields[0].span, "here")


def judged(*rules: Rule, octets: bytes | None = None) -> list[tuple[str, str | None]]:
    request = Request(operation="api.Send", arguments=ARGUMENTS, octets=octets)
    report = engine.inspect_request(request, rules, SES, name="RawMessage.Data")
    return [(finding.code, finding.member) for finding in report]


def test_rules_are_called_on_the_requests_of_their_operations() -> None:
    rules = made("ABC101", about("Source")), made("ABC102", about("Source"), "api.Send"), made("ABC103", about(), "x")
    other = made("ABC104", about("Source"), "api.Other")
    assert judged(*rules, other) == [("ABC101", "Source"), ("ABC102", "Source")]


def test_findings_about_members_come_first_in_their_order_and_the_message_follows() -> None:
    one, two = made("ABC101", about("Tags[0].Name", "Source")), made("ABC102", about("Destination.ToAddresses[1]"))
    assert judged(of_message, one, two, octets=sample()) == [
        ("ABC102", "Destination.ToAddresses[1]"),
        ("ABC101", "Source"),
        ("ABC101", "Tags[0].Name"),
        ("MSG101", None),
    ]


def test_a_request_without_a_message_is_not_judged_as_one() -> None:
    assert judged(of_message, made("ABC101", about("Source"))) == [("ABC101", "Source")]


def test_where_a_rule_speaks_that_runs_alone_no_other_does() -> None:
    alone, silent = made("ABC101", about("Source"), alone=True), made("ABC102", about(), alone=True)
    other = made("ABC103", about("Tags"))
    assert judged(of_message, alone, silent, other, octets=sample()) == [("ABC101", "Source")]
    assert judged(of_message, silent, other, octets=sample()) == [("ABC103", "Tags"), ("MSG101", None)]


def test_a_rule_that_runs_alone_looks_at_its_own_operations() -> None:
    alone, other = made("ABC101", about("Source"), "api.Get", alone=True), made("ABC103", about("Tags"))
    assert judged(alone, other) == [("ABC103", "Tags")]


def test_a_report_shows_the_value_under_the_path() -> None:
    request = Request(operation="api.Send", arguments={"Tags": [{"Name": "sch\u00f6n und\nneu"}]})

    def check(request: Request, context: Context) -> Iterator[Hit]:
        yield Hit(Span(11, 14), "new", member="Tags[0].Name")
        yield Hit(Span(0, 3), "a line of its own", member="Policy.Version", quoted=b'"1"')

    report = engine.inspect_request(request, (made("ABC101", check),), SES, name="<message>")
    assert [(finding.line, finding.column) for finding in report] == [(1, 1), (2, 1)]
    assert str(report).splitlines()[:8] == [
        "Policy.Version:1:1 ABC101 abc101 error a line of its own",
        '  | "1"',
        "  | ^^^",
        "  = evidence: documented (here)",
        "",
        "Tags[0].Name:2:1 ABC101 abc101 error new",
        "  | neu",
        "  | ^^^",
    ]
    assert dict(report.members) == {"Tags[0].Name": "sch\u00f6n und\nneu".encode(), "Policy.Version": b'"1"'}
