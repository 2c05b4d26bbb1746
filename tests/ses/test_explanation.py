"""`ses.explain`: what an answer means, what is nearest to it, and where its cause is in a message."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

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
    assert "none: the cause is not in the message" in str(ses.explain("Email address is not verified."))


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("missing final domain", NO_DOMAIN),
        ("Local address contains dot-dot", "Domain contains dot-dot"),
        ("Duplicated headers 'Subject'", "Duplicate header '{name}'."),
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
    assert "no configuration set of this name" in str(ses.explain("ConfigurationSetDoesNotExist"))


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


def test_of_two_fields_the_named_one_is_shown() -> None:
    octets = sample(*["Subject: a"] * 2, *["Reply-To: jo@example.com"] * 2)
    explanation = ses.explain("Duplicate header 'Subject'.", octets)
    assert [finding.header for finding in explanation.findings] == ["Subject"]
    # Of one that is not there twice, the same answer for others is the nearest to the truth.
    others = ses.explain("Duplicate header 'Sender'.", octets)
    assert {finding.header for finding in others.findings} == {"Subject", "Reply-To"}


def test_where_nothing_foretells_it_the_rules_that_look_for_its_causes_speak() -> None:
    octets = b"From: jo@example.com\r\nTo: zoe@example.net\r\nSubject: Lunch\r\nHello,\r\nhow are you\r\n\r\nJo\r\n"
    explanation = ses.explain("Header section too long.", octets)
    assert not explanation.is_foretold
    assert [finding.slug for finding in explanation.findings] == ["no-blank-line"]
    assert "may be the cause" in str(explanation)


def test_where_nothing_is_found_what_would_be_answered_is_said() -> None:
    text = str(ses.explain(NO_DOMAIN, sample("To:")))
    assert "Nothing in <message> is found to cause it" in text
    assert "It would rather be answered: Empty required header 'To'." in text
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
    assert len(repr(ses.explain("x"))) < 500


def test_hostile_text_is_shown_as_signs() -> None:
    assert "\x1b" not in str(ses.explain("\x1b[31m ##[error] \u202e"))
    assert "##[" not in str(ses.explain("##[error]"))


def test_only_a_text_is_taken() -> None:
    with pytest.raises(TypeError, match="bytes"):
        ses.explain(b"Missing domain")  # type: ignore[arg-type]


def test_it_is_public() -> None:
    assert mimeforge.ses.explain is ses.explain
