"""Requests for SendEmail as messages: what a receiver reads is what the request said."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from email.utils import formataddr
from typing import TYPE_CHECKING, Any

import pytest
import strategies as mail
from drafts import Draft, Embedded, Filed, Team, Who
from hypothesis import given
from hypothesis import strategies as st
from long_runs import examples
from misreadings import misread
from readers import Reader, every_reader
from simple_requests import ARN, OTHER_ARN, request_1, request_2, with_headers

from mimeforge import ses

if TYPE_CHECKING:
    from pathlib import Path

# -- what a receiver reads ---------------------------------------------------------------------------------------------


def written(who: Who | Team) -> str:
    """Write a mailbox as people write one into a request: a name that is not ASCII in encoded-words."""
    assert isinstance(who, Who)
    if not who.name:
        return who.address
    local, _, domain = who.address.rpartition("@")
    shown = (
        formataddr((who.name, "x@example.com")) if not who.name.isascii() else _quoted(who.name) + " <x@example.com>"
    )
    return shown.replace("x@example.com", f"{local}@{domain}")


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def in_version_1(draft: Draft) -> dict[str, Any]:
    bodies = {"Text": draft.text, "Html": draft.html}
    return {
        "Source": written(draft.from_),
        "Destination": {
            "ToAddresses": [written(who) for who in draft.to],
            "CcAddresses": [written(who) for who in draft.cc],
            "BccAddresses": [written(who) for who in draft.bcc],
        },
        "ReplyToAddresses": [written(who) for who in draft.reply_to],
        "Message": {
            "Subject": {"Data": draft.subject or "", "Charset": "UTF-8"},
            "Body": {name: {"Data": text, "Charset": "UTF-8"} for name, text in bodies.items() if text is not None},
        },
    }


def in_version_2(draft: Draft) -> dict[str, Any]:
    made = in_version_1(draft)
    made["FromEmailAddress"] = made.pop("Source")
    made["Content"] = {"Simple": made.pop("Message") | {"Attachments": [_attachment(part) for part in draft.parts]}}
    return made


def _attachment(part: Any) -> dict[str, Any]:
    made = {"RawContent": part.octets, "ContentType": part.media_type, "ContentTransferEncoding": "BASE64"}
    if part.filename is not None:
        made["FileName"] = part.filename
    if isinstance(part, Embedded):
        made |= {"ContentDisposition": "INLINE", "ContentId": part.cid}
    return {"FileName": ""} | made


def is_sayable(who: Who) -> bool:
    """Whether a request can say a name: what looks like an encoded-word is taken for one."""
    return who.name.isprintable() and (who.name.isascii() or "=?" not in who.name)


CIDS = st.from_regex(r"[!-;=?-~]{1,40}", fullmatch=True)
PEOPLE = mail.mailboxes().filter(is_sayable)
SUBJECTS = mail.header_texts.filter(lambda subject: "=?" not in subject)
FILES = st.one_of(
    st.builds(Filed, mail.contents, mail.file_names, st.sampled_from(["application/pdf", "text/csv", "image/png"])),
    st.builds(Embedded, mail.contents, CIDS, mail.file_names, st.sampled_from(["image/png", "image/svg+xml"])),
)
DRAFTS = st.builds(
    Draft,
    from_=PEOPLE,
    to=st.lists(PEOPLE, max_size=2).map(tuple),
    cc=st.lists(PEOPLE, max_size=2).map(tuple),
    bcc=st.lists(PEOPLE, max_size=1).map(tuple),
    reply_to=st.lists(PEOPLE, max_size=2).map(tuple),
    subject=SUBJECTS,
    text=st.none() | mail.texts(),
    html=mail.texts(),
    parts=st.lists(FILES, max_size=3, unique_by=lambda part: getattr(part, "cid", None) or id(part)).map(tuple),
)


@given(draft=DRAFTS)
@examples(400)
def test_every_receiver_reads_what_the_request_said(draft: Draft) -> None:
    assert misread(draft, ses.to_message(in_version_2(draft))) == {}
    said = replace(draft, parts=())
    assert misread(said, ses.to_message(in_version_1(said))) == {}


@pytest.mark.parametrize("reader", every_reader())
def test_a_request_without_html_has_attachments_alone(reader: Reader) -> None:
    draft = Draft(to=(Who("", "zoe@example.net"),), text="See you.", parts=(Embedded(b"x", "logo", "logo.png"),))
    assert misread(draft, ses.to_message(in_version_2(draft)), [reader]) == {}


def test_the_example_of_aws_becomes_a_message(corpus: Path) -> None:
    kwargs = json.loads((corpus / "seeds" / "001-send-email-example.json").read_bytes())
    del kwargs["api"]
    message = ses.to_message(kwargs)
    assert (message.subject, message.text) == ("Test email", "This is the message body in text format.")
    assert message.envelope.recipients == tuple(f"recipient{n}@example.com" for n in (1, 2, 3))
    assert message.return_path is None
    assert message.reply_to == ()
    assert message.extra_fields == ()
    assert ses.lint_request("ses.SendEmail", kwargs).ok


def test_empty_optional_members_count_as_absent() -> None:
    empty = request_1(
        ReplyToAddresses=[], ReturnPath="", SourceArn="", ReturnPathArn="", ConfigurationSetName="", Tags=[]
    )
    empty["Destination"] |= {"CcAddresses": [], "BccAddresses": []}
    told = {"date": None, "message_id": "1@example.com"}
    assert ses.to_message(empty).replace(**told) == ses.to_message(request_1()).replace(**told)


def test_feedback_goes_to_the_return_path() -> None:
    assert ses.to_message(request_1(ReturnPath="b@example.com")).envelope.sender == "b@example.com"
    message = ses.to_message(request_2(FeedbackForwardingEmailAddress="b@example.com"))
    assert ses.raw_request(message, service="sesv2")["FeedbackForwardingEmailAddress"] == "b@example.com"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?D=C3=A9jeuner?=", "Déjeuner"),
        ("Lunch =?iso-8859-1?q?=E0?= midi", "Lunch à midi"),
        ("Déjeuner =?utf-8?q?x?=", "Déjeuner =?utf-8?q?x?="),
        ("Lunch =?", "Lunch =?"),
    ],
)
def test_encoded_words_are_read_where_ses_leaves_them(written: str, read: str) -> None:
    message = {"Subject": {"Data": written}, "Body": {"Text": {"Data": ""}}}
    assert ses.to_message(request_1(Message=message)).subject == read


def test_a_name_in_encoded_words_is_a_name() -> None:
    assert ses.to_message(request_1(Source="=?utf-8?q?Zo=C3=A9?= <zoe@example.com>")).from_.name == "Zoé"
    assert ses.to_message(request_1(Source='"=?x?=, Zoe" <zoe@example.com>')).from_.name == "=?x?=, Zoe"


# -- attachments -------------------------------------------------------------------------------------------------------

PNG = {"FileName": "logo.png", "RawContent": b"\x89PNG\r\n\x1a\n", "ContentId": "logo"}
SHOWS = '<img src="cid:logo" alt="">'


@pytest.mark.parametrize(
    ("file", "html", "kind"),
    [
        (PNG | {"ContentDisposition": "INLINE"}, SHOWS, "embedded"),
        (PNG | {"ContentDisposition": "INLINE"}, "<p>x</p>", "embedded"),
        (PNG, SHOWS, "embedded"),
        (PNG | {"ContentDisposition": "ATTACHMENT"}, SHOWS, "embedded"),
        (PNG | {"ContentDisposition": "ATTACHMENT"}, "<p>x</p>", "attached"),
        (PNG, "<p>x</p>", "attached"),
        (PNG, '<img src="cid:logo2" alt="">', "attached"),
        (PNG, "<p style=\"background:url('cid:logo')\">x</p>", "embedded"),
        (PNG | {"ContentId": "a&b@example.com"}, '<img src="cid:a&amp;b%40example.com" alt="">', "embedded"),
        (PNG | {"ContentDisposition": "INLINE", "ContentId": ""}, SHOWS, "attached"),
    ],
)
def test_what_the_html_shows_is_an_inline_part(file: dict[str, Any], html: str, kind: str) -> None:
    message = ses.to_message(request_2(attachments=[file], html=html))
    assert (len(message.embedded), len(message.attached)) == ((1, 0) if kind == "embedded" else (0, 1))


def test_ids_are_looked_for_in_the_html_once() -> None:
    files = [PNG | {"ContentId": f"logo{number}"} for number in range(1000)]
    begun = time.process_time()
    ses.to_message(request_2(attachments=files, html="<p>cid</p>" * 500_000))
    assert time.process_time() - begun < 2


def test_the_type_of_an_attachment_is_the_one_given_or_that_of_its_name() -> None:
    files = [{"FileName": "a.pdf", "RawContent": b"x"}, {"FileName": "a.pdf", "RawContent": b"x", "ContentType": "x/y"}]
    message = ses.to_message(request_2(attachments=files))
    assert [part.content.value for part in message.attached] == ["application/pdf", "x/y"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ('image/png; name="x.png"', "image/png"),
        ("Image/PNG; x=y; filename=x.png", "image/png; x=y"),
        ("text/csv; charset=iso-8859-1; name*=utf-8''%C3%A9.csv", "text/csv; charset=iso-8859-1"),
    ],
)
def test_the_name_of_a_file_is_its_file_name(given: str, field: str) -> None:
    message = ses.to_message(request_2(attachments=[{"FileName": "a.dat", "RawContent": b"x", "ContentType": given}]))
    written = message.attached[0].content  # type: ignore[union-attr]
    assert "; ".join([written.value, *("=".join(one) for one in written.parameters)]) == field
    assert message.attached[0].filename == "a.dat"


def test_a_content_id_may_stand_in_angle_brackets() -> None:
    message = ses.to_message(request_2(attachments=[PNG | {"ContentId": "<logo>"}], html=SHOWS))
    assert b"\r\nContent-ID: <logo>\r\n" in message.as_bytes(None)


@pytest.mark.parametrize("how", [{}, {"ContentDisposition": "INLINE", "ContentId": "a"}])
def test_an_attached_message_is_one(how: dict[str, str]) -> None:
    file = {"FileName": "a.eml", "RawContent": "From: jo@example.com\n\nHi\n", "ContentType": "message/rfc822"} | how
    octets = ses.to_message(request_2(attachments=[file])).as_bytes(None)
    assert b"Content-Type: message/rfc822" in octets
    assert b"\r\n\r\nFrom: jo@example.com\r\n\r\nHi\r\n" in octets


# -- fields and settings -----------------------------------------------------------------------------------------------


def test_headers_are_written_as_they_are_given() -> None:
    pairs = [("X-Lunch", "=?utf-8?q?=C3=A0?= noon"), ("In-Reply-To", "<1@example.net>"), ("Sender", "desk@example.com")]
    octets = ses.to_message(with_headers(*pairs)).as_bytes("ses-v2")
    for name, value in pairs:
        assert f"\r\n{name}: {value}\r\n".encode() in octets


def test_settings_go_along() -> None:
    kwargs = request_1(
        SourceArn=ARN,
        ReturnPath="bounces@example.net",
        ReturnPathArn=OTHER_ARN,
        ConfigurationSetName="receipts",
        Tags=[{"Name": "campaign", "Value": "may"}, {"Name": "to", "Value": "all"}],
    )
    octets = ses.raw_request(ses.to_message(kwargs))["RawMessage"]["Data"]
    head = octets.partition(b"\r\n\r\n")[0].decode().replace("\r\n ", " ").split("\r\n")
    assert {field for field in head if field.startswith("X-SES-")} == {
        f"X-SES-SOURCE-ARN: {OTHER_ARN}",
        f"X-SES-FROM-ARN: {ARN}",
        f"X-SES-RETURN-PATH-ARN: {OTHER_ARN}",
        "X-SES-CONFIGURATION-SET: receipts",
        "X-SES-MESSAGE-TAGS: campaign=may, to=all",
    }


def test_settings_of_version_2_go_along() -> None:
    kwargs = request_2(
        FromEmailAddressIdentityArn=ARN,
        FeedbackForwardingEmailAddressIdentityArn=OTHER_ARN,
        EmailTags=[{"Name": "campaign", "Value": "may"}],
        TenantName="shop",
        ListManagementOptions={"ContactListName": "friends", "TopicName": "lunch"},
        EndpointId="abc",
    )
    fields_by_name = {name.lower(): body.write(name) for name, body in ses.to_message(kwargs).extra_fields}
    assert fields_by_name == {
        "x-ses-source-arn": f"X-SES-SOURCE-ARN: {ARN}\r\n".encode(),
        "x-ses-from-arn": f"X-SES-FROM-ARN: {ARN}\r\n".encode(),
        "x-ses-return-path-arn": f"X-SES-RETURN-PATH-ARN: {OTHER_ARN}\r\n".encode(),
        "x-ses-message-tags": b"X-SES-MESSAGE-TAGS: campaign=may\r\n",
        "x-ses-tenant": b"X-SES-TENANT: shop\r\n",
        "x-ses-list-management-options": b"X-SES-LIST-MANAGEMENT-OPTIONS: friends; topic=lunch\r\n",
    }


def test_the_raw_request_of_a_request_goes_to_the_same_people() -> None:
    kwargs = request_1(Destination={"ToAddresses": ["a@example.net"], "BccAddresses": ["b@example.net"]})
    raw = ses.raw_request(ses.to_message(kwargs))
    assert raw["Destinations"] == ["a@example.net", "b@example.net"]
    assert raw["Source"] == "jo@example.com"
    raw_2 = ses.raw_request(ses.to_message(request_2()), service="sesv2")
    assert raw_2["Destination"] == request_2()["Destination"]
