"""The check of composers: one that keeps the laws passes, and each way to break one is told."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from trying import few_examples

from mimeforge import Address, Message
from mimeforge.testing import check_composer
from mimeforge.testing.composers import laws
from mimeforge.testing.laws import broken

if TYPE_CHECKING:
    from collections.abc import Callable


BARE = Message(from_="a@example.com", to="b@example.net", text="a")


def compose(message: Message) -> bytes:
    return message.as_bytes(profile=None)


def refuses_html(message: Message) -> bytes:
    if message.html:
        raise ValueError("no HTML here")
    return compose(message)


def does_no_html(message: Message) -> bytes:
    if message.html:
        raise NotImplementedError("no HTML here")
    return compose(message)


def blind_in_sight(message: Message) -> bytes:
    listed = ", ".join(member.addr_spec for member in message.bcc if isinstance(member, Address))
    return f"Bcc: {listed}\r\n".encode() * bool(listed) + compose(message)


def strips_lines(message: Message) -> bytes:
    return compose(message.replace(text=message.text and "\n".join(map(str.rstrip, message.text.split("\n")))))


def edited(old: bytes, new: bytes) -> Callable[[Message], bytes]:
    return lambda message: compose(message).replace(old, new)


# What is wrong with a composer, and what is told of it.
FLAWED: dict[str, tuple[Callable[[Message], bytes], str]] = {
    "refuses": (refuses_html, "compose takes every message (RFC 5322 §3.6)"),
    "LF": (edited(b"\r\n", b"\n"), "Lines end in CRLF and have at most 998 octets (RFC 5322 §2.1, §2.1.1)"),
    "a long line": (edited(b"Date:", b"X-Long: " + b"x" * 999 + b"\r\nDate:"), "Lines end in CRLF"),
    "two subjects": (edited(b"Date:", b"Subject: a\r\nDate:"), "The linter finds no error under the profile ses"),
    "no MIME-Version": (edited(b"MIME-Version: 1.0\r\n", b""), "Nor what an RFC rules out and servers let pass"),
    "no charset": (edited(b'; charset="utf-8"', b""), "Nor what an RFC rules out"),
    "no alternatives": (
        edited(b"multipart/alternative", b"multipart/mixed"),
        "Plain text and HTML are alternatives, whatever is attached (RFC 2046 §5.1.4)",
    ),
    "no subject": (lambda message: compose(message.replace(subject=None)), "The subject arrives (RFC 2047 §6.2)"),
    "no name": (edited(b'"', b""), "Authors and recipients arrive, names and addresses (RFC 5322 §3.4)"),
    "one field less": (edited(b"Cc:", b"X-Cc:"), "Authors and recipients arrive"),
    "Bcc": (blind_in_sight, "Blind recipients stay out of the octets (RFC 5322 §3.6.3)"),
    "no blanks at the ends": (strips_lines, "Plain text and HTML arrive, to the last blank (RFC 2045 §6)"),
    "another name": (edited(b"name=", b"title="), "Attachments arrive: names, types and octets"),
    "another type": (edited(b"application/pdf", b"text/plain"), "Attachments arrive"),
    "another id": (edited(b"Content-ID: <", b"Content-ID: <x"), "Inline parts arrive under their content ids"),
    "another ARN": (edited(b"us-east-1", b"us-east-2"), "Fields for machines arrive to the letter"),
    "a fold in a token": (edited(b"u?t=", b"u?\r\n t="), "Fields for machines arrive to the letter"),
    "another zone": (edited(b"+0000", b"-0000"), "The date arrives, whatever its zone (RFC 5322 §3.3)"),
}


def test_a_composer_that_keeps_the_laws_passes() -> None:
    with few_examples(40):
        check_composer(compose)


@pytest.mark.parametrize("name", FLAWED)
def test_a_composer_that_breaks_a_law_is_told_which(name: str) -> None:
    flawed, title = FLAWED[name]
    (law,) = (law for law in laws(flawed, "ses") if f"{law.title} ({law.source})".startswith(title))
    with few_examples(40):
        said = broken(law)
    assert said is not None
    assert said.replace("\n", "").isprintable()


def test_an_empty_subject_says_no_more_than_none() -> None:
    flawless = edited(b"Date:", b"Subject: \r\nDate:")
    (law,) = (law for law in laws(flawless, "ses") if law.title == "The subject arrives")
    law.check(BARE)


def test_what_a_composer_does_not_do_does_not_count() -> None:
    with few_examples(40):
        check_composer(does_no_html)


def test_a_composer_that_does_nothing_is_told_so() -> None:
    def compose(message: Message) -> bytes:
        raise NotImplementedError

    with few_examples(1), pytest.raises(AssertionError) as caught:
        check_composer(compose)
    assert "breaks 1 of 15 laws:\n\n1. compose does messages of one text (RFC 5322 §3.6).\n" in str(caught.value)


@pytest.mark.parametrize(
    ("returned", "told"),
    [("From: a@example.com", "str"), (bytearray(b"From: a@example.com"), "bytearray"), (None, "NoneType")],
)
def test_what_is_no_octets_is_told_once(returned: object, told: str) -> None:
    takes, *others = laws(lambda _: returned, "ses")  # type: ignore[arg-type, return-value]
    assert takes.title == "compose takes every message"
    with pytest.raises(AssertionError, match=f"\n   compose returned {told}, not bytes$"):
        takes.check(BARE)
    for law in others:
        law.check((BARE,) if law.title == "compose does messages of one text" else BARE)


def test_a_composer_that_fails_now_and_then_is_told_so() -> None:
    calls = count()

    def compose(message: Message) -> bytes:
        if next(calls) == 2:
            raise ValueError("busy")
        return message.as_bytes(profile=None)

    with few_examples(5):
        said = broken(laws(compose, "ses")[0])
    assert said is not None
    assert "   compose raised ValueError: busy\n   Tried again, it was kept: the same values" in said


def test_all_laws_that_are_broken_are_told_each_with_its_smallest_example() -> None:
    with few_examples(40, shrunk=True), pytest.raises(AssertionError) as caught:
        check_composer(lambda message: compose(message.replace(subject=None)))
    said = str(caught.value)
    assert said.startswith("this composer breaks 1 of 15 laws:\n\n1. The subject arrives (RFC 2047 §6.2).\n")
    assert "   given:    'a'\n   read:     None\n   octets:   b'From: a@example.com\\r\\n" in said


def test_the_linter_is_asked_under_the_profile_that_is_named() -> None:
    with few_examples(40), pytest.raises(ValueError, match="unknown profile"):
        check_composer(compose, profile="sess")
    with few_examples(40):
        check_composer(compose, profile="rfc")
