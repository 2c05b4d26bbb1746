"""Whether a transfer encoding fits its body."""

from __future__ import annotations

import base64
import hashlib

import pytest

import mimeforge
from mimeforge.linter.examples import sample

UTF8 = "Content-Type: text/plain; charset=utf-8"
PDF = "Content-Type: application/pdf"


def slugs(octets: bytes, profile: str = "ses") -> list[str]:
    return [one.slug for one in mimeforge.lint(octets, profile=profile) if one.code.startswith("CTE")]


def in_base64(content: bytes, content_type: str = UTF8) -> bytes:
    return sample(content_type, "Content-Transfer-Encoding: base64", body=base64.encodebytes(content))


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (base64.b64encode(b"See you at noon, and not before one."), UTF8),
        (base64.encodebytes(b"<p>See you at noon.</p>" * 9), "Content-Type: text/html; charset=utf-8"),
        (base64.encodebytes(b"%PDF-1.7\n" + bytes(200)), PDF),
        (base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(2_000)), "Content-Type: image/png"),
    ],
)
def test_what_is_encoded_twice(content: bytes, content_type: str) -> None:
    assert "b64-double" in slugs(in_base64(content, content_type))


@pytest.mark.parametrize(
    "content",
    [
        b"U2VlIHlvdSBhdCBub29uIQ",  # short: a code or a password
        base64.b64encode(b"jo:a-long-password-without-blanks"),
        base64.b64encode(bytes(range(60))),
        b"-----BEGIN X-----\n" + base64.encodebytes(bytes(200)) + b"-----END X-----\n",
        b"Your token:\n" + base64.encodebytes(b"See you at noon, and not before."),
        b"thisisonelongwordofplaintextwithoutanyblanksinit",
        b"",
    ],
)
def test_what_only_looks_like_it(content: bytes) -> None:
    assert slugs(in_base64(content)) == []


def md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


@pytest.mark.parametrize("written", [b"Lunch?\r\nNoon.\r\n", b"Lunch?\r\nNoon."])
def test_a_checksum_is_right_with_the_last_line_end_or_without(written: bytes) -> None:
    for body in (b"Lunch?\r\nNoon.\r\n", b"Lunch?\nNoon.\n"):
        assert slugs(sample(f"Content-MD5: {md5(written)} (checked)", body=body)) == []
    encoded = in_base64(b"Lunch?\nNoon.\n")
    assert slugs(f"Content-MD5: {md5(written)}\r\n".encode() + encoded) == []


@pytest.mark.parametrize("value", ["", "none", md5(b"Dinner?"), md5(b"Lunch?")[:-2]])
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_a_checksum_that_is_not_of_this_content(value: str, profile: str) -> None:
    octets = sample(f"Content-MD5: {value}", body="Lunch?\r\nNoon.\r\n")
    assert slugs(octets, profile) == ["content-md5-mismatch"]


@pytest.mark.parametrize(
    ("fields", "body", "profile", "expected"),
    [
        (["8bit"], b"Lunch?\r\n", "ses,strict", ["cte-8bit-needless"]),
        (["8bit"], b"Lunch?\r\n", "ses", []),
        (["8bit"], "Déjeuner ?\r\n".encode(), "rfc,strict", []),
        (["binary"], b"Lunch?\r\n", "ses,strict", ["cte-8bit-needless"]),
        (["binary"], b"Lunch?\r\n", "ses-smtp,strict", ["cte-binary"]),
        (["binary"], b"x" * 999, "rfc,strict", []),
        (["quoted-printable"], b"Lunch?\r\n", "ses,strict", ["qp-needless"]),
        (["quoted-printable"], b"Lunch?\r\n", "rfc,strict", []),
        (["quoted-printable"], b".\r\n=3D\r\n", "ses,strict", ["qp-unencoded-dot-from"]),
        (["quoted-printable"], b"From here =3D\r\n", "rfc,strict", ["qp-unencoded-dot-from"]),
        (["quoted-printable"], b".. =3D\r\n From here\r\n", "rfc,strict", []),
        (["base64"], b"THVuY2g/DQo=", "ses,strict", ["b64-text-needless"]),
        (["base64"], b"w6kNCg==", "ses,strict", []),
        (["base64"], b"w6kK", "ses,strict", ["text-not-crlf-canonical"]),
        (["base64"], b"w6kK", "ses", []),
    ],
)
def test_what_is_needless_is_told_where_it_is_asked_for(
    fields: list[str], body: bytes, profile: str, expected: list[str]
) -> None:
    octets = sample(UTF8, *(f"Content-Transfer-Encoding: {value}" for value in fields), body=body)
    assert slugs(octets, profile) == expected


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/octet-stream", ["qp-for-binary"]),
        ("image/png", ["qp-for-binary"]),
        ("text/plain", []),
    ],
)
def test_files_in_quoted_printable(content_type: str, expected: list[str]) -> None:
    octets = sample(f"Content-Type: {content_type}", "Content-Transfer-Encoding: quoted-printable", body=b"a=00b\r\n")
    assert slugs(octets) == expected


@pytest.mark.parametrize(
    ("value", "body", "expected"),
    [
        ("base64 (encoded)", b"QUJD", ["cte-comment"]),
        ("(encoded) Quoted-Printable", b"=3D", ["cte-comment"]),
        ("base64 (encoded)", b"", []),
        ("8bit (as it is)", b"Lunch?", []),
        ("Base64", b"QUJD", []),
        (" base64\t", b"QUJD", []),
    ],
)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_comments_beside_an_encoding(value: str, body: bytes, expected: list[str], profile: str) -> None:
    assert slugs(sample(f"Content-Transfer-Encoding: {value}", body=body), profile) == expected
