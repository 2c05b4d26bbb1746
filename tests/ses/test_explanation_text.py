"""What `str()` of an explanation writes: its lines, their width, the nearest texts, the findings, and hostile text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

import mimeforge
from mimeforge import ses
from mimeforge.linter.examples import sample
from mimeforge.preflight import RULES
from mimeforge.ses.answers import ANSWERS, Answer

if TYPE_CHECKING:
    from mimeforge.ses import Explanation

NO_DOMAIN = "Missing final '@domain'"
HOSTILE = "\x1b[2J\u202e##[error]::error::\x00\xad"


def sent(answer: Answer) -> str:
    return re.sub(r"\{\w+\}", "x1", answer.text)


def named(explanation: Explanation, name: str) -> Explanation:
    assert explanation.report is not None
    return replace(explanation, report=replace(explanation.report, name=name))


# The lines


def test_an_explanation_line_by_line() -> None:
    assert str(ses.explain("554 Transaction failed: Missing domain")).splitlines() == [
        "Missing domain",
        "  about:    address; 554, SMTP",
        "  cause:    Nothing stands behind the @. SES was also seen to answer this to a domain that ends in a",
        "            dot.",
        "  do:       Write the domain, without a dot at its end.",
        "  order:    Check 10 of 15 of each addr-spec.",
        f"  rules:    {labels('addr-domain-bad-label', 'addr-domain-trailing-dot')}",
        "  evidence: field-report (brave/accounts#35)",
    ]


def labels(*slugs: str) -> str:
    codes = {rule.slug: rule.code for rule in RULES}
    return ", ".join(f"{codes[slug]} {slug}" for slug in slugs)


@pytest.mark.parametrize(
    ("wrapper", "about"),
    [
        ("{}", "address"),
        ("InvalidParameterValue: {}", "address; InvalidParameterValue, version 1 of the API"),
        ("BadRequestException: {}", "address; BadRequestException, version 2 of the API"),
        ("554 Transaction failed: {}", "address; 554, SMTP"),
        ("Transaction failed: {}", "address; SMTP"),
        ("MessageRejected: {}", "address; MessageRejected"),
    ],
)
def test_what_it_is_about_and_who_answers_so(wrapper: str, about: str) -> None:
    assert str(ses.explain(wrapper.format(NO_DOMAIN))).splitlines()[1] == f"  about:    {about}"


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.text)
def test_every_answer_is_written_in_lines_of_a_hundred_characters(answer: Answer) -> None:
    text, *lines = str(ses.explain(sent(answer))).splitlines()
    assert text == answer.text
    assert all(len(line) <= 100 for line in lines)
    assert all(re.match(r"  (about|cause|do|order|rules|evidence): +\S|            \S", line) for line in lines)
    starts = [line.split(":")[0].strip() for line in lines if not line.startswith(" " * 12)]
    assert starts == ["about", "cause", "do", *["order"] * bool(answer.order), "rules", "evidence"]
    # A line is full: the first word of the one below would not fit.
    for line, below in pairwise(lines):
        if below.startswith(" " * 12):
            assert len(line) + 1 + len(below.split()[0]) > 100
    whole = " ".join(" ".join(lines).split())
    for piece in (answer.cause, answer.advice, answer.order, f"{answer.evidence} ({answer.source})"):
        assert " ".join(piece.split()) in whole


# The nearest


def near(text: str) -> list[str]:
    return [answer.text for answer in ses.explain(text).near]


def test_three_at_most_are_offered_the_likest_first() -> None:
    assert near("Missing doman") == ["Missing domain", NO_DOMAIN, "Missing ')'"]
    assert near("Missing final domian") == [NO_DOMAIN, "Missing domain"]
    assert str(ses.explain("Missing doman")).splitlines() == [
        "No answer of Amazon SES is known that reads 'Missing doman'.",
        "The nearest that are:",
        "  Missing domain",
        "  Missing final '@domain'",
        "  Missing ')'",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The share of characters that two texts have in common: 2 * 10 / (10 + 19), and 2 * 9 / (9 + 19)
        ("Unbalanced", ["Unbalanced comments"]),
        ("Unbalance", []),
        # Three characters more than the text are compared: 2 * 9 / (15 + 12), 2 * 9 / (16 + 12), 2 * 9 / (15 + 12)
        ("Nested gr" + "z" * 6, ["Nested group"]),
        ("Nested gr" + "z" * 60, ["Nested group"]),
        ("Nested g" + "z" * 7, []),
        ("x" * 6 + "Nested group", ["Nested group"]),
        ("x" * 7 + "Nested group", []),
        ("before> " + "x" * 6 + "Nested group", ["Nested group"]),
        # In any case of letters, as a piece or as the whole
        ("some words before it all: NESTED GRUPP", ["Nested group"]),
        (
            "CONFIGURATION SET <X> DOESNT EXIST",
            ["Configuration set <{name}> does not exist.", "Policy {name} does not exist"],
        ),
        # The names of what varies are no part of a text
        ("250 Okay", ["250 Ok {id}"]),
    ],
)
def test_how_like_a_near_text_is(text: str, found: list[str]) -> None:
    assert near(text) == found


@pytest.mark.parametrize("separator", [": ", '"', "'", "(", ")", "[", "]", "{", "}", "<", ">", "> "])
def test_what_is_near_may_stand_behind_a_sign(separator: str) -> None:
    assert "Nested group" in near(f"some words before it all{separator}Nested grupp")


def test_of_a_line_of_many_pieces_the_first_are_looked_at() -> None:
    """Sixty: the line itself, and fifty-nine pieces of it."""
    assert near("q: " * 58 + "Nested grupp") == ["Nested group"]
    assert near("q: " * 59 + "Nested grupp") == []


def test_a_name_without_a_known_text_is_explained_with_what_is_near() -> None:
    assert str(ses.explain("InvalidParameterValue: Nested grupp")).splitlines() == [
        "InvalidParameterValue: Something in the request or the message cannot be read; the text says what.",
        "The nearest that are:",
        "  Nested group",
    ]


# Which findings are chosen


TWICE = sample("To: Doe, Jo <jo@example.com>", "Reply-To: Roe, Al <al@example.org>", "Cc: jo@exa_mple.com")


def test_all_findings_with_the_very_text_are_chosen_and_no_other() -> None:
    explanation = ses.explain(NO_DOMAIN, TWICE)
    assert [finding.header for finding in explanation.findings] == ["To", "Reply-To"]
    assert {finding.predicts for finding in explanation.findings} == {NO_DOMAIN}
    assert explanation.is_foretold
    assert str(explanation).count(" ADR102 addr-no-domain error ") == 2
    assert "\n\n<message> draws this answer here:\n\n<message>:1:5 ADR102" in str(explanation)


def test_a_text_with_the_same_names_goes_before_that_with_others() -> None:
    octets = sample(*["Subject: a"] * 2, *["Reply-To: jo@example.com"] * 2)
    for wrapper in ("{}", "InvalidParameterValue: {}", "BadRequestException: {}", "554 Transaction failed: {}"):
        explanation = ses.explain(wrapper.format("Duplicate header 'reply-to'."), octets)
        assert [finding.header for finding in explanation.findings] == ["Reply-To"]
        assert explanation.is_foretold


def test_the_same_text_with_other_names_may_be_the_cause() -> None:
    octets = sample(*["Subject: a"] * 2, "Feedback-ID: a:b:c:d")
    explanation = ses.explain("Duplicate header 'Sender'.", octets)
    assert [finding.header for finding in explanation.findings] == ["Subject"]
    assert not explanation.is_foretold
    assert "\n\nThis in <message> may be the cause:\n\n<message>:" in str(explanation)


def test_what_foretells_another_text_is_not_the_cause_though_its_rule_looks_for_it() -> None:
    octets = sample("To: jo@example.com>")
    assert [(finding.slug, finding.predicts) for finding in mimeforge.lint(octets)] == [
        ("addr-unparseable", "Missing '<'")
    ]
    explanation = ses.explain("Missing '>'", octets)
    assert "addr-unparseable" in (explanation.answer.rules if explanation.answer else ())
    assert (explanation.findings, explanation.is_foretold) == ((), False)


def test_of_what_foretells_nothing_that_of_the_named_field_is_chosen() -> None:
    octets = sample("X-A: " + "a" * 40_000, "X-B: " + "b" * 40_000)
    for name, headers in (("X-B", {"X-B"}), ("x-a", {"X-A"}), ("X-C", {"X-A", "X-B"})):
        explanation = ses.explain(f"Header too long: '{name}'.", octets)
        assert {finding.header for finding in explanation.findings} == headers
        assert {finding.predicts for finding in explanation.findings} == {None}
        assert not explanation.is_foretold


def test_an_answer_that_no_rule_looks_for_has_no_cause_in_a_message() -> None:
    explanation = ses.explain("Account is paused", TWICE)
    assert (explanation.findings, explanation.is_foretold) == ((), False)


def test_only_what_draws_an_answer_would_rather_draw_another() -> None:
    octets = sample("Feedback-ID: a:b:c:d", "To: jo")
    explanation = ses.explain("Nested group", octets)
    assert explanation.report is not None
    assert {finding.slug for finding in explanation.report} == {"addr-no-domain", "ses-feedback-id"}
    behind = str(explanation).partition("\n\n")[2].splitlines()
    assert behind[:4] == [
        "Nothing in <message> is found to cause it, judged under the profile ses.",
        "It would rather draw another answer:",
        "",
        behind[3],
    ]
    assert behind[3].startswith("<message>:2:5 ADR102 addr-no-domain ")
    assert "feedback" not in "".join(behind).lower()


@pytest.mark.parametrize("answer", ["Configuration set <From> does not exist.", "Policy Subject does not exist"])
def test_a_name_of_something_else_is_no_field(answer: str) -> None:
    assert "Nothing in <message> is found to cause it" in str(ses.explain(answer, sample()))


def test_a_message_that_draws_nothing_is_said_to_cause_nothing() -> None:
    text = str(ses.explain("BadRequestException: Nested group", sample("Feedback-ID: a:b:c:d")))
    assert text.endswith("\n\nNothing in <message> is found to cause it, judged under the profile ses-v2.")


def test_without_a_message_nothing_is_said_about_one() -> None:
    assert "\n\n" not in str(ses.explain(NO_DOMAIN))


def test_an_unknown_text_with_a_message_has_its_report_and_no_findings() -> None:
    explanation = ses.explain("the printer is on fire", TWICE)
    assert explanation.report is not None
    assert len(explanation.report.errors) == 3
    assert (explanation.findings, explanation.is_foretold) == ((), False)


# Hostile text


def is_harmless(text: str) -> bool:
    lines = text.split("\n")
    return all(line.isprintable() and "##[" not in line and not line.startswith("::") for line in lines)


@pytest.mark.parametrize(
    "answer", [NO_DOMAIN, "Nested group", "Duplicate header 'Sender'.", "Header section too long.", "Account is paused"]
)
@pytest.mark.parametrize("name", [HOSTILE, "::error::x.eml", " ::error::", "a\nb"])
def test_no_line_of_an_explanation_holds_a_hostile_name_or_message(answer: str, name: str) -> None:
    octets = sample(f"To: {HOSTILE[:-2]}, Jo <jo@example.com>", f"Subject: {HOSTILE[:-2]}", "Subject: a")
    for source in (octets, sample()):
        assert is_harmless(str(named(ses.explain(answer, source), name)))


def test_each_sentence_names_the_message_as_it_may_begin_a_line() -> None:
    texts = [
        str(named(explanation, "::a\x1b"))
        for explanation in (
            ses.explain(NO_DOMAIN, TWICE),
            ses.explain("Duplicate header 'Sender'.", sample(*["Subject: a"] * 2)),
            ses.explain(NO_DOMAIN, sample()),
        )
    ]
    assert "\n./::a␛ draws this answer here:\n" in texts[0]
    assert "\nThis in ./::a␛ may be the cause:\n" in texts[1]
    assert "\nNothing in ./::a␛ is found to cause it" in texts[2]


def test_an_unknown_text_is_quoted_as_signs_and_cut() -> None:
    assert str(ses.explain(HOSTILE)) == (
        "No answer of Amazon SES is known that reads '␛[2J<U+202E><U+0023>#[error]::error::␀<U+00AD>'."
    )
    text = str(ses.explain("q" * 100 + "r" * 100))
    assert text == f"No answer of Amazon SES is known that reads '{'q' * 100}{'r' * 100}'."
    text = str(ses.explain("q" * 1000 + "r" * 1000))
    assert text == f"No answer of Amazon SES is known that reads '{'q' * 100}…{'r' * 100}'."


def test_the_repr_is_short_and_shows_no_control() -> None:
    assert repr(ses.explain("\u202e" + "q" * 100)) == f"<Explanation of '\\u202e{'q' * 59}', 0 findings>"
    assert repr(ses.explain(f"554 {NO_DOMAIN}", TWICE)) == f'<Explanation of "{NO_DOMAIN}", 2 findings>'
