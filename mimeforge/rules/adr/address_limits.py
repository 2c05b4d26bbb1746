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
from mimeforge.rules.adr.address_fields import ADDRESS_FIELDS, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.adr.address_fields import Address, AddressField
    from mimeforge.rules.ses.address_list import Mailbox
    from mimeforge.tree import Field

__all__ = ["RULES", "first_refused"]

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
    ends of folds count is not known, nor a blank before the bracket that is not there; from 300 octets on, and where
    only these go beyond, this is a warning. Shorten the display name, or use a shorter address where there is none.
    """
    addresses = read(field, context)
    for address in addresses.unusual:
        mailbox = address.mailbox
        span = addresses.span(mailbox.whole_start, mailbox.read_to)
        written = mailbox.read_to - mailbox.whole_start
        sent = _as_sent(addresses, mailbox)
        what, advice = _WHOLE_ADDRESS if mailbox.display_name else _ADDR_SPEC_ALONE
        if len(sent) > SES_ADDRESS_MAX:
            text = f"{len(sent)} octets of {what}, SES takes {SES_ADDRESS_MAX}: {advice}"
            predicts = _length_answer(sent.decode(field.encoding))
            yield Hit(span, text, predicts=predicts if _is_answered(addresses, address, context) else None)
        elif len(sent) > SES_ADDRESS_CLOSE or written > SES_ADDRESS_MAX:
            text = (
                f"{written} octets of {what}, folds included: SES takes {SES_ADDRESS_MAX} and may count folds and "
                f"specials for more; {advice}"
            )
            yield Hit(span, text, severity=Severity.WARNING, evidence=Evidence.INFERRED)


_WHOLE_ADDRESS: Final = "display name and address", "shorten the name"
_ADDR_SPEC_ALONE: Final = "an address alone", "use a shorter address"


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
        # RFC 5322 §3.2.4: the line end of a fold inside of quotes is no part of what is quoted.
        size = len(address.local_part.replace("\r", "").replace("\n", ""))
        if size > LOCAL_PART_MAX:
            text = f"a local part of {size} octets: {LOCAL_PART_MAX} are the most that servers have to take"
            yield Hit(addresses.local_part(address), text, severity=_severity(field))


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
        at = _quoted_special(address)
        if at is not None:
            start = address.local_start + at
            octets = addresses.octets(address.mailbox)
            answer = f"Address contains illegal characters in user name: '<{octets.decode(field.encoding)}>'."
            text = f"SES refuses : and @ in a quoted local part ({shown(octets)}): use another address"
            is_answered = _is_answered(addresses, address, context) and not _is_too_long(addresses, address)
            yield Hit(addresses.span(start, start + 1), text, predicts=answer if is_answered else None)


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
            yield Hit(addresses.local_part(address), text)
        word = PUNYCODE_WORD_RE.search(address.mailbox.display_name)
        if word:
            start = address.mailbox.whole_start
            span = addresses.span(start + word.start(), start + word.end())
            what = shown(field.source.read(span))
            yield Hit(span, f"Punycode in a display name ({what}): write the name itself, as an encoded-word")


@rule(
    "SES119",
    "ses-domain-literal",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 5321 §4.1.3; SES reads no further than the bracket",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(
        sample("To: jo@[192.0.2.1]"),
        sample("From: Jo <jo@[IPv6:2001:db8::1]>"),
        sample("To: <jo@[192.0.2.1>"),
    ),
    good=(sample("To: jo@mail.example.com"), sample('To: "[Team] Jo" <jo@example.com>')),
)
def domain_literal(field: Field, context: Context) -> Iterator[Hit]:
    """An address has an IP address in brackets for its domain, or a bracket that is never closed.

    SES reads no further than the bracket, and few receivers take mail for it. Write a domain name.
    """
    addresses = read(field, context)
    for address in addresses.unusual:
        if "[" in address.domain:
            span = addresses.domain(address)
            domain = shown(field.source.read(span))
            if address.domain.endswith("]"):
                text = f"a domain in brackets, {domain}: few servers take mail for it, write a domain name"
            else:
                text = (
                    f"a bracket in a domain that is never closed, {domain}: SES reads no further, write a domain name"
                )
            yield Hit(span, text)


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
            yield Hit(addresses.domain(address), text)


def first_refused(addresses: AddressField) -> Address | None:
    """Find the address that SES refuses a field for which its reader takes, if there is one."""
    if addresses.listed.fault:
        return None
    refused = (one for one in addresses.unusual if _is_too_long(addresses, one) or _quoted_special(one) is not None)
    return next(refused, None)


def _is_answered(addresses: AddressField, address: Address, context: Context) -> bool:
    """Whether SES's answer is about this address: there is one answer for a field."""
    return address == context.once(first_refused, addresses)


def _is_too_long(addresses: AddressField, address: Address) -> bool:
    return len(_as_sent(addresses, address.mailbox)) > SES_ADDRESS_MAX


def _as_sent(addresses: AddressField, mailbox: Mailbox) -> bytes:
    """Give a mailbox as its length counts: unfolded, at most one blank behind the display name, no comments."""
    name, octets = mailbox.display_name.encode("latin-1"), addresses.octets(mailbox)
    if name:
        name_end = mailbox.whole_start + len(name)
        blank = b"" if addresses.raw[name_end : name_end + 1] == b"<" else b" "
        octets = b"%s%s<%s>" % (name, blank, octets)
    return octets.replace(b"\r\n", b"").replace(b"\n", b"")


def _quoted_special(address: Address) -> int | None:
    """Find the first colon or at sign in a local part that is quoted."""
    if not address.local_part.startswith('"'):
        return None
    return next((at for at, character in enumerate(address.local_part) if character in ":@"), None)


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
