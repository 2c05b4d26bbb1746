"""Message as a value: what it takes and refuses, how it compares and copies."""

from __future__ import annotations

import copy
import pickle
import sys
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from composing import header_lines, plain
from drafts import DATE, MESSAGE_ID
from handmade import HANDMADE

from mimeforge import Address, AddressError, EncodingError, Group, HeaderError, Message, parse
from mimeforge.headers import Date

if TYPE_CHECKING:
    from collections.abc import Callable


SES: dict[str, Any] = {
    "source_arn": "arn:aws:ses:us-east-1:123456789012:identity/xn--bcher-kva.example",
    "configuration_set": "receipts",
    "tags": {"campaign": "may"},
}


def full() -> Message:
    return (
        HANDMADE["everything at once"]
        .message()
        .header("X-Note", "Ü")
        .raw_header("X-Raw", b"a\r\n b")
        .unsubscribe("https://example.com/u", mailto="leave@example.com")
        .ses(**SES)
    )


ADDITIONS: dict[str, Callable[[Message], Message]] = {
    "attach": lambda message: message.attach(b"a", filename="a.bin"),
    "embed": lambda message: message.embed(b"b", cid="b", filename="b.png"),
    "attach_message": lambda message: message.attach_message(b"Subject: c\r\n\r\n"),
    "header": lambda message: message.header("X-Note", "d"),
    "raw_header": lambda message: message.raw_header("X-Note", b"d"),
    "unsubscribe": lambda message: message.unsubscribe("https://example.com/u"),
    "ses": lambda message: message.ses(configuration_set="e"),
    "replace": lambda message: message.replace(text="f"),
}


# -- a frozen value ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["subject", "to", "_text", "anything"])
def test_nothing_can_be_set_or_deleted(name: str) -> None:
    message = full()
    with pytest.raises(FrozenInstanceError):
        setattr(message, name, "x")
    with pytest.raises(FrozenInstanceError):
        delattr(message, name)


@pytest.mark.parametrize("name", ADDITIONS)
def test_every_helper_returns_a_new_message(name: str) -> None:
    message = plain()
    before = message.as_bytes()
    added = ADDITIONS[name](message)
    assert added != message
    assert added.as_bytes() == ADDITIONS[name](plain()).as_bytes() != before
    assert message.as_bytes() == before == plain().as_bytes()


@pytest.mark.parametrize("name", ADDITIONS)
def test_every_helper_draws_date_and_identifier_anew(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    message = Message(from_="orders@example.com", to="jo@example.net")
    later = Date(DATE + timedelta(days=1))
    monkeypatch.setattr("mimeforge.message.message.draw_date", lambda: later)
    written, added = parse(message.as_bytes()), parse(ADDITIONS[name](message).as_bytes())
    assert added.header("Date") == "Tue, 05 May 2026 12:30:59 +0000" != written.header("Date")
    assert added.header("Message-ID") != written.header("Message-ID")
    kept = parse(ADDITIONS[name](plain()).as_bytes())
    assert (kept.header("Date"), kept.header("Message-ID")) == ("Mon, 04 May 2026 12:30:59 +0000", MESSAGE_ID)


def test_what_was_given_can_change_afterwards() -> None:
    recipients, octets, tags = ["jo@example.net"], bytearray(b"abc"), {"a": "b"}
    message = plain(to=recipients).attach(octets).ses(tags=tags)
    before = message.as_bytes()
    recipients.append("x@example.net")
    octets[:] = b"xyz"
    tags["c"] = "d"
    assert message.as_bytes() == before


COPIES: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "oldest pickle": lambda value: pickle.loads(pickle.dumps(value, 0)),
}


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("was_written", [False, True])
def test_a_copy_is_equal_and_writes_the_same(way: str, was_written: bool) -> None:
    """Date and identifier were drawn: a copy keeps them."""
    message = full().replace(date=None, message_id=None)
    if was_written:
        message.as_bytes()
    copied = COPIES[way](message)
    assert copied == message
    assert hash(copied) == hash(message)
    assert copied.as_bytes() == message.as_bytes()
    assert copied.envelope == message.envelope


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize(
    "value",
    [
        Address("Zoé", "zoe@bücher.example"),
        Group("Team", ["a@example.net"]),
        full().envelope,
        AddressError("a", field="to", position=1, character="b"),
        HeaderError("a"),
        EncodingError("a", field="text"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_value_and_error_copies(value: object, way: str) -> None:
    copied = COPIES[way](value)
    assert copied == value
    assert hash(copied) == hash(value)
    assert (repr(copied), str(copied)) == (repr(value), str(value))


def test_messages_compare_by_what_was_given() -> None:
    assert Message(from_="a@example.com") == Message(from_="a@example.com")
    assert plain() == plain()
    assert plain() != plain(subject="x")
    assert plain() != plain(message_id="other@example.com")
    assert plain().attach(b"a") != plain().attach(b"b")
    assert plain().header("X-A", "a") != plain().header("X-A", "b")
    assert plain().__eq__("plain") is NotImplemented
    assert len({plain(), plain(), plain(subject="x")}) == 2


def test_repr_is_short_and_shows_no_body() -> None:
    secret = "SECRET" * 100
    message = plain(subject="x" * 500, text=secret, html=secret, to=[f"{i}@example.net" for i in range(50)])
    message = message.attach(secret.encode()).embed(secret.encode(), cid="a").attach_message(secret.encode()[:600])
    message.as_bytes(None)
    for value in (message, message.attached, message.embedded, message._text, message._html):
        assert "SECRET" not in repr(value)
    assert len(repr(message)) < 200
    assert "orders@example.com" in repr(message)


# -- date and identifier -----------------------------------------------------------------------------------------------


def test_date_and_identifier_are_drawn_once_for_each_value() -> None:
    message = Message(from_=Address(None, "orders@BÜCHER.example"))
    assert message.as_bytes(None) == message.as_bytes(None)
    written = parse(message.as_bytes(None))
    left, _, right = (written.header("Message-ID") or "").strip("<>").partition("@")
    assert right == "xn--bcher-kva.example"
    assert len(bytes.fromhex(left)) == 16
    assert (written.header("Date") or "").endswith(" +0000")


@pytest.mark.parametrize("replace", ["replace", "__replace__"])
def test_replace_draws_anew_what_was_not_given(replace: str) -> None:
    drawn = Message(from_="orders@example.com")
    ids = {parse(getattr(drawn, replace)(subject=str(i)).as_bytes(None)).header("Message-ID") for i in range(20)}
    assert len(ids) == 20
    kept = getattr(plain(), replace)(subject="x")
    assert (kept.date, kept.message_id) == (DATE, MESSAGE_ID)
    assert parse(kept.as_bytes()).header("Message-ID") == MESSAGE_ID


@pytest.mark.skipif(sys.version_info < (3, 13), reason="copy.replace came with Python 3.13")
def test_copy_replace_is_replace() -> None:
    assert copy.replace(full(), subject="x") == full().replace(subject="x")  # type: ignore[attr-defined,unused-ignore]


def test_replace_keeps_the_rest() -> None:
    assert full().replace(subject=full().subject) == full()
    changed = full().replace(subject="Other", to=[])
    assert (changed.subject, changed.to, changed.text, changed.attached) == ("Other", (), full().text, full().attached)
    assert header_lines(changed)[-12:-2] == header_lines(full())[-12:-2]


@pytest.mark.parametrize("name", ["attached", "subjects", "extra_fields"])
def test_replace_refuses_what_is_no_argument(name: str) -> None:
    with pytest.raises(TypeError, match=name):
        plain().replace(**{name: "x"})


def test_same_input_same_bytes() -> None:
    assert full().as_bytes() == full().as_bytes()
    assert full() == full()


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (datetime(2026, 5, 4, 12, 30, 59, 999_999, tzinfo=UTC), "Mon, 04 May 2026 12:30:59 +0000"),
        (datetime(2026, 5, 4, tzinfo=timezone(timedelta(hours=-9, minutes=-30))), "Mon, 04 May 2026 00:00:00 -0930"),
        (datetime(2026, 5, 4, tzinfo=timezone(timedelta(minutes=19, seconds=32))), "Sun, 03 May 2026 23:40:28 +0000"),
    ],
)
def test_a_date_keeps_its_zone_where_that_has_whole_minutes(when: datetime, written: str) -> None:
    assert parse(plain(date=when).as_bytes()).header("Date") == written


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "error", "field", "position", "character"),
    [
        ({"subject": "Hello, world\rx"}, HeaderError, "subject", 12, "\r"),
        ({"subject": "a\nBcc: x@example.net"}, HeaderError, "subject", 1, "\n"),
        ({"subject": "a\0"}, HeaderError, "subject", 1, "\0"),
        ({"subject": "ab\ud800"}, HeaderError, "subject", 2, "\ud800"),
        ({"text": "ab\udfff"}, EncodingError, "text", 2, "\udfff"),
        ({"html": "\ud83d"}, EncodingError, "html", 0, "\ud83d"),
        ({"from_": "jö@example.com"}, AddressError, "from_", 1, "ö"),
        ({"from_": "a@example.com\r\nBcc: x@example.net"}, AddressError, "from_", 13, "\r"),
        ({"to": "a@example.net, b@example.net"}, AddressError, "to", 13, ","),
        ({"to": ["a@example.net", "Doe, Jo <b@example.net>"]}, AddressError, "to[1]", 3, ","),
        ({"to": "a@example.net; b@example.net"}, AddressError, "to", 13, ";"),
        ({"cc": "Jo (work) <a@example.net>"}, AddressError, "cc", 3, "("),
        ({"bcc": ["a"]}, AddressError, "bcc[0]", 1, None),
        ({"to": ""}, AddressError, "to", 0, None),
        ({"reply_to": "=?utf-8?q?a?=@example.net"}, AddressError, "reply_to", 0, "="),
        ({"sender": "a@example.net\x0b"}, AddressError, "sender", 13, "\x0b"),
        ({"return_path": "<>"}, AddressError, "return_path", None, None),
        ({"date": datetime(2026, 1, 1)}, HeaderError, "date", None, None),
        ({"message_id": "<a b@example.com>"}, HeaderError, "message_id", 2, " "),
        ({"message_id": "a@example.com\r\nBcc: x"}, HeaderError, "message_id", 13, "\r"),
        ({"in_reply_to": "a@example.com"}, HeaderError, "in_reply_to", None, None),
        ({"references": ["<a@example.com>", "<b@example.com>\r\n"]}, HeaderError, "references[1]", 15, "\r"),
        ({"references": "<é@example.com>"}, HeaderError, "references", 1, "é"),
    ],
)
def test_an_error_names_the_argument_the_position_and_the_character(
    arguments: dict[str, Any], error: type[Any], field: str, position: int | None, character: str | None
) -> None:
    with pytest.raises(error) as caught:
        plain(**arguments)
    assert caught.value.field == field
    if position is not None:
        assert (caught.value.position, caught.value.character) == (position, character)
        assert f"position {position} of {field}" in str(caught.value)
    if character:
        assert f"U+{ord(character):04X}" in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "arguments",
    [
        {"from_": None},
        {"from_": ["orders@example.com"]},
        {"from_": Group("Team", ["a@example.net"])},
        {"to": None},
        {"to": b"jo@example.net"},
        {"to": [b"jo@example.net"]},
        {"cc": 5},
        {"sender": ["a@example.net"]},
        {"subject": b"x"},
        {"text": b"x"},
        {"html": 5},
        {"date": date(2026, 5, 4)},
        {"date": "Mon, 04 May 2026 12:30:59 +0000"},
        {"message_id": b"a@example.com"},
        {"references": b"<a@example.com>"},
        {"references": 5},
        {"in_reply_to": 0},
    ],
)
def test_a_wrong_type_is_a_type_error_that_names_the_argument(arguments: dict[str, Any]) -> None:
    (name,) = arguments
    with pytest.raises(TypeError, match=name):
        plain(**arguments)


def test_a_sender_is_all_it_needs_by_name() -> None:
    with pytest.raises(TypeError):
        Message()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Message("orders@example.com")  # type: ignore[call-arg]
    names = [line.partition(":")[0] for line in header_lines(Message(from_="orders@example.com"))]
    assert names == ["From", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]


def test_empty_fields_are_never_written() -> None:
    empty: dict[str, Any] = dict.fromkeys(["to", "cc", "bcc", "reply_to", "references"], ())
    names = [line.partition(":")[0] for line in header_lines(plain(**empty, in_reply_to=None))]
    assert names[:4] == ["From", "Date", "Message-ID", "MIME-Version"]


def test_bcc_and_the_bounce_address_are_not_in_the_octets() -> None:
    message = plain(bcc=["Hidden <hidden@example.net>"], return_path="bounces@example.com", text="x")
    assert b"hidden" not in message.as_bytes().lower()
    assert b"bounces" not in message.as_bytes()


def test_fields_come_in_their_order() -> None:
    people = {"sender": "s@example.com", "cc": "c@example.net", "reply_to": "r@example.net"}
    message = plain(**people, subject="x", in_reply_to="<a@example.net>", references="<a@example.net> <b@example.net>")
    names = [line.partition(":")[0] for line in header_lines(message.header("X-A", "a").raw_header("X-B", b"b"))]
    assert (
        names
        == (
            "From Sender To Cc Reply-To Subject Date Message-ID In-Reply-To References X-A X-B "
            "MIME-Version Content-Type Content-Transfer-Encoding"
        ).split()
    )
