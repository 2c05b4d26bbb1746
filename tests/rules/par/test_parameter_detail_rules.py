"""The rules on details of Content-Type and Content-Disposition: which speaks, where, how loudly; and when none does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.codecs.parameters import encode
from mimeforge.linter.examples import sample
from mimeforge.rules.par import dispositions, extended_parameters, media_types, parameter_details

if TYPE_CHECKING:
    from mimeforge.linter import Finding

OWN = {rule.slug for file in (dispositions, extended_parameters, media_types, parameter_details) for rule in file.RULES}


def found(*fields: str, profile: str = "ses", body: str = "--b\r\n\r\nSee you.\r\n--b--\r\n") -> list[Finding]:
    return [one for one in mimeforge.lint(sample(*fields, body=body), profile=profile) if one.slug in OWN]


DISPOSITION = "Content-Disposition: inline; "

# A field, the rule that speaks, how bad it is, what it points at.
SPOKEN = [
    ("Content-Type: image/jpg", "ctype-unknown-top", "note", "image/jpg"),
    ("Content-Type: Text/Text", "ctype-unknown-top", "warning", "Text/Text"),
    ("Content-Type: text /\tplain", "ctype-unknown-top", "warning", "text /\tplain"),
    ("Content-Type: inode/x-empty", "ctype-unknown-top", "warning", "inode/x-empty"),
    ("Content-Type: text/plain; ", "trailing-semicolon", "note", ";"),
    (DISPOSITION + "size=1;\r\n ", "trailing-semicolon", "note", ";"),
    ("Content-Type: text/*", "ctype-unknown-top", "warning", "text/*"),
    ("Content-Type: multipart/mixed; boundary = b", "param-space-around-equals", "warning", " = "),
    ("Content-Type: multipart/mixed; BOUNDARY=\r\n b", "param-space-around-equals", "warning", "=\r\n "),
    ("Content-Type: text/plain; boundary = b", "param-space-around-equals", "note", " = "),
    (DISPOSITION + "size =\r\n 1", "param-space-around-equals", "note", " =\r\n "),
    (DISPOSITION + "size=1 (x)", "param-comment", "note", "(x)"),
    ("Content-Type: text/plain (x (y)); charset=us-ascii", "param-comment", "warning", "(x (y))"),
    ("Content-Type: text/plain; charset=us-ascii(x)", "param-comment", "warning", "(x)"),
    ("Content-Type: text/plain; charset=us-ascii (; charset=utf-7)", "param-comment", "warning", "(; charset=utf-7)"),
    ("Content-Type: multipart/mixed; (boundary=c;) boundary=b", "param-comment", "warning", "(boundary=c;)"),
    (DISPOSITION + r'filename="a\b"', "param-backslash", "note", r"\b"),
    (DISPOSITION + r'filename="a.p\df"', "param-backslash", "warning", r"\d"),
    (DISPOSITION + r'filename="\\server\a.txt"', "param-backslash", "warning", r"\a"),
    (DISPOSITION + r'filename="a.pdf\".txt"', "param-backslash", "warning", r"\""),
    ('Content-Type: multipart/mixed; boundary="\\b"', "param-backslash", "warning", r"\b"),
    (DISPOSITION + "filename*1=b; filename*0=a", "p2231-order", "note", "filename*1=b"),
    (DISPOSITION + "filename*1=.txt; filename*0=a", "p2231-order", "warning", "filename*1=.txt"),
    (DISPOSITION + "filename*0=a; filename*3=b; filename*5=c", "p2231-gap", "error", "filename*3=b"),
    (DISPOSITION + "filename*-1=b", "p2231-gap", "error", "filename*-1=b"),
    (DISPOSITION + "filename*0*=utf-8''%C3; filename*1*=%E9", "p2231-bad-percent", "error", "filename*0*=utf-8''%C3"),
    (DISPOSITION + "filename*='en'a", "p2231-no-charset", "note", "filename*='en'a"),
    (DISPOSITION + "filename*0=a; filename*1*=%20b", "p2231-no-charset", "error", "filename*1*=%20b"),
    (DISPOSITION + "filename=b.txt; filename*=utf-8''a.txt", "p2231-mixed", "note", "filename*=utf-8''a.txt"),
    (DISPOSITION + "filename=\"\"; filename*=utf-8''a", "p2231-mixed", "warning", "filename*=utf-8''a"),
    (DISPOSITION + "filename=a.txt; filename*0=a; filename*1=.pdf", "p2231-mixed", "warning", "filename*0=a"),
    ("Content-Type: text/plain; charset*0=us-; charset*1=ascii", "p2231-in-boundary", "warning", "charset*0=us-"),
    ("Content-Disposition:\r\n attachement;\r\n filename=a", "disposition-unknown", "warning", "attachement"),
    (DISPOSITION + 'read-date="Mon, 32 Jan 2025 12:00:00 GMT"', "disposition-date-syntax", "warning", "read-date"),
    (DISPOSITION + 'read-date="Mon, 20 Jan 2025 9:00:00 GMT"', "disposition-date-syntax", "warning", "read-date"),
    (DISPOSITION + 'read-date="yesterday"', "disposition-date-syntax", "warning", 'read-date="yesterday"'),
    (DISPOSITION + "size=1kb", "disposition-size-wrong", "warning", "size=1kb"),
    (DISPOSITION + "size=" + "9" * 5000, "disposition-size-wrong", "note", "size=" + "9" * 5000),
    (DISPOSITION + f"filename={'a' * 300}", "filename-long", "warning", "a" * 300),
    (DISPOSITION + f"filename*=utf-8''{'%C3%A9' * 128}", "filename-long", "warning", "%C3%A9"),
]


@pytest.mark.parametrize(("field", "slug", "severity", "at"), SPOKEN, ids=[row[0][:70] for row in SPOKEN])
def test_one_rule_speaks(field: str, slug: str, severity: str, at: str) -> None:
    (finding,) = found(field)
    assert (finding.slug, finding.severity) == (slug, severity)
    assert at in sample(field)[slice(*finding.span)].decode()
    assert finding.line > 0
    assert [one.slug for one in found(field, profile="rfc")] == [slug]


SILENT = [
    # As mail programs write it.
    'Content-Type: application/pdf; name="Lunch.pdf"',
    "Content-Type: application/pdf;\r\n\tx-unix-mode=0644;\r\n\tname=Lunch.pdf",
    "Content-Type: chemical/x-pdb",
    'Content-Type: text/calendar; method=REQUEST; name="invite.ics"',
    DISPOSITION + 'filename="a.pdf"; size=8421; creation-date="Mon, 20 Jan 2025 12:00:00 GMT"',
    DISPOSITION + 'creation-date="Mon, 20 Jan 2025\r\n\t12:00:00 -0600 (CST)"',
    DISPOSITION + 'creation-date="20 Jan 2025 12:00 UTC"',
    DISPOSITION + 'read-date="Mon, 20 Jan 2025 12:00:00 PST"',
    DISPOSITION + "filename*0*=utf-8''Zo%C3%A9%20;\r\n filename*1*=2025.pdf",
    DISPOSITION + "filename=\"Zoe.pdf\"; filename*=utf-8''Zo%C3%A9.pdf",
    DISPOSITION + "filename=\"Zo?.pdf\"; filename*=utf-8''Zo%C3%A9.pdf",
    DISPOSITION + "filename=\"=?utf-8?q?Zo=C3=A9.pdf?=\"; filename*=utf-8''Zo%C3%A9.pdf",
    # What stands in quotes is no comment, no escape and no end.
    DISPOSITION + r'filename="a (1) = \"b\" \\ c;.pdf"',
    # Where a field cannot be read, others say why.
    "Content-Disposition: inline; filename=a (1).pdf;",
    'Content-Disposition: "attachement"',
    DISPOSITION + "filename*0=a b; filename*2=c",
    # Two with one name are PAR105's.
    DISPOSITION + "filename*0=a; filename*0=b; filename*1=c",
    # Not of this part, but of the message that it holds.
    "Content-Type: message/rfc822",
]


@pytest.mark.parametrize("field", SILENT, ids=[row[:70] for row in SILENT])
@pytest.mark.parametrize("profile", ["ses", "rfc"])
def test_nothing_is_said(field: str, profile: str) -> None:
    assert found(field, profile=profile, body="From: jo@example.com\r\n\r\nSee you.\r\n" * 100) == []


@pytest.mark.parametrize(
    ("name", "filename", "speaks"),
    [
        ("a.pdf", "a.txt", True),
        ("a.pdf", "b.pdf", False),
        ("a", "a.pdf", False),
        ("version 1.2", "a.pdf", False),
        ("=?utf-8?q?a=2Epdf?=", "a.exe.txt", True),
        ("a.JPG", "a.jpg", False),
    ],
)
def test_names_are_compared_by_their_endings(name: str, filename: str, *, speaks: bool) -> None:
    fields = f'Content-Type: application/x-thing; name="{name}"', f'Content-Disposition: inline; filename="{filename}"'
    assert [one.slug for one in found(*fields)] == ["filename-name-mismatch"] * speaks


@pytest.mark.parametrize(
    ("part", "severity"),
    [
        ("Content-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64", "warning"),
        ("Content-Disposition: attachment; filename=a.pdf", "note"),
        ("Content-Disposition: attachment; filename=a.txt", None),
        ("Content-Disposition: inline", None),
    ],
)
def test_an_attachment_without_type(part: str, severity: str | None) -> None:
    body = f"--b\r\n{part}\r\n\r\nQUJD\r\n--b--\r\n"
    findings = found("Content-Type: multipart/mixed; boundary=b", body=body)
    assert [(one.slug, one.severity) for one in findings] == [("ctype-missing-leaf", severity)] * bool(severity)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=60))
def test_what_is_composed_is_right(name: str) -> None:
    field = "Content-Disposition: inline; " + ";\r\n ".join(encode("filename", name))
    assert [one.slug for one in found(field) if one.slug != "filename-long"] == []


HOSTILE = ["filename*0=a;", "a*b=c;", "filename*=a;", "x*=utf-8'';", r'a="\b";', "a=(;)b;", "a = b;", "f*1*=%;", "a\\"]


@pytest.mark.parametrize("shape", HOSTILE)
@pytest.mark.parametrize("start", ["Content-Type: text/plain; ", DISPOSITION])
def test_hostile_parameters_are_told_in_bounds(start: str, shape: str) -> None:
    for end in ("", 'x="'):
        findings = found(start + shape * 2_000 + end)
        assert all(len(one.message) < 300 for one in findings)
