"""Standard output and standard error, often one terminal, and the line on it that tells how far the work is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mimeforge.cli.output import complain, put, shows_colour, tell

if TYPE_CHECKING:
    from mimeforge.cli.progress import Progress

__all__ = ["Screen"]


class Screen:
    """Where a run writes to: results to standard output, or to standard error where a message goes to that."""

    def __init__(self, progress: Progress, *, results_to_error: bool = False) -> None:
        self._progress = progress
        self._results_to_error = results_to_error
        self._shares_terminal = results_to_error or (sys.stdout is not None and sys.stdout.isatty())
        self.colour = shows_colour(sys.stderr if results_to_error else sys.stdout)

    def show(self, text: str) -> None:
        """Write a piece of the results. Raises OSError."""
        if self._shares_terminal:
            self._progress.clear()
        if self._results_to_error:
            click.echo(text, nl=False, err=True, color=self.colour)
        else:
            put(text, colour=self.colour)

    def say(self, text: str) -> None:
        """Write a line that is none of the results to standard error."""
        self._progress.clear()
        tell(text)

    def complain(self, name: str, problem: str) -> None:
        """Say what went wrong with a file."""
        self._progress.clear()
        complain(name, problem)
