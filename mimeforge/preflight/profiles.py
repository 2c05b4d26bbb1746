"""The profiles: under which law a message can be judged, and what can be laid on top of one."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, cast

from mimeforge._limits import SES_RECIPIENTS_MAX, SES_SLOW_OVER, SES_V1_MESSAGE_MAX, SES_V2_MESSAGE_MAX
from mimeforge.linter.context import Overlay, Profile
from mimeforge.linter.finding import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["OVERLAYS", "PROFILES", "evidence_named", "message_limit", "profile_named"]

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
        slow_over=SES_SLOW_OVER,
        takes_sender=False,
        size_answer="Message length is more than 41943040 bytes long: '{size}'.",
        reads_recipients=True,
    ),
    Profile(
        name="ses-smtp",
        title="Amazon SES, the SMTP interface: 40 MB",
        family="ses",
        message_limit=SES_V2_MESSAGE_MAX,
        recipients_limit=SES_RECIPIENTS_MAX,
        slow_over=SES_SLOW_OVER,
        takes_binary=False,  # its EHLO reply offers 8BITMIME and no BINARYMIME (RFC 3030)
        answer_form="554 Transaction failed: {}",
        size_answer="552 5.3.4 Message is too long.",
    ),
    Profile(name="rfc", title="the RFCs alone: an error is a broken MUST", family="rfc", predicts=False),
)


OVERLAYS: Final[dict[Overlay, str]] = {
    "bulk": "mail to many: what Gmail and Yahoo ask of its senders",
    "strict": "also what would speak about much ordinary mail",
}


def profile_named(name: str) -> Profile:
    """Return the profile of this name: one of `PROFILES`, and `OVERLAYS` on top of it: "ses,bulk", "rfc,bulk,strict".

    Raises ValueError, naming all there are, where there is none, and where an overlay stands first.
    """
    base, *overlays = (word.strip() for word in str(name).split(","))
    profiles = {profile.name: profile for profile in PROFILES}
    if base in OVERLAYS:
        raise ValueError(f"{base!r} is laid on top of a profile: write 'ses,{base}'")
    if base not in profiles:
        raise _unknown("profile", base, profiles)
    for overlay in overlays:
        if overlay in profiles:
            raise ValueError(f"{base!r} and {overlay!r} are two profiles: one of them, then {' or '.join(OVERLAYS)}")
        if overlay not in OVERLAYS:
            raise _unknown("overlay", overlay, OVERLAYS)
    if not overlays:
        return profiles[base]
    laid = frozenset(cast("list[Overlay]", overlays))
    return replace(profiles[base], name=",".join([base, *sorted(laid)]), overlays=laid)


def message_limit(name: str) -> int | None:
    """Return how many octets a message may have under the profile of this name; None where there is no limit."""
    return profile_named(name).message_limit


def evidence_named(name: str) -> Evidence:
    """Return the level of evidence of this name. Raises ValueError, naming all of them, where there is none."""
    if name not in (levels := [str(level) for level in Evidence]):
        raise _unknown("evidence", name, levels)
    return Evidence(name)


def _unknown(what: str, name: str, names: Iterable[str]) -> ValueError:
    nearest = get_close_matches(str(name), names, n=1)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    return ValueError(f"unknown {what} {name!r}, known are {', '.join(names)}{hint}")
