"""Messages with one defect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import SearchStrategy

    from mimeforge.linter.context import Profile
    from mimeforge.linter.rule import Rule

__all__ = ["broken_messages"]


def broken_messages(profile: str = "ses", *, slugs: Iterable[str] = ()) -> SearchStrategy[tuple[bytes, str]]:
    """Make ``(octets, slug)``: a message that is right but for one defect, and the slug of the rule that it breaks.

    The defect is drawn as much as the message around it: where it stands, how it is written, what is beside it.
    ``profile`` names the law to break, as `mimeforge.lint` takes it; only rules that speak under it are broken, and
    under "ses" and "rfc" no other rule speaks. Under the overlay "strict" there may be notes beside it, and under
    "bulk" only the rules of that overlay are broken, in mail to many. ``slugs`` limits them to these. All octets have
    CRLF line ends, but for the defects that are about line ends.

    Never made: messages that break a rule by their size alone, and those that only an envelope or a request makes
    wrong; the guide lists the rules that are left out, with reasons. They shrink to a defect as simple as can be in a
    message of few short fields. Raises ValueError for a slug that there is not, that is silent under the profile, or
    that is left out.
    """
    from mimeforge.preflight import RULES, profile_named
    from mimeforge.testing.strategies.broken.table import DEFECTS, LEFT_OUT

    law = profile_named(profile)
    speaking = {rule.slug for rule in RULES if rule.severity_under(law) is not None and _is_broken_under(rule, law)}
    wanted = [*slugs]
    for slug in wanted:
        if slug in LEFT_OUT:
            raise ValueError(f"{slug!r} is not broken on purpose: {LEFT_OUT[slug]}")
        if slug not in DEFECTS:
            raise ValueError(f"{slug!r} is no rule's slug")
        if slug not in speaking:
            raise ValueError(f"{slug!r} says nothing under the profile {profile!r}, or is not broken there")
    chosen = wanted or [slug for slug in DEFECTS if slug in speaking]
    return st.sampled_from(chosen).flatmap(lambda slug: DEFECTS[slug].map(lambda octets: (octets, slug)))


def _is_broken_under(rule: Rule, law: Profile) -> bool:
    """Tell whether what breaks a rule is right in everything else under this profile."""
    from mimeforge.testing.strategies.broken.table import SMTP_ONLY

    is_of_overlay = "bulk" not in law.overlays or rule.overlay == "bulk"  # other mail lacks the fields of lists
    return is_of_overlay and (not law.takes_binary or rule.slug not in SMTP_ONLY)
