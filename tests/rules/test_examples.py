"""The examples that rules carry are their tests; and the table of all rules is whole."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

import mimeforge.rules
from mimeforge.linter.rule import Rule
from mimeforge.preflight import RULES, lint
from mimeforge.preflight.request_table import ALL_RULES

if TYPE_CHECKING:
    from mimeforge.linter import Finding
    from mimeforge.linter.examples import Example

CODE = re.compile(r"[A-Z]{3}\d{3}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

BAD = [pytest.param(rule, example, id=f"{rule.slug}-{n}") for rule in RULES for n, example in enumerate(rule.bad)]
GOOD = [pytest.param(rule, example, id=f"{rule.slug}-{n}") for rule in RULES for n, example in enumerate(rule.good)]


def profiles(rule: Rule, example: Example) -> list[str]:
    """The profiles to show an example under: its own, or one of each family under which the rule speaks."""
    if example.profile:
        return [example.profile]
    return ["ses"] * (rule.severity is not None) + ["rfc"] * (rule.rfc is not None)


def found(rule: Rule, example: Example) -> list[Finding]:
    reports = [lint(example.octets, profile=name, envelope=example.envelope) for name in profiles(rule, example)]
    return [finding for report in reports for finding in report]


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_rule_speaks_on_its_bad_examples_wherever_it_speaks(rule: Rule, example: Example) -> None:
    for name in profiles(rule, example):
        spoken = [finding.slug for finding in lint(example.octets, profile=name, envelope=example.envelope)]
        assert rule.slug in spoken, name
        # One cause, one rule: an example that draws two says which defect is meant to nobody.
        assert set(spoken) == {rule.slug}, name


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_strict_takes_nothing_away(rule: Rule, example: Example) -> None:
    for name in profiles(rule, example):
        usual = lint(example.octets, profile=name, envelope=example.envelope)
        strict = lint(example.octets, profile=f"{name},strict", envelope=example.envelope)
        assert [finding for finding in usual if finding not in [*strict]] == []


@pytest.mark.parametrize(("rule", "example"), GOOD)
def test_no_rule_speaks_on_a_good_example(rule: Rule, example: Example) -> None:
    assert found(rule, example) == []


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_message_says_what_to_do_and_speaks_of_ses_where_ses_is_asked(rule: Rule, example: Example) -> None:
    for finding in found(rule, example):
        assert len(finding.message) < 300
        assert finding.message.isprintable()
    if rule.rfc is not None and example.profile is None:
        messages = [finding.message for finding in lint(example.octets, profile="rfc", envelope=example.envelope)]
        assert [message for message in messages if "SES" in message] == []


def test_there_are_rules() -> None:
    assert RULES


def test_codes_and_slugs_are_unique_and_well_formed() -> None:
    codes, slugs = [rule.code for rule in ALL_RULES], [rule.slug for rule in ALL_RULES]
    assert len({*codes}) == len(codes)
    assert len({*slugs}) == len(slugs)
    assert [code for code in codes if not CODE.fullmatch(code)] == []
    assert [slug for slug in slugs if not SLUG.fullmatch(slug)] == []


def test_every_rule_says_what_it_is_and_where_it_rests() -> None:
    assert [rule for rule in ALL_RULES if not (rule.title and rule.source)] == []


def test_no_rule_is_forgotten_by_the_table() -> None:
    names = [module.name for module in pkgutil.walk_packages(mimeforge.rules.__path__, "mimeforge.rules.")]
    modules = [import_module(name) for name in names]
    listed = {rule for module in modules for rule in getattr(module, "RULES", ())}
    made = {value for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    assert made <= listed == set(ALL_RULES)
