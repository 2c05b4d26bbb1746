"""The README tells the truth: what stands below its commands and its Python is what they print.

``python tests/test_readme.py`` writes into the README what they print now.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = FENCE.findall(TEXT)


def with_output(text: str) -> str:
    """Run what the README holds, and put what is printed where it belongs.

    A console block holds commands and their output. The Python blocks are one program, from top to bottom; the text
    block after each holds what it prints.
    """
    programs = [block for kind, block in FENCE.findall(text) if kind == "python"]
    printed = iter(run("-c", "print('---')\n".join(programs)).split("---\n"))

    def fill(fence: re.Match[str]) -> str:
        kind, block = fence.groups()
        if kind == "console":
            commands = re.findall(r"^\$ mimeforge (.*)$", block, re.MULTILINE)
            block = "".join(f"$ mimeforge {line}\n{run('-m', 'mimeforge', *shlex.split(line))}" for line in commands)
        elif kind == "text":
            block = next(printed)
        return f"```{kind}\n{block}```"

    return FENCE.sub(fill, text)


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode()


def test_what_is_shown_is_what_is_printed() -> None:
    kinds = [kind for kind, _ in BLOCKS]
    assert kinds.count("python") == kinds.count("text") >= 3
    assert "console" in kinds
    assert with_output(TEXT) == TEXT


def test_the_first_screen_shows_what_ses_answers_and_a_rule_of_its_own() -> None:
    kind, screen = BLOCKS[0]
    assert kind == "console"
    assert re.search(r" SES\d{3} [a-z-]+ error ", screen)
    assert "= SES would answer: " in screen


def test_links_lead_somewhere() -> None:
    for page in (README, *sorted((ROOT / "docs").glob("*.md")), ROOT / "fuzz" / "README.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    shown = "".join(block for kind, block in BLOCKS if kind == "sh")
    targets = re.findall(r"^make (\w+)", shown, re.MULTILINE)
    assert targets
    for target in targets:
        assert f"\n{target}:" in makefile


if __name__ == "__main__":
    README.write_text(with_output(TEXT), encoding="utf-8")
