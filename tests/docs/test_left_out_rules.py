"""`docs/left-out-rules.md` names the candidate rules that were not built, each with its reason, and no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from mimeforge.preflight import RULES

SLUGS = {rule.slug for rule in RULES}


class Row(NamedTuple):
    code: str
    slug: str
    reason: str


PAGE = (Path(__file__).parents[2] / "docs/left-out-rules.md").read_text("utf-8")
ROW = re.compile(r"\| ([A-Z]{3}\d{3}) \| ([a-z0-9-]+) \| (.+) \|")
ROWS = [Row(*match.groups()) for match in map(ROW.fullmatch, PAGE.splitlines()) if match]


def test_every_row_is_read_and_stands_once() -> None:
    assert len(ROWS) > 20
    assert len(ROWS) == len(re.findall(r"^\| [A-Z]{3}\d{3} \|", PAGE, re.MULTILINE))
    assert len({row.code for row in ROWS}) == len({row.slug for row in ROWS}) == len(ROWS)


def test_what_is_left_out_is_no_rule() -> None:
    assert [row.slug for row in ROWS if row.slug in SLUGS] == []


def test_a_reason_names_rules_that_are_there() -> None:
    named = {slug for row in ROWS for slug in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", row.reason)}
    assert named - SLUGS == set()


def test_every_candidate_is_a_rule_or_left_out(corpus: Path) -> None:
    catalogue = (corpus.parent / "rule-catalogue.md").read_text("utf-8")
    candidates = re.findall(r"^\| [A-Z]{3}\d{3} \| ([a-z0-9-]+) \|", catalogue, re.MULTILINE)
    assert len(candidates) > 400
    assert [slug for slug in candidates if slug not in SLUGS | {row.slug for row in ROWS}] == []
