"""The values that `authorize` takes and gives, and the report."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from authorizing import (
    ALLOWED,
    ARN,
    AT,
    DELEGATE,
    DENIED,
    FAILED,
    OPEN,
    REFUSED,
    UNKNOWN,
    USER,
    asked,
    decided,
    deny,
    policy,
    raw,
    statement,
)

from mimeforge import Message
from mimeforge.errors import PolicyError
from mimeforge.ses import Effect, SendingPolicy, authorize

GRANT = statement()


class TestValues:
    """The values that `authorize` takes and gives."""

    FOUND = asked(raw(), policy(statement(Sid="A", Condition=OPEN)))

    def test_they_pickle_copy_and_compare(self) -> None:
        for other in (pickle.loads(pickle.dumps(self.FOUND)), copy.deepcopy(self.FOUND), copy.copy(self.FOUND)):
            assert other == self.FOUND
            assert hash(other) == hash(self.FOUND)
        assert asked(raw(), policy(GRANT)) != self.FOUND

    def test_it_is_looped_over_and_has_no_truth_value(self) -> None:
        assert len(self.FOUND) == len(list(self.FOUND)) == 2
        with pytest.raises(TypeError, match=r"ask for \.effect"):
            bool(self.FOUND)

    def test_the_worst_decides(self) -> None:
        assert [str(effect) for effect in Effect] == [ALLOWED, DENIED, REFUSED, UNKNOWN]
        for second, effect in ((deny(), DENIED), (deny(Condition=OPEN), UNKNOWN), (deny(Condition=FAILED), ALLOWED)):
            other = ARN.replace("com", "net")
            request = raw(Source="b@example.net", ReturnPathArn=other)
            granted = policy(GRANT, statement(Resource=other), second | {"Resource": other})
            assert decided(request, granted) == effect

    @pytest.mark.parametrize("turned", [False, True])
    def test_effects_from_the_worst(self, *, turned: bool) -> None:
        one, other = (NET, ARN) if turned else (ARN, NET)
        stop, may, go = deny(Resource=one), statement(Resource=one, Condition=OPEN), statement(Resource=other)
        for statements, effect in (([stop], DENIED), ([stop, go], DENIED), ([may], REFUSED), ([may, go], UNKNOWN)):
            assert decided(raw(Source="b@example.net", ReturnPathArn=NET), policy(*statements)) == effect

    def test_policies_are_taken_in_each_form(self) -> None:
        document = policy(GRANT)
        text = json.dumps(document)
        forms: list[Any] = [document, text, text.encode(), SendingPolicy.parse(text)]
        for form in (*forms, forms, iter(forms), tuple(forms)):
            assert authorize(raw(), form, caller=USER, at=AT).effect == ALLOWED
        assert authorize(raw(), [], caller=USER, at=AT).effect == REFUSED

    def test_what_is_no_policy(self) -> None:
        with pytest.raises(PolicyError):
            authorize(raw(), "{}", caller=USER)
        with pytest.raises(TypeError, match="policies are SendingPolicy values or their JSON, not int"):
            authorize(raw(), 1, caller=USER)  # type: ignore[arg-type]

    def test_the_time_has_a_zone(self) -> None:
        with pytest.raises(ValueError, match="at has no time zone"):
            asked(raw(), at=datetime(2026, 5, 1))
        with pytest.raises(TypeError, match="at is a datetime, not str"):
            asked(raw(), at="2026-05-01")  # type: ignore[arg-type]
        begin = datetime.now(UTC)
        assert begin <= authorize(raw(), [], caller=USER).at <= datetime.now(UTC)

    def test_time_is_one_whatever_its_zone(self) -> None:
        window = policy(statement(Condition={"DateEquals": {"aws:EpochTime": "1777636800"}}))
        for hours in (-12, 0, 14):
            assert decided(raw(), window, at=AT.astimezone(timezone(timedelta(hours=hours)))) == ALLOWED

    @pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00+05:00"])
    def test_the_time_is_one_in_utc_as_well(self, moment: str) -> None:
        with pytest.raises(ValueError, match="give a time between"):
            asked(raw(), at=datetime.fromisoformat(moment))

    def test_facts_are_told_once_in_a_dict(self) -> None:
        with pytest.raises(TypeError, match="facts are a dict of condition keys and values, not list"):
            asked(raw(), facts=["aws:SourceIp"])
        with pytest.raises(ValueError, match="'AWS:SourceIP' is given twice"):
            asked(raw(), facts={"aws:SourceIp": "192.0.2.1", "AWS:SourceIP": None})

    def test_the_caller_is_a_str(self) -> None:
        with pytest.raises(TypeError, match="the caller is a str, an ARN or an account, not int"):
            asked(raw(), caller=int(DELEGATE))  # type: ignore[arg-type]


NET = ARN.replace("com", "net")
RAW = "ses:SendRawEmail"
REPORT = f"""\
explicit deny: ses:SendRawEmail by {USER}
at 2026-05-01T12:00:00+00:00

From jo@example.com: allow
  identity:  {ARN}
  because:   a statement allows it, and none denies it
  statement: Statement[0] of policies[0]
  needs:     an Allow for ses:SendRawEmail on {ARN} by IAM in account {DELEGATE}
  needs:     the endpoint of us-east-1

Return-Path b@example.net: explicit deny
  identity:  {NET}
  because:   a statement denies it
  statement: Statement[0] 'Stop' of policies[1]
  holds:     StringLike ses:FeedbackAddress 'b@*', 'c@*'; the request has 'b@example.net'
  holds:     StringNotEquals aws:SourceIp '192.0.2.1'; the request has no value
  answer:    User `{USER}' is not authorized to perform `{RAW}' on resource `{NET}'

Not known here:
  - policies of the identities that were not given
  - policies of the caller's own account and organization: IAM, permissions boundaries, sessions, SCPs, RCPs
  - whether the identities are verified; in the sandbox of either account, the recipients too
  - the quotas and the state of the account that sends"""


def test_the_report() -> None:
    block = {"StringLike": {"ses:FeedbackAddress": ["b@*", "c@*"]}, "StringNotEquals": {"aws:SourceIp": "192.0.2.1"}}
    found = asked(
        raw(Source="b@example.net", ReturnPathArn=NET),
        policy(GRANT),
        policy(deny(Sid="Stop", Resource=NET, Condition=block)),
        facts={"aws:SourceIp": None},
    )
    assert str(found) == REPORT


def test_one_paragraph_where_the_same_is_to_be_said() -> None:
    assert "\nFrom and Return-Path jo@example.com: allow\n" in str(asked(raw(), policy(GRANT)))


def test_hostile_policies_and_messages_are_shown_as_signs() -> None:
    evil = "\x1b[31m\u202e\n::error::"
    block = {"StringEquals": {evil: [evil] * 9}, f"{evil}Like": {"ses:FromDisplayName": evil}}
    granted = policy(statement(Sid=evil, Condition=block, **{evil: evil}))
    message = Message(from_="jo@example.com", to="zoe@example.net", text="Hi").ses(source_arn=ARN, from_arn=ARN)
    text = str(asked(message, granted, facts={evil: evil}))
    assert text.replace("\n", "").isprintable()
    assert not [line for line in text.splitlines() if line.startswith("::")]
    assert "and 4 more" in text
