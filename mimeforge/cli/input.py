"""Reading the one file that a command is given, or standard input in its place."""

from __future__ import annotations

import sys
from pathlib import Path

from mimeforge.cli.files import STANDARD_INPUT

__all__ = ["input_name", "read_input"]


def read_input(path: str) -> bytes:
    """Return the octets of a file, those of standard input for ``-``. Raises OSError."""
    if path != STANDARD_INPUT:
        return Path(path).read_bytes()
    if sys.stdin is None:  # closed by whoever started the program
        raise OSError("standard input is closed")
    return sys.stdin.buffer.read()


def input_name(path: str) -> str:
    """Return what reports and errors call it."""
    return "<stdin>" if path == STANDARD_INPUT else path
