"""Where results go: `--report`, `--statistics`, colours, and outputs that fail."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from linted import lint, with_these_rules

from mimeforge.linter.report.formats import FORMATS


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with_these_rules(monkeypatch, tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def names() -> set[str]:
    return {path.name for path in Path().iterdir()}


def test_reports_hold_what_standard_output_would() -> None:
    streamed = [name for name in FORMATS if name != "html"]
    wanted = [argument for name in streamed for argument in ("--report", f"{name}={name}.out")]
    result = lint(*wanted, ".", "gone.eml")
    assert result.exit_code == 2
    for name in streamed:
        assert Path(f"{name}.out").read_text() == lint("--format", name, ".", "gone.eml").stdout, name
    assert "error" in result.stdout, "standard output has the findings nevertheless"


def test_html_is_for_files_alone() -> None:
    assert lint("--report", "html=page.html", "bad.eml").exit_code == 1
    assert Path("page.html").read_text().startswith("<!DOCTYPE html>")
    result = lint("--format", "html", "bad.eml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'html' is not one of 'text'" in result.stderr


@pytest.mark.parametrize("files", [[], ["gone.eml"]])
def test_two_runs_give_the_same_octets(files: list[str]) -> None:
    def run(jobs: str) -> tuple[str, str, bytes]:
        result = lint("--jobs", jobs, "--format", "sarif", "--report", "html=page", ".", *files)
        return result.stdout, result.stderr, Path("page").read_bytes()

    assert run("1") == run("1")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--report", "jsn=x"], f"unknown format 'jsn', known are {', '.join(FORMATS)}; did you mean 'json'?"),
        (["--report", "json"], "name a file as well, json=FILE; for standard output there is --format"),
        (["--report", "json="], "name a file as well"),
        (["--report", "json=-"], "name a file as well"),
        (["--report", "json=a", "--report", "sarif=./a"], "./a is named for two reports"),
        (["--report", "json=k", "--write-baseline", "k"], "k is named for two reports"),
        (["--report", "json=gone/a"], "gone/a: No such file or directory"),
        (["--report", "json=folder"], "folder: Is a directory"),
        (["--report", "json=good.eml"], "bad.eml/a: Not a directory"),
        (["--report", "json=link.eml"], "is to be checked; a report would replace it"),
        (["--report", "json=a", "--format", "xml"], "'xml' is not one of 'text'"),
        (["--statistics", "--format", "json"], "--statistics writes text to standard output; --report"),
        (["--diff", "--format", "json"], "--diff writes text to standard output"),
        (["--diff", "--statistics"], "--statistics and --diff are not for one run"),
        (["--unsafe-fixes"], "add --fix to make them, or --diff to see them"),
    ],
)  # fmt: skip
def test_wrong_use_is_told_before_anything_is_checked(arguments: list[str], problem: str) -> None:
    Path("folder").mkdir()
    Path("link.eml").symlink_to("bad.eml")
    problem = "good.eml is to be checked" if "json=good.eml" in arguments else problem
    before = names()
    result = lint("--report", "jsonl=first", *arguments, "good.eml", "bad.eml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert problem in " ".join(result.stderr.split())
    assert names() == before, "no report is left, and no draft of one"


def test_a_report_that_fails_leaves_the_old_one_and_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("old").write_text("old")
    real = os.fsync

    def fail_for_the_first(file: int) -> None:
        monkeypatch.setattr(os, "fsync", real)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail_for_the_first)
    result = lint("--report", "json=old", "--report", "jsonl=new", "--format", "jsonl", "bad.eml")
    assert (result.exit_code, result.stderr) == (2, "Error: old: No space left on device\n")
    assert Path("old").read_text() == "old"
    assert Path("new").read_text() == result.stdout
    assert json.loads(result.stdout)
    assert not [name for name in names() if name.endswith(".tmp")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="other systems have no such device")
def test_a_device_that_is_full_is_told_at_the_end() -> None:
    result = lint("--report", "json=/dev/full", "--report", "jsonl=new", "bad.eml")
    assert (result.exit_code, result.stderr) == (2, "Error: /dev/full: No space left on device\n")
    assert "TST999" in Path("new").read_text()


def test_a_report_in_the_folder_that_is_checked_is_not_checked() -> None:
    first = lint("--report", "json=report.json", "--report", "text=report.txt", ".")
    assert lint("--report", "json=report.json", "--report", "text=report.txt", ".").stdout == first.stdout
    Path("mail.eml").write_bytes(Path("bad.eml").read_bytes())
    assert lint("--report", "json=mail.eml", ".").exit_code == 2, "one that would replace a message is refused"


def test_statistics_count_rules_the_worst_and_most_frequent_first() -> None:
    for number in range(10):
        Path(f"sloppy{number}.eml").write_bytes(Path("sloppy.eml").read_bytes())
    result = lint("--statistics", ".", "gone.eml")
    assert result.stdout == (
        " 1 error   TST999 no-worst\n"
        "12 warning TST998 no-capitals 11 by --fix, 1 by --fix --unsafe-fixes\n"
        " 1 warning TST999 no-worst\n"
        "\n"
        "1 error, 13 warnings, 0 notes in 15 files; 1 file could not be read\n"
    )
    assert result.exit_code == 2
    assert lint("--statistics", "good.eml").stdout == "0 errors, 0 warnings, 0 notes in 1 file\n"
    assert lint("--statistics", "bad.eml").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "exit_code"),
    [(["bad.eml"], 0), (["good.eml"], 0), (["bad.eml", "gone.eml"], 2), (["--diff", "sloppy.eml"], 0)],
)
def test_exit_zero_forgives_findings_and_nothing_else(arguments: list[str], exit_code: int) -> None:
    assert lint("--exit-zero", *arguments).exit_code == exit_code


@pytest.mark.parametrize(
    ("environment", "has_colours"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
def test_colours_where_they_are_asked_for(
    environment: dict[str, str], has_colours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = lint("bad.eml").stdout
    plain_diff = lint("--diff", "sloppy.eml").stdout
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for arguments, text in ((["bad.eml"], plain), (["--diff", "sloppy.eml"], plain_diff)):
        painted = lint(*arguments, "--report", "text=report").stdout
        assert ("\x1b[" in painted) == has_colours
        assert re.sub(r"\x1b\[[\d;]*m", "", painted) == text
        assert "\x1b" not in Path("report").read_text()
    assert "\x1b" not in lint("--format", "json", "bad.eml").stdout
