"""What Gmail and Yahoo ask of mail to many, and what nobody asks of mail to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mimeforge
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from mimeforge.linter import Finding

FIELDS = {
    "unsubscribe": "List-Unsubscribe: <https://example.com/u>",
    "post": "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    "id": "List-Id: <news.example.com>",
}
BODY = "News, and how to leave: https://example.com/u\r\n"


def bulk(*fields: str, without: str = "", body: str = BODY) -> bytes:
    return sample(*fields, *(field for name, field in FIELDS.items() if name not in without.split()), body=body)


def found(octets: bytes, profile: str = "ses,bulk") -> list[Finding]:
    return [one for one in mimeforge.lint(octets, profile=profile) if one.code.startswith("BLK")]


def slugs(octets: bytes, profile: str = "ses,bulk") -> list[str]:
    return sorted(finding.slug for finding in found(octets, profile))


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (bulk(), []),
        (bulk(without="unsubscribe post id"), ["list-id-missing", "unsub-missing"]),
        (bulk(without="unsubscribe"), ["unsub-missing"]),
        (bulk(without="post"), ["unsub-post-missing"]),
        (bulk("List-Unsubscribe: <http://example.com/u>", without="unsubscribe"), ["unsub-no-https"]),
        (bulk("List-Unsubscribe: <mailto:leave@example.com>", without="unsubscribe"), ["unsub-no-https"]),
        (bulk("List-Unsubscribe: https://example.com/u", without="unsubscribe"), ["unsub-syntax"]),
        (bulk("List-Unsubscribe-Post: yes", without="post"), ["unsub-post-value"]),
        (bulk("X-SES-LIST-MANAGEMENT-OPTIONS: news", without="unsubscribe post"), []),
        (bulk(body="See you at noon.\r\n"), ["unsub-body-link"]),
        (bulk(body="To leave: www.example.com/u\r\n"), []),
        (bulk(body="<a href='MAILTO:leave@example.com'>leave</a>\r\n"), []),
        (bulk("Subject: RE: lunch"), ["subject-fake-reply"]),
        (bulk("Subject: RE : lunch"), ["subject-fake-reply"]),
        (bulk("Subject: =?utf-8?q?Aw=3A_Caf=C3=A9?="), ["subject-fake-reply"]),
        (bulk("Subject: Re: lunch", "References: <0@example.com>"), []),
        (bulk("Subject: Results: 3 of 4"), []),
        (bulk('From: "Jo (2)" <jo@example.com>'), ["from-name-mark"]),
        (bulk('From: "Jo (2) of us" <jo@example.com>'), []),
        (bulk("To: " + ", ".join(f"{name}@example.net" for name in "abcde")), ["from-display-brand"]),
        (bulk("To: " + ", ".join(f"{name}@example.net" for name in "abcd")), []),
        (bulk("Bcc: " + ", ".join(f"{name}@example.net" for name in "abcdef")), []),
    ],
)
def test_mail_to_many(octets: bytes, expected: list[str]) -> None:
    assert slugs(octets) == expected
    asked_always = {"unsub-syntax", "unsub-post-value"}
    without_overlay = {"unsub-http", "unsub-post-alone", *asked_always}
    assert set(slugs(octets, "ses")) <= without_overlay


def test_the_rules_of_receivers_are_none_of_the_standards() -> None:
    assert slugs(bulk(without="unsubscribe post id", body="Lunch?"), "rfc,bulk") == []


def test_what_is_missed_is_missed_in_mail() -> None:
    assert slugs(b"no mail at all\r\nnor here\r\n") == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["From: Jo <jo@gmail.com>"], ["from-freemail"]),
        (["From: JO@GMAIL.COM"], ["from-freemail"]),
        (["From: jo@gmail.com", "Message-ID: <1@mail.gmail.com>"], []),
        (["From: jo@gmail.com", "Message-ID: <1@gmail.com>"], ["from-freemail"]),
        (["From: jo@mail.example.com"], []),
        (["From: Jo <jo@gmail.com>", "Received: from mx.example.net by mx.example.org"], []),
        (["Reply-To: jo@gmail.com"], []),
        (["From: jo@gmail.com@example.com"], []),
    ],
)
def test_authors_at_providers_of_mailboxes(fields: list[str], expected: list[str]) -> None:
    octets = sample(*fields)
    assert slugs(octets, "ses") == expected
    assert slugs(octets, "rfc") == []
    for finding in found(octets, "ses"):
        assert octets[slice(*finding.span)].lower() == b"gmail.com"


@pytest.mark.parametrize(
    ("author", "profile", "severity"),
    [
        ("jo@yahoo.com", "ses", "warning"),
        ("jo@aol.com", "ses-smtp", "warning"),
        ("jo@yahoo.es", "ses", "warning"),
        ("jo@gmail.com", "ses", "note"),
        ("jo@outlook.com", "ses-v2", "note"),
        ("jo@gmail.com", "ses,bulk", "warning"),
    ],
)
def test_a_provider_that_has_others_refused_is_worse(author: str, profile: str, severity: str) -> None:
    (finding,) = found(bulk(f"From: {author}"), profile)
    assert (finding.slug, finding.severity) == ("from-freemail", severity)


@pytest.mark.parametrize(
    ("value", "profile", "severity"),
    [
        ("https://example.com/u", "ses,bulk", "error"),
        ("https://example.com/u", "ses", "warning"),
        ("https://example.com/u", "rfc,bulk", "warning"),
        ("<https://example.com/u> <mailto:leave@example.com>", "ses,bulk", "warning"),
    ],
)
def test_what_leaves_no_way_out_of_a_list_is_refused(value: str, profile: str, severity: str) -> None:
    (finding,) = found(bulk(f"List-Unsubscribe: {value}", without="unsubscribe"), profile)
    assert (finding.slug, finding.severity) == ("unsub-syntax", severity)
