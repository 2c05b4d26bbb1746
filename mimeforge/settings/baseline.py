"""A baseline: a file of the findings that are known, so that only new ones are reported.

::

    {
      "format": 1,
      "findings": [
        {"path": "mails/may.eml", "code": "…", "slug": "…", "fingerprint": "…", "count": 1}
      ]
    }

A line per finding, sorted, in ASCII. ``path`` is relative to the folder of the baseline, with forward slashes; "%" and
octets that are not UTF-8 are percent-encoded. ``fingerprint`` is that of `mimeforge.linter.report.fingerprint`, and
``count`` says how often the finding is there: the messages of a mailbox share a path.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self
from urllib.parse import quote, unquote

from mimeforge.codecs.visible import visible
from mimeforge.linter.report.fingerprint import fingerprints
from mimeforge.linter.report.json import safe_json
from mimeforge.settings.errors import SettingsError, within
from mimeforge.settings.paths import relative, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mimeforge.linter import Report
    from mimeforge.settings.settings import Settings

__all__ = ["FORMAT", "Baseline", "Record", "Stale"]

FORMAT: Final = 1

# PEP 383: octets that are not UTF-8, and what they are written with.
_ENCODED_RE: Final = re.compile("[%\udc80-\udcff]")


class _Known(NamedTuple):
    """What a finding is known by."""

    path: str
    code: str
    slug: str
    fingerprint: str


class Stale(NamedTuple):
    """Findings of one rule that are recorded, and not found in the file any more; or the file is gone."""

    path: str
    code: str
    slug: str
    times: int
    is_gone: bool

    def __str__(self) -> str:
        findings = "1 recorded finding" if self.times == 1 else f"{self.times} recorded findings"
        rule = f"{visible(self.path)}: {visible(self.code)} {visible(self.slug)}"
        return f"{rule}: {findings} not found any more{'; the file is gone' * self.is_gone}"


class Record:
    """Records findings for a baseline that will stand in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: Counter[_Known] = Counter()

    def add(self, report: Report, path: Path) -> None:
        """Record the findings of ``report``, about the file at ``path``, or about a message in it."""
        self._found.update(_known(report, _name(path, self._folder)))

    def text(self) -> str:
        """Return the baseline as it is written to a file."""
        entries = ({**known._asdict(), "count": self._found[known]} for known in sorted(self._found))
        lines = ",".join(f"\n    {safe_json(entry)}" for entry in entries)
        closing = "\n  ]" if lines else "]"
        return f'{{\n  "format": {FORMAT},\n  "findings": [{lines}{closing}\n}}\n'


class Baseline:
    """Hides each recorded finding as often as it is recorded, and knows which of them were not met."""

    def __init__(self, folder: Path, known: Counter[_Known]) -> None:
        self._folder = folder
        self._left: dict[str, Counter[_Known]] = {}
        for one, count in known.items():
            self._left.setdefault(one.path, Counter())[one] = count
        self._looked_at: dict[str, Settings] = {}

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a baseline. Raises `SettingsError` where there is none, or something else."""
        with within(shown_path(path)):
            try:
                octets = path.read_bytes()
            except OSError as error:
                raise SettingsError(visible(error.strerror or str(error))) from None
            return cls(path.parent, _read(octets))

    def applied(self, report: Report, path: Path, settings: Settings) -> Report:
        """Return ``report``, about the file at ``path`` or a message in it, without what is recorded.

        ``settings`` are those that made it the report that counts: what they do not look for is not missed.
        """
        name = _name(path, self._folder)
        self._looked_at[name] = settings
        left = self._left.get(name)
        if left is None:
            return report
        new = []
        for finding, known in zip(report, _known(report, name), strict=True):
            if left[known] > 0:
                left[known] -= 1
            else:
                new.append(finding)
        return replace(report, findings=tuple(new))

    def stale(self) -> tuple[Stale, ...]:
        """Return what is recorded and was not found, of the files that were looked at and of those that are gone."""
        return tuple(stale for name in sorted(self._left) for stale in self._stale_in(name))

    def _stale_in(self, name: str) -> Iterator[Stale]:
        path = self._folder / unquote(name, errors="surrogateescape")
        settings = self._looked_at.get(name)
        is_gone = settings is None and not os.path.lexists(path)
        counts: Counter[tuple[str, str]] = Counter()
        for known, count in self._left[name].items():
            if is_gone or (settings is not None and settings.looks_for(known.code, path)):
                counts[known.code, known.slug] += count
        for (code, slug), count in sorted(counts.items()):
            if count:
                yield Stale(unquote(name, errors="surrogateescape"), code, slug, count, is_gone)


def _known(report: Report, name: str) -> Iterator[_Known]:
    for finding, fingerprint in zip(report, fingerprints(report), strict=True):
        yield _Known(name, finding.code, finding.slug, fingerprint)


def _name(path: Path, folder: Path) -> str:
    """Return what a file is called in a baseline that stands in ``folder``."""
    named = relative(path, folder) or path.absolute()
    return _ENCODED_RE.sub(lambda match: quote(match[0], safe="", errors="surrogateescape"), named.as_posix())


def _read(octets: bytes) -> Counter[_Known]:
    try:
        whole = json.loads(octets.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"not JSON: {visible(str(error))}") from None
    if not isinstance(whole, dict) or not isinstance(whole.get("findings"), list):
        raise SettingsError("not a baseline: it has no list of findings")
    if whole.get("format") != FORMAT:
        raise SettingsError(f"not a baseline of format {FORMAT}, which is the one known here: write it anew")
    known: Counter[_Known] = Counter()
    for number, entry in enumerate(whole["findings"], start=1):
        with within(f"finding {number}"):
            known[_entry(entry)] += entry["count"]
    return known


def _entry(entry: Any) -> _Known:
    if not isinstance(entry, dict) or entry.keys() != {*_Known._fields, "count"}:
        raise SettingsError(f"an object of {', '.join(_Known._fields)} and count is wanted here")
    count = entry["count"]
    if type(count) is not int or count < 1:
        raise SettingsError("count is a number from 1")
    for name in _Known._fields:
        if not isinstance(entry[name], str):
            raise SettingsError(f"{name} is a text")
    return _Known(*(entry[name] for name in _Known._fields))
