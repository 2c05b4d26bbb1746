"""The format for GitHub's runners: workflow commands that become annotations, one line per finding.

::

    ::error file=mail.eml,line=3,endLine=3,col=7,endColumn=9,title=ADR102 addr-no-domain::…

A note is a ``notice``. Columns count characters, and are left out of a finding that goes over several lines, for which
the runner takes none. A file that could not be read is an error as well. The last line sums up, and is no command.

Of each level GitHub shows ten annotations per step, the first ones; the log has all of them. Findings stay in the order
of the reports: the levels do not take room from each other, so that putting the worst first would change nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import visible
from mimeforge.linter.finding import Severity
from mimeforge.linter.report import Report, Result
from mimeforge.linter.report.paths import posix_path
from mimeforge.linter.report.region import Region, Regions
from mimeforge.linter.report.summary import Summary
from mimeforge.linter.report.text import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GitHub"]

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

# How the runner spells what ends a command or a property. Controls never get here: they are signs by then.
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


class GitHub:
    """Writes a command per finding, and a last line."""

    def __init__(self) -> None:
        self._summary = Summary()

    def add(self, result: Result) -> str:
        """Write the commands of one message."""
        self._summary.count(result)
        file = visible(posix_path(result.name))
        if not isinstance(result, Report):
            return _command("error", {"file": file, "title": "unreadable"}, f"not read: {visible(result.error)}")
        regions = Regions(result.source)
        return "".join(
            _command(
                _COMMANDS[finding.severity],
                {"file": file, **_place(regions.of(finding)), "title": f"{finding.code} {finding.slug}"},
                sentence(finding),
            )
            for finding in result
        )

    def end(self) -> str:
        """Sum up."""
        return f"{self._summary}\n"


def _command(name: str, properties: Mapping[str, str | int], data: str) -> str:
    listed = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {listed}::{data.translate(_DATA)}\n"


def _place(region: Region) -> dict[str, int]:
    lines = {"line": region.line, "endLine": region.last_line}
    if region.end_line > region.line:
        return lines
    return lines | {"col": region.column, "endColumn": region.end_column}
