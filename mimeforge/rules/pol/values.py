"""Values of conditions by their types: times, numbers, truths and networks (IAM user guide, condition operators)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

__all__ = ["YEAR_RE", "address", "microseconds", "network", "number", "truth"]

# Characters that are read of a value; none that means something is longer.
_READ_MAX: Final = 64

# A year, says W3C; or seconds: no document says what IAM takes it for.
YEAR_RE: Final = re.compile(r"[0-9]{4}")
_SECONDS_RE: Final = re.compile(r"-?[0-9]{1,15}")
# W3C, date and time formats.
_DATE_RE: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?)?"
)
_MONTH_LENGTH: Final = len("2026-05")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

_NUMBER_RE: Final = re.compile(r"[+-]?(?:[0-9]+\.?|[0-9]*\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_TRUTHS: Final = {"true": True, "false": False}


def microseconds(text: str) -> int | None:
    """Read a time as microseconds since 1970: in seconds, or as ISO 8601 writes it, in UTC where it has no zone.

    Returns None for what is no time, and for a year alone.
    """
    if YEAR_RE.fullmatch(text):
        return None
    if _SECONDS_RE.fullmatch(text):
        return int(text) * 1_000_000
    if len(text) > _READ_MAX or not _DATE_RE.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(f"{text}-01" if len(text) == _MONTH_LENGTH else text)
    except ValueError:  # no day of that month, no minute of that hour
        return None
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH) // timedelta(microseconds=1)


def number(text: str) -> Decimal | None:
    """Read a number."""
    return Decimal(text) if len(text) <= _READ_MAX and _NUMBER_RE.fullmatch(text) else None


def truth(text: str) -> bool | None:
    """Read true or false, in any case of letters."""
    return _TRUTHS.get(text.lower())


def address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address of the Internet."""
    try:
        return ip_address(text)
    except ValueError:
        return None


def network(text: str) -> IPv4Network | IPv6Network | None:
    """Read a network of such addresses, or a single one."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
