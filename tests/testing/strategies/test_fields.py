from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest
from drawn import drawn, minimal, not_shown
from hypothesis import given

import mimeforge
from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

FRAME = {
    "from": b"From: jo@example.com\r\n",
    "to": b"To: al@example.net\r\n",
    "date": b"Date: Mon, 4 May 2026 12:30:59 +0000\r\n",
    "message-id": b"Message-ID: <frame@example.com>\r\n",
    "mime-version": b"MIME-Version: 1.0\r\n",
}

CLAIMS = {
    "text": lambda field: re.match(b"(?i)subject:", field),
    "encoded-words": lambda field: b"=?" in field,
    "mailboxes": lambda field: re.match(b"(?i)(?:to|cc):.*@.*,", field, re.DOTALL),
    "a quoted name": lambda field: re.match(b'(?i)(?:to|cc|reply-to):.*"[^"@]+"\\s+<', field, re.DOTALL),
    "a group": lambda field: re.match(b"(?i)(?:to|cc):.*:.*;", field, re.DOTALL),
    "a date": lambda field: re.match(b"(?i)date:.*[+]0000", field, re.DOTALL),
    "message ids": lambda field: re.match(b"(?i)references:.*>.*>", field, re.DOTALL),
    "a trace": lambda field: re.match(b"(?i)received:", field),
    "parameters": lambda field: re.match(b"(?i)content-type:.*;", field, re.DOTALL),
    "a signature": lambda field: re.match(b"(?i)dkim-signature:", field),
    "URLs": lambda field: b"<https://" in field,
    "a fold before the first word": lambda field: re.match(b"[!-9;-~]+:\r\n ", field),
    "a fold with a tab": lambda field: b"\r\n\t" in field,
    "a fold with many blanks": lambda field: b"\r\n     " in field,
    "a blank before a fold": lambda field: b" \r\n " in field,
    "a tab within a line": lambda field: re.search(b"[!-~]\t[!-~]", field),
    "the longest line": lambda field: max(map(len, field.split(b"\r\n"))) == 998,
    "a name in capitals": lambda field: field.startswith(b"SUBJECT"),
    "nothing behind the colon": lambda field: re.match(b"[!-9;-~]+:[!-~]", field),
}
OBSOLETE = {
    "a line of blanks": lambda field: re.search(rb"\r\n[ \t]+\r\n", field),
    "a blank before the colon": lambda field: re.match(rb"[!-9;-~]+[ \t]:", field),
    "a zone": lambda field: b"EST" in field,
    "a route": lambda field: b"<@example.net" in field,
}


@pytest.mark.parametrize(
    ("strategy", "claims"), [(mail.raw_headers(), CLAIMS), (mail.raw_headers(obsolete=True), OBSOLETE)]
)
def test_what_is_covered(strategy: SearchStrategy[bytes], claims: dict[str, Callable[[bytes], object]]) -> None:
    values = drawn(strategy, 300)
    assert not_shown(claims, values) == []


def test_what_it_shrinks_to() -> None:
    assert minimal(mail.raw_headers(), lambda field: True) == b"Subject: a\r\n"
    assert minimal(mail.raw_headers(line_end=b"\n"), lambda field: b"\n " in field) == b"Subject:\n a\n"


@given(mail.raw_headers())
def test_lines_are_legal_and_hold_more_than_blanks(field: bytes) -> None:
    lines = field.split(b"\r\n")
    assert lines.pop() == b""
    assert all(re.fullmatch(rb"[\t -~]{1,998}", line) and line.strip() for line in lines)
    assert all(len(line) <= 76 for line in lines if b"?=" in line and re.search(rb"=\?[^? ]+\?[bBqQ]\?", line))


@given(mail.raw_headers(obsolete=True))
def test_other_readers_see_one_field(field: bytes) -> None:
    octets = field + b"X-Next: a\r\n\r\na\r\n"
    tree = mimeforge.parse(octets)
    assert [header.name.strip() for header in tree.fields][1:] == ["X-Next"]
    if b" :" not in field and b"\t:" not in field:
        assert message_from_bytes(octets).keys()[1:] == ["X-Next"]


@given(mail.raw_headers())
def test_no_must_of_a_standard_is_broken(field: bytes) -> None:
    name = field.partition(b":")[0].decode().lower()
    octets = b"".join([line for key, line in FRAME.items() if key != name]) + field + b"\r\na\r\n"
    assert mimeforge.lint(octets, profile="rfc").errors == ()


def test_another_line_end_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match=r"unknown line end b'\\r', known are b'\\r\\n' and b'\\n'"):
        mail.raw_headers(line_end=b"\r")
