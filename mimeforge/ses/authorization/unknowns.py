"""What nobody can know of a sending without asking AWS, and what was taken for granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown
from mimeforge.headers import match_identity_arn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.rules.pol.document import SendingPolicy
    from mimeforge.ses.authorization.sending import Sending

__all__ = ["unknowns"]

_ALWAYS: Final = (
    "policies of the identities that were not given",
    "policies of the caller's own account and organization: IAM, permissions boundaries, sessions, SCPs, RCPs",
    "whether the identities are verified; in the sandbox of either account, the recipients too",
    "the quotas and the state of the account that sends",
)
_SOURCE_ARNS: Final = frozenset({"SourceArn", "X-SES-SOURCE-ARN"})


def unknowns(sending: Sending, policies: Iterable[SendingPolicy]) -> tuple[str, ...]:
    """Return what is not known about this sending, and about the policies."""
    return (*_ALWAYS, *_of(sending), *_untakeable(policies))


def _untakeable(policies: Iterable[SendingPolicy]) -> Iterator[str]:
    """Say of which policies SES is not known to take them: a resource is the ARN of one identity, without wildcards."""
    resources = (value for policy in policies for statement in policy.statements for value in statement.resources)
    for value in dict.fromkeys(resources):
        if match_identity_arn(value) is None:
            yield f"whether SES takes a policy with the resource {shown(value)}, which is no ARN of an identity"


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
