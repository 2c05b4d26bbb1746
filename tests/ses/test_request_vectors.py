"""What SES was seen to answer to requests, or to take: each row a request, and the text that is foretold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mimeforge import ses
from mimeforge._limits import SES_V1_MESSAGE_MAX
from mimeforge.linter import Severity
from mimeforge.linter.examples import padded, sample

if TYPE_CHECKING:
    from mimeforge.linter import Finding

Call = tuple[str, dict[str, Any]]

TO_ZOE = {"ToAddresses": ["zoe@example.net"]}
CONTENT = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}}


def raw(data: bytes, **members: Any) -> Call:
    return "ses.SendRawEmail", {"RawMessage": {"Data": data}} | members


def raw_2(data: bytes, **members: Any) -> Call:
    return "sesv2.SendEmail", {"Content": {"Raw": {"Data": data}}} | members


def send(**members: Any) -> Call:
    return "ses.SendEmail", {"Source": "jo@example.com", "Destination": TO_ZOE, "Message": CONTENT} | members


def send_2(**members: Any) -> Call:
    known = {"FromEmailAddress": "jo@example.com", "Destination": TO_ZOE, "Content": {"Simple": CONTENT}}
    return "sesv2.SendEmail", known | members


def message(*fields: str, **more: Any) -> tuple[Call, ...]:
    """Both versions of a raw send of a message with these fields."""
    octets = sample(*fields, **more)
    return raw(octets), raw_2(octets)


def sender(address: str) -> tuple[Call, ...]:
    return send(Source=address), send_2(FromEmailAddress=address), raw(sample(), Source=address)


def recipient(address: str) -> tuple[Call, ...]:
    destination = {"ToAddresses": [address]}
    return (
        send(Destination=destination),
        send_2(Destination=destination),
        raw(sample(), Destinations=[address]),
        raw_2(sample(), Destination=destination),
    )


MANY = [f"a{number}@example.net" for number in range(51)]
WHOLE_ENCODED = "=?UTF-8?B?Wm/DqSA8em9lQGV4YW1wbGUubmV0Pg==?="
LONG_NAME = " ".join(f"=?utf-8?B?{'w6nD' * 15}qQ==?=" for _ in range(6))
ILLEGAL_LOCAL = "Local address contains illegal character"
CONTROL_IN_LOCAL = "Local address contains control or whitespace"
NO_DOMAIN = "Missing final '@domain'"
TWO_PARTS = ('Content-Type: multipart/alternative; boundary="b"',)

REFUSED = [
    ("a dot at the end of a domain", message("To: zoe@example.net."), "Missing domain"),
    ("Source is empty", (send(Source=""),), NO_DOMAIN),
    ("a colon in an address", (*recipient("github:zoe"), *message("To: github:zoe")), ILLEGAL_LOCAL),
    ("a header line for an address", recipient("To: zoe@example.net"), ILLEGAL_LOCAL),
    ("a media type without a subtype", message("Content-Type: text;"), "Expected '/', got ;"),
    (
        "a disposition in an encoded-word",
        message("Content-Disposition: =?utf-8?Q?attachment=3B_filename=3D?="),
        "Expected disposition, got =",
    ),
    ("a colon in a parameter", message("Content-Type: application/x; name=a:b"), "Expected ';', got \":\""),
    (
        "two Message-IDs",
        message("Message-ID: <1@example.com>", "Message-Id: <2@example.com>"),
        "Duplicate header 'Message-ID'.",
    ),
    (
        "two signatures",
        message(*["DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=from; bh=YQ==; b=YQ=="] * 2),
        "Duplicate header 'DKIM-Signature'.",
    ),
    (
        "51 recipients",
        (
            raw(sample(), Destinations=MANY),
            raw_2(sample(), Destination={"ToAddresses": MANY[:1], "BccAddresses": MANY[1:]}),
            send(Destination={"ToAddresses": MANY[:17], "CcAddresses": MANY[17:34], "BccAddresses": MANY[34:]}),
            send_2(Destination={"ToAddresses": MANY}),
        ),
        "Recipient count exceeds 50.",
    ),
    (
        "a comma in a name",
        (*sender("Doe, Ann <ann@example.com>"), *recipient("Doe, Ann <ann@example.com>")),
        "Illegal address",
    ),
    (
        "a blank in a local part, behind a quoted name",
        (*sender('"Doe, Ann" <ann @example.com>'), *recipient('"Doe, Ann" <ann @example.com>')),
        CONTROL_IN_LOCAL,
    ),
    ("a blank in a local part", sender("Ann Doe <ann @example.com>"), CONTROL_IN_LOCAL),
    ("signs in a domain", sender("jo@example.com%!"), "Domain contains illegal character"),
    (
        "an encoded-word in Return-Path",
        message("Return-Path: =?utf-8?Q?bounces@example.com?="),
        "Domain contains illegal character",
    ),
    ("an encoded address", (*recipient(WHOLE_ENCODED), *message(f"To: {WHOLE_ENCODED}")), NO_DOMAIN),
    ("an address in quotes", message('Reply-To: "help@example.com"'), NO_DOMAIN),
    ("a sign beyond ASCII in a local part", recipient("zoe+✖@example.net"), CONTROL_IN_LOCAL),
    ("a quote in an encoded-word", message('To: =?utf-8?Q?"Zoe=20Doe?= <zoe@example.net>'), "Missing '\"'"),
    (
        "a colon in a name",
        (*sender("DEBUG: Jo <jo@example.com>"), *recipient("DEBUG: Zoe <zoe@example.net>")),
        ILLEGAL_LOCAL,
    ),
    (
        "an empty To beside recipients",
        (
            raw(sample("To:"), Destinations=["zoe@example.net"]),
            raw_2(sample("To:"), Destination=TO_ZOE),
        ),
        "Empty required header 'To'.",
    ),
    ("two parts and an empty body", message(*TWO_PARTS, body=b""), "Missing start boundary"),
    (
        "parts without a delimiter",
        message('Content-Type: multipart/mixed; boundary="b"', body="See you at noon.\r\n"),
        "Missing start boundary",
    ),
    (
        "a name of 400 octets",
        (*sender(f"{LONG_NAME} <jo@example.com>"), *recipient(f"{LONG_NAME} <zoe@example.net>")),
        f"Address length is more than 320 bytes long: '{LONG_NAME} <",
    ),
    (
        "one octet too many",
        (raw(padded(SES_V1_MESSAGE_MAX + 1).build()),),
        "Message length is more than 10485760 bytes long: '10485761'.",
    ),
]

# AWS's own examples hold the like.
WARNED = [
    ("an empty list", (send(Destination=TO_ZOE | {"CcAddresses": []}), send(ReplyToAddresses=[])), NO_DOMAIN),
    ("no recipients beside a raw message", (raw(sample(), Destinations=[]),), NO_DOMAIN),
    ("Source is empty beside a raw message", (raw(sample(), Source=""),), NO_DOMAIN),
]

ANN_QUOTED = '"Doe, Ann" <ann@example.com>'
LINES = sample(
    *TWO_PARTS, without=["MIME-Version"], body="--b\n\nBody.\n\n--b\nContent-Type: text/html\n\nBody.<br>\n\n--b--"
)

TAKEN = [
    ("lines that end in LF, no MIME-Version, no last line end", (raw(LINES.replace(b"\r\n", b"\n")),)),
    ("a comma in a quoted name", (*sender(ANN_QUOTED), *recipient(ANN_QUOTED))),
    (
        "no To beside recipients",
        (
            raw(sample(without=["To"]), Destinations=["zoe@example.net"]),
            raw_2(sample(without=["To"]), Destination=TO_ZOE),
        ),
    ),
    ("a domain without a dot", recipient("aaa@com")),
]


def foretold(call: Call, text: str) -> list[Finding]:
    return [finding for finding in ses.lint_request(*call) if (finding.predicts or "").startswith(text)]


def cases(rows: list[Any]) -> list[Any]:
    return [pytest.param(call, *row[2:], id=f"{row[0]}-{n}") for row in rows for n, call in enumerate(row[1])]


@pytest.mark.parametrize(("call", "answer"), cases(REFUSED))
def test_what_ses_refuses_is_an_error_with_its_text(call: Call, answer: str) -> None:
    assert [finding.severity for finding in foretold(call, answer)] == [Severity.ERROR]


@pytest.mark.parametrize(("call", "answer"), cases(WARNED))
def test_what_examples_of_aws_hold_is_warned_of(call: Call, answer: str) -> None:
    assert [finding.severity for finding in foretold(call, answer)] == [Severity.WARNING]
    assert ses.lint_request(*call).ok


@pytest.mark.parametrize("call", cases(TAKEN))
def test_what_ses_takes_is_no_error(call: Call) -> None:
    assert ses.lint_request(*call).errors == ()
