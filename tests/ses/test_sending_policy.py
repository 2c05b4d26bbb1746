"""Policies as values: what can be read, and what is refused, with its place."""

from __future__ import annotations

import json
import pickle
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from putting import ARN, GOOD, statement

from mimeforge.errors import PolicyError
from mimeforge.rules.pol.document import Condition, Principal
from mimeforge.ses import SendingPolicy


def refusal(document: Any) -> PolicyError:
    with pytest.raises(PolicyError) as refused:
        SendingPolicy.parse(document)
    return refused.value


def test_all_elements_of_a_policy_are_read() -> None:
    given = {
        "Version": "2012-10-17",
        "Id": "partners",
        "Statement": [
            statement(Effect="Deny", Sid=""),
            {
                "Sid": "one",
                "Effect": "Allow",
                "Principal": {"AWS": ["210987654321", f"{ARN}"], "Service": "cognito-idp.amazonaws.com"},
                "Action": "ses:SendEmail",
                "Resource": [ARN],
                "Condition": {
                    "ForAllValues:StringLike": {"ses:Recipients": ["*@example.net", "zoe@example.org"]},
                    "Bool": {"aws:SecureTransport": True},
                    "NumericLessThan": {"aws:EpochTime": 1777636800, "aws:MultiFactorAuthAge": [1.5]},
                    "StringEquals": {},
                },
            },
        ],
    }
    policy = SendingPolicy.parse(given)
    assert (policy.version, policy.id, policy.others) == ("2012-10-17", "partners", ())
    first, second = policy.statements
    assert (first.index, first.sid, first.effect, first.conditions) == (0, "", "Deny", ())
    assert (second.index, second.sid, second.effect) == (1, "one", "Allow")
    assert second.principals == (
        Principal("AWS", "210987654321"),
        Principal("AWS", ARN),
        Principal("Service", "cognito-idp.amazonaws.com"),
    )
    assert (second.actions, second.resources) == (("ses:SendEmail",), (ARN,))
    assert second.conditions == (
        Condition("ForAllValues:StringLike", "ses:Recipients", ("*@example.net", "zoe@example.org")),
        Condition("Bool", "aws:SecureTransport", ("true",)),
        Condition("NumericLessThan", "aws:EpochTime", ("1777636800",)),
        Condition("NumericLessThan", "aws:MultiFactorAuthAge", ("1.5",)),
    )


def test_elements_that_ses_does_not_describe_are_kept_apart() -> None:
    given = statement(Action=None, NotAction="ses:SendEmail", Principal=None, NotPrincipal="*", Condtion={})
    policy = SendingPolicy.parse({"Statement": given, "Ver": 1})
    (one,) = policy.statements
    assert (policy.version, policy.id, policy.others) == (None, None, ("Ver",))
    assert (one.actions, one.not_actions) == ((), ("ses:SendEmail",))
    assert (one.principals, one.not_principals) == ((), (Principal("*", "*"),))
    assert (one.resources, one.not_resources, one.others) == ((ARN,), (), ("Condtion",))
    (other,) = SendingPolicy.parse({"Statement": statement(Resource=None, NotResource=[ARN])}).statements
    assert (other.resources, other.not_resources) == ((), (ARN,))


def test_text_octets_and_values_of_one_policy_are_one_policy() -> None:
    values = {"Version": "2012-10-17", "Id": "Zoé", "Statement": [GOOD]}
    text = json.dumps(values, ensure_ascii=False)
    policy = SendingPolicy.parse(values)
    assert policy == SendingPolicy.parse(text) == SendingPolicy.parse(text.encode()) == SendingPolicy.parse(policy.text)
    assert pickle.loads(pickle.dumps(policy)) == policy
    assert SendingPolicy.parse(text).text == text
    assert hash(policy) == hash(SendingPolicy.parse(text))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        (" \t", 2),
        ("{", 1),
        ("{'Statement': []}", 1),
        ('{"a": tru}', 6),
        ('{"a": True}', 6),
        ('{"a": [1 2]}', 9),
        ('{"a": "b\n"}', 8),
        ('{"a": "\\x"}', 7),
        ('{"a": 1} {}', 9),
        ('{"a": NaN}', 6),
        ('{"NaN": -Infinity}', 8),
        ('{"a": "\\"NaN", "b": NaN}', 20),
        ("// comment\n{}", 0),
        ("\ufeff{}", 0),
        ('{"a": "\ud800"}', 7),
        ("[" * 101, 100),
        ('{"a":' * 200, 500),
        (f'"{"[" * 200}" x', 203),
    ],
)
def test_what_is_no_json_is_refused_at_its_place(text: str, position: int) -> None:
    error = refusal(text)
    assert (error.position, error.field) == (position, None)


def test_octets_that_are_not_utf_8_are_refused_at_their_place() -> None:
    assert refusal(b'{"a": "\xe9"}').position == 7
    assert refusal("{}".encode("utf-16")).position == 0


@pytest.mark.parametrize("document", ["[" * 1_000_000, '{"a":' * 300_000, '"\\' * 500_000, '{"a": ' + "9" * 100_000])
def test_hostile_text_is_refused_soon(document: str) -> None:
    start = time.perf_counter()
    refusal(document)
    assert time.perf_counter() - start < 2


def test_values_that_json_cannot_write_are_refused() -> None:
    circle: dict[str, Any] = {}
    circle["Statement"] = circle
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"Statement": deep}
    for document in (circle, deep, {"Version": float("nan")}):
        assert refusal(document).position is None
    with pytest.raises(TypeError):
        SendingPolicy.parse({"Version": b"2012-10-17"})


@pytest.mark.parametrize("document", [None, 1, [GOOD], bytearray(b"{}"), object()])
def test_other_types_are_wrong_use(document: Any) -> None:
    with pytest.raises(TypeError, match="a policy is a str, bytes or a dict"):
        SendingPolicy.parse(document)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ([], None),
        ("policy", None),
        (None, None),
        ({}, "Statement"),
        ({"Statement": []}, "Statement"),
        ({"Statement": None}, "Statement"),
        ({"Statement": [GOOD, 1]}, "Statement[1]"),
        ({"Statement": [[GOOD]]}, "Statement[0]"),
        ({"Statement": GOOD, "Version": None}, "Version"),
        ({"Statement": GOOD, "Id": 1}, "Id"),
        ({"statement": GOOD}, "Statement"),
    ],
)
def test_documents_without_the_form_of_a_policy(document: Any, field: str | None) -> None:
    error = refusal(json.dumps(document))
    assert (error.field, error.position) == (field, None)


@pytest.mark.parametrize(
    ("elements", "field"),
    [
        ({"Sid": 1}, "Sid"),
        ({"Effect": None}, "Effect"),
        ({"Effect": "allow"}, "Effect"),
        ({"Effect": ["Allow"]}, "Effect"),
        ({"Effect": None, "effect": "Allow"}, "Effect"),
        ({"Principal": None}, "Principal"),
        ({"Principal": "210987654321"}, "Principal"),
        ({"Principal": ["*"]}, "Principal"),
        ({"Principal": {}}, "Principal"),
        ({"Principal": {"AWS": []}}, "Principal.AWS"),
        ({"Principal": {"AWS": 210987654321}}, "Principal.AWS"),
        ({"Principal": {"AWS": "210987654321", "*": "*"}}, 'Principal."*"'),
        ({"Principal": {"AWS": ["210987654321", None]}}, "Principal.AWS[1]"),
        ({"NotPrincipal": "*"}, "NotPrincipal"),
        ({"Action": None}, "Action"),
        ({"Action": []}, "Action"),
        ({"Action": {"ses": "SendEmail"}}, "Action"),
        ({"Action": ["ses:SendEmail", 1]}, "Action[1]"),
        ({"NotAction": "ses:SendEmail"}, "NotAction"),
        ({"Resource": None}, "Resource"),
        ({"Resource": True}, "Resource"),
        ({"NotResource": ARN}, "NotResource"),
        ({"Condition": "none"}, "Condition"),
        ({"Condition": []}, "Condition"),
        ({"Condition": {"StringEquals": "jo@example.com"}}, "Condition.StringEquals"),
        ({"Condition": {"Null": {"ses:FromAddress": {}}}}, "Condition.Null.ses:FromAddress"),
        ({"Condition": {"Null": {"ses:FromAddress": ["true", [0]]}}}, "Condition.Null.ses:FromAddress[1]"),
    ],
)
@pytest.mark.parametrize("is_listed", [True, False])
def test_statements_without_the_form_of_one(elements: dict[str, Any], field: str, is_listed: bool) -> None:
    given = statement(**elements)
    error = refusal({"Statement": [GOOD, given] if is_listed else given})
    assert error.field == ("Statement[1]." if is_listed else "Statement.") + field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"Version": "x", "Version": "2012-10-17", "Statement": %s}', "Version"),
        ('{"Statement": %s, "Statement": []}', "Statement"),
        ('{"Statement": [%s, {"Effect": "Deny", "Effect": "Allow"}]}', "Statement[1].Effect"),
        ('{"Statement": [%s, {"Sid": {"a": 1, "a": 1}}, {"Sid": "", "Sid": ""}]}', "Statement[1].Sid.a"),
        ('{"Statement": %s, "Other": {"a": [{"b": 1, "\\u0062": 1}]}}', "Other.a[0].b"),
    ],
)
def test_a_name_that_stands_twice_is_refused(text: str, field: str) -> None:
    error = refusal(text % json.dumps(GOOD))
    assert error.field == field
    assert "twice" in error.problem


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["Effect", "AWS"]), inner),
)
# Documents that are nearly policies
ELEMENTS = {
    name: st.sampled_from([GOOD[name], [GOOD[name]], "*"]) | JSON
    for name in ("Effect", "Principal", "Action", "Resource")
}
STATEMENTS = st.fixed_dictionaries({}, optional=ELEMENTS | {"Condition": JSON, "NotAction": JSON, "Sid": JSON})
POLICIES = st.fixed_dictionaries({}, optional={"Statement": STATEMENTS | st.lists(STATEMENTS), "Version": JSON})


def parsed(document: Any) -> SendingPolicy | PolicyError | TypeError:
    try:
        return SendingPolicy.parse(document)
    except (PolicyError, TypeError) as error:
        return error


@given(st.text() | st.binary() | JSON | JSON.map(json.dumps) | POLICIES)
def test_only_two_errors_are_raised(document: Any) -> None:
    result = parsed(document)
    assert result.statements if isinstance(result, SendingPolicy) else str(result).isprintable()


@given(POLICIES.map(json.dumps))
def test_what_is_told_of_a_document_stands_in_it(text: str) -> None:
    result = parsed(text)
    if isinstance(result, SendingPolicy):
        assert all(one.effect in ("Allow", "Deny") for one in result.statements)
    else:
        assert isinstance(result, PolicyError)
        assert result.field is None or result.field.startswith(("Statement", "Version"))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("ForAllValues:StringLike", "ForAllValues:StringLike"),
        ("Statement[0]", r'"Statement\u005b0\u005d"'),
        ("a.b", r'"a\u002eb"'),
        ("", '""'),
        ('"', r'"\""'),
        ("\x1b", r'"\u001b"'),
        ("é\ud800", r'"\u00e9\ud800"'),
    ],
)
def test_every_name_has_its_own_printable_path(name: str, path: str) -> None:
    error = refusal({"Statement": statement(Condition={name: None})})
    assert error.field == f"Statement.Condition.{path}"
    assert str(error).isprintable()


# The same policies in every form that they may have, and what has to be read of them.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.text("abcXYZ:/_", min_size=1)


@given(
    st.lists(TEXTS, min_size=1),
    st.lists(TEXTS, min_size=1),
    st.dictionaries(NAMES, st.dictionaries(NAMES, st.lists(TEXTS))),
    st.booleans(),
)
def test_what_was_written_is_read(
    actions: list[str], accounts: list[str], conditions: dict[str, dict[str, list[str]]], stands_alone: bool
) -> None:
    given = statement(Action=actions, Principal={"AWS": accounts}, Condition=conditions)
    if stands_alone and len(actions) == 1:
        given["Action"] = actions[0]
    (one,) = SendingPolicy.parse(json.dumps({"Statement": given if stands_alone else [given]})).statements
    assert one.actions == tuple(actions)
    assert [principal.value for principal in one.principals] == accounts
    lines = [(operator, key, tuple(values)) for operator, keys in conditions.items() for key, values in keys.items()]
    assert list(one.conditions) == lines


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": True}', "true is written so"),
        ("None", "nothing is written null"),
        ("From: jo@example.com", "expecting value"),
        ("Not here", "expecting value"),
        ("# a policy", "JSON has no comments"),
    ],
)
def test_what_was_meant_is_told(text: str, reason: str) -> None:
    with pytest.raises(PolicyError) as caught:
        SendingPolicy.parse(text)
    assert caught.value.problem == f"no JSON: {reason}"


def test_what_is_many_times_as_long_as_a_policy_is_none() -> None:
    whole = json.dumps({"Statement": [GOOD]})
    assert SendingPolicy.parse(whole.ljust(65_536)).statements
    with pytest.raises(PolicyError) as caught:
        SendingPolicy.parse(whole.ljust(65_537))
    assert caught.value.problem == "65,537 characters, a policy has 4,096 at most: split it"
