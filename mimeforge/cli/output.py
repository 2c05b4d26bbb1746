"""Writing to standard output, whatever it can hold and whoever reads it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

__all__ = ["counted", "put", "shows_colour", "write"]


def write(pieces: Iterable[str | bytes]) -> bool:
    """Write to standard output as `put` does; where that fails, say so and return False."""
    try:
        for piece in pieces:
            put(piece)
    except OSError as error:
        click.echo(f"Error: standard output: {error.strerror or error}", err=True)
        return False
    return True


def put(piece: str | bytes, *, colour: bool | None = None) -> None:
    """Write to standard output: of text what its encoding can hold, octets as they are. Raises OSError.

    Where nobody reads any more, what is written is dropped without a word: the work goes on, and its verdict counts.
    ``colour`` keeps the colours of a text, whatever standard output is; without it, a terminal gets them.
    """
    if sys.stdout is None:  # closed by whoever started the program
        raise OSError("it is closed")
    if isinstance(piece, str):
        piece = piece.encode(sys.stdout.encoding, "backslashreplace").decode(sys.stdout.encoding)
    try:
        click.echo(piece, nl=False, color=colour)
    except OSError as error:
        # The interpreter flushes standard output once more at its end, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise


def shows_colour(file: TextIO | None) -> bool:
    """Tell whether a text that is written to ``file`` should have colours: on a terminal, and as the user asked.

    NO_COLOR, whatever it holds, weighs more than FORCE_COLOR; https://no-color.org and https://force-color.org.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return file is not None and file.isatty() and os.environ.get("TERM") != "dumb"


def counted(number: int, noun: str) -> str:
    """Return how many there are of something: "1 file", "2 files"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
