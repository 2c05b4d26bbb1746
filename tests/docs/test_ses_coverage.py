"""The pages on coverage name every fact once, what it is about, and rules that are there and rest on as much."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from mimeforge import lint, ses
from mimeforge.linter import Evidence, Severity
from mimeforge.linter.examples import Call
from mimeforge.preflight.request_table import ALL_RULES

if TYPE_CHECKING:
    from mimeforge.linter import Report
    from mimeforge.linter.examples import Example
    from mimeforge.linter.rule import Rule


class Row(NamedTuple):
    page: str
    fact: str
    about: str
    evidence: str
    rules: str


# The pages, and the sections of the list of facts that each is about.
PAGES: Final[dict[str, list[tuple[int, int | None]]]] = {
    "ses-coverage.md": [(section, None) for section in range(2, 12)],
    "ses-request-coverage.md": [(3, 5), *((section, None) for section in (1, 4, 5, 9, 10, 11, 12, 15, 18))],
}
TEXTS: Final = {name: (Path(__file__).parents[2] / "docs" / name).read_text("utf-8") for name in PAGES}
FACT = r"[A-Z][A-Z0-9]*(?:-[A-Z0-9/]+)+"
ROW = re.compile(rf"\| ({FACT}) \| ([^|]*) \| ([a-z-]+) \| (.+) \|")
ROWS = [Row(name, *found.groups()) for name in PAGES for found in map(ROW.fullmatch, TEXTS[name].splitlines()) if found]
SLUGS = {rule.slug: rule for rule in ALL_RULES}

of_each_page = pytest.mark.parametrize("page", PAGES)
on_rows = partial(pytest.mark.parametrize, "row", ids=lambda row: f"{row.fact}-{row.page.removesuffix('.md')}")


def named(text: str) -> list[str]:
    return [name for name in re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", text) if name not in {"ses-smtp", "ses-v2"}]


def rows(page: str) -> list[Row]:
    return [row for row in ROWS if row.page == page]


@of_each_page
def test_every_fact_stands_once(page: str) -> None:
    assert len(rows(page)) > 150
    assert len(rows(page)) == len(re.findall(rf"^\| {FACT} \|", TEXTS[page], re.MULTILINE))
    assert len({row.fact for row in rows(page)}) == len(rows(page))
    assert {row.evidence for row in rows(page)} == {*map(str, Evidence), "unknown"}


@of_each_page
def test_every_row_says_what_it_is_about_in_its_own_words(page: str) -> None:
    assert [row.fact for row in rows(page) if not row.about.strip() or len(row.about) > 80] == []
    assert len({row.about for row in rows(page)}) == len(rows(page))


@on_rows(argvalues=ROWS)
def test_a_row_names_rules_or_says_why_there_is_none(row: Row) -> None:
    assert [slug for slug in named(row.rules) if slug not in SLUGS] == []
    assert named(row.rules) or row.rules.startswith("none")


def report(example: Example, rule: Rule) -> Report:
    """Judge an example in a run limited to documents."""
    if isinstance(example.message, Call):
        call = example.message
        return ses.lint_request(call.operation, dict(call.arguments), profile=example.profile, evidence="documented")
    profile = example.profile or ("rfc" if rule.severity is None else "ses")
    return lint(example.octets, profile=profile, envelope=example.envelope, evidence="documented")


def speaks_by_documents(rule: Rule) -> bool:
    """Whether a run limited to documents reports any of the rule's own bad examples."""
    return any(rule.slug in {finding.slug for finding in report(example, rule)} for example in rule.bad)


@on_rows(argvalues=[row for row in ROWS if row.evidence == "documented" and named(row.rules)])
def test_what_is_documented_is_found_in_a_run_limited_to_documents(row: Row) -> None:
    rests_on_less = re.search(r"rests on|on what was seen|not known", row.rules) is not None
    assert any(speaks_by_documents(SLUGS[slug]) for slug in named(row.rules)) != rests_on_less


@on_rows(argvalues=[row for row in ROWS if row.evidence == "unknown"])
def test_an_error_in_a_row_of_which_nothing_is_known_rests_on_a_standard(row: Row) -> None:
    errors = [rule for rule in map(SLUGS.__getitem__, named(row.rules)) if Severity.ERROR in (rule.severity, rule.rfc)]
    assert [rule for rule in errors if rule.rfc is not Severity.ERROR] == []
    assert bool(errors) == bool(re.search(r"\berrors? by RFC \d", row.rules))


@pytest.mark.parametrize(
    ("page", "groups"), [("ses-coverage.md", ("SES",)), ("ses-request-coverage.md", ("API", "POL"))]
)
def test_every_rule_that_only_ses_is_the_ground_for_is_on_the_page(page: str, groups: tuple[str, ...]) -> None:
    on_page = {*named(TEXTS[page])}
    assert [slug for slug, rule in SLUGS.items() if rule.code.startswith(groups) and slug not in on_page] == []


@of_each_page
def test_no_fact_of_the_list_is_missing(page: str, corpus: Path) -> None:
    """The list of facts lies beside the corpus, where the corpus is at hand."""
    facts = corpus.parent / "ses-rules.md"
    if not facts.exists():
        pytest.skip("the list of facts is not beside the corpus")
    section, wanted = (0, 0), set[str]()
    for line in facts.read_text("utf-8").splitlines():
        if heading := re.match(r"#+ (\d+)(?:\.(\d+))?", line):
            section = int(heading[1]), int(heading[2] or 0)
        is_of_page = section in PAGES[page] or (section[0], None) in PAGES[page]
        if is_of_page and (names := re.match(rf"\| ({FACT}(?: / {FACT})*) \|", line)):
            wanted.update(names[1].split(" / "))
    assert len(wanted) > 150
    assert wanted == {row.fact for row in rows(page)}
