"""Files that are no message: told alone, and never of a message."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample

PROFILES = ["ses", "ses-smtp", "rfc"]
TEXT = sample().decode("ascii")
DIALOGUE = "MAIL FROM:<jo@example.com>\r\nRCPT TO:<zoe@example.net>\r\nDATA\r\n"


def found(octets: bytes, profile: str = "ses") -> list[tuple[str, str]]:
    return [(finding.slug, str(finding.severity)) for finding in mimeforge.lint(octets, profile=profile)]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("octets", [b"", b"\n", b"\r\n\r\n", b" ", b"\t\r\n \n", b"\r\r"])
def test_nothing_is_no_message(octets: bytes, profile: str) -> None:
    assert found(octets, profile) == [("message-empty", "error")]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("charset", "name"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-32-le", "UTF-32"),
        ("utf-32-be", "UTF-32"),
    ],
)
def test_text_in_wide_octets(charset: str, name: str, profile: str) -> None:
    (finding,) = mimeforge.lint(TEXT.encode(charset), profile=profile)
    assert (finding.slug, finding.severity, finding.line, finding.column) == ("utf16-file", "error", 1, 1)
    assert f"this is {name}," in finding.message


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("begin", "what"),
    [
        ("220 mx.example.net ESMTP Postfix\r\nEHLO a.example\r\n", "an SMTP dialogue"),
        ("220-mx.example.net ESMTP\r\n220 ready\r\n", "an SMTP dialogue"),
        ("EHLO a.example\r\n", "an SMTP dialogue"),
        ("DATA\r\n", "an SMTP dialogue"),
        ("354 End data with <CR><LF>.<CR><LF>\r\n", "an SMTP dialogue"),
        ("=== Trying mx.example.net:25...\r\n", "an SMTP dialogue"),
        ("helo a.example\r\n", "an SMTP dialogue"),
        ("LHLO a.example\r\n", "an SMTP dialogue"),
        ("", "an SMTP dialogue"),
        ("\r\n", "an SMTP dialogue"),
        ("mail from: <jo@example.com>\r\n", "an SMTP dialogue"),
        ("RCPT TO:<zoe@example.net>\r\n", "an SMTP dialogue"),
        ("C: EHLO a.example\r\n", "an SMTP dialogue"),
        ("S: 220 mx.example.net ESMTP\r\n", "an SMTP dialogue"),
        ("<-  220 mx.example.net ESMTP\r\n", "an SMTP dialogue"),
        (" -> EHLO a.example\r\n".lstrip(), "an SMTP dialogue"),
        ("send: 'ehlo a.example'\r\n", "an SMTP dialogue"),
        ("Trying 192.0.2.1...\r\nConnected to mx.example.net.\r\n", "an SMTP dialogue"),
        ("1tZr3x-0004Qm-7K-H\njo 1000 1000\n<jo@example.com>\n", "a queue file of Exim"),
        ("1tZr3x-0004Qm-7K-D\nSee you at noon.\n", "a queue file of Exim"),
        ("1tZr3x-00000004Qma-7Kab-H\njo 1000 1000\n", "a queue file of Exim"),
        ("C_            512             640               1               0\n", "a queue file of Postfix"),
        ("*** ENVELOPE RECORDS deferred/1/1A2B3C ***\n", "a queue file of Postfix"),
        ("V8\nT1737374400\nK1737374401\n", "a queue file of Sendmail"),
    ],
)
def test_what_a_mail_system_said_or_kept(begin: str, what: str, profile: str) -> None:
    octets = (begin + DIALOGUE).encode() + sample()
    (finding,) = mimeforge.lint(octets, profile=profile)
    assert (finding.slug, finding.severity) == ("smtp-dump", "error")
    assert f"this is {what}," in finding.message


@pytest.mark.parametrize(
    "octets",
    [
        b"Mail-From: jo@example.com\r\n" + sample(),
        b"Trying: hard\r\n" + sample(),
        b"Data: 354 .\r\n" + sample(),
        b"Send: 'ehlo'\r\n" + sample(),
        b"C: EHLO\r\n" + sample(),
        b"V8: T1\r\n" + sample(),
        sample(body=DIALOGUE),
    ],
)
def test_fields_and_bodies_are_no_dump(octets: bytes) -> None:
    assert found(octets) == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("body", "stuffed"),
    [
        ("At noon.\r\n.\r\n", 0),
        ("At noon.\r\n.", 0),
        ("At noon.\r\n..\r\n...\r\n.\r\n", 2),
    ],
)
def test_a_message_as_smtp_sends_it(body: str, stuffed: int, profile: str) -> None:
    octets = sample(body=body)
    (finding,) = mimeforge.lint(octets, profile=profile)
    assert (finding.slug, finding.severity) == ("dot-stuffed", "warning")
    assert finding.span == (octets.rindex(b"."), octets.rindex(b".") + 1)
    assert (f"of each of {stuffed} lines" in finding.message) == bool(stuffed)


def test_a_message_in_lf_as_smtp_sends_it() -> None:
    octets = sample(body="At noon.\r\n.\r\n").replace(b"\r\n", b"\n")
    assert ("dot-stuffed", "warning") in found(octets)


QP = "Content-Transfer-Encoding: quoted-printable"


@pytest.mark.parametrize(
    ("fields", "body", "told"),
    [
        ([], "At noon.\r\n..\r\n", []),
        ([], ".profile\r\n.\r\n", []),
        ([], ".\r\nAt noon.\r\n", []),
        ([], "At noon.\r\n. \r\n", []),
        # What quoted-printable cuts from its line is text, and a dot may stand there as it is.
        ([QP], "At noon=\r\n.\r\n", []),
        ([QP], "At noon=\r\n.", []),
        ([QP], "At noon.\r\n.\r\n", []),
        (["Content-Transfer-Encoding: base64"], "QXQgbm9vbi4uLg==\r\n.\r\n", [("dot-stuffed", "warning")]),
    ],
)
def test_a_dot_may_be_text(fields: list[str], body: str, told: list[tuple[str, str]]) -> None:
    assert [finding for finding in found(sample(*fields, body=body)) if finding[0] == "dot-stuffed"] == told
