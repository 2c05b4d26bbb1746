"""Finding the settings of a file: in its folder, or in the nearest one above."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mimeforge.codecs.visible import visible
from mimeforge.settings.errors import SettingsError, within
from mimeforge.settings.paths import shown_path
from mimeforge.settings.reading import read_table
from mimeforge.settings.settings import Settings
from mimeforge.settings.toml import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Finder", "read_settings"]

_OWN_FILE: Final = "mimeforge.toml"
_SHARED_FILE: Final = "pyproject.toml"
_TABLE: Final = ("tool", "mimeforge")


class Finder:
    """Finds settings, and reads each folder once."""

    def __init__(self) -> None:
        self._by_folder: dict[Path, Settings] = {}

    def settings_for(self, path: Path | None = None) -> Settings:
        """Return the settings for the file at ``path``, which need not be there, or for what has no name.

        They are in mimeforge.toml or, where a folder has none, in the table ``[tool.mimeforge]`` of pyproject.toml; in
        the folder of the file, or in the nearest above. Without a name it is the current folder. Links are not
        followed: the folders are those that the path names. Raises `SettingsError`.
        """
        folder = _absolute(Path()) if path is None else _absolute(path).parent
        passed: list[Path] = []
        found: Settings | None = None
        for place in (folder, *folder.parents):
            found = self._by_folder.get(place) or _settings_in(place)
            passed.append(place)
            if found is not None:
                break
        settings = found or Settings()
        self._by_folder.update(dict.fromkeys(passed, settings))
        return settings


def read_settings(path: Path) -> Settings:
    """Return the settings in one file: of pyproject.toml those in its table, of any other those at its top.

    Raises `SettingsError`, also where there are none.
    """
    file = _absolute(path)
    settings = _in_shared_file(file) if file.name == _SHARED_FILE else _in_own_file(file)
    if settings is None:
        missing = f"no table [{'.'.join(_TABLE)}]" if file.exists() else "no such file"
        raise SettingsError(f"{shown_path(path)}: {missing}")
    return settings


def _absolute(path: Path) -> Path:
    """Return a path from the root, its ".." taken for the folder that is named before; links stay."""
    try:
        return Path(os.path.normpath(path.absolute()))
    except OSError as error:
        raise SettingsError(f"the current folder: {visible(error.strerror or str(error))}") from None


def _settings_in(folder: Path) -> Settings | None:
    return _in_own_file(folder / _OWN_FILE) or _in_shared_file(folder / _SHARED_FILE)


def _in_own_file(path: Path) -> Settings | None:
    with within(shown_path(path)):
        table = _read(path)
        if table is None:
            return None
        if table.keys() == {_TABLE[0]}:
            raise SettingsError(f"the keys stand at the top in this file, without [{'.'.join(_TABLE)}]")
        return read_table(table, path)


def _in_shared_file(path: Path) -> Settings | None:
    with within(shown_path(path)):
        table = _read(path)
        for name in _TABLE:
            table = None if table is None else table.get(name)
            if table is None:
                return None
            if not isinstance(table, dict):
                raise SettingsError(f"{name}: a table is wanted here")
        with within(".".join(_TABLE)):
            return read_table(table or {}, path)


def _read(path: Path) -> Mapping[str, Any] | None:
    """Read a file of TOML; None where there is none."""
    if not os.path.lexists(path):
        return None
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for
            raise SettingsError("no regular file")
        octets = path.read_bytes()
    except OSError as error:
        raise SettingsError(visible(error.strerror or str(error))) from None
    return parsed(octets)
