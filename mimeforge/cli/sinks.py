"""Where results go as they come: standard output and files, each in its format."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

from mimeforge.cli.replacing import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import TracebackType

    from mimeforge.linter.report import Result
    from mimeforge.linter.report.writer import Writer

__all__ = ["Silence", "Sink", "report_file"]


class Sink:
    """Results in one format, on their way to ``target``: a context that gives what writes a text.

    What goes wrong there is kept as ``problem``; nothing more is written then, and the other sinks go on. The context
    ends well with `end`, and else, with the ``with`` block, as with an exception. Raises OSError where it cannot begin.
    """

    def __init__(self, name: str, writer: Writer, target: AbstractContextManager[Callable[[str], object]]) -> None:
        self.name = name
        self.problem: OSError | None = None
        self._writer = writer
        self._context = ExitStack()
        self._write = self._context.enter_context(target)

    def add(self, result: Result) -> None:
        """Write one result."""
        self.write(self._writer.add(result))

    def write(self, text: str) -> None:
        """Write a text that is no result."""
        if text and self.problem is None:
            try:
                self._write(text)
            except OSError as error:
                self.problem = error

    def end(self) -> None:
        """Write what stands behind the last result."""
        self.write(self._writer.end())
        if self.problem is None:
            try:
                self._context.close()
            except OSError as error:
                self.problem = error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        error = error or self.problem
        self._context.__exit__(type(error) if error else None, error, trace)


class Silence:
    """A `Writer` of nothing, for a sink that gets other text."""

    def add(self, _result: Result) -> str:
        """Write nothing."""
        return ""

    def end(self) -> str:
        """Write nothing."""
        return ""


@contextmanager
def report_file(path: str) -> Iterator[Callable[[str], object]]:
    """Give what writes to a file that takes its place once it is whole."""
    with replacing(path) as file:
        yield lambda text: file.write(text.encode("utf-8", "backslashreplace"))
