"""API: the ARNs in a request: their form, whether they fit each other, and whether they cover the addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mimeforge.headers import arn_fault, match_identity_arn, template_arn_fault
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.examples import raw, raw_2, send, simple_2
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import ROLES, brought_message, roles
from mimeforge.rules.ses.identity_arns import (
    FORM,
    IDENTITY,
    REGION,
    address_for,
    clashes,
    denial,
    place_of,
    what_is_wrong,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from mimeforge.linter.context import Context
    from mimeforge.linter.examples import Call
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_START: Final = "arn:aws:ses:us-east-1:123456789012:identity/"
_GOOD: Final = f"{_START}example.com"
_IRELAND: Final = _GOOD.replace("us-east", "eu-west")
_EVERYWHERE: Final = _GOOD.replace("us-east-1", "*")
_TEMPLATE_FORM: Final = "arn:aws:ses:REGION:ACCOUNT:template/NAME"
_TEMPLATE: Final = "arn:aws:ses:us-east-1:123456789012:template/receipt"


def _templated(arn: str) -> Call:
    return simple_2(Content={"Template": {"TemplateArn": arn, "TemplateData": "{}"}})


@rule(
    "API142",
    "request-arn-syntax",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Service Authorization Reference, Amazon SES: the form of an identity ARN; API models of the operations",
    looks_at=requests(*ROLES),
    bad=(
        send(SourceArn="example.com"),
        send(SourceArn="arn:aws:sesv2:us-east-1:123456789012:identity/example.com"),
        raw(FromArn=f"{_GOOD} "),
        raw_2(FromEmailAddressIdentityArn=_GOOD.replace("identity", "configuration-set")),
    ),
    good=(
        send(SourceArn=_GOOD),
        raw_2(FromEmailAddressIdentityArn=f"{_START}jo@example.com"),
        raw_2(FromEmailAddressIdentityArn=_EVERYWHERE, EndpointId="abcdef12.g3h"),
    ),
)
def arn_syntax(request: Request, context: Context) -> Iterator[Hit]:
    """A member for the ARN of an identity holds something else.

    SES then cannot find the identity whose policy allows the sending. The form is
    ``arn:aws:ses:REGION:ACCOUNT:identity/NAME``, the service ``ses`` (in version 2 too), the account in 12 digits, the
    name an e-mail address or a domain.
    """
    for path, value in request.texts(*roles(request).arns):
        fault = arn_fault(value) if value else None
        if fault:
            text = f"no ARN of an identity, {what_is_wrong(fault)}: write {FORM}"
            yield at(request, path, text, *place_of(fault, value))


@rule(
    "API143",
    "request-template-arn",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Service Authorization Reference, Amazon SES: the form of a template's ARN",
    looks_at=requests("sesv2.SendEmail"),
    bad=(_templated("receipt"), _templated(_GOOD)),
    good=(_templated(_TEMPLATE),),
)
def template_arn(request: Request, context: Context) -> Iterator[Hit]:
    """TemplateArn does not hold the ARN of a template.

    The form is ``arn:aws:ses:REGION:ACCOUNT:template/NAME``. The name alone belongs in ``TemplateName``.
    """
    for path, value in request.texts("Content.Template.TemplateArn"):
        fault = template_arn_fault(value) if value else None
        if fault:
            text = f"no ARN of a template, {what_is_wrong(fault)}: write {_TEMPLATE_FORM}, or the name in TemplateName"
            yield at(request, path, text, *place_of(fault, value))


class _Arn(NamedTuple):
    """An ARN that can be read, and the member that holds it."""

    path: str
    match: Match[str]

    def hit(self, request: Request, group: int, text: str, **more: Any) -> Hit:
        return at(request, self.path, text, *self.match.span(group), **more)


def _arns(request: Request) -> list[_Arn]:
    found = request.texts(*roles(request).arns)
    return [_Arn(path, match) for path, value in found if (match := match_identity_arn(value))]


@rule(
    "API144",
    "request-arn-clash",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, delegate sender tasks: the region of the endpoint, * for global endpoints; the "
    "partitions of AWS, and * without a global endpoint, are inferred",
    looks_at=requests(*ROLES),
    bad=(
        raw(SourceArn=_GOOD, FromArn=_IRELAND),
        send(SourceArn=_GOOD.replace("aws", "aws-cn", 1)),
        raw_2(FromEmailAddressIdentityArn=_GOOD, EndpointId="abcdef12.g3h"),
        raw_2(FromEmailAddressIdentityArn=_EVERYWHERE),
    ),
    good=(
        raw(SourceArn=_GOOD, FromArn=_GOOD),
        send(SourceArn=_GOOD.replace("aws:ses:us-east", "aws-cn:ses:cn-north")),
        raw_2(FromEmailAddressIdentityArn=_EVERYWHERE, EndpointId="abcdef12.g3h"),
    ),
)
def arn_clash(request: Request, context: Context) -> Iterator[Hit]:
    """The ARNs of a request are of different regions or partitions, or of another region than its endpoint.

    All of them have to be of the region of the endpoint that the request goes to. With a global endpoint
    (``EndpointId``) ``*`` stands in the place of the region, and the policy is needed in both regions.
    """
    arns = _arns(request)
    for clash in clashes(arns):
        evidence = Evidence.INFERRED if clash.is_inferred else None
        yield arns[clash.which].hit(request, clash.group, clash.text, evidence=evidence)
    is_global = bool(request.get("EndpointId"))
    for arn in arns:
        if is_global and arn.match[REGION] != "*":
            yield arn.hit(request, REGION, "with a global endpoint (EndpointId) any region is meant: write * for it")
        elif not is_global and arn.match[REGION] == "*":
            text = "* is for global endpoints, and EndpointId names none: write the region that this is sent to"
            yield arn.hit(request, REGION, text, evidence=Evidence.INFERRED)


@rule(
    "API145",
    "request-arn-identity",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, creating identities; API models: which address each ARN is for",
    looks_at=requests(*ROLES),
    bad=(
        send(SourceArn=f"{_START}example.net"),
        send(SourceArn=f"{_START}Jo@example.com"),
        send(ReturnPath="bounces@example.net", ReturnPathArn=_GOOD),
        raw(FromArn=f"{_START}zoe@example.com"),
        raw_2(FromEmailAddressIdentityArn=f"{_START}mail.example.com"),
        raw(ReturnPathArn=f"{_START}example.net"),
        raw_2(FeedbackForwardingEmailAddressIdentityArn=f"{_START}example.net"),
    ),
    good=(
        send(SourceArn=f"{_START}jo@example.com"),
        send(Source="Jo <jo+lunch@mail.example.com>", SourceArn=f"{_START}Example.COM"),
        send(ReturnPathArn=_GOOD, ReturnPath="bounces@example.com"),
        raw(SourceArn=f"{_START}example.net", FromArn=_GOOD, Source="bounces@example.net"),
    ),
)
def arn_identity(request: Request, context: Context) -> Iterator[Hit]:
    """The identity of an ARN does not cover the address it is given for.

    SES denies the sending. ``SourceArn`` is for ``Source``, ``FromArn`` for the From field of a raw message,
    ``ReturnPathArn`` for the address of bounces; in version 2 ``FromEmailAddressIdentityArn`` and
    ``FeedbackForwardingEmailAddressIdentityArn`` are for the members whose names they begin with. Where there is no
    such member, bounces go to the Return-Path of a raw message, else to the author, and the ARN is for that address; in
    version 2 the last is inferred, and a warning. An identity covers its own address, with any ``+label``, or all
    addresses of its domain and the domains below. SES compares identities that are e-mail addresses with regard to
    case.
    """
    for arn in _arns(request):
        where, address, doubt = address_for(arn.path, request, brought_message(request), context)
        text = denial(arn.match[IDENTITY], address, where)
        if text:
            yield arn.hit(request, IDENTITY, text, **doubt)


@rule(
    "API146",
    "request-arn-alone",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="Netflix/iep#367; the API model of SendRawEmail says that SourceArn is enough",
    looks_at=requests("ses.SendRawEmail"),
    bad=(raw(SourceArn=_GOOD),),
    good=(
        raw(SourceArn=_GOOD, FromArn=_GOOD),
        raw(sample(f"X-SES-FROM-ARN: {_GOOD}"), SourceArn=_GOOD),
        send(SourceArn=_GOOD),
    ),
)
def arn_alone(request: Request, context: Context) -> Iterator[Hit]:
    """There is a SourceArn, and no FromArn for the From field of the raw message.

    The documents say that the one is enough; SES was seen to deny access until both were given. Give both.
    """
    message = request.message
    has_from_arn = request.text("FromArn") or (message and message.field("X-SES-FROM-ARN"))
    if request.text("SourceArn") and message and message.field("From") and not has_from_arn:
        yield at(request, "SourceArn", "SourceArn without FromArn, to which SES was seen to deny access: give both")


RULES = (arn_syntax, template_arn, arn_clash, arn_identity, arn_alone)
