"""The examples that rules on requests carry are their tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mimeforge import ses
from mimeforge.linter.examples import Call, Example
from mimeforge.preflight.request_table import REQUEST_RULES

if TYPE_CHECKING:
    from mimeforge.linter import Finding
    from mimeforge.linter.rule import Rule

BAD = [pytest.param(rule, one, id=f"{rule.slug}-{n}") for rule in REQUEST_RULES for n, one in enumerate(rule.bad)]
GOOD = [pytest.param(rule, one, id=f"{rule.slug}-{n}") for rule in REQUEST_RULES for n, one in enumerate(rule.good)]


def found(example: Example) -> tuple[Finding, ...]:
    assert isinstance(example.message, Call)
    profile = None if example.profile == "ses" else example.profile
    return ses.lint_request(example.message.operation, dict(example.message.arguments), profile=profile).findings


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_rule_speaks_on_its_bad_examples_and_no_other_rule_does(rule: Rule, example: Example) -> None:
    findings = found(example)
    assert {finding.slug for finding in findings} == {rule.slug}
    for finding in findings:
        assert len(finding.message) < 300
        assert finding.message.isprintable()


@pytest.mark.parametrize(("rule", "example"), GOOD)
def test_no_rule_speaks_on_a_good_example(rule: Rule, example: Example) -> None:
    assert found(example) == ()


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_report_shows_the_member_and_its_value(rule: Rule, example: Example) -> None:
    assert isinstance(example.message, Call)
    report = ses.lint_request(example.message.operation, dict(example.message.arguments))
    text = str(report)
    for finding in report:
        if finding.member is not None:
            assert f"{finding.member}:{finding.line}:{finding.column} {finding.code}" in text
            assert 0 <= finding.span.start <= finding.span.end <= len(dict(report.members)[finding.member])
