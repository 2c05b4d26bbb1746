"""A run that is interrupted: what is begun is undone, processes end, one line is told, the exit code is 130."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mimeforge
from mimeforge.linter.examples import sample

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems have other signals")

# Each message takes a while; that it is looked at is told by a file.
SLOW = """
import os, sys, time
from pathlib import Path
from mimeforge.cli import judging, main
look = judging.Judge.__call__
def slowly(self, task):
    Path("begun").touch()
    time.sleep(0.2)
    return look(self, task)
judging.Judge.__call__ = slowly
main(sys.argv[1:], prog_name="mimeforge")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_leaves_nothing_half_done(number: signal.Signals, jobs: str, tmp_path: Path) -> None:
    mails = tmp_path / "mails"
    mails.mkdir()
    sloppy = sample("Subject : Lunch")
    for name in range(100):
        (mails / f"{name}.eml").write_bytes(sloppy)
    command = [sys.executable, "-c", SLOW, "lint", "--jobs", jobs, "--fix", "--report", "json=report.json", "mails"]
    environment = os.environ | {"PYTHONPATH": str(Path(mimeforge.__file__).parents[1])}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        wait_for(tmp_path / "begun")
        workers = children(process.pid)
        # As a terminal does it: every process gets the signal of Ctrl-C. Others send theirs to the first.
        (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
        _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (130, b"Interrupted\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["begun", "mails"], "no report, no draft of one"
    assert len(list(mails.iterdir())) == 100
    assert {path.read_bytes() for path in mails.iterdir()} <= {sloppy, sample("Subject: Lunch")}
    assert len(workers) == (2 if jobs == "2" else 0)
    assert not any(is_running(worker) for worker in workers)


def wait_for(path: Path) -> None:
    until = time.monotonic() + 30
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.1)


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    if not listed.exists():
        pytest.skip("this system does not tell a process's children")
    return [int(number) for number in listed.read_text().split()]


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
