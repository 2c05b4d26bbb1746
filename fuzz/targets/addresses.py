"""Addresses: as people give them, and as they stand in the fields of a message."""

from __future__ import annotations

from email.utils import getaddresses
from typing import TYPE_CHECKING

from fuzz.survival import check_printable
from fuzz.targets.claims import as_text, check_error
from mimeforge.errors import AddressError
from mimeforge.headers import Address, AddressList
from mimeforge.rules.ses import address_list as address_list_reader

if TYPE_CHECKING:
    from mimeforge.rules.ses.address_list import AddressList as ListOfSes

__all__ = ["address", "address_list"]


def address(octets: bytes) -> None:
    """One address that somebody gives; what is taken is written, and read as SES reads it."""
    text = as_text(octets)
    try:
        given = Address.parse(text)
    except AddressError as error:
        check_error(error, len(text))
        return
    assert Address.parse(str(given)) == given, "read again, it is another"
    field = AddressList.of(given, "to").write("To")
    body = field.decode("ascii").removeprefix("To:")
    read = address_list_reader.read(body, single=True)
    assert read.fault is None, f"SES does not take what was written: {read.fault}"
    assert [mailbox.addr_spec for mailbox in read.mailboxes] == [given.addr_spec], "SES reads another address"
    if given.name is None and '"' not in body and "[" not in body:
        assert getaddresses([body]) == [("", given.addr_spec)], "the standard library reads another address"


def address_list(octets: bytes) -> None:
    """The body of an address field, as SES reads it: one character for each octet."""
    text = octets.decode("latin-1")
    for single in (False, True):
        _check_list(text, address_list_reader.read(text, single=single))


def _check_list(text: str, read: ListOfSes) -> None:
    behind = 0
    for mailbox in read.mailboxes:
        assert text[mailbox.start : mailbox.end] == mailbox.addr_spec, f"{mailbox} is not where it is"
        assert behind <= mailbox.whole_start <= mailbox.start <= mailbox.end, f"{mailbox} is not in its element"
        assert mailbox.end <= mailbox.read_to <= mailbox.whole_end <= len(text), f"{mailbox} is not in its element"
        assert read.mailbox_at(mailbox.whole_start) == mailbox, f"{mailbox} is not found"
        behind = mailbox.whole_end
    for fault in read.faults:
        assert 0 <= fault.start <= fault.end <= len(text), f"{fault} is not within"
        check_printable(fault.problem.answer, "an answer")
    for group in read.groups:
        assert 0 <= group.start <= group.end <= group.semicolon < len(text), f"{group} is not within"
        assert text[group.semicolon] == ";", f"{group} ends elsewhere"
    assert read.open_group is None or text[read.open_group] == ":"
