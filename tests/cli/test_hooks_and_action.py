"""The hooks for pre-commit and the action for GitHub: read by a reader of YAML, and their commands run."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

import mimeforge
from mimeforge.cli import main

ROOT = Path(mimeforge.__file__).parents[1]
EXAMPLES = ROOT / "examples"

needs_bash = pytest.mark.skipif(os.name != "posix", reason="the scripts of the action are for bash")


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


HOOKS: list[dict[str, Any]] = read(".pre-commit-hooks.yaml")
ACTION: dict[str, Any] = read("action.yml")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_says_what_pre_commit_asks_for(hook: dict[str, Any]) -> None:
    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    assert hook["language"] == "python"
    names = ["a.eml", "b/c.mht", "d.mhtml", "e.mime", "f.eml.txt", "eml", "g.EML.bak", "mbox"]
    assert [name for name in names if re.search(hook["files"], name)] == names[:4]
    program, command, *_ = shlex.split(hook["entry"])
    assert program == "mimeforge"
    assert command == "lint"


def test_the_hooks_find_and_mend(tmp_path: Path) -> None:
    entries = {hook["id"]: shlex.split(hook["entry"])[1:] for hook in HOOKS}
    names = [str(path) for path in sorted(EXAMPLES.iterdir()) if re.search(HOOKS[0]["files"], path.name)]
    assert len(names) > 1
    assert CliRunner().invoke(main, [*entries["mimeforge"], *names]).exit_code == 1
    sloppy = tmp_path / "sloppy.eml"
    sloppy.write_bytes((EXAMPLES / "newsletter.eml").read_bytes().replace(b"Subject:", b"Subject :"))
    result = CliRunner().invoke(main, [*entries["mimeforge-fix"], str(sloppy)])
    assert "mended: 1 finding in 1 file" in result.stdout
    assert sloppy.read_bytes() == (EXAMPLES / "newsletter.eml").read_bytes()


def scripts() -> list[tuple[str, dict[str, Any]]]:
    return [(step.get("name", step.get("id")), step) for step in ACTION["runs"]["steps"] if "run" in step]


def test_inputs_never_become_part_of_a_script() -> None:
    assert scripts()
    for name, step in scripts():
        assert "${{" not in step["run"], name
        assert step["shell"] == "bash", name
        assert step["run"].count("eval") == 0, name


def test_every_input_is_described_and_used() -> None:
    steps = json.dumps(ACTION["runs"]["steps"])
    for name, declared in ACTION["inputs"].items():
        assert declared["description"], name
        assert f"inputs.{name}" in steps, name
    used = set(re.findall(r"inputs\.([a-z-]+)", steps))
    assert used == ACTION["inputs"].keys()
    ids = {step["id"] for step in ACTION["runs"]["steps"] if "id" in step}
    for declared in ACTION["outputs"].values():
        step, output = re.fullmatch(r"\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}", declared["value"]).groups()  # type: ignore[union-attr]
        assert step in ids
        assert f"{output}=" in steps


def test_the_verdict_comes_after_the_upload() -> None:
    steps = ACTION["runs"]["steps"]
    uploads = [number for number, step in enumerate(steps) if "upload-sarif" in step.get("uses", "")]
    assert uploads == [len(steps) - 2]
    assert steps[-1]["run"] == 'exit "$EXIT_CODE"'


def run_lint_step(folder: Path, **inputs: str) -> tuple[dict[str, str], str]:
    """Run the step that lints, as the runner does; return its outputs, and what it printed."""
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("id") == "lint")
    temporary = folder / "temp"
    # In place of the installed one: this Python, which mimeforge is installed for.
    python = temporary / "mimeforge/bin/python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    outputs = temporary / "outputs"
    outputs.write_text("")
    given = {name: str(declared.get("default", "")) for name, declared in ACTION["inputs"].items()} | inputs
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: given[match[1]], value)
        for name, value in step["env"].items()
    }
    done = subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env=os.environ | environment | {"RUNNER_TEMP": str(temporary), "GITHUB_OUTPUT": str(outputs)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(line.split("=", 1) for line in outputs.read_text().splitlines()), done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my mails").mkdir()
    for path in EXAMPLES.glob("*.eml"):
        (tmp_path / "my mails" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "good.eml").write_bytes((EXAMPLES / "newsletter.eml").read_bytes())
    # What a checkout could bring along to be imported.
    (tmp_path / "click.py").write_text("raise SystemExit('imported')")
    return tmp_path


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "exit_code"),
    [
        ({}, "1"),
        ({"paths": "my mails\n\ngood.eml", "profile": "ses-v2", "args": "--select HTM139\n--jobs 1"}, "0"),
        (
            {"paths": '$(touch owned)"; touch owned;\n`touch owned`\n--fix', "args": "$(touch owned) ;touch owned *"},
            "2",
        ),
    ],
)
def test_the_action_lints_what_it_is_given(inputs: dict[str, str], exit_code: str, folder: Path) -> None:
    outputs, printed = run_lint_step(folder, **inputs)
    assert outputs["exit-code"] == exit_code
    (run,) = json.loads(Path(outputs["sarif"]).read_text())["runs"]
    assert run["tool"]["driver"]["name"] == "mimeforge"
    assert "::warning" not in printed
    assert not (folder / "owned").exists()


@needs_bash
def test_a_run_that_cannot_begin_leaves_no_report_of_another(folder: Path) -> None:
    (folder / "temp").mkdir()
    (folder / "temp/mimeforge.sarif").write_text("{}")
    assert run_lint_step(folder, profile="ses; touch owned")[0] == {"exit-code": "2"}
    assert not (folder / "owned").exists()


@needs_bash
def test_without_the_upload_findings_are_annotations(folder: Path) -> None:
    _, printed = run_lint_step(folder, upload="false")
    assert "::error file=my mails/" in printed


@needs_bash
def test_what_is_known_does_not_count(folder: Path) -> None:
    CliRunner().invoke(main, ["lint", "--write-baseline", str(folder / "known.json"), str(folder)])
    assert run_lint_step(folder, baseline="known.json")[0]["exit-code"] == "0"
