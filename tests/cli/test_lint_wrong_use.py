"""What `mimeforge lint` is given that is no message, cannot be read, or is called strangely."""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from linted import BAD, GOOD, SLOPPY, feed, lint, no_worst, with_these_rules

import mimeforge
from mimeforge import preflight
from mimeforge.cli.places import Place
from mimeforge.linter.examples import padded, sample
from mimeforge.linter.report.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

posix = pytest.mark.skipif(os.name != "posix", reason="other systems do not have such names")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with_these_rules(monkeypatch, tmp_path)
    return tmp_path


def make_folder(name: str) -> None:
    Path(name).mkdir()


def make_socket(name: str) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)


def make_loop(name: str) -> None:
    Path(name).symlink_to(name)


def make_link_to_nothing(name: str) -> None:
    Path(name).symlink_to("gone")


def make_nothing(name: str) -> None:
    return


@posix
@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (make_socket, "No such device or address"),
        (make_loop, "Too many levels of symbolic links"),
        (make_link_to_nothing, "No such file or directory"),
        (make_nothing, "No such file or directory"),
    ],
)
@pytest.mark.parametrize("arguments", [[], ["--fix"], ["--diff"]])
def test_what_cannot_be_read_is_told_and_the_rest_is_checked(
    make: Callable[[str], None], problem: str, arguments: list[str]
) -> None:
    make("odd.eml")
    result = lint(*arguments, "odd.eml", "bad.eml")
    assert (result.exit_code, result.stderr) == (2, f"Error: odd.eml: {problem}\n")
    assert ("bad.eml:1:10 TST999" in result.stdout) == ("--diff" not in arguments)


@posix
@pytest.mark.parametrize("make", [make_folder, make_socket, make_loop, make_link_to_nothing])
def test_in_a_folder_only_files_are_messages(make: Callable[[str], None]) -> None:
    Path("mails").mkdir()
    Path("mails/good.eml").write_bytes(GOOD)
    make("mails/odd.eml")
    result = lint("mails")
    is_folder = make is make_folder  # one called so, which holds nothing
    assert result.exit_code == (0 if is_folder else 2)
    assert result.stderr == ("" if is_folder else "Error: mails/odd.eml: no regular file\n")


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> object:
        if self.name == "good.eml":  # the superuser, as whom tests may run, reads everything
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, "rb", buffering=0)

    real = Path.open
    monkeypatch.setattr(Path, "open", refuse)
    result = lint("good.eml", "bad.eml")
    assert (result.exit_code, result.stderr) == (2, "Error: good.eml: Permission denied\n")
    assert result.stdout.endswith("1 error, 0 warnings, 0 notes in 1 file; 1 file could not be read\n")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser reads everything")
def test_a_file_of_mode_0() -> None:
    Path("good.eml").chmod(0)
    assert lint("good.eml", "bad.eml").stderr == "Error: good.eml: Permission denied\n"


def test_a_file_that_is_gone_when_its_turn_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Place.read

    def read(self: Place) -> object:
        if self.name == "good.eml":
            Path("good.eml").unlink()
        return real(self)

    monkeypatch.setattr(Place, "read", read)
    result = lint("good.eml", "bad.eml")
    assert (result.exit_code, result.stderr) == (2, "Error: good.eml: No such file or directory\n")


def test_a_rule_that_fails_costs_its_message_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    real = preflight.lint

    def fail(octets: bytes, **options: object) -> object:
        if octets == GOOD:
            raise RecursionError("too\x1b deep")
        return real(octets, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(preflight, "lint", fail)
    result = lint("good.eml", "bad.eml")
    assert result.exit_code == 2, "this is no finding"
    assert result.stderr.startswith(
        "Error: good.eml: mimeforge failed: RecursionError: too␛ deep (test_lint_wrong_use.py,"
    )
    assert "bad.eml:1:10 TST999" in result.stdout


def test_processes_that_cannot_be_started_are_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    Path("mails").mkdir()
    for number in range(100):
        Path(f"mails/{number}.eml").write_bytes(GOOD)
    monkeypatch.setattr(multiprocessing.Process, "start", refuse)
    result = lint("--jobs", "2", "--report", "json=report", "mails")
    assert (result.exit_code, result.stderr) == (2, "Error: Resource temporarily unavailable\n")
    assert not Path("report").exists()


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\n",
        b"\0" * 100,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)),
        b"hello",
    ],
    ids=["empty", "a line end", "zeros", "PDF", "JPEG", "text"],
)
def test_what_is_no_message_is_found_to_be_none(octets: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    path = tmp_path / "odd"
    path.write_bytes(octets)
    for arguments in ([], ["--fix", "--unsafe-fixes"]):
        result = lint("--isolated", "--format", "json", *arguments, str(path))
        (file,) = json.loads(result.stdout)["files"]
        assert (result.exit_code, file["octets"]) == (1, len(octets))
        assert path.read_bytes() == octets, "nothing is made up"


def test_a_message_larger_than_any_interface_takes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    path = tmp_path / "huge.eml"
    path.write_bytes(padded(41_943_041).build())
    result = lint("--isolated", "--profile", "ses-v2", "--fix", str(path))
    assert result.exit_code == 1
    assert "Message length is more than 41943040 bytes long: '41943041'." in result.stdout


@posix
def test_names_are_shown_and_found_again_in_every_format() -> None:
    names = [
        "a b.eml",
        "a\nb.eml",
        "-x.eml",
        "--fix",
        "caf\udce9.eml",
        "漢字.eml",
        "\x1b[31m.eml",
        "a,b:c%41.eml",
        "'\".eml",
    ]
    for name in names:
        Path(name).write_bytes(BAD)
    for form in FORMATS:
        result = lint("--report", f"{form}=report", "--", *names)
        text = Path("report").read_text(encoding="utf-8")
        assert result.exit_code == 1, form
        assert "\x1b" not in text, form
        for shown in (
            ["a b", "a%20b"],
            ["caf\\xE9", "caf%E9", "caf\\\\xE9"],
            ["漢字", "%E6%BC%A2", "\\u6f22", "&#28450;"],
        ):
            assert any(sign in text for sign in shown), (form, shown)
        if form in {"json", "sarif", "gitlab"}:
            json.loads(text)
    for name in names:
        Path(name).write_bytes(SLOPPY)
    assert lint("--fix", "--", *names).exit_code == 0
    assert {Path(name).read_bytes() for name in names} == {sample("Subject: Lunch")}
    assert lint("-x.eml").exit_code == 2, "without -- this is an option"


def test_a_path_is_checked_once_however_it_is_named(here: Path) -> None:
    Path("link.eml").symlink_to("bad.eml")
    ways = ["bad.eml", "./bad.eml", "link.eml", str(here / "bad.eml"), "../" + here.name + "/bad.eml", "bad.eml"]
    assert lint(*ways).stdout.endswith("\n1 error, 0 warnings, 0 notes in 1 file\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_that_is_named_is_read() -> None:
    feed("pipe", BAD)
    result = lint("pipe", "good.eml")
    assert result.exit_code == 1
    assert result.stdout.startswith("pipe:1:10 TST999")


ONE_RULE = f"""
import sys
sys.path[:0] = {[str(Path(__file__).parents[1]), str(Path(mimeforge.__file__).parents[1])]}
import linted
from mimeforge import preflight
from mimeforge.cli import main
preflight.RULES = (linted.no_worst,)
main(sys.argv[1:], prog_name="mimeforge")
"""


def process(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command with the rule of these tests in a shell that does with its output what ``script`` says."""
    assert no_worst.code == "TST999"
    command = ["/bin/bash", "-c", script, "bash", sys.executable, "-c", ONE_RULE, "lint", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@posix
@pytest.mark.parametrize(
    ("script", "exit_code", "told"),
    [
        ('"$@" >&-', 2, "Error: standard output: it is closed\n"),
        ('"$@" 2>&- >/dev/null', 1, ""),
        ('"$@" | head -1 >/dev/null; exit ${PIPESTATUS[0]}', 1, ""),
        ('"$@" | true; exit ${PIPESTATUS[0]}', 1, ""),
        ('"$@" >/dev/full', 2, "Error: standard output: No space left on device\n"),
    ],
)
def test_whatever_becomes_of_the_output_the_exit_code_is_right(script: str, exit_code: int, told: str) -> None:
    Path("mails").mkdir()
    for number in range(300):
        Path(f"mails/{number}.eml").write_bytes(sample("Subject: dubious"))
    Path("mails/z.eml").write_bytes(BAD)  # the error comes last, when nobody reads any more
    done = process(script, "--report", "json=report.json", "mails")
    assert (done.returncode, done.stderr) == (exit_code, told)
    whole = json.loads(Path("report.json").read_text())
    assert whole["summary"] == {"files": 301, "unreadable": 0, "errors": 1, "warnings": 300, "notes": 0}
