"""The table of what SES answers: it knows its own texts, and the rules that foretell them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from vectors.answer_texts import ADDRESS_CHECKS, TAG_CHECKS, TAG_VALUE_2023, TEXTS, AnswerText
from vectors.answers import VECTORS, Vector

from mimeforge import ses
from mimeforge.linter.examples import Call
from mimeforge.preflight import RULES, lint
from mimeforge.preflight.request_table import ALL_RULES, REQUEST_RULES
from mimeforge.rules.ses.address_problems import Problem
from mimeforge.ses.answers import ANSWERS, Answer

if TYPE_CHECKING:
    from pathlib import Path

    from mimeforge.linter import Finding
    from mimeforge.linter.examples import Example
    from mimeforge.linter.rule import Rule

SLUGS = {rule.slug for rule in ALL_RULES}
WRAPPERS = (
    "{}",
    "An error occurred (InvalidParameterValue) when calling the SendRawEmail operation: {}",
    "BadRequestException: {}",
    "554 Transaction failed: {}",
)
# The text of an answer that is all the SMTP interface replies is wrapped by nothing else.
REPLIES = re.compile(r"\d{3} ")

VARIABLE = re.compile(r"\{\w+\}")
SECTION = re.compile(r"§(\d+(?:\.\d+)?)")

BAD = [(rule, example) for rule in RULES for example in rule.bad]


def sent(text: str) -> str:
    """An answer as it is sent: with something in each place that varies."""
    return VARIABLE.sub("x1", text)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.text)
def test_every_text_is_recognized_in_every_wrapper(answer: Answer) -> None:
    for wrapper in ("{}",) if REPLIES.match(answer.text) else WRAPPERS:
        assert ses.explain(wrapper.format(sent(answer.text))).answer is answer, wrapper


def test_the_table_holds_the_texts_of_the_rulebook_and_no_other() -> None:
    held = {(answer.text, str(answer.group), str(answer.evidence)) for answer in ANSWERS}
    assert held == {(row.text, row.group, row.evidence) for row in TEXTS}
    assert len(TEXTS) == len({row.text for row in TEXTS}) == len(ANSWERS)


@pytest.mark.parametrize(
    ("each", "texts", "again"), [("addr-spec", ADDRESS_CHECKS, ()), ("tag", TAG_CHECKS, (TAG_VALUE_2023,))]
)
def test_the_checks_have_the_numbers_and_the_order_of_the_rulebook(
    each: str, texts: tuple[str, ...], again: tuple[str, ...]
) -> None:
    """``again``: further texts of the last check."""
    numbered = re.compile(rf"Check (\d+) of {len(texts)} of each {each}[;.]")
    found = [(int(match[1]), row.text) for row in ANSWERS if (match := numbered.match(row.order))]
    assert found == [*enumerate(texts, 1), *((len(texts), text) for text in again)]


def test_which_checks_come_last() -> None:
    last = {answer.text for answer in ANSWERS if "Looked for last" in answer.order}
    assert last == {ADDRESS_CHECKS[2], ADDRESS_CHECKS[3], ADDRESS_CHECKS[8]}


@pytest.mark.parametrize("row", [row for row in TEXTS if SECTION.search(row.place)], ids=lambda row: row.text)
def test_a_text_stands_in_its_section_of_the_rulebook(row: AnswerText, corpus: Path) -> None:
    """The rulebook lies beside the corpus, where the corpus is at hand."""
    rulebook = corpus.parent / "ses-rules.md"
    if not rulebook.exists():
        pytest.skip("the rulebook is not beside the corpus")
    (number,) = SECTION.findall(row.place)
    section = section_of(rulebook.read_text("utf-8"), number)
    assert [piece for piece in VARIABLE.split(row.text) if " ".join(piece.split()) not in section] == []


def section_of(text: str, number: str) -> str:
    """The section of this number with those below it, on one line."""
    sections = re.split(r"^#+ (?=\d)", text, flags=re.MULTILINE)
    found = [section for section in sections if re.match(rf"{re.escape(number)}[. ]", section)]
    assert found, number
    return " ".join(" ".join(found).split())


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


@cache
def answers_of_vectors() -> set[Answer | None]:
    return {ses.explain(vector.answer).answer for vector in VECTORS}


@pytest.mark.parametrize(("rule", "example"), BAD, ids=[f"{rule.slug}-{n}" for n, (rule, _) in enumerate(BAD)])
def test_what_a_rule_foretells_is_in_the_table_and_in_a_vector(rule: Rule, example: Example) -> None:
    for finding in foretold(rule, example):
        answer = ses.explain(finding.predicts or "").answer
        assert answer is not None, finding.predicts
        assert rule.slug in answer.rules
        assert answer in answers_of_vectors()


@pytest.mark.parametrize("rule", REQUEST_RULES, ids=lambda rule: rule.slug)
def test_what_a_rule_on_requests_foretells_is_in_the_table_which_names_the_rule(rule: Rule) -> None:
    for example in rule.bad:
        assert isinstance(example.message, Call)
        for finding in ses.lint_request(example.message.operation, dict(example.message.arguments)):
            answer = ses.explain(finding.predicts).answer if finding.predicts else None
            assert (answer is None) == (finding.predicts is None), finding.predicts
            assert answer is None or rule.slug in answer.rules


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1 validation error detected: Value at 'policyName' failed to satisfy constraint: x", "POL101 policy-name"),
        ("Unknown or unapplicable condition field 'AWS:SourceAccount'.", "POL120 policy-condition-key"),
        ("Policy partner does not exist", "none: no rule can find the cause in a message"),
    ],
)
def test_rules_on_policies_are_named(text: str, label: str) -> None:
    assert f"rules:    {label}" in str(ses.explain(text))
