"""What the fixes make of the fields in which a message carries settings, and of those that SES writes."""

from __future__ import annotations

import pytest
from mended import fixes_of, mended

from mimeforge.linter.examples import sample

SAFE, UNSAFE = True, False
ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
SET = "X-SES-CONFIGURATION-SET: receipts"

# A rule, a field before its fix and with it (none: the field is gone), and whether the fix is safe
CASES = [
    (
        "SES103",
        f"X-SES-FROM-ARN: =?utf-8?q?arn=3Aaws=3A?=\r\n =?utf-8?q?{ARN[8:].replace(':', '=3A')}?=",
        f"X-SES-FROM-ARN: {ARN}",
        SAFE,
    ),
    ("SES103", f"X-SES-FROM-ARN: {ARN[:40]}\r\n {ARN[40:]}", f"X-SES-FROM-ARN: {ARN}", SAFE),
    ("SES103", f"X-SES-FROM-ARN: {ARN.replace('ses', 'sesv2')}", f"X-SES-FROM-ARN: {ARN}", UNSAFE),
    ("SES104", "X-SES-CONFIGURATION-SET: =?utf-8?q?receipts?=", SET, SAFE),
    ("SES104", "X-SES-CONFIGURATION-SET: rece\r\n\tipts", SET, SAFE),
    ("SES123", "X-SES-TENANT: =?utf-8?b?bm9ydGg=?=", "X-SES-TENANT: north", SAFE),
    ("SES105", "X-SES-MESSAGE-TAGS: =?utf-8?q?a=3Db?=, c=d", "X-SES-MESSAGE-TAGS: a=b, c=d", SAFE),
    ("SES105", "X-SES-MESSAGE-TAGS: campaign=ma\r\n y,\r\n a=b", "X-SES-MESSAGE-TAGS: campaign=may,a=b", SAFE),
    (
        "SES106",
        "X-SES-LIST-MANAGEMENT-OPTIONS: =?utf-8?q?news=3B_topic=3Dsports?=",
        "X-SES-LIST-MANAGEMENT-OPTIONS: news; topic=sports",
        SAFE,
    ),
    (
        "SES106",
        "X-SES-LIST-MANAGEMENT-OPTIONS: {news}, topic={sports}",
        "X-SES-LIST-MANAGEMENT-OPTIONS: news; topic=sports",
        UNSAFE,
    ),
    ("SES124", "X-SES-CONFIGURATION_SET: receipts", SET, UNSAFE),
    ("SES125", f"{SET}\r\nX-A: 1\r\n{SET.lower()}", f"{SET}\r\nX-A: 1", SAFE),
    ("SES125", f"X-SES-FROM-ARN: {ARN}\r\nX-SES-FROM-ARN: {ARN}.example", f"X-SES-FROM-ARN: {ARN}", UNSAFE),
    ("SES127", "Feedback-ID: may:shop:newsletter:example", "", UNSAFE),
    ("SES128", "X-SES-Spam-Verdict: PASS", "", UNSAFE),
]

# What somebody has to name
UNKNOWN = [
    ("SES103", "X-SES-FROM-ARN: example.com"),
    ("SES103", "X-SES-FROM-ARN: arn:aws:ses:us-east-1:12345:\r\n identity/example.com"),
    (
        "SES103",
        f"X-SES-FROM-ARN: {ARN[:40]}\r\n {ARN[40:].replace('example', 'other')}",
    ),  # From has another
    ("SES104", "X-SES-CONFIGURATION-SET: monthly receipts"),
    ("SES104", "X-SES-CONFIGURATION-SET:"),
    ("SES105", "X-SES-MESSAGE-TAGS: campaign=may sale"),
    ("SES105", "X-SES-MESSAGE-TAGS: a=b,, c=d"),
    ("SES106", "X-SES-LIST-MANAGEMENT-OPTIONS: news; sports"),
    ("SES124", "X-SES-CONFIG-SET: receipts"),
    ("SES124", f"X-SES-CONFIGURATION_SET: a\r\n{SET}"),
    ("SES125", f"{SET}\r\n{SET}2"),
]


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_a_field_with_its_fix(code: str, before: str, after: str, safe: bool) -> None:
    assert mended(sample(before), code, "ses") == (sample(after) if after else sample(), safe)


@pytest.mark.parametrize(("code", "field"), UNKNOWN)
def test_a_field_that_somebody_has_to_correct(code: str, field: str) -> None:
    assert fixes_of(sample(field), code, "ses") == []
