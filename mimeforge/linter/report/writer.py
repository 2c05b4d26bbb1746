"""What every format of reports is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mimeforge.linter.report import Result
    from mimeforge.linter.rule import Rule

__all__ = ["Reference", "Writer", "written"]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a format may say beside the results: about the rules, by code, and about profiles, by name.

    ``message_limit`` gives the octets that a message may have under a profile; None where there is no limit.
    """

    rules: Mapping[str, Rule]
    message_limit: Callable[[str], int | None]


class Writer(Protocol):
    """Writes results in one format, as they come. Equal results in equal order give equal text.

    Nothing from a message or a file name may reach a reader unseen, or be obeyed by one (`mimeforge.codecs.visible`).
    """

    def add(self, result: Result) -> str:
        """Return the text that can be written once this result is known."""
        ...

    def end(self) -> str:
        """Return the rest of the text; nothing is added after it."""
        ...


def written(writer: Writer, results: Iterable[Result]) -> Iterator[str]:
    """Yield the whole text of ``results``, in pieces."""
    for result in results:
        yield writer.add(result)
    yield writer.end()
