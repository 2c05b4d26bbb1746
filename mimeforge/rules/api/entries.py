"""Addresses in members of a request, read as Amazon SES reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mimeforge._grammar.addresses import BEYOND_ASCII_RE
from mimeforge.rules.api.roles import address_place, brought_message, roles
from mimeforge.rules.ses import address_list
from mimeforge.rules.ses.addr_spec import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request
    from mimeforge.rules.ses.address_list import AddressList, Mailbox

__all__ = ["Entry", "bounce_address", "entries", "names_somebody", "recipients"]


class Entry(NamedTuple):
    """One value where an address belongs, and what it is read as; offsets in ``listed`` count characters of it."""

    path: str
    value: str
    listed: AddressList

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        return not self.value.strip()

    @property
    def readable(self) -> list[Mailbox]:
        """The mailboxes that can be read: one, or the members of a group."""
        return [mailbox for mailbox in self.listed.mailboxes if not mailbox.is_faulty]

    @property
    def outside(self) -> Iterator[tuple[int, int]]:
        """The stretches that belong to no address: names, comments, and what divides them."""
        at = 0
        for start, end in (piece for mailbox in self.listed.mailboxes for piece in self._pieces(mailbox)):
            yield at, start
            at = max(at, end)
        yield at, len(self.value)

    def _pieces(self, mailbox: Mailbox) -> tuple[tuple[int, int], ...]:
        """Return where local part and domain stand; where they cannot be told apart, all that is read as an address."""
        if mailbox.is_faulty:
            return ((mailbox.start, mailbox.end),)
        local_start, local_end, domain_start, domain_end = parts(self.value, mailbox.start, mailbox.end)
        return (local_start, local_end), (domain_start, domain_end)

    def addr_spec(self, mailbox: Mailbox) -> str:
        """Return the address of one of the mailboxes, as it stands."""
        return self.value[mailbox.start : mailbox.end]


def entries(request: Request, context: Context, *paths: str) -> Iterator[Entry]:
    """Pass each str at these members, or in the lists that these members are; each is read once for all rules."""
    read = context.once(_read, request)
    for path in paths:
        yield from read.get(path, ())


def _read(request: Request) -> dict[str, tuple[Entry, ...]]:
    return {path: tuple(_entries(request, path)) for path in roles(request).addresses}


def _entries(request: Request, member: str) -> Iterator[Entry]:
    for path, value in request.texts(member):
        yield Entry(path, value, address_list.read(BEYOND_ASCII_RE.sub("\x80", value), single=True))


def recipients(request: Request, context: Context) -> Iterator[Entry]:
    """Pass the recipients that a request names itself."""
    return entries(request, context, *roles(request).recipients)


def names_somebody(request: Request, context: Context) -> bool:
    """Whether a request names a recipient, or tries to."""
    return any(entry.listed.mailboxes or entry.listed.fault for entry in recipients(request, context))


def bounce_address(request: Request, context: Context) -> str:
    """Return the address that a request names for bounces, as a bare addr-spec; "" where it names none."""
    place = address_place(roles(request).bounces, request, brought_message(request))
    found = entries(request, context, place) if place else ()
    return next((entry.addr_spec(mailbox) for entry in found for mailbox in entry.readable), "")
