"""Bodies in base64: what is not plain is found, and where; what is plain is left alone."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_runs import size

import mimeforge
from mimeforge.codecs import base64 as codec
from mimeforge.errors import EncodingError
from mimeforge.linter import Finding, Severity
from mimeforge.linter.examples import sample
from mimeforge.rules.cte.base64_text import odd_base64

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = ("Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64")
LINE = base64.b64encode(bytes(57)) + b"\r\n"


def message(body: bytes) -> bytes:
    return sample(*FIELDS, body=body)


def found(body: bytes, profile: str = "ses") -> list[Finding]:
    return [one for one in mimeforge.lint(message(body), profile=profile) if one.code.startswith("CTE")]


def slugs(body: bytes, profile: str = "ses") -> list[str]:
    return [finding.slug for finding in found(body, profile)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\r\n",
        b"QUJD",
        b"QUJD\r\n",
        b"QUJD\n",
        b"\r\nQUJD\r\n\r\n\r\n",
        b"QQ==",
        b"QUI=\r\n",
        LINE * 3 + b"QUI=\r\n",
        LINE.replace(b"\r", b"") * 3 + b"QUI=\n",
        LINE * 3,
        b"QUJD\r\nQUJDQUJD\r\n",  # lines of any length, so long as no group is cut
    ],
)
@pytest.mark.parametrize("profile", ["ses", "ses-smtp", "rfc"])
def test_plain_base64(body: bytes, profile: str) -> None:
    assert slugs(body, profile) == []


@given(st.binary(max_size=2_000), st.sampled_from([b"\r\n", b"\n"]), st.integers(1, 19))
def test_what_encoders_write_is_plain(data: bytes, line_end: bytes, groups: int) -> None:
    text = base64.b64encode(data)
    lines = [text[start : start + 4 * groups] for start in range(0, len(text), 4 * groups)]
    assert slugs(line_end.join(lines)) == []
    assert odd_base64(mimeforge.parse(message(codec.encode(data)))) is None


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_foreign_octet_is_found_where_it_stands(data: bytes, draw: st.DataObject) -> None:
    plain = codec.encode(data).rstrip(b"=\r\n")
    at = draw.draw(st.integers(0, len(plain)))
    octet = draw.draw(st.sampled_from([b"!", b"\0", b"\xe9", b"*", b"%"]))
    octets = message(plain[:at] + octet + plain[at:])
    (finding,) = (one for one in mimeforge.lint(octets) if one.slug == "b64-bad-char")
    assert octets[slice(*finding.span)] == octet


@given(st.text("AQ=\r\n -!", max_size=40))
def test_what_the_strict_decoder_takes_is_no_warning(text: str) -> None:
    body = text.encode()
    try:
        codec.decode(body)
    except EncodingError:
        return
    assert [finding.slug for finding in found(body) if finding.severity > Severity.NOTE] == []


@given(st.one_of(st.binary(max_size=60), st.text("AQ=\r\n", max_size=60).map(str.encode)))
def test_no_octets_are_too_much(body: bytes) -> None:
    octets = message(body)
    for finding in found(body):
        assert 0 <= finding.span.start <= finding.span.end <= len(octets)
        assert len(finding.message) < 300


@pytest.mark.parametrize(
    ("body", "slug", "severity", "octets"),
    [
        (b"QUJD*\r\nQUJD", "b64-bad-char", "warning", b"*"),
        (b"QUJDQUJDQUJD\r\nQUJD\0QUJD", "b64-bad-char", "warning", b"\0"),
        (b"QUJDQUJDQUJD\r\r\nQUJD", "b64-bad-char", "warning", b"\r"),
        (b"QUJDQUJDQUJD QUJD", "b64-bad-char", "warning", b" "),
        (b"QUJDQUJDQUJDQUJD\xc2\xa0QUJD", "b64-bad-char", "warning", b"\xc2\xa0"),
        # Nothing is right here, or everything is but the alphabet.
        (b"%PDF-1.7 no base64", "b64-bad-char", "error", b"%"),
        (b"<p>See you at noon.</p>\r\n", "b64-bad-char", "error", b"<"),
        (b"Pz8_Pj4-", "b64-bad-char", "error", b"_"),
        (b"Pz8_Pj4", "b64-bad-char", "error", b"_"),
        (b"QUJDRA", "b64-bad-padding", "error", b"A"),
        (b"QUJDRA=\r\n", "b64-bad-padding", "error", b"A"),
        (b"QUJD=", "b64-bad-padding", "error", b"D"),
        (b"QUI==\r\n", "b64-bad-padding", "error", b"I"),
        (b"QUJDR", "b64-length", "error", b"R"),
        (b"QUJDR===", "b64-length", "error", b"R"),
        (b"QQ==QUJD", "b64-after-padding", "error", b"Q"),
        (b"QQ==\r\nQUJD\r\n", "b64-after-padding", "error", b"Q"),
        (LINE * 2 + b"QUI=\r\n-- \r\nTeam list\r\n", "b64-after-padding", "error", b"T"),
        (LINE[:-2] + b"QUJD\r\n", "b64-line-over-76", "error", b"QUJD"),
        (b"QU\r\nJD", "b64-split-quantum", "note", b"QU"),
        (b"QUJDQUJDQUJDQUJ\r\nD\r\n", "b64-split-quantum", "note", b"QUJDQUJDQUJDQUJ"),
        (b"QUJD\r\n\r\nQUJD", "b64-blank-lines", "note", b"\r\n"),
        (b"QUJD\r\n  QUJD", "b64-blank-lines", "note", b"  "),
        (b"QUJD\t\r\nQUJD", "b64-blank-lines", "note", b"\t"),
        (b"QUK=", "b64-nonzero-bits", "note", b"K"),
        (b"QUJD\r\nQR==", "b64-nonzero-bits", "note", b"R"),
        (b"QUJD" * 19 + b"Q\r\nUJD\r\n", "b64-line-over-76", "error", b"Q"),
        # What a program left in front is data to a decoder.
        (b"data:image/png;base64,QUJDQUJDQUJD\r\n", "b64-bad-char", "error", b"data:image/png;base64,"),
        (b"\r\nDATA:;base64,QUJD\r\nQUJD\r\n", "b64-bad-char", "error", b"DATA:;base64,"),
        (b"b'QUJDQUJDQUI='\r\n", "b64-bad-char", "error", b"b'"),
        (b"-----BEGIN X-----\r\nQUJD\r\n-----END X-----\r\n", "b64-pem-comment", "error", b"-----BEGIN X-----"),
    ],
)
def test_one_cause_is_one_finding(body: bytes, slug: str, severity: str, octets: bytes) -> None:
    (finding,) = found(body)
    assert (finding.slug, finding.severity) == (slug, severity)
    assert message(body)[slice(*finding.span)] == octets


def test_a_habit_of_the_encoder_is_told_once() -> None:
    (finding,) = found((LINE[:-2] + b"QUJD\r\n") * 30)
    assert "a base64 line of 80 characters (30 such lines)" in finding.message
    (finding,) = found((LINE[:-4] + b"\r\n") * 2_000)
    assert "(over 1,000 such lines)" in finding.message


def test_the_vectors_are_decided_as_labelled(corpus: Path) -> None:
    index = json.loads((corpus / "index.json").read_text("utf-8"))
    cases = json.loads((corpus / "vectors" / "base64.json").read_text("utf-8"))["cases"]
    assert len(cases) > 30
    wrong = [case for case in cases if not _is_right(case, index["codes"])]
    assert wrong == []


def _is_right(case: dict[str, Any], codes: dict[str, Any]) -> bool:
    if case["op"] == "encode":
        return slugs(case["out"].encode()) == []
    findings = found(case["in"].encode("latin-1"))
    if not case["must"]:
        return all(finding.severity == Severity.NOTE for finding in findings)
    # "Any code of the b64 family counts as a hit": one of them has to be there, as bad as it says.
    family = {slug for code, facts in codes.items() if code.startswith("b64.") for slug in facts["slugs"]}
    worst = min(Severity(codes[code]["min"]) for code in case["must"])
    return any(finding.slug in family and finding.severity >= worst for finding in findings)


@pytest.mark.parametrize("value", ["base64;", '"base64"', "base64,7bit", "base 64", "(c) base64", "base64 (c)"])
def test_an_encoding_with_junk_is_one_finding(value: str) -> None:
    for body in (b"QUJD\r\n", b"QUJDRA\r\n"):
        octets = sample(FIELDS[0], f"Content-Transfer-Encoding: {value}", body=body)
        spoken = {finding.slug for finding in mimeforge.lint(octets)}
        assert spoken & {"cte-unknown", "cte-comment"}
        assert ("b64-bad-padding" in spoken) == ("(" in value and b"RA" in body)


@pytest.mark.parametrize(
    "stretch", [b"=", b"= ", b"A", b"A\r\n", b" ", b"\r", b"\0", b"A=", b"-----BEGIN ", b"!A", b"\n ", b"data:", b"b'"]
)
@pytest.mark.torture
def test_megabytes_take_little_time(stretch: bytes) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    assert len(found(stretch * (size(2_000_000) // len(stretch)))) < 50


def test_a_line_of_hyphens_makes_no_base64url() -> None:
    (finding,) = found(b"aGVs\r\n-----\r\nbG8h\r\n")
    assert finding.slug == "b64-bad-char"
    assert "base64url" not in finding.message
    (finding,) = found(b"aGV-\r\nbG8_\r\n")
    assert "base64url" in finding.message
