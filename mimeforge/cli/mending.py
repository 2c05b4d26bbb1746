"""What becomes of mended messages: they replace their files, go to standard output, or are shown as a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge.cli.output import counted, put
from mimeforge.cli.rewriting import rewrite

if TYPE_CHECKING:
    from mimeforge.cli.judging import Outcome
    from mimeforge.cli.linting import Request
    from mimeforge.cli.places import Place
    from mimeforge.cli.screen import Screen
    from mimeforge.cli.sinks import Sink
    from mimeforge.linter.report import Report

__all__ = ["Mending"]


class Mending:
    """Puts mended messages where they belong. ``given`` is what came by standard input; None where nothing did."""

    def __init__(self, request: Request, screen: Screen, output: Sink, given: bytes | None) -> None:
        self._request = request
        self._screen = screen
        self._output = output
        self._message = given
        self._findings = 0
        self.messages = 0

    def settled(self, place: Place, found: Report, outcome: Outcome) -> Report:
        """Put a message where it belongs, and return the report that holds then. Raises OSError."""
        mended = outcome.mended
        if mended is None:
            return found
        if self._request.diff:
            self._output.write(_painted(mended.diff) if self._screen.colour else mended.diff)
        elif place.is_standard_input:
            self._message = mended.report.source
        else:
            rewrite(place, mended.report.source, outcome.version)
        self._findings += mended.fixed
        self.messages += 1
        return found if self._request.diff else mended.report

    def tell(self) -> None:
        """Say how much was mended: with the findings where they are text, else beside them."""
        if not self.messages:
            return
        fixes = f"{counted(self._findings, 'finding')} in {counted(self.messages, 'file')}"
        if self._request.diff:
            options = "--fix --unsafe-fixes" if self._request.unsafe_fixes else "--fix"
            self._screen.say(f"{options} would mend {fixes}")
        elif self._request.output_format == "text":
            self._output.write(f"mended: {fixes}\n")
        else:
            self._screen.say(f"mended: {fixes}")

    def give(self) -> None:
        """Write the message that came by standard input to standard output. Raises OSError."""
        if self._request.gives_message and self._message is not None:
            put(self._message)


def _painted(diff: str) -> str:
    from mimeforge.cli.diff import coloured

    return coloured(diff)
