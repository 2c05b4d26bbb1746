"""Display names as readers show them, and addresses that were hardly meant so."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge import Address, Message
from mimeforge.codecs import encoded_word
from mimeforge.linter.examples import sample


def slugs(*fields: str, profile: str = "ses") -> list[str]:
    return [finding.slug for finding in mimeforge.lint(sample(*fields), profile=profile)]


def encoded(name: str) -> str:
    return " ".join(encoded_word.encode(name))


HIDDEN = "addr-display-control-bidi"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jo\u202ecod.exe", [HIDDEN]),
        ("Jo\u202dDoe\u202c", [HIDDEN]),
        ("\u2067Jo", [HIDDEN]),
        ("Jo\u2069", [HIDDEN]),
        ("\u2066Jo\u202c", [HIDDEN]),
        ("\u202aJo\u2066Doe\u202c\u2069", [HIDDEN]),
        ("Jo\u200bDoe", [HIDDEN]),
        ("\ufeffJo", [HIDDEN]),
        ("Jo\x1b[31m", ["ew-contains-crlf"]),
        ("Jo\x85Doe", [HIDDEN]),
        ("\u2067Jo\u2069", []),
        ("\u202bיוסי\u202c", []),
        ("\u2068\u2067Jo\u2069 Doe\u2069", []),
        ("יוסי\u200f כהן\u200e", []),
        ("ශ්\u200dරී", []),
        ("می\u200cخواهم", []),
        ("👨\u200d👩\u200d👧 Familie", []),
        ("❤\ufe0f Shop", []),
        ("Zoé\u00a0Doe", []),
    ],
)
def test_what_nobody_sees_in_a_name(name: str, expected: list[str]) -> None:
    for profile in ("ses", "rfc"):
        for field in ("From", "Cc"):
            assert slugs(f"{field}: {encoded(name)} <a@example.com>", profile=profile) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('"zoe@example.net"', ["addr-display-is-address"]),
        ("\"'zoe@example.net'\"", ["addr-display-is-address"]),
        ('"<zoe@example.net>"', ["addr-display-is-address"]),
        (encoded("zoe@example.net"), ["addr-display-is-address"]),
        ('"JO@Example.com"', []),
        ('"zoe@example.net via List"', []),
        ('"Jo (zoe@example.net)"', []),
        ('"@jo"', []),
        ('"http://example.com/"', ["addr-display-url"]),
        ('"Jo, HTTPS://example.com"', ["addr-display-url"]),
        ('"www.example.com"', []),
        ('"example.com"', []),
        ('"https://"', []),
        ('"Jo: a/b"', []),
    ],
)
def test_what_a_name_of_an_author_holds(name: str, expected: list[str]) -> None:
    assert slugs(f"From: {name} <jo@example.com>") == expected
    assert slugs(f"From: {name} <jo@example.com>", profile="rfc") == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (['To: "zoe@example.net" <jo@example.com>'], []),
        (['To: "Jo@example.com" <jo@example.com>'], ["addr-display-equals-addr"]),
        (["To: Jo<jo@example.com>"], ["addr-no-space-before-angle"]),
        (["To: Jo\r\n <jo@example.com>"], []),
        (['To: "" <jo@example.com>'], ["addr-display-empty-quotes"]),
        (["To: 'Jo' <jo@example.com>"], ["addr-display-single-quoted"]),
        (["To: 'Jo' Doe's <jo@example.com>"], []),
        (["From: Shop <no_reply@example.com>"], ["addr-role-noreply"]),
        (["From: do-not-reply@example.com"], ["addr-role-noreply"]),
        (["From: noreply@example.com", "Reply-To: a@example.com"], []),
        (["Reply-To: Jo <jo@EXAMPLE.com>"], ["reply-to-equals-from"]),
        (["Reply-To: Jo@example.com"], []),
        (["Reply-To: a@example.net, zoe@example.net", "To: zoe@example.net, a@example.net"], ["reply-to-equals-to"]),
    ],
)
def test_what_speaks_when_strict_only(fields: list[str], expected: list[str]) -> None:
    assert slugs(*fields, profile="ses,strict") == expected
    assert slugs(*fields) == []


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        (["To: a@example.com, A <a@EXAMPLE.com>"], b"a@EXAMPLE.com"),
        (["To: a@example.com", "Cc: Team: b@example.com, a@example.com;"], b"a@example.com"),
    ],
)
def test_a_recipient_who_is_named_again(fields: list[str], place: bytes) -> None:
    octets = sample(*fields)
    (finding,) = mimeforge.lint(octets)
    assert finding.slug == "addr-duplicate-recipient"
    assert octets[slice(*finding.span)] == place
    assert finding.span.start == octets.rindex(place)


def test_the_local_part_is_compared_to_the_letter() -> None:
    assert slugs("To: a@example.com, A@example.com") == []


def test_recipients_that_are_named_again_are_one_finding() -> None:
    (finding,) = mimeforge.lint(sample("To: " + ", ".join(["a@example.com"] * 7)))
    assert "and 5 more" in finding.message


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40))
def test_names_that_mimeforge_composes_are_not_blamed_for_how_they_are_written(name: str) -> None:
    """Only for what they say: a link, an address, a character that nobody sees."""
    said = {HIDDEN, "addr-display-url", "addr-display-is-address"}
    message = Message(
        from_=Address(name, "jo@example.com"), to=Address(name, "zoe@example.net"), subject="Lunch", text="At noon?"
    )
    found = Counter(
        finding.slug for profile in ("ses", "rfc") for finding in mimeforge.lint(bytes(message), profile=profile)
    )
    assert {slug for slug in found if slug.startswith("addr")} <= said
