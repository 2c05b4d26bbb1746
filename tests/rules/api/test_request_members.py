"""Names that an operation does not know, the members that are meant by them, and members that are missing."""

from __future__ import annotations

from typing import Any

import pytest

from mimeforge import ses
from mimeforge.linter.examples import sample
from mimeforge.rules.api.examples import SIMPLE, simple_2

V1, V2, RAW = "ses.SendEmail", "sesv2.SendEmail", "ses.SendRawEmail"
GOOD: dict[str, dict[str, Any]] = {
    V1: SIMPLE,
    V2: dict(simple_2().arguments),
    RAW: {"RawMessage": {"Data": sample()}},
}


def said(operation: str, arguments: dict[str, Any]) -> list[tuple[str | None, str]]:
    """Give the members that findings name, and the ends of the messages: what to do."""
    report = ses.lint_request(operation, arguments)
    return [(finding.member, finding.message.rpartition(": ")[2]) for finding in report]


@pytest.mark.parametrize(
    ("operation", "name", "meant"),
    [
        # In the prose of AWS's pages
        (V1, "SourceIdentityArn", "SourceArn"),
        (V1, "FromIdentityArn", "SourceArn"),
        (V1, "ReturnPathIdentityArn", "ReturnPathArn"),
        (RAW, "FromIdentityArn", "FromArn"),
        (V2, "SourceIdentityArn", "FromEmailAddressIdentityArn"),
        (V2, "FromIdentityArn", "FromEmailAddressIdentityArn"),
        (V2, "ReturnPathIdentityArn", "FeedbackForwardingEmailAddressIdentityArn"),
        # Of the other version, or of the other operation
        (V2, "ReturnPath", "FeedbackForwardingEmailAddress"),
        (V2, "ReturnPathArn", "FeedbackForwardingEmailAddressIdentityArn"),
        (V2, "SourceArn", "FromEmailAddressIdentityArn"),
        (V2, "Tags", "EmailTags"),
        (V2, "RawMessage", "Content.Raw"),
        (V1, "EmailTags", "Tags"),
        (V1, "FeedbackForwardingEmailAddress", "ReturnPath"),
        (V1, "FromArn", "SourceArn"),
        (RAW, "ReturnPath", "Source"),
        (RAW, "FromEmailAddress", "Source"),
        (RAW, "Destination", "Destinations"),
        (RAW, "ToAddresses", "Destinations"),
        # In another place, or in other letters
        (V2, "Headers", "Content.Simple.Headers"),
        (V2, "TemplateData", "Content.Template.TemplateData"),
        (V2, "OpenTrackingEnabled", "ConfigurationOverrides.Tracking.OpenTrackingEnabled"),
        (V1, "replyToAddresses", "ReplyToAddresses"),
        (V1, "ReplyTo", "ReplyToAddresses"),
        (V2, "Endpoint", "EndpointId"),
        # Nobody knows what is meant, there is no such thing, or it stands where it belongs
        (V1, "Priority", None),
        (V1, "TenantName", None),
        (V1, "Headers", None),
        (V1, "ToAddresses", None),
        (V1, "Subject", None),
        (V2, "Data", None),
        (RAW, "ReplyToAddresses", None),
    ],
)
def test_the_member_that_is_meant(operation: str, name: str, meant: str | None) -> None:
    expected = f"did you mean '{meant}'?" if meant else "leave it out"
    assert said(operation, GOOD[operation] | {name: "x"}) == [(name, expected)]


@pytest.mark.parametrize(
    ("destination", "name", "meant"),
    [
        ({"To": ["zoe@example.net"], "CcAddresses": ["ann@example.net"]}, "To", "ToAddresses"),
        ({"toAddresses": [], "CcAddresses": ["ann@example.net"]}, "toAddresses", "ToAddresses"),
        ({"ToAddreses": [], "CcAddresses": ["ann@example.net"]}, "ToAddreses", "ToAddresses"),
        ({"To": ["zoe@example.net"], "ToAddresses": ["ann@example.net"]}, "To", None),
    ],
)
def test_the_member_of_a_structure_that_is_meant(destination: dict[str, Any], name: str, meant: str | None) -> None:
    expected = f"did you mean 'Destination.{meant}'?" if meant else "leave it out"
    assert said(V1, SIMPLE | {"Destination": destination}) == [(f"Destination.{name}", expected)]


@pytest.mark.parametrize("name", ["FromEmailAddress", "source", "Sorce", "From"])
def test_a_member_under_another_name_is_not_missing_as_well(name: str) -> None:
    arguments = {name: SIMPLE["Source"]} | {key: value for key, value in SIMPLE.items() if key != "Source"}
    assert said(V1, arguments) == [(name, "did you mean 'Source'?")]


def test_what_is_missing_is_named_beside_names_that_mean_something_else() -> None:
    assert said(V1, {"Source": "jo@example.com", "Priority": 1}) == [
        ("Destination", "give it"),
        ("Message", "give it"),
        ("Priority", "leave it out"),
    ]
    (finding,) = ses.lint_request(RAW, {})
    assert finding.message == "SendRawEmail has to have RawMessage: give it"


def test_names_without_end_take_no_time() -> None:
    many = {f"Sourcf{number}": 1 for number in range(100_000)}
    assert len(ses.lint_request(V1, many)) == 1000 + 3 - 1
    assert len(ses.lint_request(V1, SIMPLE | {"S" * 5_000_000: 1})) == 1
