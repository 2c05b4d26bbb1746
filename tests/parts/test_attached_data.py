from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from mimeforge.errors import EncodingError
from mimeforge.parts.data import read

OCTETS = b"\x00\r\n\xff \r\n"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_octets_have_no_name(kind: Any) -> None:
    assert read(kind(OCTETS)) == (OCTETS, None)
    assert type(read(kind(OCTETS))[0]) is bytes


def test_octets_that_change_afterwards_are_read_once() -> None:
    data = bytearray(OCTETS)
    octets, _ = read(data)
    data[0] = 1
    assert octets == OCTETS
    assert read(memoryview(b"abcdef")[::2]) == (b"ace", None)


class Elsewhere(os.PathLike[str]):
    """Any path object, not only pathlib's."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


def test_paths_and_files_have_the_last_component_as_name(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(OCTETS)
    assert read(path) == read(Elsewhere(path)) == (OCTETS, "report.pdf")
    with path.open("rb") as file:
        assert read(file) == (OCTETS, "report.pdf")
        assert read(file) == (b"", "report.pdf")


def test_names_from_paths_are_in_nfc(tmp_path: Path) -> None:
    path = tmp_path / "Rec\u0327u.pdf"
    path.write_bytes(OCTETS)
    assert read(path) == (OCTETS, "Reçu.pdf")
    with path.open("rb") as file:
        assert read(file) == (OCTETS, "Reçu.pdf")


def test_files_without_a_name_have_none(tmp_path: Path) -> None:
    assert read(io.BytesIO(OCTETS)) == (OCTETS, None)
    path = tmp_path / "a"
    path.write_bytes(OCTETS)
    with open(os.open(path, os.O_RDONLY), "rb") as file:  # noqa: PTH123
        assert read(file) == (OCTETS, None)


def test_a_member_of_an_archive_is_a_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("folder/b.txt", OCTETS)
        with archive.open("folder/b.txt") as member:
            assert read(member) == (OCTETS, "b.txt")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("report.pdf", "^data takes bytes, a binary file or a path object, not str; wrap a path in pathlib.Path"),
        (io.StringIO("text"), r"^data takes a file opened in binary mode: read\(\) gave str"),
        (None, "not NoneType$"),
        (1, "not int$"),
        ([b"a"], "not list$"),
    ],
)
def test_what_has_no_octets_is_a_type_error(data: object, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        read(data)


def test_a_text_file_is_a_type_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a")
    with path.open() as file, pytest.raises(TypeError, match="binary mode"):
        read(file)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"missing\.pdf"):
        read(tmp_path / "missing.pdf")
    with pytest.raises(IsADirectoryError, match=tmp_path.name):
        read(tmp_path)


def test_a_file_that_is_closed_or_open_for_writing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    with path.open("wb") as writing, pytest.raises(EncodingError, match=r"cannot read '.*report\.pdf'") as caught:
        read(writing)
    assert caught.value.field == "data"
    with path.open("rb") as closed:
        pass
    with pytest.raises(EncodingError, match=r"cannot read '.*report\.pdf': .*closed"):
        read(closed)


def test_a_path_that_holds_nul_is_none() -> None:
    with pytest.raises(EncodingError) as caught:
        read(Path("a\0b"))
    assert (caught.value.field, caught.value.position, caught.value.character) == ("data", 1, "\0")


class Broken(io.RawIOBase):
    name = "photos/lost.png"

    def read(self, size: int = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_reading_that_fails_names_the_file() -> None:
    with pytest.raises(OSError, match=r"lost\.png"):
        read(Broken())
