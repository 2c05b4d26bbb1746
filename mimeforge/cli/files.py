"""From the paths a user names to the files that hold messages."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mimeforge.linter.report import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["STANDARD_INPUT", "SUFFIXES", "expand", "reason"]

STANDARD_INPUT: Final = "-"

# What a file in a folder has to end in, in any case of letters. A file that is named itself may be called anything.
SUFFIXES: Final = (".eml", ".mht", ".mhtml", ".mime", ".mbox")

# A Maildir keeps a message a file, under names that tell nothing, in two of its three folders; what is being delivered
# is in the third.
_MAILDIR: Final = ("cur", "new")


def expand(paths: Iterable[str], is_left_out: Callable[[Path], bool] = lambda _: False) -> Iterator[str | Unreadable]:
    """Yield each path once, and instead of a folder the messages in it and below, sorted.

    Of what is found in a folder, files and folders that are ``is_left_out`` are passed over. A folder that cannot be
    listed, or that holds no message, is yielded as `Unreadable`.
    """
    seen: set[str] = set()
    for path in dict.fromkeys(paths):
        is_folder = path != STANDARD_INPUT and _is_folder(path)
        for found in _in_folder(path, is_left_out) if is_folder else (path,):
            # A file named twice, by itself and with its folder, is one file.
            place = os.path.realpath(found) if isinstance(found, str) and found != STANDARD_INPUT else None
            if place is None or place not in seen:
                yield found
            seen.add(place or "")


def reason(error: OSError) -> str:
    """Say in the system's words what went wrong."""
    return error.strerror or str(error) or type(error).__name__


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # whoever reads it will learn why
        return False


def _in_folder(folder: str, is_left_out: Callable[[Path], bool]) -> Iterator[str | Unreadable]:
    unlisted: list[Unreadable] = []

    def note(error: OSError) -> None:
        unlisted.append(Unreadable(error.filename, reason(error)))

    found = False
    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not is_left_out(Path(place, name)))
        is_maildir = _is_of_maildir(Path(place))
        for name in sorted(names):
            is_message = not name.startswith(".") if is_maildir else name.lower().endswith(SUFFIXES)
            if not is_message:
                continue
            found = True
            path = Path(place, name)
            if not is_left_out(path):
                # A pipe or device would be waited for, or read, without end.
                yield str(path) if path.is_file() else Unreadable(str(path), "no regular file")
    yield from unlisted
    if not found and not unlisted:
        yield Unreadable(folder, f"no message in this folder ({', '.join('*' + suffix for suffix in SUFFIXES)})")


def _is_of_maildir(place: Path) -> bool:
    folder = place.absolute()
    return folder.name in _MAILDIR and all((folder.parent / name).is_dir() for name in _MAILDIR)
