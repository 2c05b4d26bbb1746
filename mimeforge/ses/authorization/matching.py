"""Whether a statement is about a sending: principal, action, resource and conditions, each with three values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.rules.pol.wildcards import Piece, fits, means_action, pattern
from mimeforge.ses.authorization.conditions import checked
from mimeforge.ses.authorization.principals import is_meant
from mimeforge.ses.authorization.truth import all_of, any_of
from mimeforge.ses.authorization.variables import VERSION, expanded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mimeforge.rules.pol.document import SendingPolicy, Statement
    from mimeforge.rules.pol.wildcards import Pattern
    from mimeforge.ses.authorization.decision import CheckedCondition
    from mimeforge.ses.authorization.facts import Facts
    from mimeforge.ses.authorization.principals import Caller
    from mimeforge.ses.authorization.truth import Truth

__all__ = ["Asked", "Considered", "Match", "considered", "matches"]


_WEIGHT: Final[dict[Truth, int]] = {True: 2, None: 1, False: 0}


class Considered(NamedTuple):
    """A statement, and what of it fits whatever identity is asked for: whom it is about, and its conditions.

    ``policy`` is the place of its policy among those that were given. ``resources`` are as they stand once what is
    known is put in; None where one of their variables is not.
    """

    policy: int
    statement: Statement
    principal: Truth
    resources: tuple[Pattern | None, ...]
    conditions: tuple[CheckedCondition, ...]


class Asked(NamedTuple):
    """What is asked of statements: may this caller do this, with this identity?

    ``is_own``: the identity is of the caller's own account.
    """

    caller: Caller
    action: str
    identity: str
    is_own: bool


class Match(NamedTuple):
    """How a statement fits what is asked; ``policy`` is the place of its policy among those that were given."""

    policy: int
    statement: Statement
    principal: Truth
    action: Truth
    resource: Truth
    conditions: tuple[CheckedCondition, ...]

    @property
    def fits(self) -> Truth:
        """Whether the statement is about what is asked; an element that nobody knows could change that."""
        is_understood = None if self.statement.others else True
        holds = (condition.holds for condition in self.conditions)
        return all_of((self.principal, self.action, self.resource, is_understood, *holds))

    @property
    def nearness(self) -> tuple[int, ...]:
        """What the statement that comes nearest is found by: it fits, or may, or fits in what counts most."""
        return tuple(_WEIGHT[part] for part in (self.fits, self.resource, self.principal, self.action))


def considered(policies: Iterable[SendingPolicy], caller: Caller, facts: Facts) -> tuple[Considered, ...]:
    """Hold every statement against the caller and the facts, once for all identities."""
    return tuple(
        _considered(place, statement, caller, facts, has_variables=policy.version == VERSION)
        for place, policy in enumerate(policies)
        for statement in policy.statements
    )


def _considered(place: int, statement: Statement, caller: Caller, facts: Facts, *, has_variables: bool) -> Considered:
    return Considered(
        place,
        statement,
        _one([is_meant(principal, caller) for principal in statement.principals]),
        tuple(expanded(value, facts) if has_variables else pattern(value) for value in statement.resources),
        tuple(checked(condition, facts, has_variables=has_variables) for condition in statement.conditions),
    )


def matches(statements: Iterable[Considered], asked: Asked) -> list[Match]:
    """Hold every statement against what is asked."""
    return [
        Match(
            each.policy,
            each.statement,
            each.principal,
            _one([means_action(action, asked.action) for action in each.statement.actions]),
            _one([_is_resource(resource, asked.identity) for resource in each.resources]),
            each.conditions,
        )
        for each in statements
    ]


def _one(found: list[Truth] | list[bool]) -> Truth:
    """Whether one fits; where the statement has none, it says instead whom or what it is not about: not known."""
    return any_of(found) if found else None


def _is_resource(wanted: Pattern | None, identity: str) -> Truth:
    """Whether a resource is an identity. In the ARN of an identity, ``*`` is the region of global endpoints."""
    if wanted is None:
        return None
    region = identity.split(":")[3]
    lowered = tuple(piece._replace(text=_in_lower_domain(piece.text)) for piece in wanted)
    if region == "*":
        lowered = _in_any_region(lowered)
    return fits(lowered, _in_lower_domain(identity))


def _in_any_region(wanted: Pattern) -> Pattern:
    before, *pieces = wanted
    parts = before.text.split(":", 4)
    return (Piece(":".join([*parts[:3], "*", *parts[4:]])), *pieces) if len(parts) > 4 else wanted


def _in_lower_domain(arn: str) -> str:
    """Return the ARN of an identity with its domain in lower case: the case of letters tells no domains apart."""
    before, resource, name = arn.partition(":identity/")
    local, at_sign, domain = name.rpartition("@")
    return f"{before}{resource}{local}{at_sign}{domain.lower()}"
