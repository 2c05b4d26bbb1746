"""What a shell completes."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from click.testing import CliRunner

from mimeforge.cli import main
from mimeforge.preflight import RULES


def completed(*words: str) -> list[str]:
    """Ask as the script for bash does: with all words, of which the last is begun."""
    line = " ".join(["mimeforge", *words])
    environment = {"COMP_WORDS": line, "COMP_CWORD": str(len(words)), "_MIMEFORGE_COMPLETE": "bash_complete"}
    result = CliRunner().invoke(main, [], env=environment, prog_name="mimeforge", catch_exceptions=False)
    return [item.removeprefix("plain,") for item in result.stdout.splitlines() if item]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["l"], ["lint"]),
        (["rule", "adr10"], [rule.code for rule in RULES if rule.code.startswith("ADR10")]),
        (["rule", "addr-no-d"], ["addr-no-domain"]),
        (["lint", "--select", "LIN119,addr-no-d"], ["LIN119,addr-no-domain"]),
        (["lint", "--ignore", "addr-no-d"], ["addr-no-domain"]),
        (["lint", "--profile", "ses-"], ["ses-v2", "ses-smtp"]),
        (["lint", "--profile", "ses-v2,"], ["ses-v2,bulk", "ses-v2,strict"]),
        (["authorize", "--profile", "ses-"], ["ses-v2", "ses-smtp"]),
        (["lint", "--format", "js"], ["json", "jsonl"]),
        (["lint", "--report", "h"], ["html="]),
        (["lint", "--evidence", "d"], ["documented"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["lint", "--unsafe"], ["--unsafe-fixes"]),
        (["nonsense", "x"], []),
    ],
)
def test_words_are_completed(words: list[str], found: list[str]) -> None:
    assert sorted(completed(*words)) == sorted(found)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_the_shell_understands(shell: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell], catch_exceptions=False)
    assert result.exit_code == 0
    assert "_MIMEFORGE_COMPLETE" in result.stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=result.stdout, text=True, check=True)


def test_a_shell_that_is_not_known_is_wrong_use() -> None:
    result = CliRunner().invoke(main, ["completion", "tcsh"])
    assert result.exit_code == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in result.stderr
    assert "~/.bashrc" in CliRunner().invoke(main, ["completion", "--help"]).stdout
