"""What is wrong with a date, and nothing with a good one."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.codecs.dates import Fault, Problem, faults, moment
from mimeforge.headers.date import Date

GOOD = [
    "Mon, 20 Jan 2025 12:00:00 +0000",
    " 20 Jan 2025 12:00 -0000",
    "mon, 6 JAN 2025 00:00:00 +1400",
    "Mon,\r\n 20 Jan 2025\t23:59:60 -0330 ",
    "29 Feb 2024 00:00 +0000",
    "Mon, 20 Jan 10025 12:00:00 +0000",
]

BAD = [
    ("yesterday", [Fault(Problem.UNREADABLE, 0, 9)]),
    (" \t ", [Fault(Problem.UNREADABLE, 3, 3)]),
    ("2025-01-20T12:00:00Z", [Fault(Problem.UNREADABLE, 0, 20)]),
    ("20 Jan 2025 24:00 +0000", [Fault(Problem.NO_SUCH_TIME, 12, 17)]),
    ("20 Jan 2025 12:60 +0000", [Fault(Problem.NO_SUCH_TIME, 12, 17)]),
    ("20 Jan 2025 12:00:61 +0000", [Fault(Problem.NO_SUCH_TIME, 12, 20)]),
    ("20 Jan 2025 123:00 +0000", [Fault(Problem.DIGITS, 12, 15)]),
    ("20 Jan 2025 12 :00 +0000", [Fault(Problem.BLANKS, 12, 18)]),
    ("20 Jan 2025 12:00:00.5 +0000", [Fault(Problem.ZONE, 20, 28)]),
    ("20 Jan 2025 12:00 -0600 CST", [Fault(Problem.ZONE, 18, 27)]),
    ("20 Jan 2025 12:00 PM", [Fault(Problem.UNKNOWN_ZONE, 18, 20)]),
    ("20 Jan 2025 12:00 j", [Fault(Problem.UNKNOWN_ZONE, 18, 19)]),
    ("20 Jan 2025 12:00 z", [Fault(Problem.OBSOLETE_ZONE, 18, 19)]),
    ("20 Jan 2025 12:00", [Fault(Problem.NO_ZONE, 12, 17)]),
    ("20 Jan 2025 12:00X", [Fault(Problem.OBSOLETE_ZONE, 17, 18)]),
    ("20 Jan 2025 12:00+0100", [Fault(Problem.NO_GAP, 17, 22)]),
    ("20 Jan 2025 12:00 +0060", [Fault(Problem.ZONE_MINUTES, 18, 23)]),
    ("20 Jan 2025 12:00 -1401", [Fault(Problem.ZONE_FAR, 18, 23)]),
    ("20 Jan 49 12:00 +0000", [Fault(Problem.SHORT_YEAR, 7, 9, "2049")]),
    ("20 Jan 50 12:00 +0000", [Fault(Problem.SHORT_YEAR, 7, 9, "1950")]),
    ("20 Jan 102 12:00 +0000", [Fault(Problem.SHORT_YEAR, 7, 10, "2002")]),
    ("20 Jan 1899 12:00 +0000", [Fault(Problem.EARLY_YEAR, 7, 11)]),
    ("29 Feb 1900 12:00 +0000", [Fault(Problem.NO_SUCH_DAY, 0, 11)]),
    ("0 Jan 2025 12:00 +0000", [Fault(Problem.NO_SUCH_DAY, 0, 10)]),
    ("Mon 20 Jan 2025 12:00 +0000", [Fault(Problem.NO_COMMA, 0, 3)]),
    ("Tue, 20 Jan 2025 12:00 +0000", [Fault(Problem.WEEKDAY, 0, 3, "Mon")]),
    ("Lun, 20 Jan 2025 12:00 +0000", [Fault(Problem.DAY_WORD, 0, 3)]),
    ("Lun, 31 Sept 2025 12:00 +0000", [Fault(Problem.DAY_WORD, 0, 3), Fault(Problem.MONTH_WORD, 8, 12)]),
]


@pytest.mark.parametrize("text", GOOD)
def test_nothing_is_wrong_with_a_good_date(text: str) -> None:
    assert list(faults(text, text)) == []


@pytest.mark.parametrize(("text", "found"), BAD)
def test_what_is_wrong_is_found_where_it_stands(text: str, found: list[Fault]) -> None:
    assert list(faults(text, text)) == found


@pytest.mark.parametrize(
    ("text", "bare", "start"),
    [
        ("20 Jan 2025 12:00 (EST) -0500 (winter)", "20 Jan 2025 12:00       -0500         ", 18),
        ("20 (EST) Jan 2025 12:00 (EST) -0500 (EST)", "20       Jan 2025 12:00       -0500      ", 24),
    ],
)
def test_a_comment_stands_behind_the_zone_and_not_before_it(text: str, bare: str, start: int) -> None:
    assert list(faults(text, bare)) == [Fault(Problem.COMMENT, start, start + 5)]


@pytest.mark.parametrize(
    ("bare", "read"),
    [
        ("Mon, 20 Jan 2025 12:34:56 +0130", (2025, 1, 20, 12, 34, 56, "+0130")),
        (" 9 DEC 2025\t23:59 -0000 ", (2025, 12, 9, 23, 59, 0, "-0000")),
        ("20 Jan 49 00:00 est", (2049, 1, 20, 0, 0, 0, "-0500")),
        ("20 Jan 2025 12:00 CET", (2025, 1, 20, 12, 0, 0, "CET")),
        ("20 Jan 2025 12:00", (2025, 1, 20, 12, 0, 0, "")),
        # What no clock and no calendar has is read too.
        ("31 Feb 2025 99:99:99 +0000", (2025, 2, 31, 99, 99, 99, "+0000")),
        ("20 Janv 2025 12:00 +0000", None),
        ("20 Jan 2025 123:00 +0000", None),
        ("20 Jan 2025 12:00:000 +0000", None),
        ("2025-01-20T12:00:00Z", None),
    ],
)
def test_the_moment_of_a_date(bare: str, read: tuple[int | str, ...] | None) -> None:
    assert moment(bare) == read


@given(st.datetimes(min_value=datetime(1900, 1, 2)), st.integers(-14 * 60, 14 * 60))
def test_what_is_composed_is_a_good_date(when: datetime, minutes: int) -> None:
    aware = when.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    text = Date.of(aware, "date").write("Date").decode("ascii").partition(":")[2]
    assert list(faults(text, text)) == []


@given(st.text("MonJan0123456789:+-, \r\n\tü()", max_size=40))
def test_any_text_is_read_and_faults_lie_in_it(text: str) -> None:
    for fault in faults(text, text):
        assert 0 <= fault.start <= fault.end <= len(text)
