"""Which settings hold for which file: those found above it, with what the command line says instead."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mimeforge.settings import Finder, Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Configuration", "named_settings"]


def named_settings(config: str | None, *, isolated: bool) -> Settings | None:
    """Return the settings that --config or --isolated has hold for all files; None where they are to be searched for.

    Raises `SettingsError`, and UsageError where both are given.
    """
    if config is not None and isolated:
        raise click.UsageError("--config and --isolated are not for one run")
    if config is not None:
        return read_settings(Path(config))
    return Settings() if isolated else None


class Configuration:
    """The settings of each file.

    ``named`` holds for all files, and none is searched for then. Of the others None says nothing. Raises
    `SettingsError` for a label that no rule has.
    """

    def __init__(
        self,
        *,
        named: Settings | None = None,
        profile: str | None = None,
        evidence: str | None = None,
        select: Iterable[str] | None = None,
        ignore: Iterable[str] | None = None,
    ) -> None:
        self._finder = Finder()
        self._named = named
        self._overridden: Callable[[Settings], Settings] = partial(
            Settings.overridden, profile=profile, evidence=evidence, select=select, ignore=ignore
        )
        self._by_origin: dict[Path | None, Settings] = {}
        self._by_folder: dict[Path | None, Settings] = {}

    def settings_for(self, file: Path | None) -> Settings:
        """Return the settings of a file, or of what has no name. Raises `SettingsError`."""
        folder = None if file is None else file.parent
        if folder not in self._by_folder:
            found = self._named or self._finder.settings_for(file)
            if found.origin not in self._by_origin:
                self._by_origin[found.origin] = self._overridden(found)
            self._by_folder[folder] = self._by_origin[found.origin]
        return self._by_folder[folder]

    def excludes(self, path: Path) -> bool:
        """Tell whether a file or folder is passed over where it is found in a folder. Raises `SettingsError`."""
        return self.settings_for(path).excludes(path)

    @property
    def in_use(self) -> tuple[Settings, ...]:
        """All settings that were asked for."""
        return tuple(self._by_origin.values())
