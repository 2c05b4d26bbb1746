"""The format for programs that read line by line: a JSON object per finding, each whole in itself.

::

    {"format": 1, "path": "mail.eml", "profile": "ses", "error": null, "code": "…", "slug": "…", …}
    {"format": 1, "path": "gone.eml", "profile": null, "error": "No such file or directory"}

A finding has the keys that it has in `mimeforge.linter.report.json`, in the same order. A file that could not be read
is a line as well, and its ``error`` says why; a message in which nothing was found has no line. Lines are in the order
of the reports and end in a line feed. The text is ASCII, and equal reports give equal text. What is here stays; a
change that breaks a reader raises the number of the format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.linter.report.json import file_of, safe_json

if TYPE_CHECKING:
    from mimeforge.linter.report import Result

__all__ = ["FORMAT", "JsonLines"]

FORMAT: Final = 1


class JsonLines:
    """Writes the lines of each result; there is nothing that belongs to all of them."""

    def add(self, result: Result) -> str:
        """Write the lines of one file."""
        file = file_of(result)
        head = {"format": FORMAT, "path": file["path"], "profile": file["profile"], "error": file["error"]}
        lines = [head | finding for finding in file["findings"]] or [head] * (file["error"] is not None)
        return "".join(f"{safe_json(line)}\n" for line in lines)

    def end(self) -> str:
        """Write nothing."""
        return ""
