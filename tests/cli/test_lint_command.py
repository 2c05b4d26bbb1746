from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import mimeforge
from mimeforge import preflight
from mimeforge.cli import main
from mimeforge.linter import Evidence, Severity
from mimeforge.linter.examples import sample
from mimeforge.linter.rule import OCTETS, Hit, rule
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Source

GOOD = sample()
BAD = sample("Subject: worst")
DUBIOUS = sample("Subject: dubious")


@rule(
    "TST999",
    "no-worst",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="these tests",
    looks_at=OCTETS,
    bad=(BAD, DUBIOUS),
    good=(GOOD,),
)
def no_worst(source: Source, context: Context) -> Iterator[Hit]:
    """A word that these tests look for."""
    for word, severity in ((b"worst", Severity.ERROR), (b"dubious", Severity.WARNING)):
        at = source.octets.find(word)
        if at >= 0:
            yield Hit(Span(at, at + len(word)), f"{context.profile.name} has no {word.decode()}", severity=severity)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(preflight, "RULES", (no_worst,))
    monkeypatch.chdir(tmp_path)
    for name, octets in (("good.eml", GOOD), ("bad.eml", BAD), ("dubious.eml", DUBIOUS)):
        Path(name).write_bytes(octets)
    return tmp_path


def run(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["lint", *arguments], input=stdin, catch_exceptions=False)


def summary(result: Result) -> str:
    return result.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("paths", "exit_code", "last_line"),
    [
        (["good.eml"], 0, "0 errors, 0 warnings, 0 notes in 1 file"),
        (["dubious.eml", "good.eml"], 0, "0 errors, 1 warning, 0 notes in 2 files"),
        (["bad.eml"], 1, "1 error, 0 warnings, 0 notes in 1 file"),
        (["bad.eml", "good.eml"], 1, "1 error, 0 warnings, 0 notes in 2 files"),
        (["good.eml", "good.eml"], 0, "0 errors, 0 warnings, 0 notes in 1 file"),
        (["gone.eml"], 2, "0 errors, 0 warnings, 0 notes in 0 files; 1 file could not be read"),
        (["gone.eml", "bad.eml"], 2, "1 error, 0 warnings, 0 notes in 1 file; 1 file could not be read"),
        (["bad.eml", "gone.eml", "."], 2, "1 error, 1 warning, 0 notes in 3 files; 1 file could not be read"),
    ],
)
def test_the_exit_code_is_the_verdict(paths: list[str], exit_code: int, last_line: str) -> None:
    result = run(*paths)
    assert (result.exit_code, summary(result)) == (exit_code, last_line)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "Missing argument 'PATH...'"),
        (
            ["--profile", "sess", "good.eml"],
            "unknown profile 'sess', known are ses, ses-v2, ses-smtp, rfc; did you mean 'ses'?",
        ),
        (["--format", "xml", "good.eml"], "'xml' is not one of 'text', 'json'"),
        (["--unheard-of", "good.eml"], "No such option"),
    ],
)
def test_wrong_use_is_exit_2_and_says_what_is_right(arguments: list[str], problem: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert problem in result.stderr


def test_a_finding_is_shown_where_it_stands() -> None:
    assert run("bad.eml").stdout == (
        "bad.eml:1:10 TST999 no-worst error ses has no worst\n"
        "  | Subject: worst\n"
        "  |          ^^^^^\n"
        "  = evidence: inferred (these tests)\n"
        "\n"
        "1 error, 0 warnings, 0 notes in 1 file\n"
    )


def test_standard_input() -> None:
    result = run("-", stdin=BAD)
    assert result.exit_code == 1
    assert result.stdout.startswith("<stdin>:1:10 TST999 ")
    assert run("-", "-", "good.eml", stdin=GOOD).exit_code == 0


def test_the_profile_is_the_one_that_was_named() -> None:
    assert "ses-v2 has no worst" in run("--profile", "ses-v2", "bad.eml").stdout


def test_json_goes_to_standard_output_and_errors_beside_it() -> None:
    result = run("--format", "json", "bad.eml", "gone.eml")
    assert result.exit_code == 2
    whole = json.loads(result.stdout)
    assert [(file["path"], len(file["findings"]), file["error"]) for file in whole["files"]] == [
        ("bad.eml", 1, None),
        ("gone.eml", 0, "No such file or directory"),
    ]
    assert result.stderr == "Error: gone.eml: No such file or directory\n"
    assert run("--format", "json", "bad.eml", "gone.eml").stdout == result.stdout


def test_a_folder_is_searched_for_messages_in_order(here: Path) -> None:
    for name in ("z/UPPER.EML", "z/page.mhtml", "z/page.mht", "a b/deep/x.mime", "z/readme.txt", "z/eml"):
        path = here / "mails" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(BAD)
    result = run("mails", "--format", "json")
    assert [file["path"] for file in json.loads(result.stdout)["files"]] == [
        str(Path("mails", name)) for name in ("a b/deep/x.mime", "z/UPPER.EML", "z/page.mht", "z/page.mhtml")
    ]
    assert run("mails/z/readme.txt").exit_code == 1, "a file that is named is linted whatever it is called"


def test_a_folder_without_messages_is_exit_2(here: Path) -> None:
    (here / "empty").mkdir()
    (here / "empty" / "readme.txt").write_bytes(GOOD)
    result = run("empty", "good.eml")
    assert result.exit_code == 2
    assert result.stderr == "Error: empty: no message in this folder (*.eml, *.mht, *.mhtml, *.mime, *.mbox)\n"
    assert summary(result).startswith("0 errors, 0 warnings, 0 notes in 1 file;")


def test_what_cannot_be_opened_is_reported_and_the_rest_goes_on(here: Path) -> None:
    (here / "mails").mkdir()
    (here / "mails" / "dangling.eml").symlink_to(here / "gone")
    (here / "mails" / "folder.eml").mkdir()
    (here / "mails" / "good.eml").write_bytes(GOOD)
    result = run("mails", "mails/folder.eml", "bad.eml/inside.eml", "")
    assert result.exit_code == 2
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == [
        str(Path("mails/dangling.eml")),
        "mails/folder.eml",
        "bad.eml/inside.eml",
        "",
    ]
    assert "in 1 file;" in summary(result)


@pytest.mark.skipif(os.name != "posix", reason="other systems do not have such names")
def test_odd_file_names_are_shown_and_harm_nobody() -> None:
    names = ["a b.eml", "caf\udce9.eml", "\x1b[31m.eml", "::error::.eml", "##[error].eml", "\u202elme.eml", "漢字.eml"]
    for name in names:
        Path(name).write_bytes(BAD)
    result = run(*names, "gone\udce9\x1b.eml")
    shown = [line.partition(":1:10 ")[0] for line in result.stdout.splitlines() if ":1:10 " in line]
    assert shown == [
        "a b.eml",
        "caf\\xE9.eml",
        "␛[31m.eml",
        "./::error::.eml",
        "<U+0023>#[error].eml",
        "<U+202E>lme.eml",
        "漢字.eml",
    ]
    assert result.stderr == "Error: gone\\xE9␛.eml: No such file or directory\n"
    assert run("--format", "json", *names).exit_code == 1


def test_help_tells_how_to_use_it() -> None:
    text = run("--help").stdout
    for word in ("standard input", "*.eml", "ses-v2", "SendRawEmail", "--format", "json", "Exit codes", "2  wrong use"):
        assert word in text
    assert "lint" in CliRunner().invoke(main, ["--help"]).stdout


def test_version() -> None:
    assert CliRunner().invoke(main, ["--version"]).stdout == f"mimeforge {mimeforge.__version__}\n"


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mimeforge", *arguments]


def environment(**more: str) -> dict[str, str]:
    # Unbuffered, nothing would be left to write when the interpreter ends.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return inherited | {"PYTHONPATH": str(Path(mimeforge.__file__).parents[1])} | more


def test_the_command_runs_as_a_process(here: Path) -> None:
    done = subprocess.run(
        command("lint", "--format", "json", "-", "gone.eml"),
        input=GOOD,
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 2
    assert json.loads(done.stdout)["files"][0] == {
        "path": "<stdin>",
        "profile": "ses",
        "octets": len(GOOD),
        "error": None,
        "findings": [],
    }
    assert done.stderr.decode().splitlines() == ["Error: gone.eml: No such file or directory"]


def test_an_output_that_cannot_hold_a_character_gets_an_escape(here: Path) -> None:
    Path("漢.eml").write_bytes(b"no message")
    done = subprocess.run(
        command("lint", "漢.eml"), capture_output=True, env=environment(PYTHONIOENCODING="ascii"), check=False
    )
    assert done.returncode == 1
    assert done.stdout.startswith(b"\\u6f22.eml:1:1 ")
    assert done.stderr == b""


def test_a_reader_that_leaves_is_not_complained_about(here: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as nobody_reads:
        done = subprocess.run(
            command("lint", "good.eml"), stdout=nobody_reads, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="other systems have no such device")
def test_a_report_that_cannot_be_written_is_exit_2(here: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("lint", "good.eml"), stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert (done.returncode, done.stderr) == (2, b"Error: standard output: No space left on device\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_folder_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "pipe.eml")
    result = run(".")
    assert result.exit_code == 2
    assert "pipe.eml: no regular file" in result.stderr


def test_a_closed_standard_input_is_unreadable_not_a_crash() -> None:
    closed = ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *command("lint", "-")]
    done = subprocess.run(closed, capture_output=True, env=environment(), check=False)
    assert done.returncode == 2
    assert b"standard input is closed" in done.stderr
    assert b"Traceback" not in done.stderr
