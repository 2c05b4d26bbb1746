"""The arguments of a raw send, as boto3 takes them."""

from __future__ import annotations

from typing import Any

import pytest

from mimeforge import Address, Group, Message, PreflightError, ses

MESSAGE = Message(
    from_=Address("Zoé", "orders@bücher.example"),
    to=["Jo <jo@example.net>", Group("Team", ["a@example.net", "jo@EXAMPLE.net"])],
    cc=["JO@example.net", "a@example.net"],
    bcc=["audit@example.com", "jo@example.net"],
    subject="Reçu",
    text="Merci !",
    message_id="1@example.com",
)


def test_version_1_has_source_and_every_recipient_once() -> None:
    request = ses.raw_request(MESSAGE)
    assert request == {
        "Source": "orders@xn--bcher-kva.example",
        "Destinations": ["jo@example.net", "a@example.net", "JO@example.net", "audit@example.com"],
        "RawMessage": {"Data": MESSAGE.as_bytes()},
    }
    assert b"audit" not in request["RawMessage"]["Data"]


def test_version_2_has_the_recipients_by_role_and_never_what_overwrites_fields() -> None:
    request = ses.raw_request(MESSAGE, service="sesv2")
    assert request == {
        "Content": {"Raw": {"Data": MESSAGE.as_bytes("ses-v2")}},
        "Destination": {
            "ToAddresses": ["jo@example.net", "a@example.net"],
            "CcAddresses": ["JO@example.net"],
            "BccAddresses": ["audit@example.com"],
        },
    }


def test_the_bounce_address_is_the_return_path_before_sender_and_from() -> None:
    with_sender = MESSAGE.replace(sender="desk@example.com")
    assert ses.raw_request(with_sender)["Source"] == "desk@example.com"
    assert "FeedbackForwardingEmailAddress" not in ses.raw_request(with_sender, service="sesv2")
    bouncing = with_sender.replace(return_path="bounces@example.com")
    assert ses.raw_request(bouncing)["Source"] == "bounces@example.com"
    assert ses.raw_request(bouncing, service="sesv2")["FeedbackForwardingEmailAddress"] == "bounces@example.com"
    assert b"bounces@" not in bouncing.as_bytes()


def test_roles_without_recipients_are_left_out() -> None:
    message = Message(from_="jo@example.com", bcc="zoe@example.net", text="x")
    assert ses.raw_request(message, service="sesv2")["Destination"] == {"BccAddresses": ["zoe@example.net"]}
    assert ses.raw_request(message)["Destinations"] == ["zoe@example.net"]


def test_settings_stay_in_the_fields() -> None:
    arn = "arn:aws:ses:us-east-1:123456789012:identity/xn--bcher-kva.example"
    request = ses.raw_request(MESSAGE.ses(source_arn=arn, configuration_set="receipts"))
    assert set(request) == {"Source", "Destinations", "RawMessage"}
    assert b"X-SES-SOURCE-ARN: " + arn.encode() in request["RawMessage"]["Data"]


@pytest.mark.parametrize(
    ("message", "slug"),
    [
        (MESSAGE.replace(to=[f"a{n}@example.net" for n in range(51)]), "addr-too-many"),
        (MESSAGE.replace(to=(), cc=(), bcc=()), "ses-no-recipient"),
        (MESSAGE.attach(b"MZ", filename="setup.exe"), "blocked-extension-ses"),
    ],
)
@pytest.mark.parametrize("service", ["ses", "sesv2"])
def test_what_ses_refuses_makes_no_request(message: Message, slug: str, service: str) -> None:
    with pytest.raises(PreflightError) as caught:
        ses.raw_request(message, service=service)
    assert [finding.slug for finding in caught.value.report.errors] == [slug]


def test_the_size_limit_is_that_of_the_service() -> None:
    large = MESSAGE.attach(bytes(8_000_000), filename="a.bin")
    assert 10_485_760 < large.size < 41_943_040
    with pytest.raises(PreflightError, match="10485760 bytes long"):
        ses.raw_request(large)
    assert len(ses.raw_request(large, service="sesv2")["Content"]["Raw"]["Data"]) == large.size


@pytest.mark.parametrize("service", ["sns", "", "SES", None])
def test_another_service_is_refused(service: Any) -> None:
    with pytest.raises(ValueError, match="unknown service"):
        ses.raw_request(MESSAGE, service=service)


@pytest.mark.parametrize("message", [b"From: jo@example.com\r\n\r\n", None, "x"])
def test_only_a_message_makes_a_request(message: Any) -> None:
    with pytest.raises(TypeError, match="takes a Message"):
        ses.raw_request(message)


@pytest.mark.parametrize("service", ["ses", "sesv2"])
def test_every_batch_makes_a_request_and_each_recipient_is_in_one(service: str) -> None:
    many = MESSAGE.replace(to=[f"a{n}@example.net" for n in range(120)], cc=(), bcc="audit@example.com")
    requests = [ses.raw_request(batch, service=service) for batch in many.batches(50)]
    recipients = [
        address
        for request in requests
        for address in (
            request.get("Destinations") or [one for role in request["Destination"].values() for one in role]
        )
    ]
    assert sorted(recipients) == sorted(many.envelope.recipients)
    assert len(requests) == 3
