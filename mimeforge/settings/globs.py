"""Globs that name files: those of .gitignore, from the folder of the settings file."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mimeforge.settings.errors import SettingsError
from mimeforge.settings.paths import leads_out, relative

if TYPE_CHECKING:
    from pathlib import Path

    from pathspec import GitIgnoreSpec

__all__ = ["check_glob", "is_matched"]

# How many lists of globs are kept in their compiled form.
_KEPT: Final = 256


def check_glob(glob: str) -> None:
    """Raise `SettingsError` for what is no glob, or one that names nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of brackets that `re` may read in another way some day
            patterns = _compiled((glob,)).patterns
    except (ValueError, re.error, Warning):
        raise SettingsError("this is no glob of the form that .gitignore has") from None
    if not any(pattern.include is not None for pattern in patterns):
        raise SettingsError("this names no file, as in .gitignore")


def is_matched(globs: tuple[str, ...], path: Path, folder: Path, *, is_folder: bool = False) -> bool:
    """Tell whether ``globs`` name a file or folder, or a folder that it is in. Of several that do, the last decides.

    They are read from ``folder``, and name nothing outside of it.
    """
    if not globs:
        return False
    named = relative(path, folder)
    if named is None or leads_out(named):
        return False
    return _compiled(globs).match_file(named.as_posix() + "/" * is_folder)


@lru_cache(maxsize=_KEPT)
def _compiled(globs: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(globs, backend="simple")  # the one that takes names that are not UTF-8
