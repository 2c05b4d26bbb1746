"""Writing to standard output, whatever it can hold and whoever reads it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from mimeforge.cli.files import reason
from mimeforge.codecs.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

__all__ = ["complain", "counted", "put", "shows_colour", "tell", "write"]


def write(pieces: Iterable[str | bytes]) -> bool:
    """Write to standard output as `put` does; where that fails, say so and return False."""
    try:
        for piece in pieces:
            put(piece)
    except OSError as error:
        complain("standard output", reason(error))
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
        _silence(sys.stdout)
        if not isinstance(error, BrokenPipeError):
            raise


def tell(line: str) -> None:
    """Write a line to standard error. Where that fails it is dropped: the work goes on, and the exit code tells."""
    try:
        click.echo(line, err=True)
    except OSError:
        _silence(sys.stderr)


def complain(name: str, *problems: str) -> None:
    """Say what is wrong with a file, or what stands in place of one."""
    for problem in problems:
        tell(f"Error: {visible(name)}: {visible(problem)}")


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


def _silence(stream: TextIO) -> None:
    """Have no more come of a stream: the interpreter flushes it once more at its end, and would complain then."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
