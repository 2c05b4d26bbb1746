"""What the fixes of quoted-printable make of a body: the content stays, and so do the lines that are not at fault."""

from __future__ import annotations

import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mended import fixes_of, mended

import mimeforge
from mimeforge.codecs.quoted_printable import decode_leniently
from mimeforge.linter.examples import sample
from mimeforge.rules.cte import rewriting

SAFE, UNSAFE = True, False
X = "x" * 70


def in_quoted_printable(body: str | bytes, *fields: str) -> bytes:
    utf8 = "Content-Type: text/plain; charset=utf-8"
    return sample(*(fields or (utf8,)), "Content-Transfer-Encoding: quoted-printable", body=body)


CASES = [
    ("CTE120", "a = b =3d\r\nc==3D\r\n", "a =3D b =3d\r\nc=3D=3D\r\n", SAFE),
    ("CTE120", f"{X}1234=\t6\r\n", f"{X}1234=\r\n=3D\t6\r\n", SAFE),
    ("CTE121", "=c3=A9 ==3d\r\n=3D\r\n=e2=82=ac\r\n", "=C3=A9 ==3D\r\n=3D\r\n=E2=82=AC\r\n", SAFE),
    # lines: an escape is never cut, and no new line begins as a delimiter does, or as what programs change
    ("CTE122", f"{X}12345=C3=A9\r\nz\r\n", f"{X}12345=\r\n=C3=A9\r\nz\r\n", SAFE),
    ("CTE122", f"{X}1234=C3=A9=\r\nz\r\n", f"{X}1234=\r\n=C3=A9=\r\nz\r\n", SAFE),
    ("CTE122", f"{X}12345--b--\r\n", f"{X}12345=\r\n=2D-b--\r\n", SAFE),
    ("CTE122", f"{X}12345From me\r\n", f"{X}12345=\r\n=46rom me\r\n", SAFE),
    ("CTE122", "x" * 200, f"{'x' * 75}=\r\n{'x' * 75}=\r\n{'x' * 50}", SAFE),
    # blanks at the ends of lines
    ("CTE123", "a \r\nb\t \r\n \r\nc=20 ", "a\r\nb\r\n\r\nc=20", SAFE),
    ("CTE123", "a \r\n-- \r\nJo\r\n", "a=20\r\n--=20\r\nJo\r\n", UNSAFE),
    ("CTE123", f"-- \r\n{X}12345 \r\n", f"--=20\r\n{X}12345=\r\n=20\r\n", UNSAFE),
    # octets that have to be escaped
    ("CTE124", "Déjà =C3=A9\r\n=C3=A9\r\n", "D=C3=A9j=C3=A0 =C3=A9\r\n=C3=A9\r\n", SAFE),
    ("CTE124", f"{X}123é4\r\n", f"{X}123=\r\n=C3=A94\r\n", SAFE),
    ("CTE124", b"a\0b\rc\x7f\r\n", "a=00b=0Dc=7F\r\n", SAFE),
    # soft line breaks
    ("CTE125", "a= \t\r\nb=\r\nc==\r\n", "a=\r\nb=\r\nc==\r\n", UNSAFE),
    ("CTE126", "a =C3=A9=\r\n", "a =C3=A9\r\n", UNSAFE),
    # line breaks that are escaped, and what stands beside them
    ("CTE127", "a=0D=0Ab=0a=0Ac\r\n", "a\r\nb\r\n\r\nc\r\n", SAFE),
    ("CTE127", "a =0D=0A=\r\nb\t=0A", "a=20\r\nb=09\r\n", SAFE),
    ("CTE127", "a=0A--b--=0AFrom me=0A.=0A.a\r\n", "a\r\n=2D-b--\r\n=46rom me\r\n=2E\r\n.a\r\n", SAFE),
    ("CTE130", "From me =3D\r\n.\r\n..\r\n", "=46rom me =3D\r\n=2E\r\n..\r\n", SAFE),
]  # fmt: skip


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_the_body_with_its_fix(code: str, before: str | bytes, after: str, safe: bool) -> None:
    assert mended(in_quoted_printable(before), code) == (in_quoted_printable(after), safe)


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_a_file_that_ends_its_lines_in_lf_keeps_them(code: str, before: str | bytes, after: str, safe: bool) -> None:
    as_kept_by_git = in_quoted_printable(before).replace(b"\r\n", b"\n")
    assert mended(as_kept_by_git, code) == (in_quoted_printable(after).replace(b"\r\n", b"\n"), safe)


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("CTE125", "a==\r\nb\r\n"),
        ("CTE125", "a=\rb\r\n"),
        ("CTE126", "a =\r\n"),  # without the "=", the blank is at the end of the line
        ("CTE127", "a==0Ab\r\n"),
    ],
)
def test_nobody_knows_what_is_meant(code: str, body: str) -> None:
    assert fixes_of(in_quoted_printable(body), code) == []


def test_an_escaped_octet_of_utf16_is_no_line_break() -> None:
    message = in_quoted_printable("=FE=FF=0A=0A\r\n", "Content-Type: text/plain; charset=utf-16")
    assert fixes_of(message, "CTE127") == []


def test_the_blanks_of_flowed_text_are_meant() -> None:
    flowed = "Content-Type: text/plain; charset=utf-8; format=flowed"
    assert mended(in_quoted_printable("a \r\nb\r\n", flowed), "CTE123") == (
        in_quoted_printable("a=20\r\nb\r\n", flowed),
        UNSAFE,
    )


def test_a_soft_break_at_the_end_of_a_part_means_nothing() -> None:
    multipart = 'Content-Type: multipart/mixed; boundary="b"'
    part = "--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--b--\r\n"
    for before in ("a =3D 1=", "a =3D 1=\r\n"):
        after = sample(multipart, body=part.format("a =3D 1"))
        assert mended(sample(multipart, body=part.format(before)), "CTE126") == (after, SAFE)


def test_a_fault_in_every_line_is_mended_in_one_pass() -> None:
    fixed, applied = mimeforge.fix(in_quoted_printable("a = b \r\n" * 3_000))
    assert fixed == in_quoted_printable("a =3D b\r\n" * 3_000)
    assert len(applied) < 40


KEEPING = [
    rewriting.quoted_printable_anew,
    rewriting.with_broken_lines,
    rewriting.with_escaped_controls,
    rewriting.with_escaped_equals,
    rewriting.with_escaped_octets,
    rewriting.with_escaped_starts,
    rewriting.with_upper_case,
    rewriting.without_blanks_at_end,
]
PIECES = [
    "=",
    "=\r\n",
    "\r\n",
    "\n",
    "\r",
    " ",
    "\t",
    "=3d",
    "=C3=A9",
    "=0A",
    "--b",
    "-",
    "From ",
    ".",
    "é",
    "\0",
    "x" * 30,
]
ODD = st.lists(st.sampled_from(PIECES), max_size=40).map(lambda pieces: "".join(pieces).encode())


@pytest.mark.parametrize("write", KEEPING)
@given(body=ODD)
def test_the_content_stays_whatever_the_body_is(write: rewriting.Writer, body: bytes) -> None:
    written = write(body, b"\r\n")
    assert text_of(decode_leniently(written)) == text_of(decode_leniently(body))


@given(text=st.lists(st.sampled_from(PIECES), max_size=60).map(lambda pieces: "".join(pieces).encode()))
def test_text_is_encoded_as_others_decode_it(text: bytes) -> None:
    encoded = rewriting.quoted_printable_of_text(text, b"\r\n")
    assert text_of(quopri.decodestring(encoded)) == text_of(text)
    assert max(map(len, encoded.split(b"\r\n"))) <= 76
    assert b"=\r\n-" not in encoded


@given(body=ODD)
def test_all_fixes_together_leave_lines_as_they_have_to_be(body: bytes) -> None:
    fixed = mimeforge.fix(in_quoted_printable(body), unsafe=True).octets
    assert mimeforge.fix(fixed, unsafe=True).applied == ()


def text_of(content: bytes) -> bytes:
    """Line ends aside."""
    return content.replace(b"\r\n", b"\n")
