"""`mimeforge explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from mimeforge.cli import main
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from pathlib import Path

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


@pytest.mark.parametrize("arguments", [[], [ANSWER, "no-such.eml"], [ANSWER, "x", "y"], [ANSWER, "--profile", "rfc"]])
def test_wrong_use_and_unreadable_files_are_exit_2(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, ["explain", *arguments])
    assert result.exit_code == 2
    assert result.stderr
    assert result.stdout == ""
