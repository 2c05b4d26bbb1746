"""Conditions of statements: operators, quantifiers, missing keys, variables (IAM user guide, condition operators)."""

from __future__ import annotations

from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, Final

from mimeforge.rules.pol.values import address, microseconds, network, number, truth
from mimeforge.rules.pol.vocabulary import operator_named
from mimeforge.rules.pol.wildcards import Pattern, as_text, fits, pattern
from mimeforge.ses.authorization.decision import CheckedCondition
from mimeforge.ses.authorization.truth import all_of, any_of, denied
from mimeforge.ses.authorization.variables import expanded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mimeforge.rules.pol.document import Condition
    from mimeforge.rules.pol.vocabulary import OperatorUse
    from mimeforge.ses.authorization.facts import Facts
    from mimeforge.ses.authorization.truth import Truth

__all__ = ["checked"]

# Of these alone, values hold variables.
_WITH_VARIABLES: Final = frozenset({"string", "arn"})


def checked(condition: Condition, facts: Facts, *, has_variables: bool) -> CheckedCondition:
    """Say whether a condition holds; ``has_variables`` is of policies whose version knows variables."""
    readings = facts.get(condition.key.lower())
    use = operator_named(condition.operator)
    verdicts: set[Truth] = {None}
    if use is not None and readings is not None:
        replaces = has_variables and use.operator.type in _WITH_VARIABLES
        wanted = [expanded(value, facts) if replaces else pattern(value) for value in condition.values]
        verdicts = {_holds(use, wanted, given) for given in readings}
    return CheckedCondition(
        operator=condition.operator,
        key=condition.key,
        values=condition.values,
        given=None if readings is None else readings[0],
        holds=verdicts.pop() if len(verdicts) == 1 else None,
    )


def _holds(use: OperatorUse, wanted: Iterable[Pattern | None], given: tuple[str, ...]) -> Truth:
    """Say whether an operator holds for the values that a request has for a key."""
    if use.operator.type == "null":
        return None if use.quantifier else any_of(_is_null(value, given) for value in wanted)
    if not given:
        return use.holds_without_key
    each = [_fits_one(use, wanted, value) for value in given]
    if use.quantifier == "ForAllValues":
        return all_of(each)
    if use.quantifier == "ForAnyValue":
        return any_of(each)
    # Of several values without a quantifier, IAM says nothing: only what they agree in is sure.
    return each[0] if len(set(each)) == 1 else None


def _is_null(wanted: Pattern | None, given: tuple[str, ...]) -> Truth:
    is_null = None if wanted is None else truth(as_text(wanted))
    return None if is_null is None else is_null is not bool(given)


def _fits_one(use: OperatorUse, wanted: Iterable[Pattern | None], given: str) -> Truth:
    """Say whether one value fits one of those wanted; for a negated operator, whether it fits none."""
    compare = _COMPARISONS[use.operator.name.replace("Not", "")]
    found = any_of(None if value is None else compare(value, given) for value in wanted)
    return denied(found) if use.operator.negated else found


def _same(wanted: Pattern, given: str) -> bool:
    return as_text(wanted) == given


def _same_in_any_case(wanted: Pattern, given: str) -> bool:
    return as_text(wanted).casefold() == given.casefold()


def _arn_fits(wanted: Pattern, given: str) -> Truth:
    """Compare the six pieces of an ARN one by one, each with wildcards; both ``Equals`` and ``Like`` do."""
    pieces, others = _arn_pieces(wanted), given.split(":", 5)
    if len(pieces) != 6 or len(others) != 6:
        return None
    return all(fits(piece, other) for piece, other in zip(pieces, others, strict=True))


def _arn_pieces(wanted: Pattern) -> list[Pattern]:
    pieces: list[Pattern] = [()]
    for piece in wanted:
        first, *others = piece.text.split(":", 6 - len(pieces))
        pieces[-1] += (piece._replace(text=first),)
        pieces.extend((piece._replace(text=other),) for other in others)
    return pieces


def _is_in_network(wanted: Pattern, given: str) -> Truth:
    one, several = address(given), network(as_text(wanted))
    return None if one is None or several is None else one in several


def _ordered(read: Callable[[str], Any], compare: Callable[[Any, Any], bool]) -> Callable[[Pattern, str], Truth]:
    """Compare what the request has with what the policy wants, where both can be read."""

    def holds(wanted: Pattern, given: str) -> Truth:
        left, right = read(given), read(as_text(wanted))
        return None if left is None or right is None else compare(left, right)

    return holds


_ORDERS: Final = {
    "Equals": eq,
    "LessThan": lt,
    "LessThanEquals": le,
    "GreaterThan": gt,
    "GreaterThanEquals": ge,
}

# By operator, without the "Not" of those that are negated.
_COMPARISONS: Final[dict[str, Callable[[Pattern, str], Truth]]] = {
    "StringEquals": _same,
    "StringEqualsIgnoreCase": _same_in_any_case,
    "StringLike": fits,
    "ArnEquals": _arn_fits,
    "ArnLike": _arn_fits,
    "IpAddress": _is_in_network,
    "Bool": _ordered(truth, eq),
    "BinaryEquals": _same,
    **{f"Numeric{order}": _ordered(number, compare) for order, compare in _ORDERS.items()},
    **{f"Date{order}": _ordered(microseconds, compare) for order, compare in _ORDERS.items()},
}
