"""Files that people write: settings, baselines and descriptions of messages."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import mimeforge
from fuzz.survival import check_printable, check_report, check_tree
from mimeforge.cli.description import PROBLEMS_MAX, DescriptionError, Folder, compose
from mimeforge.cli.description.keys import KEYS as DESCRIPTION_KEYS
from mimeforge.settings import Settings, SettingsError
from mimeforge.settings.baseline import Baseline
from mimeforge.settings.reading import KEYS, read_table
from mimeforge.settings.toml import parsed

__all__ = ["baseline", "description", "settings"]

# What a key that is at fault is called, or the whole of the file is.
_PLACES: Final = (*(f"{key}: " for key in KEYS), "unknown key ", "what is selected, ")
_DESCRIPTION_PLACES: Final = tuple(f"{key}{mark}" for key in DESCRIPTION_KEYS for mark in ":.[")
_NO_TOML: Final = ("not TOML", "not UTF-8", "a key of more than")

# Descriptions may name what lies here: receipt.html, logo.png.
_FOLDER: Final = Folder.of(Path(__file__).parents[2] / "examples")

_REPORT: Final = mimeforge.lint(b"From: jo@example.com\r\nSubject: a\r\nSubject: b\r\n\r\nSee you.\r\n")
_FILE: Final = Path("mails/may.eml")


def settings(octets: bytes) -> None:
    """The settings of a project; what is taken can be asked for everything, and given other words on the way."""
    try:
        table = parsed(octets)
    except SettingsError as error:
        _check_wrong(error, _NO_TOML)
        return
    try:
        read = read_table(table, Path("mimeforge.toml").absolute())
    except SettingsError as error:
        _check_wrong(error, _PLACES)
        return
    assert all(isinstance(remark, str) for remark in read.remarks())
    assert read.excludes(_FILE.absolute()) in {True, False}
    counted = read.selection.applied(_REPORT, _FILE.absolute())
    assert all(read.selection.counts(finding.code, _FILE.absolute()) for finding in counted), "what does not count"
    assert {read.looks_for(finding.code) for finding in _REPORT} <= {True, False}
    assert read.overridden(profile="rfc", ignore=["ADR101"]).profile == "rfc"


def baseline(octets: bytes) -> None:
    """A file of known findings; what is read hides findings, and tells what is stale."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "baseline.json"
        path.write_bytes(octets)
        try:
            known = Baseline.read(path)
        except SettingsError as error:
            _check_wrong(error, ("",))
            return
        assert len(known.applied(_REPORT, path.with_name("a.eml"), Settings())) <= len(_REPORT)
        assert all(stale.times > 0 for stale in known.stale())


def description(octets: bytes) -> None:
    """The description of a message; the one that is composed is as long as it says, and can be read and judged."""
    try:
        message = compose(octets, _FOLDER)
    except DescriptionError as error:
        _check_problems(error.problems)
        return
    written = message.as_bytes(profile=None)
    assert len(written) == message.size, "another size than was counted"
    root = mimeforge.parse(written)
    check_tree(root)
    check_report(mimeforge.lint(written), root)


def _check_wrong(error: SettingsError, places: tuple[str, ...]) -> None:
    assert str(error).startswith(places), f"names no place: {error}"
    check_printable(str(error), "an error")


def _check_problems(problems: tuple[str, ...]) -> None:
    assert 1 <= len(problems) <= PROBLEMS_MAX
    for problem in problems:
        is_placed = problem.startswith((*_DESCRIPTION_PLACES, *_NO_TOML)) or ": no such key; " in problem
        assert is_placed, f"names no place: {problem}"
        check_printable(problem, "a problem")
