"""What the rules on addresses share: fields read as Amazon SES reads them, once each, and places in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge import _grammar
from mimeforge._grammar.addresses import QUOTING_RE
from mimeforge._limits import LOCAL_PART_MAX, SES_ADDRESS_CLOSE
from mimeforge.codecs.encoded_word import decode_text
from mimeforge.rules.ses import address_list
from mimeforge.rules.ses.addr_spec import parts
from mimeforge.rules.ses.address_problems import CHARACTER_PROBLEMS, Problem
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.ses.address_list import AddressList, Mailbox
    from mimeforge.rules.ses.address_problems import Fault
    from mimeforge.tree import Field, Part

__all__ = [
    "ADDRESS_FIELDS",
    "ADDRESS_LISTS",
    "Address",
    "AddressField",
    "destinations",
    "has_unreadable_recipients",
    "read",
    "recipients",
    "shown_name",
]

# The fields that SES reads as address lists.
ADDRESS_FIELDS: Final = ("From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Return-Path")

# These, and those that hold address lists (RFC 5322 §3.6.6, RFC 8098 §2.1) and that SES passes on unread.
ADDRESS_LISTS: Final = (
    *ADDRESS_FIELDS,
    *(f"Resent-{name}" for name in ("From", "Sender", "To", "Cc", "Bcc", "Reply-To")),
    "Disposition-Notification-To",
)

_READ_BY_SES: Final = frozenset(name.lower() for name in ADDRESS_FIELDS)
_DESTINATIONS: Final = ("To", "Cc", "Bcc")
_TAKES_ONE: Final = frozenset({"sender", "resent-sender", "return-path"})  # RFC 5322 §3.6.2, §3.6.6, §3.6.7
_CONTINUES_CHARACTER: Final = range(0x80, 0xC0)


class Address(NamedTuple):
    """A mailbox that can be read, and the parts of its addr-spec without the comments around them."""

    mailbox: Mailbox
    local_part: str
    local_start: int
    domain: str
    domain_start: int


class AddressField(NamedTuple):
    """A field and the address list in it; offsets count octets of the field body.

    ``unusual`` are the few mailboxes that can be read and are worth a closer look.
    """

    field: Field
    raw: bytes
    listed: AddressList
    unusual: tuple[Address, ...]

    def span(self, start: int, end: int) -> Span:
        """Give the place of a stretch of the field body in the message, whole characters of UTF-8 where it is that."""
        if self.field.encoding == "utf-8":
            while start and self.raw[start : start + 1] and self.raw[start] in _CONTINUES_CHARACTER:
                start -= 1
            while end < len(self.raw) and self.raw[end] in _CONTINUES_CHARACTER:
                end += 1
        offset = self.field.body_span.start
        return Span(offset + start, offset + end)

    def octets(self, mailbox: Mailbox) -> bytes:
        """Give the addr-spec of a mailbox as it stands."""
        return self.raw[mailbox.start : mailbox.end]

    @property
    def is_read_by_ses(self) -> bool:
        """Whether SES reads the list, and refuses the message where it cannot."""
        return self.field.name.lower() in _READ_BY_SES

    @property
    def takes_one(self) -> bool:
        """Whether one address belongs here, and not a list of them."""
        return self.field.name.lower() in _TAKES_ONE

    @property
    def is_null_path(self) -> bool:
        """Whether this is the null reverse-path of a bounce, ``Return-Path: <>`` (RFC 5321 §4.5.5)."""
        problems = [fault.problem for fault in self.listed.faults]
        is_empty = problems == [Problem.EMPTY_ADDRESS] and len(self.listed.mailboxes) == 1
        return is_empty and self.field.name.lower() == "return-path"

    def is_beyond_ascii(self, fault: Fault) -> bool:
        """Whether the fault is one character that is not ASCII."""
        return fault.problem in CHARACTER_PROBLEMS and not self.raw[fault.start : fault.end].isascii()

    def stretch(self, fault: Fault) -> Span:
        """Give what the finding on a fault speaks of: the addr-spec it stands in, or its own place."""
        mailbox = self.listed.mailbox_at(fault.start)
        is_inside = mailbox and mailbox.start <= fault.start and fault.end <= mailbox.end
        return self.span(mailbox.start, mailbox.end) if mailbox and is_inside else self.span(fault.start, fault.end)

    def told_beyond_ascii(self) -> list[Span]:
        """Give the stretches of which the rules on addresses say, under SES, that they are not ASCII, in order."""
        faulty = [self.stretch(fault) for fault in self.listed.faults if self.is_beyond_ascii(fault)]
        return sorted([*faulty, *(self.local_part(one) for one in self.unusual if not one.local_part.isascii())])

    def local_part(self, address: Address) -> Span:
        """Give the place of the local part of an address."""
        return self.span(address.local_start, address.local_start + len(address.local_part))

    def domain(self, address: Address) -> Span:
        """Give the place of the domain of an address."""
        return self.span(address.domain_start, address.domain_start + len(address.domain))


def read(field: Field, context: Context) -> AddressField:
    """Read a field as an address list, once for all rules."""
    return context.once(_read, field)


def shown_name(written: str, encoding: str) -> str:
    """Give a display name as readers show it: decoded, and without quotes.

    ``written`` is the name as it stands, each octet as one character; ``encoding`` is that of the field.
    """
    name = written.encode("latin-1").decode(encoding, "replace")
    return decode_text(QUOTING_RE.sub(lambda found: found[1] or "", name))


def destinations(message: Part, context: Context) -> Iterator[AddressField]:
    """Pass the To, Cc and Bcc fields."""
    return (read(field, context) for name in _DESTINATIONS for field in message.fields_named(name))


def recipients(message: Part, context: Context) -> Iterator[tuple[AddressField, Mailbox]]:
    """Pass the mailboxes of To, Cc and Bcc that can be read, as SES counts them where no envelope is given."""
    for addresses in destinations(message, context):
        for mailbox in addresses.listed.mailboxes:
            if not mailbox.is_faulty:
                yield addresses, mailbox


def has_unreadable_recipients(message: Part, context: Context) -> bool:
    """Whether To, Cc or Bcc hold what cannot be read, so that nobody can say who was meant."""
    return any(addresses.listed.faults for addresses in destinations(message, context))


def _read(field: Field) -> AddressField:
    raw = field.raw
    is_single = field.name.lower() in _TAKES_ONE and bool(raw.strip())  # an empty field is another matter (HDR116)
    text = raw.decode("latin-1")
    listed = address_list.read(text, single=is_single)
    has_punycode = b"xn--" in raw.lower()
    unusual = (
        _address(mailbox, text)
        for mailbox in listed.mailboxes
        if not mailbox.is_faulty and (has_punycode or not _is_ordinary(mailbox))
    )
    return AddressField(field, raw, listed, tuple(unusual))


def _is_ordinary(mailbox: Mailbox) -> bool:
    """Whether this is a short address with dots in its domain, of which SES reads all: no rule has anything to say.

    No top-level domain ends in a digit but for a few in A-labels, and those have a closer look anyway.
    """
    return (
        len(mailbox.addr_spec) <= LOCAL_PART_MAX
        and not mailbox.addr_spec[-1:].isdigit()
        and mailbox.whole_end == mailbox.read_to <= mailbox.whole_start + SES_ADDRESS_CLOSE
        and _grammar.DOTTED_ADDR_SPEC_RE.fullmatch(mailbox.addr_spec) is not None
    )


def _address(mailbox: Mailbox, text: str) -> Address:
    local_start, local_end, domain_start, domain_end = parts(text, mailbox.start, mailbox.end)
    return Address(mailbox, text[local_start:local_end], local_start, text[domain_start:domain_end], domain_start)
