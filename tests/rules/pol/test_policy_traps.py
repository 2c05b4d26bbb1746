"""Statements that say something else than is meant."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from putting import judged, statement, told, told_of_condition


def of(**elements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statement(**elements)}


ON_CALLER = {"StringEquals": {"aws:PrincipalOrgID": "o-1a2b3c4d5e"}}
ON_MESSAGE = {"StringEquals": {"ses:FromAddress": "jo@example.com"}, "Bool": {"aws:SecureTransport": "true"}}


@pytest.mark.parametrize(
    ("elements", "is_told"),
    [
        ({"Principal": "*"}, True),
        ({"Principal": {"AWS": ["210987654321", "*"]}}, True),
        ({"Principal": "*", "Condition": ON_MESSAGE}, True),
        ({"Principal": "*", "Condition": {"DateLessThan": {"aws:CurrentTime": "2026-05-01T00:00Z"}}}, True),
        ({"Principal": "*", "Condition": ON_CALLER}, False),
        ({"Principal": "*", "Condition": ON_MESSAGE | {"IpAddress": {"AWS:sourceip": "192.0.2.0/24"}}}, False),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:SomethingNew": "x"}}}, False),
        ({"Principal": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}}, True),
        ({"Principal": "*", "Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}}, True),
        ({"Principal": "*", "Condition": {"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}}, True),
        ({"Principal": "*", "Condition": {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}}, False),
        ({"Principal": "*", "Condition": {"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}, True),
        ({"Principal": "*", "Condition": {"Null": {"aws:PrincipalOrgID": "false"}}}, True),
        ({"Principal": "*", "Condition": {"Sounds": {"aws:PrincipalOrgID": "o-1"}}}, False),
        ({"Principal": "*", "Effect": "Deny"}, False),
        ({"Principal": {"AWS": "210987654321"}}, False),
    ],
)
def test_open_to_all(elements: dict[str, Any], is_told: bool) -> None:
    found = [(how, member) for how, member, _ in told("policy-open-to-all", of(**elements))]
    assert found == [("warning", "Policy.Statement.Principal")] * is_told


@pytest.mark.parametrize(
    ("operator", "key", "value", "is_told"),
    [
        ("StringLike", "ses:FromAddress", "jo@example.com", True),
        ("ForAllValues:StringNotLikeIfExists", "ses:Recipients", ["zoe@example.net", "jo@example.net"], True),
        ("StringLike", "ses:FromDisplayName", "Shop", True),
        ("StringLike", "ses:FromDisplayName", "Shop?", False),
        ("StringLike", "ses:FromAddress", ["jo@example.com", "*@example.net"], False),
        ("StringLike", "ses:FromAddress", "${aws:username}@example.com", False),
        ("StringLike", "ses:FromAddress", [], False),
        ("StringEquals", "ses:FromAddress", "jo@example.com", False),
        ("StringLike", "aws:UserAgent", "mailer", False),
    ],
)
def test_patterns_without_wildcards(operator: str, key: str, value: Any, is_told: bool) -> None:
    assert told_of_condition("policy-pattern-without-wildcard", operator, key, value) == ["note"] * is_told


@pytest.mark.parametrize(
    ("operator", "key", "value", "is_told"),
    [
        ("StringEquals", "ses:FromAddress", "*@example.com", True),
        ("StringNotEqualsIgnoreCaseIfExists", "ses:FeedbackAddress", "*@example.com", True),
        ("ForAllValues:StringEquals", "ses:Recipients", ["zoe@example.net", "*@example.net"], True),
        ("StringLike", "ses:FromAddress", "*@example.com", False),
        ("StringNotLike", "ses:FromAddress", "*@example.com", False),
        ("StringEquals", "ses:FromAddress", "why?@example.com", False),
        ("StringEquals", "ses:FromDisplayName", "* Shop *", False),
        ("Null", "ses:FromAddress", "*", False),
    ],
)
def test_wildcards_that_are_characters(operator: str, key: str, value: Any, is_told: bool) -> None:
    assert told_of_condition("policy-literal-wildcard", operator, key, value) == ["warning"] * is_told


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("news.*@example.com", "'.*'"),
        ("news.+@example.com", "'.+'"),
        (r"news@example\.com", r"'\'"),
        ("^news*", "'^'"),
        ("*@example.com$", "'$'"),
        ("(news|shop)@example.com", "'|'"),
        ("news[0-9]@example.com", "'[0-9]'"),
        ("news[[0-9]@example.com", "'[0-9]'"),
        ("news[@example.com", None),
        ("news+*@example.com", None),
        ("news*.may@example.com", None),
        ("*^*@example.com", None),
        ("$*@example.com", None),
        ("${aws:username}@example.com", None),
    ],
)
@pytest.mark.parametrize("operator", ["StringLike", "StringNotLike", "StringEquals"])
def test_regular_expressions(value: str, quoted: str | None, operator: str) -> None:
    policy = of(Condition={operator: {"ses:FromAddress": value}})
    found = [one for one in judged(policy) if one.slug == "policy-pattern-is-no-regex"]
    is_told = quoted is not None and operator != "StringEquals"
    assert [(str(one.severity), one.message.partition(" is no")[0]) for one in found] == [("note", quoted)] * is_told


def test_brackets_without_end_take_no_time() -> None:
    policy = of(Condition={"StringLike": {"ses:FromAddress": "[" * 60_000}})
    began = process_time()
    assert judged(policy)
    assert process_time() - began < 0.5


@pytest.mark.parametrize(
    ("value", "is_told"),
    [
        ("*example.net", True),
        ("*admin*example.net", True),
        ("*@*example.net", True),
        ("news*le.net", True),
        ("*@example.net", False),
        ("*admin*@example.net", False),
        ("*.example.net", False),
        ("zoe@*.example.net", False),
        ("*", False),
        ("zoe*", False),
        ("zoe@example.net", False),
    ],
)
def test_wildcards_that_run_into_the_domain(value: str, is_told: bool) -> None:
    def found(effect: str, operator: str, key: str) -> list[str]:
        return told_of_condition("policy-pattern-open-domain", operator, key, value, Effect=effect)

    assert found("Allow", "ForAllValues:StringLike", "ses:Recipients") == ["warning"] * is_told
    assert found("Deny", "ForAnyValue:StringNotLike", "ses:Recipients") == ["warning"] * is_told
    assert found("Deny", "ForAnyValue:StringLike", "ses:Recipients") == ["note"] * is_told
    assert found("Allow", "StringLike", "ses:FromAddress") == ["note"] * is_told
    assert found("Allow", "StringEquals", "ses:FromAddress") == []
    assert found("Allow", "StringLike", "ses:FromDisplayName") == []


@pytest.mark.parametrize(
    ("operator", "key", "value", "is_told"),
    [
        ("StringEquals", "ses:FromAddress", "jo@Example.com", True),
        ("ForAllValues:StringLike", "ses:Recipients", ["*@example.net", "*@*.EXAMPLE.net"], True),
        ("StringNotLike", "ses:FeedbackAddress", "*@Example.*", True),
        ("StringEquals", "ses:FromAddress", "Jo.Doe@example.com", False),
        ("StringEqualsIgnoreCase", "ses:FromAddress", "jo@Example.com", False),
        ("StringEquals", "ses:FromDisplayName", "Jo @ Example", False),
        ("StringLike", "ses:FromAddress", "Jo*", False),
        ("StringLike", "ses:FromAddress", "jo@${aws:PrincipalTag/Domain}", False),
        ("Null", "ses:FromAddress", "jo@Example.com", False),
    ],
)
def test_capitals_of_domains(operator: str, key: str, value: Any, is_told: bool) -> None:
    assert told_of_condition("policy-domain-capitals", operator, key, value) == ["warning"] * is_told


NAME = {"ses:FromDisplayName": "Shop*"}
ADDRESS = {"ses:FromAddress": "shop*@example.com"}


@pytest.mark.parametrize(
    ("condition", "elements", "count"),
    [
        ({"StringLike": NAME}, {}, 1),
        ({"StringLike": NAME, "StringNotLike": NAME}, {}, 1),
        ({"StringLike": NAME, "StringEquals": ADDRESS}, {}, 0),
        ({"StringEquals": ADDRESS, "StringLike": NAME}, {}, 0),
        ({"StringLike": NAME}, {"Effect": "Deny"}, 0),
        ({"Null": {"ses:FromDisplayName": "false"}}, {}, 0),
    ],
)
def test_names_without_addresses(condition: Any, elements: dict[str, Any], count: int) -> None:
    assert len(told("policy-name-without-address", of(Condition=condition, **elements))) == count


def test_an_address_in_another_statement_does_not_count() -> None:
    by_name, by_address = statement(Condition={"StringLike": NAME}), statement(Condition={"StringLike": ADDRESS})
    found = told("policy-name-without-address", {"Statement": [by_address, by_name]})
    assert found == [("note", "Policy.Statement[1].Condition.StringLike.ses:FromDisplayName", '"Shop*"')]


@pytest.mark.parametrize(
    ("action", "operator", "key", "is_told"),
    [
        ("ses:Send*", "ForAllValues:StringLike", "ses:Recipients", True),
        ("*", "StringNotLike", "ses:FromAddress", True),
        ("SES:*", "StringLikeIfExists", "ses:FeedbackAddress", True),
        ("ses:SendBulkEmail", "StringNotEquals", "ses:FromDisplayName", True),
        ("ses:Send*", "StringLike", "ses:FromAddress", False),
        ("ses:Send*", "ForAnyValue:StringLike", "ses:Recipients", False),
        ("ses:Send*", "StringNotEquals", "ses:ApiVersion", False),
        ("ses:Send*", "StringNotEquals", "aws:UserAgent", False),
        ("ses:Send*Templated*", "ForAllValues:StringLike", "ses:Recipients", False),
        ("ses:SendRawEmail", "ForAllValues:StringLike", "ses:Recipients", False),
    ],
)
def test_conditions_that_are_true_without_their_key(action: str, operator: str, key: str, is_told: bool) -> None:
    slug = "policy-passes-without-key"
    assert told_of_condition(slug, operator, key, "*x*", Action=action) == ["note"] * is_told
    for wanted, value in ((False, "false"), (is_told, "true")):
        condition = {operator: {key: "*x*"}, "Null": {key: value}}
        assert bool(told(slug, of(Action=action, Condition=condition))) is wanted


@pytest.mark.parametrize(
    ("action", "operator", "key", "is_told"),
    [
        ("ses:*", "StringLike", "ses:FromAddress", True),
        ("ses:*", "ForAnyValue:StringLike", "ses:Recipients", True),
        ("ses:*", "ForAnyValue:StringNotLike", "ses:Recipients", True),
        ("ses:*", "StringLikeIfExists", "ses:FromAddress", False),
        ("ses:*", "StringNotLike", "ses:FromAddress", False),
        ("ses:*", "Null", "ses:FromAddress", False),
        ("ses:*", "StringLike", "aws:UserAgent", False),
        ("ses:SendEmail", "StringLike", "ses:FromAddress", False),
    ],
)
def test_denials_that_are_false_without_their_key(action: str, operator: str, key: str, is_told: bool) -> None:
    found = told_of_condition("policy-passes-without-key", operator, key, "*x*", Action=action, Effect="Deny")
    assert found == ["note"] * is_told
