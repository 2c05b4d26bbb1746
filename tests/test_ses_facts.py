"""The tables of Amazon SES: of the size its pages have, and nothing in them twice."""

from __future__ import annotations

import re

import pytest

from mimeforge import _limits, _ses_facts
from mimeforge._grammar import FIELD_NAME_RE


def test_sixty_fields_may_appear_only_once() -> None:
    names = [name.lower() for name in _ses_facts.ONCE_ONLY_FIELDS]
    assert len(names) == 60
    assert len(set(names)) == 60
    assert all(map(FIELD_NAME_RE.fullmatch, names))
    assert {"from", "subject", "dkim-signature", "list-unsubscribe", "mime-version", "message-id", "date"} <= set(names)
    assert not {"to", "cc", "bcc", "received", "x-mailer"} & set(names)


def test_ninety_extensions_are_blocked() -> None:
    assert len(_ses_facts.BLOCKED_EXTENSIONS) == 90
    assert all(re.fullmatch(r"[a-z0-9]+", extension) for extension in _ses_facts.BLOCKED_EXTENSIONS)
    assert {"exe", "js", "vbs", "bat", "ps1", "msi", "sys"} <= _ses_facts.BLOCKED_EXTENSIONS
    assert not {"pdf", "zip", "html", "eml", "docx"} & _ses_facts.BLOCKED_EXTENSIONS


@pytest.mark.parametrize(
    ("arn", "groups"),
    [
        (
            "arn:aws:ses:us-east-1:123456789012:identity/example.com",
            ("aws", "us-east-1", "123456789012", "example.com"),
        ),
        (
            "arn:aws:ses:eu-central-1:123456789012:identity/jo+x@example.com",
            ("aws", "eu-central-1", "123456789012", "jo+x@example.com"),
        ),
        (
            "arn:aws-cn:ses:cn-north-1:000000000000:identity/example.com",
            ("aws-cn", "cn-north-1", "000000000000", "example.com"),
        ),
        (
            "arn:aws-us-gov:ses:us-gov-west-1:123456789012:identity/a/b",
            ("aws-us-gov", "us-gov-west-1", "123456789012", "a/b"),
        ),
        ("arn:aws:ses:*:123456789012:identity/example.com", ("aws", "*", "123456789012", "example.com")),
    ],
)
def test_identity_arns(arn: str, groups: tuple[str, ...]) -> None:
    match = _ses_facts.IDENTITY_ARN_RE.fullmatch(arn)
    assert match
    assert match.groups() == groups


GOOD = "arn:aws:ses:us-east-1:123456789012:identity/example.com"


@pytest.mark.parametrize(
    "arn",
    [
        "",
        GOOD + "\n",
        GOOD + " ",
        " " + GOOD,
        GOOD.upper(),
        GOOD.replace(":ses:", ":sesv2:"),
        GOOD.replace(":ses:", ":sns:"),
        GOOD.replace("arn:aws:", "arn:azure:"),
        GOOD.replace("arn:aws:", "arn:awsx:"),
        GOOD.replace("arn:aws:", "arn:aws-:"),
        GOOD.replace("us-east-1", ""),
        GOOD.replace("us-east-1", "us-east"),
        GOOD.replace("us-east-1", "**"),
        GOOD.replace("us-east-1", "us-east-١"),
        GOOD.replace("123456789012", "12345678901"),
        GOOD.replace("123456789012", "1234567890123"),
        GOOD.replace("123456789012", "1234-5678-9012"),
        GOOD.replace("123456789012", "*"),
        GOOD.replace("123456789012", "１２３４５６７８９０１２"),
        GOOD.replace("identity/", "identity:"),
        GOOD.replace("identity/", "configuration-set/"),
        GOOD.replace("example.com", ""),
        GOOD.replace("example.com", "a b"),
        GOOD.replace("example.com", "bücher.example"),
    ],
)
def test_what_is_no_identity_arn(arn: str) -> None:
    assert not _ses_facts.IDENTITY_ARN_RE.fullmatch(arn)


@pytest.mark.parametrize(
    ("pattern", "taken", "left"),
    [
        (_ses_facts.CONFIGURATION_SET_RE, ["a", "A_b-9"], ["", "a b", "a.b", "é", "a\n", "٣"]),
        (_ses_facts.TAG_NAME_RE, ["a", "A_b-9", "ses:x"], ["", "ses:", "a:b", "aws:x", "a.b", "a b", "é", "٣"]),
        (_ses_facts.TAG_VALUE_RE, ["a", "A_b-9", "a.b@c"], ["", "a:b", "a b", "a,b", "é", "a\n"]),
    ],
)
def test_configuration_sets_and_tags(pattern: re.Pattern[str], taken: list[str], left: list[str]) -> None:
    assert all(map(pattern.fullmatch, taken))
    assert not any(map(pattern.fullmatch, left))


def test_the_fields_of_arns_and_the_numbers() -> None:
    assert _ses_facts.ARN_FIELDS == ("X-SES-SOURCE-ARN", "X-SES-FROM-ARN", "X-SES-RETURN-PATH-ARN")
    assert _limits.SES_RECIPIENTS_MAX == 50
    assert _limits.SES_V1_MESSAGE_MAX == 10 * 1024**2
    assert _limits.SES_V2_MESSAGE_MAX == 40 * 1024**2
    assert _limits.SES_CONFIGURATION_SET_MAX == 64
