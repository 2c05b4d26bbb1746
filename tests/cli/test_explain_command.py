"""`mimeforge explain`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner

from mimeforge import ses
from mimeforge.cli import main
from mimeforge.linter.examples import sample

ANSWER = "554 Transaction failed: Missing final '@domain'"


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "broken.eml"
    path.write_bytes(sample("To: Doe, Jo <jo@example.com>"))
    return str(path)


def test_an_answer_is_explained() -> None:
    result = CliRunner().invoke(main, ["explain", ANSWER])
    assert result.exit_code == 0
    assert "ADR102 addr-no-domain" in result.stdout


def test_in_a_file_the_place_is_shown(broken: str) -> None:
    result = CliRunner().invoke(main, ["explain", ANSWER, broken])
    assert result.exit_code == 0
    assert f"{broken}:1:5 ADR102" in result.stdout
    assert "SES would answer: 554 Transaction failed" in result.stdout


def test_the_profile_can_be_named(broken: str) -> None:
    result = CliRunner().invoke(main, ["explain", ANSWER, broken, "--profile", "ses"])
    assert "SES would answer: Missing final" in result.stdout


def test_standard_input_is_read() -> None:
    result = CliRunner().invoke(main, ["explain", ANSWER, "-"], input=sample("To: jo"))
    assert result.exit_code == 0
    assert "<stdin>:1:5 ADR102" in result.stdout


def test_an_unknown_text_is_exit_1_with_the_nearest() -> None:
    result = CliRunner().invoke(main, ["explain", "missing final domain"])
    assert result.exit_code == 1
    assert "Missing final '@domain'" in result.stdout


def test_the_name_of_an_error_alone_is_exit_0() -> None:
    result = CliRunner().invoke(main, ["explain", "ConfigurationSetDoesNotExist"])
    assert (result.exit_code, result.stdout.partition(":")[0]) == (0, "ConfigurationSetDoesNotExist")


def run(*arguments: str, stdout: int | IO[bytes] = subprocess.PIPE, **more: str) -> subprocess.CompletedProcess[bytes]:
    # Unbuffered, nothing would be left to write when the interpreter ends.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | more
    command = [sys.executable, "-m", "mimeforge", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=env, check=False)


@pytest.mark.parametrize("command", [["rule", "bare-cr-header"], ["explain", "\u043e\u0448\u0438\u0431\u043a\u0430"]])
def test_a_narrow_encoding_holds_what_it_can(command: list[str]) -> None:
    done = run(*command, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert done.stderr == b""
    assert b"\\u" in done.stdout


def test_standard_input_that_is_closed_is_exit_2(broken: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -m mimeforge explain "Missing domain" - <&-', sys.executable],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"standard input is closed" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", [["explain", ANSWER], ["rule"]])
def test_what_cannot_be_written_is_exit_2(command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(*command, stdout=full)
    assert (done.returncode, done.stderr) == (2, b"Error: standard output: No space left on device\n")


@pytest.mark.parametrize("command", [["explain", ANSWER], ["rule"]])
def test_a_reader_that_leaves_is_not_complained_about(command: list[str]) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as nobody_reads:
        done = run(*command, stdout=nobody_reads)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "arguments",
    [[], [ANSWER, "no-such.eml"], ["nonsense", "no-such.eml"], [ANSWER, "x", "y"], [ANSWER, "--profile", "rfc"]],
)
def test_wrong_use_and_unreadable_files_are_exit_2(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, ["explain", *arguments])
    assert result.exit_code == 2
    assert result.stderr
    assert result.stdout == ""


def test_a_file_that_cannot_be_read_is_named_as_signs() -> None:
    result = CliRunner().invoke(main, ["explain", ANSWER, "gone\x1b[31m\u202e.eml"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: gone␛[31m<U+202E>.eml: No such file or directory\n"


def test_a_folder_is_no_message(tmp_path: Path) -> None:
    folder = tmp_path / "a\x1b[31m\n::error::x"
    folder.mkdir()
    for command in (["explain", ANSWER], ["show"], ["build"]):
        result = CliRunner().invoke(main, [*command, str(folder)])
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"Error: {tmp_path}/a␛[31m␊::error::x: Is a directory\n"


def test_a_dash_is_standard_input_whatever_lies_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-").mkdir()
    result = CliRunner().invoke(main, ["explain", ANSWER, "-"], input=sample("To: jo"))
    assert (result.exit_code, "<stdin>:1:5 ADR102" in result.stdout) == (0, True)


def test_what_is_shown_is_the_explanation_and_one_line_feed(broken: str) -> None:
    for text in (ANSWER, "ConfigurationSetDoesNotExist", "the printer is on fire"):
        shown = CliRunner().invoke(main, ["explain", text, broken]).stdout
        assert shown == f"{ses.explain(text, Path(broken))}\n"


@pytest.mark.parametrize("text", ["nonsense", "Missing finl '@domain'"])
def test_an_unknown_text_is_exit_1_with_a_file_too(text: str, broken: str) -> None:
    assert CliRunner().invoke(main, ["explain", text, broken]).exit_code == 1
    result = CliRunner().invoke(main, ["explain", text, "-"], input=sample())
    assert (result.exit_code, "<stdin>" in result.stdout) == (1, False)


@pytest.mark.parametrize(
    ("arguments", "profile"),
    [
        (["Nested group"], "ses"),
        (["BadRequestException: Nested group"], "ses-v2"),
        (["554 Nested group"], "ses-smtp"),
        (["554 Nested group", "--profile", "ses-v2"], "ses-v2"),
    ],
)
def test_the_message_is_judged_by_the_interface_or_what_is_named(arguments: list[str], profile: str) -> None:
    result = CliRunner().invoke(main, ["explain", *arguments, "-"], input=sample())
    assert f"Nothing in <stdin> is found to cause it, judged under the profile {profile}." in result.stdout


def test_the_profile_of_the_standards_answers_nothing() -> None:
    result = CliRunner().invoke(main, ["explain", ANSWER, "-", "--profile", "rfc"], input=sample())
    assert "'rfc' is not one of 'ses', 'ses-v2', 'ses-smtp'" in result.stderr


def test_help_tells_how_to_use_it() -> None:
    text = CliRunner().invoke(main, ["explain", "--help"]).stdout
    for piece in ("Exit codes:\n    0  the answer is known", "\n    1  it is not", "\n    2  wrong use", "mail.eml\n"):
        assert piece in text
    assert "\n    mimeforge explain " in text
