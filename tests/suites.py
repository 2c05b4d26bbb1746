"""Runs of pytest inside of a test, on files in the current folder; every warning is an error there.

Not by pytester: what a run there has loaded is unloaded behind it, and loaded again by the next. Modules of mimeforge
that stay would then know others than those that came back.
"""

from __future__ import annotations

import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

__all__ = ["Ended", "put", "run"]

_ALWAYS = ("-W", "error", "-p", "no:faulthandler", "--capture=sys", "--import-mode=importlib", "--rootdir=.")


class Ended(NamedTuple):
    """How a run ended: each item by its id (passed, failed or error), the exit code, and what was printed."""

    outcomes: dict[str, str]
    exit_code: int
    out: str
    err: str


class _Recorder:
    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            self.outcomes[report.nodeid] = report.outcome if report.when == "call" else "error"


def put(files: dict[str, bytes]) -> None:
    """Write files, and the folders they are in."""
    for name, octets in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(octets)


def run(*arguments: str, keeps_cache: bool = False) -> Ended:
    """Run pytest in this process."""
    recorder = _Recorder()
    cache = () if keeps_cache else ("-p", "no:cacheprovider")
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        exit_code = int(pytest.main([*_ALWAYS, *cache, *arguments], plugins=[recorder]))
    for name, module in list(sys.modules.items()):
        if Path.cwd() in Path(getattr(module, "__file__", None) or "/").parents:
            del sys.modules[name]
    return Ended(recorder.outcomes, exit_code, out.getvalue(), err.getvalue())
