"""The X-SES-* fields in which a raw message carries settings for Amazon SES."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mimeforge import _ses_facts
from mimeforge._grammar import ADDR_SPEC_OR_DOMAIN_RE, NOT_VCHAR_RE
from mimeforge._limits import SES_ADDRESS_MAX, SES_CONFIGURATION_SET_MAX, SES_TAG_MAX
from mimeforge.errors import HeaderError
from mimeforge.headers.checks import require, require_str, require_text
from mimeforge.headers.folding import fold
from mimeforge.headers.opaque import Opaque

if TYPE_CHECKING:
    from re import Match, Pattern

__all__ = ["Tags", "arn_fault", "configuration_set", "identity_arn", "match_identity_arn", "template_arn_fault"]


@dataclass(frozen=True, slots=True)
class Tags:
    """Message tags, ``name=value`` with commas between them."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, value: Mapping[str, str] | str, argument: str) -> Tags:
        """Take names and values of the characters and the length that the service takes (recorded answers).

        A str is read as the field writes it: ``name=value, name=value``.
        """
        if isinstance(value, str):
            value = _read_tags(value, argument)
        if not isinstance(value, Mapping):
            raise TypeError(f"{argument} takes a mapping of names to values, not {type(value).__name__}")
        if not value:
            raise HeaderError("no tags; leave the argument out", field=argument)
        for name, text in value.items():
            _require_tag(name, f"name in {argument}", is_name=True)
            _require_tag(text, f"value of {name} in {argument}", is_name=False)
        return cls(tuple(value.items()))

    def write(self, name: str) -> bytes:
        """Write the whole field, folded after commas only."""
        *head, last = [f" {tag}={value}" for tag, value in self.pairs]
        return fold(name, [*(piece + "," for piece in head), last])


def identity_arn(value: str, argument: str) -> Opaque:
    """Take the ARN of an SES identity: ``arn:aws:ses:REGION:ACCOUNT:identity/NAME``, the account in 12 digits."""
    text = require_text(value, argument)
    fault = arn_fault(text)
    if len(text) > _ARN_MAX:
        raise HeaderError.at(text, _ARN_MAX, argument, f"{len(text)} characters, at most {_ARN_MAX} may stand")
    if fault:
        problem = f"{fault.piece} is wrong: an identity ARN is arn:aws:ses:REGION:ACCOUNT:identity/NAME"
        raise HeaderError.at(text, fault.position, argument, problem)
    return Opaque(text)


class ArnFault(NamedTuple):
    """Which piece of an ARN is not as it should be, what stands there, and where it begins."""

    piece: str
    found: str
    position: int


def match_identity_arn(value: str) -> Match[str] | None:
    """Match an identity ARN, with the groups of the pattern in `_ses_facts`; None where it is none.

    An identity is an e-mail address or a domain (Service Authorization Reference).
    """
    arn = _ses_facts.IDENTITY_ARN_RE.fullmatch(value)
    return arn if arn and _is_identity(arn[4]) else None


def arn_fault(value: str) -> ArnFault | None:
    """Find the first piece of an identity ARN that is wrong, None where all are right."""
    if arn := _ses_facts.IDENTITY_ARN_RE.fullmatch(value):
        return None if _is_identity(arn[4]) else ArnFault("the identity", arn[4], arn.start(4))
    return _piece_at_fault(value, _ses_facts.IDENTITY_ARN_RE, "identity/example.com")


def template_arn_fault(value: str) -> ArnFault | None:
    """Find the first piece of the ARN of a template that is wrong, None where all are right."""
    if _ses_facts.TEMPLATE_ARN_RE.fullmatch(value):
        return None
    return _piece_at_fault(value, _ses_facts.TEMPLATE_ARN_RE, "template/receipt")


def _piece_at_fault(value: str, pattern: Pattern[str], resource: str) -> ArnFault:
    """Put each piece in turn into an ARN that is right, and find the first that makes it wrong."""
    good = (*_GOOD_ARN, resource)
    pieces = value.split(":", len(_ARN_PIECES) - 1)
    position = 0
    for index, (name, found) in enumerate(zip(_ARN_PIECES, pieces, strict=False)):
        if not pattern.fullmatch(":".join([*good[:index], found, *good[index + 1 :]])):
            foreign = NOT_VCHAR_RE.search(found)
            return ArnFault(name, found, position + (foreign.start() if foreign else 0))
        position += len(found) + 1
    return ArnFault(_ARN_PIECES[len(pieces)], "", len(value))


def _is_identity(name: str) -> bool:
    return len(name) <= SES_ADDRESS_MAX and ADDR_SPEC_OR_DOMAIN_RE.fullmatch(name) is not None


# What fits on the line of its field with room to spare; no identity is as long (an address is at most 320 octets).
_ARN_MAX = 900
_ARN_PIECES = ("the prefix", "the partition", "the service", "the region", "the account", "the resource")
_GOOD_ARN = ("arn", "aws", "ses", "us-east-1", "123456789012")


def configuration_set(value: str, argument: str) -> Opaque:
    """Take the name of a configuration set: letters, digits, "_" and "-", at most 64 of them."""
    name = require(
        _ses_facts.CONFIGURATION_SET_RE, value, argument, "only letters and digits of ASCII, _ and - may stand"
    )
    _require_length(name, SES_CONFIGURATION_SET_MAX, argument)
    return Opaque(name)


def _read_tags(text: str, argument: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in text.split(",")]
    tags = {name.strip(" \t"): value.strip(" \t") for name, _, value in pairs}
    if len(tags) < len(pairs):
        raise HeaderError("two tags of one name", field=argument)
    return tags


def _require_tag(text: object, argument: str, *, is_name: bool) -> None:
    pattern = _ses_facts.TAG_NAME_RE if is_name else _ses_facts.TAG_VALUE_RE
    allowed = "letters and digits of ASCII, _ and -" if is_name else "letters and digits of ASCII, _, -, . and @"
    if not require_str(text, argument):
        raise HeaderError("empty", field=argument)
    _require_length(require(pattern, text, argument, f"only {allowed} may stand"), SES_TAG_MAX, argument)


def _require_length(text: str, limit: int, argument: str) -> None:
    if len(text) > limit:
        raise HeaderError.at(text, limit, argument, f"{len(text)} characters, at most {limit} may stand")
