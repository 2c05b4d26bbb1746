"""What the API models state of single members: at the limit all is well, and one behind it is pointed at."""

from __future__ import annotations

from typing import Any

import pytest

from mimeforge import ses

RULES = {"request-length", "request-value", "request-missing-member"}


def sent(headers: Any = (), attachments: Any = (), **members: Any) -> list[tuple[str | None, bytes, str | None]]:
    content = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}}
    content |= {name: value for name, value in (("Headers", headers), ("Attachments", attachments)) if value}
    arguments = {
        "FromEmailAddress": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Content": {"Simple": content},
    }
    return found("sesv2.SendEmail", arguments | members)


def found(operation: str, arguments: dict[str, Any]) -> list[tuple[str | None, bytes, str | None]]:
    """Give what is found by the rules at hand: the member, what is pointed at in it, and SES's answer."""
    report = ses.lint_request(operation, arguments)
    values = dict(report.members)
    assert {finding.severity for finding in report if finding.slug in RULES} <= {"error"}
    return [
        (one.member, values[one.member or ""][slice(*one.span)], one.predicts) for one in report if one.slug in RULES
    ]


def header(name: str, value: str) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value}]


def attached(**members: Any) -> list[dict[str, Any]]:
    return [{"FileName": "menu.txt", "RawContent": b"Soup\r\n"} | members]


@pytest.mark.parametrize(
    "members",
    [
        {"headers": header("X" * 126, "main")},
        {"headers": header("X", "x" * 995)},
        {"headers": header("!-9;-@A-~", "".join(map(chr, range(0x20, 0x7F))))},
        {"headers": header("X-Course", "=?utf-8?q?entr=C3=A9e?=")},
        {"headers": header("X-Course", "main") * 15},
        {"attachments": attached(FileName="x" * 251 + ".txt", ContentDescription="é" * 1000)},
        {"attachments": attached(ContentType="x" * 78, ContentId="x" * 78)},
        {"attachments": attached(ContentTransferEncoding="SEVEN_BIT", ContentDisposition="ATTACHMENT")},
        {"ConfigurationOverrides": {"Tracking": {"OpenTrackingEnabled": "DISABLED"}}},
        {"ConfigurationSetName": "", "EmailTags": []},
    ],
)
def test_at_the_limit_all_is_well(members: dict[str, Any]) -> None:
    assert sent(**members) == []


NAME, VALUE = "Content.Simple.Headers[0].Name", "Content.Simple.Headers[0].Value"
ATTACHED = "Content.Simple.Attachments[0]"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"headers": header("X" * 127, "main")}, (NAME, b"X", None)),
        ({"headers": header("X", "x" * 997)}, (VALUE, b"xx", None)),
        ({"headers": header("X-Course", "entrée")}, (VALUE, "é".encode(), None)),
        ({"headers": header("X-Course", "😀 main")}, (VALUE, "😀".encode(), None)),
        ({"headers": header("X-Course", "main,\r\n dessert")}, (VALUE, b"\r", None)),
        ({"headers": header("X-Course", "main\n")}, (VALUE, b"\n", None)),
        ({"headers": header("X-Course", "main\tdessert")}, (VALUE, b"\t", None)),
        ({"headers": header("X-Course", "")}, (VALUE, b"", None)),
        ({"headers": header("X Course", "main")}, (NAME, b" ", None)),
        ({"headers": header("X-Course:", "main")}, (NAME, b":", None)),
        ({"headers": header("X-Entrée", "main")}, (NAME, "é".encode(), None)),
        ({"attachments": attached(FileName="x" * 256)}, (f"{ATTACHED}.FileName", b"x", None)),
        (
            {"attachments": attached(ContentDescription="é" * 1001)},
            (f"{ATTACHED}.ContentDescription", b"\xc3\xa9", None),
        ),
        ({"attachments": attached(ContentId="")}, (f"{ATTACHED}.ContentId", b"", None)),
        ({"attachments": attached(ContentType="x" * 79)}, (f"{ATTACHED}.ContentType", b"x", None)),
        ({"attachments": attached(ContentDisposition="inline")}, (f"{ATTACHED}.ContentDisposition", b"inline", None)),
        (
            {"attachments": attached(ContentTransferEncoding="8bit" * 99_999)},
            (f"{ATTACHED}.ContentTransferEncoding", b"8bit" * 99_999, None),
        ),
        (
            {"ConfigurationOverrides": {"Tracking": {"ClickTrackingEnabled": ""}}},
            ("ConfigurationOverrides.Tracking.ClickTrackingEnabled", b"", None),
        ),
    ],
)
def test_one_behind_the_limit_is_pointed_at(
    members: dict[str, Any], expected: tuple[str | None, bytes, str | None]
) -> None:
    assert sent(**members) == [expected]


def test_more_than_fifteen_header_fields() -> None:
    ((member, _, answer),) = sent(header("X-Course", "main") * 16)
    assert (member, answer) == ("Content.Simple.Headers", None)


def test_the_recorded_answers_about_names_of_header_fields() -> None:
    (empty,) = sent(header("X-Course", "main") + header("", "main"))
    assert empty == ("Content.Simple.Headers[1].Name", b"", "The header name must be specified.")
    (missing,) = sent([{"Value": "main"}])
    assert missing[2] == (
        "1 validation error detected: Value at 'content.simple.headers.1.member.name' failed to satisfy constraint: "
        "Member must not be null"
    )


def test_of_a_template_the_same_is_said_without_answers() -> None:
    arguments: dict[str, Any] = {
        "FromEmailAddress": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Content": {
            "Template": {
                "TemplateName": "",
                "TemplateData": "x" * 262_146,
                "Headers": [*header("", "main"), {"Value": "main"}],
            }
        },
    }
    told = found("sesv2.SendEmail", arguments)
    assert {one for one in told if one[0] != "Content.Template.Headers[1].Name"} == {
        ("Content.Template.TemplateName", b"", None),
        ("Content.Template.TemplateData", b"xx", None),
        ("Content.Template.Headers[0].Name", b"", None),
    }
    assert len(told) == 4


@pytest.mark.parametrize(("word", "meant"), [("inline", "INLINE"), ("ATACHMENT", "ATTACHMENT"), ("?", "one of them")])
def test_the_word_that_was_meant_is_proposed(word: str, meant: str) -> None:
    arguments = {"Content": {"Simple": {"Attachments": attached(ContentDisposition=word)}}}
    (finding,) = [one for one in ses.lint_request("sesv2.SendEmail", arguments) if one.slug == "request-value"]
    assert meant in finding.message.partition("INLINE")[2]


@pytest.mark.parametrize("operation", ["ses.SendEmail", "ses.SendRawEmail"])
def test_version_1_states_nothing_of_its_members(operation: str) -> None:
    arguments = {"Source": "", "ConfigurationSetName": "", "Tags": [{"Name": "", "Value": "x" * 300}]}
    assert {member for member, _, _ in found(operation, arguments)} <= {"Message", "Destination", "RawMessage"}
