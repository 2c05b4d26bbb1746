"""What the fixes of base64 make of a body: the content stays, and so does what is not at fault."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mended import body_of, fixes_of, mended

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.rules.cte import rewriting

SAFE, UNSAFE = True, False
LINE = "QUJD" * 19


def in_base64(body: str | bytes) -> bytes:
    return sample("Content-Transfer-Encoding: base64", body=body)


CASES = [
    # what is not of the alphabet, where all else is whole
    ("CTE107", "U2Vl!IHlvdS4N\r\nCg==\r\n", "U2VlIHlvdS4N\r\nCg==\r\n", SAFE),
    ("CTE107", f"{LINE}\0\r\nQU I=\r\n", f"{LINE}\r\nQUI=\r\n", SAFE),
    ("CTE107", "V2h5Pz8_Cg\r\n", "V2h5Pz8/Cg==\r\n", UNSAFE),
    ("CTE107", "\r\ndata:text/plain;base64,U2VlIHlvdSE\r\n\r\n", "\r\nU2VlIHlvdSE=\r\n\r\n", UNSAFE),
    ("CTE107", "b'U2VlIHlvdSE='\r\n", "U2VlIHlvdSE=\r\n", UNSAFE),
    # padding
    ("CTE108", "U2Vl\r\nIHlvdQ\r\n", "U2Vl\r\nIHlvdQ==\r\n", SAFE),
    ("CTE108", "U2VlIHlvdSE=\r\n==\r\n", "U2VlIHlvdSE=\r\n", SAFE),
    ("CTE108", "U2VlIHlv= \r\n", "U2VlIHlv\r\n", SAFE),
    ("CTE110", "U2VlIHlvdQ==\r\nIQ==\r\n", "U2VlIHlvdSE=\r\n", UNSAFE),
    ("CTE115", "U2VlIHlvdR==\r\n", "U2VlIHlvdQ==\r\n", SAFE),
    ("CTE115", "U2VlIHlvdSF=", "U2VlIHlvdSE=", SAFE),
    # lines
    ("CTE111", LINE + "QUJD\r\nQUI=\r\n", LINE + "\r\nQUJDQUI=\r\n", SAFE),
    ("CTE111", "    " + LINE + "\r\n", LINE + "\r\n", SAFE),
    ("CTE113", "QUJDQ\r\nUJD\r\n\r\n", "QUJDQUJD\r\n\r\n", SAFE),
    ("CTE114", "QUJD\r\n \r\n  QUJD\t\r\nQUI=\r\n", "QUJD\r\nQUJD\r\nQUI=\r\n", SAFE),
    # the encoding itself
    ("CTE117", "VTJWbElIbHZkU0JoZENCdWIyOXVMQ0JoYm1RZ2JtOTBJR0psWm05eVpTND0=\r\n",
     "U2VlIHlvdSBhdCBub29uLCBhbmQgbm90IGJlZm9yZS4=\r\n", UNSAFE),
    ("CTE132", "w6kKw6kNCg==\r\n", "w6kNCsOpDQo=\r\n", SAFE),
]  # fmt: skip


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_the_body_with_its_fix(code: str, before: str | bytes, after: str, safe: bool) -> None:
    assert mended(in_base64(before), code) == (in_base64(after), safe)


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_a_file_that_ends_its_lines_in_lf_keeps_them(code: str, before: str | bytes, after: str, safe: bool) -> None:
    as_kept_by_git = in_base64(before).replace(b"\r\n", b"\n")
    assert mended(as_kept_by_git, code) == (in_base64(after).replace(b"\r\n", b"\n"), safe)


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("CTE107", "U2Vl!IHlvdSBhd\r\n"),  # characters are lost, and this shows where
        ("CTE107", "V2h5Pz8_C\r\n"),
        ("CTE108", "U2Vl!IHlvdQ\r\n"),
        ("CTE108", f"{'QUJD' * 30}Qg\r\n"),  # the line has to be broken before
        ("CTE109", "U2VlIHlvdSBhd\r\n"),
        ("CTE110", "U2VlIHlvdQ==\r\n--\r\nTeam list\r\n"),
        ("CTE111", f"{LINE}!QUJD\r\n"),
        ("CTE114", "QUJD\r\n\r\nQQ==\r\nQUJD\r\n"),
        ("CTE119", "-----BEGIN DATA-----\r\nU2VlIHlvdSE=\r\n-----END DATA-----\r\n"),
        ("CTE132", "YQ1iCmMNCg==\r\n"),  # a lone CR is no line end to everybody
    ],
)
def test_what_is_lost_cannot_be_mended(code: str, body: str) -> None:
    assert fixes_of(in_base64(body), code) == []


def test_a_file_that_was_cut_is_not_made_to_look_whole() -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(300)
    fields = "Content-Type: image/png; name=a.png", "Content-Transfer-Encoding: base64"
    cut, whole = (
        sample(*fields, body=base64.encodebytes(octets).replace(b"\n", b"\r\n").rstrip(b"=\r\n"))
        for octets in (png, png + b"\0\0\0\0IEND\xaeB`\x82")
    )
    assert fixes_of(cut, "CTE108") == []
    assert fixes_of(whole, "CTE108")


def test_plain_text_under_base64_is_named_what_it_is() -> None:
    after, safe = mended(in_base64("See you at noon.\r\n"), "CTE107")
    assert after == sample("Content-Transfer-Encoding: 7bit")
    assert not safe


def test_many_faults_are_mended_at_once() -> None:
    body = f"{'QUJD' * 18}!\r\n" * 3_000
    once = mimeforge.fix(in_base64(body))
    assert body_of(once.octets) == body.replace("!", "").encode()
    assert len(once.applied) < 20


BASE64 = st.binary(max_size=300).map(base64.encodebytes)
KEEPING = [rewriting.base64_anew, rewriting.base64_rewrapped, rewriting.base64_without_layout]


@pytest.mark.parametrize("write", KEEPING)
@given(encoded=BASE64)
def test_writing_base64_anew_keeps_the_content(write: rewriting.Writer, encoded: bytes) -> None:
    for line_end in (b"\n", b"\r\n"):
        written = write(encoded, line_end)
        assert base64.b64decode(written) == base64.b64decode(encoded)
        assert max(map(len, written.split(line_end))) <= 76
