"""Findings that are known: baselines that hide them, and the writing of a new one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mimeforge.cli.output import counted
from mimeforge.codecs.visible import visible
from mimeforge.settings.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.cli.judging import Task
    from mimeforge.linter.report import Report, Result
    from mimeforge.settings import Settings
    from mimeforge.settings.baseline import Baseline

__all__ = ["Baselines", "Recorder"]


class Baselines:
    """The baselines of a run: the one that is ``named``, or else those of the ``settings`` that are in use.

    Raises `SettingsError` where one cannot be read.
    """

    def __init__(self, named: str | None, settings: Iterable[Settings]) -> None:
        self._named = Path(named) if named else None
        paths = dict.fromkeys(self._named or each.baseline for each in settings)
        self._baselines = {path: _read(path) for path in paths if path is not None}

    def applied(self, report: Report, task: Task) -> Report:
        """Return the report without what is known. Nothing is known of what has no name."""
        path = self._named or task.settings.baseline
        file = task.place.file
        if path is None or file is None:
            return report
        return self._baselines[path].applied(report, file, task.settings)

    def remarks(self) -> Iterator[str]:
        """Yield, a sentence each, what is known and was not found, and what to do about it."""
        for path, baseline in self._baselines.items():
            name = shown_path(path)
            stale = baseline.stale()
            yield from (f"Warning: {name}: {each}" for each in stale)
            if stale:
                yield f"{name}: --write-baseline {name} records anew what is there"


class Recorder:
    """Records findings for a new baseline, and is the `Writer` of it."""

    def __init__(self, path: str) -> None:
        from mimeforge.settings.baseline import Record

        self.path = path
        self._record = Record(Path(path).parent)
        self._count = 0

    def applied(self, report: Report, task: Task) -> Report:
        """Record what is found, and return the report without it: it is known from now on."""
        if task.place.file is None:
            return report
        self._record.add(report, task.place.file)
        self._count += len(report)
        return replace(report, findings=())

    def add(self, _result: Result) -> str:
        """Write nothing yet: a baseline is sorted."""
        return ""

    def end(self) -> str:
        """Write the baseline."""
        return self._record.text()

    def remarks(self) -> Iterator[str]:
        """Yield a sentence on what is written."""
        yield f"{visible(self.path)}: {counted(self._count, 'finding')} recorded"


def _read(path: Path) -> Baseline:
    from mimeforge.settings.baseline import Baseline

    return Baseline.read(path)
