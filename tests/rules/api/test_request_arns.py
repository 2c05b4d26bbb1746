"""ARNs in requests: the same law as for the X-SES-*-ARN fields, at the members that hold them."""

from __future__ import annotations

from typing import Any, Final

import pytest

from mimeforge import ses
from mimeforge.linter.examples import sample

ARN = "arn:aws:ses:us-east-1:123456789012:identity/"
GOOD = f"{ARN}example.com"
IRELAND, EVERYWHERE = GOOD.replace("us-east", "eu-west"), GOOD.replace("us-east-1", "*")
CHINA = GOOD.replace("aws:ses:us-east", "aws-cn:ses:cn-north")

Found = list[tuple[str, str | None, bytes]]


def raw(octets: bytes = sample(), **members: Any) -> Found:
    return found("ses.SendRawEmail", {"RawMessage": {"Data": octets}} | members)


def raw_2(octets: bytes = sample(), **members: Any) -> Found:
    return found("sesv2.SendEmail", {"Content": {"Raw": {"Data": octets}}} | members)


def simple(**members: Any) -> Found:
    message = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}}
    arguments = {"Source": "jo@example.com", "Destination": {"ToAddresses": ["zoe@example.net"]}, "Message": message}
    return found("ses.SendEmail", arguments | members)


def found(operation: str, arguments: dict[str, Any]) -> Found:
    """Give the rules on ARNs that speak, and what they point at: in a member, or in the message."""
    report = ses.lint_request(operation, arguments)
    values = dict(report.members)
    told = [finding for finding in report if "arn" in finding.slug and finding.slug != "request-empty-arn"]
    assert all(finding.predicts is None and len(finding.message) < 300 for finding in told)
    sources = [values[finding.member] if finding.member else report.source for finding in told]
    return [(one.slug, one.member, source[slice(*one.span)]) for one, source in zip(told, sources, strict=True)]


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("example.com", b"example.com"),
        (GOOD.replace("ses", "sesv2"), b"sesv2"),
        (GOOD.replace("us-east-1", ""), b"::"),
        (GOOD.replace("123456789012", "1234"), b"1234"),
        (GOOD.replace("identity", "template"), b"template/example.com"),
        (f"{ARN}<jo@example.com>", b"<jo@example.com>"),
        (f"{ARN}*", b"*"),
        (f" {GOOD}", b" arn"),
        (f"{GOOD}\n", b"\n"),
        (f"{ARN}bücher.example", "ücher.example".encode()),
        ("arn:aws:ses:us-east-1:123456789012", b"arn:aws:ses:us-east-1:123456789012"),
        ("arn:" * 99_999, b"arn"),
    ],
)
def test_what_is_no_arn_of_an_identity_is_pointed_at(value: str, at: bytes) -> None:
    assert raw(FromArn=value) == [("request-arn-syntax", "FromArn", at)]
    expected = [("request-arn-syntax", "FromEmailAddressIdentityArn", at)]
    assert raw_2(FromEmailAddressIdentityArn=value) == expected


@pytest.mark.parametrize("name", ["SourceArn", "ReturnPathArn"])
def test_of_an_empty_string_nothing_is_said_here(name: str) -> None:
    assert [one for one in simple(**{name: ""}) if one[0] == "request-arn-syntax"] == []


@pytest.mark.parametrize(
    ("arn", "at"),
    [
        ("arn:aws:ses:us-east-1:123456789012:template/receipt", None),
        ("arn:aws:ses:*:123456789012:template/receipt_2-a", None),
        ("receipt", b"receipt"),
        (GOOD, b"identity/example.com"),
        (
            "arn:aws:ses:us-east-1:123456789012:custom-verification-email-template/a",
            b"custom-verification-email-template/a",
        ),
        ("arn:aws:sesv2:us-east-1:123456789012:template/receipt", b"sesv2"),
        ("arn:aws:ses:us-east-1:123456789012:template/", b"template/"),
    ],
)
def test_arns_of_templates(arn: str, at: bytes | None) -> None:
    arguments = {
        "FromEmailAddress": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Content": {"Template": {"TemplateArn": arn, "TemplateData": "{}"}},
    }
    expected = [] if at is None else [("request-template-arn", "Content.Template.TemplateArn", at)]
    assert found("sesv2.SendEmail", arguments) == expected


@pytest.mark.parametrize(
    ("arns", "clashes"),
    [
        ((GOOD, GOOD, GOOD), []),
        ((GOOD, IRELAND, IRELAND), [("FromArn", b"eu-west-1"), ("ReturnPathArn", b"eu-west-1")]),
        ((GOOD, GOOD, CHINA), [("ReturnPathArn", b"aws-cn")]),
        ((CHINA, CHINA, CHINA), []),
        ((GOOD, "", IRELAND), [("ReturnPathArn", b"eu-west-1")]),
        ((GOOD, EVERYWHERE, GOOD), [("FromArn", b"*")]),
        ((GOOD.replace("us-east", "cn-north"),), [("SourceArn", b"cn-north-1")]),
    ],
)
def test_regions_and_partitions_of_one_request(arns: tuple[str, ...], clashes: list[tuple[str, bytes]]) -> None:
    members: dict[str, Any] = dict(zip(("SourceArn", "FromArn", "ReturnPathArn"), arns, strict=False))
    told = [(member, at) for slug, member, at in raw(**members) if slug == "request-arn-clash"]
    assert told == clashes


@pytest.mark.parametrize(
    ("arn", "endpoint", "at"),
    [
        (GOOD, None, None),
        (EVERYWHERE, "abcdef12.g3h", None),
        (GOOD, "abcdef12.g3h", b"us-east-1"),
        (EVERYWHERE, None, b"*"),
        (EVERYWHERE, "", b"*"),
    ],
)
def test_a_global_endpoint_has_no_region(arn: str, endpoint: str | None, at: bytes | None) -> None:
    members: dict[str, Any] = {} if endpoint is None else {"EndpointId": endpoint}
    expected = [] if at is None else [("request-arn-clash", "FromEmailAddressIdentityArn", at)]
    assert raw_2(FromEmailAddressIdentityArn=arn, **members) == expected


@pytest.mark.parametrize(
    ("source", "identity", "is_covered"),
    [
        ("jo@example.com", "example.com", True),
        ("jo@mail.example.com", "example.com", True),
        ("jo@mail.example.com", "EXAMPLE.com", True),
        ("jo+lunch@example.com", "jo@example.com", True),
        ("jo@EXAMPLE.com", "example.com", True),
        ("Jo <jo@example.com>", "jo@example.com", True),
        ('"Jo, Zoe" <jo@example.com>', "example.com", True),
        ("=?utf-8?q?J=C3=B4?= <jo@example.com>", "example.com", True),
        ("Jô <jo@example.com>", "example.com", True),
        ("Jo@example.com", "jo@example.com", False),
        ("jo@example.com", "jo@EXAMPLE.com", False),
        ("jo@example.com", "mail.example.com", False),
        ("jo@notexample.com", "example.com", False),
        ("zoe@example.com", "jo@example.com", False),
        ("jo@example.net", "example.com", False),
        # Of what cannot be read, or in more than one way, others speak.
        ("jo@example.net, zoe@example.net", "example.com", True),
        ("jo", "example.com", True),
        ('"jo"@example.net', "example.com", True),
    ],
)
def test_whom_an_identity_covers(source: str, identity: str, is_covered: bool) -> None:
    expected = [] if is_covered else [("request-arn-identity", "SourceArn", identity.encode())]
    assert simple(Source=source, SourceArn=f"{ARN}{identity}") == expected


NET = f"{ARN}example.net"
TWO_IDENTITIES = (f"X-SES-SOURCE-ARN: {NET}", f"X-SES-FROM-ARN: {GOOD}")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (raw(SourceArn=NET, FromArn=GOOD, Source="bounces@example.net"), []),
        (raw(SourceArn=GOOD, FromArn=GOOD, Source="bounces@example.net"), "SourceArn"),
        (raw(SourceArn=NET, FromArn=GOOD), "SourceArn"),  # without Source, From says who sends
        (raw(FromArn=NET, Source="bounces@example.net"), "FromArn"),
        (raw(ReturnPathArn=NET), "ReturnPathArn"),  # bounces go to From
        (raw(sample("Return-Path: <jo@example.net>"), ReturnPathArn=NET), []),
        (raw(sample("Return-Path: <>"), ReturnPathArn=NET), []),
        (raw(sample(without=["From"]), ReturnPathArn=NET), []),
        (raw(ReturnPathArn=NET, Source="jo@example.com"), "ReturnPathArn"),
        (raw(sample("Return-Path: <jo@example.com>"), ReturnPathArn=NET), "ReturnPathArn"),
        (raw(sample(without=["From"]), FromArn=NET), []),
        (simple(ReturnPathArn=NET), "ReturnPathArn"),  # bounces go to Source
        (simple(ReturnPathArn=NET, ReturnPath="jo@example.net"), []),
        (simple(ReturnPathArn=NET, ReturnPath="jo@example.com"), "ReturnPathArn"),
        (raw_2(FromEmailAddressIdentityArn=NET), "FromEmailAddressIdentityArn"),
        (raw_2(FromEmailAddressIdentityArn=NET, FromEmailAddress="jo@example.net"), []),
        (raw_2(FeedbackForwardingEmailAddressIdentityArn=NET), "FeedbackForwardingEmailAddressIdentityArn"),
        (
            raw_2(sample("Return-Path: <jo@example.com>"), FeedbackForwardingEmailAddressIdentityArn=NET),
            "FeedbackForwardingEmailAddressIdentityArn",
        ),
        (raw_2(sample("Return-Path: <jo@example.net>"), FeedbackForwardingEmailAddressIdentityArn=NET), []),
        (raw_2(FeedbackForwardingEmailAddressIdentityArn=NET, FromEmailAddress="jo@example.net"), []),
        (raw_2(sample(*TWO_IDENTITIES), FeedbackForwardingEmailAddress="jo@example.com"), []),
        (
            raw_2(
                FeedbackForwardingEmailAddressIdentityArn=NET, FeedbackForwardingEmailAddress="bounces@mail.example.org"
            ),
            "FeedbackForwardingEmailAddressIdentityArn",
        ),
    ],
)
def test_which_address_an_arn_is_for(told: Found, expected: str | Found) -> None:
    identities = [one for one in told if one[0] != "request-arn-alone"]
    wanted = [("request-arn-identity", expected, b"example.net")] if isinstance(expected, str) else expected
    assert [(slug, member) for slug, member, _ in identities] == [(slug, member) for slug, member, _ in wanted]


@pytest.mark.parametrize(
    ("octets", "members", "is_alone"),
    [
        (sample(), {"SourceArn": GOOD}, True),
        (sample(), {"SourceArn": GOOD, "FromArn": ""}, True),
        (sample(), {"SourceArn": GOOD, "FromArn": GOOD}, False),
        (sample(f"X-SES-FROM-ARN: {GOOD}"), {"SourceArn": GOOD}, False),
        (sample(), {"FromArn": GOOD}, False),
        (sample(), {"SourceArn": ""}, False),
        (sample(without=["From"]), {"SourceArn": GOOD, "Source": "jo@example.com"}, False),
    ],
)
def test_a_source_arn_alone_beside_a_from_field(octets: bytes, members: dict[str, Any], is_alone: bool) -> None:
    assert raw(octets, **members) == ([("request-arn-alone", "SourceArn", GOOD.encode())] if is_alone else [])


BOTH = [f"X-SES-SOURCE-ARN: {NET}", f"X-SES-FROM-ARN: {NET}"]


def test_the_fields_are_judged_where_the_request_does_not_override_them() -> None:
    assert {slug for slug, _, _ in raw(sample(*BOTH))} == {"ses-arn-identity"}
    assert raw(sample(BOTH[0]), FromArn=GOOD, Source="jo@example.net") == []
    told = {slug for slug, _, _ in raw(sample(BOTH[0]), Source="jo@example.com")}
    assert told == {"ses-arn-identity", "ses-arn-alone"}


@pytest.mark.parametrize("field", BOTH + [f"{one.partition(':')[0]}: none" for one in BOTH])
def test_a_field_that_is_overridden_is_not_judged(field: str) -> None:
    assert raw(sample(field), SourceArn=GOOD, FromArn=GOOD) == []
    assert raw_2(sample(field), FromEmailAddressIdentityArn=GOOD) == []


def test_a_member_says_which_address_a_field_is_for() -> None:
    assert raw_2(sample(BOTH[1]), FromEmailAddress="jo@example.net") == []
    field = f"X-SES-RETURN-PATH-ARN: {NET}"
    assert raw_2(sample(field, "Return-Path: <jo@example.com>"), FeedbackForwardingEmailAddress="jo@example.net") == []
    assert raw(sample(field, "Return-Path: <jo@example.com>"), Source="jo@example.net") == []
    assert [slug for slug, _, _ in raw(sample(field), Source="jo@example.com")] == ["ses-arn-identity"]


FEEDBACK: Final = "FeedbackForwardingEmailAddressIdentityArn"


@pytest.mark.parametrize(
    ("operation", "members", "severity", "evidence"),
    [
        ("ses.SendRawEmail", {"RawMessage": {"Data": sample()}, "ReturnPathArn": NET}, "error", "documented"),
        ("sesv2.SendEmail", {"Content": {"Raw": {"Data": sample()}}, FEEDBACK: NET}, "warning", "inferred"),
        (
            "sesv2.SendEmail",
            {"Content": {"Raw": {"Data": sample("Return-Path: <jo@example.com>")}}, FEEDBACK: NET},
            "error",
            "documented",
        ),
        (
            "ses.SendRawEmail",
            {"RawMessage": {"Data": sample(f"X-SES-RETURN-PATH-ARN: {NET}")}},
            "error",
            "documented",
        ),
        (
            "sesv2.SendEmail",
            {"Content": {"Raw": {"Data": sample(f"X-SES-RETURN-PATH-ARN: {NET}")}}},
            "warning",
            "inferred",
        ),
    ],
)
def test_that_bounces_go_to_the_author_is_inferred_for_version_2(
    operation: str, members: dict[str, Any], severity: str, evidence: str
) -> None:
    told = [finding for finding in ses.lint_request(operation, members) if finding.slug.endswith("arn-identity")]
    assert [(finding.severity, finding.evidence) for finding in told] == [(severity, evidence)]


def test_aws_own_example_of_a_delegate_sender_is_clean() -> None:
    # SES developer guide and API models: example.com's policy, sender@example.com, feedback@example.com.
    assert (
        simple(Source="sender@example.com", SourceArn=GOOD, ReturnPath="feedback@example.com", ReturnPathArn=GOOD) == []
    )
