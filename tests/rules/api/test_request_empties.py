"""Empty lists and strings: what version 1 makes of them on the way, what examples of AWS hold, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.session import Session

from mimeforge import ses
from mimeforge.linter.examples import sample

CONTENT = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}}
TO_ZOE = {"ToAddresses": ["zoe@example.net"]}
NO_DOMAIN = "Missing final '@domain'"

Found = list[tuple[str | None, str, str, str | None]]


def found(operation: str, kwargs: dict[str, Any]) -> Found:
    return [(one.member, one.slug, one.severity, one.predicts) for one in ses.lint_request(operation, kwargs)]


def send(**members: Any) -> Found:
    return found("ses.SendEmail", {"Source": "jo@example.com", "Destination": TO_ZOE, "Message": CONTENT} | members)


def send_2(**members: Any) -> Found:
    known = {"FromEmailAddress": "jo@example.com", "Destination": TO_ZOE, "Content": {"Simple": CONTENT}}
    return found("sesv2.SendEmail", known | members)


def raw(**members: Any) -> Found:
    return found("ses.SendRawEmail", {"RawMessage": {"Data": sample()}} | members)


def raw_2(**members: Any) -> Found:
    return found("sesv2.SendEmail", {"Content": {"Raw": {"Data": sample()}}} | members)


def warned(member: str, slug: str = "request-empty-address", predicts: str | None = None) -> Found:
    return [(member, slug, "warning", predicts)]


def refused(member: str, slug: str = "request-empty-address", predicts: str | None = None) -> Found:
    return [(member, slug, "error", predicts)]


@pytest.mark.parametrize("empty", [[], ()])
@pytest.mark.parametrize("member", ["CcAddresses", "BccAddresses"])
def test_an_empty_list_goes_out_as_an_empty_address_in_version_1(member: str, empty: Any) -> None:
    path = f"Destination.{member}"
    assert send(Destination=TO_ZOE | {member: empty}) == warned(path, "request-empty-list", NO_DOMAIN)
    assert send_2(Destination=TO_ZOE | {member: empty}) == []


def test_so_do_lists_of_other_addresses() -> None:
    assert send(ReplyToAddresses=[]) == warned("ReplyToAddresses", "request-empty-list", NO_DOMAIN)
    assert raw(Destinations=[]) == warned("Destinations", "request-empty-list", NO_DOMAIN)
    assert send_2(ReplyToAddresses=[]) == []
    assert raw_2(ReplyToAddresses=[], Destination={"ToAddresses": [], "CcAddresses": []}) == []


def test_that_is_what_botocore_writes() -> None:
    """Botocore itself is the oracle: an empty list and an empty string are one and the same in version 1."""
    model = Session().get_service_model("ses").operation_model("SendEmail")
    from botocore.serialize import create_serializer

    written = create_serializer("query").serialize_to_request(
        {"Source": "", "Destination": TO_ZOE | {"CcAddresses": []}, "ReplyToAddresses": [""], "Message": CONTENT}, model
    )["body"]
    assert written["Destination.CcAddresses"] == written["Source"] == written["ReplyToAddresses.member.1"] == ""


@pytest.mark.parametrize("empty", ["", " ", "\t", "\r\n"])
def test_an_empty_string_in_place_of_an_address(empty: str) -> None:
    assert send(Source=empty) == refused("Source", predicts=NO_DOMAIN)
    assert raw(Source=empty) == warned("Source", predicts=NO_DOMAIN)
    assert send(ReturnPath=empty) == warned("ReturnPath")
    assert send_2(FeedbackForwardingEmailAddress=empty) == warned("FeedbackForwardingEmailAddress")
    assert raw_2(FromEmailAddress=empty) == warned("FromEmailAddress")
    assert send_2(FromEmailAddress=empty) == refused("FromEmailAddress", "request-no-sender")


@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_string_as_an_entry_of_a_list(empty: str) -> None:
    two = {"ToAddresses": ["zoe@example.net", empty]}
    assert send(Destination=two) == refused("Destination.ToAddresses[1]", predicts=NO_DOMAIN)
    assert send(ReplyToAddresses=[empty]) == refused("ReplyToAddresses[0]", predicts=NO_DOMAIN)
    assert raw(Destinations=[empty]) == refused("Destinations[0]", predicts=NO_DOMAIN)
    assert send_2(Destination=two) == refused("Destination.ToAddresses[1]")
    assert raw_2(ReplyToAddresses=[empty]) == refused("ReplyToAddresses[0]")


def test_a_list_of_empty_strings_names_nobody_and_says_so_once() -> None:
    assert send(Destination={"ToAddresses": [""]}) == refused("Destination.ToAddresses[0]", predicts=NO_DOMAIN)


@pytest.mark.parametrize("member", ["SourceArn", "FromArn", "ReturnPathArn"])
def test_an_empty_arn_is_warned_of_in_version_1(member: str) -> None:
    assert raw(**{member: ""}) == warned(member, "request-empty-arn")


@pytest.mark.parametrize("member", ["FromEmailAddressIdentityArn", "FeedbackForwardingEmailAddressIdentityArn"])
def test_version_2_has_a_least_length_for_it(member: str) -> None:
    assert send_2(**{member: ""}) == refused(member, "request-length")
