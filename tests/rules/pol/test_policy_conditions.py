"""Conditions of policies: keys, operators, values, and how many values have to fit."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from putting import judged, statement, told, told_of_condition

from mimeforge.rules.pol.vocabulary import KEYS, OPERATORS, key_named, operator_named


def message_of(slug: str, operator: str, key: str, value: Any = "x") -> str:
    policy = {"Version": "2012-10-17", "Statement": statement(Condition={operator: {key: value}})}
    (message,) = (one.message for one in judged(policy) if one.slug == slug)
    return message


@pytest.mark.parametrize(
    ("key", "severities"),
    [
        ("ses:FromAddress", []),
        ("SES:fromaddress", []),
        ("ses:TenantName", []),
        ("aws:ResourceTag/team", []),
        ("aws:SourceVpc", []),
        ("aws:ResourceTag/", ["warning"]),
        ("aws:ResourceTag", ["warning"]),
        ("aws:PrincipalOrgID", ["note"]),
        ("AWS:SourceAccount", ["note"]),
        ("aws:SourceArn", ["note"]),
        ("aws:PrincipalTag/team", ["warning"]),
        ("aws:SourceOrgPaths", ["warning"]),
        ("aws:NotThereYet", ["warning"]),
        ("aws:FromAddress", ["warning"]),
        ("ses:ReplicaRegion", ["warning"]),
        ("FromAddress", ["error"]),
        ("ses:Recipient", ["error"]),
        ("ses:Subject", ["error"]),
        ("s3:prefix", ["error"]),
        ("cognito-identity.amazonaws.com:aud", ["error"]),
        ("", ["error"]),
        (":", ["error"]),
        ("ses:", ["error"]),
        ("ses:FromAddress ", ["error"]),
        ("x" * 10_000, ["error"]),
    ],
)
def test_condition_keys(key: str, severities: list[str]) -> None:
    assert told_of_condition("policy-condition-key", "StringEquals", key, "x") == severities


@pytest.mark.parametrize("key", [key for key in KEYS if not key.endswith("/")])
def test_no_key_that_is_known_is_an_error(key: str) -> None:
    assert "error" not in told_of_condition("policy-condition-key", "StringEquals", KEYS[key].name, "x")


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("FromAddress", "'ses:FromAddress'"),
        ("aws:FromAddress", "'ses:FromAddress'"),
        ("ses:SecureTransport", "'aws:SecureTransport'"),
        ("ses:Recipient", "'ses:Recipients'"),
        ("aws:CurrentDateTime", "'aws:CurrentTime'"),
        ("ses:Weather", "use one of its own"),
    ],
)
def test_what_was_meant_by_a_key(key: str, hint: str) -> None:
    assert hint in message_of("policy-condition-key", "StringEquals", key)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("ses:Weather", "Unknown or unapplicable condition field 'ses:Weather'."),
        ("aws:NotThereYet", None),
        ("aws:SourceAccount", None),
        ("ses:\u202e", None),
        ("x" * 100, None),
    ],
)
def test_what_ses_answers_to_a_key(key: str, answer: str | None) -> None:
    policy = {"Version": "2012-10-17", "Statement": statement(Condition={"StringEquals": {key: "x"}})}
    assert [one.predicts for one in judged(policy) if one.slug == "policy-condition-key"] == [answer]


@pytest.mark.parametrize(
    ("operator", "found"),
    [
        ("StringLike", []),
        ("ForAllValues:StringNotLikeIfExists", []),
        ("ArnNotLike", []),
        ("stringLike", ["warning"]),
        ("forAllValues:StringLike", ["warning"]),
        ("StringLikeIfexists", ["warning"]),
        ("StringIsLike", ["error"]),
        ("ForAllValues", ["error"]),
        ("ForAllValues:", ["error"]),
        ("ForAll:StringLike", ["error"]),
        ("ForAllValues:ForAnyValue:StringLike", ["error"]),
        ("ForAllValues: StringLike", ["error"]),
        ("IfExists", ["error"]),
        ("NullIfExists", ["error"]),
        ("StringLikeIfExistsIfExists", ["error"]),
        ("Equals", ["error"]),
        ("", ["error"]),
        ("x" * 10_000, ["error"]),
    ],
)
def test_condition_operators(operator: str, found: list[str]) -> None:
    keys = {"ses:FromAddress": "x", "ses:FeedbackAddress": "x"}
    policy = {"Version": "2012-10-17", "Statement": statement(Condition={operator: keys})}
    assert [severity for severity, _, _ in told("policy-condition-operator", policy)] == found


@pytest.mark.parametrize("name", [operator.name for operator in OPERATORS.values()])
@pytest.mark.parametrize("quantifier", ["", "ForAllValues:", "ForAnyValue:"])
@pytest.mark.parametrize("end", ["", "IfExists"])
def test_operators_are_read_whole(name: str, quantifier: str, end: str) -> None:
    use = operator_named(f"{quantifier}{name}{end}")
    if name == "Null" and end:
        assert use is None
        return
    assert use is not None
    assert (use.operator.name, use.if_exists, f"{use.quantifier or ''}:"[-13:]) == (name, bool(end), quantifier or ":")
    assert use.operator.negated is ("Not" in name)
    assert told_of_condition("policy-condition-operator", f"{quantifier}{name}{end}", "ses:FromAddress", "x") == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ses:Recipients", ("string", True)),
        ("AWS:TAGKEYS", ("string", True)),
        ("aws:currenttime", ("date", False)),
        ("aws:ResourceTag/a/b", ("string", False)),
        ("aws:CurrentTime/", None),
        ("aws:CurrentTime/x", None),
        ("aws:ResourceTag", None),
        ("", None),
        ("/", None),
    ],
)
def test_keys_are_found_in_any_case(name: str, found: tuple[str, bool] | None) -> None:
    key = key_named(name)
    assert (key and (key.type, key.multivalued)) == found


@pytest.mark.parametrize(
    ("operator", "key", "fits"),
    [
        ("StringEquals", "ses:FromAddress", True),
        ("ForAllValues:StringLike", "ses:Recipients", True),
        ("DateLessThan", "aws:CurrentTime", True),
        ("DateLessThanIfExists", "aws:EpochTime", True),
        ("NumericLessThan", "aws:EpochTime", True),
        ("ArnLike", "aws:SourceArn", True),
        ("StringLike", "aws:SourceArn", True),
        ("Bool", "ses:Weather", True),
        ("StringEquals", "aws:CurrentTime", False),
        ("StringLike", "aws:SourceIp", False),
        ("StringEquals", "aws:SecureTransport", False),
        ("DateGreaterThan", "ses:ApiVersion", False),
        ("NumericEquals", "ses:ApiVersion", False),
        ("IpAddress", "aws:SourceVpc", False),
        ("ArnLike", "ses:FromAddress", False),
        ("BinaryEquals", "ses:FromAddress", False),
    ],
)
def test_operators_and_the_types_of_keys(operator: str, key: str, fits: bool) -> None:
    value = {"date": "2026-05-01", "number": "1", "bool": "true", "ip": "192.0.2.1"}
    use = operator_named(operator)
    assert use is not None
    found = told_of_condition("policy-condition-type", operator, key, value.get(use.operator.type, "1"))
    assert found == ([] if fits else ["warning"])


@pytest.mark.parametrize("key", ["ses:Recipients", "aws:CurrentTime", "aws:SourceIp", "aws:SecureTransport"])
@pytest.mark.parametrize(("value", "found"), [("true", []), (False, []), ("yes", ["warning"]), ([], ["warning"])])
def test_null_fits_every_key(key: str, value: Any, found: list[str]) -> None:
    assert told_of_condition("policy-condition-type", "Null", key, value) == found


@pytest.mark.parametrize(
    ("operator", "key", "good", "bad"),
    [
        (
            "DateGreaterThan",
            "aws:CurrentTime",
            [
                "2026",
                "2026-05",
                "2026-05-01",
                "2026-05-01T12:00Z",
                "2026-05-01T12:00:00.5+02:00",
                "1777636800",
                0,
                "2026-05-01T12:00",
            ],
            ["", "now", "05/01/2026", "2026-13-01", "2026-05-01 12:00", True],
        ),
        ("NumericEquals", "aws:EpochTime", ["1", "-1.5", "1e9", 17, 1.5], ["", "one", "1 000", "0x1", False]),
        ("Bool", "aws:SecureTransport", ["true", "False", True], ["", "yes", "1", 1]),
        ("NotIpAddress", "aws:SourceIp", ["192.0.2.1", "192.0.2.7/24", "2001:db8::/32"], ["", "192.0.2.*", "::/129"]),
        ("StringEquals", "ses:ApiVersion", ["1", "2", 2], ["", "v2", "3", "2010-12-01"]),
        ("StringNotEquals", "ses:ApiVersion", ["1", "3"], []),
        ("StringLike", "ses:ApiVersion", ["*", "?"], ["v*"]),
    ],
)
def test_values_and_what_they_are_compared_by(operator: str, key: str, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert told_of_condition("policy-condition-type", operator, key, value) == [], value
    for value in bad:
        assert told_of_condition("policy-condition-type", operator, key, [value]) == ["warning"], value
    assert told_of_condition("policy-condition-type", operator, key, "${aws:username}") == []
    assert told_of_condition("policy-condition-type", operator, key, []) == ["warning"]


def test_times_as_python_writes_them_are_times() -> None:
    moment = datetime(2026, 5, 1, 12, 30, 15, 123456, tzinfo=UTC)
    for timespec in ("minutes", "seconds", "milliseconds", "microseconds"):
        value = moment.isoformat(timespec=timespec)
        assert told_of_condition("policy-condition-type", "DateLessThan", "aws:CurrentTime", value) == []


@pytest.mark.parametrize(
    ("effect", "operator", "key", "found"),
    [
        ("Allow", "ForAllValues:StringLike", "ses:Recipients", []),
        ("Allow", "StringLike", "ses:Recipients", ["warning"]),
        ("Allow", "StringNotLikeIfExists", "ses:Recipients", ["warning"]),
        ("Allow", "ForAnyValue:StringLike", "ses:Recipients", ["warning"]),
        ("Deny", "ForAnyValue:StringNotLike", "ses:Recipients", []),
        ("Deny", "ForAllValues:StringLike", "ses:Recipients", ["warning"]),
        ("Deny", "StringLike", "ses:Recipients", ["warning"]),
        ("Allow", "ForAllValues:StringLike", "ses:FromAddress", ["warning"]),
        ("Deny", "ForAnyValue:StringLike", "ses:FromAddress", ["note"]),
        ("Allow", "StringLike", "ses:FromAddress", []),
        ("Allow", "ForAnyValue:StringLike", "aws:PrincipalOrgPaths", []),
        ("Deny", "ForAllValues:StringLike", "aws:TagKeys", []),
        ("Allow", "StringLike", "aws:CalledVia", ["warning"]),
        ("Allow", "Null", "ses:Recipients", []),
        ("Allow", "ForAllValues:StringLike", "ses:Weather", []),
        ("Allow", "Bool", "ses:Recipients", []),
    ],
)
def test_how_many_values_have_to_fit(effect: str, operator: str, key: str, found: list[str]) -> None:
    assert told_of_condition("policy-condition-values", operator, key, "true", Effect=effect) == found


def test_what_to_write_is_said() -> None:
    assert "ForAllValues:StringLike" in message_of("policy-condition-values", "StringLike", "ses:Recipients")
    assert "ForAnyValue:StringLike" in message_of("policy-condition-values", "StringLike", "aws:PrincipalOrgPaths")


@pytest.mark.parametrize(
    "block",
    [
        {"StringEquals": {f"ses:FromAddres{number}": "x" for number in range(2500)}},
        {f"StringLikes{number}": {"a": "x"} for number in range(2000)},
        {"IpAddress": {"aws:SourceIp": ["192.0.2"] * 5000}},
        {"StringLike": {"ses:FromAddress": ["*.*" * 20_000]}},
    ],
)
def test_many_faults_are_found_in_time(block: dict[str, Any]) -> None:
    policy = {"Version": "2012-10-17", "Statement": statement(Condition=block)}
    start = time.perf_counter()
    assert judged(policy)
    assert time.perf_counter() - start < 8
