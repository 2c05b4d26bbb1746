"""The Headers of requests of version 2, in simple content and in templates."""

from __future__ import annotations

from typing import Any

import pytest

from mimeforge import ses
from mimeforge._ses_facts import ONCE_ONLY_FIELDS, OWN_FIELDS

Pair = tuple[str, str]
Told = list[tuple[str, str, str, bytes]]

VALUES = {
    "sender": "ann@example.com",
    "list-unsubscribe": "<https://example.com/u>",
    "list-unsubscribe-post": "List-Unsubscribe=One-Click",
}


def content(kind: str, *headers: Pair) -> dict[str, Any]:
    written = [{"Name": name, "Value": value} for name, value in headers]
    if kind == "Simple":
        message = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}, "Headers": written}
        return {"Simple": message}
    return {"Template": {"TemplateName": "news", "TemplateData": "{}", "Headers": written}}


def sent(kind: str, *headers: Pair) -> Told:
    """Give slug, severity, member and what is pointed at; the paths begin behind the list."""
    arguments = {
        "FromEmailAddress": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Content": content(kind, *headers),
    }
    report = ses.lint_request("sesv2.SendEmail", arguments)
    values = dict(report.members)
    assert all(len(finding.message) < 300 and finding.predicts is None for finding in report)
    return [
        (
            one.slug,
            one.severity,
            (one.member or f"field {one.header}").removeprefix(f"Content.{kind}.Headers"),
            values[one.member][slice(*one.span)] if one.member else b"",
        )
        for one in report
    ]


@pytest.fixture(params=["Simple", "Template"])
def kind(request: pytest.FixtureRequest) -> str:
    value: str = request.param
    return value


@pytest.mark.parametrize(
    ("name", "value", "at"),
    [
        ("X", "x" * 995, None),
        ("X" * 20, "x" * 976, None),
        ("X" * 20, "x" * 977, b"x"),
        ("X" * 70, "x" * 995, b"x" * 69),
    ],
)
def test_name_and_value_together(kind: str, name: str, value: str, at: bytes | None) -> None:
    expected = [] if at is None else [("request-header-too-long", "error", "[0].Value", at)]
    assert sent(kind, (name, value)) == expected


@pytest.mark.parametrize(("name", "value"), [("X" * 127, "x" * 900), ("X", "x" * 996)])
def test_what_is_too_long_alone_is_told_once(kind: str, name: str, value: str) -> None:
    assert [slug for slug, _, _, _ in sent(kind, (name, value)) if slug != "header-name-too-long"] == ["request-length"]


@pytest.mark.parametrize("name", sorted(OWN_FIELDS))
def test_fields_that_ses_writes_itself(kind: str, name: str) -> None:
    for written in (name, name.upper(), name.title()):
        assert sent(kind, ("X-Course", "main"), (written, "x")) == [
            ("request-header-own-field", "error", "[1].Name", written.encode())
        ]


def test_the_page_names_twelve_of_them() -> None:
    assert len(OWN_FIELDS) == 12
    assert {"bcc", "cc", "to"} == OWN_FIELDS - {name.lower() for name in ONCE_ONLY_FIELDS}


@pytest.mark.parametrize("name", [name for name in ONCE_ONLY_FIELDS if name.lower() not in OWN_FIELDS])
def test_fields_that_stand_once_are_told_once_where_they_stand_again(kind: str, name: str) -> None:
    value = VALUES.get(name.lower(), "<1@example.com>")
    # Of other faults of these values, and of fields that SES is not known for, the rules on fields speak.
    once = {slug for slug, _, _, _ in sent(kind, (name, value))}
    again = [one for one in sent(kind, (name, value), (name.upper(), value)) if one[0] not in once]
    assert again == [("request-header-twice", "error", "[1].Name", name.upper().encode())]


def test_each_that_stands_again_is_told() -> None:
    headers = [("Importance", "high"), ("X-Course", "main"), ("importance", "low"), ("IMPORTANCE", "high")]
    assert [(slug, member) for slug, _, member, _ in sent("Template", *headers)] == [
        ("request-header-twice", "[2].Name"),
        ("request-header-twice", "[3].Name"),
    ]


@pytest.mark.parametrize("name", ["X-Course", "Received", "List-Unknown"])
def test_all_others_may_stand_again(kind: str, name: str) -> None:
    assert "request-header-twice" not in {slug for slug, _, _, _ in sent(kind, (name, "a"), (name, "b"))}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-SES-CONFIGURATION-SET", "monthly receipts"),
        ("x-ses-message-tags", "a b"),
        ("X-SES-FROM-ARN", "none"),
        ("X-SES-LIST-MANAGEMENT-OPTIONS", ";"),
        ("X-SES-Weather", "fine"),
    ],
)
def test_settings_among_the_headers_are_a_warning_whatever_they_say(kind: str, name: str, value: str) -> None:
    assert sent(kind, (name, value)) == [("request-header-setting", "warning", "[0].Name", name.encode())]


@pytest.mark.parametrize(
    "header",
    [
        ("X-Session", "1"),
        ("X-Course", "=?utf-8?q?entr=C3=A9e?="),
        ("List-Unsubscribe", "<https://example.com/u>"),
        ("Auto-Submitted", "auto-generated"),
        ("In-Reply-To", "<1@example.com>"),
    ],
)
def test_fields_that_may_stand(kind: str, header: Pair) -> None:
    extra = [("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")] if header[0] == "List-Unsubscribe" else []
    assert sent(kind, header, *extra) == []


def test_a_field_that_lacks_a_member_is_left_to_others() -> None:
    arguments = {
        "FromEmailAddress": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Content": content("Template") | {},
    }
    arguments["Content"]["Template"]["Headers"] = [{"Name": "Subject"}, {"Value": "x"}]  # type: ignore[index]
    report = ses.lint_request("sesv2.SendEmail", arguments)
    assert {finding.slug for finding in report} == {"request-missing-member"}


def test_both_kinds_of_content_have_lists_of_their_own() -> None:
    both = content("Simple", ("Importance", "high")) | content("Template", ("Importance", "high"))
    report = ses.lint_request("sesv2.SendEmail", {"FromEmailAddress": "jo@example.com", "Content": both})
    assert "request-header-twice" not in {finding.slug for finding in report}
