"""What the fixes of dates and ids make of a field."""

from __future__ import annotations

import pytest
from mended import EVERYTHING, fixes_of, mended

from mimeforge.linter.examples import sample

SAFE, UNSAFE = True, False

# A rule, a date before its fix and with it, and whether the fix is safe
DATES = [
    ("DAT101", "Mon 20 Jan 2025 12:00:00 +0000", "Mon, 20 Jan 2025 12:00:00 +0000", SAFE),
    ("DAT101", "Mon, 20 Jan 2025 9:00:00 +0000", "Mon, 20 Jan 2025 09:00:00 +0000", SAFE),
    ("DAT101", "Mon, 20 Jan 2025 9:5:1 +0000", "Mon, 20 Jan 2025 09:05:01 +0000", SAFE),
    ("DAT101", "Mon, 20 Jan 2025 12 : 00\r\n : 00 +0000", "Mon, 20 Jan 2025 12:00:00 +0000", SAFE),
    ("DAT101", "Mon, 20 Jan 2025 12:00+0000 (noon)", "Mon, 20 Jan 2025 12:00 +0000 (noon)", SAFE),
    ("DAT101", "Mon, 20 Jan 2025 12:00+01\u202f00", "Mon, 20 Jan 2025 12:00 +01\u202f00", SAFE),
    ("DAT101", "Mon, 20 Jan 2025 12:00:00 (EDT)\r\n -0400", "Mon, 20 Jan 2025 12:00:00 -0400 (EDT)", SAFE),
    ("DAT101", "Mon, 20 Jan 2025 12:00:00 (a (b)) -0400 (c)", "Mon, 20 Jan 2025 12:00:00 -0400 (c) (a (b))", SAFE),
    ("DAT101", "Mon, 20 Jan 2025 12:00:00 +01:00", "Mon, 20 Jan 2025 12:00:00 +0100", UNSAFE),
    ("DAT101", "Mon, 20 Jan 2025 12:00:00 GMT-0330", "Mon, 20 Jan 2025 12:00:00 -0330", UNSAFE),
    ("DAT101", "2025-01-20T12:00:00Z", "Mon, 20 Jan 2025 12:00:00 +0000", UNSAFE),
    ("DAT101", "2025-01-20 12:00:00+01:00", "Mon, 20 Jan 2025 12:00:00 +0100", UNSAFE),
    ("DAT102", "Mon, 20 Jan 2025 12:00:00 GMT", "Mon, 20 Jan 2025 12:00:00 +0000", SAFE),
    ("DAT102", "Mon, 20 Jan 2025 12:00:00 utc (noon)", "Mon, 20 Jan 2025 12:00:00 +0000 (noon)", SAFE),
    ("DAT102", "Mon, 20 Jan 2025 12:00:00\r\n PDT", "Mon, 20 Jan 2025 12:00:00\r\n -0700", SAFE),
    ("DAT103", "Mon, 20 Jan 25 12:00:00 +0000", "Mon, 20 Jan 2025 12:00:00 +0000", SAFE),
    ("DAT103", "Thu, 20 Jan 94 12:00:00 +0000", "Thu, 20 Jan 1994 12:00:00 +0000", SAFE),
    ("DAT103", "Sun, 20 Jan 57 12:00:00 +0000", "Sun, 20 Jan 1957 12:00:00 +0000", UNSAFE),
    ("DAT103", "Mon, 20 Jan 125 12:00:00 +0000", "Mon, 20 Jan 2025 12:00:00 +0000", UNSAFE),
    ("DAT104", "Tue, 20 Jan 2025 12:00:00 +0000", "Mon, 20 Jan 2025 12:00:00 +0000", UNSAFE),
    ("DAT109", "Lun, 20 Jan 2025 12:00:00 +0000", "Mon, 20 Jan 2025 12:00:00 +0000", SAFE),
    ("DAT109", "lun. 20 Jan 2025 12:00:00 +0000", "Mon, 20 Jan 2025 12:00:00 +0000", SAFE),
    ("DAT109", "Monday, 20 Jan 2025 12:00:00 +0000", "Mon, 20 Jan 2025 12:00:00 +0000", SAFE),
    ("DAT109", "20 january 2025 12:00 +0000", "20 Jan 2025 12:00 +0000", UNSAFE),
    ("DAT109", "20 Sept. 2025 12:00 +0000", "20 Sep 2025 12:00 +0000", UNSAFE),
]

# Dates of which nobody knows what moment is meant
UNKNOWN = [
    ("DAT101", "Coincident with the rapture"),
    ("DAT101", "2025-01-20T12:00:00"),
    ("DAT101", "Mon Jan 20 12:00:00 2025"),
    ("DAT101", "Mon, 20 Jan 2025 123:00 +0000"),
    ("DAT101", "Mon, 20 Jan 2025 12 (twelve) : 00 +0000"),
    ("DAT101", "Mon, 20 Jan 2025 12:00:00 +1"),
    ("DAT102", "Mon, 20 Jan 2025 12:00:00 CEST"),
    ("DAT102", "Mon, 20 Jan 2025 12:00:00 A"),
    ("DAT102", "Mon, 20 Jan 2025 12:00:00"),
    ("DAT105", "29 Feb 2025 12:00:00 +0000"),
    ("DAT106", "Mon, 20 Jan 2025 12:00:00 +0090"),
    ("DAT109", "20 Avr. 2025 12:00 +0000"),
    ("DAT109", "Dim, 31 Feb 2025 12:00 +0000"),
]

# A rule, a field before its fix and with it, and whether the fix is safe
IDS = [
    ("DAT110", "Message-ID: 1@example.com", "Message-ID: <1@example.com>", UNSAFE),
    ("DAT110", "Message-ID: (mine) 1@example.com", "Message-ID: (mine) <1@example.com>", UNSAFE),
    ("DAT110", "Message-ID: <1 @ example.com>", "Message-ID: <1@example.com>", UNSAFE),
    ("DAT110", "Message-ID: <20250120.1@exam\r\n ple.com>", "Message-ID: <20250120.1@example.com>", SAFE),
    ("DAT117", "References: <1@a.example>, <2@a.example>", "References: <1@a.example> <2@a.example>", UNSAFE),
    ("DAT117", "References: <1@a.example>,<2@a.example>", "References: <1@a.example> <2@a.example>", UNSAFE),
    ("DAT117", "References: 1@a.example,\r\n 2@a.example", "References: <1@a.example>\r\n <2@a.example>", UNSAFE),
    ("DAT117", "References: <1@a.example> <2@a.example", "References: <1@a.example> <2@a.example>", UNSAFE),
    ("DAT120", "Content-ID: logo@example.com", "Content-ID: <logo@example.com>", SAFE),
    ("DAT120", "Content-ID: <cid:logo@example.com>", "Content-ID: <logo@example.com>", UNSAFE),
]
UNKNOWN_IDS = [
    ("DAT110", "Message-ID: <1>"),
    ("DAT110", "Message-ID: <1@2@example.com>"),
    ("DAT110", "Message-ID: <1@example.com> <2@example.com>"),
    ("DAT117", "In-Reply-To: Your message of Monday <1@example.net>"),
    ("DAT120", 'Content-ID: "logo"'),
    ("DAT120", "Content-ID: <the logo@example.com>"),
]


@pytest.mark.parametrize(("code", "before", "after", "safe"), DATES)
def test_a_date_with_its_fix(code: str, before: str, after: str, safe: bool) -> None:
    assert mended(sample(f"Date: {before}"), code) == (sample(f"Date: {after}"), safe)


@pytest.mark.parametrize(("code", "date"), UNKNOWN)
def test_a_date_that_somebody_has_to_correct(code: str, date: str) -> None:
    assert fixes_of(sample(f"Date: {date}"), code) == []


@pytest.mark.parametrize(("code", "before", "after", "safe"), IDS)
def test_an_id_with_its_fix(code: str, before: str, after: str, safe: bool) -> None:
    assert mended(sample(before), code) == (sample(after), safe)


@pytest.mark.parametrize(("code", "field"), UNKNOWN_IDS)
def test_an_id_that_somebody_has_to_correct(code: str, field: str) -> None:
    assert fixes_of(sample(field), code) == []


def test_line_ends_are_those_of_the_file() -> None:
    lf = sample("Date: Mon, 20 Jan 2025 12:00:00 (EDT)\r\n -0400").replace(b"\r\n", b"\n")
    assert mended(lf, "DAT101")[0] == sample("Date: Mon, 20 Jan 2025 12:00:00 -0400 (EDT)").replace(b"\r\n", b"\n")


def test_a_date_of_a_gateway_is_text() -> None:
    """What RFC 5322 does not govern may be read by the letter."""
    assert not mended(sample("Expires: Mon, 20 Jan 2025 12:00:00 GMT"), "DAT102", EVERYTHING)[1]
