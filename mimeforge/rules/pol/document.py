"""Sending-authorization policies as values: a document, its statements, their principals and conditions."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

from mimeforge.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Condition", "Principal", "SendingPolicy", "Statement"]


class Principal(NamedTuple):
    """Whom a statement is about: ``kind`` is "AWS" or "Service"; ``"*"`` alone is kind "*" and value "*"."""

    kind: str
    value: str


class Condition(NamedTuple):
    """One line of a condition block: ``operator`` as it is written ("ForAllValues:StringLike"), key, and values."""

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of a policy; ``index`` is its place in the document, from 0."""

    index: int
    sid: str | None
    effect: Literal["Allow", "Deny"]
    principals: tuple[Principal, ...]
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingPolicy:
    """A sending-authorization policy: what the owner of an identity lets others do with it."""

    version: str | None
    id: str | None
    statements: tuple[Statement, ...]
    text: str = field(repr=False, compare=False)

    @classmethod
    def parse(cls, document: str | bytes | Mapping[str, Any]) -> Self:
        """Read a policy from JSON, or from what `json.loads` makes of it.

        Raises `PolicyError`, which names the place in the document, where it has none of the forms of a policy.
        """
        text = document if isinstance(document, str) else _written(document)
        try:
            given = json.loads(text)
            statements = given["Statement"]
            return cls(
                version=given.get("Version"),
                id=given.get("Id"),
                statements=tuple(_statement(*each) for each in enumerate(_listed(statements))),
                text=text,
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise PolicyError(f"this is no policy: {error}") from error


def _written(document: bytes | Mapping[str, Any]) -> str:
    return document.decode() if isinstance(document, bytes) else json.dumps(document)


def _statement(index: int, given: Mapping[str, Any]) -> Statement:
    return Statement(
        index=index,
        sid=given.get("Sid"),
        effect=given["Effect"],
        principals=tuple(_principals(given["Principal"])),
        actions=tuple(_listed(given["Action"])),
        resources=tuple(_listed(given["Resource"])),
        conditions=tuple(
            Condition(operator, key, tuple(map(str, _listed(values))))
            for operator, keys in given.get("Condition", {}).items()
            for key, values in keys.items()
        ),
    )


def _principals(given: Any) -> Iterator[Principal]:
    if isinstance(given, str):
        yield Principal(given, given)
    else:
        yield from (Principal(kind, value) for kind, values in given.items() for value in _listed(values))


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]
