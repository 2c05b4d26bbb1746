"""The guide to descriptions: all of its examples build, and its commands print what it shows.

``python tests/cli/test_build_guide.py`` writes into the guide what they print now.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from documents import ROOT, blocks, console, files, program, with_output

from mimeforge.cli.description import Folder, compose
from mimeforge.cli.description.keys import KEYS

GUIDE = ROOT / "docs" / "guide" / "build.md"
TEXT = GUIDE.read_text(encoding="utf-8")
FRAGMENTS = [block.text for block in blocks(TEXT) if block.kind == "toml" and not block.name]
ORIGINAL = b"From: jo@example.net\r\nSubject: Why?\r\n\r\nWhy?\r\n"


def prepare(folder: Path) -> None:
    """Put the files into a folder that the guide shows, and those that no page can show."""
    for name, text in files(TEXT).items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "examples" / "logo.png", folder)
    (folder / "original.eml").write_bytes(ORIGINAL)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(tmp_path)
    prepare(tmp_path)


def test_what_is_shown_is_what_is_printed() -> None:
    assert with_output(TEXT, console, program) == TEXT


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: fragment.splitlines()[0])
def test_every_example_builds(fragment: str) -> None:
    author = "" if "\nfrom = " in f"\n{fragment}" else 'from = "orders@example.com"\n'
    assert compose((author + fragment).encode(), Folder.of(".")).as_bytes("rfc")


def test_every_key_has_its_place_and_an_example() -> None:
    examples = "".join(block.text for block in blocks(TEXT) if block.kind == "toml")
    table = TEXT.partition("## Keys")[2].partition("\n### ")[0]
    for key in KEYS:
        assert f"`{key}`" in table or f"`[{key}]`" in table or f"`[[{key}]]`" in table, key
        assert f"{key} = " in examples or f"[{key}]" in examples, key


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        prepare(Path(made))
        os.chdir(made)
        os.environ["COLUMNS"] = "120"
        GUIDE.write_text(with_output(TEXT, console, program), encoding="utf-8")
