"""The envelope as header fields give it, for a message of which nothing else is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._limits import SES_ADDRESS_MAX
from mimeforge.codecs.visible import visible
from mimeforge.rules.ses import address_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.tree import Field, Part

__all__ = ["FieldEnvelope", "Mailbox", "envelope_of"]

# Octets of a field that are read: more than a hundred times what Gmail takes, a quarter of a second.
_READ_MAX: Final = 1_000_000

_SENDERS: Final = ("Return-Path", "Sender", "From")
_RECIPIENTS: Final = ("To", "Cc", "Bcc")


class Mailbox(NamedTuple):
    """An addr-spec as it is written, octet by octet; the name of its field; whether Amazon SES could read it."""

    addr_spec: bytes
    field: str
    is_readable: bool

    @property
    def shown(self) -> str:
        """The addr-spec for people, not beyond any limit; ``<>`` is the null path of a bounce (RFC 5321 §4.5.5)."""
        cut = "…" * (len(self.addr_spec) > SES_ADDRESS_MAX)
        return visible(self.addr_spec[:SES_ADDRESS_MAX]) + cut or "<>"

    @property
    def key(self) -> tuple[bytes, bytes]:
        """What two spellings of one mailbox share: the local part to the letter, the domain in any case."""
        local, _, domain = self.addr_spec.rpartition(b"@")
        return local, domain.lower()


class FieldEnvelope(NamedTuple):
    """The bounce address, each recipient once, and whether a field was too long to be read to its end."""

    sender: Mailbox | None
    recipients: tuple[Mailbox, ...]
    is_cut: bool


def envelope_of(message: Part) -> FieldEnvelope:
    """Read the envelope: of Return-Path, Sender and From the first that there is; To, Cc and Bcc with their groups."""
    senders = [field for name in _SENDERS for field in message.fields_named(name)]
    receivers = [field for name in _RECIPIENTS for field in message.fields_named(name)]
    recipients: dict[tuple[bytes, bytes], Mailbox] = {}
    for field in receivers:
        for mailbox in _mailboxes(field):
            recipients.setdefault(mailbox.key, mailbox)
    sender = next((mailbox for field in senders for mailbox in _mailboxes(field)), None)
    is_cut = any(len(field.raw) > _READ_MAX for field in receivers)
    return FieldEnvelope(sender, tuple(recipients.values()), is_cut)


def _mailboxes(field: Field) -> Iterator[Mailbox]:
    listed = address_list.read(field.raw[:_READ_MAX].decode("latin-1"))
    for mailbox in listed.mailboxes:
        yield Mailbox(mailbox.addr_spec.encode("latin-1"), field.name, not mailbox.is_faulty)
