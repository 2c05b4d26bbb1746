"""What was composed, read by programs that know nothing of how: everything comes back equal."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
import strategies as mail
from handmade import HANDMADE
from hypothesis import given, settings
from long_runs import examples
from misreadings import MISREADINGS, Misreading, misread
from readers import READERS, Mail, Reader, every_reader

if TYPE_CHECKING:
    from drafts import Draft

PROFILES = ["ses", "ses-v2", "ses-smtp", "rfc"]


@pytest.mark.parametrize("name", HANDMADE)
@pytest.mark.parametrize("reader", every_reader())
def test_every_reader_gets_back_what_was_made_by_hand(reader: Reader, name: str) -> None:
    assert misread(HANDMADE[name], HANDMADE[name].message(), [reader]) == {}


# To draw a draft takes several times as long as to read it: each is read by every reader.
@given(draft=mail.drafts)
@examples(400)
def test_every_reader_gets_back_whatever_was_given(draft: Draft) -> None:
    assert misread(draft, draft.message()) == {}


@given(draft=mail.headed_drafts)
@examples(400)
def test_every_reader_gets_back_names_and_subjects(draft: Draft) -> None:
    assert misread(draft, draft.message()) == {}


@given(draft=mail.named_drafts)
@examples(400)
def test_every_reader_gets_back_file_names(draft: Draft) -> None:
    assert misread(draft, draft.message()) == {}


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.reader}: {case.proof:.40}") for case in MISREADINGS])
def test_a_known_misreading_is_still_one(case: Misreading) -> None:
    reader = next(reader for reader in READERS if reader.name == case.reader)
    if reason := reader.absent():
        pytest.skip(reason)
    concerned = [field.name for field in fields(Mail) if case.concerns(case.example, field.name)]
    read, meant = reader.read(case.example.message().as_bytes(None)), case.example.mail()
    assert [name for name in concerned if getattr(read, name) == getattr(meant, name)] == []
    assert concerned


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", HANDMADE)
def test_what_was_made_by_hand_lints_without_an_error(name: str, profile: str) -> None:
    assert errors(HANDMADE[name], profile) == []


@pytest.mark.parametrize("profile", PROFILES)
@given(draft=mail.drafts)
@settings(max_examples=100, deadline=None)
def test_whatever_was_given_lints_without_an_error(profile: str, draft: Draft) -> None:
    assert errors(draft, profile) == []


def errors(draft: Draft, profile: str) -> list[str]:
    """Name the errors, but for those that the composer cannot help.

    There is nobody to send to; a name or a local part was given that RFC 5322 takes and SES alone refuses.
    """
    message = draft.message()
    allowed = set() if profile == "rfc" else {"ses-address-too-long", "ses-quoted-local"}
    allowed |= set() if message.envelope.recipients else {"ses-no-recipient"}
    return [str(finding) for finding in message.lint(profile).errors if finding.slug not in allowed]
