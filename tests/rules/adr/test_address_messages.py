"""What is said of a fault in an address list: the cause where it can be told, and what to do."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.rules.adr.address_fields import AddressField
from mimeforge.rules.adr.address_messages import Case, message
from mimeforge.rules.ses import address_list
from mimeforge.rules.ses.address_problems import Fault, Problem
from mimeforge.tree import parse

GROUP = "a colon opens a group that no semicolon ends: quote the display name, or end the group with ;"
COMMA = "no @domain before a comma: quote the display name that holds the comma"
ENCODED = "all of the address is encoded: encode the display name only, and put the address behind it in <>"
URL = "a URL where an address belongs: write the address alone, without mailto:"
UNREACHABLE = ": a local part beyond ASCII cannot be reached through SES: use another address"
TWO = "a blank between two addresses: put a comma between two mailboxes"

SAID = [
    # An open group, whatever its fault
    ("Sales Team: jo@example.com, zoe@example.com", [GROUP]),
    ("Team (x): jo@example.com", [GROUP]),
    ("DEBUG: Jo <jo@example.com>", [GROUP]),
    ("Zoé: jo@example.com", [GROUP]),
    ('"Team" x: jo@example.com', [GROUP]),
    ("jo@home: jo@example.com", [GROUP]),
    ("a@example.com; Team: b@example.com", ["a semicolon that ends no group: separate mailboxes by commas", GROUP]),
    ("Doe, Team: jo@example.com", ["no @domain: add the domain", GROUP]),
    # A comma in a name
    ("Doe, Jo <jo@example.com>", [COMMA]),
    ("Smith Doe, Jo <jo@example.com>", [COMMA]),
    ("Zoé, Jo <jo@example.com>", [COMMA]),
    ("Doe ,, <jo@example.com>, Roe, zoe@example.com", [COMMA, "no @domain: add the domain"]),
    ("Jo <>, Zoe <zoe@example.com>", ["an empty address: write the mailbox, or leave it out"]),
    ("Jo <root>, Zoe <zoe@example.com>", ["no @domain: add the domain"]),
    ("Example, Inc. <jo@example.com>", [COMMA]),
    ("Doe), Jo <jo@example.com>", ["a parenthesis is closed that was not opened: quote the display name"]),
    ("Doe; Jo <jo@example.com>", ["a semicolon that ends no group: separate mailboxes by commas"]),
    # All of the address where the name belongs
    ("=?utf-8?Q?Zo=C3=A9_zoe@example.com?=", [ENCODED]),
    ("=?utf-8?B?Sm8gPGpvQGV4YW1wbGUuY29tPg==?=", [ENCODED]),
    ("=?utf-8?q?Zo=C3=A9?=\r\n =?utf-8?q?_zoe=40example=2Ecom?=", [ENCODED]),
    ("=?utf-8?Q?Zo=C3=A9_<zoe@example.com>?=", [f"'?=' is passed over, for {ENCODED}"]),
    ("=?utf-8?q?Zo=C3=A9?=", ["no @domain, only a name: put the address behind it in <>"]),
    ("=?utf-8?q?jo=40home?= <root>", ["no @domain: add the domain"]),
    ('"support@example.com"', ["no @domain, for all of the address is in quotes: take them away"]),
    ('"Jo Doe"', ["no @domain, only a name: put the address behind it in <>"]),
    # A name, and no angle brackets
    ("=?utf-8?q?Zo=C3=A9?= zoe@example.com", ["an address behind an encoded name: put the address in <>"]),
    ("Weiß jo@example.com", ["U+00DF in a name before an address: put the address in <>, and encode the name"]),
    (
        "Jo jo@example.com",
        ["U+0020: no character of a local part: put the address in <>, a name before it in quotes"],
    ),
    ("Jo Doe", ["U+0020, and no @: put the address in <>, a display name before it in quotes"]),
    ("jo＠example.com", ["U+FF20, and no @: put the address in <>, a display name before it in quotes"]),
    # A domain
    ("jo@example.com zoe@example.com", [TWO]),
    ("jo@example.com\r\n zoe@example.com", [TWO]),
    ("jo@example. com", ["a blank in a domain: take it away, or put the address in <> behind a name"]),
    ("<jo@example\x07.com>", ["U+0007, a control character, which no field may hold: take it away"]),
    ("jo@exam_ple.com", ["U+005F: no character of a domain: correct it"]),
    ("jo@bücher.example", ["U+00FC: a domain beyond ASCII: write its A-labels"]),
    ("jo@example.(a)com", ["a comment inside of a local part or domain: take it out"]),
    ("jo (a) . doe@example.com", ["a comment inside of a local part or domain: take it out"]),
    ("<jo@machine(a).example>", ["a comment inside of a local part or domain: take it out"]),
    ("jo@example.com. (a)", ["the domain ends in a dot: take it away"]),
    # What came along from a page
    ("mailto:jo@example.com", [URL]),
    ("Jo <MAILTO:jo@example.com>", [URL]),
    ("jo@example.com, https://example.com/jo", [URL]),
    ("jo@example.com\u200b", ["U+200B, which nobody sees: take it out of the address"]),
    ("Jo <jo\u00a0@example.com>", ["U+00A0, which nobody sees: take it out of the address"]),
    # A local part
    ("j\r\n o@example.com", ["a line end in a local part: fold the field between two addresses"]),
    ("zoé@example.com", [f"U+00E9{UNREACHABLE}"]),
    ("zoé (a b) @example.com", [f"U+00E9{UNREACHABLE}"]),
    ('"zoé"@example.com', [f"U+00E9{UNREACHABLE}"]),
    ("root", ["no @domain: add the domain"]),
    ("Jo (jo@example.com)", ["no @domain: add the domain"]),
    (
        "a@example.com; b@example.com;",
        ["2 semicolons that end no group, this is the first: separate mailboxes by commas"],
    ),
]


@pytest.mark.parametrize(("body", "said"), SAID)
def test_the_cause_is_said(body: str, said: list[str]) -> None:
    messages = [finding.message for finding in mimeforge.lint(sample(f"To: {body}"))]
    assert [message.partition(" (in ")[0] for message in messages] == said


@pytest.mark.parametrize("name", ["Sender", "Return-Path"])
@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "To: jo@example.com",
            "a colon before an address: quote the display name it stands in, or take away what is before it",
        ),
        ("jo@example.com zoe@example.com", "a blank between two addresses: write one alone"),
        ("<jo@example.com> <zoe@example.com>", "a second address in angle brackets: write one alone"),
        (
            "jo@example.com; zoe@example.com",
            "a semicolon that ends no group: write one address alone, and quote a display name that holds one",
        ),
        (
            "<jo@example.com> zoe@example.com",
            "'zoe@example.com' follows the address 'jo@example.com' and is passed over: write one address alone",
        ),
        ("mailto:jo@example.com", URL),
    ],
)
def test_where_one_address_belongs_nobody_is_told_how_to_write_a_list(name: str, body: str, said: str) -> None:
    messages = [finding.message for finding in mimeforge.lint(sample(f"{name}: {body}"))]
    assert said in [message.partition(" (in ")[0] for message in messages]


@pytest.mark.parametrize("body", [body for body, _ in SAID])
def test_under_rfc_nothing_is_said_of_ses(body: str) -> None:
    messages = [finding.message for finding in mimeforge.lint(sample(f"To: {body}"), profile="rfc")]
    assert messages
    assert [message for message in messages if "SES" in message] == []


def test_the_address_is_quoted_and_nothing_in_it_is_filled_in() -> None:
    (finding,) = mimeforge.lint(sample("To: jo {character} {semicolons} {0}@example.com"))
    assert finding.message.endswith("(in 'jo {character} {semicolons} {0}@example.com')")


@pytest.mark.parametrize("problem", Problem)
def test_of_every_problem_something_is_said(problem: Problem) -> None:
    field = parse(sample("To: jo@example.com")).field("To")
    assert field is not None
    addresses = AddressField(field, field.raw, address_list.read(field.raw.decode()), ())
    text = message(Case(addresses, Fault(problem, 1, 2), None))
    assert ":" in text
    assert "{" not in text
