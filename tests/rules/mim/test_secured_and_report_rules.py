"""Signed and encrypted parts, reports, attached messages, and files as they were sent before MIME."""

from __future__ import annotations

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter.examples import sample

TEXT = "Content-Type: text/plain; charset=us-ascii\r\n\r\nSee you at noon."
HTML = "Content-Type: text/html; charset=us-ascii\r\n\r\n<p>See you at noon.</p>"
ATTACHED = "Content-Type: message/rfc822\r\n\r\nSubject: Lunch\r\n\r\nSee you at noon."
STATUS = "Content-Type: message/{}\r\n\r\nReporting-MTA: dns; example.com\r\n"
IN_QP = "Content-Transfer-Encoding: quoted-printable\r\n"
PGP = "Content-Type: application/pgp-signature\r\n\r\n-----BEGIN PGP SIGNATURE-----"
PKCS7 = "Content-Type: application/{}; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAGCSqG"
VERSION = "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1"
CIPHER = "Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----"
ENVELOPED = (
    "Content-Type: application/pkcs7-mime; smime-type={}; name=smime.p7m\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nMIAGCSqG"
)
BY_PGP = 'signed; protocol="application/pgp-signature"; micalg=PGP-SHA1'
BY_PKCS7 = 'signed; protocol="application/{}"; micalg=sha-256'
TO_PGP = 'encrypted; protocol="application/pgp-encrypted"'
RULES = {
    "signed-structure",
    "signed-content-unsafe",
    "encrypted-structure",
    "encrypted-and-clear",
    "report-structure",
    "message-partial",
    "external-body",
    "embedded-message-headers",
    "legacy-encapsulation",
}


def multipart(kind: str, *parts: str, boundary: str = "b") -> str:
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n{body}'


def message(kind: str, *parts: str) -> bytes:
    field, _, body = multipart(kind, *parts).partition("\r\n\r\n")
    return sample(field, body=body)


def found(octets: bytes, profile: str = "ses") -> list[tuple[str, str, str]]:
    report = mimeforge.lint(octets, profile=profile)
    return [(finding.slug, finding.part, finding.severity) for finding in report if finding.slug in RULES]


CASES = [
    (message(BY_PGP, TEXT, PGP), []),
    (message(BY_PGP, multipart("mixed", TEXT, HTML, boundary="c"), PGP), []),
    (message(BY_PKCS7.format("pkcs7-signature"), TEXT, PKCS7.format("x-pkcs7-signature")), []),
    (message(BY_PKCS7.format("x-pkcs7-signature"), TEXT, PKCS7.format("pkcs7-signature")), []),
    (message("mixed", multipart(BY_PGP, TEXT, PGP, boundary="c"), TEXT), []),
    (message(BY_PGP, TEXT), [("signed-structure", "", "error")]),
    (message(BY_PGP, TEXT, PGP, TEXT), [("signed-structure", "", "error")]),
    (message(BY_PGP, PGP, TEXT), [("signed-structure", "2", "error")]),
    (message("signed; micalg=pgp-sha1", TEXT, PGP), [("signed-structure", "", "warning")]),
    (message('signed; protocol="application/pgp-signature"', TEXT, PGP), [("signed-structure", "", "warning")]),
    # What is changed on the way
    (message(BY_PGP, f"{TEXT}\r\n-- \r\nJo", PGP), []),
    (message(BY_PGP, f"{TEXT} \r\nJo", PGP), [("signed-content-unsafe", "1", "note")]),
    (message(BY_PGP, f"{TEXT}\r\nFrom here", PGP), [("signed-content-unsafe", "1", "warning")]),
    (message(BY_PGP, f"{IN_QP}{TEXT}\r\nFrom here", PGP), [("signed-content-unsafe", "1", "warning")]),
    (message(BY_PGP, f"{IN_QP}{TEXT}\r\n=46rom here", PGP), []),
    (message(BY_PGP, TEXT, PGP.replace("-----", "From ")), []),
    # Encrypted
    (message(TO_PGP, VERSION, CIPHER), []),
    (message(TO_PGP, VERSION), [("encrypted-structure", "", "error")]),
    (message(TO_PGP, CIPHER, VERSION), [("encrypted-structure", "1", "error")]),
    (message(TO_PGP, VERSION, CIPHER.replace("octet-stream", "pdf")), [("encrypted-structure", "2", "warning")]),
    (message("encrypted", VERSION, CIPHER), [("encrypted-structure", "", "warning")]),
    (
        message("mixed", multipart(TO_PGP, VERSION, CIPHER, boundary="c"), HTML),
        [("encrypted-and-clear", "2", "warning")],
    ),
    (message("mixed", ENVELOPED.format("enveloped-data"), HTML), [("encrypted-and-clear", "2", "warning")]),
    (message("mixed", multipart(TO_PGP, VERSION, CIPHER, boundary="c"), TEXT), [("encrypted-and-clear", "2", "note")]),
    (message("mixed", ENVELOPED.format("signed-data"), HTML), []),
    (message("mixed", HTML, "Content-Type: application/octet-stream; name=a.pgp\r\n\r\nabc"), []),
    # Reports
    (message("report; report-type=delivery-status", TEXT, STATUS.format("delivery-status"), ATTACHED), []),
    (message("report; report-type=Delivery-Status", TEXT, STATUS.format("global-delivery-status")), []),
    (message("report; report-type=tlsrpt", TEXT, "Content-Type: application/tlsrpt+gzip\r\n\r\nabc"), []),
    (message("report; report-type=feedback-report", HTML, STATUS.format("feedback-report")), []),
    (message("report", TEXT, STATUS.format("delivery-status")), [("report-structure", "", "warning")]),
    (message("report; report-type=delivery-status", TEXT), [("report-structure", "", "warning")]),
    (message("report; report-type=delivery-status", TEXT, ATTACHED), [("report-structure", "2", "warning")]),
    # Messages
    (message("mixed", ATTACHED), []),
    (message("mixed", ATTACHED.replace("Subject: Lunch", "From: jo@example.com")), []),
    (message("mixed", ATTACHED.replace("Subject: Lunch\r\n", "")), [("embedded-message-headers", "1", "warning")]),
    (message("mixed", "Content-Type: message/rfc822\r\n"), [("embedded-message-headers", "1", "warning")]),
    (message("digest", "\r\nSubject: Lunch\r\n\r\nSee you"), []),
]


@pytest.mark.parametrize(("octets", "expected"), CASES)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_what_special_multiparts_are_made_of(octets: bytes, expected: list[tuple[str, str, str]], profile: str) -> None:
    assert found(octets, profile) == expected


def test_what_was_cut_off_is_not_called_badly_made() -> None:
    octets = message(BY_PGP, TEXT, PGP).replace(b"--b--\r\n", b"").replace(b"--b\r\nContent-Type: application", b"x")
    assert found(octets) == []


@pytest.mark.parametrize("size", [1, 20, 45, 46, 200])
@pytest.mark.parametrize("last", ["`", " "])
def test_a_uuencoded_file_is_found_at_its_first_line(size: int, last: str) -> None:
    octets = bytes(range(32, 32 + size % 90)) * 3
    lines = [binascii.b2a_uu(octets[at : at + 45], backtick=last == "`") for at in range(0, len(octets), 45)]
    text = b"begin 644 lunch.txt\n" + b"".join(lines) + last.encode() + b"\nend\n"
    message = sample(body=b"See you.\r\n\r\n" + text.replace(b"\n", b"\r\n"))
    (finding,) = [finding for finding in mimeforge.lint(message) if finding.slug in RULES]
    assert message[slice(*finding.span)] == b"begin 644 lunch.txt"


@pytest.mark.parametrize(
    "text",
    [
        "begin 644 pages of it\r\nand read.\r\n",
        "begin 100 days\r\nMore of it\r\n",
        "let us begin 644 a\r\n",
        "begin\r\nend\r\n",
        "It was converted with BinHex 4.0\r\n",
        "=ybegin is how yEnc begins\r\n",
    ],
)
def test_a_text_that_begins_alike_is_a_text(text: str) -> None:
    assert found(sample(body=text)) == []


@given(
    st.lists(st.sampled_from(["begin 644 a", "M", "`", "end", "\r\n", "\n", "M" * 61, "=ybegin line=1", " ", "#86)C"]))
)
def test_whatever_a_text_holds_the_place_is_in_it(pieces: list[str]) -> None:
    octets = sample(body="".join(pieces))
    for finding in mimeforge.lint(octets):
        assert 0 <= finding.span.start <= finding.span.end <= len(octets)
