"""Judging requests: what may be asked for, and where findings stand."""

from __future__ import annotations

from collections import ChainMap, OrderedDict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

import mimeforge
from mimeforge import ses
from mimeforge.linter import Evidence, Report, Severity
from mimeforge.linter.examples import Call, sample
from mimeforge.linter.finding import order
from mimeforge.linter.rule import MESSAGE, Hit, requests, rule
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request
    from mimeforge.tree import Part

CONTENT = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}}
SIMPLE = {
    "Source": "jo@example.com",
    "Destination": {"ToAddresses": ["zoe@example.net"]},
    "Message": CONTENT,
}


def raw(data: bytes = sample(), **members: Any) -> Report:
    return ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": data}} | members)


# What may be asked for


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("ses.SendRawMail", "did you mean 'ses.SendRawEmail'?"),
        ("sesv2.SendMail", "'sesv2.SendEmail'"),
        ("x", "known are"),
    ],
)
def test_another_operation_is_refused_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(ValueError, match="unknown operation") as refused:
        ses.lint_request(name, {})
    assert hint in str(refused.value)


@pytest.mark.parametrize("name", [None, [], 1, b"ses.SendEmail", "\ud800"])
def test_what_is_no_name_is_refused_like_one(name: Any) -> None:
    with pytest.raises(ValueError, match="unknown operation"):
        ses.lint_request(name, {})


@pytest.mark.parametrize("kwargs", [None, [], "", b"", 1, [("Source", "jo@example.com")]])
@pytest.mark.parametrize("operation", ["ses.SendEmail", "ses.PutIdentityPolicy"])
def test_arguments_are_a_dict(operation: str, kwargs: Any) -> None:
    with pytest.raises(TypeError, match="are a dict, not"):
        ses.lint_request(operation, kwargs)


def test_the_arguments_may_be_any_mapping_and_what_is_in_them_is_a_dict() -> None:
    """As behind the ``**`` of a client of botocore."""
    for mapping in (MappingProxyType(SIMPLE), OrderedDict(SIMPLE), ChainMap({}, SIMPLE)):
        assert ses.lint_request("ses.SendEmail", mapping).findings == ()
        assert ses.to_message(mapping) == ses.to_message(SIMPLE)
        assert dict(parse_qsl(ses.to_query(mapping))) == dict(parse_qsl(ses.to_query(SIMPLE)))
    inner = SIMPLE | {"Destination": MappingProxyType({"ToAddresses": ["zoe@example.net"]})}
    (finding,) = ses.lint_request("ses.SendEmail", inner)
    assert (finding.slug, finding.member) == ("request-wrong-type", "Destination")
    for refuses in (ses.to_message, ses.to_query):
        with pytest.raises(TypeError, match="Destination: a mappingproxy, where the API wants a dict"):
            refuses(inner)


@pytest.mark.parametrize("name", ["ses-smtp", "rfc", "rfc,bulk", "bulk", "x", "ses,x", "ses,rfc", "ses-v2,", 1])
def test_other_profiles_are_refused(name: Any) -> None:
    with pytest.raises(ValueError, match=r"profile|overlay"):
        ses.lint_request("ses.SendEmail", SIMPLE, profile=name)


@pytest.mark.parametrize(
    ("operation", "profile", "judged_under"),
    [
        ("ses.SendEmail", None, "ses"),
        ("ses.SendEmail", "ses", "ses"),
        ("ses.SendEmail", "ses-v2", "ses"),
        ("sesv2.SendEmail", "ses,strict", "ses-v2,strict"),
        ("sesv2.SendEmail", "ses-v2,bulk", "ses-v2,bulk"),
        ("ses.SendRawEmail", "ses, bulk, strict", "ses,bulk,strict"),
        ("ses.PutIdentityPolicy", "ses-v2,strict", "ses,strict"),
    ],
)
def test_the_operation_says_the_version_and_the_profile_the_overlays(
    operation: str, profile: str | None, judged_under: str
) -> None:
    assert ses.lint_request(operation, {}, profile=profile).profile == judged_under


def test_rules_of_an_overlay_speak_where_it_is_laid_on_top() -> None:
    data = sample("X-Mailer: Courier 3.1.4")
    kwargs = {"RawMessage": {"Data": data}}
    assert [one.slug for one in ses.lint_request("ses.SendRawEmail", kwargs)] == []
    strict = ses.lint_request("ses.SendRawEmail", kwargs, profile="ses,strict")
    assert "mailer-version-leak" in {one.slug for one in strict}


def test_overlays_reach_the_addresses_in_members() -> None:
    """Under strict, more is said of an address; and of a member, as of a field."""
    kwargs = SIMPLE | {"Source": "'Jo' <jo@example.com>"}
    for profile in (None, "ses,strict"):
        of_member = {one.slug for one in ses.lint_request("ses.SendEmail", kwargs, profile=profile) if one.member}
        of_field = {
            one.slug
            for one in mimeforge.lint(sample("Sender: 'Jo' <jo@example.com>"), profile=profile or "ses")
            if one.header == "Sender"
        }
        assert of_member == of_field - {"sender-redundant"}


def test_only_what_is_documented() -> None:
    empty = SIMPLE | {"ReplyToAddresses": [], "ReturnPath": ""}
    assert len(ses.lint_request("ses.SendEmail", empty)) == 2
    assert len(ses.lint_request("ses.SendEmail", empty, evidence="documented")) == 0
    shouting = SIMPLE | {"Source": "jo example.com"}
    for evidence in Evidence:
        for finding in ses.lint_request("ses.SendEmail", shouting, evidence=evidence):
            assert finding.evidence >= evidence
    with pytest.raises(ValueError, match="unknown evidence"):
        ses.lint_request("ses.SendEmail", SIMPLE, evidence="hearsay")


def made(code: str, looks_at: Any, check: Any) -> Any:
    check.__doc__ = "These tests look for it."
    return rule(
        code,
        code.lower(),
        severity=Severity.NOTE,
        rfc=None,
        evidence=Evidence.INFERRED,
        source="these tests",
        looks_at=looks_at,
        bad=(Call("ses.SendEmail", {}),),
        good=(Call("ses.SendEmail", {}),),
    )(check)


def about_request(request: Request, context: Context) -> Iterator[Hit]:
    yield Hit(Span(0, 1), f"{context.profile.name} {request.operation}", member="Source")


def about_message(message: Part, context: Context) -> Iterator[Hit]:
    assert context.request is not None
    yield Hit(Span(0, 4), context.request.operation)


def test_rules_of_ones_own_see_the_request_and_the_message() -> None:
    extra = [made("TST101", requests("ses.SendRawEmail"), about_request), made("TST102", MESSAGE, about_message)]
    kwargs = {"RawMessage": {"Data": sample()}, "Source": "jo@example.com"}
    report = ses.lint_request("ses.SendRawEmail", kwargs, extra_rules=iter(extra))
    assert [(one.code, one.member, one.message) for one in report] == [
        ("TST101", "Source", "ses ses.SendRawEmail"),
        ("TST102", None, "ses.SendRawEmail"),
    ]
    assert [one.code for one in ses.lint_request("ses.SendEmail", SIMPLE, extra_rules=extra)] == ["TST102"]


# Where findings stand


def test_a_finding_about_a_member_counts_in_its_value() -> None:
    entry = "✖, zoe@example.net"
    report = ses.lint_request("ses.SendEmail", SIMPLE | {"Destination": {"CcAddresses": ["a@example.org", entry]}})
    (finding,) = report.errors
    assert finding.member == "Destination.CcAddresses[1]"
    assert entry.encode()[slice(*finding.span)] == "✖".encode()
    assert (finding.line, finding.column, finding.header, finding.part) == (1, 1, None, "")


@pytest.mark.parametrize(
    ("address", "line", "column"),
    [
        ("Zoe <zoe@exam_ple.net>", 1, 14),
        ("Łódź <zoe@exam_ple.net>", 1, 18),
        ("\nZoe <zoe@exam_ple.net>", 2, 14),
        ("Zoe\r\n <zoe@exam_ple.net>", 2, 11),
    ],
)
def test_lines_and_columns_are_those_of_the_value_in_utf_8(address: str, line: int, column: int) -> None:
    report = ses.lint_request("ses.SendEmail", SIMPLE | {"ReplyToAddresses": (address,)})
    (finding,) = [one for one in report if one.slug == "addr-domain-bad-label"]
    assert (finding.member, finding.line, finding.column) == ("ReplyToAddresses[0]", line, column)
    assert dict(report.members)["ReplyToAddresses[0]"][slice(*finding.span)] == b"_"


def test_a_finding_about_a_raw_message_stands_in_its_octets() -> None:
    data = sample("Subject: Réservation")
    report = raw(data)
    (finding,) = report
    assert (finding.member, finding.header, report.name, report.source) == (None, "Subject", "RawMessage.Data", data)
    assert data[slice(*finding.span)] == "é".encode()


def test_the_message_of_version_2_is_named_by_its_own_path() -> None:
    report = ses.lint_request("sesv2.SendEmail", {"Content": {"Raw": {"Data": sample("Subject:")}}})
    assert (report.name, [one.slug for one in report]) == ("Content.Raw.Data", ["missing-subject"])


def test_of_a_built_message_fields_made_of_members_are_judged_as_members() -> None:
    kwargs = SIMPLE | {"Destination": {"ToAddresses": ["'Zoe' <zoe@example.net>"]}, "Source": "'Jo' <jo@example.com>"}
    report = ses.lint_request("ses.SendEmail", kwargs, profile="ses,strict")
    assert report.name == "<the message of SES>"
    assert {one.member for one in report if one.code.startswith("ADR")} == {"Source", "Destination.ToAddresses[0]"}


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ([("Sender", "desk@example.com")], []),
        ([("Sender", "desk")], [("addr-no-domain", None)]),
        ([("Sender", "a@example.com, b@example.com")], [("addr-unparseable", None)]),
        ([("Sender", "a@example.com")] * 2, [("request-header-twice", "Content.Simple.Headers[1].Name")]),
        ([("X" * 126, "a")], [("header-name-too-long", None)]),
        ([("X" * 127, "a")], [("request-length", "Content.Simple.Headers[0].Name")]),
    ],
)
def test_a_field_that_is_given_is_judged_once(headers: list[tuple[str, str]], said: list[tuple[str, str]]) -> None:
    content = CONTENT | {"Headers": [{"Name": name, "Value": value} for name, value in headers]}
    kwargs = {
        "FromEmailAddress": SIMPLE["Source"],
        "Destination": SIMPLE["Destination"],
        "Content": {"Simple": content},
    }
    assert [(one.slug, one.member) for one in ses.lint_request("sesv2.SendEmail", kwargs)] == said


def test_findings_are_in_the_order_of_members_and_those_of_the_message_come_last() -> None:
    kwargs = {
        "RawMessage": {"Data": sample("Subject:")},
        "Destinations": ["zoe@example.net"] * 12 + ["", "x"],
        "Source": "",
        "Wrong": 1,
    }
    report = ses.lint_request("ses.SendRawEmail", kwargs)
    assert [one.member for one in report] == [
        "Destinations[1]",
        "Destinations[12]",
        "Destinations[13]",
        "Source",
        "Wrong",
        None,
    ]
    assert list(report) == sorted(report, key=order)


def test_the_report_shows_member_and_value_and_names_the_message() -> None:
    text = str(raw(sample("Subject:"), Source="Zoé <jo@example.com>", Destinations=["zoe@example.net"]))
    assert text.startswith("Source:1:3 API111 request-name-not-ascii error ")
    assert "\n  | Zoé <jo@example.com>\n  |   ^\n" in text
    assert "\nRawMessage.Data:1:1 REQ104 missing-subject warning" in text
    assert text.endswith("1 error, 1 warning, 0 notes in 1 file")


def test_only_members_with_findings_are_kept() -> None:
    report = raw(Source="jo@example.com", Destinations=["zoe@example.net", "x"])
    assert [path for path, _ in report.members] == ["Destinations[1]"]


def test_where_types_are_wrong_nothing_else_is_said() -> None:
    report = ses.lint_request("ses.SendEmail", {"Source": "", "Destination": "zoe@example.net", "Message": 1, "X": 2})
    assert [(one.code, one.member) for one in report] == [("API101", "Destination"), ("API101", "Message")]


@pytest.mark.parametrize(
    ("operation", "kwargs", "member"),
    [
        ("ses.SendEmail", SIMPLE | {"Source": "Zo\udce9 <zoe@example.com>"}, "Source"),
        ("ses.SendEmail", SIMPLE | {"ReplyToAddresses": ["jo@example.com", "\ud800"]}, "ReplyToAddresses[1]"),
        ("ses.SendRawEmail", {"RawMessage": {"Data": sample().decode() + "\udcff"}}, "RawMessage.Data"),
        ("ses.PutIdentityPolicy", {"Identity": "a", "PolicyName": "b", "Policy": "\udfff"}, "Policy"),
    ],
)
def test_of_what_cannot_be_written_nothing_else_is_said(operation: str, kwargs: dict[str, Any], member: str) -> None:
    report = ses.lint_request(operation, kwargs)
    assert [(one.code, one.severity, one.member) for one in report] == [("API108", "error", member)]
    assert str(report).encode("utf-8")
