"""What rules share about the ARNs of identities: what is wrong with one, whether several fit, and whom one covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mimeforge._grammar import UNQUOTED_ADDR_SPEC_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.rules.adr.address_fields import read
from mimeforge.rules.api.roles import FIELDS, ROLES, address_place
from mimeforge.rules.ses import address_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from re import Match

    from mimeforge.headers.ses import ArnFault
    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request
    from mimeforge.tree import Part

__all__ = [
    "FORM",
    "IDENTITY",
    "PARTITION",
    "REGION",
    "Addressed",
    "Clash",
    "address_for",
    "clashes",
    "denial",
    "place_of",
    "what_is_wrong",
]

FORM: Final = "arn:aws:ses:REGION:ACCOUNT:identity/NAME"

# Groups of the pattern
PARTITION, REGION, IDENTITY = 1, 2, 4

# What the regions of a partition begin with; all others are of "aws", or of an isolated partition.
_REGIONS: Final = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
_JUDGED_PARTITIONS: Final = frozenset({"aws", *_REGIONS.values()})


_GUESSED: Final = {"severity": Severity.WARNING, "evidence": Evidence.INFERRED}


class Clash(NamedTuple):
    """Which of several ARNs does not fit, and which group of it. What partitions there are is inferred."""

    which: int
    group: int
    text: str
    is_inferred: bool


class Addressed(NamedTuple):
    """The address that an ARN is for, "" where nobody can tell, and where it stands, for people.

    ``doubt`` is what a hit on it says of its severity and evidence, where no document says that the ARN is for it.
    """

    where: str
    address: str
    doubt: Mapping[str, Any] = {}


def clashes(arns: Sequence[tuple[str, Match[str]]]) -> Iterator[Clash]:
    """Pass what does not fit in the ARNs of one message, each with the name of the field or member it stands in."""
    for index, (_, arn) in enumerate(arns):
        home = next((of for prefix, of in _REGIONS.items() if arn[REGION].startswith(prefix)), "aws")
        if arn[REGION] != "*" and arn[PARTITION] in _JUDGED_PARTITIONS - {home}:
            text = f"{shown(arn[REGION])} is no region of the partition {arn[PARTITION]}: correct one of them"
            yield Clash(index, REGION, text, is_inferred=True)
    for group, what in ((PARTITION, "partition"), (REGION, "region")):
        told = [index for index, (_, arn) in enumerate(arns) if arn[group] != "*"]
        other = [index for index in told if arns[index][1][group] != arns[told[0]][1][group]]
        for index in other:
            name, first = arns[told[0]]
            text = f"the {what} {shown(arns[index][1][group])}, while {name} names {shown(first[group])}"
            yield Clash(index, group, f"{text}: name identities of one {what}", is_inferred=group == PARTITION)
        if other:
            return  # another partition has other regions


def what_is_wrong(fault: ArnFault) -> str:
    """Say which piece of an ARN is not as it should be."""
    return f"{fault.piece} is {shown(fault.found)}" if fault.found else f"{fault.piece} is missing"


def place_of(fault: ArnFault, value: str) -> tuple[int, int]:
    """Say from where to where it is wrong: the piece, the colons around an empty one, or all where one is missing."""
    if fault.found:
        behind = value.find(":", fault.position)
        return fault.position, len(value) if behind < 0 else behind
    if value[fault.position - 1 : fault.position] == ":":
        return fault.position - 1, min(fault.position + 1, len(value))
    return 0, len(value)


def denial(identity: str, address: str, where: str) -> str | None:
    """Say that an identity does not cover the address that stands ``where``; None where it does, or none can tell."""
    if not UNQUOTED_ADDR_SPEC_RE.fullmatch(address) or '"' in identity:  # quotes can be written in several ways
        return None
    if _covers(identity, address):
        return None
    differs_in_case = _covers(identity.lower(), address.lower())
    advice = "SES regards case, write both alike" if differs_in_case else "name the identity of that address"
    return f"the identity {shown(identity)} does not cover {shown(address)} {where}: {advice}"


def address_for(arn: str, request: Request | None, message: Part | None, context: Context) -> Addressed:
    """Say which address an ARN is for, by the member or field that it stands in.

    ``message`` is a raw one. Without a request, a message is taken for one that SendRawEmail is to send. That bounces
    go to the author is not documented for version 2, and not sure of a message on its own, whose envelope may name
    another.
    """
    role = ROLES[request.operation if request else "ses.SendRawEmail"]
    places = role.addresses_for(arn)
    place = address_place(places, request, message)
    if place is None:
        return Addressed("", "")
    address = ""
    if place in FIELDS and message is not None:
        address = _only_address(message, place, context)
    elif request is not None:
        address = _address_in(request.text(place) or "")
    is_documented = request is not None and request.operation != "sesv2.SendEmail"
    is_guessed = places == role.bounces and place in role.authors and not is_documented
    return Addressed(f"in {place}", address, _GUESSED if is_guessed else {})


def _address_in(text: str) -> str:
    """Give the addr-spec of the one mailbox that a member of a request holds, "" where nobody can tell."""
    listed = address_list.read(text.encode("utf-8", "surrogatepass").decode("latin-1"))
    return listed.mailboxes[0].addr_spec if len(listed.mailboxes) == 1 and not listed.faults else ""


def _only_address(message: Part, name: str, context: Context) -> str:
    """Give the addr-spec of the one mailbox that the one field of a name holds, "" where nobody can tell."""
    named = message.fields_named(name)
    mailboxes = [mailbox for field in named for mailbox in read(field, context).listed.mailboxes]
    is_sure = len(named) == len(mailboxes) == 1 and not read(named[0], context).listed.faults
    return mailboxes[0].addr_spec if is_sure else ""


def _covers(identity: str, address: str) -> bool:
    """Whether an identity allows an address: e-mail addresses to the letter, domains without regard to case."""
    local, _, domain = address.rpartition("@")
    if "@" in identity:
        return identity in {address, f"{local.partition('+')[0]}@{domain}"}
    return f".{domain}".lower().endswith(f".{identity}".lower())
