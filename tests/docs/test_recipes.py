"""The recipes run, against a service on loopback where they send, and print what they show.

``make pages`` writes into the recipes what they print now.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest import mock

import pytest
import yaml
from documents import ROOT, blocks, console, files, program, with_output
from fake_ses import Sent, serving

import mimeforge

if TYPE_CHECKING:
    from collections.abc import Iterator

RECIPES = ROOT / "docs/recipes"
# Those whose Python is a program; that for pytest is files, and that for pipelines has none.
PROGRAMS = ("boto3.md", "lambda.md", "standard-library.md", "django.md")


@contextmanager
def surroundings(text: str) -> Iterator[list[Sent]]:
    """Run in a folder that holds the files of a recipe, with boto3 speaking to a service of ours as nobody."""
    with serving() as (url, sent), TemporaryDirectory() as folder, chdir(folder):
        for name, block in files(text).items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(block, encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        environment |= {"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        environment |= dict.fromkeys(("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"), os.devnull)
        with (
            mock.patch.dict(os.environ, environment, clear=True),
            mock.patch("boto3.DEFAULT_SESSION", None),
            mock.patch.object(sys, "path", [folder, *sys.path]),
        ):
            yield sent


def run(name: str) -> tuple[str, list[Sent]]:
    """Return a recipe with what it prints now, and what it sent."""
    text = (RECIPES / name).read_text(encoding="utf-8")
    with surroundings(text) as sent:
        return with_output(text, console, program), sent


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_recipe_prints_what_it_shows(name: str) -> None:
    text, sent = run(name)
    assert text == (RECIPES / name).read_text(encoding="utf-8")
    assert [mimeforge.lint(each.octets).errors for each in sent] == [()] * len(sent)
    assert bool(sent) == (name in {"boto3.md", "lambda.md"})


def test_what_the_recipe_for_boto3_sends_arrives_at_all_recipients() -> None:
    _, (first, second, *batches, tagged, other) = run("boto3.md")
    three = ("jo@example.net", "pat@example.net", "audit@example.com")
    assert (first.version, first.recipients, first.bounces) == (1, three, "orders@example.com")
    assert (second.version, second.recipients, second.bounces) == (2, three, None)
    assert first.octets == second.octets
    assert b"audit@example.com" not in first.octets
    assert sorted(address for batch in batches for address in batch.recipients) == sorted(
        f"reader{number}@example.net" for number in range(120)
    )
    assert mimeforge.parse(tagged.octets).header("X-SES-CONFIGURATION-SET") == "receipts"
    assert (other.recipients, other.bounces) == (("jo@example.net", "audit@example.com"), "bounces@example.com")


def test_every_recipe_is_run() -> None:
    with_python = [
        path.name
        for path in sorted(RECIPES.glob("*.md"))
        if any(block.kind == "python" for block in blocks(path.read_text(encoding="utf-8")))
    ]
    assert with_python == sorted([*PROGRAMS, "pytest.md"])


def test_the_tests_of_the_recipe_for_pytest_pass_and_can_fail() -> None:
    text = (RECIPES / "pytest.md").read_text(encoding="utf-8")
    assert {block.kind for block in blocks(text) if block.name} == {"python"}
    assert [block for block in blocks(text) if block.kind == "python" and not block.name] == []
    with surroundings(text):
        Path("mails").mkdir()
        for name in ("receipt.eml", "newsletter.eml"):
            Path("mails", name).write_bytes((ROOT / "examples" / "newsletter.eml").read_bytes())
        Path("mails/broken.eml").write_bytes((ROOT / "examples/broken-receipt.eml").read_bytes())
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--mimeforge"],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert "1 failed, 5 passed" in done.stdout, done.stdout
    assert "FAILED mails/broken.eml" in done.stdout
    assert "= SES would answer: Missing final '@domain'" in done.stdout


def test_the_pipelines_name_inputs_and_hooks_that_there_are() -> None:
    shown = {name: yaml.safe_load(block) for name, block in files((RECIPES / "ci.md").read_text("utf-8")).items()}
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    steps = [
        step
        for name, workflow in shown.items()
        if name.startswith(".github/")
        for step in workflow["jobs"]["lint"]["steps"]
    ]
    calls = [step for step in steps if step.get("uses", "").startswith("OWNER/mimeforge@")]
    assert calls
    assert {name for step in calls for name in step["with"]} <= {*action["inputs"]}
    assert {hook["id"] for repo in shown[".pre-commit-config.yaml"]["repos"] for hook in repo["hooks"]} <= hooks
    uploads = {step["uses"] for step in [*steps, *action["runs"]["steps"]] if "upload-sarif" in step.get("uses", "")}
    assert len(uploads) == 1  # one version of it, shown and used


if __name__ == "__main__":
    for recipe in PROGRAMS:
        (RECIPES / recipe).write_text(run(recipe)[0], encoding="utf-8")
