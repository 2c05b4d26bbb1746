"""The vectors of other projects for values with parameters: each defect is reported, and nothing on what is right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import mimeforge
from mimeforge.linter import Severity
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mimeforge.linter import Finding

FAMILIES = ["ses", "rfc"]

# Rules that tell the same under another name than the labels have.
SAME = {
    "cd.syntax": {"param-missing-semicolon"},  # "attachment filename=bar": a disposition, and a semicolon is missing
    "param.unquoted-special": {"raw-8bit-header-utf8", "raw-8bit-header-other", "param-missing-semicolon"},
    "hdr.non-ascii": {"param-unquoted-special"},
    "param.syntax": {"param-unquoted-special"},
    "ct.syntax": {"param-unquoted-special", "param-missing-semicolon"},
}
# Where a field cannot be read, its first fault is told, and what else is wrong with it when that is mended.
BEHIND_A_FAULT = {
    "cd.syntax",
    "ct.syntax",
    "ew.in-parameter",
    "param.duplicate",
    "param.syntax",
    "param.trailing-semicolon",
    "param.unquoted-special",
    "rfc2231.both-forms",
}
FAULTS = {"ctype-syntax", "param-unquoted-special", "param-missing-semicolon", "unbalanced-quote", "param-empty-value"}
# The vectors are about syntax, and leave aside that nobody knows a disposition, that a name is a path or has an ending
# that filters refuse, and what the part holds.
NOT_ABOUT_SYNTAX = {
    "blocked-extension-ses",
    "boundary-never-used",
    "disposition-unknown",
    "external-body",
    "filename-path",
    "message-external-body",
    "multipart-no-boundary",
}


def cases(corpus: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((corpus / "vectors" / "params.json").read_text("utf-8"))["cases"]
    return found


def slugs(corpus: Path) -> Mapping[str, Any]:
    codes: Mapping[str, Any] = json.loads((corpus / "index.json").read_text("utf-8"))["codes"]
    return codes


def found(case: Mapping[str, Any], profile: str) -> list[Finding]:
    """What is said of the field in a part, so that nothing depends on what the message itself has to be."""
    part = f"{case['field']}: {case['in']}\r\n\r\nSee you at noon.\r\n"
    body = f"--=_b\r\n{part}--=_b--\r\n"
    return list(mimeforge.lint(sample('Content-Type: multipart/mixed; boundary="=_b"', body=body), profile=profile))


@pytest.mark.parametrize("profile", FAMILIES)
def test_each_label_is_reported_with_its_severity(corpus: Path, profile: str) -> None:
    codes = slugs(corpus)
    missed = []
    for case in cases(corpus):
        findings = found(case, profile)
        for label in case["must"]:
            code, _, highest = label.partition(":")
            lowest = Severity.NOTE if highest else Severity(codes[code]["min"])
            meant = {*codes[code]["slugs"], *SAME.get(code, ())}
            hits = [one for one in findings if one.slug in meant and one.severity >= lowest]
            is_behind = code in BEHIND_A_FAULT and FAULTS & {one.slug for one in findings}
            if not hits and not is_behind:
                missed.append((case["in"], label))
            most = max(
                (Severity(own.partition(":")[2]) for own in case["must"] if own.startswith(f"{code}:")), default=None
            )
            if most and any(one.severity > most for one in hits):
                missed.append((case["in"], f"{label}, not more"))
    assert missed == []


@pytest.mark.parametrize("profile", FAMILIES)
def test_nothing_but_notes_on_what_is_right(corpus: Path, profile: str) -> None:
    alarms = [
        (case["in"], one.slug)
        for case in cases(corpus)
        if not case["must"]
        for one in found(case, profile)
        if one.severity > Severity.NOTE and one.slug not in NOT_ABOUT_SYNTAX
    ]
    assert alarms == []
