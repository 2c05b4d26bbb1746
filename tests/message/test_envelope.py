"""Who really sends and who really receives."""

from __future__ import annotations

from typing import Any

import pytest
from composing import plain

from mimeforge import Address, Envelope, Group, HeaderError


@pytest.mark.parametrize(
    ("arguments", "sender"),
    [
        ({}, "orders@example.com"),
        ({"sender": "desk@example.com"}, "desk@example.com"),
        ({"sender": "desk@example.com", "return_path": "bounces@example.com"}, "bounces@example.com"),
        ({"return_path": Address("Bounces", "bounces@bücher.example")}, "bounces@xn--bcher-kva.example"),
    ],
)
def test_the_sender_is_the_bounce_address_else_sender_else_from(arguments: dict[str, Any], sender: str) -> None:
    assert plain(**arguments).envelope.sender == sender


@pytest.mark.parametrize(
    ("arguments", "recipients"),
    [
        ({"to": ()}, []),
        ({"to": "a@example.net", "cc": "b@example.net", "bcc": "c@example.net"}, ["a", "b", "c"]),
        ({"to": ["a@example.net", "a@example.net"], "cc": "a@example.net", "bcc": "a@example.net"}, ["a"]),
        ({"to": ["A@example.net", "a@example.net"]}, ["A", "a"]),
        ({"to": ["Jo <a@example.net>", "Bo <a@example.net>"]}, ["a"]),
        ({"to": Group("Team", ["a@example.net", "b@example.net"]), "bcc": "b@example.net"}, ["a", "b"]),
        ({"to": Group("Nobody", [])}, []),
        ({"to": (), "cc": Group("Team", ["a@example.net"]), "bcc": Group("Hidden", ["b@example.net"])}, ["a", "b"]),
    ],
)
def test_each_recipient_stands_once_in_order(arguments: dict[str, Any], recipients: list[str]) -> None:
    assert plain(**arguments).envelope.recipients == tuple(f"{local}@example.net" for local in recipients)


def test_domains_compare_as_a_labels_without_case_and_the_first_spelling_stays() -> None:
    message = plain(
        to=["a@Example.NET", "a@example.net", "a@BÜCHER.example", "a@xn--bcher-kva.example", "a@EXAMPLE.net"]
    )
    assert message.envelope.recipients == ("a@Example.NET", "a@xn--bcher-kva.example")


def test_reply_to_and_the_sender_receive_nothing() -> None:
    message = plain(to="a@example.net", reply_to="b@example.net", sender="c@example.com", return_path="d@example.com")
    assert message.envelope == Envelope("d@example.com", ("a@example.net",))


@pytest.mark.parametrize("name", ["Bcc", "BCC", "Resent-Bcc", "resent-bcc"])
def test_blind_recipients_stay_out_of_the_octets_on_every_way(name: str) -> None:
    with pytest.raises(HeaderError, match="the argument bcc") as caught:
        plain().raw_header(name, b"hidden@example.net")
    assert caught.value.field == name


def test_an_envelope_is_shown_without_its_recipients() -> None:
    envelope = plain(to=[f"u{i}@example.net" for i in range(1000)]).envelope
    assert repr(envelope) == "Envelope('orders@example.com', 1000 recipients)"
