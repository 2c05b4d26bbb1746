"""One run of ``mimeforge lint``: where its results go, and what they come to."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

import click

from mimeforge import preflight
from mimeforge.cli.files import reason
from mimeforge.cli.judging import Task
from mimeforge.cli.known import Baselines, Recorder
from mimeforge.cli.mending import Mending
from mimeforge.cli.sinks import Silence, Sink, report_file
from mimeforge.cli.statistics import Statistics
from mimeforge.codecs.visible import visible
from mimeforge.linter.report import Unreadable
from mimeforge.linter.report.formats import FORMATS
from mimeforge.linter.report.text import Text
from mimeforge.linter.report.writer import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import ExitStack

    from mimeforge.cli.judging import Outcome
    from mimeforge.cli.linting import Request
    from mimeforge.cli.places import Place
    from mimeforge.cli.screen import Screen
    from mimeforge.linter.report.writer import Writer

__all__ = ["Run"]

_OUTPUT: Final = "standard output"


class Run:
    """Takes the outcomes of things and hands them on.

    ``places`` are where messages are looked for, and ``given`` is what came by standard input; ``stack`` ends what is
    opened here. Raises SettingsError for a baseline that cannot be read, and UsageError for a report that cannot be
    written.
    """

    def __init__(
        self, request: Request, screen: Screen, places: Sequence[Place], given: bytes | None, stack: ExitStack
    ) -> None:
        self._request = request
        self._screen = screen
        self._has_problem = self._has_error = False
        in_use = request.configuration.in_use
        recorded = request.write_baseline
        self._known = Recorder(recorded) if recorded else Baselines(request.baseline, in_use)
        self._sinks = [stack.enter_context(sink) for sink in self._opened(places)]
        self._mending = Mending(request, screen, self._sinks[0], given)
        remarks = dict.fromkeys(remark for settings in in_use for remark in settings.remarks())
        for warning in (*remarks, *_unfixed(request, places)):
            screen.say(f"Warning: {warning}")

    def add(self, thing: Task | Unreadable, outcome: Outcome) -> None:
        """Take what came of one thing."""
        result = outcome.result
        if isinstance(result, Unreadable):
            self._complain(result.name, result.error)
        elif isinstance(thing, Task):
            try:
                result = self._mending.settled(thing.place, result, outcome)
            except OSError as error:
                self._complain(thing.place.name, reason(error))
            result = self._known.applied(result, thing)
            self._has_error |= not result.ok
        for sink in self._sinks:
            sink.add(result)

    def end(self) -> int:
        """Write what stands behind the results, and return the exit code."""
        self._mending.tell()
        for sink in self._sinks:
            sink.end()
            if sink.problem is not None:
                self._complain(sink.name, reason(sink.problem))
        for remark in self._known.remarks():
            self._screen.say(remark)
        try:
            self._mending.give()
        except OSError as error:
            self._complain(_OUTPUT, reason(error))
        if self._has_problem:  # which weighs more than findings
            return 2
        if self._request.exit_zero:
            return 0
        return int(self._mending.messages > 0 if self._request.diff else self._has_error)

    def _opened(self, places: Sequence[Place]) -> Iterator[Sink]:
        reference = Reference({rule.code: rule for rule in preflight.RULES}, preflight.message_limit)
        files: list[tuple[str, Writer]] = [(path, FORMATS[name](reference)) for name, path in self._request.reports]
        if isinstance(self._known, Recorder):
            files.append((self._known.path, self._known))
        _require_others([path for path, _ in files], places)
        yield Sink(_OUTPUT, self._writer(reference), nullcontext(self._screen.show))
        for path, writer in files:
            try:
                yield Sink(path, writer, report_file(path))
            except OSError as error:
                raise click.UsageError(f"{visible(path)}: {visible(reason(error))}") from error

    def _writer(self, reference: Reference) -> Writer:
        """Return what writes to standard output."""
        if self._request.diff:
            return Silence()
        if self._request.statistics:
            return Statistics()
        if self._request.output_format == "text":
            return Text(colour=self._screen.colour)
        return FORMATS[self._request.output_format](reference)

    def _complain(self, name: str, problem: str) -> None:
        self._has_problem = True
        self._screen.complain(name, problem)


def _unfixed(request: Request, places: Sequence[Place]) -> Iterator[str]:
    mailbox = next((place.path for place in places if place.is_in_mailbox), None)
    if mailbox is not None and request.mends:
        yield f"{visible(mailbox)}: messages in mailbox files are checked, and not fixed"


def _require_others(paths: Sequence[str], places: Sequence[Place]) -> None:
    """Refuse to write two reports to one file, or one in place of a message."""
    reports: set[str] = set()
    for path in paths:
        if os.path.realpath(path) in reports:
            raise click.UsageError(f"{visible(path)} is named for two reports")
        reports.add(os.path.realpath(path))
    for path in dict.fromkeys(place.path for place in places if not place.is_standard_input) if reports else ():
        if os.path.realpath(path) in reports:
            raise click.UsageError(f"{visible(path)} is to be checked; a report would replace it")
