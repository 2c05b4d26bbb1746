"""The format to look at: one page that stands by itself, with all messages of a run.

It asks for nothing outside of itself and holds no script. Nothing of a message gets into it but through
`templates.render`, which stars secrets, makes visible what hides, and escapes; HTML is shown in a frame that can do
nothing (`preview`). What is shown of a message is bounded, and so is what is kept of it: its line in the overview.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import mimeforge
from mimeforge.linter.report import Report, Result
from mimeforge.linter.report.html.message import Counts, message_of
from mimeforge.linter.report.html.stars import Stars
from mimeforge.linter.report.html.templates import render

if TYPE_CHECKING:
    from mimeforge.linter.report.writer import Reference

__all__ = ["Html"]

# Characters of a page that browsers still open with ease: of messages beyond, only findings are shown.
_PAGE_WITH_VIEWS_MAX: Final = 50_000_000
# Frames that browsers load while somebody waits: they load all of them, those that are folded away too.
_PREVIEWS_MAX: Final = 100
# Characters of a subject that the overview shows.
_SUBJECT_SHOWN: Final = 80


class Entry(NamedTuple):
    """A message in the overview; ``error`` says why it could not be read."""

    number: int
    name: str
    subject: str
    counts: Counts
    error: str | None


class Html:
    """Writes the page: messages as they come, and then the overview, which the page shows first."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._entries: list[Entry] = []
        self._rules: Counter[tuple[str, str]] = Counter()
        self._written = self._previews = 0

    def add(self, result: Result) -> str:
        """Write one message."""
        number = len(self._entries) + 1
        opening = "" if self._entries else _head()
        if isinstance(result, Report):
            message = message_of(
                number,
                result,
                self._reference,
                with_views=self._written < _PAGE_WITH_VIEWS_MAX,
                with_preview=self._previews < _PREVIEWS_MAX,
            )
            subject = message.stars.text(message.facts["Subject"])[:_SUBJECT_SHOWN]
            self._entries.append(Entry(number, result.name, subject, message.counts, None))
            self._rules.update((finding.code, finding.slug) for finding in result)
            self._previews += message.views is not None and message.views.preview is not None
            text = render("message.html", message.stars, message=message)
        else:
            self._entries.append(Entry(number, result.name, "", (), result.error))
            text = render("unreadable.html", Stars(), number=number, result=result)
        self._written += len(text)
        return opening + text

    def end(self) -> str:
        """Write the overview, the worst first."""
        opening = "" if self._entries else _head()
        entries = sorted(self._entries, key=_worst_first)
        rules = sorted(self._rules.items(), key=lambda rule: (-rule[1], rule[0]))
        return opening + render("foot.html", Stars(), entries=entries, rules=rules, version=mimeforge.__version__)


def _head() -> str:
    return render("head.html", Stars())


def _worst_first(entry: Entry) -> tuple[bool, list[int]]:
    return entry.error is None, [-count for _, count in entry.counts]
