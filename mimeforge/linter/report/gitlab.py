"""The format for GitLab: a code quality report, one JSON array.

::

    [
    {"description": "…", "check_name": "ADR102", "fingerprint": "…", "severity": "critical",
     "location": {"path": "mail.eml", "lines": {"begin": 3, "end": 3}}}
    ]

An error is ``critical``, a warning ``minor``, a note ``info``; a file that could not be read is a ``blocker`` of the
check ``unreadable``. GitLab tells findings from each other, and those of one run from those of another, by nothing but
the fingerprint: it is made of the path and of `mimeforge.linter.report.fingerprint`. Paths have to be relative to the
repository, as they are where files were named so. The text is ASCII, and equal reports give equal text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mimeforge.codecs.visible import visible
from mimeforge.linter.finding import Severity
from mimeforge.linter.report import Report, Result
from mimeforge.linter.report.fingerprint import digest, fingerprints
from mimeforge.linter.report.json import safe_json
from mimeforge.linter.report.paths import posix_path
from mimeforge.linter.report.region import Regions
from mimeforge.linter.report.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["GitLab"]

_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


class GitLab:
    """Writes the array, an entry per line."""

    def __init__(self) -> None:
        self._opening = "[\n"

    def add(self, result: Result) -> str:
        """Write the entries of one file."""
        pieces = []
        for entry in _entries(result):
            pieces.append(f"{self._opening}{safe_json(entry)}")
            self._opening = ",\n"
        return "".join(pieces)

    def end(self) -> str:
        """Close the array."""
        return "[]\n" if self._opening == "[\n" else "\n]\n"


def _entries(result: Result) -> Iterator[dict[str, Any]]:
    path = posix_path(result.name)
    if not isinstance(result, Report):
        yield {
            "description": f"not read: {visible(result.error)}",
            "check_name": "unreadable",
            "fingerprint": digest(path, "unreadable"),
            "severity": "blocker",
            "location": _location(path, 1, 1),
        }
        return
    regions = Regions(result.source)
    for finding, fingerprint in zip(result, fingerprints(result), strict=True):
        yield {
            "description": sentence(finding),
            "check_name": finding.code,
            "fingerprint": digest(path, fingerprint),
            "severity": _SEVERITIES[finding.severity],
            "location": _location(path, finding.line, regions.of(finding).last_line),
        }


def _location(path: str, begin: int, end: int) -> dict[str, Any]:
    return {"path": visible(path), "lines": {"begin": begin, "end": end}}
