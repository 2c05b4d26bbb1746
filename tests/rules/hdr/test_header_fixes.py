"""What the fixes of header sections and of the layout of fields make of a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mended import fixes_of, mended

import mimeforge
from mimeforge.linter.examples import Example, ExampleEnvelope, sample
from mimeforge.tree import parse

SAFE, UNSAFE = True, False

# A rule, a field before its fix and with it, and whether the fix is safe
FIELDS = [
    ("HDR105", "X-Note \t: Lunch", "X-Note: Lunch", SAFE),
    ("HDR105", "Subject : Lunch\r\n at noon", "Subject: Lunch\r\n at noon", SAFE),
    ("HDR106", "Subject:Lunch", "Subject: Lunch", SAFE),
    # blanks go to the line above, where readers count them; at the end of a field they say nothing
    ("HDR107", "Subject: Lunch\r\n \r\n at noon", "Subject: Lunch \r\n at noon", SAFE),
    ("HDR107", "Subject: Lunch\r\n \r\n\t \r\n at noon\r\n  ", "Subject: Lunch \t \r\n at noon", SAFE),
    ("HDR107", "Subject: \r\n \r\n Lunch", "Subject:  \r\n Lunch", SAFE),
    ("HDR111", 'To: "Zoe of the\r\n Long Name" <zoe@a.example>', 'To: "Zoe of the Long Name" <zoe@a.example>', SAFE),
    ("HDR111", 'To: "a\r\n b\r\n  c" <zoe@a.example>', 'To: "a b  c" <zoe@a.example>', SAFE),
    (
        "HDR111",
        'Content-Disposition: attachment;\r\n filename="a long\r\n\tname.txt"',
        'Content-Disposition: attachment;\r\n filename="a long\tname.txt"',
        SAFE,
    ),
    ("HDR116", "Cc: \r\n ", "", SAFE),
    ("HDR116", "Reply-To:", "", SAFE),
    ("HDR116", "Content-Type:", "Content-Type: text/plain", SAFE),
    ("HDR116", "MIME-Version: ", "MIME-Version: 1.0", SAFE),
    ("HDR116", "Content-Disposition:", "", SAFE),
    ("HDR118", "mime-version: 1.0", "MIME-Version: 1.0", SAFE),
    ("HDR118", "Content-Transfer-Encoding: 7Bit ", "Content-Transfer-Encoding: 7bit ", SAFE),
    ("HDR122", "Reply_To: zoe@example.com", "Reply-To: zoe@example.com", UNSAFE),
    ("HDR122", "InReplyTo : <2@example.com>", "In-Reply-To : <2@example.com>", UNSAFE),
    ("HDR123", "Subject: Lunch \t", "Subject: Lunch", SAFE),
    ("HDR123", "Subject: Lunch  at noon", "Subject: Lunch at noon", UNSAFE),
    ("HDR123", "Subject: =?utf-8?q?D=C3=AEner_?= ", "Subject: =?utf-8?b?RMOubmVy?=", UNSAFE),
    ("HDR126", "Subject: Lunch\r\n\tat noon", "Subject: Lunch\r\n at noon", UNSAFE),
    ("HDR126", "To: Zoe\r\n\t<zoe@a.example>,\r\n\ta@a.example", "To: Zoe\r\n <zoe@a.example>,\r\n a@a.example", SAFE),
    ("HDR126", "Content-Type: text/plain;\r\n\tcharset=utf-8", "Content-Type: text/plain;\r\n charset=utf-8", SAFE),
    ("HDR126", 'To: "Zoe\r\n\tD" <zoe@a.example>', 'To: "Zoe\r\n D" <zoe@a.example>', SAFE),
]

GOOD = sample()
MIXED = "Content-Type: multipart/mixed; boundary=b"

# A rule, a message before its fix and with it; all are unsafe, because fields come and go for some readers
SECTIONS = [
    (
        "HDR101",
        sample(body="").removesuffix(b"\r\n") + b"See you at noon.\r\n",
        sample(body="").removesuffix(b"\r\n") + b"\r\nSee you at noon.\r\n",
    ),
    (
        "HDR101",
        sample(
            "Content-Type: multipart/mixed; boundary=b", body="--b\r\nContent-Type: text/plain\r\nHello.\r\n--b--\r\n"
        ),
        sample(MIXED, body="--b\r\nContent-Type: text/plain\r\n\r\nHello.\r\n--b--\r\n"),
    ),
    (
        "HDR104",
        b" Subject: Lunch\r\n" + sample(without=["Subject"]),
        b"Subject: Lunch\r\n" + sample(without=["Subject"]),
    ),
    (
        "HDR104",
        b"\tSubject: Lunch\r\n\tTo: zoe@example.net\r\n" + sample(without=["Subject", "To"]),
        b"Subject: Lunch\r\nTo: zoe@example.net\r\n" + sample(without=["Subject", "To"]),
    ),
    (
        "HDR107",
        sample(body="").removesuffix(b"\r\n") + b" \r\nHello Zoe,\r\nsee you at noon.\r\n",
        sample(body="Hello Zoe,\r\nsee you at noon.\r\n"),
    ),
    ("LIN121", b"\r\n\r\n" + GOOD, GOOD),
    ("LIN121", b"X-Mailer: Forms\r\n\r\n" + GOOD, b"X-Mailer: Forms\r\n" + GOOD),
]

# A rule and a message that somebody has to correct
UNKNOWN = [
    ("HDR101", b"UEsDBBQAAAAIAA\r\nLdcVzZW4g\r\n"),
    ("HDR102", sample("Reply To: jo@example.com")),
    ("HDR103", sample(": Lunch")),
    ("HDR104", b" Subject: Lunch\r\n" + GOOD),  # a second Subject is another fault
    ("HDR104", b" at noon\r\n" + GOOD),
    ("HDR116", sample("Date:")),
    ("HDR116", sample("To:", "Cc: zoe@example.net")),  # SES asks for a To where it reads the recipients there
    ("LIN119", b"From jo@example.com Mon Jan 20 12:00:00 2025\r\n \r\n" + GOOD),
    # Without its first line, this would be the message that was escaped as a string.
    ("LIN119", b"From jo@example.com Mon Jan 20 12:00:00 2025\r\nX-Trace: \\nSubject: a\r\n\r\nSee you.\r\n"),
]


@pytest.mark.parametrize(("code", "before", "after", "safe"), FIELDS)
def test_a_field_with_its_fix(code: str, before: str, after: str, safe: bool) -> None:
    octets, is_safe = mended(sample(before), code)
    gone = sample(before).replace(before.encode() + b"\r\n", b"")
    assert (octets, is_safe) == (sample(before).replace(before.encode(), after.encode()) if after else gone, safe)


@pytest.mark.parametrize(("code", "before", "after", "safe"), FIELDS)
def test_the_same_in_a_file_of_lf(code: str, before: str, after: str, safe: bool) -> None:
    whole, _ = mended(sample(before), code)
    lf, _ = mended(sample(before).replace(b"\r\n", b"\n"), code)
    assert lf == whole.replace(b"\r\n", b"\n")


@pytest.mark.parametrize(("code", "before", "after"), SECTIONS)
def test_a_header_section_with_its_fix(code: str, before: bytes, after: bytes) -> None:
    assert mended(before, code) == (after, UNSAFE)


@pytest.mark.parametrize(("code", "message"), UNKNOWN)
def test_a_header_section_that_somebody_has_to_correct(code: str, message: bytes) -> None:
    assert fixes_of(message, code) == []


def test_an_empty_to_goes_where_the_envelope_names_the_recipients() -> None:
    envelope = ExampleEnvelope("jo@example.com", ("zoe@example.net",))
    [finding] = mimeforge.lint(Example(sample("To:"), envelope=envelope).octets, envelope=envelope).errors
    assert finding.fix is not None
    assert finding.fix.safe


@pytest.mark.parametrize("mark", [b"From jo@example.com Mon Jan 20 12:00:00 2025\r\n", b">From jo@example.com\n"])
def test_the_line_of_a_mailbox_file_goes(mark: bytes) -> None:
    assert mended(mark + GOOD, "LIN119") == (GOOD, SAFE)


def test_a_header_section_that_ends_the_file_is_ended() -> None:
    header = sample(body="").removesuffix(b"\r\n")
    assert mended(header, "HDR101") == (header + b"\r\n", SAFE)
    assert fixes_of(header.removesuffix(b" charset=us-ascii\r\n"), "HDR101") == []  # it was cut, and who knows of what


def test_a_thousand_fields_are_mended_at_once() -> None:
    fields = [f"X-{number} : 1" for number in range(500)]
    assert mended(sample(*fields), "HDR105")[0] == sample(*fields).replace(b" : 1", b": 1")


@given(st.lists(st.sampled_from([" a", "  b", "\r\n ", "\r\n\t", "\r\n c"]), min_size=1, max_size=8))
def test_lines_of_blanks_go_and_the_value_stays(pieces: list[str]) -> None:
    before = sample("X-Note: x" + "".join(pieces))
    after, _ = mimeforge.fix(before)
    assert parse(after).header("X-Note") == parse(before).header("X-Note")
    assert "all-space-continuation" not in {finding.slug for finding in mimeforge.lint(after)}
