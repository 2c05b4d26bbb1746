"""Lists of mailboxes and groups: From, Sender, To, Cc, Reply-To and their like (RFC 5322 §3.6.2, §3.6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from mimeforge._limits import ENCODED_WORD_LINE_MAX, ENCODED_WORD_MAX, LINE_FOLD
from mimeforge.errors import HeaderError
from mimeforge.headers.address import Address, AddressLike, Group, several, to_address
from mimeforge.headers.folding import fold, room_beside
from mimeforge.headers.phrase import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["AddressList", "RecipientLike"]

RecipientLike: TypeAlias = AddressLike | Group


@dataclass(frozen=True, slots=True)
class AddressList:
    """The mailboxes and groups of one field."""

    members: tuple[Address | Group, ...]

    @classmethod
    def of(cls, value: RecipientLike | Iterable[RecipientLike], argument: str) -> AddressList:
        """Take one address or group, or several; a str is one address."""
        if isinstance(value, Group):
            return cls((value,))
        if isinstance(value, (Address, str)):
            return cls((to_address(value, argument),))
        members = []
        for index, item in enumerate(several(value, argument)):
            members.append(item if isinstance(item, Group) else to_address(item, f"{argument}[{index}]"))
        return cls(tuple(members))

    @property
    def mailboxes(self) -> Iterator[Address]:
        """All mailboxes, the members of groups among them."""
        for member in self.members:
            if isinstance(member, Group):
                yield from member.members
            else:
                yield member

    def write(self, name: str) -> bytes:
        """Write the whole field, folded between mailboxes and between the words of a display name.

        Raises `HeaderError` where there is no member: an empty field is for nobody.
        """
        if not self.members:
            raise HeaderError("no address", field=name)
        room = room_beside(name)
        pieces: list[str] = []
        for member in self.members:
            written = _group(member, room) if isinstance(member, Group) else _mailbox(member, room)
            written[-1] += ","
            pieces += written
            room = ENCODED_WORD_MAX
        pieces[-1] = pieces[-1].removesuffix(",")
        width = ENCODED_WORD_LINE_MAX if any(piece.startswith("=?") for piece in pieces) else LINE_FOLD
        return fold(name, [" " + piece for piece in pieces], width=width)


def _mailbox(mailbox: Address, room: int) -> list[str]:
    if mailbox.name is None:
        # Bare, a quoted local part looks like a display name: readers give up on it.
        return [f"<{mailbox.addr_spec}>" if mailbox.addr_spec.startswith('"') else mailbox.addr_spec]
    return [*phrase(mailbox.name, first=room), f"<{mailbox.addr_spec}>"]


def _group(group: Group, room: int) -> list[str]:
    written = phrase(group.name, first=room)
    if written[-1].endswith("?="):
        written.append(":")  # RFC 2047 §5 (3): white space stands between an encoded-word and a special
    else:
        written[-1] += ":"
    for member in group.members:
        written += _mailbox(member, ENCODED_WORD_MAX)
        written[-1] += ","
    written[-1] = written[-1].removesuffix(",") + ";"
    return written
