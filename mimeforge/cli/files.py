"""From the paths a user names to the files that hold messages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mimeforge.linter.report import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["STANDARD_INPUT", "SUFFIXES", "expand"]

STANDARD_INPUT: Final = "-"

# What a file in a folder has to end in, in any case of letters. A file that is named itself may be called anything.
SUFFIXES: Final = (".eml", ".mht", ".mhtml", ".mime")


def expand(paths: Iterable[str]) -> Iterator[str | Unreadable]:
    """Yield each path once, and instead of a folder the messages in it and below, sorted.

    A folder that cannot be listed, or that holds no message, is yielded as `Unreadable`.
    """
    seen: set[str] = set()
    for path in dict.fromkeys(paths):
        is_folder = path != STANDARD_INPUT and _is_folder(path)
        for found in _in_folder(path) if is_folder else (path,):
            # A file named twice, by itself and with its folder, is one file.
            place = os.path.realpath(found) if isinstance(found, str) and found != STANDARD_INPUT else None
            if place is None or place not in seen:
                yield found
            seen.add(place or "")


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # whoever reads it will learn why
        return False


def _in_folder(folder: str) -> Iterator[str | Unreadable]:
    unlisted: list[Unreadable] = []

    def note(error: OSError) -> None:
        unlisted.append(Unreadable(error.filename, error.strerror or str(error)))

    found = False
    for place, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES):
                found = True
                path = Path(place, name)
                # A pipe or device would be waited for, or read, without end.
                yield str(path) if path.is_file() else Unreadable(str(path), "no regular file")
    yield from unlisted
    if not found and not unlisted:
        yield Unreadable(folder, f"no message in this folder ({', '.join('*' + suffix for suffix in SUFFIXES)})")
