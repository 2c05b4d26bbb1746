"""What the fixes of List-* fields make of them."""

from __future__ import annotations

import pytest
from mended import fixes_of, mended

from mimeforge.linter.examples import sample

SAFE, UNSAFE = True, False
HTTPS = "List-Unsubscribe: <https://example.com/u>"
POST = "List-Unsubscribe-Post: List-Unsubscribe=One-Click"

# A rule, a field before its fix and with it, and whether the fix is safe
CASES = [
    ("BLK104", "List-Unsubscribe: https://example.com/u?t=1", "List-Unsubscribe: <https://example.com/u?t=1>", UNSAFE),
    ("BLK104", "List-Unsubscribe: <https://example.com/u", "List-Unsubscribe: <https://example.com/u>", UNSAFE),
    ("BLK104", f"{HTTPS}\r\n <mailto:a@a.example>", f"{HTTPS},\r\n <mailto:a@a.example>", UNSAFE),
    ("BLK104", f"{HTTPS} (now) <mailto:a@a.example>", f"{HTTPS} (now), <mailto:a@a.example>", UNSAFE),
    ("BLK104", f"{HTTPS},, <mailto:a@a.example>", f"{HTTPS}, <mailto:a@a.example>", UNSAFE),
    ("BLK104", f"{HTTPS}, <leave@a.example>", f"{HTTPS}, <mailto:leave@a.example>", UNSAFE),
    (
        "BLK104",
        "List-Unsubscribe: <https://example.com\r\n /long/path>",
        "List-Unsubscribe: <https://example.com/long/path>",
        SAFE,
    ),
    ("BLK115", "List-Help: mailto:help@a.example", "List-Help: <mailto:help@a.example>", UNSAFE),
    ("BLK106", "List-Unsubscribe-Post: <https://example.com/u>", POST, UNSAFE),
    ("BLK106", "List-Unsubscribe-Post:", POST, UNSAFE),
    ("BLK114", "List-Id: team.example.com", "List-Id: <team.example.com>", UNSAFE),
    ("BLK114", "List-Id: Team <team .example.com>", "List-Id: Team <team.example.com>", UNSAFE),
    ("BLK114", "List-Id: Team <team\r\n .example.com>", "List-Id: Team <team.example.com>", SAFE),
    ("BLK122", "List-Unsubscribe: =?utf-8?q?=3Chttps=3A//example=2Ecom/u=3E?=", HTTPS, SAFE),
    (
        "BLK122",
        f"{HTTPS},\r\n =?utf-8?b?PG1haWx0bzpsZWF2ZUBleGFtcGxlLmNvbT4=?=",
        f"{HTTPS}, <mailto:leave@example.com>",
        SAFE,
    ),
    ("BLK122", "List-Unsubscribe-Post: =?utf-8?q?List-Unsubscribe=3DOne-Click?=", POST, SAFE),
]

# What somebody has to write: a host, a scheme, a URI that takes requests
UNKNOWN = [
    ("BLK103", "List-Unsubscribe: <http://example.com/u>"),
    ("BLK104", "List-Unsubscribe:"),
    ("BLK104", "List-Unsubscribe: <>"),
    ("BLK104", "List-Unsubscribe: <https:/u>"),
    ("BLK104", f"{HTTPS}; <mailto:a@a.example>"),
    ("BLK104", "List-Unsubscribe: http://example.com/u"),  # an http URI is another fault
    ("BLK115", "List-Archive: <example.com/archive>"),
    ("BLK114", "List-Id: <team@example.com>"),
    ("BLK122", "List-Unsubscribe: =?utf-8?q?=3Chttp=3A//example=2Ecom/u=3E?="),
    ("BLK122", "List-Unsubscribe: =?utf-8?q?=3Chttps=3A/u=3E?="),
]


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_a_field_with_its_fix(code: str, before: str, after: str, safe: bool) -> None:
    assert mended(sample(before), code, "ses") == (sample(after), safe)


@pytest.mark.parametrize(("code", "field"), UNKNOWN)
def test_a_field_that_somebody_has_to_correct(code: str, field: str) -> None:
    assert fixes_of(sample(field), code, "ses") == []


def test_in_mail_to_many_an_encoded_uri_waits_for_the_field_that_goes_with_it() -> None:
    encoded = "List-Unsubscribe: =?utf-8?q?=3Chttps=3A//example=2Ecom/u=3E?="
    assert fixes_of(sample(encoded), "BLK122", "ses,bulk") == []
    assert mended(sample(encoded, POST), "BLK122", "ses,bulk") == (sample(HTTPS, POST), SAFE)
