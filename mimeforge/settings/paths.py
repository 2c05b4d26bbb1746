"""Paths of files: from a folder, and as they are shown."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path, PurePath

from mimeforge.codecs.visible import visible

__all__ = ["leads_out", "relative", "shown_path"]


def relative(path: Path, folder: Path) -> PurePath | None:
    """Return what a path is called from a folder; None where they are on two drives.

    Links are not followed, unless without that the path would lead out of the folder, and in truth it does not: one of
    the two may be named by way of a link, as the current folder never is.
    """
    try:
        named = PurePath(os.path.relpath(path, folder))
    except ValueError:
        return None
    if leads_out(named):
        real = PurePath(os.path.relpath(Path(os.path.realpath(path.parent), path.name), os.path.realpath(folder)))
        return named if leads_out(real) else real
    return named


def leads_out(path: PurePath) -> bool:
    """Tell whether a relative path names what is outside of the folder it begins in."""
    return path.parts[:1] == ("..",)


def shown_path(path: Path) -> str:
    """Return what a file is called in print: its path from the current folder, if it is below that."""
    with suppress(ValueError, OSError):
        path = path.relative_to(Path.cwd())
    return visible(str(path))
