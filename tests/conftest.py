"""What tests of several rooms share."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from readers import BROWSERS, READERS

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of other projects' messages and vectors."""
    folder = os.environ.get("MIMEFORGE_CORPUS")
    if folder is None:
        pytest.skip("the environment variable MIMEFORGE_CORPUS does not name the corpus")
    return Path(folder)


def pytest_sessionstart() -> None:
    """Where CI says so, an oracle that pip, npm or apt-get could have installed has to be there."""
    missing = [
        f"{reader}: {reason}" for reader in (*READERS, *BROWSERS) if reader.wanted and (reason := reader.absent())
    ]
    if missing and os.environ.get("MIMEFORGE_REQUIRE_READERS") == "1":
        raise pytest.UsageError("MIMEFORGE_REQUIRE_READERS=1, and a reader is absent: " + "; ".join(missing))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep tens of thousands of collected tests, which stay to the end, out of the garbage collector's sight."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which of the independent readers were not asked, and why."""
    absent = [f"{reader}: {reason}" for reader in (*READERS, *BROWSERS) if (reason := reader.absent())]
    if absent:
        terminalreporter.section("readers that were not asked")
        terminalreporter.write_line("\n".join(absent))
