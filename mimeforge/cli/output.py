"""Writing to standard output, whatever it can hold and whoever reads it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["write"]


def write(pieces: Iterable[str]) -> bool:
    """Write to standard output what its encoding can hold; return whether that went well.

    When nobody reads any more, it stops without a word.
    """
    encoding = sys.stdout.encoding if sys.stdout else "ascii"
    try:
        for piece in pieces:
            click.echo(piece.encode(encoding, "backslashreplace").decode(encoding), nl=False)
    except OSError as error:
        # The interpreter flushes standard output once more at its end, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            click.echo(f"Error: standard output: {error.strerror}", err=True)
            return False
    return True
