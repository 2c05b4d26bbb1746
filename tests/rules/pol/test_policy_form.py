"""The form of policies: JSON, elements, versions; and where a report points."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from putting import ARN, GOOD, judged, statement, told

from mimeforge.errors import PolicyError
from mimeforge.ses import SendingPolicy

POLICY = json.dumps({"Version": "2012-10-17", "Statement": [GOOD]})


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (POLICY.replace('"Version"', "'Version'"), "'"),
        (POLICY[:-1] + ",}", None),
        (POLICY + "]", "]"),
        (POLICY[:-2], ""),
        ("\ufeff" + POLICY, "\ufeff"),
        (POLICY.replace('"2012-10-17"', "2012-10-17"), "-"),
        (POLICY.replace('"2012-10-17"', "Infinity"), "I"),
        ("[" * 200, "["),
    ],
)
def test_what_is_no_json_is_pointed_at(text: str, at: str | None) -> None:
    ((severity, member, found),) = told("policy-syntax", text)
    assert (severity, member) == ("error", "Policy")
    assert at is None or found == at  # releases of Python point at the comma or behind it


def test_a_number_that_is_too_long_has_no_place() -> None:
    ((_, member, found),) = told("policy-syntax", POLICY.replace('"2012-10-17"', "9" * 5000))
    assert (member, found[:12]) == ("Policy", '{"Version": ')


def test_each_fault_of_each_statement_is_told_with_the_value_at_fault() -> None:
    policy = {"Version": 1, "Statement": [statement(Effect="allow"), 7, GOOD, statement(Action=["*", None], Sid=2)]}
    assert told("policy-structure", policy) == [
        ("error", "Policy.Statement[0].Effect", '"allow"'),
        ("error", "Policy.Statement[1]", "7"),
        ("error", "Policy.Statement[3].Action[1]", "null"),
        ("error", "Policy.Statement[3].Sid", "2"),
        ("error", "Policy.Version", "1"),
    ]


def test_a_document_that_is_no_object_is_shown_as_it_was_given() -> None:
    assert told("policy-structure", "[ ]\n") == [("error", "Policy", "[ ]\n")]
    assert told("policy-structure", "null") == [("error", "Policy", "null")]


def test_statements_without_faults_are_judged_beside_those_with() -> None:
    policy = {"Version": "2012-10-17", "Statement": [statement(Effect="allow"), statement(Resource="*")]}
    assert [(one.code, one.member) for one in judged(policy)] == [
        ("POL106", "Policy.Statement[0].Effect"),
        ("POL113", "Policy.Statement[1].Resource"),
    ]


def test_a_missing_element_under_a_name_in_small_letters_is_one_fault() -> None:
    assert [one.code for one in judged({"Statement": statement(Effect=None, effect="Allow")})] == ["POL106"]
    assert [one.code for one in judged({"statement": GOOD})] == ["POL106"]


@pytest.mark.parametrize(
    ("text", "member", "quoted"),
    [
        (POLICY.replace('"Effect"', '"Effect": "Deny", "Effect"'), "Policy.Statement[0].Effect", '"Allow"'),
        (POLICY.replace('"AWS"', '"AWS": "1", "\\u0041WS"'), "Policy.Statement[0].Principal.AWS", '"210987654321"'),
        (POLICY[:-1] + ', "Version": "2012-10-17"}', "Policy.Version", '"2012-10-17"'),
    ],
)
def test_a_name_that_stands_twice_is_an_error(text: str, member: str, quoted: str) -> None:
    assert told("policy-element-twice", text) == [("error", member, quoted)]


@pytest.mark.parametrize(
    ("elements", "found"),
    [
        ({"Sid": "x"}, None),
        ({"Principal": None, "NotPrincipal": "*"}, "NotPrincipal"),
        ({"Action": None, "NotAction": ["ses:SendEmail"]}, "NotAction"),
        ({"Resource": None, "NotResource": ARN}, "NotResource"),
        ({"Conditions": {}}, "Conditions"),
        ({"condition": {}}, "condition"),
        ({"x" * 10_000: 1}, "x" * 10_000),
    ],
)
def test_elements_that_ses_does_not_describe(elements: dict[str, Any], found: str | None) -> None:
    policy = {"Version": "2012-10-17", "Statement": [statement(**elements)]}
    members = [member for severity, member, _ in told("policy-unknown-element", policy) if severity == "warning"]
    assert members == ([f"Policy.Statement[0].{found}"] if found else [])


@pytest.mark.parametrize(
    ("version", "sid", "is_told"),
    [
        ("2012-10-17", "${aws:username}", False),
        ("2008-10-17", "partner", False),
        ("2008-10-17", "${aws:username}", True),
        (None, "partner", False),
        (None, "${aws:username}", True),
        (None, "${}", False),
        ("2012-10-18", "partner", True),
        ("", "partner", True),
    ],
)
def test_versions_of_policies(version: str | None, sid: str, is_told: bool) -> None:
    policy = {"Statement": statement(Sid=sid)} | ({} if version is None else {"Version": version})
    assert [(how, member) for how, member, _ in told("policy-version", policy)] == (
        [("warning", "Policy.Version")] if is_told else []
    )


# Names that look like a way to another value
NAMES = st.text('[]0."\\Statement\x00␀', max_size=12) | st.sampled_from(["Statement", "Statement[0]", "Effect", "AWS"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner),
)
CONDITIONS = st.dictionaries(
    NAMES | st.sampled_from(["StringLike", "Bool", "ForAllValues:StringLike", "DateLessThan", "Null"]),
    JSON | st.dictionaries(NAMES | st.sampled_from(["ses:Recipients", "aws:CurrentTime", "ses:FromAddress"]), JSON),
)
STATEMENTS = st.builds(lambda good, other: good | other, st.just(GOOD), st.dictionaries(NAMES, JSON)).flatmap(
    lambda one: st.fixed_dictionaries({}, optional={"Condition": CONDITIONS, "Action": JSON, "Resource": JSON}).map(
        lambda changed: one | changed
    )
)


@settings(max_examples=50)
@given(
    st.text()
    | JSON
    | st.dictionaries(NAMES, JSON).flatmap(lambda d: st.lists(STATEMENTS).map(lambda s: d | {"Statement": s}))
)
def test_any_policy_can_be_judged_and_what_cannot_be_read_is_an_error(policy: Any) -> None:
    text = policy if isinstance(policy, str) else json.dumps(policy)
    found = judged(text)
    for one in found:
        assert one.message.isprintable()
        assert len(one.message) < 300
        assert one.member is None or one.member.isprintable()
    is_readable = True
    try:
        SendingPolicy.parse(text)
    except PolicyError:
        is_readable = False
    forms = {"policy-syntax", "policy-structure", "policy-element-twice"}
    assert is_readable or not text or any(one.slug in forms for one in found)
    assert not is_readable or not any(one.slug in forms for one in found)
