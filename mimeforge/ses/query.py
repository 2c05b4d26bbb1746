"""Requests of version 1 in the Query form (2010-12-01): what goes over the wire, and back."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote_to_bytes

import pybase64

from mimeforge._ses_operations import OPERATIONS, Blob, ListOf, Structure
from mimeforge.codecs import base64
from mimeforge.codecs.visible import shown, visible
from mimeforge.errors import EncodingError, InputError
from mimeforge.ses.arguments import arguments_of, encoded, octets_of, require_arguments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mimeforge._ses_operations import Operation, Shape

__all__ = ["from_query", "to_query"]

_VERSION: Final = "2010-12-01"

# A member that only one operation has.
_TELLING: Final = {
    "RawMessage": "SendRawEmail",
    "Message": "SendEmail",
    "Policy": "PutIdentityPolicy",
    "PolicyNames": "GetIdentityPolicies",
    "PolicyName": "DeleteIdentityPolicy",
    "Identity": "ListIdentityPolicies",
}

# What stands beside the members: of the protocol, and of who signs (versions 2 to 4 of AWS's signatures).
_NOT_MEMBERS: Final = frozenset(
    "Action Version AWSAccessKeyId Expires SecurityToken Signature SignatureMethod SignatureVersion Timestamp".split()
)
_SIGNED: Final = "x-amz-"

# RFC 3986 §2.1: a percent sign that begins no escape.
_WRONG_ESCAPE_RE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")

# Digits of a number in a list that are read, and characters of an unknown name that are shown.
_DIGITS_MAX: Final = 9
_NAME_SHOWN: Final = 80


def to_query(kwargs: Mapping[str, Any], *, operation: str | None = None) -> str:
    """Return a request of version 1 as the body that is sent: ``Action=SendEmail&Version=2010-12-01&…``.

    Members stand in the order in which they are given, lists as ``Tags.member.1.Name``, an empty one as ``Tags=``,
    octets in base64; all but letters, digits and ``-._~`` is percent-encoded UTF-8. Nothing is signed. ``operation``,
    "ses.SendRawEmail" or "SendRawEmail", is told from the members where it is not given: RawMessage, Message, Policy,
    PolicyNames, PolicyName or Identity. ``kwargs`` are as `lint_request` takes them.

    Raises ValueError for an operation that is not of version 1, TypeError for a value of another type, and `InputError`
    for a member that is missing or unknown and for a lone surrogate; the last two name the member.
    """
    arguments = arguments_of(kwargs)
    known = _told(arguments) if operation is None else _named(operation)
    require_arguments(known, arguments)
    pairs = [("Action", known.action), ("Version", _VERSION), *_flat(known.input, arguments, "")]
    return "&".join(f"{_quoted(name, name)}={_quoted(value, name)}" for name, value in pairs)


def from_query(body: str | bytes) -> dict[str, Any]:
    """Return the arguments of a request of version 1 from the body that somebody's client wrote.

    Members of lists come in the order of their numbers, gaps are closed; ``+`` and ``%20`` are blanks. Passed over are
    line ends in the body, which documents wrap, a byte order mark and a URL before it, and parameters that sign a
    request. Base64 may have line ends and lack its padding. A list is a list, a blob is bytes. A structure that has to
    be there and may be empty (Destination) has no form of its own: it is there, empty, where none of its members is.

    Raises TypeError for what is neither str nor bytes, and `InputError`, naming the member, for one that the operation
    does not know or that is there twice, for wrong escapes and octets, for another Version than 2010-12-01, and where
    the operation cannot be told.
    """
    pairs = list(_pairs(body))
    for name, value in pairs:
        if name == "Version" and (version := _text(value, name)) != _VERSION:
            raise InputError(f"{shown(version)} is another API: {_VERSION} is what is read here", field=name)
    action = [_text(value, name) for name, value in pairs if name == "Action"]
    given = [(name, value) for name, value in pairs if not _is_beside(name)]
    if len(action) > 1:
        raise InputError("there twice", field="Action")
    known = _named(action[0], field="Action") if action else _told({name.partition(".")[0] for name, _ in given})
    tree: dict[str, Any] = {}
    for name, value in given:
        _plant(tree, known.input, name, value)
    grown: dict[str, Any] = _grown(known.input, tree)
    return grown


# -- which operation ---------------------------------------------------------------------------------------------------


def _named(name: str, field: str = "operation") -> Operation:
    operation = OPERATIONS.get(f"ses.{str(name).removeprefix('ses.')}")
    if operation is None:
        names = ", ".join(one.action for one in OPERATIONS.values() if one.service == "ses")
        raise InputError(f"{shown(str(name))} is none of {names}", field=field)
    return operation


def _told(names: Iterable[str]) -> Operation:
    action = next((action for name, action in _TELLING.items() if name in names), None)
    if action is None:
        raise InputError(f"no member tells the operation: name it, or give {', '.join(_TELLING)}")
    return OPERATIONS[f"ses.{action}"]


# -- there -------------------------------------------------------------------------------------------------------------


def _flat(shape: Shape, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(shape, Structure):
        for name, one in value.items():
            yield from _flat(shape.members[name], one, f"{path}.{name}" if path else name)
    elif isinstance(shape, ListOf):
        if not value:  # as botocore has it
            yield path, ""
        for number, one in enumerate(value, 1):
            yield from _flat(shape.member, one, f"{path}.member.{number}")
    else:
        yield path, _base64(value, path) if isinstance(shape, Blob) else value


def _base64(value: Any, path: str) -> str:
    return pybase64.b64encode_as_string(octets_of(value, path))


def _quoted(text: str, path: str) -> str:
    return quote(encoded(text, path), safe="")


# -- and back ----------------------------------------------------------------------------------------------------------


def _pairs(body: str | bytes) -> Iterator[tuple[str, bytes]]:
    """Pass names, and values as they are written: a ``+`` is a blank in text, and itself in base64."""
    if not isinstance(body, str | bytes | bytearray):
        raise TypeError(f"from_query takes a str or bytes, not {type(body).__name__}")
    octets = encoded(body, "body") if isinstance(body, str) else bytes(body)
    for pair in _without_url(b"".join(line.strip(b" \t") for line in octets.splitlines())).split(b"&"):
        name, _, value = pair.partition(b"=")
        if pair:
            yield unquote_to_bytes(name.replace(b"+", b" ")).decode("utf-8", "replace"), value


def _without_url(octets: bytes) -> bytes:
    """Take off what stands before a body in files and logs: a byte order mark, and a URL with its question mark."""
    bare = octets.removeprefix(BOM_UTF8)
    before, mark, query = bare.partition(b"?")
    return query if mark and not {*b"&="} & {*before} else bare


def _is_beside(name: str) -> bool:
    return name in _NOT_MEMBERS or name.lower().startswith(_SIGNED)


def _plant(tree: dict[Any, Any], top: Structure, name: str, value: bytes) -> None:
    """Put a value in its place: members of structures under their names, those of lists under their numbers."""
    *above, (key, shape) = _steps(top, name)
    node = tree
    for step, _ in above:
        node = node.setdefault(step, {})
    if isinstance(shape, ListOf) and not value:
        node.setdefault(key, {})
    elif isinstance(shape, ListOf | Structure):
        way = f"{name}.member.1" if isinstance(shape, ListOf) else f"{name}.{next(iter(shape.members))}"
        raise InputError(f"not a value of its own: write {way}", field=name)
    elif key in node:
        raise InputError("there twice", field=name)
    else:
        node[key] = _octets(value, name) if isinstance(shape, Blob) else _text(value, name)


def _steps(shape: Shape, name: str) -> list[tuple[str | int, Shape]]:
    """Return the way from a shape to a member: names and numbers, each with the shape that it leads to."""
    steps: list[tuple[str | int, Shape]] = []
    words = iter(name.split("."))
    for word in words:
        if isinstance(shape, Structure) and word in shape.members:
            shape = shape.members[word]
            steps.append((word, shape))
        elif isinstance(shape, ListOf) and word == "member" and _is_number(number := next(words, "")):
            shape = shape.member
            steps.append((int(number), shape))
        else:
            raise InputError("the operation has no such member", field=visible(name[:_NAME_SHOWN]))
    return steps


def _is_number(word: str) -> bool:
    """Whether a word is a number of a member; they count from 1."""
    return word.isascii() and word.isdigit() and len(word) <= _DIGITS_MAX and int(word) > 0


def _text(value: bytes, name: str) -> str:
    octets = _unescaped(value.replace(b"+", b" "), name)
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EncodingError("not UTF-8", field=name, position=error.start) from None


def _unescaped(value: bytes, name: str) -> bytes:
    wrong = _WRONG_ESCAPE_RE.search(value)
    if wrong:
        raise EncodingError("a percent sign without two hexadecimal digits", field=name, position=wrong.start())
    return unquote_to_bytes(value)


def _octets(value: bytes, name: str) -> bytes:
    bare = _unescaped(value, name).translate(None, b" \t\r\n").rstrip(b"=")
    foreign = bare.translate(None, base64.ALPHABET)
    if foreign:
        raise EncodingError(f"{shown(foreign[:1])} is not in the base64 alphabet", field=name)
    if len(bare) % 4 == 1:
        raise EncodingError(f"{len(bare):,} characters of base64 are no whole octets", field=name)
    return base64.decode_leniently(bare)


def _grown(shape: Shape, node: Any) -> Any:
    if isinstance(shape, ListOf):
        return [_grown(shape.member, node[number]) for number in sorted(node)]
    if not isinstance(shape, Structure):
        return node
    grown = {name: _grown(shape.members[name], one) for name, one in node.items()}
    return grown | {name: {} for name in shape.required - node.keys() if _may_be_empty(shape.members[name])}


def _may_be_empty(shape: Shape) -> bool:
    return isinstance(shape, Structure) and not shape.required
