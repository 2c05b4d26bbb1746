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
          "predicts": null, "evidence": "documented|probed|field-report|inferred", "source": "…", "fix": null
        }]
      }],
      "summary": {"files": 1, "unreadable": 0, "errors": 0, "warnings": 0, "notes": 0}
    }

Files and findings are in the order of the reports. ``files`` of the summary counts those that were read; of one that
was not, ``error`` says why, and ``profile`` and ``octets`` are null. An octet of a path or name that is not UTF-8 is
written as the four characters ``\\xE9``. The text is ASCII, and equal reports give equal text.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import mimeforge
from mimeforge._grammar import SURROGATE_RE
from mimeforge.codecs.visible import RUNNER_COMMAND_RE, visible
from mimeforge.linter.finding import Finding, Severity
from mimeforge.linter.report import Report, Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["write"]

FORMAT: Final = 1


def write(results: Iterable[Result]) -> Iterator[str]:
    """Yield the one JSON object, in pieces, and a line feed after it."""
    counts: Counter[Severity] = Counter()
    files = []
    unreadable = 0
    for result in results:
        files.append(_file(result))
        if isinstance(result, Report):
            counts.update(finding.severity for finding in result)
        else:
            unreadable += 1
    whole = {
        "format": FORMAT,
        "tool": {"name": "mimeforge", "version": mimeforge.__version__},
        "files": files,
        "summary": {
            "files": len(files) - unreadable,
            "unreadable": unreadable,
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "notes": counts[Severity.NOTE],
        },
    }
    # The "#" of a runner's command, and DEL, which JSON lets pass: an escape is another spelling of the same text.
    yield RUNNER_COMMAND_RE.sub(r"\\u0023", json.dumps(whole, indent=2)).replace("\x7f", r"\u007f")
    yield "\n"


def _file(result: Result) -> dict[str, Any]:
    path = _text(result.name)
    if not isinstance(result, Report):
        return {"path": path, "profile": None, "octets": None, "error": _text(result.error), "findings": []}
    findings = [_finding(finding) for finding in result]
    return {"path": path, "profile": result.profile, "octets": len(result.source), "error": None, "findings": findings}


def _finding(finding: Finding) -> dict[str, Any]:
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
        "fix": None,
    }


def _text(text: str | None) -> str | None:
    # JSON can spell a lone surrogate, but many readers refuse the whole text then.
    return None if text is None else SURROGATE_RE.sub(lambda surrogate: visible(surrogate[0]), text)
