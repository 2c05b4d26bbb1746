"""The policies that the SES developer guide gives as examples: each allows and refuses what its text says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from authorizing import (
    ALLOWED,
    ARN,
    DELEGATE,
    OWNER,
    REFUSED,
    UNKNOWN,
    USER,
    asked,
    decided,
    policy,
    raw,
    simple,
    statement,
)

from mimeforge.rules.pol.vocabulary import MANAGEMENT_ACTIONS

ACTIONS = ["ses:SendEmail", "ses:SendRawEmail", "ses:SendTemplatedEmail", "ses:SendBulkTemplatedEmail"]


def only(**elements: Any) -> dict[str, Any]:
    return policy(statement(**elements))


def when(**block: dict[str, Any]) -> dict[str, Any]:
    return only(Condition=block)


def sent_by(address: str, **members: Any) -> dict[str, Any]:
    return raw(f"From: {address}", **members)


FOUR = only(Sid="AuthorizeAccount", Action=ACTIONS)


@pytest.mark.parametrize(
    ("request_", "caller", "effect"),
    [
        (raw(), USER, ALLOWED),
        (raw(), DELEGATE, ALLOWED),
        (raw(), f"arn:aws:iam::{DELEGATE}:root", ALLOWED),
        (raw(), f"arn:aws:sts::{DELEGATE}:assumed-role/Mailer/session", ALLOWED),
        (simple(), USER, ALLOWED),
        (raw(), "arn:aws:iam::111122223333:user/mailer", REFUSED),
        (raw(), "111122223333", REFUSED),
        (raw(FromArn=ARN.replace(".com", ".org")), USER, REFUSED),
        (raw("From: jo@example.org", FromArn=ARN.replace(".com", ".org"), Source="jo@example.com"), USER, REFUSED),
    ],
)
def test_an_account_is_granted_four_actions(request_: dict[str, Any], caller: str, effect: str) -> None:
    assert decided(request_, FOUR, caller=caller) == effect


def test_an_action_that_is_not_granted_is_refused() -> None:
    for action, request in (("ses:SendEmail", raw()), ("ses:SendRawEmail", simple())):
        found = asked(request, only(Action=action))
        assert found.effect == REFUSED
        assert found.decisions[0].reason.startswith("no statement for the caller allows ses:Send")


def test_full_access_to_the_management_of_an_identity_lets_nobody_send() -> None:
    for request in (raw(), simple()):
        assert decided(request, only(Action=list(MANAGEMENT_ACTIONS))) == REFUSED


@pytest.mark.parametrize("action", ["ses:Send*", "SES:sendrawemail", "ses:*", "*", "ses:SendRaw?mail"])
def test_actions_have_wildcards_and_no_case(action: str) -> None:
    assert decided(raw(), only(Action=[action])) == ALLOWED


WINDOW = when(
    DateGreaterThan={"aws:CurrentTime": "2026-04-30T12:00Z"}, DateLessThan={"aws:CurrentTime": "2026-05-31T12:00Z"}
)


@pytest.mark.parametrize(
    ("day", "effect"),
    [
        (datetime(2026, 4, 30, 12, tzinfo=UTC), REFUSED),
        (datetime(2026, 4, 30, 12, 0, 1, tzinfo=UTC), ALLOWED),
        (datetime(2026, 5, 31, 11, 59, tzinfo=UTC), ALLOWED),
        (datetime(2026, 5, 31, 12, tzinfo=UTC), REFUSED),
        (datetime(2027, 1, 1, tzinfo=UTC), REFUSED),
    ],
)
def test_a_window_of_time(day: datetime, effect: str) -> None:
    assert decided(raw(), WINDOW, at=day) == effect


@pytest.mark.parametrize(
    ("address", "effect"),
    [
        ("invoicing@example.com", ALLOWED),
        ("invoicing+may@example.com", ALLOWED),
        ("Invoicing Team <invoicing-eu@example.com>", ALLOWED),
        ("accounts@example.com", REFUSED),
        ("Invoicing@example.com", REFUSED),
        ("my-invoicing@example.com", REFUSED),
        ("invoicing@mail.example.com", REFUSED),
    ],
)
def test_from_addresses_that_begin_so(address: str, effect: str) -> None:
    assert decided(sent_by(address), when(StringLike={"ses:FromAddress": "invoicing*@example.com"})) == effect


@pytest.mark.parametrize(
    ("address", "effect"),
    [
        ("sender@example.com", ALLOWED),
        ("admin@example.com", REFUSED),
        ("the.admins@example.com", REFUSED),
        ("sender@admin.example.com", REFUSED),  # the wildcard does not end before the at sign
        ("sender@mail.example.com", ALLOWED),
    ],
)
def test_from_addresses_that_hold_no_such_word(address: str, effect: str) -> None:
    assert decided(sent_by(address), when(StringNotLike={"ses:FromAddress": "*admin*example.com"})) == effect


def test_a_pattern_is_no_regular_expression() -> None:
    glob = when(StringLike={"ses:FromAddress": "marketing+.*@example.com"})
    assert decided(sent_by("marketing+may@example.com"), glob) == REFUSED
    assert decided(sent_by("marketing+.may@example.com"), glob) == ALLOWED


def test_without_a_wildcard_like_is_equal() -> None:
    like = when(StringLike={"ses:FromDisplayName": "Invoicing"})
    assert decided(sent_by("Invoicing <jo@example.com>"), like) == ALLOWED
    assert decided(sent_by("Invoicing Team <jo@example.com>"), like) == REFUSED


@pytest.mark.parametrize(
    ("written", "effect"),
    [
        ("=?utf-8?q?Caf=C3=A9?= <jo@example.com>", ALLOWED),
        ('"Caf\u00e9" <jo@example.com>', ALLOWED),
        ("Cafe <jo@example.com>", REFUSED),
        ("jo@example.com", REFUSED),
        ("jo@example.com (Caf\u00e9)", UNKNOWN),
        ("(Caf\u00e9) jo@example.com", UNKNOWN),
        ("Cafe <jo@example.com> (Caf\u00e9)", REFUSED),
    ],
)
def test_display_names_are_compared_decoded(written: str, effect: str) -> None:
    assert decided(sent_by(written), when(StringEquals={"ses:FromDisplayName": "Café"})) == effect


RECIPIENTS = when(**{"ForAllValues:StringLike": {"ses:Recipients": ["*@example.net", "*@example.org"]}})


@pytest.mark.parametrize(
    ("destinations", "effect"),
    [
        (["a@example.net"], ALLOWED),
        (["a@example.net", "Zoe <b@example.org>"], ALLOWED),
        (["a@example.net", "c@example.com"], REFUSED),
        (["c@example.com"], REFUSED),
    ],
)
def test_all_recipients_have_to_fit(destinations: list[str], effect: str) -> None:
    assert decided(raw(Destinations=destinations), RECIPIENTS) == effect


@pytest.mark.parametrize("field", ["Cc", "Bcc"])
def test_recipients_are_those_of_all_fields(field: str) -> None:
    assert decided(raw(f"{field}: zoe@example.org"), RECIPIENTS) == ALLOWED
    assert decided(raw(f"{field}: zoe@example.com"), RECIPIENTS) == REFUSED


FEEDBACK = when(StringEquals={"ses:FeedbackAddress": "bounces@example.com"})


@pytest.mark.parametrize(
    ("request_", "effect"),
    [
        (raw(), REFUSED),
        (raw(Source="bounces@example.com"), ALLOWED),
        (raw("Return-Path: <bounces@example.com>"), ALLOWED),
        (raw("Return-Path: <bounces@example.com>", Source="jo@example.com"), REFUSED),
        (sent_by("bounces@example.com"), ALLOWED),
    ],
)
def test_one_address_for_bounces(request_: dict[str, Any], effect: str) -> None:
    assert decided(request_, FEEDBACK) == effect


@pytest.mark.parametrize(
    ("facts", "effect"),
    [
        ({"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, ALLOWED),
        ({"AWS:principalorgid": "o-a1b2c3d4e5"}, ALLOWED),
        ({"aws:PrincipalOrgID": "o-zzzzzzzzzz"}, REFUSED),
        ({"aws:PrincipalOrgID": None}, REFUSED),
        ({}, UNKNOWN),
    ],
)
def test_everyone_of_an_organization(facts: dict[str, Any], effect: str) -> None:
    anyone = only(Principal="*", Condition={"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})
    found = asked(raw(), anyone, facts=facts)
    assert found.effect == effect
    [condition] = found.decisions[0].conditions
    assert (condition.key, condition.holds) == ("aws:PrincipalOrgID", {ALLOWED: True, REFUSED: False}.get(effect))
    if effect == UNKNOWN:
        assert "give the value of aws:PrincipalOrgID as a fact" in found.decisions[0].reason


def test_a_service_sends_for_an_account() -> None:
    pool = f"arn:aws:cognito-idp:us-east-1:{DELEGATE}:userpool/us-east-1_abcdef"
    granted = only(
        Principal={"Service": ["cognito-idp.amazonaws.com", "email.cognito-idp.amazonaws.com"]},
        Action=["ses:SendEmail", "ses:SendRawEmail"],
        Condition={"StringEquals": {"aws:SourceAccount": DELEGATE}, "ArnLike": {"aws:SourceArn": pool}},
    )
    service = "email.cognito-idp.amazonaws.com"
    facts = {"aws:SourceAccount": DELEGATE, "aws:SourceArn": pool}
    assert decided(raw(), granted, caller=service, facts=facts) == ALLOWED
    assert decided(raw(), granted, caller=service) == UNKNOWN
    assert decided(raw(), granted, caller=service, facts=facts | {"aws:SourceAccount": OWNER}) == REFUSED
    assert decided(raw(), granted, caller="sns.amazonaws.com", facts=facts) == REFUSED
    assert decided(raw(), granted, caller=USER, facts=facts) == REFUSED


def test_the_guide_restricts_the_version_of_the_api() -> None:
    second = when(StringEquals={"ses:ApiVersion": "2"})
    assert decided(raw(), second) == REFUSED
    message = raw("X-SES-SOURCE-ARN: " + ARN, "X-SES-FROM-ARN: " + ARN)["RawMessage"]["Data"]
    assert decided(message, second, profile="ses-smtp") == ALLOWED
    assert decided(message, second, profile="ses") == REFUSED
