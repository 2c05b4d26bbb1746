"""Who counts as a recipient, and what is foretold of too many."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample

FIFTY = ", ".join(f"a{n}@example.com" for n in range(50))
LONG = "x" * 310


def findings(*fields: str) -> dict[str, str | None]:
    return {finding.slug: finding.predicts for finding in mimeforge.lint(sample(*fields))}


def test_the_halves_of_a_name_are_no_recipients() -> None:
    fifty = ",\r\n ".join(["Doe, Jo <jo@example.com>"] * 50)
    assert set(findings(f"To: {fifty}")) == {"addr-no-domain"}
    assert findings("To: " + "Doe, Jo <jo@example.com>,\r\n " * 51)["addr-too-many"] is None


@pytest.mark.parametrize("fault", ["jo", "<>", "jo@exam_ple.com", "a@example.com; "])
@pytest.mark.parametrize("name", ["To", "Cc", "Bcc"])
def test_what_cannot_be_read_does_not_count_and_is_answered_first(name: str, fault: str) -> None:
    fields = [f"To: {FIFTY}", f"Cc: {fault}"] if name != "To" else [f"To: {fault}, {FIFTY}"]
    assert "addr-too-many" not in findings(*fields)
    found = findings(fields[0] + ", zoe@example.com", *fields[1:])
    assert found.pop("addr-too-many") is None
    assert len([answer for answer in found.values() if answer]) == 1


@pytest.mark.parametrize("refused", [f"{LONG} <jo@example.com>", '"a:b"@example.com'])
def test_one_text_is_foretold(refused: str) -> None:
    found = findings(f"To: {FIFTY}", f"Cc: {refused}")
    assert found.pop("addr-too-many") is None
    assert len([answer for answer in found.values() if answer]) == 1


def test_too_many_are_foretold_where_nothing_else_is() -> None:
    assert findings(f"To: {FIFTY}", "Cc: zoe@example.com") == {"addr-too-many": "Recipient count exceeds 50."}
    assert findings(f"To: {FIFTY}", "Cc: zoe@example.com", "From: jo") == {
        "addr-too-many": "Recipient count exceeds 50.",
        "addr-no-domain": "Missing final '@domain'",
    }


def test_one_recipient_with_a_comma_in_the_name_is_one_to_list_management() -> None:
    options = "X-SES-LIST-MANAGEMENT-OPTIONS: news; topic=sports"
    messages = [finding.message for finding in mimeforge.lint(sample("To: Doe, Jo <jo@example.com>", options))]
    assert [message for message in messages if "2" in message] == []


def test_a_to_that_is_missing_is_told_beside_a_cc_that_cannot_be_read() -> None:
    octets = sample("Cc: jo", without=["To"])
    assert {finding.slug for finding in mimeforge.lint(octets)} == {"ses-missing-to", "addr-no-domain"}
