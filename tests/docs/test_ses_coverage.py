"""`docs/ses-coverage.md` names every fact once, what it is about, and rules that are there and rest on as much."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from mimeforge.linter import Evidence, Severity
from mimeforge.preflight import RULES, lint

if TYPE_CHECKING:
    from mimeforge.linter.rule import Rule


class Row(NamedTuple):
    fact: str
    about: str
    evidence: str
    rules: str


PAGE = (Path(__file__).parents[2] / "docs/ses-coverage.md").read_text("utf-8")
FACT = r"[A-Z][A-Z0-9]*(?:-[A-Z0-9/]+)+"
ROW = re.compile(rf"\| ({FACT}) \| ([^|]*) \| ([a-z-]+) \| (.+) \|")
ROWS = [Row(*match.groups()) for match in map(ROW.fullmatch, PAGE.splitlines()) if match]
SLUGS = {rule.slug: rule for rule in RULES}


def named(text: str) -> list[str]:
    return [name for name in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", text) if name not in {"ses-smtp", "ses-v2"}]


def test_every_fact_stands_once() -> None:
    assert len(ROWS) > 150
    assert len(ROWS) == len(re.findall(rf"^\| {FACT} \|", PAGE, re.MULTILINE))
    assert len({row.fact for row in ROWS}) == len(ROWS)
    assert {row.evidence for row in ROWS} == {*map(str, Evidence), "unknown"}


def test_every_row_says_what_it_is_about_in_its_own_words() -> None:
    assert [row.fact for row in ROWS if not row.about.strip() or len(row.about) > 80] == []
    assert len({row.about for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.fact)
def test_a_row_names_rules_or_says_why_there_is_none(row: Row) -> None:
    assert [slug for slug in named(row.rules) if slug not in SLUGS] == []
    assert named(row.rules) or row.rules.startswith("none")


def speaks_by_documents(rule: Rule) -> bool:
    """Whether a run limited to documents reports any of the rule's own bad examples."""
    for example in rule.bad:
        profile = example.profile or ("rfc" if rule.severity is None else "ses")
        report = lint(example.octets, profile=profile, envelope=example.envelope, evidence="documented")
        if rule.slug in {finding.slug for finding in report}:
            return True
    return False


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.evidence == "documented" and named(row.rules)], ids=lambda row: row.fact
)
def test_what_is_documented_is_found_in_a_run_limited_to_documents(row: Row) -> None:
    assert any(speaks_by_documents(SLUGS[slug]) for slug in named(row.rules))


@pytest.mark.parametrize("row", [row for row in ROWS if row.evidence == "unknown"], ids=lambda row: row.fact)
def test_an_error_in_a_row_of_which_nothing_is_known_rests_on_a_standard(row: Row) -> None:
    errors = [rule for rule in map(SLUGS.__getitem__, named(row.rules)) if Severity.ERROR in (rule.severity, rule.rfc)]
    assert [rule for rule in errors if rule.rfc is not Severity.ERROR] == []
    assert bool(errors) == bool(re.search(r"\berrors? by RFC \d", row.rules))


def test_every_rule_that_only_ses_is_the_ground_for_is_on_the_page() -> None:
    on_page = {*named(PAGE)}
    assert [slug for slug, rule in SLUGS.items() if rule.code.startswith("SES") and slug not in on_page] == []


def test_no_fact_of_the_list_is_missing(corpus: Path) -> None:
    """The list of facts lies beside the corpus, where the corpus is at hand."""
    facts = corpus.parent / "ses-rules.md"
    if not facts.exists():
        pytest.skip("the list of facts is not beside the corpus")
    section, wanted = 0, set()
    for line in facts.read_text("utf-8").splitlines():
        if heading := re.match(r"#+ (\d+)", line):
            section = int(heading[1])
        if 2 <= section <= 11 and (fact := re.match(rf"\| ({FACT}) \|", line)):
            wanted.add(fact[1])
    assert len(wanted) > 150
    assert wanted == {row.fact for row in ROWS}
