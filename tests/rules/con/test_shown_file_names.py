"""Names of attachments: what is wrong with them, and twenty ordinary ones."""

from __future__ import annotations

import pytest

from mimeforge.linter.context import Context
from mimeforge.linter.engine import inspect
from mimeforge.linter.examples import sample
from mimeforge.preflight import profile_named
from mimeforge.rules.con import attachment_names, content
from mimeforge.rules.con.attachments import attached, zipped

CONTEXT = Context(profile=profile_named("ses"))
RULES = (*attachment_names.RULES, *content.RULES)


def slugs(octets: bytes) -> set[str]:
    return {finding.slug for finding in inspect(octets, RULES, CONTEXT)}


def named(value: str) -> bytes:
    return sample("Content-Type: application/octet-stream", f"Content-Disposition: attachment; {value}")


ORDINARY = [
    "Report.pdf",
    "backup-2025.01.20.tar.gz",
    "jquery.min.css",
    "notes.txt.p7m",
    "photo.jpg.pdf",
    "O'Brien & Sons (2).docx",
    "~$budget.xlsx",
    "IMG_0042.HEIC",
    "console.log",
    "auxiliary.txt",
    ".gitignore",
    "100% wool #1 + more.txt",
    "a..b...c.txt",
    "Minutes, 3rd draft - final (really).odt",
    "C++ primer.pdf",
    "signature.asc",
    "x" * 200 + ".txt",
    "Kunde 100029   Auftrag   3600.pdf",
    "archive.jar.txt",
    "page.html",
    'say "a".txt',
]


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_names_are_left_alone(name: str) -> None:
    quoted = name.replace('"', r"\"")
    assert slugs(named(f'filename="{quoted}"')) == set()


@pytest.mark.parametrize(
    "name", ["%D7%93%D7%95%D7%97.pdf", "%E2%80%8F%D7%93.pdf", "Zo%C3%A9%20%E2%80%93%20caf%C3%A9.txt"]
)
def test_ordinary_extended_names_are_left_alone(name: str) -> None:
    assert slugs(named(f"filename*=utf-8''{name}")) == set()


@pytest.mark.parametrize(
    ("value", "slug"),
    [
        ('filename="invoice.xlsx.shtml"', "double-extension"),
        ("filename*=utf-8''%E2%80%ABnotes.txt", "filename-rtlo"),
        ("filename*=utf-8''no%E2%81%A7tes.txt", "filename-rtlo"),
        ("filename*=utf-8''a%0D%0ABcc", "filename-control"),
        ("filename*=utf-8''notes.txt%0A", "filename-control"),
        ("filename*=utf-8''%1Fnotes.txt", "filename-control"),
        ('filename="=?utf-8?q?a=0Ab=2Etxt?="', "filename-control"),
        ('filename="=?utf-8?q?a=2Fb=2Etxt?="', "filename-path"),
        (r'filename="..\\..\\notes.txt"', "filename-path"),
        (r'filename="\\\\host\\share\\notes.txt"', "filename-path"),
        (r'filename="C:\\My Files\\notes.txt"', "filename-path"),
        ('filename=".."', "filename-path"),
        ('filename="AUX"', "filename-reserved"),
        ('filename="com9.tar.gz"', "filename-reserved"),
        ('filename="Fwd: lunch.txt"', "filename-reserved"),
        ('filename="lunch\t"', "filename-trailing-ws"),
        ("filename*=utf-8''lunch%E3%80%80.txt%E3%80%80", "filename-trailing-ws"),
        ('filename="app.APK"', "blocked-extension-gmail"),
        ('filename="app.js.bz2"', "blocked-extension-gmail"),
    ],
)
def test_what_is_wrong_with_a_name(value: str, slug: str) -> None:
    assert slugs(named(value)) == {slug}


@pytest.mark.parametrize(
    "value",
    [
        # Names that SES refuses: what else is wrong with them does not matter
        r'filename="C:\\setup.exe"',
        'filename="invoice.pdf          .exe"',
        "filename*=utf-8''invoice%E2%80%AEfdp.exe",
        'filename="con.bat"',
    ],
)
def test_a_refused_name_is_told_once(value: str) -> None:
    assert slugs(named(value)) == {"blocked-extension-ses"}


@pytest.mark.parametrize("value", ["filename=a/b.txt", "filename=what?.txt", 'filename="a\x01b.txt"'])
def test_fields_at_fault_are_left_to_others(value: str) -> None:
    assert slugs(named(value)) == set()


def test_the_name_of_an_attached_message_is_made_of_its_subject() -> None:
    part = (
        'Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename="Re: 1/2?.eml"\r\n\r\nSubject: a\r\n'
    )
    assert slugs(sample('Content-Type: multipart/mixed; boundary="b"', body=f"--b\r\n{part}\r\n--b--\r\n")) == set()


def test_the_name_is_pointed_at_not_the_field() -> None:
    octets = named('filename="docs/lunch.txt"')
    (finding,) = inspect(octets, RULES, CONTEXT)
    assert octets[slice(*finding.span)] == b"docs/lunch.txt"
    assert (finding.header, finding.line) == ("Content-Disposition", 2)


@pytest.mark.parametrize("name", ["setup.exe", "a/b/c.JS", "tool.js.gz"])
def test_gmail_looks_into_archives(name: str) -> None:
    assert slugs(attached("tools.zip", zipped("read.txt", name))) == {"blocked-extension-gmail"}


def test_documents_that_are_archives_are_not_looked_into() -> None:
    assert slugs(attached("book.epub", zipped("script.js"), "application/epub+zip")) == set()
    assert slugs(attached("report.docx", zipped("script.js"), "application/zip")) == set()


def test_many_pasted_images_may_have_one_name() -> None:
    part = 'Content-Type: image/png\r\nContent-Disposition: inline; filename="image.png"\r\n\r\nx'
    body = f"--b\r\n{part}\r\n--b\r\n{part}\r\n--b--\r\n"
    assert slugs(sample('Content-Type: multipart/mixed; boundary="b"', body=body)) == set()


@pytest.mark.parametrize("stretch", [" ", "a ", ".a", r"\\", r"a\\", ".pdf", "CON", ":", "=?a?q?", "%2F", "a/"])
@pytest.mark.parametrize("form", ['filename="{}!"', "filename*=utf-8''{}!"])
def test_a_name_of_any_length_takes_little_time(form: str, stretch: str) -> None:
    """Nothing is timed: were a pattern quadratic, this would take very long."""
    report = inspect(named(form.format(stretch * (200_000 // len(stretch)))), RULES, CONTEXT)
    assert all(len(finding.message) < 300 and finding.message.isprintable() for finding in report)
