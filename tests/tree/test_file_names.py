"""The file names of a part: which are misread, and where each stands."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimeforge import parse

PIECES = [
    *[
        "filename",
        "name",
        "FileName",
        "*",
        "*0",
        "*01",
        "*1*",
        "=",
        "=",
        ";",
        ";",
        '"',
        '"',
        "(",
        ")",
        "\\",
        "a.exe",
        "é",
    ],
    *[
        "utf-8''",
        "%2E",
        "%00",
        "=?utf-8?q?a b?=",
        "=?utf-8?q?=22?=",
        " ",
        "\t",
        "\r\n ",
        "\n\t",
        "\r",
        "\0",
        "form-data",
    ],
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.sampled_from(["utf-8", "latin-1"]))
@example("\r;filename=a\r", "utf-8")
@example("\r\n \r\n ;\r\n filename=a\r\n ", "utf-8")
def test_every_name_stands_in_its_field(value: str, encoding: str) -> None:
    octets = b"Content-Disposition: attachment;" + value.encode(encoding) + b"\r\n\r\n"
    part = parse(octets)
    texts = [name.text for name in part.file_names]
    assert len(texts) == len({*texts})
    assert [name.is_misread for name in part.file_names] == sorted(name.is_misread for name in part.file_names)
    for name in part.file_names:
        start, end = name.field.value_span
        assert start <= name.span.start < name.span.end <= end
    assert part.filename in {None, *texts}


@pytest.mark.parametrize(
    ("value", "sound", "misread"),
    [
        ('attachment; filename="a.txt"', ["a.txt"], []),
        ("attachment; filename=a b.txt", ["a b.txt"], ["a"]),
        ("attachment; filename=a(b).txt", ["a(b).txt"], []),
        ("attachment; filename=a.txt(b)", ["a.txt(b)", "a.txt"], []),
        ('attachment; filename="a;b.txt"', ["a;b.txt"], ["a"]),
        ('attachment; filename="a%20b"', ["a%20b"], ["a b"]),
        ("attachment; filename*=utf-8''a%2520b", ["a%20b"], ["a b"]),
        ("attachment; filename*=utf-8''a%00b", ["a\0b"], ["a"]),
        ('attachment; filename="=?utf-8?q?a=22b?="', ["=?utf-8?q?a=22b?=", 'a"b'], ["a", "ab"]),
        ('attachment; filename="=?utf-8?q?a b?="', ["=?utf-8?q?a b?=", "a b"], []),
        ("attachment; filename*00=a; filename*01=b", ["ab"], []),
        ("attachment; filename*0=a; filename*2=b", ["a", "ab"], []),
        ("form-data; name=a; filename=b", ["b"], []),
        ('form-data; name="a;filename=b"', [], ['b"', "b"]),
    ],
)
def test_who_departs_from_the_rfcs_misreads(value: str, sound: list[str], misread: list[str]) -> None:
    names = parse(f"Content-Disposition: {value}\r\n\r\n".encode()).file_names
    assert [name.text for name in names if not name.is_misread] == sound
    assert [name.text for name in names if name.is_misread] == misread
