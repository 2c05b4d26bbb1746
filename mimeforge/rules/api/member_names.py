"""Members whose names an operation does not know, and which member of it was meant."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mimeforge._ses_operations import OPERATIONS, ListOf, Structure
from mimeforge.rules.api.places import key_text, step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge._ses_operations import Shape
    from mimeforge.linter.request import Request

__all__ = ["Unknown", "unknown_in", "unknown_members"]


class Unknown(NamedTuple):
    """A member that the operation does not know, and the path of the one that was most likely meant."""

    path: str
    name: str
    meant: str | None


# What is meant by names that pages of AWS use in their prose and no API accepts; by those of the other version of the
# API, and of the other operation; and by those of header fields. The first that the operation has is taken.
_MEANT: Final[Mapping[str, tuple[str, ...]]] = {
    "SourceIdentityArn": ("SourceArn", "FromEmailAddressIdentityArn"),
    "FromIdentityArn": ("FromArn", "FromEmailAddressIdentityArn", "SourceArn"),
    "ReturnPathIdentityArn": ("ReturnPathArn", "FeedbackForwardingEmailAddressIdentityArn"),
    "Source": ("FromEmailAddress",),
    "SourceArn": ("FromEmailAddressIdentityArn",),
    "FromArn": ("FromEmailAddressIdentityArn", "SourceArn"),
    "ReturnPath": ("FeedbackForwardingEmailAddress", "Source"),
    "ReturnPathArn": ("FeedbackForwardingEmailAddressIdentityArn",),
    "FromEmailAddress": ("Source",),
    "FromEmailAddressIdentityArn": ("SourceArn",),
    "FeedbackForwardingEmailAddress": ("ReturnPath", "Source"),
    "FeedbackForwardingEmailAddressIdentityArn": ("ReturnPathArn",),
    "Destination": ("Destinations",),
    "Destinations": ("Destination",),
    "Message": ("Content.Simple", "RawMessage"),
    "RawMessage": ("Content.Raw",),
    "From": ("FromEmailAddress", "Source"),
    "To": ("ToAddresses", "Destinations"),
    "Cc": ("CcAddresses", "Destinations"),
    "Bcc": ("BccAddresses", "Destinations"),
    "ToAddresses": ("Destinations",),
    "CcAddresses": ("Destinations",),
    "BccAddresses": ("Destinations",),
}

# No name in the models is longer, and to compare takes time.
_NAME_MAX: Final = 64


def unknown_members(request: Request) -> Iterator[Unknown]:
    """Pass the members of a request that its operation does not know, at whatever depth."""
    yield from _below(request, OPERATIONS[request.operation].input, request.arguments, "")


def _below(request: Request, shape: Shape, value: Any, path: str) -> Iterator[Unknown]:
    if isinstance(shape, Structure):
        for name, one in value.items():
            if name in shape.members:
                yield from _below(request, shape.members[name], one, _joined(path, name))
            else:
                yield _unknown(request, shape, name, path)
    elif isinstance(shape, ListOf):
        for index, one in enumerate(value):
            yield from _below(request, shape.member, one, f"{path}[{index}]")


def unknown_in(request: Request, shape: Structure, value: Mapping[Any, Any], path: str) -> Iterator[Unknown]:
    """Pass those of one structure, that at ``path``."""
    return (_unknown(request, shape, name, path) for name in value if name not in shape.members)


def _unknown(request: Request, shape: Structure, name: object, path: str) -> Unknown:
    written = key_text(name)
    candidates = _candidates(request, shape, written, path)
    meant = next((one for one in candidates if request.get(one) is None), None)  # else it is there, and this too much
    return Unknown(_joined(path, step(name)), written, meant)


def _candidates(request: Request, shape: Structure, name: str, path: str) -> list[str]:
    """Return the paths of the members that may be meant: here in other letters, by another name, or elsewhere."""
    here = {member.lower(): _joined(path, member) for member in shape.members}
    if name.lower() in here:
        return [here[name.lower()]]
    found = [place for one in (*_MEANT.get(name, ()), name) for place in _places(request, here, one)]
    if found:
        return found
    return [here[one] for one in get_close_matches(name[:_NAME_MAX].lower(), here, n=1)]


def _places(request: Request, here: Mapping[str, str], name: str) -> list[str]:
    """Return where the operation has a member: in the same structure, else where it can be but one."""
    if name.lower() in here:
        return [here[name.lower()]]
    there = [path for path in _paths(request.operation) if f".{path}".endswith(f".{name}")]
    begun = [path for path in there if request.get(path.rpartition(".")[0]) is not None]
    return begun if len(begun) == 1 else there if len(there) == 1 else []


@lru_cache
def _paths(operation: str) -> tuple[str, ...]:
    """Return the paths of all members of an operation that are not within lists."""

    def below(shape: Shape, path: str) -> Iterator[str]:
        for name, member in shape.members.items() if isinstance(shape, Structure) else ():
            yield _joined(path, name)
            yield from below(member, _joined(path, name))

    return tuple(below(OPERATIONS[operation].input, ""))


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
