"""What holds of every finding in an address field, whatever stands there."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter.examples import sample
from mimeforge.rules.adr.address_fields import ADDRESS_FIELDS
from mimeforge.tree import parse

# Pieces of address lists, right and wrong
PIECES = st.sampled_from(
    [
        *'@.,:;<>()[]"\\_= \té',
        *[
            "\r\n ",
            "jo",
            "Doe",
            "jo@example.com",
            "<zoe@example.com>",
            '"a:b"@example.com',
            "(c (d))",
            "Team: ",
            "[192.0.2.1]",
        ],
        *[
            "=?utf-8?q?Zo=C3=A9?=",
            "=?utf-8?q?a@b.example?=",
            "xn--a",
            "x" * 65,
            "x" * 310,
            "\x01",
            "＠",
            "@example.com",
        ],
    ]
)
BODIES = st.lists(PIECES, max_size=12).map("".join)

# RFC 5322 §3.2.2, §3.4.1 and §4.4: words and what may stand around them, today and in old mail
COMMENTS = st.recursive(st.just("(a)"), lambda inner: inner.map(lambda text: f'(<b>, {text} 5\\" [;)'), max_leaves=3)
BLANKS = st.sampled_from(["", " ", "\r\n ", "\t"])
CFWS = st.just("") | st.builds("{}{}{}".format, BLANKS, COMMENTS, BLANKS)
OLD_CFWS = st.sampled_from(["", " ", "\r\n ", "(a)", " (a (b; c))\t", "(a) (@)"])
ATOMS = st.sampled_from(["jo", "doe", "a1", "x-y"])
WORDS = ATOMS | st.sampled_from(['"a b"', '"@,;"', '"\\""'])


def joined(words: st.SearchStrategy[str], blanks: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.builds("{}{}{}".format, blanks, words, blanks), min_size=1, max_size=3).map(".".join)


ADDR_SPECS = st.builds("{}{}{}@{}{}.example{}".format, CFWS, WORDS, CFWS, CFWS, ATOMS, CFWS)
OLD_ADDR_SPECS = st.builds("{}@{}".format, joined(WORDS, OLD_CFWS), joined(ATOMS, OLD_CFWS))
ROUTES = st.lists(st.builds("{}@{}".format, BLANKS, joined(ATOMS, BLANKS)), min_size=1, max_size=2).map(",".join)


@given(st.sampled_from(ADDRESS_FIELDS), BODIES)
def test_a_finding_points_at_something_in_the_field_and_one_text_is_foretold(name: str, body: str) -> None:
    octets = sample(f"{name}: {body}")
    field = parse(octets).field(name)
    assert field is not None
    for profile in ("ses", "rfc"):
        found = [finding for finding in mimeforge.lint(octets, profile=profile) if finding.header == name]
        for finding in found:
            assert field.span.start <= finding.span.start < finding.span.end <= field.span.end
        assert len([finding for finding in found if finding.predicts]) <= 1
        in_addresses = [finding for finding in found if finding.slug != "addr-missing-comma"]  # of what is in none
        beyond_ascii = Counter(finding.span for finding in in_addresses if not octets[slice(*finding.span)].isascii())
        assert not beyond_ascii or max(beyond_ascii.values()) == 1


@given(ADDR_SPECS)
def test_the_grammar_of_today_draws_no_error(spec: str) -> None:
    for address in (spec, f"Jo <{spec}>"):
        for profile, taken in (("ses", {"ses-quoted-local"}), ("rfc", set())):
            slugs = {finding.slug for finding in mimeforge.lint(sample(f"To: {address}"), profile=profile)}
            # That no line may be made up of blanks (§3.2.2) is no part of the grammar.
            assert slugs <= {*taken, "all-space-continuation"}


@given(OLD_ADDR_SPECS, ROUTES)
def test_the_grammar_of_old_mail_draws_no_error_under_rfc(spec: str, route: str) -> None:
    for address in (spec, f"Jo <{spec}>", f"<{route}:{spec}>"):
        report = mimeforge.lint(sample(f"To: {address}"), profile="rfc")
        assert [(finding.slug, finding.message) for finding in report.errors] == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{'x' * 310} <jo@example.com>", f"{'y' * 310} <zoe@example.com>"),
        ('"a:b"@example.com', '"c@d"@example.com'),
        (f"{'x' * 310} <jo@example.com>", '"c@d"@example.com'),
        ('"a:b"@example.com', f"{'y' * 310} <zoe@example.com>"),
        (f'"a:{"b" * 310}"@example.com', '"c@d"@example.com'),
    ],
)
def test_of_two_addresses_that_ses_refuses_the_first_is_answered(first: str, second: str) -> None:
    octets = sample(f"To: {first}, {second}")
    answered = [finding for finding in mimeforge.lint(octets) if finding.predicts]
    assert len(answered) == 1
    assert answered[0].span.end <= octets.index(second.encode())
    assert not [
        one
        for one in mimeforge.lint(sample(f"To: {first}, {second}, jo"))
        if one.slug.startswith("ses") and one.predicts
    ]
