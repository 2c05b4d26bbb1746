"""An authorization as people read it: a paragraph for each identity, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mimeforge.ses.authorization.decision import Authorization, CheckedCondition, Decision

__all__ = ["written"]

# Values of a condition, and of the request, that are shown.
_VALUES_MAX: Final = 5
_HOLDS: Final = {True: "holds", False: "fails", None: "unknown"}


def written(authorization: Authorization, names: Sequence[str] = ()) -> Iterator[str]:
    """Write an authorization in lines; ``names`` are those of the policies, in the order in which they were given."""
    yield f"{authorization.effect}: {' or '.join(authorization.actions)} by {visible(authorization.caller)}"
    yield f"at {authorization.at.isoformat(timespec='seconds')}"
    for decision, roles in _by_content(authorization.decisions):
        yield ""
        yield f"{' and '.join(roles)} {visible(decision.address) or '(no address)'}: {decision.effect}"
        yield from (f"  {label + ':':<10} {visible(text)}" for label, text in _details(decision, names))
    yield ""
    yield "Not known here:"
    yield from (f"  - {visible(text)}" for text in authorization.unknowns)


def _by_content(decisions: Sequence[Decision]) -> Iterator[tuple[Decision, list[str]]]:
    """Put roles together of which the same is to be said."""
    for _, alike in groupby(decisions, key=lambda decision: replace(decision, role="")):
        group = list(alike)
        yield group[0], [decision.role for decision in group]


def _details(decision: Decision, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    if decision.identity is not None:
        yield "identity", decision.identity
    yield "because", decision.reason
    if decision.policy is not None:
        name = names[decision.policy] if decision.policy < len(names) else f"policies[{decision.policy}]"
        sid = f" {shown(decision.sid)}" if decision.sid else ""
        yield "statement", f"Statement[{decision.statement}]{sid} of {name}"
    for condition in decision.conditions:
        yield _HOLDS[condition.holds], _condition(condition)
    yield from (("needs", need) for need in decision.needs)
    if decision.predicts is not None:
        yield "answer", decision.predicts


def _condition(condition: CheckedCondition) -> str:
    asked = f"{condition.operator} {condition.key} {_listed(condition.values)}"
    if condition.given is None:
        return f"{asked}; the value is not known here"
    if not condition.given:
        return f"{asked}; the request has no value"
    return f"{asked}; the request has {_listed(condition.given)}"


def _listed(values: Sequence[str]) -> str:
    more = f" and {len(values) - _VALUES_MAX} more" if len(values) > _VALUES_MAX else ""
    return ", ".join(map(shown, values[:_VALUES_MAX])) + more
