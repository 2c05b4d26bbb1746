"""List management that cannot work, and its placeholder where nobody replaces it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

import mimeforge
from mimeforge.linter.examples import ExampleEnvelope, sample

if TYPE_CHECKING:
    from mimeforge.linter import Finding

NEWS = "X-SES-LIST-MANAGEMENT-OPTIONS: news"
SIGNATURE = "DKIM-Signature: v=1; c=relaxed; d=example.com; h=from; b=MTIz"
OWN = "List-Unsubscribe: <https://example.com/u>"
TWO = "To: zoe@example.net, ann@example.org"
URL = "{{amazonSESUnsubscribeUrl}}"
HTML = "Content-Type: text/html; charset=us-ascii"
MIXED = 'Content-Type: multipart/mixed; boundary="b"'


def found(octets: bytes, slug: str, envelope: ExampleEnvelope | None = None, profile: str = "ses") -> list[Finding]:
    report = mimeforge.lint(octets, profile=profile, envelope=envelope)
    return [finding for finding in report if finding.slug == slug]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ([TWO], b"ann@example.org"),
        (["Bcc: a@example.org, b@example.org"], b"a@example.org"),
        (["To: Team: zoe@example.net, ann@example.org;"], b"ann@example.org"),
        ([SIGNATURE], SIGNATURE.encode() + b"\r\n"),
        ([OWN], OWN.encode() + b"\r\n"),
        (
            ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"],
            b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        ),
    ],
)
def test_what_is_in_the_way_of_list_management_is_shown(fields: list[str], place: bytes) -> None:
    octets = sample(NEWS, *fields)
    (finding,) = found(octets, "ses-list-management-idle")
    assert octets[slice(*finding.span)] == place
    assert finding.severity == "warning"
    assert found(sample(*fields), "ses-list-management-idle") == []


def test_each_obstacle_is_told_and_what_stays_as_it_is_is_not_overridden() -> None:
    findings = found(sample(TWO, NEWS, SIGNATURE, OWN), "ses-list-management-idle")
    assert [finding.header for finding in findings] == ["To", "DKIM-Signature"]


@pytest.mark.parametrize(
    ("recipients", "profile", "headers"),
    [
        (("zoe@example.net",), "ses", []),
        (("zoe@example.net", "ann@example.org"), "ses", ["X-SES-LIST-MANAGEMENT-OPTIONS"]),
        (None, "ses", ["To"]),
        (None, "ses-v2", ["To"]),
        (None, "ses-smtp", []),
    ],
)
def test_recipients_are_those_that_are_known(
    recipients: tuple[str, ...] | None, profile: str, headers: list[str]
) -> None:
    envelope = ExampleEnvelope("jo@example.com", recipients) if recipients else None
    findings = found(sample(NEWS, TWO), "ses-list-management-idle", envelope, profile)
    assert [finding.header for finding in findings] == headers


def mixed(*parts: str) -> bytes:
    return sample(NEWS, MIXED, body="".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n")


def test_without_list_options_the_first_placeholder_is_shown() -> None:
    octets = sample(HTML, body=f'<a href="{URL}">leave</a> <a href="{URL}">leave</a>\r\n')
    (finding,) = found(octets, "unsub-placeholder", profile="ses-v2")
    assert octets[slice(*finding.span)] == URL.encode()
    assert finding.span.start == octets.index(URL.encode())
    assert "ListManagementOptions" in finding.message


@pytest.mark.parametrize(
    ("octets", "count"),
    [
        (mixed(f"\r\n{URL}", f"{HTML}\r\n\r\n<p>{URL}"), 0),
        (mixed(f"\r\n{URL}", f"{HTML}\r\n\r\n<p>{URL}{URL}"), 1),
        (mixed(f"\r\n{URL}{URL}{URL}{URL}"), 1),
        (mixed(f"Content-Type: text/markdown\r\n\r\n{URL}{URL}"), 1),
        (mixed(f"Content-Type: text/markdown\r\n\r\n{URL}", f"Content-Type: text/enriched\r\n\r\n{URL}"), 2),
        (mixed(f"Content-Type: message/rfc822\r\n\r\nSubject: {URL}\r\n\r\n{URL}{URL}{URL}"), 0),
        (mixed(f'Content-Type: text/html\r\nContent-Disposition: attachment; filename="a.html"\r\n\r\n{URL}'), 0),
        (sample(NEWS, f"Subject: {URL}"), 1),
        (sample(NEWS, f"X-A: {URL}", f"X-B: {URL}"), 1),
        (sample(body="{{amazonsesunsubscribeurl}} {{ amazonSESUnsubscribeUrl }} {amazonSESUnsubscribeUrl}\r\n"), 0),
    ],
)
def test_placeholders_are_told_where_they_stay(octets: bytes, count: int) -> None:
    for profile in ("ses-v2", "ses-smtp"):
        assert len(found(octets, "unsub-placeholder", profile=profile)) == count
    assert len([one for one in found(octets, "unsub-placeholder") if one.severity == "warning"]) == count


def test_what_version_1_makes_of_the_placeholder_is_not_known() -> None:
    octets = mixed(f"\r\n{URL}", f"{HTML}\r\n\r\n<p>{URL}")
    (finding,) = found(octets, "unsub-placeholder")
    assert (finding.severity, finding.evidence, finding.part) == ("note", "inferred", "1")
    assert "version 2 of the API and SMTP" in finding.message
    assert found(mixed("\r\nLunch?"), "unsub-placeholder") == []


def test_the_third_placeholder_of_a_message_is_shown() -> None:
    octets = mixed(f"\r\n{URL}", f"{HTML}\r\n\r\n<p>{URL}<p>{URL}")
    (finding,) = found(octets, "unsub-placeholder", profile="ses-v2")
    assert (finding.part, finding.span.start) == ("2", octets.rindex(URL.encode()))
    assert "2 of the 3" in finding.message


def test_a_field_that_is_overridden_is_told_once() -> None:
    octets = sample(NEWS, f"List-Unsubscribe: <{URL}>", body=f"To leave: {URL}\r\n")
    assert [finding.slug for finding in mimeforge.lint(octets, profile="ses-v2")] == ["ses-list-management-idle"]


def test_a_placeholder_in_base64_is_found() -> None:
    octets = sample("Content-Transfer-Encoding: base64", body=base64.encodebytes(f"To leave: {URL}".encode()))
    (finding,) = found(octets, "unsub-placeholder")
    assert finding.line == 10


def test_a_text_of_placeholders_is_told_in_a_few_places() -> None:
    soft = "=\r\n".join([URL] * 3)
    for body in (URL * 300_000, f"{soft}\r\n" * 50_000):
        octets = sample("Content-Transfer-Encoding: quoted-printable", body=body)
        assert len(found(octets, "unsub-placeholder")) == 1
