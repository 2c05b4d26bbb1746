"""The table of what SES answers: it knows its own texts, and the rules that foretell them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from vectors.answers import VECTORS, Vector

from mimeforge import ses
from mimeforge.preflight import RULES, lint
from mimeforge.rules.ses.address_problems import Problem
from mimeforge.ses.answers import ANSWERS, Answer

if TYPE_CHECKING:
    from mimeforge.linter import Finding
    from mimeforge.linter.examples import Example
    from mimeforge.linter.rule import Rule

SLUGS = {rule.slug for rule in RULES}
WRAPPERS = (
    "{}",
    "An error occurred (InvalidParameterValue) when calling the SendRawEmail operation: {}",
    "BadRequestException: {}",
    "554 Transaction failed: {}",
)
# The text of an answer that is all the SMTP interface replies is wrapped by nothing else.
REPLIES = re.compile(r"\d{3} ")

BAD = [(rule, example) for rule in RULES for example in rule.bad]


def sent(text: str) -> str:
    """An answer as it is sent: with something in each place that varies."""
    return re.sub(r"\{\w+\}", "x1", text)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.text)
def test_every_text_is_recognized_in_every_wrapper(answer: Answer) -> None:
    for wrapper in ("{}",) if REPLIES.match(answer.text) else WRAPPERS:
        assert ses.explain(wrapper.format(sent(answer.text))).answer is answer, wrapper


def test_every_row_is_whole() -> None:
    assert len({answer.text for answer in ANSWERS}) == len(ANSWERS)
    assert [answer.text for answer in ANSWERS if not (answer.cause and answer.advice and answer.source)] == []
    assert {slug for answer in ANSWERS for slug in answer.rules} - SLUGS == set()


def test_every_text_of_the_reader_of_addresses_is_in_the_table() -> None:
    assert {problem.answer for problem in Problem} - {answer.text for answer in ANSWERS} == set()


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{vector.slug} {vector.seen}" for vector in VECTORS])
def test_a_vector_is_explained_by_its_rule_and_in_its_place(vector: Vector) -> None:
    explanation = ses.explain(vector.answer, vector.octets, profile=vector.profile, envelope=vector.envelope)
    assert explanation.answer is not None
    assert vector.slug in explanation.answer.rules
    assert explanation.is_foretold
    assert vector.slug in {finding.slug for finding in explanation.findings}


def foretold(rule: Rule, example: Example) -> list[Finding]:
    if rule.severity is None:
        return []
    report = lint(example.octets, profile=example.profile or "ses", envelope=example.envelope)
    return [finding for finding in report if finding.slug == rule.slug and finding.predicts is not None]


@pytest.mark.parametrize(("rule", "example"), BAD, ids=[f"{rule.slug}-{n}" for n, (rule, _) in enumerate(BAD)])
def test_what_a_rule_foretells_is_in_the_table_and_in_a_vector(rule: Rule, example: Example) -> None:
    vectors = {ses.explain(vector.answer).answer for vector in VECTORS}
    for finding in foretold(rule, example):
        answer = ses.explain(finding.predicts or "").answer
        assert answer is not None, finding.predicts
        assert rule.slug in answer.rules
        assert answer in vectors
