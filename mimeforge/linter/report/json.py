"""The format for programs. What is here stays; a change that breaks a reader raises the number of the format.

::

    {
      "format": 1,
      "tool": {"name": "mimeforge", "version": "…"},
      "files": [{
        "path": "mail.eml", "profile": "ses", "octets": 512, "error": null,
        "findings": [{
          "code": "…", "slug": "…", "severity": "error|warning|note", "message": "…",
          "line": 1, "column": 1, "span": [0, 0],
          "part": "", "header": null, "occurrence": null,
          "predicts": null, "evidence": "documented|probed|field-report|inferred", "source": "…",
          "fix": {"title": "…", "safe": true, "edits": [{"span": [0, 0], "base64": "…"}]}, "fixWithheld": null
        }]
      }],
      "summary": {"files": 1, "unreadable": 0, "errors": 0, "warnings": 0, "notes": 0}
    }

Files and findings are in the order of the reports. ``files`` of the summary counts those that were read; of one that
was not, ``error`` says why, and ``profile`` and ``octets`` are null. ``fix`` is null where there is none, and
``fixWithheld`` says why one is not offered; the octets of an edit are in base64, and ``edits`` is null where they would
show a secret, and where they are over 10,000 or of over 64 KiB. An octet of a path or name that is not UTF-8 is written
as the four characters ``\\xE9``. The text is ASCII, and equal reports give equal text.
"""

from __future__ import annotations

import json
from base64 import b64encode
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final

import mimeforge
from mimeforge._grammar import SURROGATE_RE
from mimeforge.codecs.visible import RUNNER_COMMAND_RE, visible
from mimeforge.linter.finding import Finding, Severity
from mimeforge.linter.report import Report, Result
from mimeforge.linter.report.replacements import replacements
from mimeforge.linter.report.summary import Summary

if TYPE_CHECKING:
    from mimeforge.linter.fix import Fix

__all__ = ["FORMAT", "Json", "file_of", "safe_json"]

FORMAT: Final = 1

_HEAD: Final = f'''{{
  "format": {FORMAT},
  "tool": {{
    "name": "mimeforge",
    "version": "{mimeforge.__version__}"
  }},
  "files": [
'''


class Json:
    """Writes the one JSON object, file by file, and a line feed after it."""

    def __init__(self) -> None:
        self._summary = Summary()
        self._opening = _HEAD

    def add(self, result: Result) -> str:
        """Write one file."""
        opening, self._opening = self._opening, ",\n"
        self._summary.count(result)
        return opening + indent(safe_json(file_of(result), indent=2), "    ")

    def end(self) -> str:
        """Close the list of files, and sum up."""
        counts = self._summary
        summary = {
            "files": counts.files,
            "unreadable": counts.unreadable,
            "errors": counts.severities[Severity.ERROR],
            "warnings": counts.severities[Severity.WARNING],
            "notes": counts.severities[Severity.NOTE],
        }
        closing = f"{_HEAD.rstrip()}],\n" if self._opening == _HEAD else "\n  ],\n"
        return f'{closing}  "summary": {indent(safe_json(summary, indent=2), "  ").lstrip()}\n}}\n'


def safe_json(value: object, *, indent: int | None = None) -> str:
    """Write a value as JSON in ASCII that no CI runner obeys."""
    # The "#" of a runner's command, and DEL, which JSON lets pass: an escape is another spelling of the same text.
    return RUNNER_COMMAND_RE.sub(r"\\u0023", json.dumps(value, indent=indent)).replace("\x7f", r"\u007f")


def file_of(result: Result) -> dict[str, Any]:
    """Give one entry of ``files``."""
    path = _text(result.name)
    if not isinstance(result, Report):
        return {"path": path, "profile": None, "octets": None, "error": _text(result.error), "findings": []}
    findings = [_finding(finding, result) for finding in result]
    return {"path": path, "profile": result.profile, "octets": len(result.source), "error": None, "findings": findings}


def _finding(finding: Finding, report: Report) -> dict[str, Any]:
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity.value,
        "message": _text(finding.message),
        "line": finding.line,
        "column": finding.column,
        "span": [finding.span.start, finding.span.end],
        "part": finding.part,
        "header": _text(finding.header),
        "occurrence": finding.occurrence,
        "predicts": _text(finding.predicts),
        "evidence": finding.evidence.value,
        "source": finding.source,
        "fix": _fix(finding.fix, report) if finding.fix else None,
        "fixWithheld": _text(finding.fix_withheld),
    }


def _fix(fix: Fix, report: Report) -> dict[str, Any]:
    told = replacements(fix, report)
    edits = told and [{"span": [*span], "base64": b64encode(octets).decode("ascii")} for span, octets in told]
    return {"title": _text(fix.title), "safe": fix.safe, "edits": edits}


def _text(text: str | None) -> str | None:
    # JSON can spell a lone surrogate, but many readers refuse the whole text then.
    return None if text is None else SURROGATE_RE.sub(lambda surrogate: visible(surrogate[0]), text)
