"""`docs/ses-coverage.md` names every fact once, and rules that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mimeforge.linter import Evidence
from mimeforge.preflight import RULES

PAGE = (Path(__file__).parents[2] / "docs/ses-coverage.md").read_text("utf-8")
ROW = re.compile(r"\| ([A-Z][A-Z0-9]*(?:-[A-Z0-9/]+)+) \| ([a-z-]+) \| (.+) \|")
ROWS = [(match[1], match[2], match[3]) for match in map(ROW.fullmatch, PAGE.splitlines()) if match]
SLUGS = {rule.slug: rule for rule in RULES}


def named(text: str) -> list[str]:
    return [name for name in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", text) if name not in {"ses-smtp", "ses-v2"}]


def test_every_fact_stands_once() -> None:
    assert len(ROWS) > 150
    assert len({fact for fact, _, _ in ROWS}) == len(ROWS)
    assert {evidence for _, evidence, _ in ROWS} == {*map(str, Evidence), "unknown"}


@pytest.mark.parametrize(("fact", "evidence", "rules"), ROWS, ids=[fact for fact, _, _ in ROWS])
def test_a_row_names_rules_or_says_why_there_is_none(fact: str, evidence: str, rules: str) -> None:
    assert [slug for slug in named(rules) if slug not in SLUGS] == []
    assert named(rules) or rules.startswith("none")


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
        if 2 <= section <= 11 and (fact := re.match(r"\| ([A-Z][A-Z0-9]*(?:-[A-Z0-9/]+)+) \|", line)):
            wanted.add(fact[1])
    assert len(wanted) > 150
    assert wanted == {fact for fact, _, _ in ROWS}
