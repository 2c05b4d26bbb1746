"""What tests of several rooms share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from readers import BROWSERS, READERS


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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which of the independent readers were not asked, and why."""
    absent = [f"{reader}: {reason}" for reader in (*READERS, *BROWSERS) if (reason := reader.absent())]
    if absent:
        terminalreporter.section("readers that were not asked")
        terminalreporter.write_line("\n".join(absent))
