"""Several authors in From: who is one, and what is pointed at."""

from __future__ import annotations

import pytest

import mimeforge
from mimeforge.linter.examples import sample

SEVERAL = "From: Jo <jo@example.com>, (b) Zoe <zoe@example.com>,\r\n a@example.com (c)"
POINTED_AT = SEVERAL.partition(", ")[2].encode()


@pytest.mark.parametrize(("profile", "slug"), [("ses", "multi-from"), ("rfc", "sender-required")])
def test_all_but_the_first_author_are_pointed_at(profile: str, slug: str) -> None:
    octets = sample(SEVERAL)
    (found,) = mimeforge.lint(octets, profile=profile)
    assert (found.slug, found.header) == (slug, "From")
    assert octets[slice(*found.span)] == POINTED_AT


@pytest.mark.parametrize("sender", ["Sender:", "Sender: Nobody:;", "Sender: (Jo)"])
def test_a_sender_without_an_address_names_nobody(sender: str) -> None:
    assert "sender-required" in {found.slug for found in mimeforge.lint(sample(SEVERAL, sender), profile="rfc")}


@pytest.mark.parametrize(
    "author",
    ["Doe, Jo <jo@example.com>", "Jo <jo@example.com> <zoe@example.com>", "jo@example.com; zoe@example.com", "jo, zoe"],
)
def test_what_cannot_be_read_makes_no_second_author(author: str) -> None:
    for profile in ("ses", "rfc"):
        slugs = {found.slug for found in mimeforge.lint(sample(f"From: {author}"), profile=profile)}
        assert slugs & {"multi-from", "sender-required"} == set()
        assert slugs
