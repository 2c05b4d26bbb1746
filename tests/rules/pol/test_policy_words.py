"""Whom policies name, what they allow, and for which identity."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.session import get_session
from putting import ARN, judged, statement, told

from mimeforge.rules.pol.vocabulary import MANAGEMENT_ACTIONS, SENDING_ACTIONS


def of(**elements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [statement(**elements)]}


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": "210987654321"},
        {"AWS": ["210987654321", "123456789012"]},
        {"AWS": "arn:aws:iam::210987654321:root"},
        {"AWS": "arn:aws:iam::210987654321:user/team/jo.doe+mail@example.com"},
        {"AWS": "arn:aws-us-gov:iam::210987654321:role/mailer"},
        {"AWS": "arn:aws:sts::210987654321:assumed-role/mailer/session"},
        {"Service": "cognito-idp.amazonaws.com"},
        {"Service": ["email.cognito-idp.amazonaws.com", "ec2.amazonaws.com.cn"], "AWS": "210987654321"},
    ],
)
def test_principals(principal: Any) -> None:
    assert judged(of(Principal=principal)) == []


@pytest.mark.parametrize(
    ("principal", "severity", "place", "quoted"),
    [
        ({"AWS": "21098765432"}, "error", "AWS", '"21098765432"'),
        ({"AWS": ["210987654321", ""]}, "error", "AWS[1]", '""'),
        ({"AWS": " 210987654321"}, "error", "AWS", '" 210987654321"'),
        ({"AWS": "２１０９８７６５４３２１"}, "error", "AWS", '"２１０９８７６５４３２１"'),
        ({"AWS": "AIDAQ3EGSXMPLEXMPLEXM"}, "error", "AWS", '"AIDAQ3EGSXMPLEXMPLEXM"'),
        ({"AWS": "arn:aws:iam::210987654321:*"}, "error", "AWS", '"arn:aws:iam::210987654321:*"'),
        ({"AWS": "arn:aws:iam::*:root"}, "error", "AWS", '"arn:aws:iam::*:root"'),
        ({"AWS": "arn:aws:iam:us-east-1:210987654321:root"}, "error", "AWS", None),
        ({"AWS": "arn:aws:iam::210987654321:group/mail"}, "error", "AWS", None),
        ({"AWS": "arn:aws:iam::210987654321:user/"}, "error", "AWS", None),
        ({"Service": "*"}, "warning", "Service", '"*"'),
        ({"Service": ["ses.amazonaws.com", "cognito"]}, "warning", "Service[1]", '"cognito"'),
        ({"Federated": ["a", "b"]}, "warning", "Federated", '["a", "b"]'),
        ({"CanonicalUser": "a"}, "warning", "CanonicalUser", '"a"'),
        ({"aws": ["1", "2"]}, "error", "aws", '["1", "2"]'),
        ({"Account": "210987654321"}, "error", "Account", '"210987654321"'),
    ],
)
@pytest.mark.parametrize("element", ["Principal", "NotPrincipal"])
def test_what_is_no_principal(principal: Any, severity: str, place: str, quoted: str | None, element: str) -> None:
    ((found, member, value),) = told("policy-principal", of(**{"Principal": None, element: principal}))
    assert (found, member) == (severity, f"Policy.Statement[0].{element}.{place}")
    assert quoted is None or value == quoted


@pytest.mark.parametrize(
    "action", [*SENDING_ACTIONS, *MANAGEMENT_ACTIONS, "*", "ses:*", "SES:sendrawemail", "ses:Get*"]
)
@pytest.mark.parametrize("element", ["Action", "NotAction"])
def test_actions_of_policies(action: str, element: str) -> None:
    assert told("policy-action", of(**{"Action": None, element: action})) == []


@pytest.mark.parametrize(
    ("action", "severity", "hint"),
    [
        ("SendRawEmail", "error", "did you mean 'ses:SendRawEmail'?"),
        ("", "error", "they begin with ses:"),
        ("sesv2:SendRawEmail", "error", "did you mean 'ses:SendRawEmail'?"),
        ("email:Send", "error", "no action of SES"),
        ("s3:GetObject", "error", "another service"),
        ("ses:SendMail", "warning", "did you mean 'ses:SendEmail'?"),
        ("ses:Sendemails", "warning", "did you mean 'ses:SendEmail'?"),
        ("ses:[Ss]endEmail", "warning", "none of the actions"),
        ("ses: SendEmail", "warning", "did you mean 'ses:SendEmail'?"),
        ("ses:", "warning", "leave it out"),
        ("ses:" + "*a" * 1000, "warning", "none of the actions"),
        ("ses:SendBulkEmail", "warning", "ses:SendBulkTemplatedEmail"),
        ("ses:SendBounce", "warning", "none of the actions"),
    ],
)
def test_what_is_no_action_of_policies(action: str, severity: str, hint: str) -> None:
    policy = of(Action=["ses:SendEmail", action, "ses:SendRawEmail"])
    ((found, member, _),) = told("policy-action", policy)
    (message,) = (one.message for one in judged(policy) if one.slug == "policy-action")
    assert (found, member) == (severity, "Policy.Statement[0].Action[1]")
    assert hint in message


def test_no_action_that_there_is_in_ses_is_an_error() -> None:
    session = get_session()
    names = {name for api in ("ses", "sesv2") for name in session.get_service_model(api).operation_names}
    assert len(names) > 150
    actions = [f"ses:{name}" for name in sorted(names)]
    assert {severity for severity, _, _ in told("policy-action", of(Action=actions))} == {"warning"}
    in_models = {action.removeprefix("ses:") for action in (*SENDING_ACTIONS, *MANAGEMENT_ACTIONS)} & names
    assert len(in_models) == len(SENDING_ACTIONS) + len(MANAGEMENT_ACTIONS)


@pytest.mark.parametrize(
    ("actions", "found"),
    [
        (["ses:SendEmail"], '"ses:SendEmail"'),
        (["ses:SendTemplatedEmail", "ses:SendRaw*"], '"ses:SendRaw*"'),
        (["ses:SendEmail", "ses:sendrawemail"], None),
        (["ses:*Email"], None),
        (["*"], None),
        (["ses:SendTemplatedEmail"], None),
    ],
)
def test_one_of_the_two_actions_that_send(actions: list[str], found: str | None) -> None:
    assert [quoted for _, _, quoted in told("policy-half-sending", of(Action=actions))] == ([found] if found else [])


def test_the_other_action_may_stand_in_another_statement() -> None:
    first, second = statement(Action="ses:SendEmail"), statement(Action="ses:SendRawEmail")
    assert told("policy-half-sending", {"Statement": [first, second]}) == []
    assert len(told("policy-half-sending", {"Statement": [first, second | {"Effect": "Deny"}]})) == 1
    assert told("policy-half-sending", {"Statement": [first | {"Effect": "Deny"}]}) == []
    unknown = statement(Action=None, NotAction="ses:DeleteEmailIdentity")
    assert told("policy-half-sending", {"Statement": [first, unknown]}) == []
    assert told("policy-half-sending", {"Statement": [first, second | {"Effect": "allow"}]}) == []


IN_EUROPE = ARN.replace("us-east-1", "eu-west-1")
OF_JO = ARN.replace("example.com", "Jo@example.com")


@pytest.mark.parametrize(
    ("identity", "resource", "severity"),
    [
        ("example.com", ARN, None),
        ("example.com", IN_EUROPE, None),
        ("example.com", ARN.replace("arn:aws", "arn:aws-cn"), None),
        ("example.com", ARN.replace("us-east-1", "*"), None),
        ("Jo@example.com", OF_JO, None),
        (ARN, ARN, None),
        (ARN, IN_EUROPE, "error"),
        (ARN, ARN.replace("123456789012", "210987654321"), "error"),
        (ARN, "example.com", "error"),
        (ARN, OF_JO, "error"),
        ("example.com", "*", "error"),
        ("example.com", "", "error"),
        ("example.com", "identity/example.com", "error"),
        ("example.com", OF_JO, "error"),
        ("example.com", ARN.replace("example.com", "mail.example.com"), "error"),
        ("example.com", ARN.replace("example.com", "*.com"), "error"),
        ("example.com", ARN.replace(":ses:", ":sesv2:"), "error"),
        ("example.com", ARN.replace("arn:", "urn:"), "error"),
        ("example.com", f"{ARN} ", "error"),
        ("example.com", ARN.replace("identity", "template"), "error"),
        ("jo@example.com", OF_JO, "warning"),
        ("example.com", ARN.replace("example.com", "Example.com"), "warning"),
        (ARN, ARN.replace("example.com", "EXAMPLE.com"), "warning"),
        ("example.com", ARN.replace("123456789012", "EXAMPLE65304"), "warning"),
        ("example.com", ARN.replace("us-east-1", ""), "warning"),
        ("no identity", ARN, None),
        ("arn:aws:s3:::example.com", ARN, None),
    ],
)
def test_the_resource_is_the_identity_of_the_request(identity: str, resource: str, severity: str | None) -> None:
    found = told("policy-resource", of(Resource=resource), identity)
    assert [(how, member) for how, member, _ in found] == (
        [(severity, "Policy.Statement[0].Resource")] if severity else []
    )
    assert told("policy-resource", of(Resource=[resource]), identity)[:1] == [
        (how, "Policy.Statement[0].Resource[0]", quoted) for how, _, quoted in found
    ]


@pytest.mark.parametrize(
    ("second", "is_told"), [(ARN, False), (IN_EUROPE, True), (ARN.replace("us-east-1", "*"), False)]
)
def test_a_policy_is_about_one_identity(second: str, is_told: bool) -> None:
    together = told("policy-resource", of(Resource=[ARN, second]))
    apart = told("policy-resource", {"Statement": [statement(), statement(Resource=second)]})
    assert [member for _, member, _ in together] == ["Policy.Statement[0].Resource[1]"] * is_told
    assert [member for _, member, _ in apart] == ["Policy.Statement[1].Resource"] * is_told


def test_version_2_names_the_identity_in_another_member() -> None:
    policy = of(Resource="*")
    for operation in ("sesv2.CreateEmailIdentityPolicy", "sesv2.UpdateEmailIdentityPolicy"):
        assert [one.code for one in judged(policy, operation=operation)] == ["POL113"]
        assert judged(of(), identity=ARN, operation=operation) == []
