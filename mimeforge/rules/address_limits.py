"""ADR, SES: addresses that are too long, and those whose local part or domain is more, or less, than it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import MISPLACED_DOT_RE, PUNYCODE_WORD_RE
from mimeforge._limits import (
    ADDR_SPEC_MAX,
    DOMAIN_MAX,
    LABEL_MAX,
    LINE_MAX,
    LOCAL_PART_MAX,
    SES_ADDRESS_CLOSE,
    SES_ADDRESS_MAX,
)
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, fields, rule
from mimeforge.rules.address_fields import ADDRESS_FIELDS, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.address_fields import Address, AddressField
    from mimeforge.rules.ses.address_list import Mailbox
    from mimeforge.tree import Field, Span

__all__ = ["RULES"]

_NAME: Final = " ".join(["Jo"] * 100)
_LABEL: Final = "x" * LABEL_MAX
_DOMAIN: Final = f"{_LABEL}.{_LABEL}.{_LABEL}.example"

# Where mail comes from and goes to; in the other fields an address that is too long only spoils answers and bounces.
_AUTHOR_AND_DESTINATIONS: Final = frozenset({"from", "to", "cc", "bcc"})


@rule(
    "SES116",
    "ses-address-too-long",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="zulip/zulip#17558, mautic/mautic#7732, openedx/openedx-platform#12171, steedos/workflow#1614",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(
        sample(f"From: {_NAME}\r\n {_NAME} <jo@example.com>"),
        sample(f"Cc: {_NAME[:-10]} <jo@example.com>, {_NAME}{_NAME[:-3]} <zoe@example.com>"),
    ),
    good=(sample(f"To: {_NAME[:280]}\r\n <zoe@example.com>"),),
)
def address_too_long(field: Field, context: Context) -> Iterator[Hit]:
    """An address is longer than Amazon SES takes, its display name included.

    The limit is 320 octets for the encoded display name and the address in angle brackets together. Whether the line
    ends of folds count is not known; from 300 octets on, and where only the folds go beyond, this is a warning. Shorten
    the display name.
    """
    addresses = read(field, context)
    for mailbox in (address.mailbox for address in addresses.unusual):
        span = addresses.span(mailbox.whole_start, mailbox.read_to)
        written = mailbox.read_to - mailbox.whole_start
        sent = _as_sent(addresses, mailbox)
        if len(sent) > SES_ADDRESS_MAX:
            text = f"{len(sent)} octets of display name and address, SES takes {SES_ADDRESS_MAX}: shorten the name"
            yield Hit(span, text, predicts=_length_answer(sent.decode(field.encoding)))
        elif len(sent) > SES_ADDRESS_CLOSE or written > SES_ADDRESS_MAX:
            text = (
                f"{written} octets of display name and address, folds included: SES takes {SES_ADDRESS_MAX} and may "
                "count folds and specials for more; shorten the name"
            )
            yield Hit(span, text, severity=Severity.WARNING, evidence=Evidence.INFERRED)


@rule(
    "ADR122",
    "addr-local-too-long",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5321 §4.5.3.1.1",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample(f"To: {'x' * 65}@example.com"), sample(f"Reply-To: {'x' * 65}@example.com")),
    good=(sample(f"To: {'x' * 64}@example.com"),),
)
def local_part_too_long(field: Field, context: Context) -> Iterator[Hit]:
    """A local part is longer than 64 octets.

    No server has to take more, and those that check refuse it. Use a shorter one. (A warning outside of From, To, Cc
    and Bcc.)
    """
    addresses = read(field, context)
    for address in addresses.unusual:
        size = len(address.local_part)
        if size > LOCAL_PART_MAX:
            text = f"a local part of {size} octets: {LOCAL_PART_MAX} are the most that servers have to take"
            yield Hit(_local_part(addresses, address), text, severity=_severity(field))


@rule(
    "ADR123",
    "addr-domain-too-long",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5321 §4.5.3.1.2, §4.5.3.1.3; RFC 1035 §2.3.4; SES developer guide, identities",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(
        sample(f"To: jo@{_LABEL}x.example"),
        sample(f"To: jo@{_DOMAIN}.{'x' * 56}"),
        sample(f"Reply-To: {'x' * 55}@{_DOMAIN}"),
    ),
    good=(sample(f"To: {'x' * 54}@{_DOMAIN}"),),
)
def domain_too_long(field: Field, context: Context) -> Iterator[Hit]:
    """A domain, a label in it, or a whole addr-spec is longer than names and paths can be.

    A label has at most 63 octets, a domain 255, an address 254: there is no such domain, or no path to the mailbox.
    Correct the address. (A warning outside of From, To, Cc and Bcc.)
    """
    addresses = read(field, context)
    for address in addresses.unusual:
        fault = _too_long(address)
        if fault:
            start, size, what = fault
            yield Hit(addresses.span(start, start + size), f"{what}: correct the address", severity=_severity(field))


@rule(
    "SES117",
    "ses-quoted-local",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="a field test of the SMTP interface; brave/accounts#35 (a quoted @)",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample('To: "jo@home"@example.com'), sample('Cc: Jo <"jo:home"@example.com>')),
    good=(sample('To: "Jo: jo@home" <"jo, (home)"@example.com>'), sample('To: "a:b": jo@example.com;')),
)
def quoted_local_part(field: Field, context: Context) -> Iterator[Hit]:
    """A quoted local part holds a colon or an at sign.

    RFC 5322 takes it, SES refuses it; other specials in quotes are taken. Of what SES's answer holds between its quotes
    no more is known than the angle brackets: the address in them is our reading. No way leads to such a mailbox through
    SES.
    """
    addresses = read(field, context)
    for address in addresses.unusual:
        at = next((at for at, character in enumerate(address.local_part) if character in ":@"), None)
        if at is not None and address.local_part.startswith('"'):
            start = address.local_start + at
            octets = addresses.octets(address.mailbox)
            predicts = f"Address contains illegal characters in user name: '<{octets.decode(field.encoding)}>'."
            text = f"SES refuses : and @ in a quoted local part ({shown(octets)}): use another address"
            yield Hit(addresses.span(start, start + 1), text, predicts=predicts)


@rule(
    "SES118",
    "ses-punycode-local",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of SendRawEmail: no Punycode in local parts and display names",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample("To: xn--zo-bja@example.com"), sample("To: xn--bcher-kva Shop <jo@example.com>")),
    good=(sample("To: Zoe <zoe@xn--bcher-kva.example>"), sample("To: =?utf-8?q?B=C3=BCcher?= <jo@example.com>")),
)
def punycode_local_part(field: Field, context: Context) -> Iterator[Hit]:
    """A local part or a word of a display name is written in Punycode.

    Punycode is for domains alone; nobody decodes it elsewhere. Write a display name as an encoded-word. A local part
    beyond ASCII cannot be reached through SES.
    """
    addresses = read(field, context)
    for address in addresses.unusual:
        if address.local_part[:4].lower() == "xn--":
            text = f"Punycode in a local part ({shown(addresses.octets(address.mailbox))}): it is for domains alone"
            yield Hit(_local_part(addresses, address), text)
        word = PUNYCODE_WORD_RE.search(address.mailbox.display_name)
        if word:
            start = address.mailbox.whole_start
            text = f"Punycode in a display name ({shown(word[0])}): write the name itself, as an encoded-word"
            yield Hit(addresses.span(start + word.start(), start + word.end()), text)


@rule(
    "SES119",
    "ses-domain-literal",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 5321 §4.1.3; SES reads no further than the bracket",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample("To: jo@[192.0.2.1]"), sample("From: Jo <jo@[IPv6:2001:db8::1]>")),
    good=(sample("To: jo@mail.example.com"), sample('To: "[Team] Jo" <jo@example.com>')),
)
def domain_literal(field: Field, context: Context) -> Iterator[Hit]:
    """An address has an IP address in brackets for its domain.

    SES reads no further than the bracket, and few receivers take mail for it. Write a domain name.
    """
    addresses = read(field, context)
    for address in addresses.unusual:
        if "[" in address.domain:
            text = f"a domain in brackets, {shown(address.domain)}: few servers take mail for it, write a domain name"
            yield Hit(_domain(addresses, address), text)


@rule(
    "ADR121",
    "addr-dots",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §3.4.1, dot-atom; a field test of the SMTP interface",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample("To: .jo@example.com"), sample("To: Jo <jo.@example.com>"), sample("To: jo..doe@example.com")),
    good=(sample("To: jo.doe@example.com"), sample('To: "jo..doe"@example.com')),
)
def misplaced_dots(field: Field, context: Context) -> Iterator[Hit]:
    """A local part begins or ends with a dot, or has two in a row.

    SES takes it, and receivers may refuse it. If the mailbox is really called so, put the local part in quotes.
    """
    addresses = read(field, context)
    for address in addresses.unusual:
        dot = None if address.local_part.startswith('"') else MISPLACED_DOT_RE.search(address.local_part)
        if dot:
            start = address.local_start + dot.start()
            where = shown(addresses.octets(address.mailbox))
            text = (
                f"a dot at an end of a local part, or beside another ({where}): take it away, or quote the local part"
            )
            yield Hit(addresses.span(start, start + 1), text)


@rule(
    "ADR125",
    "addr-domain-single-label",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of SendRawEmail: UserName@[SubDomain.]Domain.TopLevelDomain; RFC 5321 §2.3.5",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample("To: root@localhost"), sample("To: Jo <jo@example>")),
    good=(sample("To: root@mail.example.com"),),
)
def single_label(field: Field, context: Context) -> Iterator[Hit]:
    """A domain has no dot.

    SES documents that a domain has a top-level domain; it was seen to take one without. Such names are local: nothing
    on the Internet answers to them. Write the whole domain.
    """
    addresses = read(field, context)
    for address in addresses.unusual:
        if "." not in address.domain and "[" not in address.domain:
            text = f"the domain {shown(address.domain)} has no dot: write the whole domain"
            yield Hit(_domain(addresses, address), text)


def _as_sent(addresses: AddressField, mailbox: Mailbox) -> bytes:
    """Give a mailbox as its length counts: unfolded, no blanks around the display name, no comments behind it."""
    name, octets = mailbox.display_name.encode("latin-1"), addresses.octets(mailbox)
    return (b"%s <%s>" % (name, octets) if name else octets).replace(b"\r\n", b"").replace(b"\n", b"")


def _length_answer(sent: str) -> str | None:
    """Give SES's answer to an address that is too long, but for lengths for which nobody has seen one."""
    return f"Address length is more than {SES_ADDRESS_MAX} bytes long: '{sent}'" if len(sent) <= LINE_MAX else None


def _severity(field: Field) -> Severity | None:
    return None if field.name.lower() in _AUTHOR_AND_DESTINATIONS else Severity.WARNING


def _too_long(address: Address) -> tuple[int, int, str] | None:
    """Find what is longer than it may be: where it starts, its length, and what to say."""
    start = address.domain_start
    if "[" not in address.domain:
        for label in address.domain.split("."):
            if len(label) > LABEL_MAX:
                return start, len(label), f"a label of {len(label)} octets in a domain, {LABEL_MAX} are the most"
            start += len(label) + 1
    if len(address.domain) > DOMAIN_MAX:
        return address.domain_start, len(address.domain), f"a domain of {len(address.domain)} octets, over {DOMAIN_MAX}"
    size = len(address.local_part) + 1 + len(address.domain)
    if size > ADDR_SPEC_MAX and len(address.local_part) <= LOCAL_PART_MAX:
        mailbox = address.mailbox
        return mailbox.start, len(mailbox.addr_spec), f"an address of {size} octets, {ADDR_SPEC_MAX} are the most"
    return None


def _local_part(addresses: AddressField, address: Address) -> Span:
    return addresses.span(address.local_start, address.local_start + len(address.local_part))


def _domain(addresses: AddressField, address: Address) -> Span:
    return addresses.span(address.domain_start, address.domain_start + len(address.domain))


RULES = (
    address_too_long,
    local_part_too_long,
    domain_too_long,
    quoted_local_part,
    punycode_local_part,
    domain_literal,
    misplaced_dots,
    single_label,
)
