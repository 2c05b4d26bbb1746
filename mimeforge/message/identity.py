"""Date and Message-ID of a message that was given none. The clock and the random octets can be given."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mimeforge.headers import Date, own_message_id

if TYPE_CHECKING:
    from mimeforge.headers import Address, MessageIds

__all__ = ["draw_date", "draw_message_id"]

_RANDOM_OCTETS = 16


def draw_date(now: datetime | None = None) -> Date:
    """Take the present, in UTC and whole seconds."""
    return Date((now or datetime.now(UTC)).replace(microsecond=0))


def draw_message_id(sender: Address, random: bytes | None = None) -> MessageIds:
    """Draw 128 random bits at the sender's domain; never the name of this host, which is nobody's business."""
    left = (random or os.urandom(_RANDOM_OCTETS)).hex()
    domain = sender.addr_spec.rpartition("@")[2].lower()
    return own_message_id(f"{left}@{domain}", "message_id")
