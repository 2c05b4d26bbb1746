"""What policies come to: a Deny that fits, else an Allow that fits, else nothing (IAM user guide, evaluation logic)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mimeforge.ses.authorization.decision import Effect
from mimeforge.ses.authorization.matching import matches
from mimeforge.ses.authorization.truth import any_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mimeforge.rules.pol.document import Statement
    from mimeforge.ses.authorization.matching import Asked, Considered, Match

__all__ = ["Verdict", "evaluate"]


class Verdict(NamedTuple):
    """What policies come to, by which statement, or the one that comes nearest to it, and why."""

    effect: Effect
    match: Match | None
    reason: str


def evaluate(statements: Iterable[Considered], asked: Asked) -> Verdict:
    """Evaluate all statements. The account that an identity is of needs no Allow from its policies."""
    found = matches(statements, asked)
    denying = [match for match in found if match.statement.effect == "Deny" and match.resource is not False]
    allowing = [match for match in found if match.statement.effect == "Allow" and match.resource is not False]
    refused, granted = (any_of(match.fits for match in each) for each in (denying, allowing))
    deny, allow = _nearest(denying), _nearest(allowing)
    if refused:
        return Verdict(Effect.EXPLICIT_DENY, deny, "a statement denies it")
    if asked.is_own and refused is False:
        text = f"the identity is of the account {asked.caller.account} itself, and no statement denies it"
        return Verdict(Effect.ALLOW, allow if granted else None, text)
    if granted is False and not asked.is_own:
        return Verdict(Effect.IMPLICIT_DENY, allow, _why_not(allow, asked))
    if granted and refused is False:
        return Verdict(Effect.ALLOW, allow, "a statement allows it, and none denies it")
    if granted or asked.is_own:
        return Verdict(Effect.UNKNOWN, deny, f"a statement may deny it: {_what_is_unknown(deny, asked)}")
    return Verdict(Effect.UNKNOWN, allow, f"a statement may allow it: {_what_is_unknown(allow, asked)}")


def _nearest(found: list[Match]) -> Match | None:
    return max(found, key=lambda match: match.nearness, default=None)


def _why_not(nearest: Match | None, asked: Asked) -> str:
    """Say what keeps the statement that comes nearest from allowing it."""
    if nearest is None:
        return "none of the policies has a statement that allows anything with this identity"
    if nearest.principal is False:
        return f"no statement that allows something with this identity is for {asked.caller.text}"
    if nearest.action is False:
        return f"no statement for the caller allows {asked.action} with this identity"
    return "the conditions of the statement that would allow it do not hold"


def _what_is_unknown(nearest: Match | None, asked: Asked) -> str:
    if nearest is None:
        return ""
    statement = nearest.statement
    told = [f"no document says what SES makes of {name}" for name in _undocumented(statement)]
    if nearest.principal is None and statement.principals:
        told.append(f"whether its principal means {asked.caller.text} is not known here")
    if nearest.resource is None and statement.resources:
        told.append("its resource has a variable that is not known here")
    unknown = [condition for condition in nearest.conditions if condition.holds is None]
    keys = dict.fromkeys(condition.key for condition in unknown if condition.given is None)
    if keys:
        told.append(f"give the value of {', '.join(keys)} as a fact")
    if any(condition.given is not None for condition in unknown):
        told.append("a condition has a value that cannot be read, or no document says what it comes to")
    return "; ".join(told)


def _undocumented(statement: Statement) -> list[str]:
    """Return the elements of a statement of which no document says what SES makes of them."""
    negated = {
        "NotPrincipal": statement.not_principals,
        "NotAction": statement.not_actions,
        "NotResource": statement.not_resources,
    }
    return [*(name for name, values in negated.items() if values), *statement.others]
