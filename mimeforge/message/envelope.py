"""The envelope: who really sends and who really receives (RFC 5321 §2.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.headers import Address

__all__ = ["Envelope", "distinct"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The bounce address and the recipients, as bare addr-specs in ASCII, each recipient once."""

    sender: str
    recipients: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Envelope({self.sender!r}, {len(self.recipients)} recipients)"


def distinct(mailboxes: Iterable[Address], seen: set[tuple[str, str]] | None = None) -> Iterator[Address]:
    """Pass each mailbox once, in its first spelling: local parts compare to the letter, domains without case.

    ``seen`` carries over what was passed before, from one field to the next.
    """
    seen = set() if seen is None else seen
    for mailbox in mailboxes:
        if mailbox.key not in seen:
            seen.add(mailbox.key)
            yield mailbox
