from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from drawn import SLOW, drawn, minimal, not_shown
from hypothesis import given, settings

import mimeforge
from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable


@given(mail.eml_bytes())
@settings(SLOW)
def test_no_error_is_found_by_the_rfcs(octets: bytes) -> None:
    assert mimeforge.lint(octets, profile="rfc").errors == ()


@given(mail.eml_bytes())
@settings(SLOW)
def test_line_ends_are_never_mixed(octets: bytes) -> None:
    rest = octets.replace(b"\r\n", b"")
    assert b"\r" not in rest
    assert octets == rest or b"\n" not in rest


@pytest.mark.parametrize(("line_end", "other"), [("LF", b"\r"), ("CRLF", b"\n\n")])
def test_line_ends_are_those_asked_for(line_end: Any, other: bytes) -> None:
    assert not any(other in octets for octets in drawn(mail.eml_bytes(line_end=line_end), 20))


def has(name: str) -> Callable[[bytes], object]:
    return lambda octets: re.search(rb"^%s:" % name.encode(), octets, re.MULTILINE)


NAMES = """
    Received Return-Path Delivered-To Authentication-Results X-Spam-Status List-Id from FROM SUBJECT X-Long Cc
"""
CLAIMS: dict[str, Callable[[bytes], object]] = {
    **{name: has(name) for name in NAMES.split()},
    "two hops": lambda octets: octets.count(b"\nReceived:") > 1,
    "a bounce": lambda octets: b"Return-Path: <>" in octets,
    "a fold with a TAB": lambda octets: b"\r\n\t" in octets,
    "Cyrillic": lambda octets: b"=?koi8-r?b?" in octets,
    "Latin": lambda octets: b"=?iso-8859-1?Q?" in octets,
    "a comment": lambda octets: b"(comment)" in octets,
    "a group": lambda octets: b"To: Team: " in octets,
    "From and Date alone": lambda octets: (
        not re.search(rb"^(?:Subject|To|Message-ID):", octets, re.MULTILINE | re.IGNORECASE)
    ),
    "a message that was composed": lambda octets: b'boundary="=_' in octets,
    "a report": lambda octets: b"multipart/report" in octets,
}


def test_what_is_covered() -> None:
    assert not_shown(CLAIMS, drawn(mail.eml_bytes(line_end="CRLF"), 120)) == []


@given(mail.eml_bytes())
@settings(SLOW)
def test_fields_are_ascii_and_nothing_is_signed(octets: bytes) -> None:
    header = mimeforge.parse(octets).header_span
    assert octets[header.start : header.end].isascii()
    assert not octets.startswith(b"From ")
    assert b"DKIM-Signature" not in octets


def test_the_smallest_are_short() -> None:
    assert minimal(mail.eml_bytes(line_end="CRLF"), lambda octets: True) == (
        b"From: a@example.com\r\nDate: Mon, 4 May 2026 12:30:59 +0000\r\nMIME-Version: 1.0\r\n\r\n"
    )
    assert len(minimal(mail.eml_bytes(), lambda octets: b"multipart" in octets)) < 250


def test_another_line_end_is_refused_at_once() -> None:
    unknown: Any = "CR"
    with pytest.raises(ValueError, match="unknown line end 'CR'"):
        mail.eml_bytes(line_end=unknown)
