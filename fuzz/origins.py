"""The messages that are mutated: written by hand, composed, and those of other projects where they are at hand."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fuzz.mutate import Origin
from mimeforge import Address, Group, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["composed", "origins"]

_HAND_WRITTEN: Final = Path(__file__).parent / "seeds"

# Messages of other projects: a folder of them, at any depth.
_ELSEWHERE: Final = "MIMEFORGE_CORPUS"
_SUFFIXES: Final = frozenset(".eml .msg .mime .raw .txt .mbox".split())
_LARGEST: Final = 1 << 15


@cache
def origins() -> tuple[Origin, ...]:
    """Return all messages, in an order that does not depend on the machine."""
    by_hand = (Origin(path.name, path.read_bytes()) for path in sorted(_HAND_WRITTEN.glob("*.eml")))
    return (*by_hand, *composed(), *_elsewhere())


def composed() -> Iterator[Origin]:
    """Compose messages that hold every kind of field and part; the same octets each time."""
    for name, message in _messages():
        yield Origin(f"composed {name}", b"".join(message.as_chunks()))


def _messages() -> Iterator[tuple[str, Message]]:
    date = datetime(2026, 5, 3, 12, tzinfo=UTC)
    plain = Message(
        from_="jo@example.com",
        to="zoe@example.net",
        subject="Lunch",
        text="See you at noon.\n",
        date=date,
        message_id="2@example.com",
    )
    yield "plain", plain
    yield "many", plain.replace(to=[Address(f"Zoé {n}, 東京", f"zoe{n}@example.net") for n in range(60)])
    yield "attachment", plain.replace(text=None).attach(b"%PDF-1.7\n" * 200, filename="a.pdf")
    sender = Address("Café Zoé, Paris", "orders@bücher.example")
    full = Message(
        from_=sender,
        sender="office@example.com",
        to=["Jo <jo@example.net>", Group("Team", ["a@example.net", "b@example.net"])],
        cc='"O\'Neil, Pat" <pat@example.org>',
        reply_to="desk@example.com",
        subject="Votre reçu n° 42 — merci, 東京へようこそ",
        text="Merci !\n" * 40,
        html='<p>Merci ! <img src="cid:logo"></p>\n' * 40,
        in_reply_to="<1@example.com>",
        references=["<0@example.com>", "<1@example.com>"],
        date=date,
        message_id="3@example.com",
    )
    arn = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    yield (
        "full",
        full.embed(bytes(range(256)) * 4, cid="logo", filename="logo.png", content_type="image/png")
        .attach("naïf\n".encode() * 90, filename="Reçu – mai 2026, première et dernière version, définitive.txt")
        .attach(b"\0\1\2" * 900, filename="plain.bin", content_type="application/octet-stream")
        .attach_message(b"".join(plain.as_chunks()), filename="original.eml")
        .unsubscribe("https://example.com/u?t=1", mailto="leave@example.com")
        .header("Auto-Submitted", "auto-generated")
        .ses(source_arn=arn, from_arn=arn, return_path_arn=arn, configuration_set="receipts", tags={"campaign": "may"}),
    )


def _elsewhere() -> Iterator[Origin]:
    folder = os.environ.get(_ELSEWHERE)
    if not folder:
        return
    if not Path(folder).is_dir():
        raise NotADirectoryError(f"{_ELSEWHERE} names no folder: {folder}")
    for path in sorted(Path(folder).rglob("*")):
        if path.suffix.lower() in _SUFFIXES and path.is_file() and path.stat().st_size <= _LARGEST:
            yield Origin(path.relative_to(folder).as_posix(), path.read_bytes())
