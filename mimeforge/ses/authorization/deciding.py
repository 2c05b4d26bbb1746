"""From identities to decisions: which ARN is meant, what policies say of it, and what else is needed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import UNQUOTED_ADDR_SPEC_RE
from mimeforge.codecs.visible import shown
from mimeforge.headers import match_identity_arn
from mimeforge.rules.ses.identity_arns import FORM, IDENTITY, PARTITION, REGION, denial
from mimeforge.ses.authorization.decision import WORST_FIRST, Decision, Effect
from mimeforge.ses.authorization.evaluation import evaluate
from mimeforge.ses.authorization.matching import Asked, considered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from re import Match as ReMatch

    from mimeforge.rules.pol.document import SendingPolicy
    from mimeforge.ses.authorization.facts import Facts
    from mimeforge.ses.authorization.matching import Considered
    from mimeforge.ses.authorization.principals import Caller
    from mimeforge.ses.authorization.sending import Identity, Sending

__all__ = ["Question", "agreed", "decide", "question_of"]

# The group of an identity ARN.
_ACCOUNT: Final = 3

# aws/aws-sdk-js-v3#2061, Netflix/iep#367; SES developer guide, SMTP troubleshooting.
_ANSWER: Final = "User `{user}' is not authorized to perform `{action}' on resource `{identity}'"
_SMTP_ANSWER: Final = "554 Access denied: {}"

_REFUSED: Final = frozenset({Effect.EXPLICIT_DENY, Effect.IMPLICIT_DENY})


class Question(NamedTuple):
    """All that decisions rest on; ``identities`` are the ARNs that the policies are about."""

    caller: Caller
    sending: Sending
    statements: tuple[Considered, ...]
    identities: tuple[ReMatch[str], ...]


def question_of(caller: Caller, sending: Sending, policies: tuple[SendingPolicy, ...], facts: Facts) -> Question:
    """Work out what is the same for all identities."""
    named = [value for policy in policies for statement in policy.statements for value in statement.resources]
    return Question(caller, sending, considered(policies, caller, facts), _identities(named))


def decide(identity: Identity, question: Question) -> Decision:
    """Decide on one identity of a sending."""
    if not UNQUOTED_ADDR_SPEC_RE.fullmatch(identity.address):
        return _plain(identity, Effect.UNKNOWN, "no single address can be read there, or it is in quotes")
    if identity.named is None:
        return _without_arn(identity, question)
    place, named = identity.named
    arn = match_identity_arn(named)
    if arn is None:
        return _plain(identity, Effect.IMPLICIT_DENY, f"{place} is no ARN of an identity: write {FORM}")
    uncovered = denial(arn[IDENTITY], identity.address, f"in {identity.role}")
    if uncovered:
        return replace(_plain(identity, Effect.IMPLICIT_DENY, uncovered), identity=named)
    return _for_all_actions(identity, [arn], question)


def _without_arn(identity: Identity, question: Question) -> Decision:
    """Decide where no ARN is named: SES takes an identity of the caller's own account then, if there is one.

    Policies of others count only where an ARN is named (SES developer guide, delegate sender tasks).
    """
    covering = _covering(identity, question.identities)
    own = [arn for arn in covering if question.caller.is_of(arn[PARTITION], arn[_ACCOUNT])]
    if own:
        return _for_all_actions(identity, own, question)
    named = _identities(other.named.arn for other in question.sending.identities if other.named)
    if _covering(identity, named):
        text = f"the request names an ARN, and not for this address: name it in {identity.place} too"
        return _plain(identity, Effect.UNKNOWN, text)
    if covering:
        text = f"the request names no ARN for it, so that no policy counts: name {covering[0][0]} in {identity.place}"
        return _plain(identity, Effect.IMPLICIT_DENY, text)
    text = f"the request names no ARN for it: it takes an identity of {question.caller.text} itself that covers it"
    return _plain(identity, Effect.UNKNOWN, text)


def _identities(arns: Iterable[str]) -> tuple[ReMatch[str], ...]:
    """Return those ARNs that are of an identity, each once."""
    return tuple(filter(None, map(match_identity_arn, dict.fromkeys(arns))))


def _covering(identity: Identity, arns: Iterable[ReMatch[str]]) -> list[ReMatch[str]]:
    """Return the ARNs among these whose identity covers the address."""
    return [arn for arn in arns if denial(arn[IDENTITY], identity.address, "") is None]


def _for_all_actions(identity: Identity, arns: list[ReMatch[str]], question: Question) -> Decision:
    """Decide for each action that the sending may be, and each identity that SES may take.

    All have to agree; where every one is refused, which is explicitly so does not matter.
    """
    decisions = [_decide(identity, arn, action, question) for arn in arns for action in question.sending.actions]
    worst, best = (choose(decisions, key=lambda decision: WORST_FIRST.index(decision.effect)) for choose in (min, max))
    if best.effect is worst.effect or best.effect in _REFUSED:
        needs = dict.fromkeys(need for decision in decisions for need in decision.needs)
        return replace(best, needs=tuple(needs), predicts=best.predicts if len(decisions) == 1 else None)
    tried = [f"{action} with {arn[0]}" for arn in arns for action in question.sending.actions]
    told = "; ".join(f"{one}: {decision.effect}" for one, decision in zip(tried, decisions, strict=True))
    return replace(
        worst, effect=Effect.UNKNOWN, reason=f"which of these SES asks for is not sure: {told}", predicts=None
    )


def _decide(identity: Identity, arn: ReMatch[str], action: str, question: Question) -> Decision:
    is_own = question.caller.is_of(arn[PARTITION], arn[_ACCOUNT])
    asked = Asked(question.caller, action, arn[0], is_own)
    effect, match, reason = evaluate(question.statements, asked)
    is_denied = effect in _REFUSED
    return Decision(
        role=identity.role,
        address=identity.address,
        identity=arn[0],
        effect=effect,
        reason=reason,
        policy=match.policy if match else None,
        statement=match.statement.index if match else None,
        sid=match.statement.sid if match else None,
        conditions=match.conditions if match else (),
        needs=() if is_denied else _needs(arn, asked),
        predicts=_predicts(arn, asked, is_smtp=question.sending.is_smtp) if is_denied else None,
    )


def _needs(arn: ReMatch[str], asked: Asked) -> tuple[str, ...]:
    """Return what has to be there beside the policies (SES developer guide; IAM, evaluation across accounts)."""
    caller, region = asked.caller, arn[REGION]
    where = "policies of the identity in each region of the endpoint" if region == "*" else f"the endpoint of {region}"
    if not caller.account:
        return (where,)
    return (f"an Allow for {asked.action} on {arn[0]} by IAM in account {caller.account}", where)


def _predicts(arn: ReMatch[str], asked: Asked, *, is_smtp: bool) -> str | None:
    """Return what SES answers, where it is known whom and what it would name."""
    if not asked.caller.is_exact or arn[REGION] == "*":
        return None
    text = _ANSWER.format(user=asked.caller.text, action=asked.action, identity=arn[0])
    return _SMTP_ANSWER.format(text) if is_smtp else text


def agreed(readings: Sequence[Sequence[Decision]]) -> tuple[Decision, ...]:
    """Return the decisions on the first reading of a request: not known where those on others come to something else.

    For one role, the worst decision counts.
    """
    first, *others = readings
    return tuple(_with(decision, others) for decision in first)


def _with(decision: Decision, others: Iterable[Sequence[Decision]]) -> Decision:
    for other in others:
        alike = [one for one in other if one.role == decision.role]
        worst = min(alike, key=lambda one: WORST_FIRST.index(one.effect))
        if worst.effect is not decision.effect and not {worst.effect, decision.effect} <= _REFUSED:
            reason = f"{decision.effect} if SES takes {_who(decision)}, {worst.effect} if it takes {_who(worst)}"
            return replace(decision, effect=Effect.UNKNOWN, reason=reason, predicts=None)
    return decision


def _who(decision: Decision) -> str:
    return shown(decision.address) if decision.address else "an address that cannot be read"


def _plain(identity: Identity, effect: Effect, reason: str) -> Decision:
    return Decision(role=identity.role, address=identity.address, identity=None, effect=effect, reason=reason)
