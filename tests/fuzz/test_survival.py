"""The checks of the fuzzer would notice: unsound findings and trees do not survive them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import mimeforge
from fuzz import survival
from fuzz.survival import check_fixes, check_formats, check_report, check_tree, survive
from mimeforge.linter.report.formats import FORMATS
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge.linter import Report
    from mimeforge.linter.report import Result
    from mimeforge.linter.report.writer import Reference

OCTETS = b"From: jo@example.com\r\nSubject: a\r\nSubject: b\r\n\r\nSee you.\r\n"
TREE = mimeforge.parse(OCTETS)
REPORT = mimeforge.lint(OCTETS)
FINDING = next(finding for finding in REPORT if finding.header == "Subject")


def report(**changes: Any) -> Report:
    return replace(REPORT, findings=(replace(FINDING, **changes),))


def test_what_is_sound_survives() -> None:
    check_tree(TREE)
    check_report(report(), TREE)
    assert survive(OCTETS, 0).findings == REPORT.findings


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"span": Span(0, len(OCTETS) + 1)}, "is not within"),
        ({"span": Span(9, 3)}, "is not within"),
        ({"line": FINDING.line + 1}, "is at"),
        ({"column": FINDING.column + 1}, "is at"),
        ({"part": "1.2"}, "there is no part '1.2'"),
        ({"occurrence": None}, "which Subject?"),
        ({"header": "sUBJECT"}, "names no sUBJECT"),
    ],
)
def test_an_unsound_finding_does_not(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(AssertionError, match=problem.replace("?", r"\?")):
        check_report(report(**changes), TREE)


@pytest.mark.parametrize(
    ("fake", "problem"),
    [
        (lambda octets: octets.replace(b"See", b"Saw"), "a safe fix changed what is said"),
        (lambda octets: octets + b"x", "a second run still fixes"),
        (lambda octets: octets.replace(b"From:", b"Former:"), "a fix brought"),
    ],
)
def test_a_fix_that_does_harm_does_not(
    monkeypatch: pytest.MonkeyPatch, fake: Callable[[bytes], bytes], problem: str
) -> None:
    monkeypatch.setattr(mimeforge, "fix", lambda octets, profile: (fake(octets), ()))
    if "said" not in problem:
        monkeypatch.setattr(survival, "meaning", lambda root: None)
    with pytest.raises(AssertionError, match=problem):
        check_fixes(OCTETS, "rfc")


def test_a_tree_that_leaves_something_out_does_not() -> None:
    with pytest.raises(AssertionError, match="not all of the octets"):
        check_tree(replace(TREE, span=Span(0, len(OCTETS) - 1)))
    with pytest.raises(AssertionError, match="spans of"):
        check_tree(replace(TREE, body_span=Span(TREE.body_span.start, 3)))


@pytest.mark.parametrize(
    ("name", "fake", "problem"),
    [
        ("sarif", lambda text: text.replace('"message"', '"m\x1b"'), "sarif is not safe to print"),
        ("jsonl", lambda text: text.partition("\n")[2], "jsonl lost a finding"),
        ("junit", lambda text: text.replace("failure", "skipped"), "junit lost a finding"),
        ("github", lambda text: f" {text}", "github lost a finding"),
    ],
)
def test_a_format_that_hides_or_loses_something_does_not(
    monkeypatch: pytest.MonkeyPatch, name: str, fake: Callable[[str], str], problem: str
) -> None:
    made = FORMATS[name]
    check_formats(REPORT)

    class Faked:
        def __init__(self, reference: Reference) -> None:
            self.writer = made(reference)
            self.text = ""

        def add(self, result: Result) -> str:
            self.text += self.writer.add(result)
            return ""

        def end(self) -> str:
            return fake(self.text + self.writer.end())

    monkeypatch.setitem(FORMATS, name, Faked)
    with pytest.raises(AssertionError, match=problem):
        check_formats(REPORT)
