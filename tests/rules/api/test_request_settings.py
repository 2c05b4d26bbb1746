"""Settings of requests: names, the endpoint, list management, and fields of the raw message that set the same."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import mimeforge
from mimeforge import ses
from mimeforge._ses_facts import ENDPOINT_ID_RE
from mimeforge.linter.examples import sample
from mimeforge.rules.sec.signing import signed

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
OTHER_ARN = ARN.replace("identity/", "identity/jo@")
URL = "{{amazonSESUnsubscribeUrl}}"
OPTIONS = {"ContactListName": "news"}

Told = list[tuple[str, str, str | None, bytes, str | None]]


def raw(octets: bytes = sample(), **members: Any) -> mimeforge.Report:
    return ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": octets}} | members)


def raw_2(octets: bytes = sample(), **members: Any) -> mimeforge.Report:
    return ses.lint_request("sesv2.SendEmail", {"Content": {"Raw": {"Data": octets}}} | members)


def told(report: mimeforge.Report) -> Told:
    """Give slug, severity, member, what is pointed at, and SES's answer."""
    values = dict(report.members)
    assert all(len(finding.message) < 300 and finding.message.isprintable() for finding in report)
    sources = [values[one.member] if one.member else report.source for one in report]
    return [
        (one.slug, one.severity, one.member, source[slice(*one.span)], one.predicts)
        for one, source in zip(report, sources, strict=True)
    ]


def refused(kind: str, text: str) -> str:
    return f"Invalid {kind} name <{text}>: only alphanumeric ASCII characters, '_', and '-' are allowed."


@pytest.mark.parametrize(
    ("name", "severity", "at", "answer"),
    [
        ("receipts_2025-01", None, b"", None),
        ("x" * 64, None, b"", None),
        ("x" * 66, "error", b"xx", None),
        ("monthly receipts", "error", b" ", refused("configuration set", "monthly receipts")),
        ("été", "error", "é".encode(), refused("configuration set", "été")),
        ("a.b.c", "error", b".", refused("configuration set", "a.b.c")),
        ("receipts\n", "error", b"\n", None),
        ("", "warning", b"", None),
    ],
)
def test_names_of_configuration_sets(name: str, severity: str | None, at: bytes, answer: str | None) -> None:
    expected = [("request-config-set-name", severity, "ConfigurationSetName", at, answer)] if severity else []
    for report in (raw(ConfigurationSetName=name), raw_2(ConfigurationSetName=name)):
        assert told(report) == expected


@pytest.mark.parametrize(
    ("name", "at", "answer"),
    [
        ("team_north-1", None, None),
        ("x" * 64, None, None),
        ("", b"", "TenantName cannot be empty"),
        ("x" * 65, b"x", "TenantName cannot exceed 64 characters."),
        ("!" * 65, b"!", "TenantName cannot exceed 64 characters."),
        ("Team North", b" ", refused("tenant", "Team North")),
        ("x\r\n y", b"\r", None),
    ],
)
def test_names_of_tenants(name: str, at: bytes | None, answer: str | None) -> None:
    expected = [] if at is None else [("request-tenant-name", "error", "TenantName", at, answer)]
    assert told(raw_2(TenantName=name)) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"ContactListName": "news"}, []),
        ({"ContactListName": "my news", "TopicName": "sports, politics"}, []),
        ({"ContactListName": "news; topic=sports"}, [("ContactListName", b";")]),
        ({"ContactListName": "{news}", "TopicName": "topic=sports"}, [("ContactListName", b"{"), ("TopicName", b"=")]),
        ({"ContactListName": " ", "TopicName": ""}, [("ContactListName", b" "), ("TopicName", b"")]),
    ],
)
def test_names_in_list_options(options: dict[str, str], expected: list[tuple[str, bytes]]) -> None:
    findings = [(member, at) for slug, _, member, at, _ in told(raw_2(ListManagementOptions=options))]
    assert findings == [(f"ListManagementOptions.{name}", at) for name, at in expected]


# Of what botocore's pattern lets pass, and no host name is made of: a line end behind a label, digits beyond ASCII.
PASSED_BY_BOTOCORE = "\n٣"


@given(st.text(f"aA9-._ :é{PASSED_BY_BOTOCORE}", max_size=70))
@example("9\n.9")
@example("٣.9")
def test_an_endpoint_id_is_what_botocore_takes_and_a_host_name_holds(value: str) -> None:
    library = import_module("botocore.endpoint_provider").RuleSetStandardLibrary({})
    is_taken = library.is_valid_host_label(value, True) and set(value).isdisjoint(PASSED_BY_BOTOCORE)
    assert bool(ENDPOINT_ID_RE.fullmatch(value)) == is_taken


@pytest.mark.parametrize(
    ("value", "is_right"),
    [
        ("abcdef12.g3h", True),
        ("a" * 63, True),
        ("a" * 64, False),
        ("a_b", False),
        ("-a", False),
        ("a..b", False),
        ("a\n", False),
    ],
)
def test_endpoint_ids(value: str, is_right: bool) -> None:
    expected = [] if is_right else [("request-endpoint-id", "error", "EndpointId", value.encode(), None)]
    assert told(raw_2(EndpointId=value)) == expected


def test_a_hostile_endpoint_id_takes_no_time() -> None:
    assert len(told(raw_2(EndpointId="a." * 500_000))) == 1


def tags(*pairs: str) -> list[dict[str, str]]:
    return [dict(zip(("Name", "Value"), pair.split("="), strict=True)) for pair in pairs]


@pytest.mark.parametrize(
    ("field", "member", "value", "differs"),
    [
        ("X-SES-FROM-ARN", "FromArn", OTHER_ARN, True),
        ("X-SES-FROM-ARN", "FromArn", ARN, False),
        ("X-SES-FROM-ARN", "FromArn", "", False),
        ("X-SES-FROM-ARN", "ReturnPathArn", OTHER_ARN, False),
        ("X-SES-SOURCE-ARN", "SourceArn", OTHER_ARN, True),
        ("X-SES-RETURN-PATH-ARN", "ReturnPathArn", OTHER_ARN, True),
    ],
)
def test_arns_of_fields_that_are_overridden(field: str, member: str, value: str, differs: bool) -> None:
    findings = told(raw(sample(f"{field}: {ARN}"), **{member: value}))
    overridden = [one for one in findings if one[0] == "request-setting-overridden"]
    octets = f"{field}: {ARN}\r\n".encode()
    assert overridden == ([("request-setting-overridden", "warning", None, octets, None)] if differs else [])


def test_one_arn_of_version_2_overrides_two_fields() -> None:
    octets = sample(f"X-SES-SOURCE-ARN: {ARN}", f"X-SES-FROM-ARN: {ARN}")
    report = raw_2(octets, FromEmailAddressIdentityArn=OTHER_ARN)
    assert [(one.slug, one.header, one.evidence) for one in report] == [
        ("request-setting-overridden", "X-SES-SOURCE-ARN", "documented"),
        ("request-setting-overridden", "X-SES-FROM-ARN", "documented"),
    ]


@pytest.mark.parametrize(
    ("field", "members", "evidence"),
    [
        ("X-SES-CONFIGURATION-SET: receipts", {"ConfigurationSetName": "news"}, "documented"),
        ("X-SES-CONFIGURATION-SET: receipts", {"ConfigurationSetName": "receipts"}, None),
        ("X-SES-CONFIGURATION-SET: my receipts", {"ConfigurationSetName": "receipts"}, "documented"),
        ("X-SES-MESSAGE-TAGS: a=b, c=d", {"EmailTags": tags("c=d")}, "documented"),
        ("X-SES-MESSAGE-TAGS: a=b", {"EmailTags": tags("a=c")}, "documented"),
        ("X-SES-MESSAGE-TAGS: a=b", {"EmailTags": tags("c=d", "a=b")}, None),
        ("X-SES-TENANT: north", {"TenantName": "south"}, "inferred"),
        ("X-SES-TENANT: north", {"TenantName": "north"}, None),
        ("X-SES-LIST-MANAGEMENT-OPTIONS: news", {"ListManagementOptions": OPTIONS}, None),
        ("X-SES-LIST-MANAGEMENT-OPTIONS: news; topic=a", {"ListManagementOptions": OPTIONS}, "inferred"),
        (
            "X-SES-LIST-MANAGEMENT-OPTIONS: news ;\r\n topic = a",
            {"ListManagementOptions": OPTIONS | {"TopicName": "a"}},
            None,
        ),
        (
            f"X-SES-RETURN-PATH-ARN: {ARN}",
            {"FeedbackForwardingEmailAddressIdentityArn": OTHER_ARN},
            "inferred",
        ),
    ],
)
def test_settings_that_differ(field: str, members: dict[str, Any], evidence: str | None) -> None:
    report = raw_2(sample(field), **members)
    assert [(one.slug, one.severity, one.evidence) for one in report] == (
        [("request-setting-overridden", "warning", evidence)] if evidence else []
    )


def slugs(report: mimeforge.Report) -> list[str]:
    return [finding.slug for finding in report]


TWO = {"ToAddresses": ["zoe@example.net"], "BccAddresses": ["ann@example.org"]}


@pytest.mark.parametrize(
    ("fields", "members", "expected"),
    [
        ([], {}, []),
        ([], {"Destination": TWO}, [("ses-list-management-idle", "ListManagementOptions")]),
        (["Cc: ann@example.org"], {}, [("ses-list-management-idle", None)]),
        (["Cc: ann@example.org"], {"Destination": {"ToAddresses": ["zoe@example.net"]}}, []),
        (["List-Unsubscribe: <mailto:leave@example.com>"], {}, [("ses-list-management-idle", None)]),
        ([signed("from:to:subject", c="relaxed/relaxed")], {}, [("ses-list-management-idle", None)]),
    ],
)
def test_list_management_of_a_request_with_a_raw_message(
    fields: list[str], members: dict[str, Any], expected: list[tuple[str, str | None]]
) -> None:
    report = raw_2(sample(*fields), ListManagementOptions=OPTIONS, **members)
    assert [(one.slug, one.member) for one in report if one.code == "SES129"] == expected
    assert not {one.slug for one in raw_2(sample(*fields), **members)} & {"ses-list-management-idle"}


def simple(html: str = "<p>Lunch?</p>", **members: Any) -> mimeforge.Report:
    content = {"Simple": {"Subject": {"Data": "Lunch"}, "Body": {"Html": {"Data": html}}}}
    arguments = {
        "FromEmailAddress": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Content": content,
    }
    return ses.lint_request("sesv2.SendEmail", arguments | members)


def test_list_management_of_a_request_whose_message_ses_builds() -> None:
    report = simple(Destination=TWO, ListManagementOptions=OPTIONS)
    assert [(one.slug, one.member) for one in report] == [("ses-list-management-idle", "ListManagementOptions")]
    assert slugs(simple(ListManagementOptions=OPTIONS)) == []


@pytest.mark.parametrize(
    ("destination", "names", "expected"),
    [
        ({"ToAddresses": ["zoe@example.net"]}, ["X-Course"], []),
        (TWO, ["X-Course"], ["ListManagementOptions"]),
        (TWO, ["List-Unsubscribe"], ["ListManagementOptions"]),
        ({"ToAddresses": ["zoe@example.net"]}, ["X-Course", "list-unsubscribe"], ["Content.Template.Headers[1].Name"]),
        (
            {"ToAddresses": ["zoe@example.net"]},
            ["List-Unsubscribe", "List-Unsubscribe-Post"],
            ["Content.Template.Headers[0].Name"],
        ),
    ],
)
def test_list_management_of_a_request_with_a_template(
    destination: dict[str, Any], names: list[str], expected: list[str]
) -> None:
    headers = [{"Name": name, "Value": "<https://example.com/u>"} for name in names]
    arguments = {
        "FromEmailAddress": "jo@example.com",
        "Destination": destination,
        "Content": {"Template": {"TemplateName": "news", "TemplateData": "{}", "Headers": headers}},
    }
    found = ses.lint_request("sesv2.SendEmail", arguments | {"ListManagementOptions": OPTIONS})
    assert [one.member for one in found if one.slug == "request-list-management-idle"] == expected
    assert "request-list-management-idle" not in slugs(ses.lint_request("sesv2.SendEmail", arguments))


def test_the_placeholder_is_replaced_where_the_request_names_a_list() -> None:
    html = f'<p><a href="{URL}">Leave</a></p>'
    assert slugs(simple(html, ListManagementOptions=OPTIONS)) == []
    assert slugs(simple(html)) == ["unsub-placeholder"]
    assert slugs(raw_2(sample(body=f"{URL}\r\n"), ListManagementOptions=OPTIONS)) == []


def test_mail_to_many_has_its_way_out_where_the_request_names_a_list() -> None:
    arguments = {"Content": {"Raw": {"Data": sample()}}}
    bulk = {
        bool(more): slugs(ses.lint_request("sesv2.SendEmail", arguments | more, profile="ses-v2,bulk"))
        for more in ({}, {"ListManagementOptions": OPTIONS})
    }
    assert set(bulk[False]) - set(bulk[True]) == {"unsub-missing"}


@pytest.mark.parametrize(
    ("members", "is_tracked"),
    [
        ({}, False),
        ({"ConfigurationSetName": "news"}, True),
        ({"ConfigurationOverrides": {"Tracking": {"ClickTrackingEnabled": "ENABLED"}}}, True),
        (
            {
                "ConfigurationSetName": "news",
                "ConfigurationOverrides": {"Tracking": {"ClickTrackingEnabled": "DISABLED"}},
            },
            False,
        ),
        (
            {
                "ConfigurationSetName": "news",
                "ConfigurationOverrides": {"Tracking": {"OpenTrackingEnabled": "DISABLED"}},
            },
            True,
        ),
    ],
)
def test_links_are_tracked_where_the_request_has_it_so(members: dict[str, Any], is_tracked: bool) -> None:
    found = slugs(simple('<a href="https://example.com/the|menu">Menu</a>', **members))
    assert ("ses-untracked-link" in found) == is_tracked


def test_a_signature_over_what_the_request_has_tracked() -> None:
    octets = sample(
        signed("from:to:subject", c="relaxed/relaxed", body=b"<p>Lunch?\r\n"),
        "Content-Type: text/html; charset=us-ascii",
        body="<p>Lunch?\r\n",
    )
    assert "ses-signature-rewritten" in slugs(raw(octets, ConfigurationSetName="news"))
    assert "ses-signature-rewritten" not in slugs(raw(octets))
