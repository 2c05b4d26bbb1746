"""Bodies that are encoded once more than is said: what they are is told by one rule, and nothing is guessed of them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from mimeforge.linter import Finding

PDF = base64.encodebytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(200) + b"%%EOF\n")
DOCX = base64.encodebytes(b"PK\x03\x04\x14" + bytes(200))
WORDS = base64.encodebytes("Déjeuner à midi, et pas plus tard.\r\n".encode() * 3)
CHINESE = base64.encodebytes("午餐在中午，不要迟到，请告诉我。".encode())
TEXT = "text/plain; charset=utf-8"


def attached(body: bytes, media_type: str, *fields: str, name: str | None = None) -> bytes:
    """Make a message of a text and a part without children, which has a name or not."""
    disposition = [f'Content-Disposition: attachment; filename="{name}"'] if name else []
    header = "\r\n".join([f"Content-Type: {media_type}", *fields, *disposition]).encode()
    part = header + b"\r\n\r\n" + body.replace(b"\n", b"\r\n")
    text = b"Content-Type: text/plain; charset=us-ascii\r\n\r\nSee you at noon.\r\n"
    return sample(
        'Content-Type: multipart/mixed; boundary="b"', body=b"--b\r\n" + text + b"--b\r\n" + part + b"\r\n--b--\r\n"
    )


def found(octets: bytes, profile: str = "ses") -> list[Finding]:
    return [*mimeforge.lint(octets, profile=profile)]


@pytest.mark.parametrize(
    ("octets", "severity", "at"),
    [
        (attached(PDF, "application/pdf", name="lunch.pdf"), "error", PDF[:76]),
        (attached(PDF, "APPLICATION/PDF", "CONTENT-TRANSFER-ENCODING: 7BIT", name="lunch.pdf"), "error", PDF[:76]),
        (attached(PDF, "application/octet-stream", name="lunch.pdf"), "error", PDF[:76]),
        (attached(DOCX, "application/octet-stream", name="lunch.docx"), "error", DOCX[:76]),
        (attached(DOCX.replace(b"\n", b""), "application/zip"), "error", DOCX.replace(b"\n", b"")),
        (attached(WORDS, TEXT), "warning", WORDS[:76]),
        (attached(WORDS, "text/csv; charset=utf-8", name="lunch.csv"), "warning", WORDS[:76]),
        (attached(PDF, "application/octet-stream", name="lunch.dat"), "warning", PDF[:76]),
        (attached(WORDS, "text/html; charset=utf-8", "Content-Transfer-Encoding: 8bit"), "warning", WORDS[:76]),
        (sample(f"Content-Type: {TEXT}", body=CHINESE.rstrip() + b"\r\n"), "warning", CHINESE.rstrip()),
        (sample(f"Content-Type: {TEXT}", body="Men=C3=BC\r\n=\r\nLunch\r\n"), "warning", b"=C3=BC"),
        (sample(f"Content-Type: {TEXT}", body="Men=C3=BC, d=C3=A9jeuner\r\n"), "warning", b"=C3=BC"),
        (
            attached(b'<p class=3D"a">See you at noon, and not =\nlater.</p>\n', "text/html; charset=us-ascii"),
            "warning",
            b'=3D"',
        ),
    ],
)
@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp", "rfc"])
def test_an_encoding_that_is_not_named_is_the_one_finding(
    octets: bytes, severity: str, at: bytes, profile: str
) -> None:
    (finding,) = found(octets, profile)
    assert (finding.slug, finding.severity) == ("cte-not-named", severity)
    assert octets[slice(*finding.span)] == at


@pytest.mark.parametrize(
    "octets",
    [
        attached(PDF, "application/pdf", "Content-Transfer-Encoding: base64", name="lunch.pdf"),
        attached(WORDS, TEXT, name="lunch.b64"),  # a text that is meant to be base64
        attached(PDF, "application/octet-stream", name="lunch.b64"),
        attached(base64.encodebytes(PDF), TEXT, "Content-Transfer-Encoding: base64", name="lunch.pdf.base64"),
        sample(body=b"Your key:\r\n" + WORDS.replace(b"\n", b"\r\n")),
        sample(body=base64.b64encode(bytes(range(48))) + b"\r\n"),  # a key, not words
        sample(body=base64.b64encode(b"a-password-without-blanks") + b"\r\n"),
        sample(body="supercalifragilisticexpialidocious\r\n"),
        sample(body="Lunch\r\n=====\r\n\r\nSee you at =\r\n12 =20 or so, =3D\r\n"),
        sample(body="Zo=C3=AB is how quoted-printable writes it: a = b.\r\n"),
        sample(body="One escape, =C3=AB, is no quoted-printable.\r\n"),
        sample(body="https://example.com/?a=3D1&b=20\r\n"),
        sample(body="-----BEGIN DATA-----\r\n" + WORDS.decode().replace("\n", "\r\n") + "-----END DATA-----\r\n"),
    ],
)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_what_only_looks_like_it(octets: bytes, profile: str) -> None:
    assert found(octets, profile) == []


@pytest.mark.parametrize(
    ("octets", "slug"),
    [
        (
            attached(base64.encodebytes(PDF), "application/pdf", "Content-Transfer-Encoding: base64", name="lunch.pdf"),
            "b64-double",
        ),
        (attached(base64.encodebytes(WORDS), TEXT, "Content-Transfer-Encoding: base64"), "b64-double"),
        (attached(base64.encodebytes(CHINESE), TEXT, "Content-Transfer-Encoding: base64"), "b64-double"),
        (attached(b"Content-Transfer-Encoding: base64\n\n" + PDF, "application/pdf"), "part-header-in-body"),
    ],
)
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_nothing_is_said_of_a_file_that_is_still_encoded(octets: bytes, slug: str, profile: str) -> None:
    """Its type and name are right: what its octets seem to be is the doing of the encoding."""
    assert [finding.slug for finding in found(octets, profile)] == [slug]


@given(st.binary(min_size=40), st.sampled_from(["7bit", "base64", "quoted-printable"]))
def test_a_file_that_is_encoded_and_says_so_is_neither(content: bytes, encoding: str) -> None:
    encoded = {"base64": base64.encodebytes(content), "quoted-printable": b"=00" + content.hex().encode()}
    octets = attached(
        encoded.get(encoding, content), "application/octet-stream", f"Content-Transfer-Encoding: {encoding}"
    )
    assert {"cte-not-named", "b64-double"}.isdisjoint(finding.slug for finding in found(octets))
