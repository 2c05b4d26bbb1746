"""What the fixes make of fields that should not leave with a message, and of those that readers read in two ways."""

from __future__ import annotations

import pytest
from mended import fixes_of, mended

from mimeforge.linter.examples import sample

SAFE, UNSAFE = True, False
BASE64 = "U2VlIHlvdS4=\r\n"

# A rule, a field before its fix and with it (none: the field is gone), and whether the fix is safe
CASES = [
    ("SEC102", "Bcc: audit@example.com", "", UNSAFE),
    ("SEC104", "X-Originating-IP: [192.0.2.7]", "", UNSAFE),
    ("SEC105", "X-Mailer: Courier/3.1.4 (spring)", "X-Mailer: Courier (spring)", UNSAFE),
    ("SEC107", "Authorization: Bearer\r\n abc", "", UNSAFE),
    ("SEC121", "X-Note: at noon\r\n Content-Type: text/html", "X-Note: at noon Content-Type: text/html", SAFE),
]
UNKNOWN = [
    ("SEC101", "Subject: Lunch%0D%0ABcc: audit@example.com"),
    ("SEC105", "X-Mailer: 3.1.4"),
    ("SEC106", "Message-ID: <1@worker-3.orders.internal>"),
    ("SEC121", "Content-Transfer-Encoding: 7bit (base64)"),
]


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_a_field_with_its_fix(code: str, before: str, after: str, safe: bool) -> None:
    assert mended(sample(before), code) == (sample(after) if after else sample(), safe)


@pytest.mark.parametrize(("code", "field"), UNKNOWN)
def test_a_field_that_somebody_has_to_correct(code: str, field: str) -> None:
    assert fixes_of(sample(field), code) == []


@pytest.mark.parametrize("written", [" base64 ", "\r\n base64", " BASE64\t"])
def test_an_encoding_that_some_readers_do_not_trim_is_written_alone(written: str) -> None:
    before = sample(f"Content-Transfer-Encoding:{written}", body=BASE64)
    assert mended(before, "SEC121") == (sample("Content-Transfer-Encoding: base64", body=BASE64), SAFE)


def test_bcc_stays_where_nobody_else_is_named() -> None:
    assert fixes_of(sample("Bcc: audit@example.com", without=["To"]), "SEC102") == []
