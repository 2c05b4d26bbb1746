"""ADR: domains of addresses: domain-literals, hyphens and A-labels."""

from __future__ import annotations

from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import TYPE_CHECKING, Final

from mimeforge._grammar import HYPHEN_AT_EDGE_RE
from mimeforge._grammar.addresses import (
    ADDRESS_LITERAL_RE,
    ALABEL_RE,
    DOMAIN_LITERAL_RE,
    OBS_DOMAIN_LITERAL_RE,
)
from mimeforge._limits import LABEL_MAX
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import Hit, fields, rule
from mimeforge.rules.adr.address_fields import ADDRESS_FIELDS, AddressField, read
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.adr.address_fields import Address
    from mimeforge.tree import Field

__all__ = ["RULES", "unregistered"]


@rule(
    "ADR127",
    "addr-domain-literal-bad",
    severity=None,  # ses-domain-literal speaks of all of them
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.4.1, §4.4; RFC 5321 §4.1.3",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(
        sample("To: jo@a[192.0.2.1]"),
        sample("To: jo@[192.0.2.1[]"),
        sample("To: jo@[192.0.2.256]"),
        sample("To: jo@[2001:db8::1]"),
        sample(r"To: jo@[192\.0.2.1]"),
    ),
    good=(sample("To: jo@[192.0.2.1]"), sample("To: Jo <jo@[IPv6:2001:db8::1]>")),
)
def bad_domain_literal(field: Field, context: Context) -> Iterator[Hit]:
    """What stands in brackets for a domain is no IP address, or more than the brackets.

    No server can be asked for it. Write the IPv4 address alone, ``IPv6:`` before an IPv6 address, or better a domain
    name. (What old mail had is a warning. RFC 5322 takes anything in brackets, of which RFC 5321 knows IP addresses
    alone: a note.)
    """
    addresses = read(field, context)
    for address in addresses.unusual:
        if "[" in address.domain and address.domain.isascii():
            what, severity = _literal_fault(address.domain)
            if severity:
                text = f"{shown(address.domain)} {what}: write an address like [192.0.2.1], or a domain name"
                yield Hit(addresses.domain(address), text, severity=severity, fix=_tagged(addresses, address))


def _tagged(addresses: AddressField, address: Address) -> Fix | None:
    """Put ``IPv6:`` before an IPv6 address that stands in brackets without it."""
    if not _is_ipv6(address.domain[1:-1]):
        return None
    at = addresses.domain(address).start + len("[")
    return Fix("write IPv6: before the address", (Edit(Span(at, at), b"IPv6:"),), safe=False)


def _literal_fault(domain: str) -> tuple[str, Severity | None]:
    """Say what is wrong with a domain that holds a bracket, and how bad that is."""
    if not domain.startswith("["):
        return "begins before its bracket", Severity.ERROR
    if not domain.endswith("]"):
        return "is never closed", Severity.ERROR
    if not OBS_DOMAIN_LITERAL_RE.fullmatch(domain):
        return "holds another bracket", Severity.ERROR
    if not DOMAIN_LITERAL_RE.fullmatch(domain):
        return "holds what only old mail has there", Severity.WARNING
    literal = ADDRESS_LITERAL_RE.fullmatch(domain)
    if not literal or not (_is_ipv6(literal[1]) if literal[1] else _is_ipv4(literal[2])):
        return "is no IP address as mail writes it", Severity.NOTE
    return "", None


def _is_ipv4(text: str) -> bool:
    try:
        IPv4Address(text)
    except AddressValueError:
        return False
    return True


def _is_ipv6(text: str) -> bool:
    """Whether RFC 5321 §4.1.3 takes it: other than elsewhere, "::" stands for two groups at least."""
    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    groups = sum(1 + ("." in group) for group in text.split(":") if group)
    return "::" not in text or groups <= _IPV6_GROUPS_BESIDE_ZEROS


_IPV6_GROUPS_BESIDE_ZEROS: Final = 6


@rule(
    "ADR130",
    "addr-bad-alabel",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5890 §2.3.2.1; RFC 5891 §5.4; UTS 46 §4",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(
        sample("To: jo@xn--a.example"),
        sample("To: jo@xn--bcher-2pa.example"),
        sample("From: Jo <jo@mail.xn--bucher-xyd.example>"),
    ),
    good=(sample("To: jo@xn--bcher-kva.example"), sample("To: jo@xn--i-7iq.example")),
)
def bad_alabel(field: Field, context: Context) -> Iterator[Hit]:
    """A label begins with ``xn--``, and is no A-label.

    It cannot be decoded, or its U-label would be written otherwise: no registry has such a name, and what readers show
    differs. Encode the domain again, by IDNA 2008.
    """
    if b"xn--" not in field.raw.lower():
        return
    addresses = read(field, context)
    for address in addresses.unusual:
        for label in ALABEL_RE.finditer(address.domain):
            if len(label[0]) <= LABEL_MAX and not label[0].endswith("-") and not _is_alabel(label[0].lower()):
                start = address.domain_start + label.start()
                text = f"{shown(label[0])} begins like an A-label and is none: encode the domain again"
                yield Hit(addresses.span(start, start + len(label[0])), text)


def _is_alabel(label: str) -> bool:
    """Whether a label is the A-label of its own U-label. Symbols count, which UTS 46 takes and IDNA 2008 does not."""
    import idna

    try:
        return idna.alabel(idna.ulabel(label)) == label.encode("ascii")
    except idna.InvalidCodepoint:
        decoded = label.removeprefix("xn--").encode("ascii").decode("punycode")
        return _is_mapped(decoded)
    except UnicodeError:
        return False


def _is_mapped(label: str) -> bool:
    """Whether UTS 46 leaves a label as it is, and its joiners and directions are in order."""
    import idna

    try:
        if idna.uts46_remap(label, std3_rules=True, transitional=False) != label:
            return False
        idna.check_bidi(label)
        return all(idna.valid_contextj(label, at) for at, letter in enumerate(label) if letter in _JOINERS)
    except ValueError:  # of idna, and of unicodedata for what it does not know
        return False


_JOINERS: Final = "\u200c\u200d"


def unregistered(addresses: AddressField) -> Iterator[Hit]:
    """Find domains that SES and RFC 5322 take, and DNS registries do not: IP addresses, hyphens at ends of labels."""
    for address in addresses.unusual:
        if "[" in address.domain:
            continue
        _, dot, number = address.domain.rpartition(".")
        if dot and number.isdecimal():
            start = address.domain_start + len(address.domain) - len(number)
            text = f"no top-level domain is a number, {shown(address.domain)}: write the name of the domain"
            yield Hit(addresses.span(start, start + len(number)), text, severity=Severity.WARNING)
        hyphen = HYPHEN_AT_EDGE_RE.search(address.domain)
        if hyphen:
            start = address.domain_start + hyphen.start()
            where = shown(addresses.octets(address.mailbox))
            text = f"a hyphen at an end of a label of the domain ({where}): correct it"
            yield Hit(addresses.span(start, start + 1), text, severity=Severity.WARNING)


RULES = (bad_domain_literal, bad_alabel)
