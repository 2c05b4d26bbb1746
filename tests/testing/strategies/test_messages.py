from __future__ import annotations

import re
from dataclasses import fields
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest
from drafts import Draft, Embedded, Filed, Forwarded, Team, Who
from drawn import SLOW, drawn, minimal, not_shown
from hypothesis import given, settings
from hypothesis import strategies as st
from readers import READERS, Mail, Reader

import mimeforge
from mimeforge import Address, Envelope, Group, Message
from mimeforge.parts import Attachment, EmbeddedMessage
from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable

PROFILES = ["ses", "ses-v2", "ses-smtp", "rfc", "ses,bulk,strict"]


@pytest.mark.parametrize("profile", PROFILES)
@given(data=st.data())
@settings(SLOW)
def test_the_profile_finds_no_error(data: st.DataObject, profile: str) -> None:
    assert data.draw(mail.messages(profile)).lint(profile).errors == ()


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader.name in {"compat32", "mimeforge"}], ids=str)
@given(message=mail.messages())
@settings(SLOW)
def test_readers_get_back_what_a_message_says(message: Message, reader: Reader) -> None:
    """Others misread one or another local part in quotes; compat32 writes attached messages anew to hand them out."""
    meant = draft_of(message).mail()
    rewrites = reader.name == "compat32" and any(isinstance(part, EmbeddedMessage) for part in message.attached)
    read = reader.read(message.as_bytes(None))
    for name in {field.name for field in fields(Mail)} - reader.blind - ({"files"} if rewrites else set()):
        assert getattr(read, name) == getattr(meant, name), name


@given(mail.messages())
@settings(SLOW)
def test_fields_and_envelope_are_those_of_the_message(message: Message) -> None:
    tree = mimeforge.parse(message.as_bytes(None))
    assert tree.header("Message-ID") == message.message_id
    assert (tree.header("In-Reply-To") or "").split() == list(message.in_reply_to)
    assert (tree.header("References") or "").split() == list(message.references)
    assert isinstance(message.date, datetime)
    assert parsedate_to_datetime(tree.header("Date") or "") == message.date.replace(microsecond=0)
    assert [name for name, _ in message.extra_fields] == [
        field.name for field in tree.fields if field.name in {name for name, _ in message.extra_fields}
    ]
    assert message.envelope.recipients


@given(mail.messages())
@settings(SLOW)
def test_a_message_is_the_same_each_time_and_shown_in_print(message: Message) -> None:
    again = message.replace()
    assert again == message
    assert again.as_bytes(None) == message.as_bytes(None)
    assert repr(message).isprintable()
    assert str(message).isprintable()


@given(mail.envelopes())
@settings(SLOW)
def test_envelopes_are_of_ascii_and_name_nobody_twice(envelope: Envelope) -> None:
    everybody = [envelope.sender, *envelope.recipients]
    assert all(address.isascii() and "@" in address for address in everybody)
    assert len(set(envelope.recipients)) == len(envelope.recipients) >= 1


def has(name: str) -> Callable[[Message], object]:
    return lambda message: getattr(message, name)


def with_group(name: str) -> Callable[[Message], object]:
    return lambda message: any(isinstance(member, Group) for member in getattr(message, name))


def with_field(name: str) -> Callable[[Message], object]:
    return lambda message: name in dict(message.extra_fields)


def attachments(message: Message) -> list[Attachment]:
    return [part for part in message.attached if isinstance(part, Attachment)]


GIVEN = "cc bcc reply_to sender return_path text html in_reply_to references embedded attached"
FIELDS = """
    Auto-Submitted Comments List-Id List-Unsubscribe List-Unsubscribe-Post X-SES-CONFIGURATION-SET X-SES-MESSAGE-TAGS
    X-SES-SOURCE-ARN X-SES-FROM-ARN X-SES-RETURN-PATH-ARN X-Example
"""
CLAIMS: dict[str, Callable[[Message], object]] = {
    **{name: has(name) for name in GIVEN.split()},
    **{f"a group in {name}": with_group(name) for name in "to cc bcc reply_to".split()},
    **{name: with_field(name) for name in FIELDS.split()},
    "a name in From": lambda message: message.from_.name,
    "no body": lambda message: message.text is None and message.html is None,
    "an empty text": lambda message: message.text == "",
    "a part that is shown": lambda message: message.embedded and message.html and "cid:" in message.html,
    "a part that no HTML shows": lambda message: message.embedded and message.html is None,
    "a message in it": lambda message: any(isinstance(part, EmbeddedMessage) for part in message.attached),
    "an attachment without a name": lambda message: any(part.filename is None for part in attachments(message)),
    "an empty attachment": lambda message: any(part.data == b"" for part in attachments(message)),
    "a raw field": lambda message: any(type(body).__name__ == "Raw" for _, body in message.extra_fields),
    "a zone": lambda message: isinstance(message.date, datetime) and message.date.utcoffset(),
    "parts of a second": lambda message: isinstance(message.date, datetime) and message.date.microsecond,
}


def test_what_is_covered() -> None:
    messages = drawn(mail.messages(), 150)
    assert not_shown(CLAIMS, messages) == []
    assert all(message.to and message.subject is not None for message in messages)


def test_under_rfc_alone_there_are_messages_to_nobody() -> None:
    assert any(not message.envelope.recipients for message in drawn(mail.messages("rfc"), 30))


def test_under_bulk_all_can_be_unsubscribed_from() -> None:
    for message in drawn(mail.messages("ses,bulk"), 15):
        assert [name for name, _ in message.extra_fields].count("List-Unsubscribe") == 1


def test_the_smallest_is_tiny() -> None:
    found = minimal(mail.messages(), lambda message: True)
    assert found == Message(
        from_="a@example.com",
        to="a@example.com",
        subject="a",
        date=found.date,
        message_id="<0@example.com>",
    )
    assert found.date == datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def test_the_smallest_with_an_attachment_has_one_that_is_tiny() -> None:
    found = minimal(mail.messages(), lambda message: message.attached)
    assert len(found.attached) == 1
    assert found.attached[0].size == 0
    assert (found.from_.address, found.subject, found.embedded, found.extra_fields) == ("a@example.com", "a", (), ())


@pytest.mark.parametrize("profile", ["smtp", "bulk"])
def test_an_unknown_profile_is_refused_at_once(profile: str) -> None:
    with pytest.raises(ValueError, match=re.escape(profile)):
        mail.messages(profile)


def test_strategies_are_shown_by_their_names() -> None:
    strategies: list[Any] = [mail.messages(), mail.eml_bytes(), mail.bodies(), mail.mime_trees(), mail.texts()]
    assert all(len(repr(strategy)) < 300 for strategy in strategies)


def draft_of(message: Message) -> Draft:
    """Tell what readers should see, from what the message was given."""
    return Draft(
        from_=who(message.from_),
        **{name: tuple(map(member_of, getattr(message, name))) for name in ("to", "cc", "bcc", "reply_to")},
        subject=message.subject,
        text=message.text,
        html=message.html,
        parts=tuple(map(part_of, (*message.embedded, *message.attached))),
    )


def who(address: Address) -> Who:
    return Who(address.name or "", address.address, address.addr_spec)


def member_of(member: Address | Group) -> Who | Team:
    return Team(member.name, tuple(map(who, member.members))) if isinstance(member, Group) else who(member)


def part_of(part: Attachment | EmbeddedMessage) -> Filed | Embedded | Forwarded:
    if isinstance(part, EmbeddedMessage):
        return Forwarded(part.data, part.filename)
    media_type = part.content.value
    if part.cid is None:
        return Filed(part.data, part.filename, media_type)
    return Embedded(part.data, part.cid.ids[0].strip("<>"), part.filename, media_type)
