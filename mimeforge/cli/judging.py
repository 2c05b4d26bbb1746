"""What is done with one message: it is read, judged and, where that is asked for, mended. Nothing is written here.

This runs in processes of their own where there are many messages, so all of it can be pickled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, NamedTuple

from mimeforge import preflight
from mimeforge.cli.files import reason
from mimeforge.linter.report import Report, Result, Unreadable

if TYPE_CHECKING:
    from mimeforge.cli.places import Place, Version
    from mimeforge.linter.context import EnvelopeLike
    from mimeforge.preflight.sources import Lintable
    from mimeforge.settings import Settings

__all__ = ["Judge", "Mended", "Outcome", "Task", "judged"]


class Task(NamedTuple):
    """A message to look at, and the settings that hold for it."""

    place: Place
    settings: Settings


class Mended(NamedTuple):
    """A message with fixes made: how many findings are gone, the report of what is left, and where asked for a diff."""

    fixed: int
    report: Report
    diff: str = ""


class Outcome(NamedTuple):
    """What came of a task. ``mended`` is None where nothing was to be fixed; ``version`` that of the file as read."""

    result: Result
    version: Version | None = None
    mended: Mended | None = None


def judged(
    source: Lintable, settings: Settings, file: Path | None = None, envelope: EnvelopeLike | None = None
) -> Report:
    """Judge a message as the settings of ``file`` ask for; what they say does not count is not in the report."""
    report = preflight.lint(source, profile=settings.profile, envelope=envelope, evidence=settings.evidence)
    return settings.selection.applied(report, file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Looks at messages in the way that the command line asks for.

    ``mends`` has fixes made, ``unsafe`` those as well that may change what a message says; ``shows`` has the difference
    shown.
    """

    envelope: EnvelopeLike | None = None
    mends: bool = False
    unsafe: bool = False
    shows: bool = False

    def __call__(self, task: Task | Unreadable) -> Outcome:
        """Look at one message. It never raises: one bad file among thousands costs the others nothing."""
        if isinstance(task, Unreadable):
            return Outcome(task)
        place = task.place
        try:
            octets, version = place.read()
            report = self._judge(octets, task)
            mended = self._mended(report, task) if self.mends and not place.is_in_mailbox else None
        except OSError as error:
            return Outcome(Unreadable(place.name, reason(error)))
        except Exception as error:
            return Outcome(Unreadable(place.name, _own_fault(error)))
        return Outcome(report, version, mended)

    def _judge(self, octets: bytes, task: Task) -> Report:
        """Judge the octets that are, or will be, at the place of a task."""
        place, settings = task
        return replace(judged(octets, settings, place.file, self.envelope), name=place.name)

    def _mended(self, report: Report, task: Task) -> Mended | None:
        if not any(finding.fix for finding in report):
            return None
        reports = {report.source: report}

        def judge(octets: bytes) -> Report:
            if octets not in reports:
                reports.clear()
                reports[octets] = self._judge(octets, task)
            return reports[octets]

        fixed, applied = preflight.repair(report.source, judge, unsafe=self.unsafe)
        if not applied:
            return None
        left = judge(fixed)
        return Mended(len(applied), left, _difference(report, left) if self.shows else "")


def _difference(before: Report, after: Report) -> str:
    from mimeforge.cli.diff import diff  # what only --diff needs

    return diff(before, after)


def _own_fault(error: Exception) -> str:
    place = extract_tb(error.__traceback__)[-1]
    return f"mimeforge failed: {type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"
