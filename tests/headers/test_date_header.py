from __future__ import annotations

import locale
import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.errors import HeaderError
from mimeforge.headers import Date


def zone(hours: int = 0, minutes: int = 0, seconds: int = 0) -> timezone:
    return timezone(timedelta(hours=hours, minutes=minutes, seconds=seconds))


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (datetime(2026, 5, 1, 9, 5, 7, tzinfo=UTC), "Fri, 01 May 2026 09:05:07 +0000"),
        (datetime(2026, 5, 1, 9, 5, 7, 999_999, tzinfo=zone(2)), "Fri, 01 May 2026 09:05:07 +0200"),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=zone(-3, -30)), "Thu, 31 Dec 2026 23:59:59 -0330"),
        (datetime(2024, 2, 29, tzinfo=zone(5, 45)), "Thu, 29 Feb 2024 00:00:00 +0545"),
        (datetime(2026, 1, 1, tzinfo=zone(14)), "Thu, 01 Jan 2026 00:00:00 +1400"),
        (datetime(2026, 1, 1, tzinfo=zone(-23, -59)), "Thu, 01 Jan 2026 00:00:00 -2359"),
        (datetime(2026, 1, 1, tzinfo=zone(0, -30)), "Thu, 01 Jan 2026 00:00:00 -0030"),
        # The field has no seconds in a zone: written as UTC.
        (datetime(1910, 6, 1, 12, tzinfo=zone(0, 9, 21)), "Wed, 01 Jun 1910 11:50:39 +0000"),
        (datetime(1910, 6, 1, tzinfo=zone(0, 0, -1)), "Wed, 01 Jun 1910 00:00:01 +0000"),
        (datetime(1910, 6, 1, tzinfo=timezone(timedelta(microseconds=1))), "Tue, 31 May 1910 23:59:59 +0000"),
        (datetime(1900, 1, 1, tzinfo=UTC), "Mon, 01 Jan 1900 00:00:00 +0000"),
        (datetime(9999, 12, 31, tzinfo=UTC), "Fri, 31 Dec 9999 00:00:00 +0000"),
    ],
)
def test_what_is_written(when: datetime, written: str) -> None:
    assert Date.of(when, "date").write("Date") == f"Date: {written}\r\n".encode()


@given(st.datetimes(datetime(1901, 1, 1), datetime(9998, 1, 1), timezones=st.timezones()))
def test_the_standard_library_reads_the_same_instant(when: datetime) -> None:
    read = parsedate_to_datetime(Date.of(when, "date").write("Date").decode().removeprefix("Date: "))
    assert abs(read - when) < timedelta(seconds=1)


def test_the_locale_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "ja_JP.UTF-8"):
            try:
                locale.setlocale(locale.LC_TIME, name)
            except locale.Error:
                continue
            assert Date(datetime(2026, 5, 1, tzinfo=UTC)).write("Date").startswith(b"Date: Fri, 01 May ")
    finally:
        locale.setlocale(locale.LC_TIME, before)


def test_the_zone_of_the_machine_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        with monkeypatch.context() as patch:
            patch.setenv("TZ", "America/New_York")
            time.tzset()
            odd = Date.of(datetime(2026, 5, 1, 12, tzinfo=zone(0, 9, 21)), "date").write("Date")
    finally:
        time.tzset()
    assert odd == b"Date: Fri, 01 May 2026 11:50:39 +0000\r\n"


class NoZone(tzinfo):
    """A zone that knows no offset: as good as none."""

    def utcoffset(self, when: datetime | None, /) -> None: ...

    def dst(self, when: datetime | None, /) -> None: ...

    def tzname(self, when: datetime | None, /) -> None: ...


@pytest.mark.parametrize("when", [datetime(2026, 5, 1), datetime(2026, 5, 1, tzinfo=NoZone())])
def test_a_naive_datetime_names_no_instant(when: datetime) -> None:
    with pytest.raises(HeaderError, match=r"^date: a datetime without a zone"):
        Date.of(when, "date")


def test_a_year_before_1900_is_refused() -> None:
    with pytest.raises(HeaderError, match=r"^date: the year 1899"):
        Date.of(datetime(1899, 12, 31, tzinfo=UTC), "date")


def test_an_instant_that_utc_has_no_year_for_is_refused() -> None:
    with pytest.raises(HeaderError, match=r"^date: no instant of the years 1 to 9999 in UTC"):
        Date.of(datetime(9999, 12, 31, 23, 59, 59, tzinfo=zone(0, 0, -1)), "date")


@pytest.mark.parametrize("value", ["2026-05-01", 0, None, datetime(2026, 5, 1, tzinfo=UTC).date()])
def test_anything_else_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match=f"date takes a datetime, not {type(value).__name__}"):
        Date.of(value, "date")  # type: ignore[arg-type]
