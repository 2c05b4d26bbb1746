"""`mimeforge lint --evidence`: the weakest ground that a finding may rest on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from mimeforge import preflight
from mimeforge.cli import main
from mimeforge.linter import Evidence, Severity
from mimeforge.linter.examples import sample
from mimeforge.linter.rule import OCTETS, Hit, Rule, rule
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Source

LEVELS = ("inferred", "field-report", "probed", "documented")


def on_ground(number: int, evidence: Evidence, severity: Severity) -> Rule:
    """A rule that always speaks, and rests on ``evidence``."""

    @rule(
        f"TST10{number}",
        f"on-{evidence}",
        severity=severity,
        rfc=None,
        evidence=evidence,
        source="these tests",
        looks_at=OCTETS,
        bad=(sample(),),
        good=(sample(),),
    )
    def check(source: Source, context: Context) -> Iterator[Hit]:
        """It speaks."""
        yield Hit(Span(0, 4), "it speaks")

    return check


@pytest.fixture(autouse=True)
def four_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """One rule for each level; only the weakest of them reports an error."""
    severities = (Severity.ERROR, Severity.WARNING, Severity.WARNING, Severity.NOTE)
    rules = [on_ground(number, Evidence(LEVELS[number]), severity) for number, severity in enumerate(severities)]
    monkeypatch.setattr(preflight, "RULES", tuple(rules))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["lint", *arguments, "-"], input=sample(), catch_exceptions=False)


def reported(result: Result) -> list[str]:
    (file,) = json.loads(result.stdout)["files"]
    return sorted(finding["evidence"] for finding in file["findings"])


@pytest.mark.parametrize("level", LEVELS)
def test_what_rests_on_less_than_the_level_is_left_out(level: str) -> None:
    result = run("--format", "json", "--evidence", level)
    assert reported(result) == sorted(LEVELS[LEVELS.index(level) :])
    assert result.exit_code == (1 if level == "inferred" else 0), "the verdict is on what is reported"


def test_without_a_level_everything_is_reported() -> None:
    assert run("--format", "json").stdout == run("--format", "json", "--evidence", "inferred").stdout
    assert reported(run("--format", "json")) == sorted(LEVELS)


def test_the_text_names_the_ground_of_each_finding() -> None:
    lines = run("--evidence", "probed").stdout.splitlines()
    assert [line for line in lines if "evidence:" in line] == [
        "  = evidence: probed (these tests)",
        "  = evidence: documented (these tests)",
    ]


@pytest.mark.parametrize("level", ["rumour", "", "DOCUMENTED", "unknown"])
def test_an_unknown_level_is_exit_2_with_those_there_are(level: str) -> None:
    result = run("--evidence", level)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not one of 'inferred', 'field-report', 'probed', 'documented'" in result.stderr


def test_the_help_says_what_is_assumed() -> None:
    text = " ".join(CliRunner().invoke(main, ["lint", "--help"]).stdout.split())
    assert "--evidence [inferred|field-report|probed|documented]" in text
    assert "documented is what AWS or a standard states. [default: inferred]" in text
