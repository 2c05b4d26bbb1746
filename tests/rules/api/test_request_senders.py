"""Who sends, by the request and by the header of a raw message."""

from __future__ import annotations

from typing import Any

import pytest

import mimeforge
from mimeforge import ses
from mimeforge.linter.examples import sample

CONTENT = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}}
TEMPLATE = {"TemplateName": "receipt", "TemplateData": "{}"}
TO_ZOE = {"ToAddresses": ["zoe@example.net"]}
NO_FROM = "Missing required header 'From'."

Found = list[tuple[str, str, str | None]]


def found(operation: str, kwargs: dict[str, Any]) -> Found:
    return [(one.slug, one.severity, one.predicts) for one in ses.lint_request(operation, kwargs)]


def raw(data: bytes, **members: Any) -> Found:
    return found("ses.SendRawEmail", {"RawMessage": {"Data": data}} | members)


def raw_2(data: bytes, **members: Any) -> Found:
    return found("sesv2.SendEmail", {"Content": {"Raw": {"Data": data}}} | members)


WITHOUT_FROM = sample(without=["From"])
REFUSED: Found = [("missing-from", "error", NO_FROM)]
WARNED: Found = [("missing-from", "warning", None)]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, REFUSED),
        ({"Destinations": ["zoe@example.net"]}, REFUSED),
        ({"Source": "jo@example.com"}, WARNED),
        ({"Source": "jo@example.com", "Destinations": ["zoe@example.net"]}, WARNED),
    ],
)
def test_where_a_request_names_the_sender_from_may_be_missing(members: dict[str, Any], expected: Found) -> None:
    assert raw(WITHOUT_FROM, **members) == expected


def test_and_version_2_calls_it_by_another_name() -> None:
    assert raw_2(WITHOUT_FROM) == REFUSED
    assert raw_2(WITHOUT_FROM, Destination=TO_ZOE) == REFUSED
    assert raw_2(WITHOUT_FROM, FeedbackForwardingEmailAddress="jo@example.com") == REFUSED
    assert raw_2(WITHOUT_FROM, FromEmailAddress="jo@example.com") == WARNED


def test_outside_of_requests_the_envelope_still_tells() -> None:
    report = mimeforge.lint(WITHOUT_FROM)
    assert [(one.slug, one.predicts) for one in report.errors] == [("missing-from", NO_FROM)]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, ("error", NO_FROM)),
        ({"Source": "jo@example.com"}, ("error", "Missing required header 'To'.")),
        ({"Destinations": ["zoe@example.net"]}, ("error", NO_FROM)),
        ({"Source": "jo@example.com", "Destinations": ["zoe@example.net"]}, ("warning", None)),
    ],
)
def test_an_empty_message_has_neither_sender_nor_recipient(members: dict[str, Any], expected: tuple[str, str]) -> None:
    assert raw(b"", **members) == [("message-empty", *expected)]


@pytest.mark.parametrize("content", [{"Simple": CONTENT}, {"Template": TEMPLATE}])
@pytest.mark.parametrize("sender", [{}, {"FromEmailAddress": ""}, {"FromEmailAddress": " "}])
def test_what_ses_builds_has_to_have_a_sender(content: dict[str, Any], sender: dict[str, str]) -> None:
    answer = "Source cannot be empty" if "Template" in content else None
    kwargs = {"Content": content, "Destination": TO_ZOE} | sender
    assert found("sesv2.SendEmail", kwargs) == [("request-no-sender", "error", answer)]


BOUNCES = sample("Return-Path: <bounces@example.com>")


@pytest.mark.parametrize(
    ("operation", "kwargs", "severity"),
    [
        ("ses.SendRawEmail", {}, "note"),
        ("ses.SendRawEmail", {"Source": "jo@example.com"}, "warning"),
        ("ses.SendRawEmail", {"Source": "Jo <jo@example.com>", "Destinations": ["zoe@example.net"]}, "warning"),
        ("ses.SendRawEmail", {"Source": "Bounces <bounces@EXAMPLE.com>"}, "note"),
        ("ses.SendRawEmail", {"Source": "", "Destinations": ["zoe@example.net"]}, "note"),
        ("sesv2.SendEmail", {}, "note"),
        ("sesv2.SendEmail", {"Destination": TO_ZOE}, "note"),
        ("sesv2.SendEmail", {"FromEmailAddress": "Jo <jo@example.com>"}, "note"),
        ("sesv2.SendEmail", {"FeedbackForwardingEmailAddress": "jo@example.com"}, "warning"),
        ("sesv2.SendEmail", {"FeedbackForwardingEmailAddress": "bounces@example.com"}, "note"),
    ],
)
def test_a_return_path_counts_where_the_request_names_no_other(
    operation: str, kwargs: dict[str, Any], severity: str
) -> None:
    """The order of SES: the member of the request, then Return-Path, then From."""
    data = (
        {"RawMessage": {"Data": BOUNCES}}
        if operation == "ses.SendRawEmail"
        else {"Content": {"Raw": {"Data": BOUNCES}}}
    )
    report = ses.lint_request(operation, data | kwargs)
    assert [one.severity for one in report if one.slug == "return-path-in-submission"] == [severity]


def overridden(data: bytes, **members: Any) -> list[str | None]:
    report = ses.lint_request("sesv2.SendEmail", {"Content": {"Raw": {"Data": data}}} | members)
    assert {one.severity for one in report if one.slug == "request-overrides-header"} <= {"warning"}
    return [one.member for one in report if one.slug == "request-overrides-header"]


@pytest.mark.parametrize(
    ("field", "sender", "is_said"),
    [
        ("From: Jo <jo@example.com>", "jo@example.com", True),
        ("From: Jo <jo@example.com>", "Joe <jo@example.com>", True),
        ("From: jo@example.com", "zoe@example.com", True),
        ("From: jo@example.com, zoe@example.com", "jo@example.com", True),
        ("From: Jo <jo@example.com>", "Jo <jo@example.com>", False),
        ("From: Jo <jo@example.com>", '"Jo" <jo@example.com>', False),
        ("From: =?utf-8?q?Zo=C3=A9?= <zoe@example.com>", "=?utf-8?b?Wm/DqQ==?= <zoe@example.com>", False),
        ("From: jo@example.com", "<jo@example.com>", False),
        ("From: Jo   Smith\r\n <jo@Example.com>", '"Jo Smith" <jo@example.com>', False),
        ("From: Jo <Jo@example.com>", "Jo <jo@example.com>", True),
        ("From:", "jo@example.com", False),
    ],
)
def test_a_sender_beside_a_raw_message_that_is_not_its_author(field: str, sender: str, is_said: bool) -> None:
    assert overridden(sample(field), FromEmailAddress=sender) == ["FromEmailAddress"] * is_said


@pytest.mark.parametrize(
    ("fields", "answers", "is_said"),
    [
        ([], ["help@example.com"], True),
        (["Reply-To: jo@example.com"], ["help@example.com"], True),
        (["Reply-To: jo@example.com"], ["jo@example.com", "help@example.com"], True),
        (["Reply-To: jo@example.com, help@example.com"], ["jo@example.com", "help@example.com"], False),
        (["Reply-To: jo@example.com, help@example.com"], ["help@example.com", "jo@EXAMPLE.com"], False),
        (["Reply-To: jo@example.com"], [], False),
    ],
)
def test_and_the_same_of_those_who_get_answers(fields: list[str], answers: list[str], is_said: bool) -> None:
    assert overridden(sample(*fields), ReplyToAddresses=answers) == ["ReplyToAddresses"] * is_said


def test_what_mimeforge_makes_names_neither() -> None:
    message = mimeforge.Message(
        from_="Jo <jo@example.com>", to="zoe@example.net", reply_to="help@example.com", subject="Lunch", text="At noon."
    )
    assert found("sesv2.SendEmail", ses.raw_request(message, service="sesv2")) == []
    assert found("ses.SendRawEmail", ses.raw_request(message)) == []
