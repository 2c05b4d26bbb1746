"""Findings and reports made by hand, the texts that formats write of them, and readers that know no format's code."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jsonschema import Draft4Validator
from junitparser import Error, Failure, JUnitXml
from lxml import etree

from mimeforge.linter import Evidence, Finding, Report, Severity
from mimeforge.linter.report import writer
from mimeforge.linter.report.formats import FORMATS
from mimeforge.linter.report.writer import Reference
from mimeforge.preflight import RULES, message_limit
from mimeforge.tree import Source, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge.linter.report import Result

__all__ = [
    "REFERENCE",
    "Command",
    "Record",
    "found",
    "missing",
    "read",
    "reported",
    "runner_commands",
    "sarif",
    "write",
]

REFERENCE = Reference({rule.code: rule for rule in RULES}, message_limit)


def found(octets: bytes, start: int, end: int, message: str = "m", **more: Any) -> Finding:
    """Make a finding about a stretch of octets."""
    line, column = Source(octets).position(start)
    given: dict[str, Any] = {"code": "ABC101", "slug": "a-slug", "severity": Severity.ERROR}
    given |= {"evidence": Evidence.PROBED, "source": "s"}
    return Finding(message=message, span=Span(start, end), line=line, column=column, **given | more)


def missing(message: str = "m", **more: Any) -> Finding:
    """Make a finding about something that is not there."""
    return found(b"", 0, 0, message, **more)


def reported(octets: bytes, *findings: Finding, name: str = "a.eml") -> Report:
    """Make a report."""
    return Report(findings=findings, source=octets, name=name, profile="ses")


def write(name: str, *results: Result) -> str:
    """Write results in the format of a name."""
    return "".join(writer.written(FORMATS[name](REFERENCE), results))


class Record(NamedTuple):
    """What a reader learns of one finding, or of one file that could not be read."""

    path: str
    text: str
    is_readable: bool = True


def read(name: str, text: str) -> list[Record]:
    """Read a report in the format of a name."""
    return _READERS[name](text)


class Command(NamedTuple):
    """A workflow command."""

    name: str
    properties: dict[str, str]
    data: str


def runner_commands(text: str) -> list[Command]:
    """Find commands in the output of a step as a runner of GitHub does."""
    return [command for line in re.split(r"\r\n|\r|\n", text) if (command := _runner_command(line)) is not None]


def _runner_command(line: str) -> Command | None:
    old = re.search(r"##\[([^\]]*)\]", line)
    if old:
        return Command(old[1], {}, line)
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, listed = line[2:end].partition(" ")
    pairs = [pair.partition("=") for pair in listed.split(",") if pair]
    escapes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    properties = {key.strip(): _unescaped(value, escapes) for key, _, value in pairs}
    del escapes["%3A"], escapes["%2C"]
    return Command(name, properties, _unescaped(line[end + 2 :], escapes))


def _unescaped(text: str, escapes: dict[str, str]) -> str:
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text


def sarif(text: str) -> dict[str, Any]:
    """Read SARIF that the published schema takes; return the one run."""
    log = json.loads(text)
    _sarif_schema().validate(log)
    [run] = log["runs"]
    assert isinstance(run, dict)
    return run


@cache
def _sarif_schema() -> Draft4Validator:
    schema = json.loads((Path(__file__).parent / "vectors/sarif/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema)


def _of_text(text: str) -> list[Record]:
    *blocks, _ = text.split("\n\n") if "\n\n" in text else [text]
    matches = [re.match(r"(.*?):\d+:\d+ [A-Z]{3}\d{3} [a-z-]+ (?:error|warning|note) (.*)", block) for block in blocks]
    return [Record(match[1], match[2]) for match in matches if match]


def _of_json(text: str) -> list[Record]:
    return [
        Record(file["path"], each["message"] if file["error"] is None else file["error"], file["error"] is None)
        for file in json.loads(text)["files"]
        for each in (file["findings"] if file["error"] is None else [file])
    ]


def _of_jsonl(text: str) -> list[Record]:
    *lines, last = text.split("\n")
    assert last == ""
    objects = map(json.loads, lines)
    return [
        Record(each["path"], each["message"])
        if each["error"] is None
        else Record(each["path"], each["error"], is_readable=False)
        for each in objects
    ]


def _of_sarif(text: str) -> list[Record]:
    run = sarif(text)
    notes = [note for invocation in run["invocations"] for note in invocation["toolExecutionNotifications"]]
    return [
        Record(
            entry["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], entry["message"]["text"], is_result
        )
        for entries, is_result in ((run["results"], True), (notes, False))
        for entry in entries
    ]


def _of_github(text: str) -> list[Record]:
    commands = runner_commands(text)
    assert text.count("\n") == len(commands) + 1
    titles = [command.properties["title"] != "unreadable" for command in commands]
    return [Record(c.properties["file"], c.data, title) for c, title in zip(commands, titles, strict=True)]


def _of_gitlab(text: str) -> list[Record]:
    entries = json.loads(text)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    return [
        Record(entry["location"]["path"], entry["description"], entry["check_name"] != "unreadable")
        for entry in entries
    ]


def _of_junit(text: str) -> list[Record]:
    etree.fromstring(text.encode("ascii"))  # libxml2, not recovering from anything
    return [
        Record(case.classname, _outcome(case), not any(isinstance(result, Error) for result in case.result))
        for suite in JUnitXml.fromstring(text.encode("ascii"))
        for case in suite
        if case.name != "no findings"
    ]


def _outcome(case: Any) -> str:
    [outcome] = case.result or [None]
    assert outcome is None or isinstance(outcome, (Error, Failure))
    return str(outcome.message) if outcome else str(case.system_out)


_READERS: dict[str, Callable[[str], list[Record]]] = {
    "text": _of_text,
    "json": _of_json,
    "jsonl": _of_jsonl,
    "sarif": _of_sarif,
    "github": _of_github,
    "gitlab": _of_gitlab,
    "junit": _of_junit,
}
