"""What a request or a message says of a sending: keys, addresses, ARNs and actions."""

from __future__ import annotations

from email import message_from_bytes
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from authorizing import ARN, AT, asked, decided, policy, raw, simple, statement

from mimeforge import Message
from mimeforge.linter.examples import sample
from mimeforge.ses import raw_request
from mimeforge.ses.authorization.facts import facts_of
from mimeforge.ses.authorization.sending import sendings_of

if TYPE_CHECKING:
    from pathlib import Path

KEYS = (
    *("ses:FromAddress", "ses:FromDisplayName", "ses:FeedbackAddress", "ses:Recipients", "ses:ApiVersion"),
    *("ses:MultiRegionEndpointId", "ses:TenantName"),
)
OTHER = ARN.replace("example.com", "example.net")


def keys(request: Any, profile: str = "ses", **facts: object) -> dict[str, Any]:
    """Return the values of each key: None where they are not known, and all readings where there are several."""
    found = facts_of(sendings_of(request, profile)[0], AT, facts)
    values = {key.partition(":")[2]: found.get(key.lower()) for key in KEYS}
    return {name: each[0] if each and len(each) == 1 else each for name, each in values.items()}


def second(**members: Any) -> dict[str, Any]:
    return {
        "FromEmailAddress": "Jo <jo@example.com>",
        "Destination": {"ToAddresses": ["zoe@example.net"], "BccAddresses": ["audit@example.com"]},
        "Content": {"Simple": {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you."}}}},
    } | members


def second_raw(*fields: str, **members: Any) -> dict[str, Any]:
    return {"Content": {"Raw": {"Data": sample(*fields)}}} | members


def test_keys_of_a_raw_request() -> None:
    assert keys(raw("From: =?utf-8?q?Zo=C3=A9?= <zoe@example.com>", "Cc: a@example.net, A <a@example.net>")) == {
        "FromAddress": ("zoe@example.com",),
        "FromDisplayName": ("Zoé",),
        "FeedbackAddress": ("zoe@example.com",),
        "Recipients": ("zoe@example.net", "a@example.net"),
        "ApiVersion": ("1",),
        "MultiRegionEndpointId": (),
        "TenantName": (),
    }


def test_keys_of_a_simple_request() -> None:
    found = keys(simple(Source="Jo <jo@example.com>", ReturnPath="", Destination={"CcAddresses": ["a@example.net"]}))
    assert found["FromAddress"] == found["FeedbackAddress"] == ("jo@example.com",)
    assert (found["FromDisplayName"], found["Recipients"], found["ApiVersion"]) == (("Jo",), ("a@example.net",), ("1",))


def test_keys_of_version_2() -> None:
    found = keys(second(EndpointId="abc.123", TenantName="shop", FeedbackForwardingEmailAddress="b@example.com"))
    assert found["Recipients"] == ("zoe@example.net", "audit@example.com")
    assert (found["MultiRegionEndpointId"], found["TenantName"]) == (("abc.123",), ("shop",))
    assert (found["FeedbackAddress"], found["ApiVersion"]) == (("b@example.com",), ("2",))


@pytest.mark.parametrize(
    ("request_", "feedback"),
    [
        (raw(), "jo@example.com"),
        (raw("Return-Path: <r@example.com>"), "r@example.com"),
        (raw("Return-Path: <r@example.com>", Source="s@example.com"), "s@example.com"),
        (simple(), "jo@example.com"),
        (simple(ReturnPath="r@example.com"), "r@example.com"),
        (second(), "jo@example.com"),
        (second_raw(), "jo@example.com"),
        (second_raw("Return-Path: <r@example.com>"), "r@example.com"),
        (second_raw("Return-Path: <r@example.com>", FeedbackForwardingEmailAddress="f@example.com"), "f@example.com"),
        (second_raw(FromEmailAddress="a@example.com"), "a@example.com"),
        (raw("Return-Path: <>"), None),
        (raw(Source="a@example.com, b@example.com"), None),
    ],
)
def test_where_bounces_go(request_: dict[str, Any], feedback: str | None) -> None:
    assert keys(request_)["FeedbackAddress"] == (feedback and (feedback,))


def test_the_sender_of_version_2_replaces_the_field() -> None:
    found = keys(second_raw("From: Jo <jo@example.com>", FromEmailAddress="a@example.com"))
    assert found["FromAddress"] == ("a@example.com",)
    assert found["FromDisplayName"] == ((), ("",))


@pytest.mark.parametrize(
    "request_",
    [raw(without=["From"]), raw("From: a@example.com, b@example.com"), raw("From: jo@"), simple(Source="jo")],
)
def test_an_author_that_cannot_be_told_is_not_known(request_: dict[str, Any]) -> None:
    found = keys(request_)
    assert (found["FromAddress"], found["FromDisplayName"]) == (None, None)
    assert asked(request_, policy(statement())).decisions[0].effect in {"unknown", "allow"}


def test_each_author_is_an_identity() -> None:
    request = raw("From: a@example.com, b@example.net")
    found = asked(request, policy(statement()), caller="210987654321")
    assert [(one.role, one.address, str(one.effect)) for one in found] == [
        ("From", "a@example.com", "allow"),
        ("From", "b@example.net", "implicit deny"),
        ("Return-Path", "", "unknown"),
    ]


def test_more_authors_than_mail_has_are_not_known() -> None:
    many = [f"a{n}@example.com" for n in range(101)]
    effects = [str(one.effect) for one in asked(raw(f"From: {', '.join(many[1:])}"), policy(statement()))]
    assert effects == [*["allow"] * 100, "unknown"]
    first, _ = asked(raw(f"From: {', '.join(many)}"), policy(statement()))
    assert (first.address, str(first.effect)) == ("", "unknown")


def test_recipients_that_cannot_be_told_are_not_known() -> None:
    assert keys(raw("To: zoe@example.net, nobody"))["Recipients"] is None
    assert keys(raw(Destinations=["To: zoe@example.net"]))["Recipients"] is None


def test_what_is_more_than_ses_takes_is_not_known() -> None:
    many = [f"a{n}@example.net" for n in range(101)]
    assert keys(raw(Destinations=many))["Recipients"] is None
    assert len(keys(raw(Destinations=many[1:]))["Recipients"]) == 100
    for length, name in ((1000, ("a" * 1000,)), (1001, None)):
        found = keys(simple(Source=f"{'a' * length} <jo@example.com>"))
        assert (found["FromDisplayName"], found["FromAddress"]) == (name, ("jo@example.com",))


def test_domains_are_read_as_written_and_in_lower_case() -> None:
    found = keys(raw("From: Jo@Example.COM", Destinations=["A@EXAMPLE.net", "b@example.net"]))
    assert found["FromAddress"] == (("Jo@Example.COM",), ("Jo@example.com",))
    assert found["Recipients"] == (("A@EXAMPLE.net", "b@example.net"), ("A@example.net", "b@example.net"))
    request = raw("From: Jo@Example.COM")
    for pattern, effect in (("Jo@*", "allow"), ("jo@*", "implicit deny"), ("Jo@example.com", "unknown")):
        granted = policy(statement(Condition={"StringLike": {"ses:FromAddress": pattern}}))
        assert decided(request, granted) == effect


def test_a_name_that_is_missing_is_empty_or_absent() -> None:
    for block, effect in (
        ({"StringEquals": {"ses:FromDisplayName": "Jo"}}, "implicit deny"),
        ({"StringNotEquals": {"ses:FromDisplayName": "Jo"}}, "allow"),
        ({"StringLike": {"ses:FromDisplayName": "*"}}, "unknown"),
        ({"Null": {"ses:FromDisplayName": "true"}}, "unknown"),
    ):
        assert decided(raw("From: jo@example.com"), policy(statement(Condition=block))) == effect


MESSAGE = Message(
    from_="Jo <jo@example.com>", to="zoe@example.net", bcc="audit@example.com", return_path="b@example.com", text="Hi"
).ses(source_arn=ARN, from_arn=ARN)


@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp"])
def test_a_message_is_what_is_sent_of_it(profile: str) -> None:
    found = keys(MESSAGE, profile)
    assert found["Recipients"] == ("zoe@example.net", "audit@example.com")
    assert found["FeedbackAddress"] == ("b@example.com",)
    assert found["ApiVersion"] == (("1",) if profile == "ses" else ("2",))
    if profile != "ses-smtp":
        service = {"ses": "ses", "ses-v2": "sesv2"}[profile]
        assert keys(raw_request(MESSAGE, service=service)) == found


def test_octets_and_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(sample("X-SES-TENANT: shop"))
    found = keys(path, "ses-v2")
    assert found == keys(path.read_bytes(), "ses-v2") == keys(BytesIO(path.read_bytes()), "ses-v2")
    assert (found["Recipients"], found["TenantName"]) == (("zoe@example.net",), ("shop",))


@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp"])
def test_messages_of_the_standard_library_are_read(profile: str) -> None:
    message = message_from_bytes(sample())
    assert keys(message, profile) == keys(sample(), profile)


def test_the_envelope_of_an_smtp_session_is_taken_from_the_fields() -> None:
    note = "the envelope of the SMTP session: that of the header fields was taken"
    assert note in asked(sample(), profile="ses-smtp").unknowns
    assert note not in asked(MESSAGE, profile="ses-smtp").unknowns
    assert note not in asked(sample(), profile="ses").unknowns


@pytest.mark.parametrize(
    ("request_", "actions"),
    [
        (raw(), ("ses:SendRawEmail",)),
        (simple(), ("ses:SendEmail",)),
        (second(), ("ses:SendEmail",)),
        (second_raw(), ("ses:SendEmail", "ses:SendRawEmail")),
        (second(Content={"Template": {"TemplateName": "a"}}), ("ses:SendEmail", "ses:SendTemplatedEmail")),
    ],
)
def test_actions(request_: dict[str, Any], actions: tuple[str, ...]) -> None:
    assert sendings_of(request_, "ses")[0].actions == actions


FIELDS = (f"X-SES-SOURCE-ARN: {ARN}1", f"X-SES-FROM-ARN: {ARN}2", f"X-SES-RETURN-PATH-ARN: {ARN}3")
BARE: dict[str, Any] = {"FromArn": "", "ReturnPathArn": ""}


@pytest.mark.parametrize(
    ("request_", "from_arn", "return_path_arn"),
    [
        (raw(**BARE), None, None),
        (raw(**BARE, SourceArn="s"), "s", "s"),
        (raw(FromArn="f", ReturnPathArn="r", SourceArn="s"), "f", "r"),
        (raw(*FIELDS, **BARE), f"{ARN}2", f"{ARN}3"),
        (raw(*FIELDS[:1], **BARE), f"{ARN}1", f"{ARN}1"),
        (raw(*FIELDS, **BARE, SourceArn="s"), f"{ARN}2", f"{ARN}3"),
        (raw(*FIELDS[:1], **BARE, SourceArn="s"), "s", "s"),
        (raw(*FIELDS, FromArn="f", ReturnPathArn="r"), "f", "r"),
        (raw(FIELDS[1], f"X-SES-FROM-ARN: {ARN}9", **BARE), f"{ARN}2", f"{ARN}2"),
        (raw(**BARE | {"FromArn": "f"}, Source="jo@example.com"), "f", None),
        (raw(**BARE | {"FromArn": "f"}), "f", "f"),  # nothing else says where bounces go
        (simple(), ARN, ARN),
        (simple(ReturnPathArn="r"), ARN, "r"),
        (simple(ReturnPath="x@example.com"), ARN, None),
        (simple(ReturnPath="x@example.com", ReturnPathArn="r"), ARN, "r"),
        (second(FromEmailAddressIdentityArn="f"), "f", "f"),
        (second(FromEmailAddressIdentityArn="f", FeedbackForwardingEmailAddressIdentityArn="r"), "f", "r"),
        (second(FromEmailAddressIdentityArn="f", FeedbackForwardingEmailAddress="x@example.com"), "f", None),
        (second_raw(FromEmailAddressIdentityArn="f", FeedbackForwardingEmailAddress="x@example.com"), "f", None),
        (second_raw("Return-Path: <x@example.com>", FromEmailAddressIdentityArn="f"), "f", "f"),
        (second_raw(*FIELDS, FromEmailAddressIdentityArn="f"), "f", f"{ARN}3"),
        (second_raw(*FIELDS[:2], FromEmailAddressIdentityArn="f"), "f", "f"),
        (second_raw(*FIELDS), f"{ARN}2", f"{ARN}3"),
    ],
)
def test_which_arn_is_named_for_which_identity(
    request_: dict[str, Any], from_arn: str | None, return_path_arn: str | None
) -> None:
    author, feedback = sendings_of(request_, "ses")[0].identities
    assert (author.named and author.named.arn) == from_arn
    assert (feedback.named and feedback.named.arn) == return_path_arn


def test_a_bounce_address_of_its_own_needs_its_own_arn() -> None:
    request = simple(Source="m@example.com", ReturnPath="x@example.com")
    granted = policy(statement(Action="ses:SendEmail"))
    found = asked(request, granted)
    assert [str(one.effect) for one in found] == ["allow", "unknown"]
    assert found.decisions[1].reason.endswith("name it in ReturnPathArn too")
    assert decided(request | {"ReturnPathArn": ARN}, granted) == "allow"


BOTH_ACTIONS = statement(Action="ses:Send*")
TWO_AUTHORS = "whether FromEmailAddress replaces the From field of a raw message: both have to come to the same"


@pytest.mark.parametrize(
    ("granted", "effect"),
    [
        (BOTH_ACTIONS, "allow"),
        (BOTH_ACTIONS | {"Condition": {"StringLike": {"ses:FromAddress": "*@example.com"}}}, "allow"),
        (BOTH_ACTIONS | {"Condition": {"StringEquals": {"ses:FromAddress": "a@example.com"}}}, "unknown"),
        (BOTH_ACTIONS | {"Condition": {"StringEquals": {"ses:FromAddress": "jo@example.com"}}}, "unknown"),
        (BOTH_ACTIONS | {"Condition": {"StringEquals": {"ses:FromAddress": "b@example.com"}}}, "implicit deny"),
        (BOTH_ACTIONS | {"Condition": {"StringEquals": {"ses:FromDisplayName": "Jo"}}}, "unknown"),
    ],
)
def test_whichever_author_ses_takes_has_to_be_allowed(granted: dict[str, Any], effect: str) -> None:
    request = second_raw("From: Jo <jo@example.com>", FromEmailAddress="a@example.com", FromEmailAddressIdentityArn=ARN)
    found = asked(request, policy(granted))
    assert found.effect == effect
    assert TWO_AUTHORS in found.unknowns
    assert all(one.predicts is None for one in found)
    if effect == "unknown":
        assert "if SES takes 'a@example.com'" in found.decisions[0].reason


@pytest.mark.parametrize("sender", [{}, {"FromEmailAddress": ""}, {"FromEmailAddress": "Jo <jo@example.com>"}])
def test_one_author_in_both_places_is_no_doubt(sender: dict[str, Any]) -> None:
    request = second_raw("From: Jo <jo@example.com>", **sender, FromEmailAddressIdentityArn=ARN)
    found = asked(request, policy(BOTH_ACTIONS))
    assert (found.effect, TWO_AUTHORS in found.unknowns) == ("allow", False)


@pytest.mark.parametrize(
    ("name", "other", "is_noted"),
    [
        ("X-SES-FROM-ARN", OTHER, True),
        ("X-SES-RETURN-PATH-ARN", OTHER, True),
        ("X-SES-FROM-ARN", ARN, False),
        ("X-SES-SOURCE-ARN", OTHER, False),  # documented
    ],
)
def test_that_the_first_of_two_fields_is_taken_is_noted(name: str, other: str, is_noted: bool) -> None:
    request = raw(f"{name}: {ARN}", f"{name}: {other}", **BARE)
    note = f"which of the {name} fields SES uses: the first was taken"
    assert (note in asked(request, policy(statement())).unknowns) is is_noted


@pytest.mark.parametrize(
    ("resource", "is_noted"),
    [("*", True), (f"{ARN[:-1]}?", True), (ARN, False), (ARN.replace("us-east-1", "*"), False)],
)
def test_a_policy_that_ses_would_not_take_is_noted(resource: str, is_noted: bool) -> None:
    found = asked(raw(), policy(statement()), policy(statement(Resource=resource)))
    text = f"whether SES takes a policy with the resource '{resource}', which is no ARN of an identity"
    assert [note for note in found.unknowns if "SES takes a policy" in note] == [text] * is_noted


def test_the_source_for_both_is_noted() -> None:
    text = "SourceArn alone: documents call it enough, SES was seen to ask for FromArn as well"
    granted = policy(statement())
    alone, both = (
        asked(raw(**BARE, SourceArn=ARN), granted),
        asked(raw(**BARE | {"FromArn": ARN}, SourceArn=ARN), granted),
    )
    assert (alone.effect, both.effect) == ("allow", "allow")
    assert (text in alone.unknowns, text in both.unknowns) == (True, False)
    assert not [note for note in asked(simple(), granted).unknowns if "SourceArn" in note]  # it has no other


@pytest.mark.parametrize(
    ("request_", "problem"),
    [
        ({}, "cannot be told: give one of RawMessage, Message, Content"),
        ({"Source": "jo@example.com"}, "cannot be told"),
        (raw() | {"Content": {}}, "cannot be told"),
        ({"RawMessage": None}, "RawMessage: None, where the API wants a dict"),
        ({"RawMessage": {"Data": 1}}, "RawMessage.Data: a int, where the API wants bytes"),
        (raw(Destinations="zoe@example.net"), "Destinations: a str, where the API wants a list"),
        (simple(SourceArn=None), "SourceArn: None, where the API wants a str"),
        ({"Content": {"Raw": "x"}}, "Content.Raw: a str"),
    ],
)
def test_what_is_no_request(request_: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        sendings_of(request_, "ses")


@pytest.mark.parametrize("request_", [None, 1, "mail.eml", ["x"], object()])
def test_what_is_no_message(request_: Any) -> None:
    with pytest.raises(TypeError, match="authorize takes the arguments of a request, a Message, bytes or a"):
        asked(request_)


@pytest.mark.parametrize(
    "request_",
    [
        {"RawMessage": {}},
        {"RawMessage": {"Data": ""}},
        {"RawMessage": {"Data": "\ud800\udfff"}},
        {"Content": {}},
        {"Content": {"Simple": {}, "Raw": {}}},
        {"Message": {}},
        second(FromEmailAddress="\ud800@\x00"),
        raw("From: " + "(" * 10_000, "To: " + "a@b," * 10_000),
        raw(FromArn="arn:" * 10_000, Source="\ud800"),
    ],
)
def test_hostile_requests_are_decided_on(request_: dict[str, Any]) -> None:
    found = asked(request_, policy(statement()))
    assert found.effect in {"unknown", "implicit deny"}
    assert str(found).replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"ses:FromAddress": "a@example.com"}, "'ses:FromAddress' is no fact to give: the request tells it"),
        ({"AWS:currenttime": "2026"}, "'AWS:currenttime' is no fact to give: at tells it"),
    ],
)
def test_facts_that_are_told(facts: dict[str, object], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        asked(raw(), facts=facts)


def test_facts_of_other_types() -> None:
    for value in (1.5, b"x", {"a": 1}, [None], object()):
        with pytest.raises(TypeError, match="the fact 'aws:SourceIp' is a str"):
            asked(raw(), facts={"aws:SourceIp": value})


@pytest.mark.parametrize(("value", "values"), [(True, ("true",)), (3, ("3",)), ("a", ("a",)), (["a", "b"], ("a", "b"))])
def test_facts_are_written_as_iam_does(value: object, values: tuple[str, ...]) -> None:
    assert facts_of(sendings_of(raw(), "ses")[0], AT, {"aws:X": value})["aws:x"] == (values,)


def test_what_the_request_leaves_open_may_be_told() -> None:
    granted = policy(statement(Condition={"StringLike": {"ses:FeedbackAddress": "b@*"}}))
    request = raw("Return-Path: <>")
    assert decided(request, granted) == "unknown"
    found = asked(request, granted, facts={"ses:FeedbackAddress": "b@example.com"})
    assert [str(one.effect) for one in found] == ["allow", "unknown"]


def test_another_profile() -> None:
    with pytest.raises(ValueError, match="unknown profile 'rfc', known are ses, ses-v2, ses-smtp"):
        asked(sample(), profile="rfc")
