"""A line on standard error that tells how far long work is."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

__all__ = ["Progress"]

# Seconds: before anything is shown, and between two looks of it.
_PATIENCE: Final = 1.0
_INTERVAL: Final = 0.1

_BAR: Final = 30


class Progress:
    """Tells of ``total`` things how many are done: on a terminal alone, and only where that takes over a second.

    Nothing is left of it at the end; call `clear` before anything else is written to the terminal.
    """

    def __init__(self, total: int, file: TextIO | None = None, clock: Callable[[], float] = monotonic) -> None:
        self._total = total
        self._done = 0
        self._file = sys.stderr if file is None else file
        self._clock = clock
        self._next = clock() + _PATIENCE
        self._width = 0

    def step(self) -> None:
        """Count one more thing that is done."""
        self._done += 1
        if self._file is None or self._clock() < self._next or not self._file.isatty():
            return
        filled = _BAR * self._done // self._total
        line = f"[{'#' * filled}{'.' * (_BAR - filled)}] {self._done} of {self._total}"
        self._file.write(f"\r{line}")
        self._file.flush()
        self._width = len(line)
        self._next = self._clock() + _INTERVAL

    def clear(self) -> None:
        """Take the line off the terminal; the next step shows it again."""
        if self._width and self._file is not None:
            self._file.write(f"\r{' ' * self._width}\r")
            self._file.flush()
            self._width = 0
            self._next = self._clock()
