"""Real messages of other projects: no error on the clean ones, and the labelled defects found where a rule exists."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import mimeforge
from mimeforge.linter import Severity
from mimeforge.preflight import RULES

if TYPE_CHECKING:
    from pathlib import Path

SLUGS = {rule.slug for rule in RULES}
ALONE = {rule.slug for rule in RULES if rule.alone}


def messages(corpus: Path, *labels: str) -> list[dict[str, Any]]:
    index = json.loads((corpus / "index.json").read_text("utf-8"))
    found = [entry for entry in index["messages"] + index["seeds"] if entry["label"] in labels]
    return [entry for entry in found if entry["kind"] == "message"]


@pytest.mark.parametrize("profile", ["ses", "ses-v2", "ses-smtp", "rfc"])
def test_no_error_on_clean_messages(corpus: Path, profile: str) -> None:
    entries = messages(corpus, "clean", "clean-bulk")
    assert len(entries) > 200
    alarms = {
        entry["file"]: [finding.slug for finding in report.errors]
        for entry in entries
        if not (report := mimeforge.lint((corpus / entry["file"]).read_bytes(), profile=profile)).ok
    }
    assert alarms == {}


def test_labelled_defects_are_reported_with_their_severity(corpus: Path) -> None:
    codes = json.loads((corpus / "index.json").read_text("utf-8"))["codes"]
    missed = []
    checked = 0
    for entry in messages(corpus, "defects"):
        octets = (corpus / entry["file"]).read_bytes()
        findings = [*mimeforge.lint(octets), *mimeforge.lint(octets, profile="rfc")]
        # What stands alone cannot be read as lines at all: the other defects begin when it is mended.
        looked_for = ALONE if ALONE & {finding.slug for finding in findings} else SLUGS
        for must in entry["must"]:
            slugs = looked_for & set(codes.get(must["code"], {"slugs": []})["slugs"])
            if not slugs:
                continue
            checked += 1
            if not any(finding.slug in slugs and finding.severity >= Severity(must["min"]) for finding in findings):
                missed.append((entry["file"], must["code"]))
    assert missed == []
    assert checked > 50


@pytest.mark.parametrize(
    ("name", "errors", "warnings", "notes"),
    [
        ("000-boto3-example.eml", [], ["missing-date"], ["bare-lf-uniform", "trailing-semicolon"]),
        ("000-boto3-example-crlf.eml", [], ["missing-date"], ["trailing-semicolon"]),
        ("003-query-api.eml", [], ["missing-date", "missing-mime-version"], ["bare-lf-uniform"]),
        ("000-literal-backslash-n.eml", ["subject-newline-escape"], [], []),
    ],
)
def test_the_examples_of_aws(corpus: Path, name: str, errors: list[str], warnings: list[str], notes: list[str]) -> None:
    """SES takes them. They have no Date, which it writes itself, and the oldest has no MIME-Version: warnings."""
    report = mimeforge.lint(corpus / "seeds" / name)
    assert [finding.slug for finding in report.errors] == errors
    assert [finding.slug for finding in report.warnings] == warnings
    assert [finding.slug for finding in report.notes] == notes
