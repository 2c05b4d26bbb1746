"""What the fixes of Content-Type and Content-Disposition make of a field; the other fields and the body stay."""

from __future__ import annotations

import email
from email.policy import compat32
from email.utils import collapse_rfc2231_value

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mended import EVERYTHING, fixes_of, mended

import mimeforge
from mimeforge.linter.examples import sample

SAFE, UNSAFE = True, False
ONE_PART = "--b\r\n\r\nSee you at noon.\r\n--b--\r\n"


def field(written: str) -> bytes:
    """A field of which the name is abbreviated."""
    name = {"T": "Content-Type", "D": "Content-Disposition"}[written[0]]
    return f"{name}:{written[1:]}".encode("utf-8", "surrogateescape")


# A rule, a Content-Type or Content-Disposition before its fix and with it, and whether the fix is safe
CASES = [
    # type and disposition
    ("PAR101", "T text; charset=us-ascii", "T text/plain; charset=us-ascii", SAFE),
    ("PAR101", 'T "text/plain"; charset=us-ascii', "T text/plain; charset=us-ascii", SAFE),
    ("PAR101", 'T "text/html"', "T text/html", UNSAFE),
    ("PAR101", 'D "inline"; size=20', "D inline; size=20", UNSAFE),
    ("PAR101", "D =?utf-8?q?inline?=", "D inline", UNSAFE),
    ("PAR101", "T text/plain;\r\n ; ;charset=us-ascii", "T text/plain;\r\n charset=us-ascii", SAFE),
    ("PAR102", "T text / plain; charset=us-ascii", "T text/plain; charset=us-ascii", SAFE),
    ("PAR102", "T Plain/Text; charset=us-ascii", "T text/plain; charset=us-ascii", UNSAFE),
    ("PAR124", "D Attachement; size=20", "D attachment; size=20", UNSAFE),
    # one parameter again
    ("PAR105", "D inline; size=20;\r\n SIZE=20", "D inline; size=20", SAFE),
    ("PAR105", "T text/plain; charset=utf-8; charset=UTF8", "T text/plain; charset=utf-8", SAFE),
    # quotes
    ("PAR106", "D inline; FileName=a b.txt", 'D inline; FileName="a b.txt"', SAFE),
    ("PAR106", "D inline; filename=a\r\n b.txt", 'D inline; filename="a b.txt"', SAFE),
    ("PAR106", "T text/plain; name=a (2).txt; x=y", 'T text/plain; name="a (2).txt"; x=y', SAFE),
    (
        "PAR106",
        "D inline; filename==?utf-8?q?Zo=C3=A9.txt?=; size=20",
        "D inline; filename*=utf-8''Zo%C3%A9.txt; size=20",
        SAFE,
    ),
    (
        "PAR106",
        "D inline; filename=Zoé a.txt",
        "D inline; filename*=utf-8''Zo%C3%A9%20a.txt",
        SAFE,
    ),
    ("HDR113", 'D inline; filename=5".txt', "D inline; filename*=utf-8''5%22.txt", SAFE),
    ("HDR113", 'T text/plain; charset="us-ascii', 'T text/plain; charset="us-ascii"', SAFE),
    ("HDR114", "D inline; filename=a (2.txt", 'D inline; filename="a (2.txt"', SAFE),
    ("HDR117", "T text/plain; charset=us-ascii ;", "T text/plain; charset=us-ascii ", SAFE),
    # semicolons
    ("PAR107", "T text/plain charset=us-ascii", "T text/plain; charset=us-ascii", UNSAFE),
    (
        "PAR107",
        "T text/plain; charset=us-ascii\r\n format=flowed",
        "T text/plain; charset=us-ascii;\r\n format=flowed",
        UNSAFE,
    ),
    (
        "PAR107",
        "T text/plain; charset=us-ascii, format=flowed",
        "T text/plain; charset=us-ascii; format=flowed",
        UNSAFE,
    ),
    (
        "PAR107",
        'D inline; filename="say "a".txt"; size=20',
        "D inline; filename*=utf-8''say%20%22a%22.txt; size=20",
        UNSAFE,
    ),
    ("PAR108", "D inline; filename= ; size=20", 'D inline; filename="" ; size=20', SAFE),
    ("PAR109", "D inline; size\t=\r\n 20", "D inline; size=20", SAFE),
    # comments
    (
        "PAR110",
        "T text/plain\r\n (a (b)); charset=us-ascii (c)",
        "T text/plain; charset=us-ascii",
        SAFE,
    ),
    ("PAR110", "T (a) text/plain; charset=us-ascii", "T text/plain; charset=us-ascii", UNSAFE),
    ("PAR110", "D inline; filename=a(2)", 'D inline; filename="a(2)"', SAFE),
    # backslashes
    ("PAR111", r'D inline; filename="a\.txt"', 'D inline; filename="a.txt"', UNSAFE),
    (
        "PAR111",
        r'D inline; filename="a.doc\".txt"',
        "D inline; filename*=utf-8''a.doc%22.txt",
        SAFE,
    ),
    # RFC 2231
    (
        "PAR113",
        "D inline; filename*1=a; filename*2*=%C3%A9.txt",
        "D inline; filename*0=a; filename*1*=%C3%A9.txt",
        UNSAFE,
    ),
    (
        "PAR114",
        'D inline; filename*1=".txt";\r\n filename*0=lunch',
        'D inline; filename*0=lunch;\r\n filename*1=".txt"',
        SAFE,
    ),
    ("PAR115", "D inline; filename*=utf-8''Zo%C3%A9%.txt", "D inline; filename*=utf-8''Zo%C3%A9%25.txt", SAFE),
    (
        "PAR116",
        "D inline; filename*=\"utf-8''Zo%C3%A9.txt\"; size=20",
        "D inline; filename*=utf-8''Zo%C3%A9.txt; size=20",
        SAFE,
    ),
    (
        "PAR116",
        "D inline; filename*0=Zo;\r\n filename*1*=%C3%A9.txt; size=20",
        "D inline; filename*=utf-8''Zo%C3%A9.txt; size=20",
        UNSAFE,
    ),
    ("PAR118", "D inline; filename*0=a;\r\n filename*1=.txt", 'D inline; filename="a.txt"', SAFE),
    ("PAR118", "D inline; filename=a.txt; filename*=utf-8''a.txt", "D inline; filename=a.txt", SAFE),
    ("PAR119", "T text/plain; charset*=us-ascii''us-ascii", 'T text/plain; charset="us-ascii"', SAFE),
    # what means nothing, or something else
    (
        "PAR126",
        'D inline; read-date="2025-01-20T12:00:00Z"',
        'D inline; read-date="Mon, 20 Jan 2025 12:00:00 +0000"',
        UNSAFE,
    ),
    ("PAR127", 'D inline; size="20 KB"', 'D inline; size="18"', UNSAFE),
    ("PAR129", "T image/png; charset=utf-8; name=a.png", "T image/png; name=a.png", SAFE),
    ("PAR130", "T text/html; format=flowed;\r\n delsp=yes; charset=us-ascii", "T text/html; charset=us-ascii", UNSAFE),
    ("MIM112", "T text/plain; boundary*0=a; charset=us-ascii; boundary*1=b", "T text/plain; charset=us-ascii", SAFE),
]


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_one_parameter_changes(code: str, before: str, after: str, safe: bool) -> None:
    assert mended(sample(field(before)), code) == (sample(field(after)), safe)


@pytest.mark.parametrize(("code", "before", "after", "safe"), CASES)
def test_a_file_that_ends_its_lines_in_lf_keeps_them(code: str, before: str, after: str, safe: bool) -> None:
    as_kept_by_git = sample(field(before)).replace(b"\r\n", b"\n")
    if code != "PAR127":  # there, the size is another
        assert mended(as_kept_by_git, code) == (sample(field(after)).replace(b"\r\n", b"\n"), safe)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("MIM105", "T multipart/mixed; boundary=b=1", 'T multipart/mixed; boundary="b=1"'),
        ("PAR119", 'T multipart/mixed; boundary*0="b="; boundary*1=1', 'T multipart/mixed; boundary="b=1"'),
        ("PAR109", 'T multipart/mixed; boundary = "b=1"', 'T multipart/mixed; boundary="b=1"'),
        ("PAR110", 'T multipart/mixed; boundary="b=1" (x)', 'T multipart/mixed; boundary="b=1"'),
        ("PAR105", 'T multipart/mixed; boundary="b=1"; boundary="b=1"', 'T multipart/mixed; boundary="b=1"'),
    ],
)
def test_the_boundary_of_a_multipart(code: str, before: str, after: str) -> None:
    body = ONE_PART.replace("--b", "--b=1")
    assert mended(sample(field(before), body=body), code) == (sample(field(after), body=body), SAFE)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("PAR101", "T text/plain; charset"),
        ("PAR101", "D filename=a.txt"),
        ("PAR102", "T document/pdf"),
        ("PAR105", "D inline; filename=a.txt; filename=b.txt"),
        ("PAR105", "D inline; filename*0=a; filename*0=b"),
        # what was cut, what cannot be read, what has a fault behind it that somebody has to mend
        ("PAR106", "D inline; filename==?x-nowhere?q?a=C3?="),
        ("PAR106", "D inline; filename=Zo\udce9 a.txt"),
        ("PAR106", "D inline; filename=a b.txt; =c"),
        ("PAR106", "T text/plain; charset=a b"),
        ("PAR106", "D inline; filename*0=a b.txt"),
        ("PAR107", "T text/plain; charset=us-ascii, format=flowed, "),
        ("PAR107", 'D inline; filename="say "a".txt'),
        ("PAR108", "T text/plain; charset="),
        ("HDR113", 'D inline; filename="a.txt; size=20'),
        ("HDR113", r'D inline; filename="C:\notes\"'),
        ("HDR114", "T text/plain (a; charset=us-ascii"),
        ("PAR111", r'D inline; filename="C:\notes\a.txt"'),
        ("PAR113", "D inline; filename*0=a; filename*2=.txt"),
        ("PAR113", "D inline; filename*5=a; filename*6=.txt"),
        ("PAR115", "D inline; filename*=utf-8''Zo%E9.txt"),
        ("PAR116", "D inline; filename*=it's.txt"),
        ("PAR116", "D inline; filename*=''Zo%C3%A9.txt"),
        ("PAR117", "D inline; filename=a.txt; filename*=utf-8''b.txt"),
        ("PAR118", "D inline; filename=b.txt; filename*=utf-8''a.txt"),
        ("PAR119", "T text/plain; charset=us-ascii; charset*=us-ascii''utf-8"),
        ("PAR124", "D embedded"),
        ("PAR126", 'D inline; read-date="2025-01-20T12:00:00"'),
        ("PAR127", "D inline; size=200000"),
    ],
)
def test_somebody_has_to_say_what_is_meant(code: str, written: str) -> None:
    assert fixes_of(sample(field(written)), code) == []


def test_a_boundary_that_is_not_used_gets_no_quotes() -> None:
    assert fixes_of(sample("Content-Type: multipart/mixed; boundary=b c", body=ONE_PART), "MIM105") == []


def test_an_attachment_gets_the_type_that_its_name_tells() -> None:
    header = "Content-Disposition: attachment; filename={}\r\nContent-Transfer-Encoding: base64"
    part = f"--b\r\n{header}\r\n\r\n{{}}\r\n--b--\r\n"
    multipart = 'Content-Type: multipart/mixed; boundary="b"'
    pdf, gif = "JVBERi0xLjQK", "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    after, safe = mended(sample(multipart, body=part.format("a.pdf", pdf)), "PAR104")
    assert b"base64\r\nContent-Type: application/pdf\r\n\r\nJVBERi" in after
    assert not safe
    for name, content in (("a", pdf), ("a.unknown", pdf), ("a.pdf", gif)):
        assert fixes_of(sample(multipart, body=part.format(name, content)), "PAR104") == []


def test_a_name_in_content_type_is_written_where_it_belongs() -> None:
    fields = "Content-Type: application/pdf; name*=utf-8''Zo%C3%A9.pdf", "Content-Disposition: attachment;\r\n size=20;"
    after, safe = mended(sample(*fields), "PAR123")
    assert b"Content-Disposition: attachment;\r\n size=20;\r\n filename*=utf-8''Zo%C3%A9.pdf\r\n" in after
    assert safe
    empty = fields[0], 'D attachment; filename=""'
    assert fixes_of(sample(*empty), "PAR123") == []


@pytest.mark.parametrize(
    "field",
    [
        "Content-Type: text/plain; charset=us-ascii" + " (x)" * 5_000,
        "Content-Type: text/plain" + ";" * 5_000 + " charset=us-ascii",
        r'Content-Disposition: inline; filename="' + r"\." * 400 + 'txt"',
    ],
)
def test_one_fix_mends_what_is_repeated(field: str) -> None:
    once = mimeforge.fix(sample(field), profile=EVERYTHING, unsafe=True)
    assert once.applied
    assert len(once.applied) < 5
    assert mimeforge.fix(once.octets, profile=EVERYTHING, unsafe=True).applied == ()


def test_a_line_that_would_be_too_long_is_left() -> None:
    name = "lunch " * 166 + ".txt"
    assert fixes_of(sample(f"Content-Disposition: inline;\r\n filename={name}"), "PAR106") == []


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("PAR129", "T image/png" + "; charset=utf-8" * 4_000),
        ("PAR113", "D inline" + "".join(f"; filename*{number}=a" for number in range(1, 4_000))),
        ("PAR107", "T text/plain" + '; a="b"' * 40_000 + "!"),
    ],
)
def test_thousands_of_parameters_are_left(code: str, written: str) -> None:
    """Nothing is timed: were it quadratic, this would take minutes."""
    assert fixes_of(sample(field(written)), code) == []


NAMES = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters=';"\\(),'), min_size=1, max_size=60)


@given(st.lists(NAMES, min_size=1, max_size=4).map(" ".join))
def test_a_name_without_quotes_stays_what_readers_show(name: str) -> None:
    before = sample("Content-Type: application/pdf", f"Content-Disposition: attachment; filename={name}; size=20")
    after = mimeforge.fix(before, profile="rfc").octets
    assert mimeforge.parse(after).filename == mimeforge.parse(before).filename
    if name.isascii() and "=?" not in name:
        assert shown_by_cpython(after) == shown_by_cpython(before)


def shown_by_cpython(message: bytes) -> str | None:
    written = email.message_from_bytes(message, policy=compat32).get_param("filename", header="Content-Disposition")
    return None if written is None else collapse_rfc2231_value(written)
