"""POL: statements that SES takes, and that say something else than most who write them mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.pol.places import PUTTING, hit, known_lines, put, statements_of
from mimeforge.rules.pol.vocabulary import key_named, operator_named
from mimeforge.rules.pol.wildcards import means_action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request
    from mimeforge.rules.pol.document import Condition, Statement
    from mimeforge.rules.pol.places import Line
    from mimeforge.rules.pol.vocabulary import Key, OperatorUse

__all__ = ["RULES"]

_IAM: Final = "IAM user guide, condition operators"
_GUIDE: Final = "SES developer guide, examples of policies"

_ADDRESSES: Final = frozenset({"ses:Recipients", "ses:FromAddress", "ses:FeedbackAddress"})
# Keys of a message that SendBulkEmail does not have (Service Authorization Reference).
_NOT_IN_BULK: Final = frozenset({*_ADDRESSES, "ses:FromDisplayName"})
_BULK: Final = "ses:SendBulkEmail"

# Keys that say nothing of who sends; all other global keys do.
_NOT_OF_CALLER: Final = frozenset({"aws:CurrentTime", "aws:EpochTime", "aws:SecureTransport", "aws:UserAgent"})

# A wildcard, or a variable, which may hold one.
_WILD_RE: Final = re.compile(r"[*?]|\$\{")

# Of regular expressions, what is seldom in an address or a name: ".*", "\.", "[a-z]", "^", "$" and "|".
_REGEX_RE: Final = re.compile(r"\.[*+]|\\|\[[^\[\]]*\]|^\^|\$$|\|")


@rule(
    "POL130",
    "policy-open-to-all",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"IAM user guide, Principal; {_GUIDE}: with aws:PrincipalOrgID",
    looks_at=requests(*PUTTING),
    bad=(
        put(Principal="*"),
        put(Principal={"AWS": "*"}),
        put(Principal="*", Condition={"StringLike": {"ses:FromAddress": "news-*@example.com"}}),
        put(Principal="*", Condition={"StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}),
    ),
    good=(
        put(Principal="*", Condition={"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}}),
        put(Principal="*", Effect="Deny"),
    ),
)
def open_to_all(request: Request, context: Context) -> Iterator[Hit]:
    """A policy allows everybody to send, in any account.

    Conditions on the message restrict what is sent and not who sends; nor do conditions on the caller that hold where
    the key is missing, as those with ``Not`` and ``IfExists`` do. Name accounts, users or roles, or add a condition on
    the caller, such as ``aws:PrincipalOrgID``.
    """
    for reading, statement, steps in statements_of(request, context):
        if statement.effect == "Allow" and not any(map(_is_on_caller, statement.conditions)):
            for kind, value in statement.principals:
                if value == "*" and kind in {"*", "AWS"}:
                    text = "everybody may send, from any account: name accounts, or add aws:PrincipalOrgID"
                    yield hit(reading, (*steps, "Principal"), text)
                    break


def _is_on_caller(condition: Condition) -> bool:
    """Whether a condition keeps some callers out: what it asks for has to be there, and to be of the caller."""
    key, use = key_named(condition.key), operator_named(condition.operator)
    name = key.name if key else condition.key
    is_of_caller = not name.lower().startswith("ses:") and name not in _NOT_OF_CALLER and name != "aws:ResourceTag/"
    return is_of_caller and not (use and (use.holds_without_key or use.operator.type == "null"))


@rule(
    "POL131",
    "policy-pattern-without-wildcard",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_IAM}, StringLike; an example of the SES developer guide has it for what a name includes",
    looks_at=requests(*PUTTING),
    bad=(
        put(Condition={"StringLike": {"ses:FromAddress": "jo@example.com"}}),
        put(Condition={"StringLike": {"ses:FromDisplayName": "Accounts", "ses:FromAddress": "jo*@example.com"}}),
    ),
    good=(
        put(Condition={"StringLike": {"ses:FromAddress": ["jo@example.com", "news-*@example.com"]}}),
        put(Condition={"StringEquals": {"ses:FromAddress": "jo@example.com"}}),
    ),
)
def pattern_without_wildcard(request: Request, context: Context) -> Iterator[Hit]:
    """A pattern has no wildcard, so that it fits one value alone.

    ``StringLike`` compares the whole value: ``Accounts`` fits no name that merely includes it, which is what
    ``*Accounts*`` does. ``*`` stands for any characters, ``?`` for one. Write ``StringEquals`` for what is exact.
    """
    for line, _, _ in _patterns(request, context):
        values = line.condition.values
        if values and not any(_WILD_RE.search(value) for value in values):
            text = f"{shown(values[0])} has no wildcard and fits the whole value only: write *, or StringEquals"
            yield line.hit(text, 0)


@rule(
    "POL132",
    "policy-literal-wildcard",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_IAM}: StringEquals compares exactly, StringLike knows wildcards",
    looks_at=requests(*PUTTING),
    bad=(
        put(Condition={"StringEquals": {"ses:FromAddress": "*@example.com"}}),
        put(Effect="Deny", Condition={"ForAnyValue:StringNotEquals": {"ses:Recipients": "*@example.net"}}),
    ),
    good=(
        put(Condition={"StringLike": {"ses:FromAddress": "*@example.com"}}),
        put(Condition={"StringEquals": {"aws:UserAgent": "mailer/*"}}),
    ),
)
def literal_wildcard(request: Request, context: Context) -> Iterator[Hit]:
    """An address with ``*`` is compared by an operator that takes it for a character.

    Only ``StringLike`` and ``StringNotLike`` know wildcards. Compared exactly, no address fits.
    """
    for line, use, key in known_lines(request, context):
        if key.name in _ADDRESSES and use.operator.name.startswith("String"):
            like = "StringNotLike" if use.operator.negated else "StringLike"
            for index, value in enumerate(line.condition.values):
                if "*" in value and use.operator.name != like:
                    text = f"the * in {shown(value)} is a character to {use.operator.name}: write {like}"
                    yield line.hit(text, index)


@rule(
    "POL133",
    "policy-pattern-is-no-regex",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_IAM}, StringLike; {_GUIDE} have such a pattern",
    looks_at=requests(*PUTTING),
    bad=(
        put(Condition={"StringLike": {"ses:FromAddress": "news.*@example.com"}}),
        put(Condition={"StringLike": {"ses:FromAddress": r"^news-*@example\.com$"}}),
    ),
    good=(put(Condition={"StringLike": {"ses:FromAddress": ["news.may*@example.com", "news-?@example.com"]}}),),
)
def pattern_is_no_regex(request: Request, context: Context) -> Iterator[Hit]:
    """A pattern looks like a regular expression.

    In a policy ``*`` stands for any characters by itself, and a dot is a dot: ``news.*@example.com`` fits
    ``news.may@example.com`` and not ``news-may@example.com``.
    """
    for line, _, _ in _patterns(request, context):
        for index, value in enumerate(line.condition.values):
            found = _REGEX_RE.search(value)
            if found:
                text = f"{shown(found[0])} is no regular expression here, only * and ? are wildcards: write them alone"
                yield line.hit(text, index)


@rule(
    "POL134",
    "policy-pattern-open-domain",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_IAM}, StringLike; {_GUIDE} have such a pattern, *admin*example.com",
    looks_at=requests(*PUTTING),
    bad=(
        put(Condition={"StringNotLike": {"ses:FromAddress": "*admin*example.com"}}),
        put(Condition={"ForAllValues:StringLike": {"ses:Recipients": "*example.net"}}),
    ),
    good=(
        put(Condition={"ForAllValues:StringLike": {"ses:Recipients": ["*@example.net", "*.example.net", "*"]}}),
        put(Condition={"StringNotLike": {"ses:FromAddress": "*admin*@example.com"}}),
    ),
)
def pattern_open_domain(request: Request, context: Context) -> Iterator[Hit]:
    """The wildcard of a pattern runs into the domain of addresses.

    ``*example.net`` also fits addresses at ``shop.example.net`` and at ``notexample.net``, and ``*admin*example.com``
    those at ``admin.example.com``. Write ``@`` before the domain. Where this opens the way to other recipients, it is a
    warning.
    """
    for line, use, key in _patterns(request, context):
        if key.name not in _ADDRESSES:
            continue
        opens = (line.statement.effect == "Allow") is not use.operator.negated and key.name == "ses:Recipients"
        for index, value in enumerate(line.condition.values):
            _, star, domain = value.rpartition("*")
            if star and "." in domain and "@" not in domain and not domain.startswith("."):
                text = f"* in {shown(value)} also stands for the beginning of a domain: write {shown('@' + domain)}"
                yield line.hit(text, index, severity=Severity.WARNING if opens else None)


@rule(
    "POL135",
    "policy-domain-capitals",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_IAM}: StringEquals and StringLike regard case; SES developer guide, examples of policies",
    looks_at=requests(*PUTTING),
    bad=(
        put(Condition={"StringEquals": {"ses:FromAddress": "jo@Example.com"}}),
        put(Condition={"ForAllValues:StringLike": {"ses:Recipients": "*@EXAMPLE.NET"}}),
    ),
    good=(
        put(Condition={"StringEquals": {"ses:FromAddress": "Jo@example.com"}}),
        put(Condition={"StringEqualsIgnoreCase": {"ses:FromAddress": "jo@Example.com"}}),
    ),
)
def domain_capitals(request: Request, context: Context) -> Iterator[Hit]:
    """The domain of an address in a condition has capitals.

    To mail, domains have no case; conditions regard it. A message with the domain in small letters does not fit.
    """
    for line, use, key in known_lines(request, context):
        if key.name not in _ADDRESSES or use.operator.type != "string" or "IgnoreCase" in use.operator.name:
            continue
        for index, value in enumerate(line.condition.values):
            _, at, domain = value.rpartition("@")
            if at and "${" not in domain and domain != domain.lower():
                text = f"{shown(domain)} fits in these capitals only, and mail mostly has small letters: write those"
                yield line.hit(text, index)


@rule(
    "POL136",
    "policy-name-without-address",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"Service Authorization Reference: ses:FromDisplayName, ses:FromAddress; {_GUIDE}: one on the name alone",
    looks_at=requests(*PUTTING),
    bad=(put(Condition={"StringLike": {"ses:FromDisplayName": "Shop*"}}),),
    good=(
        put(Condition={"StringLike": {"ses:FromDisplayName": "Shop*", "ses:FromAddress": "shop*@example.com"}}),
        put(Effect="Deny", Condition={"StringLike": {"ses:FromDisplayName": "Support*"}}),
    ),
)
def name_without_address(request: Request, context: Context) -> Iterator[Hit]:
    """A statement restricts the display name of From, and not its address.

    Whoever it allows to send may use every address of the identity under that name. Add ``ses:FromAddress`` where it
    matters.
    """
    with_address: set[int] = set()
    on_names: dict[int, Line] = {}
    for line, use, key in known_lines(request, context):
        if key.name == "ses:FromAddress":
            with_address.add(line.statement.index)
        elif key.name == "ses:FromDisplayName" and use.operator.type != "null" and line.statement.effect == "Allow":
            on_names.setdefault(line.statement.index, line)
    for index, line in on_names.items():
        if index not in with_address:
            yield line.hit("the name is restricted, and not which address stands by it: add ses:FromAddress")


@rule(
    "POL137",
    "policy-passes-without-key",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="Service Authorization Reference: SendBulkEmail has no such key; IAM user guide: missing keys. Whether a "
    "policy of an identity can allow SendBulkEmail is not known",
    looks_at=requests(*PUTTING),
    bad=(
        put(Action="ses:*", Condition={"ForAllValues:StringLike": {"ses:Recipients": "*@example.net"}}),
        put(Action="ses:Send*", Condition={"StringNotLike": {"ses:FromAddress": "admin*@example.com"}}),
        put(Action="*", Condition={"StringLikeIfExists": {"ses:FromAddress": "news*@example.com"}}),
        put(Effect="Deny", Action="ses:*", Condition={"StringLike": {"ses:FromAddress": "admin*@example.com"}}),
    ),
    good=(
        put(Condition={"ForAllValues:StringLike": {"ses:Recipients": "*@example.net"}}),
        put(
            Action="ses:Send*",
            Condition={
                "ForAllValues:StringLike": {"ses:Recipients": "*@example.net"},
                "Null": {"ses:Recipients": "false"},
            },
        ),
        put(Action="ses:Send*", Condition={"StringLike": {"ses:FromAddress": "news*@example.com"}}),
        put(Effect="Deny", Action="*", Condition={"StringLikeIfExists": {"ses:FromAddress": "admin*@example.com"}}),
    ),
)
def passes_without_key(request: Request, context: Context) -> Iterator[Hit]:
    """A condition lets pass what lacks its key, and an action that the statement is about may lack it.

    ``ForAllValues:``, operators with ``Not`` and those with ``IfExists`` are true without a key, all others false.
    SendBulkEmail of version 2, which wildcards include, has neither sender nor recipients to compare: what should be
    allowed under a condition is allowed without one, and what should be denied passes. Name the actions; or ask for the
    key with ``"Null": {"ses:FromAddress": "false"}`` to allow, and use ``IfExists`` to deny.
    """
    lines = list(known_lines(request, context))
    guarded = {(line.statement.index, key.name) for line, use, key in lines if _asks_for_key(line, use)}
    for line, use, key in lines:
        allowing = line.statement.effect == "Allow"
        is_judged = key.name in _NOT_IN_BULK and use.operator.type != "null" and _is_about_bulk(line.statement)
        is_guarded = allowing and (line.statement.index, key.name) in guarded
        if is_judged and use.holds_without_key is allowing and not is_guarded:
            advice = "guard it with Null" if allowing else "use IfExists"
            yield line.hit(f"{_BULK} has no {key.name} and passes: name the actions that are meant, or {advice}")


def _asks_for_key(line: Line, use: OperatorUse) -> bool:
    return use.operator.type == "null" and line.condition.values == ("false",)


def _is_about_bulk(statement: Statement) -> bool:
    return any(means_action(action, _BULK) for action in statement.actions)


def _patterns(request: Request, context: Context) -> Iterator[tuple[Line, OperatorUse, Key]]:
    """Pass the lines on SES's own keys in which wildcards stand for something."""
    for line, use, key in known_lines(request, context):
        if key.name.startswith("ses:") and use.operator.name in {"StringLike", "StringNotLike"}:
            yield line, use, key


RULES = (
    open_to_all,
    pattern_without_wildcard,
    literal_wildcard,
    pattern_is_no_regex,
    pattern_open_domain,
    domain_capitals,
    name_without_address,
    passes_without_key,
)
