"""Bodies in quoted-printable: what is broken is found, and where; what encoders write is left alone."""

from __future__ import annotations

import json
import quopri
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_runs import size

import mimeforge
from mimeforge.codecs import quoted_printable
from mimeforge.errors import EncodingError
from mimeforge.linter import Finding, Severity
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable")


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
        b"See you at noon.\r\n",
        b"=46rom=20here =3D=\r\n there\r\n",
        b"a=\r\n=\r\nb\r\n",
        b"-- =\r\n\r\nJo\r\n",
        b"=3D=3D\r\n",
        b"x" * 76 + b"\r\n",
        b"x" * 75 + b"=\r\nx",
        b"one\ttwo\n",
        b"A tick: =E2=9C=93\n",
    ],
)
@pytest.mark.parametrize("profile", ["ses", "ses-smtp", "rfc"])
def test_plain_quoted_printable(body: bytes, profile: str) -> None:
    assert slugs(body, profile) == []


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r"), max_size=400))
def test_what_encoders_write_is_plain(text: str) -> None:
    octets = text.encode()
    assert slugs(quoted_printable.encode(octets)) == []
    by_python = quopri.encodestring(octets).replace(b"\n", b"\r\n")
    # Python's own breaks no rule but one: in text without a line end at its end, it adds a soft line break.
    assert set(slugs(by_python)) <= {"qp-ends-soft"}


@given(st.text("=3Dd \t\r\nx", max_size=30))
def test_what_the_strict_decoder_refuses_is_found(text: str) -> None:
    body = text.encode()
    try:
        quoted_printable.decode(body)
    except EncodingError:
        has_lone_lf = b"\n" in body.replace(b"\r\n", b"")  # another rule's
        assert set(slugs(body)) - {"qp-encoded-crlf"} or has_lone_lf
    else:
        assert set(slugs(body)) <= {"qp-ends-soft", "qp-encoded-crlf"}


@given(st.binary(max_size=60))
def test_no_octets_are_too_much(body: bytes) -> None:
    octets = message(body)
    for finding in found(body):
        assert 0 <= finding.span.start <= finding.span.end <= len(octets)
        assert len(finding.message) < 300


@pytest.mark.parametrize(
    ("body", "slug", "severity", "octets"),
    [
        (b"a = b\r\n", "qp-bad-escape", "error", b"= b"),
        (b"a =3\r\n", "qp-bad-escape", "error", b"=3"),
        (b'<p class="x">\r\n', "qp-bad-escape", "error", b'="x'),
        (b"a=\t b\r\n", "qp-bad-escape", "error", b"=\t "),
        (b"a =3d b\r\n", "qp-lowercase-hex", "warning", b"=3d"),
        (b"x" * 77, "qp-line-over-76", "warning", b"x"),
        (b"x" * 78 + b"\r\n", "qp-line-over-76", "warning", b"xx"),
        (b"x" * 79 + b"\n", "qp-line-over-76", "error", b"xxx"),
        (b"x" * 77 + b"\r\n" + b"x" * 80, "qp-line-over-76", "error", b"xxxx"),
        (b"a \r\nb", "qp-trailing-space", "error", b" "),
        (b"a\r\n\t\r\nb", "qp-trailing-space", "error", b"\t"),
        (b"a  ", "qp-trailing-space", "error", b"  "),
        (b"caf\xc3\xa9\r\n", "qp-raw-8bit-ctl", "error", b"\xc3\xa9"),
        (b"a\0b\r\n", "qp-raw-8bit-ctl", "warning", b"\0"),
        (b"a\rb\r\n", "qp-raw-8bit-ctl", "warning", b"\r"),
        (b"a\r\r\nb", "qp-raw-8bit-ctl", "warning", b"\r"),
        (b"a\x0cb", "qp-raw-8bit-ctl", "warning", b"\x0c"),
        (b"a= \r\nb", "qp-soft-break-bad", "warning", b"= "),
        (b"a==\r\nb", "qp-soft-break-bad", "error", b"=="),
        (b"a=\rb", "qp-soft-break-bad", "error", b"=\r"),
        (b"a=\r\r\nb", "qp-soft-break-bad", "error", b"=\r"),
        (b"a=\r\n", "qp-ends-soft", "warning", b"="),
        (b"a=", "qp-ends-soft", "warning", b"="),
        (b"a=0D=0Ab\r\n", "qp-encoded-crlf", "warning", b"=0D=0A"),
        (b"a=0Ab\r\n", "qp-encoded-crlf", "warning", b"=0A"),
    ],
)
def test_one_cause_is_one_finding(body: bytes, slug: str, severity: str, octets: bytes) -> None:
    (finding,) = found(body)
    assert (finding.slug, finding.severity) == (slug, severity)
    assert message(body)[slice(*finding.span)] == octets


def test_lines_just_over_the_limit_are_a_warning_under_the_standard_too() -> None:
    """Python's own email package writes them."""
    (finding,) = found(b"x" * 78, "rfc")
    assert (finding.slug, finding.severity) == ("qp-line-over-76", Severity.WARNING)
    (finding,) = found(b"x" * 79, "rfc")
    assert finding.severity == Severity.ERROR


def test_text_that_was_never_encoded_is_told_in_ten_places() -> None:
    findings = found(b'<a href="x">\r\n' * 50)
    assert [finding.slug for finding in findings] == ["qp-bad-escape"] * 10
    assert "(50 such places, 10 are shown)" in findings[0].message


def test_a_habit_of_the_encoder_is_told_once() -> None:
    (finding,) = found(b"a=3d=c3=a9\r\n" * 20)
    assert "'=3d' has lower-case digits (60 such escapes): write '=3D'" in finding.message


def test_files_keep_their_line_ends_as_they_are() -> None:
    octets = sample("Content-Type: application/octet-stream", FIELDS[1], body=b"one=0D=0Atwo=0A\r\n")
    assert [finding.slug for finding in mimeforge.lint(octets)] == []


def test_the_vectors_are_decided_as_labelled(corpus: Path) -> None:
    codes = json.loads((corpus / "index.json").read_text("utf-8"))["codes"]
    cases = json.loads((corpus / "vectors" / "quoted-printable.json").read_text("utf-8"))["cases"]
    decided = [case for case in cases if "must" in case]
    assert len(decided) > 20
    for case in decided:
        body = case["in"].encode()
        findings = found(body) + found(body, "rfc")
        wanted = [must.split(":") for must in case["must"]]
        for code, *least in wanted:
            is_just_over = code == "qp.line-too-long" and len(body) in {77, 78}
            severity = Severity("warning" if is_just_over else least[0] if least else codes[code]["min"])
            assert any(one.slug in codes[code]["slugs"] and one.severity >= severity for one in findings), case
        named = {slug for code, *_ in wanted for slug in codes[code]["slugs"]}
        beside = {finding.slug for finding in findings} - named
        assert beside <= {"qp-encoded-crlf", "qp-soft-break-bad"}, case  # which the labels have no code for
    encoded = [case["out"].encode() for case in cases if case["op"] == "encode-text" and "out" in case]
    assert [body for body in encoded if set(slugs(body)) - {"qp-encoded-crlf"}] == []


@pytest.mark.parametrize("stretch", [b"=", b"= ", b"==", b" ", b"=\r", b"=\r\n", b"\r", b"=3", b"\0", b" \t", b"=0D"])
@pytest.mark.torture
def test_megabytes_take_little_time(stretch: bytes) -> None:
    """Nothing is timed: were it quadratic, this would take hours."""
    assert len(found(stretch * (size(2_000_000) // len(stretch)))) < 100
