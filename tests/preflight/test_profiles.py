from __future__ import annotations

import pytest

from mimeforge.preflight import OVERLAYS, PROFILES, RULES, profile_named


@pytest.mark.parametrize(
    ("name", "family", "octets", "recipients", "predicts"),
    [
        ("ses", "ses", 10_485_760, 50, True),
        ("ses-v2", "ses", 41_943_040, 50, True),
        ("ses-smtp", "ses", 41_943_040, 50, True),
        ("rfc", "rfc", None, None, False),
    ],
)
def test_profiles_are_numbers(
    name: str, family: str, octets: int | None, recipients: int | None, predicts: bool
) -> None:
    profile = profile_named(name)
    assert (profile.name, profile.family, profile.predicts) == (name, family, predicts)
    assert (profile.message_limit, profile.recipients_limit) == (octets, recipients)


def test_these_are_all_profiles() -> None:
    assert [profile.name for profile in PROFILES] == ["ses", "ses-v2", "ses-smtp", "rfc"]
    assert all(profile.title for profile in PROFILES)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("ses-v3", r"unknown profile 'ses-v3', known are ses, ses-v2, ses-smtp, rfc; did you mean 'ses-v2'\?"),
        ("SES", "unknown profile 'SES', known are ses, ses-v2, ses-smtp, rfc$"),
        ("", "unknown profile '', known are ses, ses-v2, ses-smtp, rfc$"),
    ],
)
def test_an_unknown_profile_is_an_error_that_names_the_known_ones(name: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        profile_named(name)


@pytest.mark.parametrize(
    ("name", "full", "overlays"),
    [
        ("ses,bulk", "ses,bulk", {"bulk"}),
        ("ses-v2, strict ,bulk", "ses-v2,bulk,strict", {"bulk", "strict"}),
        ("rfc,strict,strict", "rfc,strict", {"strict"}),
    ],
)
def test_overlays_are_laid_on_top_of_a_profile(name: str, full: str, overlays: set[str]) -> None:
    profile = profile_named(name)
    below = profile_named(full.split(",", maxsplit=1)[0])
    assert (profile.name, {*profile.overlays}) == (full, overlays)
    assert (profile.family, profile.message_limit) == (below.family, below.message_limit)
    assert below.overlays == frozenset()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("bulk", "'bulk' is laid on top of a profile: write 'ses,bulk'"),
        ("ses,bluk", r"unknown overlay 'bluk', known are bulk, strict; did you mean 'bulk'\?"),
        ("ses,rfc", "'ses' and 'rfc' are two profiles: one of them, then bulk or strict"),
        ("ses,", "unknown overlay '', known are bulk, strict$"),
    ],
)
def test_what_is_no_overlay_is_an_error_that_names_them(name: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        profile_named(name)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_rules_of_an_overlay_speak_only_where_it_is_on_top(overlay: str) -> None:
    for rule in (rule for rule in RULES if rule.overlay == overlay):
        families = [family for family in ("ses", "rfc") if rule.severity_under(profile_named(f"{family},{overlay}"))]
        assert families, rule
        assert [rule.severity_under(profile_named(family)) for family in families] == [None] * len(families), rule
