"""`mimeforge rule`."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from mimeforge.cli import main
from mimeforge.linter import Severity
from mimeforge.preflight import page
from mimeforge.preflight.request_table import ALL_RULES


@pytest.mark.parametrize("label", ["ADR102", "adr102", "addr-no-domain", "ADDR-NO-DOMAIN"])
def test_a_page_is_shown_by_code_or_slug(label: str) -> None:
    result = CliRunner().invoke(main, ["rule", label])
    assert result.exit_code == 0
    (rule,) = [rule for rule in ALL_RULES if rule.code == "ADR102"]
    assert result.stdout == page.write(rule) + "\n"
    assert result.stdout.startswith("ADR102 addr-no-domain\n")


def test_without_one_every_rule_has_a_line() -> None:
    result = CliRunner().invoke(main, ["rule"])
    assert result.exit_code == 0
    assert [line[:6] for line in result.stdout.splitlines()] == sorted(rule.code for rule in ALL_RULES)


def test_the_table_has_columns() -> None:
    lines = CliRunner().invoke(main, ["rule"]).stdout.splitlines()
    slugs = max(len(rule.slug) for rule in ALL_RULES)
    for rule, line in zip(sorted(ALL_RULES, key=lambda rule: rule.code), lines, strict=True):
        severity, evidence = 8 + slugs, 8 + slugs + 14
        assert line[7 : severity - 1].rstrip() == rule.slug
        assert line[severity : evidence - 1].rstrip() == (rule.severity or f"{rule.rfc} (rfc)")
        assert line[evidence : evidence + 12].rstrip() == rule.evidence
        assert line[evidence + 13 :] == rule.title
    assert {rule.severity for rule in ALL_RULES} == {None, *Severity}


def test_the_longest_slug_is_followed_by_one_blank() -> None:
    longest = max((rule.slug for rule in ALL_RULES), key=len)
    (line,) = [line for line in CliRunner().invoke(main, ["rule"]).stdout.splitlines() if f" {longest} " in line]
    assert line.split(longest)[1][:2].rstrip() != ""


@pytest.mark.parametrize(
    ("label", "problem"),
    [
        ("addr-no-domian", "there is no rule 'addr-no-domian'; did you mean ADR102 addr-no-domain?"),
        ("ADR-NO-DOMIAN", "; did you mean ADR102 addr-no-domain?"),
        ("xyzzy", "there is no rule 'xyzzy'"),
        ("", "there is no rule ''"),
        ("\x1b[31m\u202e##[error]", "there is no rule '␛[31m<U+202E><U+0023>#[error]'"),
    ],
)
def test_an_unknown_rule_is_exit_2_and_names_the_nearest(label: str, problem: str) -> None:
    result = CliRunner().invoke(main, ["rule", label])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"{problem}\n")
