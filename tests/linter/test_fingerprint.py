from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reported import found, missing, reported

import mimeforge
from mimeforge.linter import Severity
from mimeforge.linter.report.fingerprint import digest, fingerprints
from mimeforge.tree import Span

OCTETS = b"Subject: Lunch\r\nTo: Jo\r\n\r\nbody\r\n"


def of(octets: bytes, start: int, end: int, **more: Any) -> str:
    [fingerprint] = fingerprints(reported(octets, found(octets, start, end, **more)))
    return fingerprint


def test_a_fingerprint_is_this_for_ever() -> None:
    assert of(OCTETS, 9, 14, header="Subject", part="1.2") == "52c794560e39a7ff25c111b480aef61b"
    [absent] = fingerprints(reported(OCTETS, missing()))
    assert absent == "a7e3b7374181146687219860fac27f6f"


@pytest.mark.parametrize(
    ("octets", "start", "end"),
    [
        (b"From: Zoe\r\n" + OCTETS, 20, 25),
        (b"\xe9" * 3000 + b"\n" + OCTETS, 3010, 3015),
        (OCTETS + b"more\r\n" * 9, 9, 14),
        (OCTETS.replace(b"\r\n", b"\n"), 9, 14),
        (OCTETS.replace(b"To: Jo\r\n", b""), 9, 14),
    ],
)
def test_it_stays_when_other_lines_come_go_or_end_otherwise(octets: bytes, start: int, end: int) -> None:
    assert octets[start:end] == b"Lunch"
    assert of(octets, start, end) == of(OCTETS, 9, 14)


@pytest.mark.parametrize(("start", "end"), [(0, 16), (9, 16), (14, 16), (9, 22), (15, 16), (14, 14), (16, 16)])
def test_line_ends_play_no_part(start: int, end: int) -> None:
    unix = OCTETS.replace(b"\r\n", b"\n")
    assert of(OCTETS, start, end) == of(unix, *(offset - OCTETS.count(b"\r", 0, offset) for offset in (start, end)))


@pytest.mark.parametrize(
    "more", [{"message": "other words"}, {"severity": Severity.NOTE}, {"predicts": "No"}, {"source": "elsewhere"}]
)
def test_it_stays_when_the_finding_is_told_otherwise(more: dict[str, Any]) -> None:
    finding = replace(found(OCTETS, 9, 14), **more)
    assert list(fingerprints(reported(OCTETS, finding, name="other.eml"))) == [of(OCTETS, 9, 14)]


def test_it_is_another_for_another_finding() -> None:
    other = OCTETS.replace(b"Lunch", b"Lunch?")
    made = [
        of(OCTETS, 9, 14),
        of(OCTETS, 9, 14, code="ABC102"),
        of(OCTETS, 9, 14, part="1"),
        of(OCTETS, 9, 14, header="Subject"),
        of(OCTETS, 9, 13),
        of(OCTETS, 10, 14),
        of(OCTETS, 20, 22),
        of(OCTETS, 0, 0),
        of(other, 9, 14),
        of(other, 9, 15),
        of(b"X-" + OCTETS, 11, 16),
    ]
    assert len(set(made)) == len(made)


def test_pieces_of_a_digest_do_not_run_together() -> None:
    assert len({digest("ab"), digest("a", "b"), digest("", "ab"), digest("ab", ""), digest("1:ab")}) == 5


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from(["", "1"])), max_size=12))
def test_no_two_findings_of_a_message_share_one(places: list[tuple[int, int, str]]) -> None:
    octets = b"aaaa\naaaa"
    findings = (found(octets, min(a, b), max(a, b), part=part) for a, b, part in places)
    made = list(fingerprints(reported(octets, *findings)))
    assert len(set(made)) == len(made)


def test_equal_places_are_told_by_their_order() -> None:
    lines = b"x \r\n" * 5
    of_five = list(fingerprints(reported(lines, *(found(lines, at, at + 1) for at in range(1, 20, 4)))))
    more = b"y\r\n" + lines
    of_more = list(fingerprints(reported(more, *(found(more, at, at + 1) for at in range(4, 20, 4)))))
    assert of_more == of_five[:4]


@pytest.mark.parametrize("secret", [b"AKIAQ3EGRXABQ3EGRXAB", b"AKIAZ", b"0000"])
def test_of_a_secret_it_holds_nothing(secret: bytes) -> None:
    def made(secret: bytes) -> list[str]:
        octets = b"key: " + secret + b" for you\r\n"
        end = 5 + len(secret)
        spans = [(5, end), (0, end + 4), (end + 1, end + 4), (0, 3)]
        findings = [found(octets, *span, masked=span == (5, end)) for span in spans]
        return list(fingerprints(reported(octets, *findings)))

    assert made(secret) == made(b"AKIA1234")


def test_of_real_findings_those_stay_that_are_not_about_what_was_inserted() -> None:
    broken = b"From: Jo\r\nTo: a@example.com, , b\r\nSubject: \x1b x\r\nDate: x\r\nMIME-Version: 1.0\r\n\r\nAKIA\r\n"
    moved = broken.replace(b"Subject", b"X-One: 1\r\nX-Two: 2\r\nSubject").replace(b"AKIA", b"one\r\ntwo\r\nAKIA")
    before, after = (mimeforge.lint(octets) for octets in (broken, moved))
    assert len(before) > 3
    assert {finding.code for finding in before} == {finding.code for finding in after}
    assert set(fingerprints(before)) == set(fingerprints(after))
    assert [finding.span for finding in before] != [finding.span for finding in after]


def test_a_span_of_megabytes_costs_no_more_than_its_start() -> None:
    octets = b"a" * 10_000_000
    finding = found(octets, 0, 0)
    many = (replace(finding, span=Span(at, len(octets)), column=at + 1) for at in range(1000))
    assert len(set(fingerprints(reported(octets, *many)))) == 1000
