"""Addresses in members of a request: what no field can hold, names beyond ASCII, groups; and what other rules say."""

from __future__ import annotations

from email.utils import formataddr
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge import Address, Message, ses
from mimeforge.errors import AddressError

if TYPE_CHECKING:
    from mimeforge.linter import Finding

CONTENT = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}}


def request(**members: Any) -> dict[str, Any]:
    known = {"Source": "jo@example.com", "Destination": {"ToAddresses": ["zoe@example.net"]}, "Message": CONTENT}
    return known | members


def found(address: str) -> list[Finding]:
    """Judge an address where a recipient, a sender and one for answers belong: the same is said of each."""
    first, *others = (
        [
            finding
            for finding in ses.lint_request("ses.SendEmail", request(**members))
            if (finding.member or "").startswith(tuple(members))
        ]
        for members in (
            {"Source": address},
            {"ReturnPath": address},
            {"ReplyToAddresses": [address]},
            {"Destination": {"ToAddresses": ["zoe@example.org"], "BccAddresses": [address]}},
        )
    )
    for other in others:
        assert [one.code for one in other] == [one.code for one in first]
        assert [one.span for one in other] == [one.span for one in first]
    return first


def slugs(address: str) -> list[str]:
    return [finding.slug for finding in found(address)]


@pytest.mark.parametrize(
    ("address", "at", "predicts"),
    [
        ("zoe@example.net\r\nBcc: audit@example.com", 15, None),
        ("zoe@example.net\nBcc: audit@example.com", 15, None),
        ("Zoe\rBcc: audit@example.com <zoe@example.net>", 3, None),
        ("\n\tzo\0e@example.net", 4, "Local address contains control or whitespace"),
        ("zoe@exam\x7fple.net", 8, "Domain contains control or whitespace"),
        ("zoe\x1b@example.net", 3, "Local address contains control or whitespace"),
        ('"Zoe\x0b" <zoe@example.net>', 4, None),
        ("zoe@example.net\x0c", 15, "Domain contains control or whitespace"),
        ("é\0 <zoe@example.net>", 2, None),
    ],
)
def test_what_no_field_can_hold_is_one_error(address: str, at: int, predicts: str | None) -> None:
    (finding,) = found(address)
    assert (finding.slug, finding.severity) == ("request-address-control", "error")
    assert finding.span == (at, at + 1)  # in octets
    if predicts:
        assert finding.predicts == predicts


@pytest.mark.parametrize(
    ("address", "at"),
    [
        ("zoe@example.net\n", (15, 16)),
        ("zoe@example.net\r\n", (15, 17)),
        ("\r\n zoe@example.net", (0, 2)),
        ("Zoe Doe\r\n\t<zoe@example.net>", (7, 9)),
        ("Zoe\n Doe <zoe@example.net>", (3, 4)),
    ],
)
def test_line_ends_beside_and_folds_are_warned_of(address: str, at: tuple[int, int]) -> None:
    (finding,) = found(address)
    assert (finding.slug, finding.severity, finding.span) == ("request-address-control", "warning", at)


def test_the_rest_of_such_an_address_is_judged_where_it_stands() -> None:
    first, second = found("\nzoe@exam_ple.net\n")
    assert [first.slug, second.slug] == ["request-address-control", "addr-domain-bad-label"]
    assert found("\n\nzoe@exam_ple.net")[-1].span == found("  zoe@exam_ple.net")[-1].span


@pytest.mark.parametrize("address", ["Zoe\tDoe <zoe@example.net>", " zoe@example.net ", "\tzoe@example.net"])
def test_blanks_are_no_controls(address: str) -> None:
    assert "request-address-control" not in slugs(address)


@pytest.mark.parametrize(
    ("address", "sign"),
    [
        ("Zoé <zoe@example.net>", "é"),
        ('"Zoé" <zoe@example.net>', "é"),
        ("zoe@example.net (Zoé)", "é"),
        ("✖✔ <zoe@example.net>", "✖"),
        ("=?utf-8?q?Zo=C3=A9?= Łódź <zoe@example.net>", "Ł"),
        ("😀 <zoe@example.net>", "😀"),
        ("\u200bZoe <zoe@example.net>", "\u200b"),
    ],
)
def test_a_name_beyond_ascii_is_lost(address: str, sign: str) -> None:
    (finding,) = [one for one in found(address) if one.slug == "request-name-not-ascii"]
    assert finding.severity == "error"
    assert address.encode()[slice(*finding.span)] == sign.encode()
    assert f"U+{ord(sign):04X}" in finding.message


@pytest.mark.parametrize("name", ["Zoé", "Café Zoé, Paris", "日本語", 'Zoe "Z" Doe', "Łódź @ home"])
def test_the_advice_is_what_mends_it(name: str) -> None:
    assert slugs(formataddr((name, "zoe@example.net"))) == []


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("zoé@example.net", "addr-local-unicode"),
        ("zoe@bücher.example", "addr-domain-unicode"),
        ("Zoé zoe@example.net", "addr-unparseable"),
    ],
)
def test_of_addresses_beyond_ascii_the_rules_on_addresses_speak(address: str, slug: str) -> None:
    assert slugs(address) == [slug]


# Whatever is not ASCII is refused or lost: somebody has to say so.
@given(st.text(st.sampled_from('aé✖<>@.,:;"() \\=?'), max_size=12).filter(lambda text: not text.isascii()))
def test_nothing_beyond_ascii_goes_unsaid(text: str) -> None:
    answers = [text, f"{text}<zoe@example.net>", f"zoe{text}@example.net", f"zoe@{text}.example"]
    report = ses.lint_request("ses.SendEmail", request(ReplyToAddresses=answers))
    assert {finding.member for finding in report.errors} == {f"ReplyToAddresses[{place}]" for place in range(4)}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_an_address_that_mimeforge_writes_is_no_error(name: str) -> None:
    try:
        message = Message(from_="jo@example.com", to=Address(name, "zoe@example.net"), text="See you at noon.")
    except AddressError:
        return
    field = mimeforge.parse(message.as_bytes(profile=None)).field("To")
    assert field
    address = field.value
    errors = {finding.slug for finding in ses.lint_request("ses.SendEmail", request(ReplyToAddresses=[address])).errors}
    assert errors <= {"ses-address-too-long"}


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("Team: zoe@example.net, jo@example.com;", "name its members one by one"),
        ("Team: zoe@example.net;", "name its members one by one"),
        ("undisclosed-recipients:;", "it names nobody"),
    ],
)
def test_a_group_is_warned_of(address: str, text: str) -> None:
    (group,) = found(address)
    assert (group.slug, group.severity) == ("request-address-group", "warning")
    assert text in group.message


def test_a_group_of_nobody_is_no_recipient() -> None:
    report = ses.lint_request("ses.SendEmail", request(Destination={"ToAddresses": ["undisclosed-recipients:;"]}))
    assert [finding.slug for finding in report] == ["request-no-recipient"]


@pytest.mark.parametrize(
    ("address", "slug", "predicts"),
    [
        ("To: zoe@example.net", "addr-unparseable", "Local address contains illegal character"),
        ("zoe@example.net, jo@example.com", "addr-unparseable", "Illegal address"),
        ("zoe@example.net; jo@example.com", "addr-unparseable", "Illegal semicolon, not in group"),
        ("zoe@example.net,", "addr-empty-element", None),
        ("xn--zo-bja@example.net", "ses-punycode-local", None),
        ("xn--bcher-kva <zoe@example.net>", "ses-punycode-local", None),
        ("=?utf-8?q?zo=C3=A9?=@example.net", "ew-in-addr-spec", None),
        ("Zoe%0D%0ABcc <zoe@example.net>", None, None),
    ],
)
def test_of_all_else_the_rules_on_address_fields_speak(address: str, slug: str | None, predicts: str | None) -> None:
    report = found(address)
    assert [finding.slug for finding in report] == ([slug] if slug else [])
    assert [finding.predicts for finding in report if finding.severity == "error" and finding.predicts] == (
        [predicts] if predicts else []
    )


def test_an_escaped_header_field_in_a_name_is_warned_of() -> None:
    assert "header-injection" in slugs('"Zoe%0D%0ABcc: audit@example.com" <zoe@example.net>')
