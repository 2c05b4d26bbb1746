"""Each message with a defect has that one and no other, and the defects are not always the same."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from documents import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from mimeforge import lint
from mimeforge.preflight import RULES, profile_named
from mimeforge.testing.strategies.broken import broken_messages
from mimeforge.testing.strategies.broken.table import DEFECTS, LEFT_OUT, SMTP_ONLY

if TYPE_CHECKING:
    from mimeforge.linter.rule import Rule

BROKEN = [pytest.param(rule, id=rule.slug) for rule in RULES if rule.slug in DEFECTS]

# There are hundreds of rules: few messages of each here, many in the long runs. Fewest of those with hundreds of parts,
# and with a hundred levels.
MANY = int(os.environ.get("TORTURE_EXAMPLES", "0")) // 10
FEW = {"too-many-parts": 3, "parse-limit": 3}


def profiles(rule: Rule) -> list[str]:
    """One profile of each family under which the rule speaks."""
    if rule.slug in SMTP_ONLY:
        return ["ses-smtp"]
    overlay = f",{rule.overlay}" if rule.overlay else ""
    return [f"{name}{overlay}" for name in ("ses", "rfc") if rule.severity_under(profile_named(f"{name}{overlay}"))]


@pytest.mark.torture
@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_message_has_its_defect_and_no_other(rule: Rule) -> None:
    @settings(max_examples=max(FEW.get(rule.slug, 6), MANY), database=None)
    @given(DEFECTS[rule.slug])
    def law(octets: bytes) -> None:
        drawn.add(octets)
        for profile in profiles(rule):
            spoken = {finding.slug for finding in lint(octets, profile=profile)}
            assert spoken == {rule.slug}, profile

    drawn: set[bytes] = set()
    law()
    assert len(drawn) > 1
    assert drawn.isdisjoint(example.octets for example in rule.bad)


def test_every_rule_is_broken_or_left_out_with_a_reason() -> None:
    assert {*DEFECTS} | {*LEFT_OUT} == {rule.slug for rule in RULES}
    assert {*DEFECTS} & {*LEFT_OUT} == set()
    assert [slug for slug, reason in LEFT_OUT.items() if len(reason) < 20] == []


def test_the_guide_lists_what_is_left_out() -> None:
    guide = (ROOT / "docs" / "guide" / "strategies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.+) \|$", guide, re.MULTILINE)
    assert dict(rows) == LEFT_OUT


@given(broken_messages())
def test_what_is_drawn_is_found_under_its_slug_and_nothing_else_is(drawn: tuple[bytes, str]) -> None:
    octets, slug = drawn
    assert {finding.slug for finding in lint(octets)} == {slug}


@pytest.mark.parametrize("profile", ["ses-v2", "ses-smtp", "rfc", "ses,strict", "ses,bulk", "rfc,bulk"])
@settings(max_examples=20)
@given(data=st.data())
def test_no_profile_finds_another_error(profile: str, data: st.DataObject) -> None:
    octets, slug = data.draw(broken_messages(profile))
    report = lint(octets, profile=profile)
    assert slug in {finding.slug for finding in report}
    assert {finding.slug for finding in report.errors} <= {slug}


@pytest.mark.parametrize(
    ("slug", "profile", "said"),
    [
        ("missing-subject", "ses,bulk", "is not broken there"),
        ("cte-binary", "ses", "is not broken there"),
        ("no-such-rule", "ses", "is no rule's slug"),
        ("missing-message-id", "ses", "says nothing under the profile 'ses'"),
        ("message-too-large", "ses", "is not broken on purpose"),
    ],
)
def test_a_slug_that_cannot_be_broken_is_refused(slug: str, profile: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        broken_messages(profile, slugs=[slug])
