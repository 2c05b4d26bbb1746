"""Sending-authorization policies as values: a document, its statements, their principals and conditions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self

from mimeforge._limits import POLICY_READ_MAX, SES_POLICY_MAX
from mimeforge.codecs.visible import shown
from mimeforge.errors import PolicyError
from mimeforge.rules.pol import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ELEMENTS",
    "Condition",
    "Fault",
    "Principal",
    "Reading",
    "SendingPolicy",
    "Statement",
    "Steps",
    "path_of",
    "read",
]

# The way to a value in a document: names, and places in lists from 0. A place is passed over where the value stands
# alone, without a list around it, as most elements of a policy may.
Steps = tuple[str | int, ...]

# IAM user guide, grammar of the policy language; the three with Not are none that SES speaks of.
ELEMENTS: Final = ("Version", "Id", "Statement")
STATEMENT_ELEMENTS: Final = (
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"),
)

_PLAIN_NAME_RE: Final = re.compile(r"[A-Za-z0-9_:/-]+")
_DIVIDER_RE: Final = re.compile(r"[.\[\]]")


class Principal(NamedTuple):
    """Whom a statement is about: ``kind`` is "AWS" or "Service"; ``"*"`` alone is kind "*" and value "*"."""

    kind: str
    value: str


class Condition(NamedTuple):
    """One line of a condition block: ``operator`` as it is written ("ForAllValues:StringLike"), key, and values.

    Numbers, true and false are values as JSON writes them.
    """

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of a policy; ``index`` is its place in the document, from 0.

    A statement has either principals or ``not_principals``, and so with actions and resources; what SES makes of those
    with "not" is not known. ``others`` are the names of elements that the language does not have.
    """

    index: int
    sid: str | None
    effect: Literal["Allow", "Deny"]
    principals: tuple[Principal, ...]
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[Condition, ...]
    not_principals: tuple[Principal, ...] = ()
    not_actions: tuple[str, ...] = ()
    not_resources: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingPolicy:
    """A sending-authorization policy: what the owner of an identity lets others do with it.

    ``text`` is the document as it was given, or JSON of it. ``others`` are the names of elements that the language does
    not have.
    """

    version: str | None
    id: str | None
    statements: tuple[Statement, ...]
    text: str = field(repr=False, compare=False)
    others: tuple[str, ...] = ()

    @classmethod
    def parse(cls, document: str | bytes | Mapping[str, Any]) -> Self:
        """Read a policy from JSON (octets are UTF-8), or from what `json.loads` makes of it.

        Raises `PolicyError` where it has none of the forms of a policy: ``field`` is the path of what is wrong in the
        document ("Statement[0].Effect"), ``position`` the place in the text where that is no JSON. A name that stands
        twice in one object is refused too, and what is many times as long as SES takes. Raises TypeError for anything
        else than these types.
        """
        text = _text(document)
        if len(text) > POLICY_READ_MAX:
            raise PolicyError(f"{len(text):,} characters, a policy has {SES_POLICY_MAX:,} at most: split it")
        reading = read(text)
        for fault in (*reading.repeated, *reading.faults):
            raise PolicyError(fault.problem, field=path_of(reading.data, fault.steps) or None)
        version, id_, others = reading.data.get("Version"), reading.data.get("Id"), _others(reading.data, ELEMENTS)
        return cls(version=version, id=id_, statements=reading.statements, text=text, others=others)


class Fault(NamedTuple):
    """What is wrong with the form of a document, and where."""

    steps: Steps
    problem: str


class Reading(NamedTuple):
    """What can be read of a document, of its ``text``: ``data`` as JSON has it, and the ``statements`` without faults.

    ``repeated`` tells of the names that stand twice in an object.
    """

    text: str
    data: Any
    statements: tuple[Statement, ...]
    faults: tuple[Fault, ...]
    repeated: tuple[Fault, ...]


def read(text: str) -> Reading:
    """Read as much of a policy as can be read. Raises `PolicyError` where it is no JSON."""
    data = json_text.read(text)
    faults: list[Fault] = []
    statements = tuple(_document(data, faults))
    return Reading(text, data, statements, tuple(faults), tuple(_repeated(data)))


def path_of(data: Any, steps: Steps) -> str:
    """Write the way to a value: "Statement[0].Effect"; "" is the document itself.

    No two ways are written alike: a name that could be taken for more than a name is written as a string of JSON.
    """
    path = ""
    for step in steps:
        if isinstance(step, str):
            path += f".{_name(step)}" if path else _name(step)
            data = data.get(step) if isinstance(data, dict) else None
        elif isinstance(data, list):
            path += f"[{step}]"
            data = data[step]
    return path


def _name(step: str) -> str:
    if _PLAIN_NAME_RE.fullmatch(step):
        return step
    return _DIVIDER_RE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(step))


def _text(document: object) -> str:
    if isinstance(document, str):
        return document
    if isinstance(document, bytes):
        try:
            return document.decode("utf-8")
        except UnicodeDecodeError as error:
            raise PolicyError("octets that are not UTF-8", position=error.start) from error
    if isinstance(document, Mapping):
        try:
            return json.dumps(dict(document), allow_nan=False)
        except (ValueError, RecursionError) as error:  # a value in itself, NaN; nested too deep
            raise PolicyError(f"what JSON cannot write: {error}") from error
    raise TypeError(f"a policy is a str, bytes or a dict, not {type(document).__name__}")


def _document(data: Any, faults: list[Fault]) -> Iterator[Statement]:
    if not isinstance(data, dict):
        faults.append(Fault((), f"{_kind(data)}, where a policy is one object: write {{…}}"))
        return
    _optional_text(data, "Version", (), faults)
    _optional_text(data, "Id", (), faults)
    if _is_there(data, "Statement", (), faults):
        given = data["Statement"]
        if given == []:
            faults.append(Fault(("Statement",), "no statement: write at least one"))
        for index, one in enumerate(_listed(given)):
            statement = _statement(index, one, faults)
            if statement:
                yield statement


def _statement(index: int, given: Any, faults: list[Fault]) -> Statement | None:
    known = len(faults)
    steps = ("Statement", index)
    if not isinstance(given, dict):
        faults.append(Fault(steps, f"{_kind(given)}, where a statement is an object: write {{…}}"))
        return None
    sid = _optional_text(given, "Sid", steps, faults)
    effect = _effect(given, steps, faults)
    for name in ("Principal", "Action", "Resource"):
        _has_one(given, name, steps, faults)
    values = {name: _texts(given, name, steps, faults) for name in ("Action", "NotAction", "Resource", "NotResource")}
    principals = {name: _principals(given, name, steps, faults) for name in ("Principal", "NotPrincipal")}
    conditions = tuple(_conditions(given, steps, faults))
    if effect is None or len(faults) > known:
        return None
    return Statement(
        index=index,
        sid=sid,
        effect=effect,
        principals=principals["Principal"],
        actions=values["Action"],
        resources=values["Resource"],
        conditions=conditions,
        not_principals=principals["NotPrincipal"],
        not_actions=values["NotAction"],
        not_resources=values["NotResource"],
        others=_others(given, STATEMENT_ELEMENTS),
    )


def _effect(given: dict[str, Any], steps: Steps, faults: list[Fault]) -> Literal["Allow", "Deny"] | None:
    effect = given.get("Effect")
    if effect in ("Allow", "Deny"):
        return "Allow" if effect == "Allow" else "Deny"
    if _is_there(given, "Effect", steps, faults):
        found = shown(effect) if isinstance(effect, str) else _kind(effect)
        faults.append(Fault((*steps, "Effect"), f'{found}: write "Allow" or "Deny", in this case'))
    return None


def _has_one(given: dict[str, Any], name: str, steps: Steps, faults: list[Fault]) -> None:
    """Hold that a statement has an element, or that with Not before its name, and not both."""
    other = f"Not{name}"
    if name in given and other in given:
        faults.append(Fault((*steps, other), f"{other} and {name} in one statement: keep one of them"))
    elif other not in given:
        _is_there(given, name, steps, faults)


def _is_there(given: dict[str, Any], name: str, steps: Steps, faults: list[Fault]) -> bool:
    if name in given:
        return True
    miswritten = next((one for one in given if one.lower() == name.lower()), None)
    advice = f"{shown(miswritten)} is written {name}" if miswritten else "a policy has to have it: add it"
    faults.append(Fault((*steps, name), f"{name} is missing: {advice}"))
    return False


def _optional_text(given: dict[str, Any], name: str, steps: Steps, faults: list[Fault]) -> str | None:
    value = given.get(name, "")
    if not isinstance(value, str):
        faults.append(Fault((*steps, name), f"{_kind(value)}, where {name} is a string: write it in quotes"))
        return None
    return value if name in given else None


def _texts(given: dict[str, Any], name: str, steps: Steps, faults: list[Fault]) -> tuple[str, ...]:
    return _listed_texts(given[name], (*steps, name), faults) if name in given else ()


def _listed_texts(given: Any, steps: Steps, faults: list[Fault]) -> tuple[str, ...]:
    if given == []:
        faults.append(Fault(steps, "an empty list: name at least one"))
    for index, value in enumerate(_listed(given)):
        if not isinstance(value, str):
            faults.append(Fault((*steps, index), f"{_kind(value)}, where a string belongs: write it in quotes"))
    return tuple(value for value in _listed(given) if isinstance(value, str))


def _principals(given: dict[str, Any], name: str, steps: Steps, faults: list[Fault]) -> tuple[Principal, ...]:
    value, steps = given.get(name), (*steps, name)
    if name not in given:
        return ()
    if value == "*":
        return (Principal("*", "*"),)
    if not isinstance(value, dict) or not value:
        found = shown(value) if isinstance(value, str) else "an empty object" if value == {} else _kind(value)
        faults.append(Fault(steps, f'{found}: write {{"AWS": "…"}} with the account id or ARN, or "*"'))
        return ()
    if "*" in value:
        faults.append(Fault((*steps, "*"), '"*" is no kind of principal: write "*" alone, or {"AWS": "*"}'))
    return tuple(
        Principal(kind, one) for kind, ones in value.items() for one in _listed_texts(ones, (*steps, kind), faults)
    )


def _conditions(given: dict[str, Any], steps: Steps, faults: list[Fault]) -> Iterator[Condition]:
    block, steps = given.get("Condition", {}), (*steps, "Condition")
    for operator, keys in _object(block, steps, 'operators: {"StringEquals": {…}}', faults):
        for key, values in _object(keys, (*steps, operator), "condition keys with their values", faults):
            for index, value in enumerate(_listed(values)):
                if value is None or isinstance(value, (dict, list)):
                    problem = f"{_kind(value)}, where a value belongs: write a string"
                    faults.append(Fault((*steps, operator, key, index), problem))
            yield Condition(operator, key, tuple(map(_value, _listed(values))))


def _object(given: Any, steps: Steps, wanted: str, faults: list[Fault]) -> list[tuple[str, Any]]:
    if isinstance(given, dict):
        return list(given.items())
    faults.append(Fault(steps, f"{_kind(given)}, where an object belongs, of {wanted}"))
    return []


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json_text.written(value)


def _others(given: dict[str, Any], known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in given if name not in known)


def _repeated(data: Any) -> Iterator[Fault]:
    """Find the names that stand twice in one object."""
    waiting: list[tuple[Steps, Any]] = [((), data)]
    while waiting:
        steps, value = waiting.pop()
        if isinstance(value, json_text.Object):
            for name in value.repeated:
                yield Fault((*steps, name), f"{shown(name)} stands twice in one object, and one of them is lost: merge")
            waiting.extend(((*steps, name), one) for name, one in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend(((*steps, index), value[index]) for index in reversed(range(len(value))))


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


def _kind(value: Any) -> str:
    return _KINDS[type(value)]


_KINDS: Final[dict[type, str]] = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
    json_text.Object: "an object",
}
