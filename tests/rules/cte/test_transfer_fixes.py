"""What the fixes of transfer encodings make of a part: its name, the body under it, and a charset that is needed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mended import body_of, fixes_of, mended

import mimeforge
from mimeforge.edit import meaning
from mimeforge.linter.examples import sample
from mimeforge.tree import parse

SAFE, UNSAFE = True, False
UTF8 = "Content-Type: text/plain; charset=utf-8"
ASCII = "Content-Type: text/plain; charset=us-ascii"
PDF = "Content-Type: application/pdf; name=a.pdf"
RUSSIAN = "Обед в полдень.\r\n"
RUSSIAN_IN_BASE64 = "0J7QsdC10LQg0LIg0L/QvtC70LTQtdC90YwuDQo=\r\n"

NOON = "See you at noon.\r\n"
TWICE = "RMOpamV1bmVyIMOgIG1pZGksIG91IHBsdXMgdGFyZA==\r\n"

# A rule, transfer encoding and body before its fix and with it, and whether the fix is safe
CASES = [
    # the name alone
    ("CTE101", ("7bit;", NOON), ("7bit", NOON), SAFE),
    ("CTE101", ('"7BIT"', NOON), ("7bit", NOON), SAFE),
    ("CTE101", ("8-bit", NOON), ("7bit", NOON), SAFE),
    ("CTE101", ("UTF-8", NOON), ("7bit", NOON), SAFE),
    ("CTE101", ("8bits", "Un déjeuner.\r\n"), ("quoted-printable", "Un d=C3=A9jeuner.\r\n"), SAFE),
    ("CTE101", ("base64;", "QUJDQ\r\nQ==\r\n"), ("base64", "QUJDQQ==\r\n"), SAFE),
    ("CTE101", ('"base64"', "QUJDQQ==\r\n"), ("base64", "QUJDQQ==\r\n"), UNSAFE),
    ("CTE101", ("quoted printable", "a=3d \r\n"), ("quoted-printable", "a=3D\r\n"), UNSAFE),
    ("CTE104", ("8bit", NOON), ("7bit", NOON), SAFE),
    ("CTE104", ("Binary (as it is)", NOON), ("7bit", NOON), SAFE),
    ("CTE150", ("(a) base64 (b)", "QUJD\r\n"), ("base64", "QUJD\r\n"), SAFE),
    # the body
    ("CTE103", ("7bit", "Un déjeuner \r\n.\r\n"), ("quoted-printable", "Un d=C3=A9jeuner=20\r\n=2E\r\n"), SAFE),
    ("CTE103", ("7bit", RUSSIAN), ("base64", RUSSIAN_IN_BASE64), SAFE),
    ("CTE106", ("8bit", "Un déjeuner."), ("quoted-printable", "Un d=C3=A9jeuner."), SAFE),
    ("CTE106", ("binary", "a\rUn déjeuner\0.\r\n"), ("quoted-printable", "a=0DUn d=C3=A9jeuner=00.\r\n"), SAFE),
    ("CTE118", ("base64", "U2VlIHlvdSBhdCBub29uLg0K\r\n"), ("7bit", NOON), SAFE),
    ("CTE128", ("quoted-printable", NOON), ("7bit", NOON), SAFE),
    # what was encoded and is not named so
    ("CTE151", ("7bit", TWICE), ("base64", TWICE), UNSAFE),
    ("CTE151", ("8bit", "D=C3=A9j=C3=A0 \r\n"), ("quoted-printable", "D=C3=A9j=C3=A0\r\n"), UNSAFE),
]


def told(encoding: str, body: str, *fields: str) -> bytes:
    return sample(*(fields or (UTF8,)), f"Content-Transfer-Encoding: {encoding}", body=body)


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_the_field_and_the_body_with_their_fix(
    code: str, before: tuple[str, str], after: tuple[str, str], safe: bool
) -> None:
    assert mended(told(*before), code) == (told(*after), safe)


def test_the_interface_for_smtp_takes_no_binary() -> None:
    assert mended(told("binary", NOON), "CTE105", "ses-smtp") == (told("7bit", NOON), SAFE)
    assert mended(told("binary", "a\0b\r\n"), "CTE105", "ses-smtp") == (told("quoted-printable", "a=00b\r\n"), SAFE)
    after = told("quoted-printable", "Un d=C3=A9jeuner.\r\n")
    assert mended(told("binary", "Un déjeuner.\r\n"), "CTE105", "ses-smtp") == (after, SAFE)


def test_a_file_is_encoded_octet_for_octet() -> None:
    before = sample(PDF, body="a\nb\r\né")
    after, safe = mended(before, "CTE103")
    assert parse(after).content == parse(before).content
    assert parse(after).transfer_encoding == "base64"
    assert safe
    in_quoted_printable = told("quoted-printable", "=00a\r\n=C3=A9\r\n", PDF)
    assert mended(in_quoted_printable, "CTE129") == (told("base64", "AGENCsOpDQo=\r\n", PDF), SAFE)


def test_a_message_that_was_none_of_mime_becomes_one() -> None:
    before = sample(without=["MIME-Version", "Content-Type"], body="Un déjeuner.\r\n")
    after, _ = mended(before, "CTE103")
    assert b"\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nUn d=C3=A9jeuner.\r\n" in after
    assert meaning(parse(after)) == meaning(parse(before))


def test_text_in_us_ascii_that_is_utf8_has_to_be_named_so() -> None:
    assert mended(told("8bit", "Un déjeuner.\r\n", ASCII), "CTE106") == (
        told("quoted-printable", "Un d=C3=A9jeuner.\r\n", "Content-Type: text/plain; charset=utf-8"),
        UNSAFE,
    )
    assert fixes_of(sample(ASCII, body=b"D\xe9j\xe0.\r\n"), "CTE103") == []


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("CTE101", told("uuencode", NOON)),
        ("CTE101", told('"base64"', "not base64, though\r\n")),
        ("CTE101", told("8bit;", "Déjà.\r\n", "Content-Type: text/plain; charset=iso-8859-1")),
        ("CTE101", told("utf-8 (really)", NOON)),
        ("CTE102", told("x-uuencode", NOON)),
        ("CTE103", told("uuencode", "é\r\n")),
        ("CTE103", sample("Content-Type: message/rfc822", body="Subject: é\r\n\r\na\r\n")),
        ("CTE103", sample(UTF8, body="From: Jo <jo@example.com>\r\n\r\né\r\n")),  # an empty line cut the header section
        ("CTE118", told("base64", "LS1iDQo=\r\n")),  # "--b": a delimiter to the multipart around it
        ("CTE118", told("base64", "RnJvbSBtZQ0K\r\n")),
        ("CTE129", told("quoted-printable", "=00 = \r\n", PDF)),
        ("CTE133", sample("Content-MD5: none")),
    ],
)
def test_somebody_has_to_say_what_is_meant(code: str, message: bytes) -> None:
    assert fixes_of(message, code) == []


def test_what_is_signed_stays() -> None:
    signed = 'Content-Type: multipart/signed; protocol="application/pgp-signature"; micalg=pgp-sha256; boundary=b'
    part = f"--b\r\n{UTF8}\r\nContent-Transfer-Encoding: 8bit\r\n\r\né\r\n"
    message = sample(signed, body=f"{part}--b\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--b--\r\n")
    assert fixes_of(message, "CTE106") == []
    assert mimeforge.fix(message, unsafe=True).octets == message


LINES = st.lists(
    st.sampled_from(["é", "日本", "--b", "--b--", "From ", ".", " ", "\t", "\r", "=", "x" * 60, "\n"]), max_size=30
)


@given(LINES.map("".join), st.sampled_from(["7bit", "8bit", "binary"]))
def test_a_part_that_is_encoded_stays_one_part_with_its_text(text: str, encoding: str) -> None:
    body = text.replace("\r\n", "\n").replace("\n", "\r\n")
    part = f"--b\r\n{UTF8}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n--b--\r\n"
    before = sample('Content-Type: multipart/mixed; boundary="b"', body=part)
    after = mimeforge.fix(before).octets
    assert meaning(parse(after)) == meaning(parse(before))
    for leaf in parse(after).walk():
        if not leaf.parts and "é" in (leaf.text or "") and leaf.path:
            assert leaf.raw.isascii()


def test_the_body_alone_changes() -> None:
    before = told("8bit", "Un déjeuner.\r\n" * 3)
    after, _ = mended(before, "CTE106")
    assert body_of(after) == b"Un d=C3=A9jeuner.\r\n" * 3
    assert after.partition(b"Content-Transfer-Encoding: ")[0] == before.partition(b"Content-Transfer-Encoding: ")[0]
