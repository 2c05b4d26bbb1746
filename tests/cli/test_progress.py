"""The line that tells of progress: on a terminal alone, after a second, and gone at the end."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mimeforge.cli.progress import Progress
from mimeforge.linter.examples import sample

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def screen(self) -> str:
        """What is to be seen on the one line that is written to."""
        cells: list[str] = []
        for piece in self.getvalue().split("\r"):
            cells[: len(piece)] = piece
        return "".join(cells).rstrip()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_is_shown_after_a_second_ten_times_a_second_at_most() -> None:
    terminal, clock = Terminal(), Clock()
    progress = Progress(1000, terminal, clock)
    looks = []
    for _ in range(1000):
        clock.now += 0.004
        progress.step()
        looks.append(terminal.screen())
    assert not any(looks[:249])
    assert looks[251] in {f"[{'#' * 7}{'.' * 23}] {number} of 1000" for number in (250, 251, 252)}
    assert 20 <= len(set(looks)) <= 32
    assert looks[-1].startswith("[" + "#" * 29)
    progress.clear()
    assert terminal.screen() == ""


def test_quick_work_shows_nothing() -> None:
    terminal, clock = Terminal(), Clock()
    progress = Progress(3, terminal, clock)
    for _ in range(3):
        clock.now += 0.3
        progress.step()
    progress.clear()
    assert terminal.getvalue() == ""


def test_it_comes_back_behind_other_text() -> None:
    terminal, clock = Terminal(), Clock()
    progress = Progress(10, terminal, clock)
    clock.now = 2
    progress.step()
    progress.clear()
    assert terminal.screen() == ""
    progress.step()
    assert terminal.screen().endswith("2 of 10")


@pytest.mark.parametrize("file", [io.StringIO(), None])
def test_nothing_but_a_terminal_is_told(file: io.StringIO | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)  # closed by whoever started the program
    clock = Clock()
    progress = Progress(2, file, clock)
    clock.now = 5
    progress.step()
    progress.clear()
    assert file is None or file.getvalue() == ""


SLOW = """
import sys, time
from mimeforge.cli import judging, main
look = judging.Judge.__call__
def slowly(self, task):
    time.sleep(0.2)
    return look(self, task)
judging.Judge.__call__ = slowly
main(sys.argv[1:], prog_name="mimeforge")
"""


def test_a_person_at_a_terminal_sees_it_come_and_go(tmp_path: Path) -> None:
    names = [str(tmp_path / f"{number}.eml") for number in range(7)]
    for name in names:
        Path(name).write_bytes(sample())
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, "lint", *names], stdout=subprocess.PIPE, stderr=theirs
    ) as process:
        os.close(theirs)
        assert process.stdout is not None
        found = process.stdout.read()
    told = os.read(ours, 65536).decode()
    os.close(ours)
    assert process.returncode == 0
    assert found == b"0 errors, 0 warnings, 0 notes in 7 files\n", (
        "the findings go elsewhere, and nothing else with them"
    )
    assert re.search(r"\r\[#+\.*\] [56] of 7", told)
    terminal = Terminal()
    terminal.write(told)
    assert terminal.screen() == ""
