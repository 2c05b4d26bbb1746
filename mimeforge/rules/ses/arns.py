"""SES: the X-SES-*-ARN fields, and whether they fit each other and the message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import ENCODED_WORD_RE, FOLD_RE
from mimeforge._ses_facts import ARN_FIELDS
from mimeforge.headers import arn_fault, match_identity_arn
from mimeforge.linter.examples import Example, ExampleEnvelope, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.fixes import edited
from mimeforge.rules.ses.fixes import service_fix, setting_as_it_is
from mimeforge.rules.ses.identity_arns import (
    FORM,
    IDENTITY,
    Addressed,
    address_for,
    clashes,
    denial,
    place_of,
    what_is_wrong,
)
from mimeforge.rules.ses.interfaces import envelope_sender
from mimeforge.rules.ses.setting_fields import is_left_to_others, is_overridden
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from mimeforge.headers.ses import ArnFault
    from mimeforge.linter.context import Context
    from mimeforge.linter.fix import Fix
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_START: Final = "arn:aws:ses:us-east-1:123456789012:identity/"
_GOOD: Final = f"{_START}example.com"
_BOUNCING: Final = ExampleEnvelope("bounces@example.net", ("zoe@example.net",))


@rule(
    "SES103",
    "ses-arn-syntax",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Service Authorization Reference, Amazon SES: the form of an identity ARN; API model of SendRawEmail",
    looks_at=MESSAGE,
    bad=(
        sample("X-SES-FROM-ARN: example.com"),
        sample("X-SES-FROM-ARN:"),
        sample("X-SES-FROM-ARN: arn:aws:sesv2:us-east-1:123456789012:identity/example.com"),
        sample("X-SES-FROM-ARN: arn:aws:ses:us-east-1:12345:identity/example.com"),
        sample("X-SES-RETURN-PATH-ARN: arn:aws:ses:us-east-1:123456789012:configuration-set/receipts"),
        sample(f"X-SES-FROM-ARN: {_START}<jo@example.com>"),
        sample("X-SES-FROM-ARN: =?utf-8?q?arn=3Aaws=3Ases=3Aus-east-1=3A123456789012=3Aidentity?="),
        sample("X-SES-FROM-ARN: arn:aws:ses:us-east-1:123456789012:\r\n identity/example.com"),
    ),
    good=(
        sample(f"X-SES-SOURCE-ARN: {_GOOD}", f"X-SES-FROM-ARN:\r\n {_GOOD}"),
        sample("X-SES-FROM-ARN: arn:aws-us-gov:ses:us-gov-west-1:123456789012:identity/jo@example.com"),
        sample("X-SES-FROM-ARN: arn:aws:ses:*:123456789012:identity/jo@example.com"),
    ),
)
def arn_syntax(message: Part, context: Context) -> Iterator[Hit]:
    """An X-SES-*-ARN field does not hold the ARN of an identity.

    SES then cannot find the identity whose policy allows the sending. The form is
    ``arn:aws:ses:REGION:ACCOUNT:identity/NAME``, the service ``ses`` (not ``sesv2``), the account in 12 digits, the
    name an e-mail address or a domain; all on one line and never encoded. Of several fields of one name SES uses the
    first, which alone is judged.
    """
    for field in filter(None, map(message.field, ARN_FIELDS)):
        fault = None if is_overridden(field.name, context) else arn_fault(field.value)
        if fault and not is_left_to_others(field.raw):
            span, reason = _place(field, fault)
            text = f"{field.name} is no ARN of an identity, {reason}: write {FORM}"
            yield Hit(span, text, field=field, fix=_mended(field, message, context))


def _place(field: Field, fault: ArnFault) -> tuple[Span, str]:
    """Say where an ARN is wrong, and how."""
    start, end = field.value_span
    raw = field.source.read(field.value_span)
    place, reason = place_of(fault, raw.decode("latin-1")), what_is_wrong(fault)
    if ENCODED_WORD_RE.search(field.value):
        place, reason = (0, end - start), "it is an encoded-word, which nobody decodes there"
    elif fold := FOLD_RE.search(raw):
        place, reason = fold.span(), "it is folded"
    return Span(start + place[0], start + place[1]) if raw else field.span, reason


def _mended(field: Field, message: Part, context: Context) -> Fix | None:
    """Mend an ARN, where the identity that it names then is the one that is needed."""
    fix = setting_as_it_is(field) or service_fix(field)
    after = edited(field, fix.edits) if fix else None
    arn = match_identity_arn(after.value) if after else None
    where, address, _ = _address_for(field.name.upper(), message, context)
    return None if arn is None or denial(arn[IDENTITY], address, where) else fix


class _Arn(NamedTuple):
    """An ARN field that can be read. A match has no fold, so that offsets in the value are octets of the field."""

    field: Field
    match: Match[str]

    def span(self, group: int) -> Span:
        start = self.field.value_span.start
        return Span(start + self.match.start(group), start + self.match.end(group))


def _arns(message: Part, context: Context) -> list[_Arn]:
    """Give what SES uses: the first field of each name, and none where the request says it in its place."""
    return [arn for arn in context.once(_read, message) if not is_overridden(arn.field.name, context)]


def _read(message: Part) -> list[_Arn]:
    found = (message.field(name) for name in ARN_FIELDS)
    return [_Arn(field, match) for field in found if field and (match := match_identity_arn(field.value))]


@rule(
    "SES120",
    "ses-arn-clash",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, delegate sender tasks: the region of the endpoint; the partitions of AWS are inferred",
    looks_at=MESSAGE,
    bad=(
        sample(f"X-SES-SOURCE-ARN: {_GOOD}", f"X-SES-FROM-ARN: {_GOOD.replace('us-east-1', 'eu-west-1')}"),
        sample(
            f"X-SES-SOURCE-ARN: {_GOOD}",
            f"X-SES-FROM-ARN: {_GOOD.replace('aws:ses:us-east', 'aws-cn:ses:cn-north')}",
        ),
        sample(f"X-SES-FROM-ARN: {_GOOD.replace('us-east', 'cn-north')}"),
    ),
    good=(
        sample(f"X-SES-SOURCE-ARN: {_GOOD}", f"X-SES-FROM-ARN: {_GOOD.replace('us-east-1', '*')}"),
        sample(f"X-SES-SOURCE-ARN: {_GOOD}", f"X-SES-FROM-ARN: {_GOOD.replace('123456789012', '210987654321')}"),
        sample(f"X-SES-FROM-ARN: {_GOOD.replace('aws:ses:us-east', 'aws-us-gov:ses:us-gov-east')}"),
        sample(f"X-SES-FROM-ARN: {_GOOD.replace('aws:ses:us-east', 'aws-iso:ses:us-iso-east')}"),
    ),
)
def arn_clash(message: Part, context: Context) -> Iterator[Hit]:
    """The ARNs of a message name different regions or partitions, or a region that its partition does not have.

    All of them have to be of the region of the endpoint the message is sent to; ``*`` is for the global endpoints. Take
    the identity of one region.
    """
    arns = _arns(message, context)
    for clash in clashes([(arn.field.name, arn.match) for arn in arns]):
        evidence = Evidence.INFERRED if clash.is_inferred else None
        yield Hit(arns[clash.which].span(clash.group), clash.text, evidence=evidence)


@rule(
    "SES121",
    "ses-arn-identity",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, creating identities; API model of SendRawEmail: which address each ARN is for",
    looks_at=MESSAGE,
    bad=(
        sample(f"X-SES-FROM-ARN: {_START}example.org"),
        sample(f"X-SES-FROM-ARN: {_START}zoe@example.com"),
        sample(f"X-SES-FROM-ARN: {_START}Jo@example.com"),
        Example(sample(f"X-SES-SOURCE-ARN: {_GOOD}", f"X-SES-FROM-ARN: {_GOOD}"), envelope=_BOUNCING),
        Example(sample(f"X-SES-RETURN-PATH-ARN: {_GOOD}"), envelope=_BOUNCING),
        sample(f"X-SES-RETURN-PATH-ARN: {_START}example.net"),
    ),
    good=(
        sample(f"X-SES-FROM-ARN: {_START}Example.COM", "From: jo@mail.example.com"),
        sample(f"X-SES-FROM-ARN: {_START}jo@example.com", "From: jo+lunch@example.com"),
        sample(f"X-SES-SOURCE-ARN: {_START}example.org", f"X-SES-FROM-ARN: {_GOOD}"),
        Example(sample(f"X-SES-RETURN-PATH-ARN: {_START}example.net"), envelope=_BOUNCING),
    ),
)
def arn_identity(message: Part, context: Context) -> Iterator[Hit]:
    """The identity of an ARN does not cover the address it is given for.

    SES denies the sending. X-SES-FROM-ARN is for the address in From, X-SES-SOURCE-ARN for the sender of the envelope,
    X-SES-RETURN-PATH-ARN for the address that bounces go to: that sender, or else the one in Return-Path, or in From,
    which is a warning where the envelope is not known. An identity covers its own address, with any ``+label``, or all
    addresses of its domain and the domains below. SES compares identities that are e-mail addresses with regard to
    case.
    """
    for arn in _arns(message, context):
        where, address, doubt = _address_for(arn.field.name.upper(), message, context)
        text = denial(arn.match[IDENTITY], address, where)
        if text:
            yield Hit(arn.span(IDENTITY), text, **doubt)


@rule(
    "SES122",
    "ses-arn-alone",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="Netflix/iep#367; the API model of SendRawEmail says that X-SES-SOURCE-ARN is enough",
    looks_at=MESSAGE,
    bad=(sample(f"X-SES-SOURCE-ARN: {_GOOD}"),),
    good=(sample(f"X-SES-SOURCE-ARN: {_GOOD}", f"X-SES-FROM-ARN: {_GOOD}"), sample(f"X-SES-FROM-ARN: {_GOOD}")),
)
def arn_alone(message: Part, context: Context) -> Iterator[Hit]:
    """There is an X-SES-SOURCE-ARN and no X-SES-FROM-ARN.

    The documents say that the one is enough; SES was seen to deny access until both were given. Give both.
    """
    arns = _arns(message, context)
    has_from_arn = message.field("X-SES-FROM-ARN") is not None or is_overridden("X-SES-FROM-ARN", context)
    if arns and arns[0].field.name.upper() == "X-SES-SOURCE-ARN" and not has_from_arn:
        source = arns[0].field
        yield Hit(source.span, f"{source.name} without X-SES-FROM-ARN, to which SES was seen to deny access: give both")


def _address_for(name: str, message: Part, context: Context) -> Addressed:
    """Say which address an ARN field is for. That of the sender may stand in the envelope alone."""
    if context.request is None and name != "X-SES-FROM-ARN":
        if sender := envelope_sender(context):
            return Addressed("of the envelope", sender)
        if name == "X-SES-SOURCE-ARN" or not context.profile.reads_recipients:
            return Addressed("", "")
    return address_for(name, context.request, message, context)


RULES = (arn_syntax, arn_clash, arn_identity, arn_alone)
