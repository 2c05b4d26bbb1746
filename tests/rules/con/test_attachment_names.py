"""File names that end as Amazon SES refuses, however they are written; and names that only look so."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge._ses_facts import BLOCKED_EXTENSIONS
from mimeforge.linter.context import Context
from mimeforge.linter.engine import inspect
from mimeforge.linter.examples import sample
from mimeforge.preflight import profile_named
from mimeforge.rules.con.content import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge.linter import Finding

SES = profile_named("ses")


def found(*fields: str | bytes) -> list[Finding]:
    return list(inspect(sample(*fields), RULES, Context(profile=SES)))


def severity(value: str) -> str | None:
    severities = {finding.severity for finding in found(f"Content-Disposition: attachment; {value}")}
    assert len(severities) < 2
    return severities.pop() if severities else None


WRITTEN = [
    'filename="a.exe"',
    "filename=a.exe",
    'FileName = "A.ExE"',
    'name="a.exe"',
    # RFC 2231: extended, in segments, out of order, with gaps, counted from 1, in quotes
    "filename*=utf-8''a.exe",
    "filename*=utf-8'en'%61%2E%65%78%65",
    "filename*=iso-8859-1''%E1.exe",
    "filename*=utf-16''%ff%fea%00.%00e%00x%00e%00",
    "filename*=\"utf-8''a%2Eexe\"",
    "filename*=a%2Eexe",
    "filename*0=a; filename*1=.e; filename*2=xe",
    "filename*1=.exe; filename*0=a",
    "filename*0=a; filename*2=.exe",
    "filename*1=a; filename*2=.exe",
    "filename*0*=utf-8''a%2E; filename*1*=%65xe",
    "filename*0*=utf-8''a; filename*1=.exe",
    "filename*0=a; filename*1*=%2Eexe",
    # Numbers that RFC 2231 does not know
    "filename*00=a.e; filename*01=xe",
    "filename*00*=utf-8''setup; filename*01*=%2Eexe",
    "filename*000=a; filename*1=.exe",
    "filename*9999999999=a.exe",
    f"filename*{'9' * 9999}=a.exe",
    # One parameter twice, or plain and extended
    "filename=a.txt; filename=a.exe",
    "filename=a.exe; filename=a.txt",
    "filename*=utf-8''a.txt; filename*=utf-8''a.exe",
    "filename=a.exe; filename*=utf-8''a.txt",
    "filename*0=a; filename*1=.txt; filename*1=.exe",
    "filename=a.txt; name=a.exe",
    # RFC 2047, where it may not stand
    'filename="=?utf-8?q?a=2Eexe?="',
    "filename==?utf-8?b?YS5leGU=?=",
    'filename="=?utf-8?q?a=2E?= =?utf-8?q?exe?="',
    'filename="=?utf-8?q?a=2E?=\r\n =?utf-8?b?ZXhl?="',
    'filename="a.=?utf-8?q?exe?="',
    'filename*0="=?utf-8?q?a=2E"; filename*1="exe?="',
    "filename*=utf-8''%3D%3Futf-8%3Fq%3Fa.exe%3F%3D",
    # with blanks in it
    'filename="=?utf-8?Q?my setup=2Eexe?="',
    'filename="=?utf-8?b?YS 5leGU=?="',
    'filename="the =?utf-8?q?setup =2Eexe?="',
    # Escapes, comments, quotes without end
    r'filename="a.e\xe"',
    r'filename="a\".exe"',
    "filename=a.exe(comment)",
    "filename=a.exe (a (nested) comment)",
    'filename="a.exe" (comment)',
    "filename (comment) = (comment) a.exe (comment)",
    'filename=(comment)"a.exe"',
    'filename="a.exe',
    # What else a name may look like
    'filename="a;b.exe"',
    "filename=a b.exe",
    "filename=bad boy.exe",
    "filename=a(1).exe",
    'filename="a.txt.exe"',
    'filename="C:\\\\a.exe"',
    'filename="é.exe"',
    'filename=".exe"',
]


@pytest.mark.parametrize("value", WRITTEN)
def test_a_refused_ending_is_an_error_however_it_is_written(value: str) -> None:
    assert severity(value) == "error"


DOUBTFUL = [
    # Windows drops blanks and dots at the end.
    'filename="a.exe."',
    'filename="a.exe ."',
    'filename="a.exe "',
    "filename*=utf-8''a.exe%20",
    "filename*=utf-8''a.exe%E2%80%8B",
    "filename*=utf-8''a.e%C2%ADxe",
    "filename*=utf-8''a.exe%00",
    # Simple readers cut, and leave quotes and escapes as they are.
    'filename="a.exe;.txt"',
    'filename="a.exe; size=3',
    r'filename="a.exe\";b.txt"',
    r'filename="a.exe\".txt"',
    r'filename="a.exe\"',
    "filename='a.exe'",
    'filename=a.exe"',
    'filename="a".exe',
    'x="; filename=a.exe"',
    'filename="=?utf-8?q?a=2Eexe?=;.txt"',
    # They decode encoded-words before they look for quotes,
    'filename="=?utf-8?q?example.com=22_v2.pdf?="',
    "=?utf-8?q?filename=3Da.exe?=",
    # and percent signs everywhere, or once more,
    'filename="a%2Eexe"',
    "filename=a%2Eexe",
    "filename*=utf-8''a%252Eexe",
    # and take NUL for the end.
    "filename*=utf-8''a.exe%00.txt",
    'filename="a.exe%00.txt"',
    'filename="=?utf-8?q?a.exe=00.txt?="',
]


@pytest.mark.parametrize("value", DOUBTFUL)
def test_an_ending_that_only_some_see_is_a_warning(value: str) -> None:
    assert severity(value) == "warning"
    (finding,) = found(f"Content-Disposition: attachment; {value}")
    assert finding.evidence == "inferred"


FREE = [
    'filename="a.exe.txt"',
    'filename="exe"',
    'filename="a-exe"',
    'filename="a.exe_"',
    'filename="a.exe (renamed).zip"',
    # Where a name lacks quotes, that is what is told (PAR106): readers cut it, or show all of it.
    "filename=a.exe b.txt",
    "filename=a.exe (1).zip",
    "filename=Letter to example.com (draft).docx",
    "filename=my example.com (draft); size=2",
    "filename=foo.com\u00a0bar.pdf",
    "filename*0=a.exe b; filename*1=.txt",
    'filename="a.exec"',
    'filename="a.exe2"',
    'filename="a.docx"',
    'filename="a.zip"',
    'filename="report; version 1.2.com pared.txt"',
    'filename="jo@example.com - lunch.pdf"',
    "filename*=utf-8''a.exe.txt",
    "filename*0=a.exe; filename*1=.txt",
    "filename*1=.txt; filename*0=a.exe",
    'filename="100%.txt"',
    'filename="=?utf-8?q?a=2Eexe=2Etxt?="',
    'filename=""',
    "filename=",
    "filename",
    "size=3; x=a.exe",
    'x="a.exe"',
    "filename.exe=a",
    'filename="a%2Eexe.txt"',
    "filename*=utf-8''a%00.exe.txt",
    'filename="=?utf-8?q?a.exe?"',
]


@pytest.mark.parametrize("value", FREE)
def test_other_names_are_free(value: str) -> None:
    assert severity(value) is None


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("Letter to example.com (draft).docx", ["param-unquoted-special"]),
        ("setup.exe (1).zip", ["param-unquoted-special"]),
        ("setup.exe readme.txt", ["param-unquoted-special"]),
        ("foo.com\u00a0bar.pdf", ["raw-8bit-header-utf8", "param-unquoted-special"]),
        ("bad boy.exe", ["blocked-extension-ses", "param-unquoted-special"]),
    ],
)
def test_a_name_that_lacks_quotes_is_told_to_be_cut_by_one_rule(name: str, slugs: list[str]) -> None:
    report = mimeforge.lint(sample(f"Content-Disposition: attachment; filename={name}"))
    assert [finding.slug for finding in report] == slugs
    assert report.errors == report.findings


NO_NAMES = [
    ('Content-Type: multipart/mixed; boundary=b; name="a.exe"',),
    ("Content-Type: multipart/mixed; boundary=b", 'Content-Disposition: attachment; filename="a.exe"'),
    ('Content-Type: message/external-body; access-type=ftp; site=example.com; name="a.exe"',),
    ("Content-Type: Message/External-Body; access-type=URL", 'Content-Disposition: attachment; filename="a.exe"'),
    ('Content-Disposition: form-data; name="example.com"',),
    ('Content-Disposition: Form-Data (a field); name="example.com;.txt"; filename="a.txt"',),
]


@pytest.mark.parametrize("fields", NO_NAMES)
def test_what_names_no_file_is_free(fields: tuple[str, ...]) -> None:
    assert found(*fields) == []


@pytest.mark.parametrize(
    "field",
    [
        'Content-Disposition: form-data; name="a.exe"; filename="b.exe"',
        'Content-Disposition: x-form-data; name="b.exe"',
        'Content-Disposition: attachment; x=form-data; name="b.exe"',
        'Content-Type: message/rfc822; name="b.exe"',
    ],
)
def test_what_looks_alike_and_names_a_file_is_not(field: str) -> None:
    (finding,) = found(field)
    assert "b.exe" in finding.message


@pytest.mark.parametrize("field", ["Content-Disposition: attachment", "Content-Type: application/octet-stream"])
@pytest.mark.parametrize("name", ["filename", "name"])
def test_both_fields_and_both_names_count(field: str, name: str) -> None:
    (finding,) = found(f"{field}; {name}=a.exe")
    assert finding.header == field.partition(":")[0]


def test_each_of_two_fields_of_one_name_counts() -> None:
    harmless, harmful = (f"Content-Disposition: attachment; filename={name}" for name in ("a.txt", "a.exe"))
    for order in [(harmless, harmful), (harmful, harmless)]:
        (finding,) = found(*order)
        assert finding.occurrence == 1 + order.index(harmful)


def test_a_part_has_one_finding_and_the_worst() -> None:
    (finding,) = found(
        "Content-Disposition: attachment; filename=a.exe.; name=b.bat", "Content-Type: text/plain; name=c.vbs"
    )
    assert (finding.severity, finding.header) == ("error", "Content-Disposition")
    assert "b.bat" in finding.message


def test_names_in_an_attached_message_are_not_judged() -> None:
    inner = "Content-Disposition: attachment; filename=a.exe\r\n\r\nMZ"
    body = f"--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n"
    octets = sample('Content-Type: multipart/mixed; boundary="b"', body=body)
    assert mimeforge.lint(octets).ok
    outer = octets.replace(b"message/rfc822", b"message/rfc822; name=lunch.url")
    assert [finding.part for finding in mimeforge.lint(outer).errors] == ["1"]


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ('attachment; x=y; filename="a.exe"', b"a.exe"),
        ('attachment;\r\n filename="a.exe "', b"a.exe "),
        ('attachment; filename="é.exe"', "é.exe".encode()),
        # What is not written as it is read: the parameters
        ("attachment; filename*=utf-8''a%2Eexe", b"filename*=utf-8''a%2Eexe"),
        ("attachment;\r\n\tfilename*0=a;\r\n\tfilename*1=.exe", b"filename*0=a;\r\n\tfilename*1=.exe"),
        ("=?utf-8?q?filename=3Da=2Eexe?=", b"=?utf-8?q?filename=3Da=2Eexe?="),
        ("attachment; size=3; filename*=utf-8''a%2Eexe; x=y", b"filename*=utf-8''a%2Eexe"),
        ('attachment; x=y;\r\n filename="a\r\n b.exe";\r\n x=y', b'filename="a\r\n b.exe"'),
    ],
)
def test_the_name_is_pointed_at(value: str, at: bytes) -> None:
    octets = sample(f"Content-Disposition: {value}")
    (finding,) = inspect(octets, RULES, Context(profile=SES))
    assert octets[slice(*finding.span)] == at


# What is pointed at stands between the brackets « and », which are no part of the field.
AMONG_OTHERS = [
    'attachment; filename="«a.exe»"; x="a.exe"',
    'attachment; x="a.exe"; filename="«a.exe»"',
    'attachment; filename=«a.com»; x-url="http://a.com/"',
    "attachment; x=a.exe;\r\n\t(a.exe) filename (a.exe) = (a.exe) «a.exe» (a.exe)",
    'attachment; filename="a.txt"; x="a.exe"; filename="«a.exe»"',
    "attachment; x=a.exe; filename*=utf-8''«a.exe»; y=a.exe",
    "attachment; x=a.exe; «filename*0=a; filename*1=.exe»; y=a.exe",
    'attachment; x="é";\n é=a.exe;\r\n filename="«é.exe»"; y="é.exe"',
    "attachment;\r\n \t\r\n filename=«a.exe»",
    'attachment; x="a.exe"; filename="«a.exe»;.txt"; y="a.exe"',
]


@pytest.mark.parametrize("value", AMONG_OTHERS)
def test_the_name_is_pointed_at_in_its_own_parameter(value: str) -> None:
    before, _, rest = value.partition("«")
    at, _, _ = rest.partition("»")
    octets = sample(f"Content-Disposition: {value.replace('«', '').replace('»', '')}")
    (finding,) = inspect(octets, RULES, Context(profile=SES))
    start = len(f"Content-Disposition: {before}".encode())
    assert finding.span == (start, start + len(at.encode()))


def _quoted(name: str) -> str:
    return 'filename="' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _in_segments(name: str) -> str:
    values = ["utf-8''", *map(quote, name)]
    return "; ".join(f"filename*{number}*={value}" for number, value in enumerate(values))


WRITERS: dict[str, Callable[[str], str]] = {
    "quoted": _quoted,
    "extended": lambda name: f"filename*=utf-8''{quote(name)}",
    "percent signs": lambda name: f'filename="{quote(name)}"',
    "encoded-word": lambda name: f'filename="=?utf-8?b?{base64.b64encode(name.encode()).decode()}?="',
    "segments": _in_segments,
    "segments, the last first": lambda name: "; ".join(reversed(_in_segments(name).split("; "))),
}
NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=8)


@given(NAMES, st.sampled_from(sorted(BLOCKED_EXTENSIONS)), st.sampled_from(sorted(WRITERS)))
def test_no_way_of_writing_hides_an_ending_or_makes_one(stem: str, extension: str, writer: str) -> None:
    assert severity(WRITERS[writer](f"{stem}.{extension}")) == "error"
    assert severity(WRITERS[writer](f"{stem.replace(';', '')}.{extension}.txt")) is None


@pytest.mark.parametrize("extension", ["exe", "EXE", "Ps1Xml", "mSh2"])
def test_every_case_of_letters_counts(extension: str) -> None:
    assert severity(f'filename="a.{extension}"') == "error"
    assert severity(f'filename="a.{extension}."') == "warning"


@pytest.mark.parametrize(
    "shape",
    [
        ";filename=a",
        ";filename*0=a",
        ";filename*1*=%2E",
        '"',
        "(",
        "\\(",
        "(a)",
        ".",
        "%2E",
        "=?utf-8?q?=3Bname=3Da.exe?= ",
        '";name=',
        "'",
    ],
)
def test_names_made_to_be_slow_are_read_in_no_time(shape: str) -> None:
    (finding,) = found("Content-Disposition: attachment; filename=" + shape * (200_000 // len(shape)) + ";name=a.exe")
    assert len(finding.message) < 300
