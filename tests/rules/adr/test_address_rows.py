"""Every rule of SES and of the RFCs on addresses and on From, and what the linter says to it under both families."""

from __future__ import annotations

from collections import Counter

import pytest
from vectors.answers import addresses

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.rules.adr.address_fields import ADDRESS_FIELDS
from mimeforge.rules.ses.address_list import read
from mimeforge.rules.ses.address_problems import Problem
from mimeforge.tree import parse

NOTHING: dict[str, str] = {}
UNREADABLE = {"addr-unparseable": "error"}
NO_DOMAIN = {"addr-no-domain": "error"}
BAD_DOMAIN = {"addr-domain-bad-label": "error"}
TWO = "From: Jo <jo@example.com>, zoe@example.com"
NAME = "x" * 300
LABEL = "x" * 63

RAW = {"raw-8bit-header-utf8": "error"}
OBSOLETE = {"addr-unparseable": "warning"}

# The row, a field, what is found under ses, and under rfc.
ROWS = [
    ("ADR-LOCAL-ASCII", "To: zoé@example.com", {"addr-local-unicode": "error"}, None),
    *(
        ("ADR-LOCAL-ASCII", f"{name}: {address}", {"addr-local-unicode": "error"}, RAW)
        for name in ("To", "From")
        for address in ('"é"@example.com', 'Zoe <"zoé"@example.com>', "zo\\é@example.com", "zoé@exämple.com")
    ),
    (
        "ADR-LOCAL-ASCII",
        b'To: "\xe9"@example.com',
        {"addr-local-unicode": "error"},
        {"raw-8bit-header-other": "error"},
    ),
    # beyond ASCII where the rules on addresses do not look
    *(
        ("ADR-LOCAL-ASCII", f"To: {address}", RAW, RAW)
        for address in (
            "<jo(é)@example.com>",
            "jo(é)@example.com",
            "jo@(é)example.com",
            "jo@example.com (é)",
            '"é" <a@b.example>',
        )
    ),
    ("ADR-LOCAL-ASCII", "To: jo@[é]", {"ses-domain-literal": "warning", **RAW}, RAW),
    ("ADR-LOCAL-ASCII", "To: <jo(é)@exam_ple.com>", {**BAD_DOMAIN, **RAW}, {"addr-domain-bad-label": "warning", **RAW}),
    # and where there is no address that it could stand in
    *(
        ("ADR-LOCAL-ASCII", f"To: {body}", UNREADABLE, RAW)
        for body in (
            "jo＠example.com",
            "é, jo@example.com",
            "é: jo@example.com",
            "Weiß jo@example.com",
            "Zoé, Jo <jo@a.example>",
        )
    ),
    ("ADR-LOCAL-ASCII", "To: xn--zo-bja@example.com", {"ses-punycode-local": "warning"}, NOTHING),
    ("ADR-LOCAL-ASCII", "To: Jo <XN--zo-bja@example.com>", {"ses-punycode-local": "warning"}, NOTHING),
    ("ADR-DOMAIN-IDN", "To: jo@bücher.example", {"addr-domain-unicode": "error"}, None),
    ("ADR-DOMAIN-IDN", "To: jo@xn--bcher-kva.example", NOTHING, NOTHING),
    ("ADR-NAME-2047", "To: =?utf-8?q?Zo=C3=A9?= <zoe@example.com>", NOTHING, NOTHING),
    ("ADR-NAME-2047", 'To: "xn--bcher-kva" <jo@example.com>', {"ses-punycode-local": "warning"}, NOTHING),
    ("ADR-NAME-2047", 'To: "jo@xn--bcher-kva.example" <jo@xn--bcher-kva.example>', NOTHING, NOTHING),
    ("ADR-EW-IN-ADDR", "To: =?utf-8?q?zo=C3=A9?=@example.com", *[{"ew-in-addr-spec": "error"}] * 2),
    ("ADR-EW-IN-ADDR", "To: =?utf-8?q?zo=C3=A9?=zoe@example.com", *[{"ew-in-addr-spec": "error"}] * 2),
    ("ADR-EW-IN-ADDR", "To: =?utf-8?q?Zo=C3=A9?= zoe@example.com", *[UNREADABLE] * 2),
    (
        "ADR-EW-IN-ADDR",
        "To: =?utf-8?q?Zo=C3=A9?= =?utf-8?q?b?=@example.com",
        *[UNREADABLE | {"ew-in-addr-spec": "error"}] * 2,
    ),
    (
        "ADR-EW-IN-ADDR",
        "To: =?utf-8?q?zo=C3=A9?=@exam_ple.com",
        BAD_DOMAIN | {"ew-in-addr-spec": "error"},
        {"addr-domain-bad-label": "warning", "ew-in-addr-spec": "error"},
    ),
    ("ADR-EW-RAWSPECIAL", 'To: =?utf-8?Q?"Test=20Test?= <jo@example.com>', *[UNREADABLE] * 2),
    ("ADR-NAME-SPECIALS", "To: Doe, Jo <jo@example.com>", *[NO_DOMAIN] * 2),
    *(
        ("ADR-NAME-SPECIALS", f"To: Jo {special} Doe <jo@example.com>", *[UNREADABLE] * 2)
        for special in (":", ";", "<", ">", "(", ")", "[", '"')
    ),
    *(  # SES's reader passes over these
        (
            "ADR-NAME-SPECIALS",
            f"To: Jo {special} Doe <jo@example.com>",
            {"addr-unquoted-special": "error" if special == "@" else "warning"},
            {"addr-unquoted-special": "error"},
        )
        for special in ("@", "]", "[a]", "\\")
    ),
    ("ADR-NAME-SPECIALS", "To: Jo Q. Doe <jo@example.com>", *[{"addr-unquoted-special": "warning"}] * 2),
    ("ADR-NAME-SPECIALS", 'To: "Jo , : ; < > ( ) @ [ ] Doe" <jo@example.com>', NOTHING, NOTHING),
    ("ADR-SHAPE-DOC", "To: aaa@com", {"addr-domain-single-label": "warning"}, NOTHING),
    ("ADR-LEN-320", f"To: {NAME[:281]} <jo@example.com>", NOTHING, NOTHING),
    ("ADR-LEN-320", f"To: {NAME}xxx <jo@example.com>", {"ses-address-too-long": "warning"}, NOTHING),
    ("ADR-LEN-320", f"To: {NAME}xxxx <jo@example.com>", {"ses-address-too-long": "error"}, NOTHING),
    ("ADR-LEN-320", f"To: {NAME}xxxx<jo@example.com>", {"ses-address-too-long": "warning"}, NOTHING),
    ("ADR-LEN-320", f"To: {NAME}xxxxx<jo@example.com>", {"ses-address-too-long": "error"}, NOTHING),
    ("ADR-LEN-RFC", f"To: {'x' * 64}@example.com", NOTHING, NOTHING),
    ("ADR-LEN-RFC", f"To: {'x' * 65}@example.com", *[{"addr-local-too-long": "error"}] * 2),
    ("ADR-LEN-RFC", f"To: jo@{LABEL}.example", NOTHING, NOTHING),
    ("ADR-LEN-RFC", f"To: jo@{LABEL}x.example", *[{"addr-domain-too-long": "error"}] * 2),
    ("ADR-LEN-RFC", f"Reply-To: {'x' * 65}@example.com", *[{"addr-local-too-long": "warning"}] * 2),
    ("ADR-PLUS", "From: jo+label@example.com", NOTHING, NOTHING),
    ("ADR-GROUP", "Cc: Team: jo@example.com, Zoe <zoe@example.com>;", NOTHING, NOTHING),
    ("ADR-LITERAL", "To: jo@[192.0.2.1]", {"ses-domain-literal": "warning"}, NOTHING),
    ("ADR-LITERAL", "To: jo@(a)[192.0.2.1] (b)", {"ses-domain-literal": "warning"}, NOTHING),
    *(
        ("ADR-LITERAL", f"To: {address}", {"ses-domain-literal": "warning"}, {"addr-domain-literal-bad": severity})
        for address, severity in (
            ("jo@[any, (thing: at) @ all]", "note"),
            (r"jo@[192.0.2\.1]", "warning"),
            ("<jo@[192.0.2.1>", "error"),
            ("<jo@example.com[, zoe@example.com>", "error"),
        )
    ),
    (
        "ADR-LITERAL",
        "To: jo@[192.0.2.1] zoe@example.com",
        {"ses-domain-literal": "warning", "addr-missing-comma": "error"},
        {"addr-missing-comma": "error"},
    ),
    ("ADR-UNDERSCORE", "To: jo@my_host.example", BAD_DOMAIN, {"addr-domain-bad-label": "warning"}),
    *(
        ("ADR-DOTS-LOCAL", f"To: {local}@example.com", {"addr-dots": "warning"}, {"addr-dots": "error"})
        for local in (".jo", "jo.", "jo..doe", ".", "(a)jo.(b)")
    ),
    ("ADR-DOTS-LOCAL", 'To: ".jo..doe."@example.com', NOTHING, NOTHING),
    ("ADR-DOTS-DOMAIN", "To: jo@.example.com", *[BAD_DOMAIN] * 2),
    ("ADR-DOTS-DOMAIN", "To: jo@example..com", *[BAD_DOMAIN] * 2),
    ("ADR-DOTS-DOMAIN", "To: jo@example.com.", *[{"addr-domain-trailing-dot": "error"}] * 2),
    # §4.2: what follows the end of an address is passed over
    ("§4.2", "To: Jo <jo@example.com> zoe@example.com", *[{"addr-missing-comma": "error"}] * 2),
    ("§4.2", "To: jo@example.com (Jo) zoe@example.com", *[{"addr-missing-comma": "error"}] * 2),
    ("§4.2", "To: <jo@example.com>: zoe@example.com", *[{"addr-missing-comma": "error"}] * 2),
    ("§4.2", "To: Jo <jo@example.com> Doe", {"addr-missing-comma": "warning"}, {"addr-missing-comma": "error"}),
    ("§4.2", 'To: <jo@example.com> "@"', {"addr-missing-comma": "warning"}, {"addr-missing-comma": "error"}),
    ("§4.2", "To: <jo@example.com> (a (b (c (zoe@example.com))))", NOTHING, NOTHING),
    ("§4.2", "To: jo@example.com (Jo), zoe@example.com", NOTHING, NOTHING),
    ("§4.2", "To: jo@a.example(b).example", *[{"addr-missing-comma": "warning"}] * 2),
    ("§4.2", "Sender: jo@example.com, zoe@example.com", *[UNREADABLE] * 2),
    ("§4.2", "Sender: jo, zoe", *[UNREADABLE] * 2),
    ("§4.2", "Sender: Team: jo@example.com, zoe@example.com;", *[{"addr-group-in-from": "warning"}] * 2),
    ("§4.2", "Return-Path: <jo@example.com>, <zoe@example.com>", *[UNREADABLE] * 2),
    ("§4.2", "Return-Path: <>", NOTHING, NOTHING),
    *(("§4.2", f"Return-Path: {body}", *[UNREADABLE] * 2) for body in ("<>>", "<>;", "<>)", "Jo) <>")),
    *(("§4.2", f"Return-Path: {body}", *[{"addr-no-local": "error"}] * 2) for body in ("<>, <>", "<>, jo@example.com")),
    ("§4.2", "Sender: é <a@example.com>, c@example.com", {**UNREADABLE, **RAW}, {**UNREADABLE, **RAW}),
    ("§4.2", "Sender:", *[{"empty-structured-header": "warning"}] * 2),
    ("§4.2", "Return-Path: ", *[{"empty-structured-header": "warning"}] * 2),
    # comments around the parts of an addr-spec, blanks beside them, nested, whatever they hold (RFC 5322 §3.2.2)
    *(
        ("§4.2", f"To: {address}", NOTHING, NOTHING)
        for address in (
            "Jo <jo@example.com (work)>",
            "<(work) jo@example.com>",
            "jo (work)@example.com",
            "jo(a) (b)@example.com",
            "jo@ (c) example.com",
            "jo@(a(b(c)))example.com",
            "<jo@example.com(a (b (c)))>",
            '<jo@example.com(5" pipe)>',
            "<jo(>)@example.com>",
            "(a)\r\n (b) jo (c)\r\n @\t(d) example.com (e)",
        )
    ),
    # what RFC 5322 has a grammar for, an obsolete one at least (§4.4), and what it has none for
    *(
        ("§4.2", f"To: {address}", UNREADABLE, {"addr-unparseable": "warning"})
        for address in ("jo @example.com", "<jo. doe@example.com>", '"jo".doe@example.com', 'jo."doe"@example.com')
    ),
    *(
        ("§4.2", f"To: {address}", *[UNREADABLE] * 2)
        for address in ("jo doe@example.com", "Jo <jo doe@example.com>", '"jo"doe@example.com', 'jo"doe"@example.com')
    ),
    *(
        ("§4.2", f"To: {address}", BAD_DOMAIN, {"addr-domain-bad-label": "warning"})
        for address in (
            "<jdoe@machine(comment).  example>",
            "(c1)n(c2) <(c3)a(c4)@(c5)b(c6).(c7)d(c8)> (c9(c10)c11)",
            "<jo@a_b (c) . example>",
        )
    ),
    *(
        ("§4.2", f"To: {address}", NO_DOMAIN, {"addr-no-domain": "warning"})
        for address in ("test.(comment)test@example.org", "jo (a) . doe@example.com")
    ),
    ("§4.2", "To: jo (a) doe@example.com", *[NO_DOMAIN] * 2),
    *(
        ("§4.2", f"To: {address}", {"addr-domain-trailing-dot": "error"}, {"addr-domain-trailing-dot": "warning"})
        for address in ("jo@example.(a)com", "jo@example. (a)\r\n com")
    ),
    *(
        ("§4.2", f"To: {address}", UNREADABLE, OBSOLETE)
        for address in (
            "<@a.example, @b.example:jo@example.com>",
            '"J" <@com:\r\n jo@example.com>',
            '"a" . "b"@c.example',
        )
    ),
    *(
        ("§4.2", f"To: {address}", *[UNREADABLE] * 2)
        for address in ('"a""b"@c.example', "<@a.example,b:jo@example.com>", ". jo@example.com", '"a" b@c.example')
    ),
    ("§4.2", "To: jo@example. com", BAD_DOMAIN, {"addr-domain-bad-label": "warning"}),
    ("§4.2", "To: jo@example.com zoe@example.com", *[BAD_DOMAIN] * 2),
    # §4.3
    ("§4.3", 'To: "jo:home"@example.com', {"ses-quoted-local": "error"}, NOTHING),
    ("§4.3", 'To: "jo\\@home"@example.com', {"ses-quoted-local": "error"}, NOTHING),
    ("§4.3", 'To: "jo (,;<>[]\\\\) doe"@example.com', NOTHING, NOTHING),
    ("§4.3", 'To: "jo: doe@home" <jo@example.com>, "a: @": zoe@example.com;', NOTHING, NOTHING),
    ("§4.3", "To: jo@example.com (at: home@)", NOTHING, NOTHING),
    # §3.3
    ("HDR-FROM-REQ", "From:", *[{"missing-from": "error"}] * 2),
    ("HDR-FROM-MULTI", TWO, {"multi-from": "warning"}, {"sender-required": "error"}),
    ("HDR-FROM-MULTI", f"{TWO}\r\nSender: jo@example.com", {"multi-from": "warning"}, NOTHING),
    (
        "HDR-FROM-MULTI",
        "From: Team: jo@example.com, a@example.com;",
        {"multi-from": "warning", "addr-group-in-from": "warning"},
        {"sender-required": "error", "addr-group-in-from": "warning"},
    ),
    ("HDR-FROM-MULTI", "From: Doe, Jo <jo@example.com>", *[NO_DOMAIN] * 2),
    ("HDR-FROM-FOLDED", "From: Jo <jo@example.com>\r\n via L <l@example.com>", *[UNREADABLE] * 2),
]


@pytest.mark.parametrize(("row", "field", "ses", "rfc"), ROWS)
def test_each_row_is_judged(row: str, field: str | bytes, ses: dict[str, str], rfc: dict[str, str] | None) -> None:
    octets = sample(field)
    for profile in ("ses", "ses-v2", "ses-smtp"):
        assert found(octets, profile) == ses, (row, profile)
    if rfc is not None:
        assert found(octets, "rfc") == rfc, row


def found(octets: bytes, profile: str) -> dict[str, str]:
    return {finding.slug: str(finding.severity) for finding in mimeforge.lint(octets, profile=profile)}


@pytest.mark.parametrize("name", ADDRESS_FIELDS)
@pytest.mark.parametrize(
    ("body", "slug"),
    [
        (f"{NAME}xxxx <jo@example.com>", "ses-address-too-long"),
        (f"{'x' * 65}@example.com", "addr-local-too-long"),
        (f"jo@{LABEL}x.example", "addr-domain-too-long"),
        ('"a:b"@example.com', "ses-quoted-local"),
        ("xn--a@example.com", "ses-punycode-local"),
        ("jo@[192.0.2.1]", "ses-domain-literal"),
        ("jo.@example.com", "addr-dots"),
        ("jo@localhost", "addr-domain-single-label"),
        ("<jo@example.com> zoe@example.com", "addr-missing-comma"),
    ],
)
def test_every_field_of_addresses_is_looked_at(name: str, body: str, slug: str) -> None:
    assert slug in found(sample(f"{name}: {body}"), "ses")


def test_every_problem_has_a_vector_with_its_reference() -> None:
    problems: Counter[Problem] = Counter()
    for vector in addresses.VECTORS:
        fields = (field for name in ADDRESS_FIELDS for field in parse(vector.octets).fields_named(name))
        for field in fields:
            single = field.name in {"Sender", "Return-Path"}
            listed = read(field.raw.decode("latin-1"), single=single)
            problems.update([listed.fault.problem] if listed.fault else [])
        assert vector.seen
    assert set(problems) == set(Problem)


def test_semicolons_are_one_mistake() -> None:
    for body, count in (("a@example.com; b@example.com; c@example.com;", 3), ("a@example.com;", 1), ("a:;;, b;", 2)):
        for profile in ("ses", "rfc"):
            found = [
                one for one in mimeforge.lint(sample(f"Cc: {body}"), profile=profile) if "semicolon" in one.message
            ]
            assert len(found) == 1
            assert found[0].message.startswith("a semicolon" if count == 1 else f"{count} semicolons")


def test_an_empty_to_is_one_mistake() -> None:
    for fields in (["To:"], ["To: \r\n "], ["To:", "Cc: "]):
        slugs = [finding.slug for finding in mimeforge.lint(sample(*fields))]
        assert set(slugs) == {"empty-structured-header"}


@pytest.mark.parametrize("to", ["jo@example.com, " * 50 + "jo@example.com", f"Team: {'jo@example.com, ' * 51};"])
def test_every_recipient_counts_as_often_as_it_is_named(to: str) -> None:
    report = mimeforge.lint(sample(f"To: {to}"))
    assert [finding.slug for finding in report.errors] == ["addr-too-many"]
    assert "51" in report.errors[0].message
