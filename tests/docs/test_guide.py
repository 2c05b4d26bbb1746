"""The guide's commands and Python print what it shows, and every command in a document is one that there is.

``make pages`` writes into the guide what they print now.
"""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
import pytest
from documents import ROOT, blocks, commands, console, files, program, with_output
from trying import own_profile

from mimeforge.cli import main
from mimeforge.linter.report.formats import FORMATS
from mimeforge.settings.reading import KEYS, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = ROOT / "docs"
GUIDE = sorted(path for path in (DOCS / "guide").glob("*.md") if path.name not in {"index.md", "build.md"})
# What the first page copies into the folder that the others go on with.
MAILS = ("broken-receipt.eml", "newsletter.eml", "pasted-string.eml")


def run(page: Path) -> str:
    """Return a page with what it prints now, in a folder as its reader has it: the examples, and the files shown."""
    text = page.read_text(encoding="utf-8")
    with TemporaryDirectory() as folder, chdir(folder), own_profile():
        shutil.copytree(ROOT / "examples", "examples", ignore=shutil.ignore_patterns("__pycache__"))
        if "mkdir mails" not in text:  # another page made it
            Path("mails").mkdir()
            for name in MAILS:
                shutil.copy(Path("examples", name), "mails")
        for name, block in files(text).items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(block, encoding="utf-8")
        return with_output(text, console, program)


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.name)
def test_a_page_prints_what_it_shows(page: Path) -> None:
    assert run(page).splitlines() == page.read_text(encoding="utf-8").splitlines()


def lines() -> Iterator[tuple[str, str]]:
    """Each command line of mimeforge in the documents, of their console and shell blocks and of pipelines."""
    for page in (ROOT / "README.md", *DOCS.glob("*/*.md")):
        text = page.read_text(encoding="utf-8")
        shown = commands(text) + [
            line.strip(" -").removeprefix("run: ")
            for block in blocks(text)
            if block.kind in {"sh", "yaml"}
            for line in block.text.splitlines()
        ]
        for line in shown:
            for command in re.findall(r"(?:^|\| )mimeforge ([^|;>]+)", line):
                yield f"{page.name}: {command}", command


@pytest.mark.parametrize("command", [pytest.param(command, id=name) for name, command in lines()])
def test_a_command_in_a_document_has_options_that_there_are(command: str) -> None:
    name, *arguments = shlex.split(command)
    if name == "--version":
        return
    chosen = main.get_command(click.Context(main), name)
    assert chosen is not None
    if "--help" not in arguments:
        chosen.make_context(name, arguments, resilient_parsing=True)  # a click.UsageError where there is no such option


def text_of(name: str) -> str:
    return (DOCS / "guide" / name).read_text(encoding="utf-8")


def test_the_tables_have_all_settings_and_formats() -> None:
    assert sorted(re.findall(r"^\| \[`([\w-]+)`\]", text_of("settings.md"), re.MULTILINE)) == sorted(KEYS)
    assert sorted(re.findall(r"^\| `(\w+)` \|", text_of("formats.md"), re.MULTILINE)) == sorted(FORMATS)


def test_the_settings_that_are_shown_can_be_read() -> None:
    shown = [block.text for block in blocks(text_of("settings.md")) if block.kind == "toml" and not block.name]
    assert len(shown) > 3
    for text in shown:
        read_table(tomllib.loads(text), Path("mimeforge.toml"))


if __name__ == "__main__":
    for each in GUIDE:
        each.write_text(run(each), encoding="utf-8")
