"""The outcome of a look at one message, and the formats that outcomes can be written in: one module each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from mimeforge.errors import PreflightError
from mimeforge.linter.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.tree import Span

__all__ = ["Report", "Result", "Unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The findings about one message, in the order of their places; at one place the worst first.

    ``name`` is what the message is called in print, a file name or ``<message>``; ``profile`` the name of the profile
    it was judged under; ``source`` its octets. ``secrets`` says where in them something stands that formats show the
    beginning of alone; it stays when the findings about that do not count. ``members`` holds the members of a request
    that findings are about: the path of each, and its value as it is shown. A report has a length and can be looped
    over, but has no truth value.
    """

    findings: tuple[Finding, ...]
    source: bytes = field(repr=False)
    name: str = "<message>"
    profile: str
    secrets: tuple[Span, ...] = field(default=(), repr=False)
    members: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        masked = (finding.span for finding in self.findings if finding.masked and finding.member is None)
        object.__setattr__(self, "secrets", tuple(dict.fromkeys((*self.secrets, *masked))))

    @property
    def ok(self) -> bool:
        """Whether there is no finding of severity ``error``."""
        return not self.errors

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings of severity ``error``."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings of severity ``warning``."""
        return self._of(Severity.WARNING)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """The findings of severity ``note``."""
        return self._of(Severity.NOTE)

    def raise_for_errors(self) -> None:
        """Raise `mimeforge.PreflightError`, with this report, where there is a finding of severity ``error``."""
        if not self.ok:
            raise PreflightError(self)

    def _of(self, severity: Severity) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity is severity)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __repr__(self) -> str:
        counts = f"{len(self.errors)} errors, {len(self.warnings)} warnings, {len(self.notes)} notes"
        return f"<Report {self.name!r:.60} under {self.profile}: {counts}>"

    def __bool__(self) -> NoReturn:
        raise TypeError("a Report has no truth value: ask .ok (no error), or len() for whether anything was found")

    def __str__(self) -> str:
        from mimeforge.linter.report import text

        writer = text.Text()
        return (writer.add(self) + writer.end()).rstrip("\n")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read, and why: it stands in a list of results where its report would."""

    name: str
    error: str


Result = Report | Unreadable
