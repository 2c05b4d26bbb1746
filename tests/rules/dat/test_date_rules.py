"""Dates: the vectors of the corpus, the fields that hold dates, and what other rules speak of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import mimeforge
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from pathlib import Path

# What the vectors call a defect, with how bad it is under SES, which writes a Date of its own, and under "rfc".
SLUGS = {
    "date.syntax": {"date-unparseable", "date-impossible", "date-locale", "date-obsolete-zone"},
    "date.obsolete": {"date-obsolete-zone", "date-two-digit-year"},
    "date.weekday-mismatch": {"date-weekday-mismatch"},
}


@pytest.mark.parametrize(("profile", "worst"), [("ses", "error"), ("rfc", "error")])
def test_the_vectors_are_decided(corpus: Path, profile: str, worst: str) -> None:
    cases = json.loads((corpus / "vectors" / "dates.json").read_text("utf-8"))["cases"]
    assert len(cases) > 50
    wrong = []
    for case in cases:
        found = {
            finding.slug: finding.severity for finding in mimeforge.lint(sample(f"Date: {case['in']}"), profile=profile)
        }
        wanted = [must.partition(":") for must in case["must"]]
        explained = {
            slug
            for code, _, severity in wanted
            for slug in SLUGS[code] & {*found}
            if found[slug] == (severity or worst)
        }
        is_told = all(SLUGS[code] & explained for code, _, _ in wanted)
        if not is_told or explained != {*found}:
            wrong.append((case["in"], case["must"], found))
    assert wrong == []


FIELDS = [
    ("Date", [("date-unparseable", "error")]),
    ("Resent-Date", [("date-unparseable", "error")]),
    ("Expires", [("date-unparseable", "warning")]),
    ("X-Date", []),
]


@pytest.mark.parametrize(("field", "told"), FIELDS)
def test_which_fields_hold_dates(field: str, told: list[tuple[str, str]]) -> None:
    report = mimeforge.lint(sample(f"{field}: soon"), profile="rfc")
    assert [(finding.slug, finding.severity) for finding in report if finding.code.startswith("DAT")] == told


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Tue, 20 Jan 2025 12:00:00 +0000", b"Tue"),
        ("Mon, 20 Jan 2025\r\n 12:00:00 CEST", b"CEST"),
        ("Mon, 20 (the twentieth) Jan 2025 25:00:00 +0000", b"25:00:00"),
        ("Mon, 20 Jan 2025 12:00:00 (EST) -0500", b"(EST)"),
    ],
)
def test_the_place_is_what_is_wrong(date: str, at: bytes) -> None:
    octets = sample(f"Date: {date}")
    (finding,) = mimeforge.lint(octets)
    assert octets[slice(*finding.span)] == at
    assert finding.header == "Date"


@pytest.mark.parametrize("year", ["0000", "0001", "1601"])
def test_of_a_date_that_was_never_set_the_year_alone_is_told(year: str) -> None:
    octets = sample(f"Date: Mon, 31 Feb {year} 12:00:00 +0000")
    (finding,) = mimeforge.lint(octets)
    assert (finding.slug, octets[slice(*finding.span)]) == ("date-impossible", year.encode())


def test_an_empty_date_is_told_once() -> None:
    assert [finding.slug for finding in mimeforge.lint(sample("Date:"))] == ["empty-structured-header"]


@pytest.mark.parametrize("stretch", ["1", "1 ", "Jan ", "(", "(x)", "12:", ": ", "Mon,"])
def test_a_date_of_megabytes_is_told_in_few_words(stretch: str) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    octets = sample("Date: 20 Jan 2025 12:00 " + "\r\n ".join([stretch * 100] * (1_000_000 // len(stretch) // 100)))
    found = [finding for finding in mimeforge.lint(octets) if finding.slug.startswith("date-")]
    assert len(found) < 5
    assert all(len(finding.message) < 300 and finding.message.isprintable() for finding in found)
