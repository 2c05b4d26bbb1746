"""Dates (RFC 5322 §3.3), in English whatever the locale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mimeforge.errors import HeaderError
from mimeforge.headers.folding import fold

__all__ = ["Date"]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Date:
    """An instant with its zone, in whole minutes: the field has no seconds there."""

    when: datetime

    @classmethod
    def of(cls, value: datetime, argument: str) -> Date:
        """Take an aware datetime; a naive one names no instant and is refused, an odd zone becomes UTC."""
        if not isinstance(value, datetime):
            raise TypeError(f"{argument} takes a datetime, not {type(value).__name__}")
        if value.utcoffset() is None:
            raise HeaderError("a datetime without a zone names no instant; give it a tzinfo", field=argument)
        if value.year < _FIRST_YEAR:
            raise HeaderError(f"the year {value.year}, the first that may stand is {_FIRST_YEAR}", field=argument)
        offset = value.utcoffset() or timedelta(0)
        try:
            return cls(value.astimezone(UTC) if offset % timedelta(minutes=1) else value)
        except OverflowError:
            raise HeaderError("no instant of the years 1 to 9999 in UTC", field=argument) from None

    def write(self, name: str) -> bytes:
        """Write the whole field with its CRLF."""
        when = self.when
        offset = when.utcoffset() or timedelta(0)
        hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
        sign = "-" if offset < timedelta(0) else "+"
        day = f"{_DAYS[when.weekday()]}, {when.day:02} {_MONTHS[when.month - 1]} {when.year:04}"
        time = f"{when.hour:02}:{when.minute:02}:{when.second:02}"
        return fold(name, [f" {day} {time} {sign}{hours:02}{minutes:02}"])
