"""Address lists that SES passes on unread: an error under the RFCs, a warning under SES, which does not refuse them."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.rules.adr.address_fields import ADDRESS_FIELDS, ADDRESS_LISTS

RESENT = ("Resent-From: amy@example.org", "Resent-Date: Tue, 21 Jan 2025 12:00:00 +0000")
PASSED_ON = [name for name in ADDRESS_LISTS if name not in ADDRESS_FIELDS]


def found(name: str, body: str, profile: str) -> dict[str, tuple[str, str | None]]:
    others = [field for field in RESENT if not field.startswith(f"{name}:")] if name.startswith("Resent-") else []
    report = mimeforge.lint(sample("\r\n".join([f"{name}: {body}", *others])), profile=profile)
    return {one.slug: (one.severity, one.predicts) for one in report}


@pytest.mark.parametrize("name", PASSED_ON)
@pytest.mark.parametrize(
    ("body", "slug", "under_ses", "under_rfc"),
    [
        ("amy", "addr-no-domain", "warning", "error"),
        ("Doe, Amy <amy@example.org>", "addr-no-domain", "warning", "error"),
        ("amy@", "addr-domain-bad-label", "warning", "error"),
        ("amy@exam_ple.org", "addr-domain-bad-label", "warning", "warning"),
        ("Amy <amy@example.org", "addr-unparseable", "warning", "error"),
        ("[Amy] <amy@example.org>", "addr-unquoted-special", "warning", "error"),
        ("Amy <amy@example.org> Doe", "addr-missing-comma", "warning", "error"),
        ("=?utf-8?q?amy?=@example.org", "ew-in-addr-spec", "warning", "error"),
        ("amy@example.org,", "addr-empty-element", "warning", "warning"),
        ("amy@b\u00fccher.example", "raw-8bit-header-utf8", "error", "error"),
        ("am\u00e9@example.org", "raw-8bit-header-utf8", "error", "error"),
        ("\u00c9 amy", "raw-8bit-header-utf8", "error", "error"),
        ("am\x01y@example.org", "ctl-in-header", "error", "error"),
    ],
)
def test_what_is_wrong_is_told_and_no_answer_foretold(
    name: str, body: str, slug: str, under_ses: str, under_rfc: str
) -> None:
    if name == "Resent-Sender" and body.startswith("Doe,"):
        slug = "addr-unparseable"  # it takes one mailbox
    assert found(name, body, "ses") == {slug: (under_ses, None)}
    assert found(name, body, "rfc") == {slug: (under_rfc, None)}


@pytest.mark.parametrize("name", PASSED_ON)
@pytest.mark.parametrize("body", ["Amy <amy@example.org>", "amy@example.org (Amy)", '"Doe, Amy" <amy@example.org>'])
@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp", "rfc"])
def test_nothing_is_said_of_what_is_right(name: str, body: str, profile: str) -> None:
    assert found(name, body, profile) == {}


@pytest.mark.parametrize("name", [name for name in PASSED_ON if name not in {"Resent-Bcc", "Resent-Reply-To"}])
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_an_empty_one_is_told_once(name: str, profile: str) -> None:
    assert found(name, "", profile) == {"empty-structured-header": ("warning", None)}
