from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from drawn import SLOW, drawn, minimal, not_shown
from email_validator import validate_email
from hypothesis import given, settings

from mimeforge import Address, AddressError, Group, Message
from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

ATEXT = set("!#$%&'*+-/=?^_`{|}~")
RESERVED = re.compile(r"(?i)(?:.+[.。])?(?:example\.(?:com|net|org)|example|test)|\[192\.0\.2\.\d+\]|\[ipv6:.*\]")


LOCAL_PARTS = {
    "the longest": lambda local: len(local) == 64,
    "all of atext": lambda local: set(local) >= ATEXT,
    "dots": lambda local: "." in local and '"' not in local,
    "digits alone": str.isdigit,
    "capitals": lambda local: local != local.lower(),
    "blanks": lambda local: " " in local,
    "an at sign": lambda local: "@" in local,
    "a comma": lambda local: "," in local,
    "a parenthesis": lambda local: "(" in local,
    "an escaped quote": lambda local: '\\"' in local[:-1],
    "an escaped backslash": lambda local: "\\\\" in local,
    "an escape of a letter": lambda local: re.search(r"\\[a-z]", local),
    "a dot at the start": lambda local: local.startswith('".'),
    "the longest in quotes": lambda local: local.startswith('"') and len(local) == 64,
    "beyond ASCII": lambda local: not local.isascii(),
}
DOMAINS = {
    "one label": lambda domain: not re.search("[.。:]", domain),
    "four labels": lambda domain: domain.count(".") == 3,
    "the longest": lambda domain: len(domain) == 253,
    "a label of 63": lambda domain: re.search(r"[^.]{63}", domain),
    "a hyphen": lambda domain: re.search("[A-Za-z0-9]-[A-Za-z0-9]", domain) and "xn-" not in domain,
    "a digit at the start": lambda domain: domain[0].isdigit(),
    "capitals": lambda domain: domain.endswith("EXAMPLE"),
    "Unicode": lambda domain: not domain.isascii(),
    "decomposed": lambda domain: domain != unicodedata.normalize("NFC", domain),
    "another dot": lambda domain: "。" in domain,
    "A-labels": lambda domain: domain.startswith("xn--") and "bcher" not in domain,
    "IPv4": lambda domain: domain.startswith("[192.0.2."),
    "IPv6": lambda domain: domain.startswith("[IPv6:2001:db8::"),
    "IPv6 in full": lambda domain: ":0000:" in domain,
    "IPv6 in small letters": lambda domain: domain.startswith("[ipv6"),
    "IPv6 in capitals": lambda domain: ":2001:DB8::" in domain,
}
ADDRESSES = {
    "the longest": lambda address: len(address) == 254,
    "in quotes, at a Unicode domain": lambda address: address.startswith('"') and not address.isascii(),
    "in quotes, at a literal": lambda address: address.startswith('"') and address.endswith("]"),
}
MAILBOXES = {
    "no name": lambda mailbox: mailbox.name is None,
    "a name": lambda mailbox: mailbox.name and mailbox.name.isascii(),
    "a name beyond ASCII": lambda mailbox: mailbox.name and not mailbox.name.isascii(),
}


@pytest.mark.parametrize(
    ("strategy", "count", "claims"),
    [
        (mail.local_parts(utf8=True), 300, LOCAL_PARTS),
        (mail.domains(), 600, DOMAINS),
        (mail.addresses(), 100, ADDRESSES),
        (mail.mailboxes(), 100, MAILBOXES),
    ],
)
def test_what_is_covered(strategy: SearchStrategy[Any], count: int, claims: dict[str, Callable[[Any], object]]) -> None:
    values = drawn(strategy, count)
    assert not_shown(claims, values) == []


@pytest.mark.parametrize(
    ("strategy", "claim", "expected"),
    [
        (mail.local_parts(), lambda local: "@" in local, '"@"'),
        (mail.addresses(), lambda address: True, "a@example.com"),
        (mail.addresses(), lambda address: not address.isascii(), "a@bücher.example.com"),
        (mail.mailboxes(), lambda mailbox: True, Address(None, "a@example.com")),
    ],
)
def test_what_it_shrinks_to(strategy: SearchStrategy[Any], claim: Callable[[Any], object], expected: object) -> None:
    assert minimal(strategy, claim) == expected


@given(mail.addresses())
def test_every_address_is_taken_and_stays_under_reserved_names(address: str) -> None:
    written = Address(None, address).addr_spec
    assert len(written) <= 254
    assert RESERVED.fullmatch(address[len(address) - len(address.rpartition("@")[2]) :])
    judged = validate_email(
        address,
        check_deliverability=False,
        allow_quoted_local=True,
        allow_domain_literal=True,
        globally_deliverable=False,
        test_environment=True,
        strict=True,
    )
    assert (judged.ascii_email or "").lower() == written.lower()


@given(mail.local_parts(quoted=False, utf8=True), mail.domains(literals=False, international=False))
def test_what_options_leave_out(local: str, domain: str) -> None:
    assert not set('"\\ @,;:<>()[]') & set(local)
    assert domain.isascii()
    assert "[" not in domain


@given(mail.addresses(utf8_local_parts=True))
def test_only_local_parts_beyond_ascii_are_refused(address: str) -> None:
    local = address.rpartition("@")[0]
    assert 1 <= len(local.encode()) <= 64
    if local.isascii():
        Address(None, address)
    else:
        with pytest.raises(AddressError, match="SMTPUTF8"):
            Address(None, address)


@settings(SLOW)
@given(mail.mailboxes(sendable=True), mail.recipients(min_size=1, sendable=True))
def test_amazon_ses_takes_what_is_sendable(author: Address, others: list[Address | Group]) -> None:
    message = Message(from_=author, to=others, reply_to=others, bcc="jo@example.net", subject="a", text="a\n")
    assert message.lint().errors == ()
