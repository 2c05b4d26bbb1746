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
from mimeforge.rules.content import RULES

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
    "=?utf-8?q?filename=3Da.exe?=",
    # Escapes, percent signs, comments, quotes without end
    r'filename="a.e\xe"',
    r'filename="a\".exe"',
    'filename="a%2Eexe"',
    "filename=a.exe(comment)",
    "filename (comment) = (comment) a.exe (comment)",
    'filename=(comment)"a.exe"',
    'filename="a.exe',
    # What else a name may look like
    'filename="a;b.exe"',
    "filename=a b.exe",
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
    "filename=a.exe b.txt",
    r'filename="a.exe\";b.txt"',
    r'filename="a.exe\".txt"',
    r'filename="a.exe\"',
    "filename='a.exe'",
    'filename=a.exe"',
    'filename="a".exe',
    'x="; filename=a.exe"',
    'filename="=?utf-8?q?a=2Eexe?=;.txt"',
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
]


@pytest.mark.parametrize("value", FREE)
def test_other_names_are_free(value: str) -> None:
    assert severity(value) is None


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
    ],
)
def test_the_name_is_pointed_at(value: str, at: bytes) -> None:
    octets = sample(f"Content-Disposition: {value}")
    (finding,) = inspect(octets, RULES, Context(profile=SES))
    assert octets[slice(*finding.span)] == at


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
