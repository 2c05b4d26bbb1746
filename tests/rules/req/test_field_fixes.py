"""What the fixes make of fields that are missing, stand twice, or belong into other mail."""

from __future__ import annotations

import pytest
from mended import fixes_of, mended

from mimeforge.linter.examples import sample

SAFE, UNSAFE = True, False
GOOD = sample()
RECEIVED = "Received: from a.example\r\n by b.example; Mon, 20 Jan 2025 12:00:01 +0000"
RESENT_TO = "Resent-To: a@a.example"
RESENT = "Resent-From: jo@example.com\r\nResent-Date: Tue, 21 Jan 2025 12:00:00 +0000"

# A rule, a message before its fix and with it, and whether the fix is safe
CASES = [
    ("REQ106", sample(without=["MIME-Version"]), GOOD, SAFE),
    (
        "REQ106",
        sample("Content-ID: <a@b.example>", without=["MIME-Version"]),
        b"MIME-Version: 1.0\r\n" + sample("Content-ID: <a@b.example>", without=["MIME-Version"]),
        SAFE,
    ),
    ("REQ107", sample("MIME-Version:\r\n 2.0"), sample("MIME-Version:\r\n 1.0"), SAFE),
    ("REQ107", sample('MIME-Version: "1.0" (a'), sample("MIME-Version: 1.0"), SAFE),
    ("REQ113", sample("Subject: Lunch\r\nX-A: 1\r\nsubject:\r\n Lunch"), sample("Subject: Lunch\r\nX-A: 1"), SAFE),
    ("REQ116", sample(*["Content-Type: text/plain"] * 3), sample("Content-Type: text/plain"), SAFE),
    (
        "REQ119",
        sample(f"Resent-To: a@a.example\r\n{RESENT}\r\nResent-To: a@a.example"),
        sample(f"Resent-To: a@a.example\r\n{RESENT}"),
        SAFE,
    ),
    ("SES111", sample(*["User-Agent: mimeforge"] * 2), sample("User-Agent: mimeforge"), SAFE),
    (
        "REQ111",
        sample("To: a@a.example (a)\r\nX-A: 1\r\nTo: b@a.example"),
        sample("To: a@a.example (a),\r\n b@a.example\r\nX-A: 1"),
        UNSAFE,
    ),
    ("REQ124", sample("Sender: Jo <jo@example.com>"), GOOD, UNSAFE),
    ("REQ125", sample("Return-Path: <bounces@example.com>"), GOOD, UNSAFE),
    (
        "REQ126",
        sample(
            "Received: from a.example\r\n by b.example; Mon, 20 Jan 2025 12:00:01 +0000", "Delivered-To: a@a.example"
        ),
        GOOD,
        UNSAFE,
    ),
    ("REQ129", sample("Status: RO"), GOOD, UNSAFE),
    ("REQ129", sample("Errors-To: jo@example.com"), GOOD, UNSAFE),
]

# What somebody has to say: which of two is meant, when, and who
UNKNOWN = [
    ("REQ102", sample(without=["Date"])),
    ("REQ104", sample(without=["Subject"])),
    ("REQ109", sample("From: jo@example.com\r\nFrom: zoe@example.com")),
    ("REQ113", sample("Subject: Lunch\r\nSubject: Dinner\r\nSubject: Lunch")),
    ("REQ111", sample("To: a@a.example\r\nTo: b@a.example\r\nTo: c@a.example")),
    ("REQ111", sample("To: a@a.example\r\nTo: Doe, Jo <b@a.example>")),
    (
        "REQ106",
        b"Content-Type: text/plain\r\n\r\nFrom: jo@example.com\r\nDate: Mon, 20 Jan 2025 12:00:00 +0000\r\n\r\n",
    ),
    ("REQ123", sample("From: Jo <jo@example.com>, Zoe <zoe@example.com>")),
    ("REQ126", sample(RECEIVED)),  # it may be a relay's
    ("REQ129", sample("Return-Receipt-To: jo@example.com")),
]


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_a_message_with_its_fix(code: str, before: bytes, after: bytes, safe: bool) -> None:
    assert mended(before, code) == (after, safe)


@pytest.mark.parametrize(("code", "message"), UNKNOWN)
def test_a_message_that_somebody_has_to_correct(code: str, message: bytes) -> None:
    assert fixes_of(message, code) == []


@pytest.mark.parametrize(("others", "safe"), [("Content-Type: text/plain\r\n", SAFE), ("", UNSAFE)])
def test_a_version_of_mime_in_a_part_goes(others: str, safe: bool) -> None:
    """Of a part that has no other field some readers would then lose the text."""
    mixed = "Content-Type: multipart/mixed; boundary=b"
    before = sample(mixed, body=f"--b\r\nMIME-Version: 1.0\r\n{others}\r\nSee you.\r\n--b--\r\n")
    assert mended(before, "REQ108") == (sample(mixed, body=f"--b\r\n{others}\r\nSee you.\r\n--b--\r\n"), safe)


def test_copies_of_a_field_go_at_once() -> None:
    assert mended(sample(*["List-Help: <https://example.com/help>"] * 700), "REQ120") == (
        sample("List-Help: <https://example.com/help>"),
        SAFE,
    )
