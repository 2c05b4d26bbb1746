"""What has to hold whatever the octets are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from lxml import etree

import mimeforge
from fuzz.origins import origins
from mimeforge.edit import meaning
from mimeforge.linter.report.formats import FORMATS
from mimeforge.linter.report.writer import Reference, written
from mimeforge.preflight import PROFILES, RULES, message_limit

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge import Finding, Part, Report

__all__ = ["check_fixes", "check_formats", "check_printable", "check_report", "check_tree", "profile_of", "survive"]

# Mending a message takes several looks at it: one of so many is mended as well, where it does not have too many parts.
_MENDED_ONE_OF: Final = 5
_MENDED_PARTS_MAX: Final = 1_000
# All formats together take longer than the look at the message: one of so many is written in each of them.
_WRITTEN_ONE_OF: Final = 50

_REFERENCE: Final = Reference({rule.code: rule for rule in RULES}, message_limit)

# How many findings a reader of a format finds.
_COUNTS: Final[dict[str, Callable[[str], int]]] = {
    "json": lambda text: len(json.loads(text)["files"][0]["findings"]),
    "jsonl": lambda text: len([json.loads(line) for line in text.splitlines()]),
    "sarif": lambda text: len(json.loads(text)["runs"][0]["results"]),
    "github": lambda text: sum(line.startswith("::") for line in text.split("\n")),
    "gitlab": lambda text: len({entry["fingerprint"] for entry in json.loads(text)}),
    "junit": lambda text: len(etree.fromstring(text.encode("ascii")).xpath("//failure | //system-out")),
}


def profile_of(number: int) -> str:
    """Return the profile to judge mutant ``number`` by; messages of one origin come under all of them."""
    return PROFILES[number // len(origins()) % len(PROFILES)].name


def survive(octets: bytes, number: int) -> Report:
    """Parse, lint and mend mutant ``number``; raise AssertionError, and nothing else, where what comes is not sound."""
    profile = profile_of(number)
    root = mimeforge.parse(octets)
    check_tree(root)
    report = mimeforge.lint(octets, profile=profile)
    check_report(report, root)
    if number % _MENDED_ONE_OF == 0 and sum(1 for _ in root.walk()) <= _MENDED_PARTS_MAX:
        check_fixes(octets, profile)
    if number % _WRITTEN_ONE_OF == 0:
        check_formats(report)
    return report


def check_tree(root: Part) -> None:
    """Every part lies within what holds it, and everything can be asked of it."""
    octets = root.source.octets
    assert root.span == (0, len(octets)), "the message is not all of the octets"
    for part in root.walk():
        assert part.span.start <= part.body_span.start <= part.body_span.end == part.span.end, f"spans of {part}"
        end = part.body_span.start
        for inner in part.parts:
            assert end <= inner.span.start <= inner.span.end <= part.span.end, f"{inner} is not within {part}"
            end = inner.span.end
        for field in part.fields:
            assert part.header_span.start <= field.span.start < field.span.end <= part.header_span.end, f"{field}"
            assert isinstance(field.text, str)
        assert isinstance(part.content, bytes)
        assert isinstance(part.names, tuple)
        assert part.text is None or isinstance(part.text, str)


def check_report(report: Report, root: Part) -> None:
    """Every finding is where it says it is, and the report can be printed and written for programs."""
    parts = {part.path: part for part in root.walk()}
    for finding in report:
        _check_place(finding, report.source)
        assert finding.part in parts, f"{finding.code}: there is no part {finding.part!r}"
        if finding.header is not None:
            named = parts[finding.part].fields_named(finding.header)
            assert finding.occurrence is not None, f"{finding.code}: which {finding.header}?"
            assert named[finding.occurrence - 1].name == finding.header, f"{finding.code}: names no {finding.header}"
    check_printable(str(report), "the report")
    _check_format("json", report)


def check_formats(report: Report) -> None:
    """Every format can write the report, safe to print, and loses no finding."""
    for name in FORMATS:
        _check_format(name, report)


def check_fixes(octets: bytes, profile: str) -> int:
    """Fixes come to an end, keep what the message says where they are safe, and bring no error; return their number."""
    fixed, applied = mimeforge.fix(octets, profile=profile)
    if not applied and fixed == octets:
        return 0
    assert meaning(mimeforge.parse(fixed)) == meaning(mimeforge.parse(octets)), "a safe fix changed what is said"
    assert mimeforge.fix(fixed, profile=profile) == (fixed, ()), "a second run still fixes"
    before = {finding.slug for finding in mimeforge.lint(octets, profile=profile).errors}
    after = {finding.slug for finding in mimeforge.lint(fixed, profile=profile).errors}
    assert after <= before, f"a fix brought {after - before}"
    return len(applied)


def _check_format(name: str, report: Report) -> None:
    text = "".join(written(FORMATS[name](_REFERENCE), [report]))
    if name in _COUNTS:
        check_printable(text, name)
        assert _COUNTS[name](text) == len(report), f"{name} lost a finding"


def check_printable(text: str, what: str) -> None:
    """Nothing in a text moves the cursor, changes colours or reorders what is read; it may have lines."""
    hidden = [line for line in text.split("\n") if not line.isprintable()]
    assert not hidden, f"{what} is not safe to print: {hidden[0]!r}"


def _check_place(finding: Finding, octets: bytes) -> None:
    start, end = finding.span
    assert 0 <= start <= end <= len(octets), f"{finding.code}: {finding.span} is not within {len(octets)} octets"
    line = octets.count(b"\n", 0, start) + 1
    column = start - octets.rfind(b"\n", 0, start)
    assert (finding.line, finding.column) == (line, column), f"{finding.code}: {finding.span} is at {line}:{column}"
