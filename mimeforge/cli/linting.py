"""What ``mimeforge lint`` does, from what was asked for to the exit code."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mimeforge.cli.files import STANDARD_INPUT, expand, reason
from mimeforge.cli.input import read_input
from mimeforge.cli.jobs import cores, run
from mimeforge.cli.judging import Judge, Outcome, Task
from mimeforge.cli.places import UNNAMED, in_file, in_standard_input
from mimeforge.cli.progress import Progress
from mimeforge.cli.running import Run
from mimeforge.cli.screen import Screen
from mimeforge.linter.report import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.cli.configuration import Configuration
    from mimeforge.message import Envelope

__all__ = ["Request", "lint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the command line asks for; the names are those of its options."""

    paths: tuple[str, ...]
    stdin_filename: str | None
    configuration: Configuration
    envelope: Envelope | None
    output_format: str
    reports: tuple[tuple[str, str], ...]
    statistics: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    baseline: str | None
    write_baseline: str | None
    exit_zero: bool
    jobs: int | None

    @property
    def mends(self) -> bool:
        """Whether fixes are made: in files, or to be shown."""
        return self.fix or self.diff

    @property
    def gives_message(self) -> bool:
        """Whether standard output is for the message that came by standard input, mended."""
        return self.fix and not self.diff and STANDARD_INPUT in self.paths


def lint(request: Request) -> int:
    """Do what is asked for, and return the exit code.

    Raises SettingsError for settings and baselines, and UsageError where a report cannot be written, both before
    anything is checked.
    """
    given = _standard_input(request.stdin_filename or UNNAMED) if STANDARD_INPUT in request.paths else b""
    things = list(_things(request, given))
    places = [thing.place for thing in things if isinstance(thing, Task)]
    judge = Judge(envelope=request.envelope, mends=request.mends, unsafe=request.unsafe_fixes, shows=request.diff)
    progress = Progress(len(things))
    with ExitStack() as stack:
        stack.callback(progress.clear)
        screen = Screen(progress, results_to_error=request.gives_message)
        this = Run(request, screen, places, given if isinstance(given, bytes) else None, stack)
        sizes = [0 if isinstance(thing, Unreadable) else thing.place.size for thing in things]
        outcomes = run(judge, things, sizes, request.jobs or cores(), _lost)
        stack.enter_context(closing(outcomes))  # which ends the processes
        for thing, outcome in zip(things, outcomes, strict=True):
            progress.step()
            this.add(thing, outcome)
        return this.end()


def _standard_input(name: str) -> bytes | Unreadable:
    try:
        return read_input(STANDARD_INPUT)
    except OSError as error:
        return Unreadable(name, reason(error))


def _things(request: Request, given: bytes | Unreadable) -> Iterator[Task | Unreadable]:
    """Yield what is to be looked at, in order, each with the settings that hold for it."""
    for found in expand(request.paths, request.configuration.excludes):
        if isinstance(found, Unreadable):
            yield found
            continue
        path = request.stdin_filename if found == STANDARD_INPUT else found
        settings = request.configuration.settings_for(None if path is None else Path(path))
        if found != STANDARD_INPUT:
            places = in_file(found)
        else:
            places = in_standard_input(given, path or UNNAMED) if isinstance(given, bytes) else [given]
        for place in places:
            yield place if isinstance(place, Unreadable) else Task(place, settings)


def _lost(thing: Task | Unreadable, ending: str) -> Outcome:
    return Outcome(Unreadable(thing.name if isinstance(thing, Unreadable) else thing.place.name, ending))
