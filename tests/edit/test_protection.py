"""Whoever signed a message has signed its octets: no fix may touch what a signature covers.

The signatures are made and verified by an independent program.
"""

from __future__ import annotations

import re

import dkim
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mimeforge.edit import Edit, apply, protection
from mimeforge.tree import Part, Span, parse

# Made for these tests, and used nowhere else.
PRIVATE = b"""\
-----BEGIN RSA PRIVATE KEY-----
MIICXAIBAAKBgQCweDOZsuCCgzMX1+zYoVCOGvG4eFVjG1tMGsE4xTDMtiPb5lsb
+kuXBsoXvjw/oBMqjkQx6q7nPF44CbYqJPH7uC8gnePRh4WQUZtbMk3BASyPVP5E
BBL5ADjOU0Xh/8E9UIQQlo+3qghWHp7T4HSc/UgySIR5mpvwMGMjtL8/rQIDAQAB
AoGAP5yUvSrF00YH/OhQ8CX2K8N6rsxxuy/5UQ2z6Qrr9F8TvgjjfspSxTYlUzm3
7hd90TFHU9cNBT21mO2nRLncoA51Z0zbGA+CmbhRV1tTk20Bc23OW+hRVqd7CUsQ
dCELdw8gAMTdVn+J5mq5OqpZieMd/eaIbIAhpWC3dWP2H+ECQQDpWKCBDfP1cvvW
HWtJ64xrQIoF4Nk/KxiBe8nQDVZzx6ZJagU1BdJFv55WnB71pVEq0fZNNdPwXbml
x41yZ4EDAkEAwZoDmWKZZyGmp+53WyGiPnvshfikLFvLa4+rag+43sUNxFwEkPq7
YVUM3LvSRFEHBnpibHUxJUdBhpFKilhljwJBAJWNgtkTqz6tojA5jLDEsatvosZf
tHzizwL15oNceQMdezrkI1A3WevwArg5uTHw8VODW9tiW2Jbf4d7nPEs2ycCQBVo
gYNhmtMDrpkdTod+RaGhNHtwDj91ex4Oyga1bFz971LKVhruDvBpZj22az7wstUt
jVqu7ttPcNh/kn2P3tMCQFiBj6Xr1fqRijUiDoSiHliv6rUr94kir/e/lHh7WkSY
Mal+4ZqpJK9mql+xqPqN9Fuhiy8Tx7ZGBWIlJsydbHc=
-----END RSA PRIVATE KEY-----
"""
PUBLIC = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCweDOZsuCCgzMX1+zYoVCOGvG4eFVjG1tMGsE4xTDMtiPb5lsb+kuXBsoXvjw/"
    "oBMqjkQx6q7nPF44CbYqJPH7uC8gnePRh4WQUZtbMk3BASyPVP5EBBL5ADjOU0Xh/8E9UIQQlo+3qghWHp7T4HSc/UgySIR5mpvw"
    "MGMjtL8/rQIDAQAB"
)

MESSAGE = (
    b"From: Jo <jo@example.com>\r\n"
    b"To: Zoe <zoe@example.net>,\r\n"
    b"  Max <max@example.net>\r\n"
    b"Subject: Lunch  at noon\r\n"
    b"Date: Mon, 20 Jan 2025 12:00:00 +0000\r\n"
    b"X-Mine: a\r\n"
    b"\r\n"
    b"See you at noon.\r\n"
)
SIGNED_FIELDS = [b"from", b"to", b"subject", b"cc"]


def record(name: bytes, timeout: int = 5) -> bytes:
    """What the name servers of example.com would answer."""
    return f"v=DKIM1; k=rsa; p={PUBLIC}".encode()


def signed(header: bytes, body: bytes) -> bytes:
    field = dkim.sign(
        MESSAGE, b"may", b"example.com", PRIVATE, canonicalize=(header, body), include_headers=SIGNED_FIELDS
    )
    return bytes(field) + MESSAGE


def arc_sealed() -> bytes:
    results = b"Authentication-Results: mx.example.net; arc=none\r\n"
    seal = dkim.arc_sign(
        results + MESSAGE, b"may", b"example.com", PRIVATE, b"mx.example.net", include_headers=SIGNED_FIELDS
    )
    return b"".join(seal) + results + MESSAGE


def verifies(octets: bytes) -> bool:
    return bool(dkim.verify(octets, dnsfunc=record))


def seal_verifies(octets: bytes) -> bool:
    return bool(dkim.arc_verify(octets, dnsfunc=record)[0] == b"pass")


SIGNED = {
    (header, body): signed(header, body) for header in (b"simple", b"relaxed") for body in (b"simple", b"relaxed")
}
SEALED = arc_sealed()


def edit(octets: bytes, old: bytes, new: bytes) -> Edit:
    at = octets.index(old)
    return Edit(Span(at, at + len(old)), new)


FOLD = (b"Lunch  at", b"Lunch\r\n  at")
CASES = [
    # what is done, and where it is allowed: under which canonicalizations of the header section
    ("another text", (b"Lunch", b"Supper"), ""),
    ("a fold more", FOLD, "relaxed"),
    ("a fold less", (b",\r\n  Max", b",  Max"), "relaxed"),
    ("a blank less", (b"Lunch  at", b"Lunch at"), "relaxed"),
    ("a name in other letters", (b"Subject:", b"SUBJECT:"), "relaxed"),
    ("a signed field less", (b"To: Zoe <zoe@example.net>,\r\n  Max <max@example.net>\r\n", b""), ""),
    ("a signed field more", (b"Date:", b"Subject: Lunch  at noon\r\nDate:"), ""),
    ("a field that was to stay away", (b"Date:", b"Cc: max@example.net\r\nDate:"), ""),
    ("a field that is not signed", (b"X-Mine: a", b"X-Mine: b"), "simple relaxed"),
    ("a field more that is not signed", (b"Date:", b"MIME-Version: 1.0\r\nDate:"), "simple relaxed"),
    ("a field less that is not signed", (b"X-Mine: a\r\n", b""), "simple relaxed"),
    ("the line end that is before the empty line", (b" a\r\n", b""), ""),
    ("the body", (b"See you", b"See ye"), ""),
    ("a line end of the body", (b"noon.\r\n", b"noon.\n"), ""),
    ("the signature", (b"d=example.com", b"d=example.net"), ""),
]


@pytest.mark.parametrize("header", ["simple", "relaxed"])
@pytest.mark.parametrize(("change", "allowed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_dkim_allows_what_its_canonicalization_ignores(header: str, change: tuple[bytes, bytes], allowed: str) -> None:
    octets = SIGNED[header.encode(), b"relaxed"]
    assert verifies(octets)
    made = edit(octets, *change)
    forbidden = protection(parse(octets)).forbids([made])
    assert (forbidden is None) == (header in allowed.split()), forbidden
    if forbidden is None:
        assert verifies(apply(octets, [made]))
    else:
        assert forbidden.startswith("DKIM-Signature covers ")


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        (FOLD, True),
        ((b"Lunch", b"Supper"), False),
        ((b"arc=none\r\nFrom", b"arc=pass\r\nFrom"), True),  # the field that was copied, and not its copy
        ((b"cv=none", b"cv=pass"), False),
        ((b"X-Mine: a", b"X-Mine: b"), True),
        ((b"See you", b"See ye"), False),
    ],
)
def test_arc_is_a_signature_too(change: tuple[bytes, bytes], is_allowed: bool) -> None:
    assert seal_verifies(SEALED)
    made = edit(SEALED, *change)
    assert (protection(parse(SEALED)).forbids([made]) is None) == is_allowed
    assert seal_verifies(apply(SEALED, [made])) == is_allowed


@given(st.data(), st.sampled_from([*SIGNED]))
def test_what_is_allowed_breaks_no_signature(data: st.DataObject, form: tuple[bytes, bytes]) -> None:
    octets = SIGNED[form]
    # Behind the signature itself, to which a tag that nobody reads could be added.
    start = data.draw(st.integers(octets.index(b"\r\nFrom:") + 2, len(octets)))
    end = data.draw(st.integers(start, min(start + 12, len(octets))))
    text = data.draw(st.sampled_from([b"", b" ", b"\r\n ", b"x", b"X: y\r\n", b"\r\n", b"Cc: a@example.com\r\n"]))
    edits = [Edit(Span(start, end), text)]
    # A blank before the colon of a field the program that verifies does not read at all.
    assume(not re.search(rb"^[!-9;-~]+[ \t]+:", apply(octets, edits), re.MULTILINE))
    if protection(parse(octets)).forbids(edits) is None:
        assert verifies(apply(octets, edits))


def test_both_signatures_have_to_allow_it() -> None:
    octets = SIGNED[b"relaxed", b"relaxed"]
    octets = octets[: octets.index(b"From:")] + SIGNED[b"simple", b"simple"]
    assert protection(parse(octets)).forbids([edit(octets, *FOLD)]) is not None


def test_a_header_section_too_long_to_compare_stays_as_it_is() -> None:
    octets = SIGNED[b"relaxed", b"relaxed"].replace(b"X-Mine: a", b"X-Mine: " + b"a" * 70_000)
    reason = protection(parse(octets)).forbids([edit(octets, b"X-Mine:", b"X-Mine :")])
    assert reason == "a signature covers the header section, and that is too long to compare"


PGP = (
    b"From: jo@example.com\r\n"
    b'Content-Type: multipart/mixed; boundary="o"\r\n'
    b"\r\n"
    b"--o\r\n"
    b'Content-Type: multipart/signed; boundary="i"\r\n'
    b"\r\n"
    b"--i\r\n"
    b"Content-Type: text/plain\r\n"
    b"\r\n"
    b"signed text\r\n"
    b"--i\r\n"
    b"Content-Type: application/pgp-signature\r\n"
    b"\r\n"
    b"the signature\r\n"
    b"--i--\r\n"
    b"--o\r\n"
    b"\r\n"
    b"another text\r\n"
    b"--o--\r\n"
)


@pytest.mark.parametrize(
    ("change", "is_allowed"),
    [
        ((b"signed text", b"another"), False),
        ((b"Content-Type: text/plain", b"Content-Type:  text/plain"), False),
        ((b"signed text\r\n", b"signed text"), False),
        ((b"the signature", b"another"), False),
        ((b'boundary="i"', b"boundary=i"), True),
        ((b"--i--", b"--i-- "), True),
        ((b"another text", b"text"), True),
        ((b'boundary="o"', b"boundary=o"), True),
    ],
)
def test_what_multipart_signed_holds_stays_as_it_is(change: tuple[bytes, bytes], is_allowed: bool) -> None:
    reason = protection(parse(PGP)).forbids([edit(PGP, *change)])
    assert reason == (None if is_allowed else "multipart/signed covers what would be changed")


def test_a_message_without_signatures_allows_everything() -> None:
    root: Part = parse(MESSAGE)
    assert protection(root).forbids([Edit(Span(0, len(MESSAGE)), b"")]) is None
