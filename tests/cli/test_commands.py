"""The table of commands."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner

from mimeforge.cli import main

COMMANDS = ["authorize", "build", "completion", "explain", "lint", "rule", "show"]


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def test_the_help_says_what_each_command_is_for() -> None:
    text = CliRunner().invoke(main, ["--help"]).stdout
    assert re.findall(r"^  ([a-z]+)  +[A-Z]", text.partition("\nCommands:\n")[2], re.MULTILINE) == COMMANDS
    assert main.list_commands(click.Context(main)) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_tells_its_exit_codes_and_every_option_once(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "Exit codes:" in result.stdout
    options = result.stdout.partition("\nOptions:\n")[2] or result.stdout.partition("\nWhat is checked:\n")[2]
    for parameter in command(name).params:
        if isinstance(parameter, click.Option):
            assert len(re.findall(rf"^  (-\w, )?{parameter.opts[-1]}\b", options, re.MULTILINE)) == 1, parameter.opts


@pytest.mark.parametrize("name", ["authorize", "completion", "explain", "lint", "rule"])
def test_the_help_fits_a_terminal(name: str) -> None:
    text = CliRunner().invoke(main, [name, "--help"], terminal_width=80).stdout
    assert [line for line in text.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("lnit", "No such command 'lnit'; did you mean 'lint'?"),
        ("\x1b[31mx", "No such command"),
        ("xyz", "No such command"),
    ],
)
def test_a_command_that_is_not_known(name: str, problem: str) -> None:
    result = CliRunner().invoke(main, [name])
    assert result.exit_code == 2
    assert problem in result.stderr
    assert "\x1b" not in result.stderr
