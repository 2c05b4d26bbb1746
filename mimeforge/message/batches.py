"""Splitting the recipients of a message: Amazon SES takes at most 50 at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mimeforge.headers import Address, AddressList, Group
from mimeforge.message.envelope import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Share", "in_batches"]


class Share(NamedTuple):
    """The recipients of one batch, by field."""

    to: tuple[Address | Group, ...]
    cc: tuple[Address | Group, ...]
    bcc: tuple[Address | Group, ...]


def in_batches(
    to: Sequence[Address | Group], cc: Sequence[Address | Group], bcc: Sequence[Address | Group], size: int
) -> list[Share]:
    """Deal the recipients of three fields into shares of at most ``size``, each mailbox once, in order.

    A mailbox that stands in two fields goes with the first; a group goes with the members that are in the share.
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise ValueError(f"a batch holds at least one recipient, not {size!r}")
    fields = (to, cc, bcc)
    all_mailboxes = (mailbox for field in fields for mailbox in AddressList(tuple(field)).mailboxes)
    keys = [mailbox.key for mailbox in distinct(all_mailboxes)]
    shares = []
    for start in range(0, len(keys), size):
        share = set(keys[start : start + size])
        shares.append(Share(*(_share(field, share) for field in fields)))
    return shares


def _share(field: Sequence[Address | Group], share: set[tuple[str, str]]) -> tuple[Address | Group, ...]:
    """Keep the mailboxes of one share; each is taken out of it, so that it is kept once."""
    kept: list[Address | Group] = []
    for member in field:
        mailboxes = [mailbox for mailbox in AddressList((member,)).mailboxes if mailbox.key in share]
        share -= {mailbox.key for mailbox in mailboxes}
        if isinstance(member, Group):
            members = list(distinct(mailboxes))
            kept += [Group(member.name, members)] if members else []
        else:
            kept += mailboxes
    return tuple(kept)
