"""What a command does not need is not loaded: starting takes most of the time of a small run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import mimeforge
from mimeforge.linter.examples import sample

LIST = """
import sys
from mimeforge.cli import main
try:
    main(sys.argv[1:], prog_name="mimeforge")
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""

# What nobody needs who looks at one message: other commands and formats, processes, what composes, TOML and globs.
NOT_FOR_LINT = {
    "mimeforge.cli.authorize",
    "mimeforge.cli.build",
    "mimeforge.cli.description",
    "mimeforge.cli.diff",
    "mimeforge.cli.explain",
    "mimeforge.cli.processes",
    "mimeforge.cli.rule",
    "mimeforge.cli.show",
    "mimeforge.linter.report.fingerprint",
    "mimeforge.linter.report.github",
    "mimeforge.linter.report.gitlab",
    "mimeforge.linter.report.html",
    "mimeforge.linter.report.json",
    "mimeforge.linter.report.junit",
    "mimeforge.linter.report.sarif",
    "mimeforge.message",
    "mimeforge.preflight.page",
    "mimeforge.ses",
    "mimeforge.settings.baseline",
    "concurrent.futures",
    "email_validator",
    "json",
    "lxml",
    "multiprocessing",
    "pathspec",
    "tomllib",
    "xml",
}


def loaded(*arguments: str, folder: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LIST, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(Path(mimeforge.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["lint", "one.eml"], ["lint", "--fix", "one.eml"]])
def test_linting_one_message_loads_nothing_for_others(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(sample())
    modules = loaded(*arguments, folder=tmp_path)
    assert "mimeforge.preflight" in modules
    assert modules & NOT_FOR_LINT == set()


def test_the_list_of_commands_loads_none_of_them(tmp_path: Path) -> None:
    modules = loaded("--help", folder=tmp_path)
    assert not [
        name
        for name in modules
        if name.startswith("mimeforge.") and not name.startswith(("mimeforge.cli", "mimeforge.codecs"))
    ]
    assert not {"mimeforge.cli.lint", "mimeforge.cli.build"} & modules
