"""`ses.explain`: what an answer means, what is nearest to it, and where its cause is in a message."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import mimeforge
from mimeforge import ses
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from pathlib import Path

NO_DOMAIN = "Missing final '@domain'"


def test_an_answer_is_explained_with_cause_order_evidence_and_rules() -> None:
    text = str(ses.explain(NO_DOMAIN))
    assert text.startswith(NO_DOMAIN + "\n")
    for piece in ("no @domain", "Check 9 of 15", "ADR102 addr-no-domain", "field-report", "anymail/django-anymail#281"):
        assert piece in text


def test_what_the_message_cannot_hold_has_no_rules() -> None:
    assert "none: no rule can find the cause in a message" in str(ses.explain("Email address is not verified."))


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("missing final domain", NO_DOMAIN),
        ("Domain contains dotdot", "Domain contains dot-dot"),
        ("Duplicated headers 'Subject'", "Duplicate header '{name}'."),
        ("Error: Message failed: 554 Transaction failed: Missing finl '@domain'", NO_DOMAIN),
        ("InvalidParameterValue: Missin domain\n    at Request.extractError (/app/x.js:1:2)", "Missing domain"),
        ("Illegal content type text/csv", "Illegal content type '{type}'"),
    ],
)
def test_near_misses_are_offered(asked: str, nearest: str) -> None:
    explanation = ses.explain(asked)
    assert explanation.answer is None
    assert nearest in [answer.text for answer in explanation.near]
    assert nearest in str(explanation)


def test_what_is_like_nothing_offers_nothing() -> None:
    explanation = ses.explain("the printer is on fire")
    assert (explanation.answer, explanation.near) == (None, ())
    assert str(explanation) == "No answer of Amazon SES is known that reads 'the printer is on fire'."


def test_the_name_of_an_error_alone_is_explained() -> None:
    explanation = ses.explain("ConfigurationSetDoesNotExist")
    assert str(explanation).startswith("ConfigurationSetDoesNotExist: The account has no configuration set")
    assert explanation.code is not None


def test_case_quotes_and_the_last_dot_do_not_matter() -> None:
    assert ses.explain("MISSING FINAL \u2019@DOMAIN\u2019").answer is ses.explain(NO_DOMAIN).answer
    assert ses.explain("Duplicate header 'Subject'").answer is ses.explain("Duplicate header 'Subject'.").answer


def test_of_two_texts_in_one_the_longer_is_meant() -> None:
    answer = ses.explain("454 Throttling failure: Daily message quota exceeded").answer
    assert answer is not None
    assert answer.text.startswith("454")


def test_in_a_message_the_field_and_character_are_shown() -> None:
    octets = sample("To: Doe, Jo <jo@example.com>")
    explanation = ses.explain(f"554 Transaction failed: {NO_DOMAIN}", octets)
    (finding,) = explanation.findings
    assert (finding.header, finding.line, finding.column) == ("To", 1, 5)
    assert octets[slice(*finding.span)] == b"Doe"
    assert explanation.is_foretold
    assert explanation.report is not None
    assert explanation.report.profile == "ses-smtp"
    assert "  | To: Doe, Jo <jo@example.com>\n  |     ^^^\n" in str(explanation)


@pytest.mark.parametrize(
    "wrapper", ["{}", "{}.", "554 Transaction failed: {}. (in reply to end of DATA command)", "'{}'"]
)
def test_of_two_fields_the_named_one_is_shown(wrapper: str) -> None:
    octets = sample(*["Subject: a"] * 2, *["Reply-To: jo@example.com"] * 2)
    explanation = ses.explain(wrapper.format("Duplicate header 'Subject'"), octets)
    assert [finding.header for finding in explanation.findings] == ["Subject"]
    assert explanation.is_foretold


def test_of_a_field_that_is_not_there_the_same_answer_for_others_may_be_meant() -> None:
    octets = sample(*["Subject: a"] * 2, *["Reply-To: jo@example.com"] * 2)
    others = ses.explain("Duplicate header 'Sender'.", octets)
    assert {finding.header for finding in others.findings} == {"Subject", "Reply-To"}
    assert not others.is_foretold


def test_the_field_that_is_named_is_shown_where_nothing_is_foretold() -> None:
    octets = sample("X-A: " + "a" * 40_000, "X-B: " + "b" * 40_000)
    explanation = ses.explain("Header too long: 'X-A'.", octets)
    assert {finding.header for finding in explanation.findings} == {"X-A"}


def test_where_nothing_foretells_it_the_rules_that_look_for_its_causes_speak() -> None:
    octets = b"From: jo@example.com\r\nTo: zoe@example.net\r\nSubject: Lunch\r\nHello,\r\nhow are you\r\n\r\nJo\r\n"
    explanation = ses.explain("Header section too long.", octets)
    assert not explanation.is_foretold
    assert [finding.slug for finding in explanation.findings] == ["no-blank-line"]
    assert "may be the cause" in str(explanation)


def test_where_nothing_is_found_what_would_be_answered_is_said() -> None:
    text = str(ses.explain(NO_DOMAIN, sample("To:")))
    assert "Nothing in <message> is found to cause it" in text
    assert "It would rather draw another answer:\n\n<message>:1:1 HDR116" in text
    assert "rather" not in str(ses.explain(NO_DOMAIN, sample()))


def test_the_interface_decides_the_profile_unless_one_is_named() -> None:
    answer = f"BadRequestException: {NO_DOMAIN}"
    found = [
        ses.explain(answer, sample()),
        ses.explain(answer, sample(), profile="ses"),
        ses.explain(NO_DOMAIN, sample()),
    ]
    assert [each.report.profile for each in found if each.report is not None] == ["ses-v2", "ses", "ses"]


def test_a_path_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(sample("To: jo"))
    assert f"{path}:1:5" in str(ses.explain(NO_DOMAIN, path))


def test_an_explanation_is_a_value() -> None:
    explanation = ses.explain(NO_DOMAIN, sample("To: jo"))
    assert pickle.loads(pickle.dumps(explanation)) == copy.deepcopy(explanation) == explanation
    assert repr(ses.explain(NO_DOMAIN)) == "<Explanation of \"Missing final '@domain'\", 0 findings>"


def test_hostile_text_is_shown_as_signs() -> None:
    assert "\x1b" not in str(ses.explain("\x1b[31m ##[error] \u202e"))
    assert "##[" not in str(ses.explain("##[error]"))


def test_only_a_text_is_taken() -> None:
    with pytest.raises(TypeError, match="explain takes the answer as a str, not bytes"):
        ses.explain(b"Missing domain")  # type: ignore[arg-type]


@pytest.mark.parametrize("arguments", [{"profile": "nope"}, {"source": 42}, {"source": sample(), "envelope": 5}])
@pytest.mark.parametrize("text", [NO_DOMAIN, "the printer is on fire"])
def test_wrong_arguments_are_refused_whatever_the_text(text: str, arguments: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        ses.explain(text, **arguments)


def test_a_name_that_runners_obey_begins_no_line(tmp_path: Path) -> None:
    path = tmp_path / "::error::x.eml"
    path.write_bytes(sample("To: jo"))
    explanation = ses.explain(NO_DOMAIN, path)
    assert explanation.report is not None
    named = replace(explanation, report=replace(explanation.report, name="::error::x.eml"))
    assert [line for line in str(named).splitlines() if line.startswith("::")] == []


def test_what_is_asked_of_a_message_with_many_findings_costs_little_more_than_its_lint() -> None:
    octets = sample("Reply-To: " + ", ".join(f'"User x {n}" <jo{n}@exa_mple.com>' for n in range(900)))
    explanation = ses.explain("Domain contains illegal character", octets)
    assert explanation.is_foretold
    assert len(repr(explanation)) < 200


@pytest.mark.parametrize("name", ["Answer", "Explanation", "Reply", "explain", "raw_request"])
def test_what_it_returns_has_public_names(name: str) -> None:
    assert name in ses.__all__
    assert getattr(mimeforge.ses, name) is getattr(ses, name)


def test_recipients_of_the_fields_may_be_those_of_the_smtp_session() -> None:
    octets = sample("To: " + ", ".join(f"jo{number}@example.com" for number in range(51)))
    explanation = ses.explain("554 Transaction failed: Recipient count exceeds 50.", octets)
    assert [finding.slug for finding in explanation.findings] == ["addr-too-many"]
    assert not explanation.is_foretold


def test_a_field_that_is_named_is_shown_where_no_rule_speaks_of_it() -> None:
    octets = sample("List-Unsubscribe: " + ",\r\n ".join(["<https://example.com/u>"] * 900))
    text = str(ses.explain("554 Transaction failed: Header too long: 'List-Unsubscribe'.", octets))
    assert "<message>:1:1 is the field that it names, 24,3" in text
    assert "Nothing" not in text


def test_octets_over_127_in_a_setting_are_shown_though_nobody_knows_the_text() -> None:
    for octets, answer in (
        (sample("X-SES-TENANT: \u00e9"), "Invalid tenant name <\u00e9>"),
        (sample("X-SES-MESSAGE-TAGS: a=\u00e9"), "Invalid tag value <\u00e9>"),
    ):
        signs = "'_', and '-'" if "tenant" in answer else "'_',  '-' , '.', '@'"
        explanation = ses.explain(f"{answer}: only alphanumeric ASCII characters, {signs} are allowed.", octets)
        assert [finding.slug for finding in explanation.findings] == ["raw-8bit-header-utf8"]
