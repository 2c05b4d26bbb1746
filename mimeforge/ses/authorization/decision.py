"""Decisions on a sending: what they are about, what they are, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn

from mimeforge.ses.authorization.plain import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from mimeforge.ses.authorization.truth import Truth

__all__ = ["WORST_FIRST", "Authorization", "CheckedCondition", "Decision", "Effect"]


class Effect(StrEnum):
    """What a decision is."""

    ALLOW = "allow"
    EXPLICIT_DENY = "explicit deny"
    IMPLICIT_DENY = "implicit deny"
    UNKNOWN = "unknown"


# What a sending as a whole comes to, where its identities differ.
WORST_FIRST = (Effect.EXPLICIT_DENY, Effect.IMPLICIT_DENY, Effect.UNKNOWN, Effect.ALLOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedCondition:
    """A condition of a statement, and whether it holds for the request: None where that is not known.

    ``operator``, ``key`` and ``values`` are as the policy writes them. ``given`` are the values that the request has
    for the key: an empty tuple where it is sure to have none, None where they are not known.
    """

    operator: str
    key: str
    values: tuple[str, ...]
    given: tuple[str, ...] | None
    holds: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether one identity may be used, and why.

    ``role`` is "From" or "Return-Path", ``address`` the address there ("" where none can be read), ``identity`` the ARN
    that the request names for it, or that of the caller's own identity where a policy tells it, else None.
    ``policy``, ``statement`` and ``sid`` name the statement that decides, or that comes nearest to it: its policy by
    its place among those that were given, itself by its place in the policy, both from 0; None where there is none.
    ``conditions`` are those of this statement. ``needs`` is what else has to be there for the sending to be allowed.
    ``predicts`` is the text that SES would answer, where that is known, else None.
    """

    role: str
    address: str
    identity: str | None
    effect: Effect
    reason: str
    policy: int | None = None
    statement: int | None = None
    sid: str | None = None
    conditions: tuple[CheckedCondition, ...] = ()
    needs: tuple[str, ...] = ()
    predicts: str | None = None

    @property
    def failed(self) -> tuple[CheckedCondition, ...]:
        """The conditions that do not hold, or of which that is not known."""
        return tuple(condition for condition in self.conditions if condition.holds is not True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """The decisions for one sending, to be looped over; ``str()`` of it is for people. It has no truth value.

    ``caller`` is who sends, ``at`` when, ``actions`` are those of IAM that the sending is. ``unknowns`` says what
    nobody can know here, and what was taken for granted.
    """

    caller: str
    at: datetime
    actions: tuple[str, ...]
    decisions: tuple[Decision, ...]
    unknowns: tuple[str, ...]

    @property
    def effect(self) -> Effect:
        """The worst of the decisions: SES refuses the sending for one identity that may not be used."""
        found = {decision.effect for decision in self.decisions}
        return next(effect for effect in WORST_FIRST if effect in found)

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.decisions)

    def __len__(self) -> int:
        return len(self.decisions)

    def __bool__(self) -> NoReturn:
        raise TypeError("an authorization has no truth value: ask for .effect")

    def __str__(self) -> str:
        return "\n".join(written(self))
