"""Address fields, and the text SES refuses each with (ses-rules.md §4)."""

from __future__ import annotations

from mimeforge.linter.examples import sample
from vectors.answers.vector import Vector

__all__ = ["VECTORS"]

LOCAL = "Local address contains control or whitespace"
DOMAIN = "Domain contains illegal character"

VECTORS: tuple[Vector, ...] = (
    Vector(sample("To: jo@example.com."), "addr-domain-trailing-dot", "Missing domain", b".", "brave/accounts#35"),
    Vector(
        sample('To: "Karen, Chan" <karen @example.com>'),
        "addr-unparseable",
        LOCAL,
        b" ",
        "openstax/accounts#253",
    ),
    Vector(sample("From: jo@example.com%!"), "addr-domain-bad-label", DOMAIN, b"%", "lambda-ses-forwarder#2"),
    Vector(
        sample("Return-Path: =?utf-8?Q?jo@example.com?="),
        "addr-domain-bad-label",
        DOMAIN,
        b"?",
        "mageplaza/magento-2-smtp#191",
    ),
    Vector(
        sample("To: =?UTF-8?B?Sm8gPGpvQGV4YW1wbGUuY29tPg==?="),
        "addr-no-domain",
        "Missing final '@domain'",
        b"=?UTF-8?B?Sm8gPGpvQGV4YW1wbGUuY29tPg==?=",
        "stackoverflow.com/questions/21305454",
    ),
    Vector(
        sample('Reply-To: "support@example.com"'),
        "addr-no-domain",
        "Missing final '@domain'",
        b'"support@example.com"',
        "helpyio/helpy#1132",
    ),
    Vector(
        sample("To: myemail+✖@example.com"),
        "addr-local-unicode",
        LOCAL,
        "✖".encode(),
        "stackoverflow.com/questions/38808009",
    ),
    Vector(
        sample('To: =?utf-8?Q?"Test=20Test?= <jo@example.com>'),
        "addr-unparseable",
        "Missing '\"'",
        None,
        "magento-2-smtp#265",
    ),
    Vector(
        sample("To: DEBUG: Jo <jo@example.com>"),
        "addr-unparseable",
        "Local address contains illegal character",
        None,
        "boto/botocore#1774",
    ),
    Vector(
        sample("To: Jo <jo@example.com> <zoe@example.com>"),
        "addr-unparseable",
        "Extra route-addr",
        None,
        "forwarder#91",
    ),
    Vector(sample("To: A: B: jo@example.com;"), "addr-unparseable", "Nested group", None, "nodemailer/nodemailer#1603"),
    Vector(
        sample("To: jo@example.com; zoe@example.com"),
        "addr-unparseable",
        "Illegal semicolon, not in group",
        b";",
        "open-falcon/mail-provider#30",
    ),
    Vector(sample("To: @example.com"), "addr-no-local", "Missing local name", None, "aws-lambda-ses-forwarder#103"),
)
