"""The profiles: under which law a message can be judged. They differ in numbers, not in rules."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from mimeforge._limits import SES_RECIPIENTS_MAX, SES_V1_MESSAGE_MAX, SES_V2_MESSAGE_MAX
from mimeforge.linter.context import Profile

__all__ = ["PROFILES", "profile_named"]

PROFILES: Final = (
    Profile(
        name="ses",
        title="Amazon SES, SendRawEmail (v1): 10 MB",
        family="ses",
        message_limit=SES_V1_MESSAGE_MAX,
        recipients_limit=SES_RECIPIENTS_MAX,
        size_answer="Message length is more than 10485760 bytes long: '{size}'.",
        reads_recipients=True,
    ),
    Profile(
        name="ses-v2",
        title="Amazon SES, SendEmail with raw content (v2): 40 MB",
        family="ses",
        message_limit=SES_V2_MESSAGE_MAX,
        recipients_limit=SES_RECIPIENTS_MAX,
        reads_recipients=True,
    ),
    Profile(
        name="ses-smtp",
        title="Amazon SES, the SMTP interface: 40 MB",
        family="ses",
        message_limit=SES_V2_MESSAGE_MAX,
        recipients_limit=SES_RECIPIENTS_MAX,
        answer_form="554 Transaction failed: {}",
        size_answer="552 5.3.4 Message is too long.",
    ),
    Profile(name="rfc", title="the RFCs alone: an error is a broken MUST", family="rfc", predicts=False),
)


def profile_named(name: str) -> Profile:
    """Return the profile of this name. Raises ValueError, naming all of them, where there is none."""
    for profile in PROFILES:
        if profile.name == name:
            return profile
    names = [profile.name for profile in PROFILES]
    nearest = get_close_matches(name, names, n=1)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    raise ValueError(f"unknown profile {name!r}, known are {', '.join(names)}{hint}")
