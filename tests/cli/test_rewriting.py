"""Files are replaced as a whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mimeforge.cli.replacing import replace_file, replacing


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_a_new_file_is_made_as_the_user_wants_files_made() -> None:
    before = os.umask(0o027)
    try:
        replace_file("new", b"octets")
    finally:
        os.umask(before)
    assert (Path("new").read_bytes(), stat.S_IMODE(Path("new").stat().st_mode)) == (b"octets", 0o640)
    assert names() == ["new"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_stays(mode: int) -> None:
    Path("file").write_bytes(b"old")
    Path("file").chmod(mode)
    replace_file("file", b"new")
    assert (Path("file").read_bytes(), stat.S_IMODE(Path("file").stat().st_mode)) == (b"new", mode)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser gives files away")
def test_the_owner_stays() -> None:
    Path("file").write_bytes(b"old")
    os.chown("file", 12345, 54321)
    replace_file("file", b"new")
    assert (Path("file").stat().st_uid, Path("file").stat().st_gid) == (12345, 54321)


def test_an_owner_that_cannot_be_given_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    Path("file").write_bytes(b"old")
    monkeypatch.setattr(os, "chown", refuse)
    replace_file("file", b"new")
    assert Path("file").read_bytes() == b"new"


def test_links_lead_where_they_led() -> None:
    Path("folder").mkdir()
    Path("folder/file").write_bytes(b"old")
    Path("link").symlink_to("folder/file")
    Path("to-link").symlink_to("link")
    Path("to-nothing").symlink_to("folder/made")
    replace_file("to-link", b"new")
    replace_file("to-nothing", b"new")
    assert (Path("folder/file").read_bytes(), Path("folder/made").read_bytes()) == (b"new", b"new")
    assert Path("to-link").readlink() == Path("link")
    assert names() == ["folder", "link", "to-link", "to-nothing"]


def write_half(path: str) -> None:
    with replacing(path) as file:
        file.write(b"ne")
        file.flush()
        assert Path(path).read_bytes() == b"old"
        raise KeyboardInterrupt


def test_nobody_sees_half_of_it_and_a_failure_leaves_nothing() -> None:
    Path("file").write_bytes(b"old")

    with pytest.raises(KeyboardInterrupt):
        write_half("file")
    assert (Path("file").read_bytes(), names()) == (b"old", ["file"])


@pytest.mark.parametrize("path", ["gone/file", "folder", "file/below"])
def test_what_cannot_be_written_raises_and_leaves_nothing(path: str) -> None:
    Path("folder").mkdir()
    Path("file").write_bytes(b"old")
    with pytest.raises(OSError, match=r"No such file|Is a directory|Not a directory"):
        replace_file(path, b"new")
    assert names() == ["file", "folder"]
    assert not list(Path("folder").iterdir())


def test_a_file_that_may_not_be_written_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(PermissionError):
        replace_file("file", b"new")
    assert Path("file").read_bytes() == b"old"


def test_a_device_is_written_to() -> None:
    replace_file("/dev/null", b"gone")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
