"""Escaped line ends and raw octets: what is told of them, and where it would be no help."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample

PROFILES = ["ses", "rfc"]
DATE = b"Date: Mon, 20 Jan 2025 12:00:00 +0000\r\n"


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "octets",
    [
        rb"From: jo@example.com\nTo: zoe@example.net\nSubject: Lunch\n\nSee you at noon.",
        rb"From: jo@example.com\r\nTo: zoe@example.net\r\n\r\nSee you" + b"\r\n",
        rb"Subject: Lunch\nFrom: jo@example.com" + b"\r\n at noon\r\n\r\nTo: me\r\n",
        b"\r\n\r\n" + rb"Subject: Lunch\nFrom: jo@example.com" + b"\r\nSee you at noon.\r\n",
    ],
)
def test_a_message_in_one_header_line_is_told_alone(octets: bytes, profile: str) -> None:
    (finding,) = mimeforge.lint(octets, profile=profile)
    assert finding.slug == "subject-newline-escape"
    assert octets[slice(*finding.span)] in {rb"\n", rb"\r\n"}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "octets",
    [
        rb"Subject: what \nTo: in a header does" + b"\r\n" + sample(without=["Subject"]),
        rb"Subject: what \nTo: in a header does" + b"\r\n" + DATE + b"\r\nSee you at noon.\r\n",
        rb"Subject: what \nTo: in a header does" + b"\n" + DATE.replace(b"\r", b"") + b"\nSee you at noon.\n",
        rb"Subject: what \nTo: in a header does" + b"\r\n and beyond\r\n" + DATE,
        DATE + rb"Subject: Lunch\nFrom: jo@example.com" + b"\r\n\r\nSee you at noon.\r\n",
    ],
)
def test_one_field_with_an_escaped_line_end_hides_nothing(octets: bytes, profile: str) -> None:
    assert "subject-newline-escape" not in {finding.slug for finding in mimeforge.lint(octets, profile=profile)}


ENCODE, NAME, ASCII = "write encoded-words", "write the file name as filename* (RFC 2231)", "ASCII alone may stand here"
DOMAIN, LOCAL = "write the domain in A-labels", "a local part cannot be encoded, use another address"


@pytest.mark.parametrize("octets", ["é".encode(), b"\xe9"])
@pytest.mark.parametrize(
    ("field", "advice"),
    [
        ("Subject: Z{}", ENCODE),
        ("Content-Description: {}", ENCODE),
        ("Content-ID: <{}>", ASCII),
        ("Content-Language: {}", ASCII),
        ("Message-ID: <{}@example.com>", ASCII),
        # Parameters: only file names have another form.
        ('Content-Type: text/plain; name="{}.txt"', NAME),
        ('Content-Disposition: attachment; filename="a;{}.txt"', NAME),
        ('Content-Disposition: attachment; x=y; FILENAME="{}.txt"', NAME),
        ('Content-Disposition: attachment;\r\n filename*0="a";\r\n filename*1="{}.txt"', NAME),
        ('Content-Type: text/plain; charset="{}"', ASCII),
        (f'Content-Type: text/plain; x="{"y" * 40_000}"; name="{{}}"', ASCII),
        ('Content-Disposition: {}; filename="a.txt"', ASCII),
    ],
)
def test_how_a_field_says_what_is_not_ascii(field: str, advice: str, octets: bytes) -> None:
    fields = sample(field).replace(b"{}", octets)
    messages = [finding.message for finding in mimeforge.lint(fields) if finding.slug.startswith("raw-8bit-header")]
    assert [message.rpartition(": ")[2] for message in messages] == [advice]


def test_a_boundary_has_no_other_form() -> None:
    octets = sample("Content-Type: multipart/mixed; boundary=é", body="--é\r\n\r\nSee you at noon.\r\n--é--\r\n")
    messages = [finding.message for finding in mimeforge.lint(octets) if finding.slug == "raw-8bit-header-utf8"]
    assert [ASCII in message for message in messages] == [True]


@pytest.mark.parametrize("octets", ["é".encode(), b"\xe9"])
@pytest.mark.parametrize(
    ("to", "advice"),
    [
        ("Zo{} <zoe@example.net>", ENCODE),
        ("zoe@example.net (Zo{})", ENCODE),
        ("Zo{} zoe@example.net", ENCODE),
        ("Zo{}", ENCODE),
        ("jo@{}xample.com", DOMAIN),
        ("Jo <jo@example.com>, Zoe <zoe@b{}cher.example>", DOMAIN),
        ("zo{}@example.net", LOCAL),
        ("Zoe <zo{}@example.net>", LOCAL),
    ],
)
def test_how_an_address_says_what_is_not_ascii(to: str, advice: str, octets: bytes) -> None:
    report = mimeforge.lint(sample(f"To: {to}").replace(b"{}", octets), profile="rfc")
    messages = [finding.message for finding in report if finding.slug.startswith("raw-8bit-header")]
    assert [message.rpartition(": ")[2] for message in messages] == [advice]
