"""Policies of the kinds that documents of AWS show: nothing in them is an error, and notes say why they are there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.session import get_session
from putting import ARN, judged, statement

from mimeforge import ses
from mimeforge.rules.pol.vocabulary import MANAGEMENT_ACTIONS

WINDOW = {
    "DateGreaterThan": {"aws:CurrentTime": "2026-08-31T12:00Z"},
    "DateLessThan": {"aws:CurrentTime": "2026-11-30T12:00Z"},
}
COGNITO = {
    "StringEquals": {"aws:SourceAccount": "123456789012"},
    "ArnLike": {"aws:SourceArn": "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Example"},
}
ROLE = "arn:aws:iam::210987654321:role/mail/sender"
SESSION = "arn:aws:sts::210987654321:assumed-role/sender/nightly"
FOUR = ["ses:SendEmail", "ses:SendRawEmail", "ses:SendTemplatedEmail", "ses:SendBulkTemplatedEmail"]
EMAIL_ONLY = {"Action": "ses:SendEmail"}

# By what they show, with the rules that have something to say, and why that is right.
EXAMPLES: list[tuple[str, dict[str, Any], set[str]]] = [
    ("an account", {"Principal": {"AWS": ["210987654321"]}}, set()),
    ("a user", {"Principal": {"AWS": "arn:aws:iam::210987654321:user/john"}}, set()),
    ("four actions", {"Action": FOUR}, set()),
    ("all that send", {"Action": ["ses:Send*"]}, set()),
    ("one action", EMAIL_ONLY, {"policy-half-sending"}),
    ("a time", {"Condition": WINDOW}, set()),
    ("authors", {"Condition": {"StringLike": {"ses:FromAddress": "invoicing*@example.com"}}}, set()),
    # the dot is a dot there, unlike in a regular expression
    (
        "a pattern with a dot",
        {"Condition": {"StringLike": {"ses:FromAddress": "marketing+.*@example.com"}}},
        {"policy-pattern-is-no-regex"},
    ),
    # an address at admin.example.com is refused too
    (
        "authors that may not be",
        {"Condition": {"StringNotLike": {"ses:FromAddress": "*admin*example.com"}}},
        {"policy-pattern-open-domain"},
    ),
    (
        "recipients",
        {"Condition": {"ForAllValues:StringLike": {"ses:Recipients": ["*@example.net", "zoe@example.org"]}}},
        set(),
    ),
    ("bounces", {"Condition": {"StringEquals": {"ses:FeedbackAddress": "feedback@example.com"}}}, set()),
    # the text speaks of what a name includes; and any address may stand beside the name
    (
        "a display name",
        {"Condition": {"StringLike": {"ses:FromDisplayName": "Pencil"}}},
        {"policy-pattern-without-wildcard", "policy-name-without-address"},
    ),
    ("the management of an identity", {"Action": list(MANAGEMENT_ACTIONS)}, set()),
    ("roles and sessions", {"Principal": {"AWS": [ROLE, SESSION]}}, set()),
    ("all that there is", {"Action": "ses:*"}, set()),
    # none of the three is in the list of keys that SES says it knows
    (
        "an organization",
        {"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1a2b3c4d5e"}}},
        {"policy-condition-key"},
    ),
    (
        "a user pool",
        {"Principal": {"Service": "email.cognito-idp.amazonaws.com"}, "Condition": COGNITO},
        {"policy-condition-key"},
    ),
]


@pytest.mark.parametrize(("elements", "notes"), [pytest.param(*rest, id=name) for name, *rest in EXAMPLES])
@pytest.mark.parametrize("version", ["2012-10-17", "2008-10-17", None])
@pytest.mark.parametrize("operation", ["ses.PutIdentityPolicy", "sesv2.CreateEmailIdentityPolicy"])
def test_kinds_of_policies_that_documents_show(
    elements: dict[str, Any], notes: set[str], version: str | None, operation: str
) -> None:
    policy = {"Id": "Example", "Statement": [statement(Sid="Example", **elements)]}
    found = judged(policy | ({"Version": version} if version else {}), operation=operation)
    assert {one.slug for one in found} == notes
    assert {str(one.severity) for one in found} <= {"note"}


def test_an_organizational_unit_is_asked_for_as_the_iam_guide_does() -> None:
    condition = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1a2b3c4d5e/r-ab12/ou-ab12-11111111/*"}}
    found = judged({"Version": "2012-10-17", "Statement": [statement(Principal="*", Condition=condition)]})
    assert [one.slug for one in found] == ["policy-condition-key"]  # that SES knows the key, nothing says


def test_several_statements_of_one_policy() -> None:
    first = statement(Sid="AuthorizeMarketer", Condition={"StringEquals": {"ses:FromAddress": "sales@example.com"}})
    second = statement(Sid="AuthorizeTools", Principal={"AWS": "arn:aws:iam::210987654321:role/tools"})
    denied = statement(
        Sid="NotAfterMay", Effect="Deny", Principal="*", Condition={"DateGreaterThan": WINDOW["DateLessThan"]}
    )
    assert judged({"Version": "2012-10-17", "Id": "Example", "Statement": [first, second, denied]}) == []


def test_the_examples_of_the_api_models() -> None:
    """Those of version 1, in botocore; the account in the resource has letters, which is a warning."""
    examples = get_session().get_component("data_loader").load_service_model("ses", "examples-1")["examples"]
    seen = 0
    for name in ("PutIdentityPolicy", "GetIdentityPolicies", "ListIdentityPolicies", "DeleteIdentityPolicy"):
        for example in examples[name]:
            seen += 1
            report = ses.lint_request(f"ses.{name}", example["input"])
            assert [(one.slug, one.severity) for one in report] == (
                [("policy-resource", "warning")] if name == "PutIdentityPolicy" else []
            )
    assert seen >= 4
    ((policy,),) = [list(one["output"]["Policies"].values()) for one in examples["GetIdentityPolicies"]]
    (one,) = ses.SendingPolicy.parse(policy).statements
    assert one.principals[0].value == json.loads(policy)["Statement"][0]["Principal"]["AWS"]


@pytest.mark.parametrize("operation", ["sesv2.CreateEmailIdentityPolicy", "sesv2.UpdateEmailIdentityPolicy"])
def test_version_2_judges_alike(operation: str) -> None:
    policy = {"Version": "2012-10-17", "Statement": [statement(Condition={"StringEquals": {"ses:Weather": "fine"}})]}
    (found,) = judged(policy, ARN, operation)
    assert found.predicts == "Unknown or unapplicable condition field 'ses:Weather'."
