"""The recipients that a request names: none, too many, twice, and who of the header is not among them."""

from __future__ import annotations

from typing import Any

import pytest

import mimeforge
from mimeforge import ses
from mimeforge.linter.examples import sample

CONTENT = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}}
TEMPLATE = {"TemplateName": "receipt", "TemplateData": "{}"}
MANY = [f"a{number}@example.net" for number in range(60)]
LIMIT = "Recipient count exceeds 50."

Found = list[tuple[str | None, str, str | None]]


def found(operation: str, kwargs: dict[str, Any]) -> Found:
    return [(finding.member, finding.slug, finding.predicts) for finding in ses.lint_request(operation, kwargs)]


def send(**destination: Any) -> Found:
    return found("ses.SendEmail", {"Source": "jo@example.com", "Destination": destination, "Message": CONTENT})


def send_2(content: str = "Simple", **members: Any) -> Found:
    inner = {"Simple": CONTENT, "Template": TEMPLATE, "Raw": {"Data": sample()}}[content]
    sender = {} if content == "Raw" else {"FromEmailAddress": "jo@example.com"}
    return found("sesv2.SendEmail", {"Content": {content: inner}} | sender | members)


def raw(data: bytes = sample(), **members: Any) -> Found:
    return found("ses.SendRawEmail", {"RawMessage": {"Data": data}} | members)


NOBODY: Found = [("Destination", "request-no-recipient", "There are no recipients specified")]


@pytest.mark.parametrize("content", ["Simple", "Template"])
@pytest.mark.parametrize(
    "members",
    [{}, {"Destination": {}}, {"Destination": {"ToAddresses": [], "CcAddresses": (), "BccAddresses": []}}],
)
def test_what_ses_builds_has_to_go_to_somebody(content: str, members: dict[str, Any]) -> None:
    assert send_2(content, **members) == NOBODY


@pytest.mark.parametrize("lists", [{}, {"ToAddresses": []}, {"ToAddresses": (), "CcAddresses": [], "BccAddresses": []}])
def test_in_version_1_too_and_no_empty_list_is_blamed_beside_it(lists: dict[str, Any]) -> None:
    assert send(**lists) == NOBODY


@pytest.mark.parametrize("role", ["ToAddresses", "CcAddresses", "BccAddresses"])
def test_one_recipient_in_any_list_will_do(role: str) -> None:
    assert send(**{role: ["zoe@example.net"]}) == []
    assert send_2(Destination={role: ["zoe@example.net"]}) == []


@pytest.mark.parametrize("destination", [{}, {"ToAddresses": []}, None])
def test_a_raw_message_names_them_itself(destination: dict[str, Any] | None) -> None:
    assert send_2("Raw", **({} if destination is None else {"Destination": destination})) == []


def test_where_a_raw_message_names_them_the_rules_on_messages_speak() -> None:
    many = ", ".join(MANY[:51])
    assert raw(sample(f"To: {many}")) == [(None, "addr-too-many", LIMIT)]
    assert raw(sample(without=["To"])) == [(None, "ses-no-recipient", "Missing required header 'To'.")]
    assert raw(sample("Cc: zoe@example.net", without=["To"])) == [
        (None, "ses-missing-to", "Missing required header 'To'.")
    ]
    assert send_2("Raw", Content={"Raw": {"Data": sample(f"To: {many}")}}) == [(None, "addr-too-many", LIMIT)]


@pytest.mark.parametrize("octets", [sample(without=["To"]), sample("Cc: zoe@example.net", without=["To"])])
def test_a_request_that_names_recipients_needs_no_to(octets: bytes) -> None:
    assert raw(octets, Destinations=["zoe@example.net"]) == []


def test_a_destination_that_cannot_be_read_is_one_error() -> None:
    """What was meant stands in the request, so nothing is asked of the header."""
    octets = sample("Cc: zoe@example.net", without=["To"])
    assert [one[:2] for one in raw(octets, Destinations=["zoe"])] == [("Destinations[0]", "addr-no-domain")]


def over(*entries: str) -> Found:
    return [one for one in raw(Destinations=list(entries)) if one[1] == "request-too-many-recipients"]


@pytest.mark.parametrize(
    ("entries", "member"),
    [
        (MANY[:50], None),
        (MANY[:51], "Destinations[50]"),
        (MANY, "Destinations[50]"),
        (MANY[:50] + MANY[:1], "Destinations[50]"),
        ([f"Team: {', '.join(MANY[:49])};", *MANY[49:51]], "Destinations[2]"),
        ([*MANY[:3], f"Team: {', '.join(MANY[3:55])};"], "Destinations[3]"),
    ],
)
def test_the_51st_recipient_is_pointed_at(entries: list[str], member: str | None) -> None:
    assert over(*entries) == ([(member, "request-too-many-recipients", LIMIT)] if member else [])


def test_all_lists_count_together_in_the_order_of_the_api() -> None:
    lists = {"BccAddresses": MANY[20:53], "ToAddresses": MANY[:10], "CcAddresses": MANY[10:20]}
    expected = [("Destination.BccAddresses[30]", "request-too-many-recipients", LIMIT)]
    assert send(**lists) == expected
    assert send_2(Destination=lists) == expected
    assert send_2("Raw", Destination=lists) == expected


def test_what_cannot_be_read_does_not_count_and_takes_the_answer() -> None:
    assert over(*MANY[:50], "zoe") == []
    assert over(*MANY[:51], "zoe") == [("Destinations[50]", "request-too-many-recipients", None)]
    assert over(*MANY[:51], "") == [("Destinations[50]", "request-too-many-recipients", None)]


def test_in_a_group_the_member_is_pointed_at() -> None:
    entry = f"Zoé's: {', '.join(MANY[:52])};"
    report = ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": sample()}, "Destinations": [entry]})
    (finding,) = [finding for finding in report if finding.slug == "request-too-many-recipients"]
    assert entry.encode()[slice(*finding.span)] == MANY[50].encode()


@pytest.mark.parametrize(
    ("lists", "member"),
    [
        ({"ToAddresses": ["zoe@example.net", "zoe@example.net"]}, "Destination.ToAddresses[1]"),
        ({"ToAddresses": ["zoe@example.net"], "BccAddresses": ["Z <zoe@EXAMPLE.NET>"]}, "Destination.BccAddresses[0]"),
        ({"ToAddresses": ["zoe@example.net", "Zoe@example.net", "zoe@mail.example.net"]}, None),
        ({"ToAddresses": ["zoe", "zoe"]}, None),
    ],
)
def test_a_mailbox_that_is_named_again_is_noted(lists: dict[str, Any], member: str | None) -> None:
    again = [one[0] for one in send(**lists) if one[1] == "request-duplicate-recipient"]
    assert again == ([member] if member else [])


def left_out(octets: bytes, *destinations: str) -> list[bytes]:
    kwargs = {"RawMessage": {"Data": octets}, "Destinations": list(destinations)}
    both = ses.lint_request("ses.SendRawEmail", kwargs)
    roles = {"Content": {"Raw": {"Data": octets}}, "Destination": {"BccAddresses": list(destinations)}}
    other = ses.lint_request("sesv2.SendEmail", roles)
    places = [
        [octets[slice(*finding.span)] for finding in report if finding.slug == "request-leaves-out"]
        for report in (both, other)
    ]
    assert places[0] == places[1]
    return places[0]


@pytest.mark.parametrize(
    ("fields", "destinations", "expected"),
    [
        (["To: a@example.net, b@example.net"], ["a@example.net"], [b"b@example.net"]),
        (["To: a@example.net", "Cc: B <b@example.net>, c@example.net"], ["A@Example.net"], [b"b@example.net"]),
        (["To: Team: a@example.net, b@example.net;"], ["b@example.net"], [b"a@example.net"]),
        # Each of these is how mail goes out every day.
        (["To: a@example.net", "Cc: b@example.net"], ["b@example.net", "a@example.net", "c@example.net"], []),
        (["To: list@example.net", "Cc: b@example.net"], ["a@example.net"], []),
        (["To: undisclosed-recipients:;"], ["a@example.net"], []),
        (["To: a@example.net", "Bcc: b@example.net"], ["a@example.net"], []),
        (["To: a@example.net, b@example.net"], [], []),
        (["To: a@example.net, b@example.net, zoe"], ["a@example.net"], []),
    ],
)
def test_some_of_the_header_are_among_the_recipients_and_some_are_not(
    fields: list[str], destinations: list[str], expected: list[bytes]
) -> None:
    assert left_out(sample(*fields), *destinations) == expected


def test_batches_of_a_message_are_not_spoken_of() -> None:
    message = ses.to_message(
        {"Source": "jo@example.com", "Destination": {"ToAddresses": MANY[:50]}, "Message": CONTENT}
    )
    for batch in message.replace(to=MANY, cc=["zoe@example.net"]).batches(50):
        assert found("ses.SendRawEmail", ses.raw_request(batch)) == []
        assert found("sesv2.SendEmail", ses.raw_request(batch, service="sesv2")) == []


def test_of_a_bcc_field_the_rule_on_leaks_speaks() -> None:
    octets = sample("Bcc: ann@example.net")
    assert raw(octets, Destinations=["zoe@example.net"]) == [(None, "bcc-leak", None)]


def test_who_sends_to_nobody_is_told_where_to_name_somebody() -> None:
    octets = sample(without=["To"])
    texts = {ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": octets}}).errors[0].message}
    texts.add(mimeforge.lint(octets).errors[0].message)
    assert texts == {
        "no recipient in To, Cc or Bcc, nor in the request: name one",
        "no recipient in To, Cc or Bcc: name one, or lint with the envelope of the request",
    }
