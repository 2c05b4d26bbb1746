"""POL: the form of a policy: JSON, the elements that it has to have, and those that it cannot have."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown
from mimeforge.errors import PolicyError
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.places import at, did_you_mean
from mimeforge.rules.pol.document import ELEMENTS, STATEMENT_ELEMENTS
from mimeforge.rules.pol.json_text import written
from mimeforge.rules.pol.places import ARN, PUTTING, hit, policy_of, put, put_text, reading_or_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request
    from mimeforge.rules.pol.document import Steps

__all__ = ["RULES"]

_GUIDE: Final = "SES developer guide, anatomy of a policy"
_GOOD: Final[str] = put().arguments["Policy"]

# IAM user guide, Version. Variables are replaced in policies of the newer one alone; no version stands for the older.
_NEWER, _OLDER = "2012-10-17", "2008-10-17"
_VARIABLE_RE: Final = re.compile(r"\$\{[^{}]++\}")

# No element has a longer name, and to compare takes time.
_NAME_MAX: Final = 64


def _with(**elements: object) -> str:
    """Write the good policy with other elements beside its statement."""
    return _GOOD[:-1] + "".join(f", {written(name)}: {written(value)}" for name, value in elements.items()) + "}"


@rule(
    "POL105",
    "policy-syntax",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_GUIDE}: a JSON document; RFC 8259; API models: InvalidPolicy",
    looks_at=requests(*PUTTING),
    bad=(
        put_text(_GOOD.replace('"', "'")),
        put_text(f"{_GOOD[:-1]},}}"),
        put_text(_GOOD[:-1]),
        put_text("\ufeff" + _GOOD),
    ),
    good=(put_text(_GOOD), put_text(_GOOD.replace(",", ",\r\n\t"))),
)
def syntax(request: Request, context: Context) -> Iterator[Hit]:
    """A policy is not JSON.

    SES refuses it. Have a program write it: ``json.dumps`` in Python, and not ``str``, which writes single quotes.
    """
    error = reading_or_error(request, context)
    if isinstance(error, PolicyError):
        start = error.position
        if start is None:
            yield at(request, "Policy", f"{error.problem}: shorten it")
        else:
            yield at(request, "Policy", f"{error.problem}; correct the policy here", start, start + 1)


@rule(
    "POL106",
    "policy-structure",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_GUIDE}: elements and their values; IAM user guide, grammar of the policy language",
    looks_at=requests(*PUTTING),
    bad=(
        put_text("[]"),
        put_text('{"Version": "2012-10-17"}'),
        put_text('{"Version": "2012-10-17", "Statement": []}'),
        put(Effect="allow"),
        put(Principal=None),
        put(Principal="210987654321"),
        put(Action=[]),
        put(Resource=[[ARN]]),
        put(Condition=["StringEquals"]),
        put(Condition={"StringEquals": {"ses:FromAddress": None}}),
    ),
    good=(put(Principal="*", Condition={"StringEquals": {"aws:SourceVpce": ["vpce-1a2b3c4d"]}}), put_text(_GOOD)),
)
def structure(request: Request, context: Context) -> Iterator[Hit]:
    """A policy lacks an element that it has to have, or an element has a value of a form that it cannot have.

    A policy is one object with a ``Statement``: an object, or a list of them. Each has an ``Effect``, which is
    ``Allow`` or ``Deny`` in this case, a ``Principal``, an ``Action`` and a ``Resource``; it may have a ``Sid`` and a
    ``Condition``. Statements without such faults are judged by the other rules.
    """
    reading = policy_of(request, context)
    if reading:
        yield from (hit(reading, fault.steps, fault.problem) for fault in reading.faults)


@rule(
    "POL107",
    "policy-element-twice",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="IAM user guide, grammar of the policy language: no element has several instances of one key",
    looks_at=requests(*PUTTING),
    bad=(
        put_text(_GOOD.replace('"Effect"', '"Effect": "Deny", "Effect"')),
        put_text(_GOOD.replace('"Effect"', '"Condition": {"Bool": {}, "Bool": {}}, "Effect"')),
    ),
    good=(put_text(_GOOD),),
)
def element_twice(request: Request, context: Context) -> Iterator[Hit]:
    """A name stands twice in one object of a policy.

    Readers of JSON keep one of the two, mostly the last; what is lost may have been a condition. Write the name once,
    and what belongs to it in one object or list.
    """
    reading = policy_of(request, context)
    if reading:
        yield from (hit(reading, fault.steps, fault.problem) for fault in reading.repeated)


@rule(
    "POL108",
    "policy-unknown-element",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source=f"{_GUIDE}: the elements that it names; what SES makes of others is not known",
    looks_at=requests(*PUTTING),
    bad=(
        put(Principal=None, NotPrincipal={"AWS": "210987654321"}),
        put(Action=None, NotAction="ses:SendEmail"),
        put(Resource=None, NotResource=ARN.replace("example.com", "example.net")),
        put(Conditions={"StringEquals": {"ses:FromAddress": "jo@example.com"}}),
        put_text(_with(Comment="for our partner")),
    ),
    good=(put(Sid="partner"), put_text(_with(Id="partner"))),
)
def unknown_element(request: Request, context: Context) -> Iterator[Hit]:
    """A policy has an element that Amazon SES does not describe.

    Those that begin with ``Not`` are elements of IAM that SES does not mention. Others are refused, or have no effect:
    a condition under a misspelt name restricts nothing.
    """
    reading = policy_of(request, context)
    if reading is None or not isinstance(reading.data, dict):
        return
    for name in reading.data:
        if name not in ELEMENTS and (name.lower() != "statement" or "Statement" in reading.data):
            yield hit(reading, (name,), _unknown(name, ELEMENTS))
    for statement in reading.statements:
        steps: Steps = ("Statement", statement.index)
        present = (("Principal", statement.not_principals), ("Action", statement.not_actions))
        for name, values in (*present, ("Resource", statement.not_resources)):
            if values:
                text = f"SES does not say what it makes of Not{name}: name those that are meant, in {name}"
                yield hit(reading, (*steps, f"Not{name}"), text)
        for name in statement.others:
            yield hit(reading, (*steps, name), _unknown(name, STATEMENT_ELEMENTS))


def _unknown(name: str, known: tuple[str, ...]) -> str:
    nearest = get_close_matches(name[:_NAME_MAX].capitalize(), known, n=1)
    hint = did_you_mean(nearest[0] if nearest else None)
    return f"{shown(name)} is no element of policies{hint or ': leave it out'}"


@rule(
    "POL109",
    "policy-version",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"IAM user guide, Version, and variables; {_GUIDE}: optional, any string",
    looks_at=requests(*PUTTING),
    bad=(
        put_text(_GOOD.replace(_NEWER, "2024-01-01")),
        put_text(_GOOD.replace(_NEWER, _OLDER).replace('"Effect"', '"Sid": "${aws:username}", "Effect"')),
    ),
    good=(put_text(_GOOD), put_text(_GOOD.replace(_NEWER, _OLDER)), put_text(_GOOD.replace('"Version": "', '"Id": "'))),
)
def version(request: Request, context: Context) -> Iterator[Hit]:
    """The version of a policy is none that IAM knows, or too old for the variables in the policy.

    There are ``2012-10-17`` and ``2008-10-17``, which is also meant where none is written. ``${…}`` is a variable under
    the newer one and plain text under the older. Write ``2012-10-17``; it is no date of yours.
    """
    reading = policy_of(request, context)
    if reading is None or not isinstance(reading.data, dict):
        return
    given = reading.data.get("Version", _OLDER)
    if isinstance(given, str) and given not in (_NEWER, _OLDER):
        yield hit(reading, ("Version",), f"{shown(given)} is no version of policies: write {_NEWER}")
    elif given == _OLDER and _VARIABLE_RE.search(reading.text):
        text = f"variables ({shown('${…}')}) are plain text in a policy of this version: write {_NEWER}"
        yield hit(reading, ("Version",), text)


RULES = (syntax, structure, element_twice, unknown_element, version)
