"""Message ids: the ids of well-known programs are ordinary, and what is wrong is told once, in its place."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample

ORDINARY = [
    "<CAF+x=a_b-C1d2@mail.gmail.example>",
    "<DM6PR01MB1234ABCD@DM6PR01MB1234.prod.example.com>",
    "<OF8D3E0F1A.C3B6C7E4-ON85257A.0055@example.com>",
    "<owner/repository/pull/1/c2@example.com>",
    "<173738.1.1737374400000.JavaMail.jo@host>",
    "<20250120120000.12345.67890@localhost>",
    "<Pine.LNX.4.64.2501201200@[192.0.2.1]>",
    "\r\n <1@example.com>",
]


@pytest.mark.parametrize("value", ORDINARY)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_ids_of_other_programs_are_good(value: str, profile: str) -> None:
    octets = sample(f"Message-ID: {value}", f"References: {value}\r\n <0@example.net>".replace("<", "<r", 1))
    assert list(mimeforge.lint(octets, profile=profile)) == []


IDS = [
    ("1@example.com", "error"),
    ("<>", "error"),
    ("<1@>", "error"),
    ("<1@example.com", "error"),
    ("<1@example.com>,", "error"),
    ("<a@b@example.com>", "error"),
    ("<1@2> <3@4>", "error"),
    ("<a:b@example.com>", "warning"),
    ("<.a@example.com>", "warning"),
    ('<"a b"@example.com>', "warning"),
    ("<a @example.com>", "warning"),
]


@pytest.mark.parametrize(("value", "severity"), IDS)
def test_what_is_no_id(value: str, severity: str) -> None:
    octets = sample(f"Message-ID: {value}")
    for profile in ("rfc", "ses"):
        (finding,) = mimeforge.lint(octets, profile=profile)
        assert (finding.slug, finding.severity) == ("msgid-syntax", severity)
        assert octets[slice(*finding.span)] == value.encode()


REFERENCES = [
    ("<1@example.net>, <2@example.net>", b","),
    ("<1@example.net> 2@example.net", b"2@example.net"),
    ("<1@example.net>\r\n <2@exam\r\n ple.net>", b"<2@exam"),
    ("<1@example.net>\r\n " * 3_000 + ", <2@example.net>", b","),
]


@pytest.mark.parametrize(("value", "at"), REFERENCES)
def test_the_place_is_what_stands_outside_of_ids(value: str, at: bytes) -> None:
    octets = sample(f"References: {value}")
    (finding,) = mimeforge.lint(octets)
    assert (finding.slug, octets[slice(*finding.span)]) == ("references-syntax", at)


def test_what_stands_beside_ids_is_quoted_as_it_is() -> None:
    (finding,) = mimeforge.lint(sample('In-Reply-To: "Jo"\'s <1@example.net>'))
    assert finding.message.startswith("'\"Jo\"'s' beside message ids")


def with_content_ids(*ids: str) -> bytes:
    parts = "".join(f"--b\r\nContent-Type: image/gif\r\nContent-ID: {one}\r\n\r\nGIF89a\r\n" for one in ids)
    return sample("Content-Type: multipart/mixed; boundary=b", body=f"{parts}--b--\r\n")


CONTENT_IDS = [
    (("<cid:logo@example.com>",), "cid-syntax"),
    (("<CID:logo@example.com> (the logo)",), "cid-syntax"),
    (("<1@example.com>", "<1@example.com> (again)"), "cid-duplicate"),
    (("<1@example.com>", "\r\n <1@example.com>"), "cid-duplicate"),
    (("<1@example.com>", "<1@EXAMPLE.com>"), None),
    (("<cid1@example.com>",), None),
]


@pytest.mark.parametrize(("ids", "slug"), CONTENT_IDS)
def test_content_ids(ids: tuple[str, ...], slug: str | None) -> None:
    told = [(one.slug, one.severity) for one in mimeforge.lint(with_content_ids(*ids)) if one.slug.startswith("cid-")]
    assert told == [(slug, "warning")] * bool(slug)


@pytest.mark.parametrize("name", ["Message-ID", "References", "In-Reply-To", "Content-ID"])
@pytest.mark.parametrize(
    ("value", "slug"), [("", "empty-structured-header"), ("<=?utf-8?q?1?=@example.net>", "ew-in-msgid-date-received")]
)
def test_one_cause_is_told_once(name: str, value: str, slug: str) -> None:
    assert [finding.slug for finding in mimeforge.lint(sample(f"{name}: {value}"))] == [slug]


def test_parts_of_a_message_that_is_attached_have_ids_of_their_own() -> None:
    logo = "Content-Type: image/gif\r\nContent-ID: <logo@example.com>\r\n\r\nGIF89a\r\n"
    attached = "Content-Type: message/rfc822\r\n\r\nSubject: Lunch\r\n" + logo
    parts = "".join(f"--b\r\n{part}" for part in (logo, attached))
    octets = sample("Content-Type: multipart/mixed; boundary=b", body=f"{parts}--b--\r\n")
    assert "cid-duplicate" not in {finding.slug for finding in mimeforge.lint(octets)}
