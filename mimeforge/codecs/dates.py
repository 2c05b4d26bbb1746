"""Dates of header fields (RFC 5322 §3.3), read to tell what is wrong with them."""

from __future__ import annotations

import calendar
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import LWSP
from mimeforge._grammar.dates import DATE_TIME_RE, NUMERIC_ZONE_RE, OBS_ZONE_RE, ZONE_NAME_RE
from mimeforge._limits import YEAR_MIN, ZONE_HOURS_MAX

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

__all__ = ["DAY_NAMES", "MONTH_NAMES", "ZONE_OFFSETS", "Fault", "Problem", "faults", "moment"]

DAY_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS: Final = {name.lower(): number for number, name in enumerate(DAY_NAMES)}
MONTH_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS: Final = {name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)}

# RFC 5322 §4.3: what the names of zones stand for; of the military letters, Z alone is sure. UTC is not among them, and
# is what all of them are counted from.
ZONE_OFFSETS: Final = {
    "UTC": "+0000",
    "UT": "+0000",
    "GMT": "+0000",
    "Z": "+0000",
    **{
        f"{zone}{kind}": f"-{hours + (kind == 'ST'):02}00"
        for zone, hours in zip("ECMP", range(4, 8), strict=True)
        for kind in ("ST", "DT")
    },
}

_LAST: Final = {"hour": 23, "minute": 59, "second": 60}  # RFC 5322 §3.3: 60 is a leap second


class Problem(Enum):
    """What can be wrong with a date."""

    UNREADABLE = auto()
    NO_COMMA = auto()
    DIGITS = auto()
    BLANKS = auto()
    NO_GAP = auto()
    COMMENT = auto()
    ZONE = auto()
    DAY_WORD = auto()
    MONTH_WORD = auto()
    SHORT_YEAR = auto()
    OBSOLETE_ZONE = auto()
    UNKNOWN_ZONE = auto()
    NO_ZONE = auto()
    ZONE_MINUTES = auto()
    ZONE_FAR = auto()
    EARLY_YEAR = auto()
    NO_SUCH_DAY = auto()
    NO_SUCH_TIME = auto()
    WEEKDAY = auto()


class Fault(NamedTuple):
    """A problem and where it stands. ``meant`` is what should stand there, where that can be told."""

    problem: Problem
    start: int
    end: int
    meant: str = ""


def faults(text: str, bare: str) -> Iterator[Fault]:
    """Tell what is wrong with a date. ``bare`` is its text with blanks in the place of comments."""
    date = DATE_TIME_RE.fullmatch(bare)
    if not date:
        start = len(text) - len(text.lstrip(LWSP))
        yield Fault(Problem.UNREADABLE, start, max(start, len(text.rstrip(LWSP))))
        return
    yield from _form_faults(date)
    yield from _zone_faults(date)
    comment = text[slice(*date.span("gap"))].strip(LWSP)
    if comment and date["zone"]:
        start = text.index(comment, date.start("gap"))
        yield Fault(Problem.COMMENT, start, start + len(comment))
    yield from _day_faults(date)
    if any(date[name] and len(date[name]) == 2 and int(date[name]) > last for name, last in _LAST.items()):
        yield Fault(Problem.NO_SUCH_TIME, *date.span("time"))


def moment(bare: str) -> tuple[int, int, int, int, int, int, str] | None:
    """Read year, month, day, hour, minute, second and zone of a date without comments; None where they are not there.

    Two spellings of one date have the same moment; whether a clock or calendar has it is another question.
    """
    date = DATE_TIME_RE.fullmatch(bare)
    month = _MONTHS.get(date["month"].lower()) if date else None
    if date is None or month is None or any(len(date[name] or "") > 2 for name in _LAST):
        return None
    zone = ZONE_OFFSETS.get(date["zone"].upper(), date["zone"])
    hour, minute, second = (int(date[name] or 0) for name in _LAST)
    return _year(date), month, int(date["day"]), hour, minute, second, zone


def _form_faults(date: Match[str]) -> Iterator[Fault]:
    if date["day_name"] and date["day_name"].lower() not in _DAYS:
        yield Fault(Problem.DAY_WORD, *date.span("day_name"))
    elif date["day_name"] and not date["comma"]:
        yield Fault(Problem.NO_COMMA, *date.span("day_name"))
    if date["month"].lower() not in _MONTHS:
        yield Fault(Problem.MONTH_WORD, *date.span("month"))
    if len(date["year"]) < 4:
        yield Fault(Problem.SHORT_YEAR, *date.span("year"), str(_year(date)))
    for name in _LAST:
        if date[name] and len(date[name]) != 2:
            yield Fault(Problem.DIGITS, *date.span(name))
    if any(blank in date["time"] for blank in LWSP):
        yield Fault(Problem.BLANKS, *date.span("time"))


def _zone_faults(date: Match[str]) -> Iterator[Fault]:
    zone, (start, end) = date["zone"], date.span("zone")
    numeric = NUMERIC_ZONE_RE.fullmatch(zone)
    if not zone:
        yield Fault(Problem.NO_ZONE, *date.span("time"))
    elif not date["gap"] and zone[0] in "+-":
        yield Fault(Problem.NO_GAP, start, end)
    elif numeric and int(numeric["minutes"]) > 59:
        yield Fault(Problem.ZONE_MINUTES, start, end)
    elif numeric and int(numeric["hours"] + numeric["minutes"]) > ZONE_HOURS_MAX * 100:
        yield Fault(Problem.ZONE_FAR, start, end)
    elif not numeric:
        is_obsolete, is_name = OBS_ZONE_RE.fullmatch(zone), ZONE_NAME_RE.fullmatch(zone)
        problem = Problem.OBSOLETE_ZONE if is_obsolete else Problem.UNKNOWN_ZONE if is_name else Problem.ZONE
        yield Fault(problem, start, end)


def _day_faults(date: Match[str]) -> Iterator[Fault]:
    """Look at the day in its month and week; where the month is no month, or the year was never set, nobody can."""
    month, year, day = _MONTHS.get(date["month"].lower()), _year(date), int(date["day"])
    if year < YEAR_MIN:
        yield Fault(Problem.EARLY_YEAR, *date.span("year"))
        return
    if month is None:
        return
    # The calendar repeats itself every 400 years.
    first_weekday, days = calendar.monthrange(2000 + year % 400, month)
    if not 1 <= day <= days:
        yield Fault(Problem.NO_SUCH_DAY, date.start("day"), date.end("year"))
        return
    weekday = (first_weekday + day - 1) % 7
    if date["day_name"] and _DAYS.get(date["day_name"].lower(), weekday) != weekday:
        yield Fault(Problem.WEEKDAY, *date.span("day_name"), DAY_NAMES[weekday])


def _year(date: Match[str]) -> int:
    """Read the year; one of two or three digits as RFC 5322 §4.3 has it."""
    digits = date["year"][-9:]  # of a number without end, enough for the calendar
    if len(digits) >= 4:
        return int(digits)
    return int(digits) + (2000 if len(digits) == 2 and int(digits) < 50 else 1900)
