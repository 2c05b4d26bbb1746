from __future__ import annotations

import binascii
import quopri
import re
from email import message_from_bytes
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from drawn import drawn, minimal, not_shown
from hypothesis import given

import mimeforge
from mimeforge.codecs import base64, quoted_printable
from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge.testing.strategies import Body

ENCODINGS = ["7bit", "8bit", "quoted-printable", "base64", "binary"]

HEAD = (
    b"From: a@example.com\r\nTo: b@example.net\r\nSubject: a\r\nDate: Mon, 4 May 2026 12:30:59 +0000\r\n"
    b"Message-ID: <a@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=zzz\r\n"
    b"Content-Transfer-Encoding: binary\r\n\r\n"
    b"--zzz\r\n\r\ntext\r\n--zzz\r\n"
)


@given(mail.bodies())
def test_every_body_is_read_as_its_content(body: Body) -> None:
    whole = b"Content-Transfer-Encoding: %s\r\n\r\n%s" % (body.encoding.encode(), body.octets)
    assert mimeforge.parse(whole).content == body.content
    if body.encoding != "quoted-printable":  # which it has the decoder in C for
        assert message_from_bytes(whole).get_payload(decode=True) == body.content


@given(mail.bodies("quoted-printable"))
def test_quoted_printable_is_read_by_the_decoder_in_c(body: Body) -> None:
    """It keeps blanks at line ends, which RFC 2045 §6.7 (3) has decoders delete: the one flaw that it does not know."""
    if not re.search(rb"[ \t]\r?\n", body.octets):
        assert binascii.a2b_qp(body.octets) == body.content


@given(mail.bodies("quoted-printable"))
def test_quoted_printable_is_read_by_the_decoder_in_python(body: Body) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quopri, "a2b_qp", None)
        decoded = BytesIO()
        quopri.decode(BytesIO(body.octets), decoded)
    assert unified(decoded.getvalue()) == unified(body.content)


@given(mail.bodies("base64"))
def test_base64_is_read_by_the_decoder_in_c(body: Body) -> None:
    """It refuses padding that is too short, and reads nothing else then."""
    characters = characters_of(body)
    if len(characters) % 4 and body.octets.count(b"=") < -len(characters) % 4:
        with pytest.raises(binascii.Error, match="padding"):
            binascii.a2b_base64(body.octets)
    else:
        assert binascii.a2b_base64(body.octets) == body.content


@given(mail.bodies("quoted-printable", canonical=True) | mail.bodies("base64", canonical=True))
def test_strict_decoders_take_what_is_canonical(body: Body) -> None:
    decode = quoted_printable.decode if body.encoding == "quoted-printable" else base64.decode
    assert body.canonical
    assert decode(body.octets) == body.content


@given(mail.bodies(canonical=True))
def test_what_is_canonical_draws_no_finding(body: Body) -> None:
    """But that it is binary, which takes another SMTP, and that it is empty, or so plain that it needs no encoding."""
    is_text = body.encoding in {"7bit", "8bit", "quoted-printable"}
    fields = b"Content-Type: text/plain; charset=utf-8" if is_text else b"Content-Type: application/octet-stream"
    part = b"%s\r\nContent-Disposition: attachment; filename=a%s\r\nContent-Transfer-Encoding: %s\r\n\r\n" % (
        fields,
        b".txt" if is_text else b"",
        body.encoding.encode(),
    )
    octets = HEAD + part + body.octets + b"\r\n--zzz--\r\n"
    allowed = {"attachment-empty", "charset-needless", "cte-8bit-needless", "qp-needless"}
    if body.encoding == "binary":
        allowed |= {"cte-binary", "bare-cr-body", "nul-body"}
    assert {finding.slug for finding in mimeforge.lint(octets, profile="rfc")} <= allowed


CLAIMS: dict[tuple[Any, bool], dict[str, Callable[[Body], object]]] = {
    ("7bit", True): {"the longest line": lambda body: re.search(rb"^[^\r\n]{998}\r", body.octets, re.MULTILINE)},
    ("8bit", True): {"beyond ASCII": lambda body: not body.octets.isascii()},
    ("binary", True): {"NUL": lambda body: b"\0" in body.octets},
    ("quoted-printable", True): {
        "a soft break": lambda body: b"=\r\n" in body.octets,
        "the longest line": lambda body: max(map(len, body.octets.split(b"\r\n"))) == 76,
        "a blank at a line end": lambda body: b"=20\r\n" in body.octets,
        "a TAB at a line end": lambda body: b"=09\r\n" in body.octets,
        "a lone dot": lambda body: b"=2E\r\n" in body.octets,
        "a From": lambda body: b"=46rom " in body.octets,
    },
    ("base64", True): {
        "padding": lambda body: body.octets.endswith(b"==\r\n"),
        "lines": lambda body: body.octets.count(b"\r\n") > 1,
        "plus and slash": lambda body: b"+" in body.octets and b"/" in body.octets,
    },
    ("7bit", False): {
        "octets over 127": lambda body: not body.octets.isascii(),
        "NUL": lambda body: b"\0" in body.octets,
        "a bare CR": lambda body: re.search(rb"\r(?!\n)", body.octets),
    },
    ("8bit", False): {
        "LF": lambda body: re.search(rb"(?<!\r)\n", body.octets),
        "a line over 998": lambda body: re.search(rb"[^\n]{1000}", body.octets),
    },
    ("quoted-printable", False): {
        "escapes in lower case": lambda body: b"=c3=a9" in body.octets,
        "needless escapes": lambda body: b"=61" in body.octets,
        "octets over 127": lambda body: b"\xc3\xa9" in body.octets,
        "LF": lambda body: re.search(rb"(?<!\r)\n", body.octets),
        "blanks at a line end": lambda body: re.search(rb"a[ \t]+\r\n", body.octets),
        "blanks behind a soft break": lambda body: re.search(rb"=[ \t]+\r\n", body.octets),
        "a line over 76": lambda body: re.search(rb"[^\n]{78}", body.octets),
        "escaped line ends": lambda body: b"=0D=0A" in body.octets,
        "a soft break at the end": lambda body: re.search(rb"=\r?\n\Z", body.octets),
    },
    ("base64", False): {
        "no padding": lambda body: len(characters_of(body)) % 4 and b"=" not in body.octets,
        "short padding": lambda body: len(characters_of(body)) % 4 == 2 and body.octets.count(b"=") == 1,
        "long padding": lambda body: b"===" in body.octets,
        "bits behind the last octet": lambda body: re.search(rb"(?<!Y)[BRhx]==\r\n\Z", body.octets),
        "a line over 76": lambda body: re.search(rb"[\w+/]{78}", body.octets),
        "a group in two lines": lambda body: re.search(rb"^[\w+/]{7}\r\n", body.octets),
        "LF": lambda body: re.search(rb"(?<!\r)\n", body.octets),
        "an octet beyond the alphabet": lambda body: b"!" in body.octets,
        "an empty line": lambda body: b"\r\n\r\n" in body.octets,
    },
}


@pytest.mark.parametrize(("encoding", "canonical"), CLAIMS)
def test_what_is_covered(encoding: Any, canonical: bool) -> None:
    values = drawn(mail.bodies(encoding, canonical=canonical), 300)
    assert not_shown(CLAIMS[encoding, canonical], values) == []
    assert {body.canonical for body in values} == {canonical}


@pytest.mark.parametrize(
    ("encoding", "canonical", "claim", "expected"),
    [
        ("8bit", True, lambda body: not body.octets.isascii(), b"\xc3\xa9\r\n"),
        ("quoted-printable", False, lambda body: b"=61" in body.octets, b"=61"),
        ("base64", False, lambda body: b"===" in body.octets, b"YQ===\r\n"),
    ],
)
def test_what_it_shrinks_to(encoding: Any, canonical: bool, claim: Callable[[Body], object], expected: bytes) -> None:
    assert minimal(mail.bodies(encoding, canonical=canonical), claim).octets == expected


@given(mail.bodies("quoted-printable", canonical=False) | mail.bodies("base64", canonical=False))
def test_what_is_not_canonical_never_is(body: Body) -> None:
    """A strict decoder or the linter has something against it, or an escape is one too many."""
    is_text = body.encoding == "quoted-printable"
    decode = quoted_printable.decode if is_text else base64.decode
    try:
        decode(body.octets)
    except mimeforge.EncodingError:
        return
    head = b"From: a@example.com\r\nContent-Transfer-Encoding: %s\r\n" % body.encoding.encode()
    if not any(finding.code.startswith("CTE") for finding in mimeforge.lint(head + b"\r\n" + body.octets)):
        needed = quoted_printable.encode(unified(body.content))
        assert is_text
        assert body.octets.count(b"=") > needed.count(b"=")


@given(mail.bodies("7bit") | mail.bodies("8bit"))
def test_what_is_canonical_and_not_encoded_is_whole_lines(body: Body) -> None:
    assert body.content == body.octets
    is_canonical = re.fullmatch(rb"(?:[^\0\r\n]{0,998}\r\n)*", body.octets) is not None
    assert body.canonical is (is_canonical and (body.encoding == "8bit" or body.octets.isascii()))


@given(mail.bodies())
def test_texts_are_in_utf_8(body: Body) -> None:
    if body.encoding in {"7bit", "8bit", "quoted-printable"}:
        body.content.decode()


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"encoding": "uuencode"}, "unknown transfer encoding 'uuencode', known are 7bit, 8bit, quoted-printable"),
        ({"encoding": "binary", "canonical": False}, "everything is canonical in binary"),
    ],
)
def test_what_there_is_not_is_refused_at_once(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        mail.bodies(**arguments)


def test_any_encoding_comes() -> None:
    assert {body.encoding for body in drawn(mail.bodies(), 60)} == {*ENCODINGS}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_begins_with_nothing(encoding: Any) -> None:
    assert minimal(mail.bodies(encoding), lambda body: True) == (encoding, b"", b"", True)


def characters_of(body: Body) -> bytes:
    return re.sub(rb"[^A-Za-z0-9+/]", b"", body.octets)


def unified(octets: bytes) -> bytes:
    return octets.replace(b"\r\n", b"\n")
