"""POL: whom a policy names, which actions it allows, and for which identity."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown
from mimeforge.headers import arn_fault
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.places import did_you_mean
from mimeforge.rules.pol.places import ARN, PUTTING, hit, identity_member, put, put_text, statements_of
from mimeforge.rules.pol.vocabulary import MANAGEMENT_ACTIONS, SENDING_ACTIONS
from mimeforge.rules.pol.wildcards import means_action
from mimeforge.rules.ses.identity_arns import what_is_wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_GUIDE: Final = "SES developer guide, anatomy of a policy"

# IAM user guide, Principal: an account, a user, a role or a session; no part of one is a wildcard.
_PRINCIPAL_RE: Final = re.compile(
    r"\*|[0-9]{12}|arn:aws(?:-[a-z]++)*+:(?:iam::[0-9]{12}:(?:root|(?:user|role)/[!-)+-~]++)"
    r"|sts::[0-9]{12}:(?:assumed-role|federated-user)/[!-)+-~]++)"
)
_SERVICE_RE: Final = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?")
_IAM_KINDS: Final = frozenset({"Federated", "CanonicalUser"})

_POLICY: Final[str] = put().arguments["Policy"]

_ACTIONS: Final = (*SENDING_ACTIONS, *MANAGEMENT_ACTIONS)
_SERVICE_WORDS: Final = frozenset({"sesv2", "email", "amazonses", "mail"})

# No action has a longer name, and to compare takes time.
_NAME_MAX: Final = 64


@rule(
    "POL110",
    "policy-principal",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_GUIDE}: the forms of Principal; IAM user guide, Principal; hashicorp/terraform-provider-aws#22549",
    looks_at=requests(*PUTTING),
    bad=(
        put(Principal={"AWS": "2109-8765-4321"}),
        put(Principal={"AWS": ["210987654321", "jo@example.com"]}),
        put(Principal={"AWS": "arn:aws:iam::210987654321:user/*"}),
        put(Principal={"AWS": "arn:aws:iam::210987654321:group/partners"}),
        put(Principal={"aws": "210987654321"}),
        put(Principal={"Service": "cognito"}),
        put(Principal={"Federated": "cognito-identity.amazonaws.com"}),
    ),
    good=(
        put(Principal={"AWS": "arn:aws:iam::210987654321:root"}),
        put(Principal={"AWS": ["210987654321", "arn:aws-cn:iam::210987654321:role/service/mailer"]}),
        put(Principal={"Service": "cognito-idp.amazonaws.com"}),
    ),
)
def principal(request: Request, context: Context) -> Iterator[Hit]:
    """A policy names somebody in a form that Amazon SES does not know.

    ``AWS`` is followed by an account of 12 digits or the ARN of an account's root, a user or a role. SES refuses a
    policy with a principal that does not exist, or not yet. ``Service`` is followed by the name of a service of AWS,
    such as ``cognito-idp.amazonaws.com``; of other forms of IAM, SES says nothing, which is a warning.
    """
    for reading, statement, steps in statements_of(request, context):
        element = "Principal" if statement.principals else "NotPrincipal"
        named: dict[str, list[str]] = {}
        for kind, value in (*statement.principals, *statement.not_principals):
            named.setdefault(kind, []).append(value)
        for kind, values in named.items():
            text, severity = _kind_fault(kind)
            if text:
                yield hit(reading, (*steps, element, kind), text, severity=severity)
            elif kind in _FORMS:
                form, advice, severity = _FORMS[kind]
                for index, value in enumerate(values):
                    if not form.fullmatch(value):
                        text = f"{shown(value)} is none of the forms for {kind}: {advice}"
                        yield hit(reading, (*steps, element, kind, index), text, severity=severity)


_FORMS: Final = {
    "AWS": (_PRINCIPAL_RE, "write an account of 12 digits, or the ARN of a root, user or role", Severity.ERROR),
    "Service": (_SERVICE_RE, "write a name like cognito-idp.amazonaws.com", Severity.WARNING),
}


def _kind_fault(kind: str) -> tuple[str, Severity]:
    """Say what is wrong with a kind of principals; "" where nothing is."""
    if kind in _IAM_KINDS:
        return f"SES does not describe principals of the kind {kind}: use AWS or Service", Severity.WARNING
    if kind in {"*", *_FORMS}:
        return "", Severity.NOTE
    meant = next((known for known in _FORMS if known.lower() == kind.lower()), None)
    return f"{shown(kind)} is no kind of principal{did_you_mean(meant) or ': use AWS or Service'}", Severity.ERROR


@rule(
    "POL111",
    "policy-action",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_GUIDE}: the actions that a policy may hold; IAM user guide, Action",
    looks_at=requests(*PUTTING),
    bad=(
        put(Action=["SendEmail", "SendRawEmail"]),
        put(Action=["ses:SendEmail", "ses:SendRawEmail", "sesv2:SendEmail"]),
        put(Action=["ses:SendEmail", "ses:SendRawEmail", "ses:SendTemplateEmail"]),
        put(Action=["ses:Send*Email", "ses:Receive*"]),
        put(Action=["ses:Send*Email", "ses:SendBulkEmail"]),
    ),
    good=(
        put(Action="ses:*"),
        put(Action=["SES:sendemail", "ses:SendRaw?mail", "ses:GetEmailIdentity"]),
        put(Action=list(SENDING_ACTIONS)),
    ),
)
def action(request: Request, context: Context) -> Iterator[Hit]:
    """A policy names an action that is none of those that Amazon SES lists for policies.

    It has no effect, or SES refuses the policy. An action without ``ses:`` or of another service is an error.
    ``ses:SendBulkEmail`` is an action of version 2 that the list for policies leaves out; the bulk mail of version 1 is
    ``ses:SendBulkTemplatedEmail``.
    """
    for reading, statement, steps in statements_of(request, context):
        for name, values in (("Action", statement.actions), ("NotAction", statement.not_actions)):
            for index, value in enumerate(values):
                found = _action_fault(value)
                if found:
                    yield hit(reading, (*steps, name, index), found[0], severity=found[1])


def _action_fault(value: str) -> tuple[str, Severity | None] | None:
    service, colon, name = value.lower().partition(":")
    if value == "*" or any(means_action(value, known) for known in _ACTIONS):
        return None
    if not colon or service in _SERVICE_WORDS:
        nearest = _nearest(f"ses:{name or service}")
        return f"{shown(value)} is no action of SES{nearest or ': they begin with ses:'}", Severity.ERROR
    if service != "ses":
        text = f"{shown(value)} is an action of another service: a policy of an identity is about those of ses"
        return text, Severity.ERROR
    if value.lower() == "ses:sendbulkemail":
        advice = "try it, or allow ses:SendBulkTemplatedEmail for version 1"
        return f"SES does not list {shown(value)} among the actions of policies: {advice}", None
    text = f"{shown(value)} is none of the actions that SES lists for policies"
    return text + (_nearest(value.lower()) or ": leave it out"), None


def _nearest(value: str) -> str:
    by_lower = {known.lower(): known for known in _ACTIONS}
    nearest = get_close_matches(value, by_lower, n=1, cutoff=0.8) if len(value) <= _NAME_MAX else []
    return did_you_mean(by_lower[nearest[0]] if nearest else None)


@rule(
    "POL112",
    "policy-half-sending",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="SES developer guide and Service Authorization Reference; anymail/django-anymail#384, "
    "nodemailer/nodemailer#1734: raw messages of version 2 need ses:SendRawEmail",
    looks_at=requests(*PUTTING),
    bad=(put(Action="ses:SendEmail"), put(Action=["ses:SendRawEmail", "ses:SendTemplatedEmail"])),
    good=(
        put(Action=["ses:SendEmail", "ses:SendRawEmail"]),
        put(Action="ses:Send*"),
        put(Action="ses:SendTemplatedEmail"),
    ),
)
def half_sending(request: Request, context: Context) -> Iterator[Hit]:
    """A policy allows one of ``ses:SendEmail`` and ``ses:SendRawEmail``, and not the other.

    Which one SendEmail of version 2 needs depends on its content: documents name ``ses:SendEmail``, and for raw
    messages SES was seen to ask for ``ses:SendRawEmail``, as it does over SMTP. Allow both, unless one is not meant.
    """
    found = list(statements_of(request, context))
    if any(statement.not_actions or reading.faults for reading, statement, _ in found):
        return  # what these allow is not known
    granting = [
        (reading, (*steps, "Action", index), value)
        for reading, statement, steps in found
        if statement.effect == "Allow"
        for index, value in enumerate(statement.actions)
    ]
    for wanted, other, reason in _HALVES:
        givers = [(reading, steps) for reading, steps, value in granting if means_action(value, wanted)]
        if givers and not any(means_action(value, other) for _, _, value in granting):
            text = f"{wanted} is allowed, and nowhere in this policy {other}, {reason}: allow both, if both are meant"
            yield hit(*givers[0], text)


_HALVES: Final = (
    ("ses:SendEmail", "ses:SendRawEmail", "which SMTP and raw messages of version 2 need"),
    ("ses:SendRawEmail", "ses:SendEmail", "which version 2 is documented to need"),
)


@rule(
    "POL113",
    "policy-resource",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_GUIDE}: the ARN of the identity that the policy is attached to",
    looks_at=requests(*PUTTING),
    bad=(
        put(Resource="*"),
        put(Resource="example.com"),
        put(Resource=ARN.replace("example.com", "*")),
        put(Resource=ARN.replace("example.com", "jo@example.com")),
        put(Resource=[ARN, ARN.replace("example.com", "example.net")]),
        put(Resource=ARN.replace("identity/", "configuration-set/")),
        put(Resource=ARN.replace("123456789012", "1234")),
        put(Resource=[ARN, ARN.replace("us-east-1", "eu-west-1")]),
        put_text(_POLICY, identity=ARN.replace("us-east-1", "eu-west-1")),
    ),
    good=(
        put(Resource=[ARN]),
        put(Resource=ARN.replace("us-east-1", "eu-west-1")),
        put_text(_POLICY, identity=ARN),
    ),
)
def resource(request: Request, context: Context) -> Iterator[Hit]:
    """The resource of a policy is not the identity that the policy is put to.

    SES refuses the policy. ``Resource`` is the whole ARN of that identity, without wildcards. Where the request names
    the identity without its ARN, region and account cannot be compared; one that no account can have is a warning, as
    is another case of letters.
    """
    identity = request.text(identity_member(request)) or ""
    if arn_fault(identity) and arn_fault(_ANY + identity):
        return  # which identity it is, is not known
    fitting: list[str] = []
    for reading, statement, steps in statements_of(request, context):
        for index, value in enumerate(statement.resources):
            text, severity = _resource_fault(value, identity)
            if not text and fitting and not _may_be_one(value, fitting[0]):
                text, severity = f"a second identity beside {shown(fitting[0])}: name the one of the policy", None
            if text:
                yield hit(reading, (*steps, "Resource", index), text, severity=severity)
            else:
                fitting.append(value)


_ANY: Final = "arn:aws:ses:us-east-1:123456789012:identity/"


def _resource_fault(value: str, identity: str) -> tuple[str, Severity | None]:
    """Say why a resource is not this identity, of which the ARN or the name is known; "" where it can be."""
    pieces = value.split(":", 5)
    is_known = identity.startswith("arn:")
    given, wanted = (value, identity) if is_known else (pieces[-1], f"identity/{identity}")
    is_arn = len(pieces) == 6 and (pieces[0], pieces[2]) == ("arn", "ses")
    if not is_arn or given.lower() != wanted.lower():
        form = shown(identity) if is_known else "its ARN, arn:aws:ses:REGION:ACCOUNT:identity/…"
        return f"{shown(value)} is not the identity that the policy is put to: write {form}", None
    if given != wanted:
        return f"{shown(value)} has other capitals than {shown(identity)}: write both alike", Severity.WARNING
    if fault := arn_fault(value):
        return f"no ARN that SES writes, {what_is_wrong(fault)}: copy that of the identity", Severity.WARNING
    return "", None


def _may_be_one(value: str, other: str) -> bool:
    """Whether two ARNs may mean one identity: a region may be written ``*``."""
    return value == other or "*" in value + other


RULES = (principal, action, half_sending, resource)
