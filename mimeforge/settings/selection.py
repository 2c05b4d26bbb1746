"""Which findings count, and for how much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from mimeforge.linter.finding import order
from mimeforge.preflight import RULES
from mimeforge.settings.errors import SettingsError, within
from mimeforge.settings.globs import is_matched
from mimeforge.settings.labels import ALL, covers, read_label, specificity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mimeforge.linter import Finding, Report, Severity

__all__ = ["Selection"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What turns the report of all findings into the report that counts.

    Labels are as `mimeforge.settings.labels.read_label` returns them: "ALL", the beginning of a code, or a code. The
    more of a code a label holds, the more it weighs; where ``select`` and ``ignore`` weigh the same, a rule is ignored.
    ``severities`` holds labels and what findings of their rules become, ``off`` the labels that become nothing.

    What selects a rule does not weigh against the rest: ``never``, and ``per_file_ignores``, which holds globs, read
    from ``folder``, and what is ignored in the files that they name.
    """

    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    off: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    folder: Path = Path()

    def counts(self, code: str, path: Path | None = None) -> bool:
        """Tell whether findings of the rule of this code count; in the file at ``path``, where there is one."""
        return self._is_on(code, self._ignored_in(path))

    def applied(self, report: Report, path: Path | None = None) -> Report:
        """Return the findings of ``report``, about the file at ``path``, that count, as severe as they count here."""
        ignored = self._ignored_in(path)
        severities = {
            code: self._severity(code) for code in {finding.code for finding in report} if self._is_on(code, ignored)
        }
        findings = [_with(finding, severities[finding.code]) for finding in report if finding.code in severities]
        return replace(report, findings=tuple(sorted(findings, key=order)))

    def overridden(self, select: Iterable[str] | None, ignore: Iterable[str] | None) -> Selection:
        """Return this selection with labels (slugs too) from a command line, which weigh more than those of a file.

        ``select`` takes the place of ``select``, ``ignore`` and ``off``, and weighs against the ``ignore`` beside it;
        ``ignore`` alone is added. Raises `SettingsError` for a label that no rule has, and where no rule is left.
        """
        ignored = _read(ignore or (), "--ignore")
        if select is None:
            return replace(self, never=(*self.never, *ignored)).checked()
        return replace(self, select=_read(select, "--select"), ignore=ignored, off=()).checked()

    def checked(self) -> Selection:
        """Return this selection. Raises `SettingsError` where it leaves no rule, so that nothing is ever found."""
        if not any(self.counts(rule.code) for rule in RULES):
            raise SettingsError("what is selected, ignored and off leaves no rule")
        return self

    def _is_on(self, code: str, ignored: Iterable[str]) -> bool:
        is_selected = specificity(self.select, code) > specificity(self.ignore, code)
        is_off = specificity(self.off, code) > specificity((label for label, _ in self.severities), code)
        return is_selected and not is_off and specificity(ignored, code) < 0

    def _severity(self, code: str) -> Severity | None:
        closest = max(self.severities, key=lambda row: specificity(row[:1], code), default=None)
        return closest[1] if closest and covers(closest[0], code) else None

    def _ignored_in(self, path: Path | None) -> tuple[str, ...]:
        if path is None:
            return self.never
        here = (labels for glob, labels in self.per_file_ignores if is_matched((glob,), path, self.folder))
        return (*self.never, *chain.from_iterable(here))


def _read(labels: Iterable[str], option: str) -> tuple[str, ...]:
    with within(option):
        return tuple(map(read_label, labels))


def _with(finding: Finding, severity: Severity | None) -> Finding:
    return finding if severity in {None, finding.severity} else replace(finding, severity=severity)
