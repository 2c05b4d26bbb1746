"""`mimeforge explain`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner

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


def run(
    *arguments: str, stdout: int | IO[bytes] = subprocess.PIPE, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "mimeforge", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, env=env, check=False)


@pytest.mark.parametrize("command", [["rule", "bare-cr-header"], ["explain", "\u043e\u0448\u0438\u0431\u043a\u0430"]])
def test_a_narrow_encoding_holds_what_it_can(command: list[str]) -> None:
    done = run(*command, env=os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})
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
    assert done.returncode == 2
    assert b"standard output" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [[], [ANSWER, "no-such.eml"], ["nonsense", "no-such.eml"], [ANSWER, "x", "y"], [ANSWER, "--profile", "rfc"]],
)
def test_wrong_use_and_unreadable_files_are_exit_2(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, ["explain", *arguments])
    assert result.exit_code == 2
    assert result.stderr
    assert result.stdout == ""
