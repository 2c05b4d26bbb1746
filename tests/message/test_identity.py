"""Date and Message-ID that were not given, drawn from a clock and random octets that are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mimeforge import Address
from mimeforge.message.identity import draw_date, draw_message_id


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("jo@example.com", "<00ff00ff00ff00ff00ff00ff00ff00ff@example.com>"),
        ("jo@Example.COM", "<00ff00ff00ff00ff00ff00ff00ff00ff@example.com>"),
        ("jo@bücher.example", "<00ff00ff00ff00ff00ff00ff00ff00ff@xn--bcher-kva.example>"),
        ('"a@b"@example.com', "<00ff00ff00ff00ff00ff00ff00ff00ff@example.com>"),
        ("jo@[192.0.2.1]", "<00ff00ff00ff00ff00ff00ff00ff00ff@[192.0.2.1]>"),
    ],
)
def test_an_identifier_is_128_bits_at_the_domain_of_the_sender(address: str, written: str) -> None:
    assert draw_message_id(Address(None, address), b"\x00\xff" * 8).ids == (written,)


def test_random_octets_are_drawn_where_none_are_given() -> None:
    sender = Address(None, "jo@example.com")
    assert len({draw_message_id(sender) for _ in range(100)}) == 100


def test_a_date_is_in_whole_seconds() -> None:
    now = datetime(2026, 5, 4, 12, 30, 59, 999_999, tzinfo=UTC)
    assert draw_date(now).when == now.replace(microsecond=0)


def test_the_present_is_taken_in_utc() -> None:
    before = datetime.now(timezone(timedelta(hours=9))).replace(microsecond=0)
    drawn = draw_date().when
    assert before <= drawn <= datetime.now(UTC)
    assert drawn.tzinfo is UTC
