"""What nobody can know of a sending without asking AWS, and what was taken for granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mimeforge.ses.authorization.sending import Sending

__all__ = ["unknowns"]

_ALWAYS: Final = (
    "policies of the identities that were not given",
    "policies of the caller's own account and organization: IAM, permissions boundaries, sessions, SCPs, RCPs",
    "whether the identities are verified; in the sandbox of either account, the recipients too",
    "the quotas and the state of the account that sends",
)
_SOURCE_ARNS: Final = frozenset({"SourceArn", "X-SES-SOURCE-ARN"})


def unknowns(sending: Sending) -> tuple[str, ...]:
    """Return what is not known about this sending."""
    return (*_ALWAYS, *_of(sending))


def _of(sending: Sending) -> list[str]:
    notes = list(sending.notes)
    author = sending.identities[0]
    if author.named and author.named.place in _SOURCE_ARNS and author.named.place != author.place:
        # Netflix/iep#367 against the API model of SendRawEmail.
        text = f"{author.named.place} alone: documents call it enough, SES was seen to ask for {author.place} as well"
        notes.append(text)
    if len(sending.actions) > 1:
        notes.append(f"which action this is to SES: {' or '.join(sending.actions)}")
    return notes
