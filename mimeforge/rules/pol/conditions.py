"""POL: the conditions of policies: keys, operators, and whether the two and the values fit."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.codecs.visible import shown
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.places import did_you_mean
from mimeforge.rules.pol.places import PUTTING, hit, known_lines, lines_of, put
from mimeforge.rules.pol.values import YEAR_RE, microseconds, network, number, truth
from mimeforge.rules.pol.vocabulary import FITTING, KEYS, OPERATORS, key_named, operator_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request
    from mimeforge.rules.pol.vocabulary import Key, OperatorUse

__all__ = ["RULES"]

_IAM: Final = "IAM user guide, condition operators"

# No key and no operator has a longer name, and to compare takes time.
_NAME_MAX: Final = 64


@rule(
    "POL120",
    "policy-condition-key",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="awsdocs/amazon-cognito-developer-guide#41: the answer; SES developer guide and Service Authorization "
    "Reference: the keys; IAM user guide: global keys",
    looks_at=requests(*PUTTING),
    bad=(
        put(Condition={"StringEquals": {"FromAddress": "jo@example.com"}}),
        put(Condition={"StringEquals": {"ses:From": "jo@example.com"}}),
        put(Condition={"StringEquals": {"ec2:Region": "us-east-1"}}),
        put(Condition={"Bool": {"aws:SecureTransfer": "true"}}),
        put(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        put(Condition={"StringEquals": {"aws:SourceAccount": "123456789012"}}),
    ),
    good=(
        put(Condition={"StringEquals": {"ses:fromaddress": "jo@example.com"}}),
        put(Condition={"StringEquals": {"aws:ResourceTag/team": "north"}, "Bool": {"aws:SecureTransport": "true"}}),
    ),
)
def condition_key(request: Request, context: Context) -> Iterator[Hit]:
    """A condition is about a key that Amazon SES does not know.

    SES was seen to refuse such a policy. It documents eight keys of its own and eight global ones of IAM. Other global
    keys are a warning. ``aws:PrincipalOrgID``, ``aws:SourceAccount`` and ``aws:SourceArn`` are a note: examples of AWS
    have them, though the list leaves them out, and ``aws:SourceAccount`` was refused once.
    """
    for line in lines_of(request, context):
        key = line.condition.key
        text, severity = _key_fault(key)
        if text:
            is_told = severity is None and len(key) <= _NAME_MAX and key.isprintable()
            answer = f"Unknown or unapplicable condition field '{key}'." if is_told else None
            yield line.hit(text, severity=severity, predicts=answer)


def _key_fault(name: str) -> tuple[str, Severity | None]:
    """Say what is wrong with a key; "" where nothing is."""
    key = key_named(name)
    if key is None:
        meant = did_you_mean(_nearest_key(name))
        text = f"SES knows no condition key {shown(name)}"
        if name.lower().startswith("aws:"):  # IAM gets new ones now and then
            return text + (meant or f": {_TRY}"), Severity.WARNING
        return text + (meant or ": use one of its own (ses:…), or a global one (aws:…)"), None
    if key.standing == "iam":
        return f"{key.name} is not among the keys that SES says it knows: {_TRY}", Severity.WARNING
    if key.standing == "examples":
        text = f"{key.name} stands in examples of AWS, and not among the keys that SES says it knows: {_TRY}"
        return text, Severity.NOTE
    return "", None


_TRY: Final = "try the policy before you rely on it"


def _nearest_key(name: str) -> str | None:
    if len(name) > _NAME_MAX:
        return None
    same = next((key for key in KEYS if key.partition(":")[2] == name.lower().rpartition(":")[2]), None)
    nearest = [same] if same else get_close_matches(name.lower(), KEYS, n=1, cutoff=0.65)
    return KEYS[nearest[0]].name if nearest else None


@rule(
    "POL121",
    "policy-condition-operator",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_IAM}: all there are; SES names some of them and none beside",
    looks_at=requests(*PUTTING),
    bad=(
        put(Condition={"StringMatches": {"ses:FromAddress": "*@example.com"}}),
        put(Condition={"ForAllValue:StringLike": {"ses:Recipients": "*@example.com"}}),
        put(Condition={"NullIfExists": {"ses:FromDisplayName": "true"}}),
        put(Condition={"stringequals": {"ses:FromAddress": "jo@example.com"}}),
    ),
    good=(
        put(Condition={"StringLikeIfExists": {"ses:FromAddress": "*@example.com"}}),
        put(Condition={"ForAllValues:StringEquals": {"ses:Recipients": ["zoe@example.net"]}}),
    ),
)
def condition_operator(request: Request, context: Context) -> Iterator[Hit]:
    """A condition has an operator that does not exist.

    There are those of IAM: ``StringEquals``, ``StringLike``, ``DateLessThan``, ``Bool``, ``IpAddress``, ``ArnLike``,
    ``Null`` and their like, with ``ForAllValues:`` or ``ForAnyValue:`` in front and, all but ``Null``, ``IfExists``
    behind. Another case of letters than IAM's is a warning.
    """
    told: set[tuple[int, str]] = set()
    for line in lines_of(request, context):
        operator = line.condition.operator
        use = operator_named(operator)
        if (line.statement.index, operator) in told or (use and operator == _written(use)):
            continue
        told.add((line.statement.index, operator))
        place = line.steps[:-1]  # the keys
        if use:
            text = f"the operator {shown(operator)} is written {_written(use)}: write it so"
            yield hit(line.reading, place, text, severity=Severity.WARNING)
        else:
            advice = did_you_mean(_nearest_operator(operator)) or ": use one of IAM's, like StringLike"
            yield hit(line.reading, place, f"there is no condition operator {shown(operator)}{advice}")


def _written(use: OperatorUse) -> str:
    return f"{use.quantifier}:" * bool(use.quantifier) + use.operator.name + "IfExists" * use.if_exists


def _nearest_operator(name: str) -> str | None:
    names = [operator.name for operator in OPERATORS.values()]
    known = [f"{before}{one}" for before in ("", "ForAllValues:", "ForAnyValue:") for one in names]
    nearest = get_close_matches(name.removesuffix("IfExists"), known, n=1) if len(name) <= _NAME_MAX else []
    return nearest[0] if nearest else None


@rule(
    "POL122",
    "policy-condition-type",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_IAM}; Service Authorization Reference: types of keys, and the values of ses:ApiVersion",
    looks_at=requests(*PUTTING),
    bad=(
        put(Condition={"StringLike": {"aws:CurrentTime": "2026-*"}}),
        put(Condition={"DateLessThan": {"ses:FromAddress": "2026-01-01T00:00Z"}}),
        put(Condition={"DateLessThan": {"aws:CurrentTime": "1 May 2026"}}),
        put(Condition={"Bool": {"aws:SecureTransport": "yes"}}),
        put(Condition={"IpAddress": {"aws:SourceIp": "192.0.2.*"}}),
        put(Condition={"Null": {"ses:FromDisplayName": "no"}}),
        put(Condition={"StringEquals": {"ses:ApiVersion": "v2"}}),
        put(Condition={"StringEquals": {"ses:FromAddress": []}}),
    ),
    good=(
        put(Condition={"DateGreaterThan": {"aws:CurrentTime": "2026-05-01T12:00Z"}}),
        put(Condition={"NumericLessThan": {"aws:EpochTime": "1777636800"}, "Bool": {"aws:SecureTransport": True}}),
        put(Condition={"NotIpAddress": {"aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"]}}),
        put(Condition={"StringEquals": {"ses:ApiVersion": ["1", "2"]}, "Null": {"ses:FromDisplayName": "false"}}),
    ),
)
def condition_type(request: Request, context: Context) -> Iterator[Hit]:
    """An operator does not fit the key of a condition, or the value that it is compared with.

    Such a condition never says what was meant: it is never true, or, with ``Not`` in the operator, always. Dates are
    written ``2026-05-01T12:00:00Z`` or in seconds since 1970, addresses of the Internet as ``192.0.2.0/24``.
    """
    for line in lines_of(request, context):
        use, key = operator_named(line.condition.operator), key_named(line.condition.key)
        if use is None:
            continue
        if key and use.operator.type not in FITTING[key.type]:
            text = f"{key.name} {_IS[key.type]}, which {use.operator.name} does not compare: use {_INSTEAD[key.type]}"
            yield line.hit(text)
            continue
        if not line.condition.values:
            yield line.hit("no value to compare with: name one, or leave the condition out")
        for index, value in enumerate(line.condition.values):
            wanted = _wanted(value, use, key)
            if wanted:
                yield line.hit(f"{shown(value)} never fits, where {wanted} belongs: correct it", index)


_IS: Final = {
    "string": "is text",
    "date": "is a time",
    "number": "is a number",
    "bool": "is true or false",
    "ip": "is an address of the Internet",
    "arn": "is an ARN",
}
_INSTEAD: Final = {
    "string": "StringEquals or StringLike",
    "date": "DateLessThan, DateGreaterThan or their like",
    "number": "NumericEquals or its like",
    "bool": "Bool",
    "ip": "IpAddress",
    "arn": "ArnLike",
}


def _wanted(value: str, use: OperatorUse, key: Key | None) -> str | None:
    """Say what a value should be; None where it can be what it is, or holds a variable."""
    form = _VALUES.get(use.operator.type)
    if "${" in value or len(value) > _NAME_MAX:
        return None
    if form and form.read(value) is None:
        return form.name
    if key and key.name == "ses:ApiVersion" and not use.operator.negated and not re.fullmatch(r"[12*?]+", value):
        return '"1" or "2"'
    return None


def _time_or_year(text: str) -> object | None:
    return text if YEAR_RE.fullmatch(text) else microseconds(text)


class _Form(NamedTuple):
    name: str
    read: Callable[[str], object | None]


_TRUTH: Final = _Form("true or false", truth)
_VALUES: Final = {
    "date": _Form("a time like 2026-05-01T12:00:00Z", _time_or_year),
    "number": _Form("a number", number),
    "bool": _TRUTH,
    "null": _TRUTH,
    "ip": _Form("a network like 192.0.2.0/24", network),
}


@rule(
    "POL123",
    "policy-condition-values",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="IAM user guide, multivalued context keys; SES developer guide, examples of policies: ForAllValues for "
    "ses:Recipients",
    looks_at=requests(*PUTTING),
    bad=(
        put(Condition={"StringLike": {"ses:Recipients": "*@example.net"}}),
        put(Condition={"ForAnyValue:StringLike": {"ses:Recipients": "*@example.net"}}),
        put(Effect="Deny", Condition={"ForAllValues:StringLike": {"ses:Recipients": "*@example.net"}}),
        put(Condition={"ForAllValues:StringLike": {"ses:FromAddress": "*@example.com"}}),
    ),
    good=(
        put(Condition={"ForAllValues:StringLike": {"ses:Recipients": "*@example.net"}}),
        put(Effect="Deny", Condition={"ForAnyValue:StringNotLike": {"ses:Recipients": "*@example.net"}}),
        put(Condition={"Null": {"ses:Recipients": "false"}, "StringLike": {"ses:FromAddress": "*@example.com"}}),
    ),
)
def condition_values(request: Request, context: Context) -> Iterator[Hit]:
    """A condition on the recipients does not say how many of them have to fit; or one on a single value does.

    ``ses:Recipients`` has as many values as a message has recipients. To allow a message only if all of them fit, write
    ``ForAllValues:``; to deny it as soon as one does, ``ForAnyValue:``, which also is what other keys with several
    values mostly want. Keys with a single value take neither: ``ForAllValues:`` is true where the key is missing.
    """
    for line, use, key in known_lines(request, context):
        if use.operator.type not in FITTING[key.type] - {"null"}:
            continue
        is_for_all = key.name == _RECIPIENTS and line.statement.effect == "Allow"
        wanted = "ForAllValues" if is_for_all else "ForAnyValue"
        if not key.multivalued and use.quantifier:
            text = f"{key.name} has one value, for which {use.quantifier}: is not made: leave it out"
            yield line.hit(text, severity=Severity.NOTE if use.quantifier == "ForAnyValue" else None)
        elif key.multivalued and use.quantifier is None:
            text = f"{key.name} has several values, and nothing says how many have to fit"
            yield line.hit(f"{text}: write {wanted}:{use.operator.name}")
        elif key.name == _RECIPIENTS and use.quantifier != wanted:
            yield line.hit(f"{use.quantifier}: {_EFFECTS[wanted]}: write {wanted}:, unless that is meant")


_RECIPIENTS: Final = "ses:Recipients"
_EFFECTS: Final = {
    "ForAllValues": "allows the message as soon as one recipient fits, whatever the others are",
    "ForAnyValue": "denies the message only if all recipients fit, so that another one beside them lets it pass",
}


RULES = (condition_key, condition_operator, condition_type, condition_values)
