"""Address fields, and the text SES refuses each with."""

from __future__ import annotations

from mimeforge.linter.examples import sample
from vectors.answers.vector import Vector

__all__ = ["VECTORS"]

UNREADABLE = "addr-unparseable"
LOCAL = "Local address contains control or whitespace"
SPECIAL = "Local address contains illegal character"
DOMAIN = "Domain contains illegal character"
NO_DOMAIN = "Missing final '@domain'"
INFERRED = "rulebook §4.2, JavaMail trigger, inferred"

LONG_NAME = "=?utf-8?q?" + "?=\r\n =?utf-8?q?".join(["=C3=A9" * 10] * 6) + "?="
UNFOLDED_NAME = LONG_NAME.replace("\r\n", "")

LIST = (
    Vector(sample("To: Jo (office <jo@example.com>"), UNREADABLE, "Missing ')'", b"(", INFERRED),
    Vector(sample("To: Jo :-) <jo@example.com>"), UNREADABLE, "Missing '('", b")", INFERRED),
    Vector(
        sample("To: Jo <jo@example.com> <zoe@example.com>"),
        UNREADABLE,
        "Extra route-addr",
        b"<",
        "arithmetic/aws-lambda-ses-forwarder#91",
    ),
    Vector(
        sample("From: Jo <jo@example.com>\r\n via List <list@example.com>"),
        UNREADABLE,
        "Extra route-addr",
        b"<",
        "arithmetic/aws-lambda-ses-forwarder#57, a From with what was folded into it",
    ),
    Vector(sample("To: Jo <jo@example.com"), UNREADABLE, "Missing '>'", b"<", INFERRED),
    Vector(sample("To: Jo jo@example.com>"), UNREADABLE, "Missing '<'", b">", INFERRED),
    Vector(
        sample('To: =?utf-8?Q?"Test=20Test?= <jo@example.com>'),
        UNREADABLE,
        "Missing '\"'",
        b'"',
        "mageplaza/magento-2-smtp#265",
    ),
    Vector(sample('To: <"jo@example.com>'), UNREADABLE, "Missing '\"'", b'"', INFERRED),
    Vector(sample("To: jo@[192.0.2.1"), UNREADABLE, "Missing ']'", b"[", INFERRED),
    Vector(
        sample("To: jo@example.com; zoe@example.com"),
        UNREADABLE,
        "Illegal semicolon, not in group",
        b";",
        "open-falcon/mail-provider#30",
    ),
    Vector(sample("To: A: B: jo@example.com;"), UNREADABLE, "Nested group", b":", "nodemailer/nodemailer#1603"),
    Vector(
        sample("Sender: Karen, Chan <karen@example.com>"),
        UNREADABLE,
        "Illegal address",
        b"Karen, Chan <karen@example.com>",
        "openstax/accounts#253 saw it for the parameter Source",
    ),
    Vector(
        sample("Sender: é <a@example.com>, c@example.com"),
        UNREADABLE,
        "Illegal address",
        "é <a@example.com>, c@example.com".encode(),
        "openstax/accounts#253 saw it for the parameter Source",
    ),
    Vector(sample("Return-Path: <>>"), UNREADABLE, "Missing '<'", b">", INFERRED),
    Vector(sample("Return-Path: Jo) <>"), UNREADABLE, "Missing '('", b")", INFERRED),
    Vector(sample("Return-Path: <>;"), UNREADABLE, "Illegal semicolon, not in group", b";", INFERRED),
    Vector(
        sample("Return-Path: jo@example.com, zoe@example.com"),
        UNREADABLE,
        "Illegal address",
        b"jo@example.com, zoe@example.com",
        INFERRED,
    ),
)

ADDR_SPECS = (
    Vector(sample("Cc: Jo <>"), "addr-no-local", "Empty address", b"<>", INFERRED),
    Vector(sample("To: <@a.example,b:jo@example.com>"), UNREADABLE, "Illegal route-addr", b",", INFERRED),
    Vector(sample('To: "jo"doe@example.com'), UNREADABLE, "Quote not at end of local address", b'"', INFERRED),
    Vector(sample('To: jo"doe"@example.com'), UNREADABLE, "Quote not at start of local address", b'"', INFERRED),
    Vector(
        sample("To: @example.com"),
        "addr-no-local",
        "Missing local name",
        b"@",
        "arithmetic/aws-lambda-ses-forwarder#103",
    ),
    Vector(sample('To: "Karen, Chan" <karen @example.com>'), UNREADABLE, LOCAL, b" ", "openstax/accounts#253"),
    Vector(sample("To: Karen Chan <karen @example.com>"), UNREADABLE, LOCAL, b" ", "openstax/accounts#253"),
    Vector(
        sample("To: myemail+✖@example.com"),
        "addr-local-unicode",
        LOCAL,
        "✖".encode(),
        "stackoverflow.com/questions/38808009",
    ),
    Vector(
        sample("To: =?utf-8?q?Zo=C3=A9?= zoe@example.com"),
        UNREADABLE,
        LOCAL,
        b" ",
        "rulebook §4.2: white space between a name and an address without angle brackets",
    ),
    Vector(
        sample("To: jo＠example.com"),
        UNREADABLE,
        LOCAL,
        "＠".encode(),
        "stackoverflow.com/questions/38808009, the text",
    ),
    Vector(sample("To: Smith Doe, Jo <jo@example.com>"), UNREADABLE, LOCAL, b" ", INFERRED),
    Vector(sample("To: Sales Team: jo@example.com"), UNREADABLE, LOCAL, b" ", INFERRED),
    Vector(sample("To: Team (x): jo@example.com"), "addr-no-domain", NO_DOMAIN, b"Team", INFERRED),
    Vector(
        sample("To: =?utf-8?Q?Zo=C3=A9_zoe@example.com?="),
        "addr-domain-bad-label",
        DOMAIN,
        b"?",
        "mageplaza/magento-2-smtp#191, a whole address that was encoded",
    ),
    Vector(sample("To: DEBUG: Jo <jo@example.com>"), UNREADABLE, SPECIAL, b":", "boto/botocore#1774"),
    Vector(sample("To: github:octocat"), UNREADABLE, SPECIAL, b":", "hcengineering/platform#7864"),
    Vector(sample("To: To: jo@example.com"), UNREADABLE, SPECIAL, b":", "soto-project/soto#331"),
    Vector(sample('To: jo\\"doe"@example.com'), UNREADABLE, "Unterminated quote", b'"', INFERRED),
    Vector(
        sample("To: =?UTF-8?B?Sm8gPGpvQGV4YW1wbGUuY29tPg==?="),
        "addr-no-domain",
        NO_DOMAIN,
        b"=?UTF-8?B?Sm8gPGpvQGV4YW1wbGUuY29tPg==?=",
        "stackoverflow.com/questions/21305454",
    ),
    Vector(
        sample('Reply-To: "support@example.com"'),
        "addr-no-domain",
        NO_DOMAIN,
        b'"support@example.com"',
        "helpyio/helpy#1132",
    ),
    Vector(sample("To: Doe, Jo <jo@example.com>"), "addr-no-domain", NO_DOMAIN, b"Doe", "anymail/django-anymail#281"),
    Vector(sample("To: jo@"), "addr-domain-bad-label", "Missing domain", b"@", "brave/accounts#35"),
    Vector(sample("To: jo@.example.com"), "addr-domain-bad-label", "Domain starts with dot", b".", INFERRED),
    Vector(
        sample("To: jo@example.com zoe@example.com"),
        "addr-domain-bad-label",
        "Domain contains control or whitespace",
        b" ",
        "monde-sistemas/delphi-aws-ses#22, the text; its cause was not found",
    ),
    Vector(
        sample("To: jo@bücher.example"),
        "addr-domain-unicode",
        "Domain contains control or whitespace",
        "ü".encode(),
        INFERRED,
    ),
    Vector(
        sample("From: fromname@example.com%!"),
        "addr-domain-bad-label",
        DOMAIN,
        b"%",
        "SebastiaanKlippert/lambda-ses-forwarder#2",
    ),
    Vector(
        sample("Return-Path: =?utf-8?Q?jo@example.com?="),
        "addr-domain-bad-label",
        DOMAIN,
        b"?",
        "mageplaza/magento-2-smtp#191",
    ),
    Vector(sample("To: jo@my_host.example.com"), "addr-domain-bad-label", DOMAIN, b"_", INFERRED),
    Vector(sample("To: jo@example..com"), "addr-domain-bad-label", "Domain contains dot-dot", b"..", INFERRED),
    Vector(sample("To: jo@example.com."), "addr-domain-trailing-dot", "Missing domain", b".", "brave/accounts#35"),
)

OF_SES_ITSELF = (
    Vector(
        sample(f"To: {LONG_NAME}\r\n <jo@example.com>"),
        "ses-address-too-long",
        f"Address length is more than 320 bytes long: '{UNFOLDED_NAME} <jo@example.com>'",
        f"{LONG_NAME}\r\n <jo@example.com>".encode(),
        "zulip/zulip#17558, mautic/mautic#7732",
    ),
    Vector(
        sample('To: "jo@home"@example.com'),
        "ses-quoted-local",
        "Address contains illegal characters in user name: '<\"jo@home\"@example.com>'.",
        b"@",
        "a field test of the SMTP interface, the address there not kept",
    ),
    Vector(
        sample('Reply-To: Jo <"jo:home"@example.com>'),
        "ses-quoted-local",
        "Address contains illegal characters in user name: '<\"jo:home\"@example.com>'.",
        b":",
        "a field test of the SMTP interface, the address there not kept",
    ),
)

VECTORS: tuple[Vector, ...] = (*LIST, *ADDR_SPECS, *OF_SES_ITSELF)
