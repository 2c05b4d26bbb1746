"""Splitting the recipients of a message: Amazon SES takes at most 50 at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mimeforge.headers import Address, Group
from mimeforge.message.envelope import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Share", "in_batches"]


class Share(NamedTuple):
    """The recipients of one batch, by field."""

    to: tuple[Address | Group, ...]
    cc: tuple[Address | Group, ...]
    bcc: tuple[Address | Group, ...]


@dataclass(slots=True)
class _Part:
    """A group, and those of its members that are in one share."""

    group: Group
    members: list[Address]


def in_batches(
    to: Sequence[Address | Group], cc: Sequence[Address | Group], bcc: Sequence[Address | Group], size: int
) -> list[Share]:
    """Deal the recipients of three fields into shares of at most ``size``, each mailbox once, in order.

    A mailbox that stands in two fields goes with the first. A group goes with those of its members that are in the
    share; one without members ("undisclosed-recipients") is for show, and goes with every share.
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise ValueError(f"a batch holds at least one recipient, not {size!r}")
    fields = (to, cc, bcc)
    shares: list[tuple[list[Address | _Part], ...]] = [([], [], [])]
    count = 0
    seen: set[tuple[str, str]] = set()
    for index, members in enumerate(fields):
        for member in members:
            for mailbox in distinct(member.members if isinstance(member, Group) else (member,), seen):
                if count == size:
                    shares.append(([], [], []))
                    count = 0
                _add(shares[-1][index], member, mailbox)
                count += 1
    return [Share(*(_finish(dealt, field) for dealt, field in zip(share, fields, strict=True))) for share in shares]


def _add(dealt: list[Address | _Part], member: Address | Group, mailbox: Address) -> None:
    """Add a mailbox to the share of its field, with its group where it has one."""
    if not isinstance(member, Group):
        dealt.append(mailbox)
    elif dealt and isinstance(dealt[-1], _Part) and dealt[-1].group is member:
        dealt[-1].members.append(mailbox)
    else:
        dealt.append(_Part(member, [mailbox]))


def _finish(dealt: list[Address | _Part], members: Sequence[Address | Group]) -> tuple[Address | Group, ...]:
    """Make the groups of a share, and add those that are for show."""
    for_show = (member for member in members if isinstance(member, Group) and not member.members)
    return (*(Group(one.group.name, one.members) if isinstance(one, _Part) else one for one in dealt), *for_show)
