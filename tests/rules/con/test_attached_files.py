"""What attachments hold against what they say; and how little of them is read for it."""

from __future__ import annotations

import base64
import hashlib
import io
import quopri
import struct
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter.context import Context
from mimeforge.linter.engine import inspect
from mimeforge.linter.examples import sample
from mimeforge.preflight import profile_named
from mimeforge.rules.con import attachment_content, attachment_names, attachment_types
from mimeforge.rules.con.attachments import attached, head, tail, zipped
from mimeforge.rules.con.zip_directory import directory
from mimeforge.tree import Part, parse

CONTEXT = Context(profile=profile_named("ses"))
RULES = (*attachment_types.RULES, *attachment_content.RULES, *attachment_names.RULES)

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(60)
PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
PDF = b"%PDF-1.7\n" + b"1 0 obj\n<< >>\nendobj\n" * 5
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(50)
SCAN = b"\x12\xff\x00\x34\xff\xd3" * 1000
GIF = b"GIF89a" + b"\1" * 80
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(60)
PE = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(60)
PAGE = b"<!doctype html>\n<title>404</title><p>No such file.</p>\n"
PROBLEM = b'{"error": {"code": 404, "message": "no such file"}}\n'


def slugs(octets: bytes) -> set[str]:
    return {finding.slug for finding in inspect(octets, RULES, CONTEXT)}


def leaf(content: bytes, encoding: str = "base64") -> Part:
    written = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(content)
    return parse(sample("Content-Type: a/b", f"Content-Transfer-Encoding: {encoding}", body=written))


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF + b"%%EOF\n", "application/pdf"),
        ("a.pdf", b"\r\n\r\n" + PDF + b"%%EOF", "application/octet-stream"),
        ("a.pdf", b"stub", "application/pdf"),
        ("a.png", PNG + PNG_END, "image/png"),
        ("a.png", PNG + PNG_END + bytes(20), "image/png"),
        ("a.jpg", PNG + PNG_END, "image/jpeg"),
        ("a.jpg", JPEG + SCAN + b"\xff\xd9", "image/jpeg"),
        ("a.jpg", JPEG + SCAN + b"\xff\xd9" + b"\0\0\0\x18ftypmp42\xff\x01" * 500, "image/jpeg"),
        ("a.gif", GIF + b"\0;", "image/gif"),
        ("a.gif", GIF + b"\0;\0\0\0\0", "image/gif"),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(60), "image/heic"),
        ("a.zip", zipped("a.txt"), "application/x-zip-compressed"),
        ("a.docx", zipped("a.txt"), "application/zip"),
        ("a.docx", OLE, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xls", PAGE, "application/vnd.ms-excel"),
        ("a.csv", b"a;b\r\n1;2\r\n" * 5, "application/vnd.ms-excel"),
        ("a.doc", b"{\\rtf1\\ansi This is some text.}", "application/msword"),
        ("a.mp3", b"\xff\xfb\x90\x44" + bytes(60), "audio/mpeg"),
        ("a.txt", "\ufeffsee you at noon\r\n".encode("utf-16-le") * 3, "text/plain"),
        ("a.txt", b"BMW, ID3 tags, PK zip and %PDF-1.4 are words.\r\n", "text/plain"),
        ("a.txt", b"MZ\r\n" + b"x" * 200, "text/plain"),
        ("a.xml", b"<?xml version='1.0'?><a><b>c</b></a>", "application/xml"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "image/svg+xml"),
        ("a.eml", b"From: jo@example.com\r\nSubject: lunch\r\n\r\nNoon.\r\n", "application/octet-stream"),
        ("a.p7m", OLE, "application/pkcs7-mime"),
        ("a.tgz", b"\x1f\x8b\x08" + bytes(60), "application/x-gzip"),
        ("deploy.sh", b"#!/bin/bash\nls\n", "application/x-sh"),
        ("tool.py", b"#!/usr/bin/env python3\n", "text/x-python"),
        ("Main.class", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(60), "application/octet-stream"),
        ("empty.bin", b"\0", "application/octet-stream"),
    ],
)
def test_ordinary_files_are_left_alone(name: str, content: bytes, media_type: str) -> None:
    assert slugs(attached(name, content, media_type)) == set()


@pytest.mark.parametrize(
    ("name", "content", "media_type", "slug"),
    [
        ("a.pdf", PAGE, "application/pdf", "extension-vs-magic"),
        ("a.pdf", PROBLEM, "application/octet-stream", "extension-vs-magic"),
        ("a.png", PDF + b"%%EOF", "image/png", "extension-vs-magic"),
        ("a.zip", PNG + PNG_END, "application/zip", "extension-vs-magic"),
        ("a.csv", zipped("a.txt"), "text/csv", "extension-vs-magic"),
        ("a", PAGE, "image/png", "type-vs-magic"),
        ("a.pdf", PDF + b"%%EOF", "image/jpeg", "type-vs-magic"),
        ("a.md.gz", b"\x1f\x8b\x08" + bytes(60), "text/markdown", "type-vs-magic"),
        ("a.pdf", b"stub", "image/jpeg", "type-vs-extension"),
        ("a.mp4", b"stub", "image/png", "type-vs-extension"),
        ("a.png", b"\0\0\0\x20ftypisom" + bytes(60), "image/png", "extension-vs-magic"),
        ("a.pdf", PE, "application/pdf", "executable-content"),
        ("a", b"\xcf\xfa\xed\xfe\x07\0\0\x01", "application/octet-stream", "executable-content"),
        ("a.txt", b"L\0\0\0\1\x14\2\0\0\0\0\0", "text/plain", "executable-content"),
        ("a.jpg", b"#!/usr/bin/perl\nunlink <*>;\n", "image/jpeg", "executable-content"),
        ("a.pdf", PDF, "application/pdf", "attachment-truncated"),
        ("a.png", PNG, "image/png", "attachment-truncated"),
        ("a.gif", GIF, "image/gif", "attachment-truncated"),
        ("a.jpg", JPEG + SCAN, "image/jpeg", "attachment-truncated"),
        ("a.docx", zipped("a.txt")[:70], "application/octet-stream", "attachment-truncated"),
        ("a.zip", b"", "application/zip", "attachment-empty"),
        ("a.xlsm", zipped("xl/vbaProject.bin"), "application/octet-stream", "office-macro"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_told_once(name: str, content: bytes, media_type: str, slug: str) -> None:
    assert slugs(attached(name, content, media_type)) == {slug}


def test_a_program_that_is_refused_by_name_is_not_told_again() -> None:
    assert slugs(attached("setup.exe", PE)) == set()


def test_an_empty_text_may_be_meant() -> None:
    severities = [
        [finding.severity for finding in inspect(attached(name, b""), RULES, CONTEXT)] for name in ("a.log", "a.pdf")
    ]
    assert severities == [["note"], ["warning"]]


def test_what_is_cut_with_the_message_is_one_defect() -> None:
    assert slugs(attached("a.pdf", PDF, "application/pdf").removesuffix(b"\r\n--b--\r\n")) == set()


def test_a_body_that_is_no_base64_is_not_called_cut() -> None:
    octets = attached("a.pdf", PDF * 300, "application/pdf")
    assert slugs(octets.replace(b"\r\n--b--", b"A\r\n--b--")) == set()


def test_the_end_of_a_cut_file_is_pointed_at() -> None:
    octets = attached("a.pdf", PDF, "application/pdf")
    (finding,) = inspect(octets, RULES, CONTEXT)
    assert octets[finding.span.end :].strip() == b"--b--"
    assert finding.part == "2"


@pytest.mark.parametrize("absent", ["magic", "libmagic"])
def test_without_libmagic_the_rest_works(monkeypatch: pytest.MonkeyPatch, absent: str) -> None:
    class Broken:
        """python-magic where the C library is missing: its import fails."""

        def find_spec(self, name: str, *_: object) -> None:
            if name == "magic":
                raise ImportError("failed to find libmagic")

    if absent == "magic":
        monkeypatch.setitem(sys.modules, "magic", None)
    else:
        monkeypatch.delitem(sys.modules, "magic", raising=False)
        monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    assert slugs(attached("a.pdf", PAGE, "application/pdf")) == set()
    assert slugs(attached("a.pdf", PNG + PNG_END, "application/pdf")) == {"extension-vs-magic"}
    assert slugs(attached("a.pdf", PE, "application/pdf")) == {"executable-content"}


@given(
    st.integers(min_value=0, max_value=40_000),
    st.integers(min_value=1, max_value=5_000),
    st.sampled_from(["base64", "quoted-printable", "binary"]),
)
def test_both_ends_are_those_of_the_content(length: int, size: int, encoding: str) -> None:
    content = hashlib.shake_128(b"%d" % length).digest(length)
    part = leaf(content, encoding)
    assert part.content.startswith(head(part))
    assert len(head(part)) >= min(len(part.content), 1_000)
    end = tail(part, size)
    assert end is not None
    assert part.content.endswith(end)
    assert len(end) >= min(len(part.content), size)


def test_of_a_large_attachment_little_is_read() -> None:
    part = leaf(PDF * 50_000)
    assert len(head(part)) < 5_000
    end = tail(part, 2_000)
    assert end is not None
    assert len(end) < 5_000
    for line_end in (b"", b"\r\n"):
        one_line = parse(sample("Content-Transfer-Encoding: base64", body=base64.b64encode(PDF * 50_000) + line_end))
        end = tail(one_line, 2_000)
        assert end is not None
        assert len(end) >= 2_000
        assert one_line.content.endswith(end)


@given(st.lists(st.text("abc/ü.", min_size=1, max_size=20), max_size=30), st.binary(max_size=300))
def test_a_directory_is_read_as_the_standard_library_reads_it(names: list[str], comment: bytes) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as writing:
        for name in dict.fromkeys(names):
            writing.writestr(zipfile.ZipInfo(name), name * 3)
        writing.comment = comment.replace(b"PK", b"")
    with zipfile.ZipFile(archive) as reading:
        expected = [(info.filename, info.file_size) for info in reading.infolist()]
    assert [(entry.name, entry.size) for entry in directory(leaf(archive.getvalue()))] == expected


@given(st.binary(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_a_damaged_directory_does_no_harm(junk: bytes, start: int, length: int) -> None:
    archive = zipped("a.txt", "b/setup.exe", "c" * 50)
    damaged = archive[:start] + junk + archive[start + length :]
    inspect(attached("a.zip", damaged, "application/zip"), RULES, CONTEXT)


def test_an_archive_that_claims_a_million_entries_is_read_in_bounds() -> None:
    archive = zipped("a.txt")
    entry = archive[archive.index(b"PK\1\2") : archive.index(b"PK\5\6")]
    many = b"PK\3\4" + entry * 100_000
    many += struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 65535, 65535, len(entry) * 100_000, 4, 0)
    assert directory(leaf(many)) == ()
    few = b"PK\3\4" + entry * 15_000 + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(entry) * 15_000, 4, 0)
    assert len(directory(leaf(few))) == 10_000


def test_sizes_of_zip64_count() -> None:
    name, size = b"zeros.bin", 1 << 40
    extra = struct.pack("<HHQ", 1, 8, size)
    entry = b"PK\1\2" + struct.pack("<HHHHHHIIIHHHHHII", 45, 45, 0, 8, 0, 33, 0, 99, 0xFFFFFFFF, 9, 12, 0, 0, 0, 0, 0)
    entry += name + extra
    archive = b"PK\3\4" + bytes(30) + entry + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(entry), 34, 0)
    assert [found.size for found in directory(leaf(archive))] == [size]
    assert slugs(attached("zeros.zip", archive)) == {"archive-bomb"}


def test_what_a_real_compressor_makes_of_zeros_is_a_bomb() -> None:
    """Deflate gives 1,032 to one at the most, and base64 takes a third of that back."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros.bin", bytes(101_000_000))
    fields = (
        "Content-Type: application/zip",
        "Content-Disposition: attachment; filename=notes.zip",
        "Content-Transfer-Encoding: base64",
    )
    octets = sample(*fields, body=base64.encodebytes(archive.getvalue()).replace(b"\n", b"\r\n"))
    assert [finding.slug for finding in mimeforge.lint(octets)] == ["archive-bomb"]
