"""SARIF 2.1.0, the format for code scanning (OASIS, Static Analysis Results Interchange Format).

One run. Results are in the order of the reports, rules in the order in which they are first needed; they stand behind
the results, which are written as they come. Files are relative to ``%SRCROOT%``, the folder that mimeforge was run in;
a file that was named by an absolute path has that. A region has lines, columns in characters, and octets.

Messages are plain text in which brackets would be links and ``{0}`` a placeholder (§3.11): both are escaped. There are
no snippets: a viewer has the file, and a copy of its lines would carry what is secret near them.

``fixes`` are replacements of octets by octets. A viewer makes them at a click and SARIF has no word for one that
changes what a message says, so that only safe ones are there, without secrets and of up to 10,000
edits and 64 KiB; ``properties.fix`` names every one. ``partialFingerprints`` are those of
`mimeforge.linter.report.fingerprint`. The digest that GitHub looks for, ``primaryLocationLineHash``, is left to the
program that uploads: it makes it from the file, and warns of any other.

A file that could not be read is a notification of the invocation, which was not successful then. GitHub takes 25,000
results in a run and shows 5,000, the worst first: none is left out here, but a notification says when there are more.
The text is ASCII, and equal reports give equal text.
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any, Final

import mimeforge
from mimeforge.codecs.visible import visible
from mimeforge.linter.finding import Severity
from mimeforge.linter.report import Report, Result
from mimeforge.linter.report.fingerprint import fingerprints
from mimeforge.linter.report.json import safe_json
from mimeforge.linter.report.paths import uri
from mimeforge.linter.report.region import Region, Regions
from mimeforge.linter.report.replacements import Replacement, replacements
from mimeforge.linter.report.sarif_text import page, plain
from mimeforge.linter.report.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge.linter.finding import Finding
    from mimeforge.linter.fix import Fix
    from mimeforge.linter.rule import Rule
    from mimeforge.tree import Span

__all__ = ["FINGERPRINT", "Sarif"]

# The name of the fingerprint; its number is raised when another way to make it gives other ones.
FINGERPRINT: Final = "mimeforge/v1"

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}

# docs.github.com, "SARIF results exceed one or more limits": an upload with more is refused as a whole.
_GITHUB_RESULTS_MAX: Final = 25_000

_ROOT: Final = "%SRCROOT%"
_ROOTS: Final = {_ROOT: {"description": {"text": "The folder that mimeforge was run in."}}}

_HEAD: Final = """{
"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
"version": "2.1.0",
"runs": [{
"results": [
"""


class Sarif:
    """Writes the one run, a result per line. ``rules`` are those that findings may come from, by code."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._indexes: dict[str, int] = {}
        self._descriptors: list[dict[str, Any]] = []
        self._unreadable: list[dict[str, Any]] = []
        self._results = 0

    def add(self, result: Result) -> str:
        """Write the results of one message."""
        if not isinstance(result, Report):
            text = f"{result.name}: not read: {result.error}"
            self._unreadable.append(_notification("error", text) | _location(result.name))
            return ""
        lines = [safe_json(entry) for entry in self._entries(result)]
        opening = (",\n" if self._results else _HEAD) if lines else ""
        self._results += len(lines)
        return opening + ",\n".join(lines)

    def end(self) -> str:
        """Close the results, and say what they came from."""
        text = f"GitHub refuses a run of over {_GITHUB_RESULTS_MAX} results; these are {self._results}"
        notifications = self._unreadable + [_notification("warning", text)] * (self._results > _GITHUB_RESULTS_MAX)
        rest: dict[str, Any] = {
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": _ROOTS,
            "invocations": [{"executionSuccessful": not self._unreadable, "toolExecutionNotifications": notifications}],
            "tool": {
                "driver": {"name": "mimeforge", "version": mimeforge.__version__, "rules": self._descriptors},
            },
        }
        closing = "\n" if self._results else _HEAD
        members = ",\n".join(f'"{name}": {safe_json(value)}' for name, value in rest.items())
        return f"{closing}],\n{members}\n}}]\n}}\n"

    def _entries(self, report: Report) -> Iterator[dict[str, Any]]:
        artifact, regions = _artifact(report.name), Regions(report.source)
        for finding, fingerprint in zip(report, fingerprints(report), strict=True):
            physical = {"artifactLocation": artifact, "region": _region(regions.of(finding), finding.span)}
            yield {
                "ruleId": finding.code,
                "ruleIndex": self._index(finding),
                "level": _LEVELS[finding.severity],
                "message": {"text": plain(sentence(finding))},
                "locations": [{"physicalLocation": physical, "logicalLocations": _logical_locations(finding)}],
                "partialFingerprints": {FINGERPRINT: fingerprint},
                "fixes": list(_fixes(finding.fix, report, artifact)),
                "properties": _properties(finding, report.profile),
            }

    def _index(self, finding: Finding) -> int:
        """Return where the rule of a finding stands among the rules; it gets a place there when it is first needed."""
        if finding.code not in self._indexes:
            self._indexes[finding.code] = len(self._descriptors)
            self._descriptors.append(_descriptor(finding, self._rules.get(finding.code)))
        return self._indexes[finding.code]


def _descriptor(finding: Finding, rule: Rule | None) -> dict[str, Any]:
    """Describe a rule (§3.49). Of one that nobody listed, no more is known than what its finding says."""
    label = {"id": finding.code, "name": "".join(map(str.capitalize, finding.slug.split("-")))}
    if rule is None:
        said = {"text": plain(finding.slug)}
        return label | {"shortDescription": said, "fullDescription": said, "help": said}
    text = page(rule)
    return {
        **label,
        "shortDescription": {"text": text.title},
        "fullDescription": {"text": text.prose},
        "help": {"text": text.text, "markdown": text.markdown},
        "defaultConfiguration": {"level": _LEVELS[rule.severity or rule.rfc or finding.severity]},
        "properties": {
            "slug": rule.slug,
            "evidence": rule.evidence.value,
            "source": visible(rule.source),
            "tags": ["email", rule.code[:3], *filter(None, [rule.overlay])],
        },
    }


def _artifact(name: str) -> dict[str, str]:
    place = uri(name)
    return {"uri": place} if place.startswith("file:") else {"uri": place, "uriBaseId": _ROOT}


def _region(region: Region, span: Span) -> dict[str, int]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
        "byteOffset": span.start,
        "byteLength": span.end - span.start,
    }


def _logical_locations(finding: Finding) -> list[dict[str, str]]:
    """Name the field, or else the part; the message itself needs no name."""
    if finding.header is not None:
        name = visible(finding.header)
        part = f"{finding.part}/" if finding.part else ""
        return [{"name": name, "fullyQualifiedName": f"{part}{name}[{finding.occurrence}]", "kind": "field"}]
    if finding.part:
        return [{"name": finding.part, "fullyQualifiedName": finding.part, "kind": "part"}]
    return []


def _fixes(fix: Fix | None, report: Report, artifact: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    told = replacements(fix, report) if fix and fix.safe else None
    if fix and told is not None:
        change = {"artifactLocation": artifact, "replacements": list(map(_replacement, told))}
        yield {"description": {"text": plain(fix.title)}, "artifactChanges": [change]}


def _replacement(replacement: Replacement) -> dict[str, Any]:
    start, end = replacement.span
    return {
        "deletedRegion": {"byteOffset": start, "byteLength": end - start},
        "insertedContent": {"binary": b64encode(replacement.octets).decode("ascii")},
    }


def _properties(finding: Finding, profile: str) -> dict[str, Any]:
    fix = {"title": visible(finding.fix.title), "safe": finding.fix.safe} if finding.fix else None
    withheld = None if finding.fix_withheld is None else visible(finding.fix_withheld)
    known = {"profile": profile, "evidence": finding.evidence.value, "fix": fix, "fixWithheld": withheld}
    return {name: value for name, value in known.items() if value is not None}


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": plain(text)}}


def _location(name: str) -> dict[str, Any]:
    return {"locations": [{"physicalLocation": {"artifactLocation": _artifact(name)}}]}
