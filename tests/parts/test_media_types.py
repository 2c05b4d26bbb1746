from __future__ import annotations

import mimetypes
import re
import sys
from types import SimpleNamespace

import pytest

from mimeforge._grammar import REGISTERED_TYPE_RE
from mimeforge.parts import media_types

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.mark.parametrize(
    ("filename", "media_type"),
    [
        ("report.pdf", "application/pdf"),
        ("REPORT.PDF", "application/pdf"),
        ("a.b.csv", "text/csv"),
        (".txt", "text/plain"),
        ("archive.tar.gz", "application/gzip"),
        ("Reçu.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("pdf", None),
        ("report.", None),
        ("report.unknown", None),
        ("report.pdf ", None),
        ("mail.eml", None),
        ("", None),
    ],
)
def test_the_last_extension_tells_the_type(filename: str, media_type: str | None) -> None:
    assert media_types.by_name(filename) == media_type


def test_the_table_holds_registered_types_each_extension_once() -> None:
    extensions = [extension for names in media_types._TYPES.values() for extension in names.split()]
    assert len(extensions) == len(set(extensions))
    for media_type, names in media_types._TYPES.items():
        assert REGISTERED_TYPE_RE.fullmatch(media_type)
        assert re.fullmatch(r"[a-z0-9]+(?: [a-z0-9]+)*", names)
        assert not media_type.startswith(("message/", "multipart/"))


def test_the_table_of_the_system_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mimetypes, "types_map", {".pdf": "x/y", ".unknown": "x/y"})
    monkeypatch.setattr(mimetypes, "guess_type", lambda *_, **__: ("x/y", None))
    assert media_types.by_name("a.pdf") == "application/pdf"
    assert media_types.by_name("a.unknown") is None


def answering(answer: str) -> SimpleNamespace:
    """Stand in for python-magic."""
    return SimpleNamespace(MagicException=ValueError, from_buffer=lambda octets, mime: answer)


@pytest.mark.parametrize(
    ("answer", "media_type"),
    [
        ("application/pdf", "application/pdf"),
        ("text/x-c++", "text/x-c++"),
        # Types that change how the octets are read, and no types at all.
        ("message/rfc822", media_types.DEFAULT),
        ("message/news", media_types.DEFAULT),
        ("multipart/mixed", media_types.DEFAULT),
        ("inode/x-empty", media_types.DEFAULT),
        ("data", media_types.DEFAULT),
        ("", media_types.DEFAULT),
        ("text/plain; charset=utf-8", media_types.DEFAULT),
        ("application/x-a\\012- application/x-b", media_types.DEFAULT),
        ("a/", media_types.DEFAULT),
        ("a/b/c", media_types.DEFAULT),
        ("cannot open `' (No such file)", media_types.DEFAULT),
    ],
)
def test_what_libmagic_may_answer(monkeypatch: pytest.MonkeyPatch, answer: str, media_type: str) -> None:
    monkeypatch.setitem(sys.modules, "magic", answering(answer))
    assert media_types.by_content(b"x") == media_type


def test_libmagic_sees_the_first_two_kilobytes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def from_buffer(octets: bytes, *, mime: bool) -> str:
        assert mime
        seen.append(len(octets))
        return "a/b"

    monkeypatch.setitem(sys.modules, "magic", SimpleNamespace(MagicException=ValueError, from_buffer=from_buffer))
    assert media_types.by_content(bytes(10_000)) == "a/b"
    assert media_types.by_content(bytes(7)) == "a/b"
    assert seen == [2048, 7]


def test_libmagic_may_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_buffer(octets: bytes, *, mime: bool) -> str:
        raise ValueError("could not find any valid magic files")

    monkeypatch.setitem(sys.modules, "magic", SimpleNamespace(MagicException=ValueError, from_buffer=from_buffer))
    assert media_types.by_content(b"x") == media_types.DEFAULT


def test_without_libmagic_the_type_is_octets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "magic", None)
    assert media_types.by_content(PDF) == media_types.DEFAULT


def test_nothing_has_no_type() -> None:
    assert media_types.by_content(b"") == media_types.DEFAULT


def test_libmagic_knows_a_pdf() -> None:
    try:
        import magic  # noqa: F401
    except ImportError as absent:
        pytest.skip(f"no libmagic: {absent}")
    assert media_types.by_content(PDF) == "application/pdf"
