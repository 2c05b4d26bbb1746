from __future__ import annotations

import pytest

from mimeforge.preflight import PROFILES, profile_named


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
