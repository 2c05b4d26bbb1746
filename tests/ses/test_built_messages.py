"""What is not said of a message that SES builds: its lists of slugs are by hand, and held here."""

from __future__ import annotations

from typing import Any

import pytest
from simple_requests import request_2, with_headers

import mimeforge
from mimeforge import ses
from mimeforge.ses import linting

PROFILE = "ses-v2,strict"
SIGNATURE = "v=1; a=rsa-sha256; d=example.com; s=may; h=from:to:subject; bh=YQ==; b=YQ=="


def attached(**members: Any) -> dict[str, Any]:
    return request_2(attachments=[{"FileName": "notes.txt", "RawContent": b"See you."} | members])


# Requests whose built message draws what is said of a member already, by the slugs of both.
TWICE = [
    ("blocked-extension-ses", "attachment-name-blocked", attached(FileName="setup.exe")),
    ("dkim-multiple", "request-header-twice", with_headers(*[("DKIM-Signature", SIGNATURE)] * 2)),
    ("dup-content-other", "request-header-twice", with_headers(*[("Content-Description", "notes")] * 2)),
    ("dup-ids", "request-header-twice", with_headers(*[("In-Reply-To", "<1@example.com>")] * 2)),
    ("dup-list-headers", "request-header-twice", with_headers(*[("List-Id", "<team.example.com>")] * 2)),
    ("dup-originator", "request-header-twice", with_headers(*[("Sender", "jo@example.com")] * 2)),
    ("filename-path", "attachment-name-characters", attached(FileName="may/notes.txt")),
    ("filename-reserved", "attachment-name-characters", attached(FileName="a<b.txt")),
    ("line-over-998", "request-length", with_headers(("X-Data", "x" * 999))),
    ("message-too-large", "content-too-large", attached(RawContent=bytes(33_000_000))),
    ("ses-single-headers", "request-header-twice", with_headers(*[("User-Agent", "mimeforge")] * 2)),
]

# Requests in which nothing is wrong, and how mimeforge writes their message draws something.
WAYS = [
    ("charset-needless", request_2()),
    ("header-line-over-78", with_headers(("X-Data", "lunch " * 20 + "x"))),
    (
        "header-line-over-76-with-ew",
        with_headers(("Comments", "=?utf-8?q?Caf=C3=A9?= =?utf-8?q?_at_noon?=" + " x" * 30)),
    ),
]


def of_built_message(kwargs: dict[str, Any]) -> set[str]:
    """What is said of the message that SES builds, where it is judged as a message of one's own."""
    octets = linting.request_of(linting.operation_named("sesv2.SendEmail"), kwargs).octets
    assert octets is not None
    return {finding.slug for finding in mimeforge.lint(octets, profile=PROFILE)}


def of_request(kwargs: dict[str, Any]) -> tuple[set[str], set[str]]:
    """What is said of members, and of the message."""
    report = ses.lint_request("sesv2.SendEmail", kwargs, profile=PROFILE)
    by_place = [{one.slug for one in report if (one.member is None) is is_message} for is_message in (False, True)]
    return by_place[0], by_place[1]


def test_each_slug_that_is_left_out_has_its_request_here() -> None:
    reserved, _ = linting._RESERVED
    assert {slug for slug, _, _ in TWICE} == linting._SAID_OF_MEMBERS | {reserved}
    assert {slug for slug, _ in WAYS} == linting._WAYS_OF_SES


@pytest.mark.parametrize(("slug", "of_member", "kwargs"), TWICE, ids=[slug for slug, _, _ in TWICE])
def test_what_is_said_of_a_member_is_not_said_of_the_message_again(
    slug: str, of_member: str, kwargs: dict[str, Any]
) -> None:
    assert slug in of_built_message(kwargs)
    members, message = of_request(kwargs)
    assert of_member in members
    assert slug not in message


@pytest.mark.parametrize(("slug", "kwargs"), WAYS, ids=[slug for slug, _ in WAYS])
def test_how_ses_writes_a_message_is_left_to_it(slug: str, kwargs: dict[str, Any]) -> None:
    assert slug in of_built_message(kwargs)
    assert of_request(kwargs) == (set(), set())
