"""The standard library's parser as a second opinion: on good messages both see the same parts and the same content."""

from __future__ import annotations

import email
import email.policy
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mimeforge import Part, parse

if TYPE_CHECKING:
    from email.message import Message as Reading

# Where the two differ for a reason: the types whose body CPython reads as messages.
NO_PARTS = {
    "message/delivery-status": "a type of its own (RFC 3464 §2.1): its groups of fields are no parts",
}

CORPUS = os.environ.get("MIMEFORGE_CORPUS")


def good_messages() -> list[Any]:
    if CORPUS is None:
        return [pytest.param("", marks=pytest.mark.skip(reason="MIMEFORGE_CORPUS names no folder of messages"))]
    index = json.loads((Path(CORPUS) / "index.json").read_text("utf-8"))
    return [entry["file"] for entry in index["messages"] if entry["label"] in {"clean", "clean-bulk"}]


@pytest.mark.parametrize("file", good_messages())
def test_parts_and_contents_agree(file: str) -> None:
    octets = Path(CORPUS or "", file).read_bytes()
    assert list(map(seen, parse(octets).walk())) == seen_by_email(octets)


def test_the_second_opinion_is_asked_everything() -> None:
    octets = (
        b'Content-Type: multipart/mixed; boundary="b"\n\npreamble\n--b\nContent-Transfer-Encoding: base64\n\nUmXDp3U=\n'
        b"--b\nContent-Type: message/rfc822\n\nContent-Type: text/html\n\nx\n--b--\n"
    )
    assert seen_by_email(octets) == [
        ("multipart/mixed", None),
        ("text/plain", "Reçu".encode()),
        ("message/rfc822", None),
        ("text/html", b"x"),
    ]
    assert list(map(seen, parse(octets).walk())) == seen_by_email(octets)


def seen(part: Part) -> tuple[str, bytes | None]:
    is_leaf = not part.parts and part.media_type not in NO_PARTS
    return part.media_type, part.content if is_leaf else None


def seen_by_email(octets: bytes) -> list[tuple[str, bytes | None]]:
    rows: list[tuple[str, bytes | None]] = []
    waiting: list[Reading] = [email.message_from_bytes(octets, policy=email.policy.compat32)]
    while waiting:
        reading = waiting.pop()
        inner: Any = reading.get_payload() if reading.is_multipart() else []
        payload: Any = None if inner else reading.get_payload(decode=True)
        rows.append((reading.get_content_type(), payload))
        if reading.get_content_type() not in NO_PARTS:
            waiting.extend(reversed(inner))
    return rows
