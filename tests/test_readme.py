"""The README tells the truth: what stands below its commands and its Python is what they print.

``python tests/test_readme.py`` writes into the README what they print now.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys

from documents import ROOT, blocks, links, with_output

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
BLOCKS = blocks(TEXT)


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


def console(line: str) -> str:
    name, *arguments = shlex.split(line)
    assert name == "mimeforge"
    return run("-m", name, *arguments)


def program(parts: list[str]) -> list[str]:
    return run("-c", "print('---')\n".join(parts)).split("---\n")


def test_what_is_shown_is_what_is_printed() -> None:
    kinds = [block.kind for block in BLOCKS]
    assert kinds.count("python") == kinds.count("text") >= 3
    assert "console" in kinds
    assert with_output(TEXT, console, program) == TEXT


def test_the_first_screen_shows_what_ses_answers_and_a_rule_of_its_own() -> None:
    kind, _, screen = BLOCKS[0]
    assert kind == "console"
    assert re.search(r" SES\d{3} [a-z-]+ error ", screen)
    assert "= SES would answer: " in screen


def test_links_lead_somewhere() -> None:
    for page in (README, *sorted((ROOT / "docs").rglob("*.md")), ROOT / "fuzz" / "README.md"):
        for target in links(page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    shown = "".join(block.text for block in BLOCKS if block.kind == "sh")
    targets = re.findall(r"^make (\w+)", shown, re.MULTILINE)
    assert targets
    for target in targets:
        assert f"\n{target}:" in makefile


if __name__ == "__main__":
    README.write_text(with_output(TEXT, console, program), encoding="utf-8")
