"""A rule's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mimeforge.preflight import page
from mimeforge.preflight.request_table import ALL_RULES

if TYPE_CHECKING:
    from mimeforge.linter.rule import Rule


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.slug)
def test_a_page_says_what_a_rule_rests_on_and_shows_its_examples(rule: Rule) -> None:
    text = page.write(rule)
    assert text.startswith(f"{rule.code} {rule.slug}\n\n{rule.title}\n\n")
    for piece in (rule.text, f"evidence: {rule.evidence}:", rule.source, "Reported:", "Not reported:"):
        assert " ".join(piece.split()) in " ".join(text.split())
    assert max(map(len, text.splitlines())) < 110
    reported = text.partition("\nReported:\n")[2].partition("\nNot reported:\n")[0]
    assert len(reported.strip("\n").split("\n\n")) == len(rule.bad)
    assert all(line.isprintable() for line in text.splitlines())


def test_an_example_shows_what_it_is_about_and_no_more() -> None:
    rule = next(rule for rule in ALL_RULES if rule.slug == "addr-no-domain")
    reported = page.write(rule).partition("Reported:")[2].partition("Not reported:")[0]
    assert reported.split("\n")[1:4] == ["", "  | To: jo", ""]


@pytest.mark.parametrize(
    ("slug", "shown"),
    [
        ("blank-line-in-header", "  | X-Mailer: Forms\n  |\n  | From: Jo <jo@example.com>"),
        ("bare-lf-mixed", "  | one␍␊\n  | two␊\n"),
        ("message-too-large", "  a message of 10,485,761 octets\n"),
        ("line-over-998", "xxx…\n"),
        ("addr-too-many", "  (sender and recipients of the envelope: 52)\n"),
    ],
)
def test_what_an_example_is_about_can_be_seen(slug: str, shown: str) -> None:
    assert shown in page.write(next(rule for rule in ALL_RULES if rule.slug == slug))


def test_what_aws_states_is_told_from_what_was_seen() -> None:
    pages = {rule.slug: page.write(rule) for rule in ALL_RULES}
    assert "a standard or AWS states it" in pages["dup-subject"]
    assert "AWS does not state it" in pages["addr-no-domain"]
