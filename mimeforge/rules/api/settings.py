"""API: configuration set, tenant, list management and endpoint of a request, and fields that set the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mimeforge._ses_facts import (
    ENDPOINT_ID_RE,
    LIST_OPTIONS_FIELD,
    LIST_OPTIONS_MEMBER,
    NOT_IN_LIST_OPTION_RE,
    OVERRIDING_MEMBERS,
    TENANT_FIELD,
)
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.examples import raw, raw_2, send, simple_2
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import ROLES, is_raw, roles
from mimeforge.rules.ses.setting_names import CONFIGURATION_SET, TENANT, name_fault
from mimeforge.rules.ses.tags import tags_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.examples import Call
    from mimeforge.linter.request import Request
    from mimeforge.rules.ses.setting_names import Kind
    from mimeforge.tree import Field

__all__ = ["RULES"]

_RECORDED: Final = "answers recorded (floci-io/floci)"
_V2: Final = "sesv2.SendEmail"
_GOOD_ARN: Final = "arn:aws:ses:us-east-1:123456789012:identity/example.com"


def _raw(*fields: str, **members: Any) -> Call:
    return raw(sample(*fields), **members)


def _raw_2(*fields: str, **members: Any) -> Call:
    return raw_2(sample(*fields), **members)


def _templated(*recipients: str, headers: tuple[str, ...] = ()) -> Call:
    template = {"TemplateName": "news", "TemplateData": "{}"}
    written = [{"Name": name, "Value": "<https://example.com/u>"} for name in headers]
    return simple_2(
        Destination={"ToAddresses": list(recipients)},
        Content={"Template": template | ({"Headers": written} if written else {})},
        ListManagementOptions={"ContactListName": "news"},
    )


@rule(
    "API147",
    "request-setting-overridden",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API models of SendRawEmail and of SendEmail (version 2); SES developer guide, event publishing",
    looks_at=requests("ses.SendRawEmail", _V2),
    bad=(
        _raw(f"X-SES-FROM-ARN: {_GOOD_ARN}", FromArn=_GOOD_ARN.replace("/", "/jo@")),
        _raw("X-SES-CONFIGURATION-SET: receipts", ConfigurationSetName="news"),
        _raw_2("X-SES-MESSAGE-TAGS: campaign=may, kind=news", EmailTags=[{"Name": "kind", "Value": "news"}]),
        _raw_2("X-SES-TENANT: north", TenantName="south"),
        _raw_2("X-SES-LIST-MANAGEMENT-OPTIONS: news", ListManagementOptions={"ContactListName": "offers"}),
    ),
    good=(
        _raw(f"X-SES-FROM-ARN: {_GOOD_ARN}", FromArn=_GOOD_ARN),
        _raw("X-SES-CONFIGURATION-SET: receipts", Tags=[{"Name": "kind", "Value": "news"}]),
        _raw_2("X-SES-MESSAGE-TAGS: kind=news", EmailTags=[{"Name": "kind", "Value": "news"}]),
        _raw_2(
            "X-SES-LIST-MANAGEMENT-OPTIONS: news;topic=sports",
            ListManagementOptions={"ContactListName": "news", "TopicName": "sports"},
        ),
    ),
)
def setting_overridden(request: Request, context: Context) -> Iterator[Hit]:
    """A field of the raw message and a member of the request set the same, and differ.

    SES goes by the request: ARNs and the configuration set of the message mean nothing then, and none of its tags are
    used, not even those of other names. Of tenants and list options nobody knows which of the two SES takes. Leave one
    out.
    """
    message = request.message if is_raw(request) else None
    for name, overriding in _SETTERS.items() if message else ():
        field = message.field(name) if message else None
        for member in overriding if field else ():
            value = request.get(member)
            if field and value and not _is_same(field, value):
                is_known = member in OVERRIDING_MEMBERS.get(name, ())
                effect = f"SES goes by {member}" if is_known else f"whether SES goes by it or by {member} is not known"
                text = f"{field.name} differs from {member} of the request, and {effect}: leave one out"
                yield Hit(field.span, text, field=field, evidence=None if is_known else Evidence.INFERRED)


@rule(
    "API152",
    "request-config-set-name",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"API model of CreateConfigurationSet; SES quotas; {_RECORDED}",
    looks_at=requests(*ROLES),
    bad=(
        send(ConfigurationSetName="monthly receipts"),
        send(ConfigurationSetName="x" * 65),
        _raw_2(ConfigurationSetName="arn:aws:ses:us-east-1:123456789012:configuration-set/receipts"),
        _raw(ConfigurationSetName=""),
    ),
    good=(send(ConfigurationSetName="receipts_2025-01"), _raw(ConfigurationSetName="x" * 64)),
)
def configuration_set(request: Request, context: Context) -> Iterator[Hit]:
    """ConfigurationSetName does not hold what can be the name of a configuration set.

    SES refuses the request. Names are letters and digits of ASCII, ``_`` and ``-``, at most 64 of them; the ARN of a
    set is none. An empty string is a warning: nobody knows what SES makes of it.
    """
    path = roles(request).configuration_set
    if request.get(path) == "":
        text = "an empty string names no configuration set: name one, or leave the member out"
        yield at(request, path, text, severity=Severity.WARNING, evidence=Evidence.INFERRED)
    else:
        yield from _name_hits(request, path, CONFIGURATION_SET)


@rule(
    "API153",
    "request-tenant-name",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"API model of SendEmail (version 2), TenantName; SES developer guide, tenants; {_RECORDED}",
    looks_at=requests(_V2),
    bad=(_raw_2(TenantName="Team North"), _raw_2(TenantName="x" * 65), _raw_2(TenantName="")),
    good=(_raw_2(TenantName="team_north-1"), _raw_2(TenantName="x" * 64)),
)
def tenant(request: Request, context: Context) -> Iterator[Hit]:
    """TenantName does not hold what can be the name of a tenant.

    SES refuses the request. Names are letters and digits of ASCII, ``_`` and ``-``, 1 to 64 of them.
    """
    if request.get("TenantName") == "":
        text = "an empty string names no tenant: name one, or leave the member out"
        yield at(request, "TenantName", text, predicts="TenantName cannot be empty")
    else:
        yield from _name_hits(request, "TenantName", TENANT)


@rule(
    "API154",
    "request-list-options",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="SES developer guide, subscription management: the form of X-SES-LIST-MANAGEMENT-OPTIONS, which is none of "
    "the names in it",
    looks_at=requests(_V2),
    bad=(
        _raw_2(ListManagementOptions={"ContactListName": "news; topic=sports"}),
        _raw_2(ListManagementOptions={"ContactListName": "{news}"}),
        _raw_2(ListManagementOptions={"ContactListName": ""}),
    ),
    good=(_raw_2(ListManagementOptions={"ContactListName": "news", "TopicName": "sports"}),),
)
def list_options(request: Request, context: Context) -> Iterator[Hit]:
    """ListManagementOptions does not hold names, but what the field of a raw message is made of, or nothing.

    The name of the contact list stands alone in ``ContactListName``, that of a topic in ``TopicName``, without braces.
    """
    for path, value in request.texts(*(f"{LIST_OPTIONS_MEMBER}.{name}" for name in ("ContactListName", "TopicName"))):
        foreign = next((one for one in NOT_IN_LIST_OPTION_RE.finditer(value) if one[0] in _MARKS), None)
        if foreign:
            text = f"{shown(foreign[0])} is part of no name: write the list in ContactListName, a topic in TopicName"
            yield at(request, path, text, *foreign.span())
        elif not value.strip():
            yield at(request, path, "a blank string is no name: write one, or leave the member out")


@rule(
    "API155",
    "request-list-management-idle",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, subscription management: one recipient, fields overridden",
    looks_at=requests(_V2),
    bad=(
        _templated("zoe@example.net", "ann@example.org"),
        _templated("zoe@example.net", headers=("List-Unsubscribe",)),
    ),
    good=(_templated("zoe@example.net"), _templated("zoe@example.net", headers=("List-Help",))),
)
def list_management_idle(request: Request, context: Context) -> Iterator[Hit]:
    """List management is asked for with a template and cannot work, or beside fields that it replaces.

    With more than one recipient SES adds neither link nor fields: send to one at a time. A List-Unsubscribe among the
    Headers is overridden: leave it out, or the options. Of other content ``ses-list-management-idle`` speaks.
    """
    if request.message is not None or not request.get(LIST_OPTIONS_MEMBER):
        return
    count = sum(1 for _ in request.texts(*roles(request).recipients))
    if count > 1:
        text = f"list management is for one recipient, and here are {count}: send to each alone"
        yield at(request, LIST_OPTIONS_MEMBER, text)
        return
    for path, header in request.items("Content.Template.Headers"):
        if str(header.get("Name", "")).lower() in _OWN_WAYS:
            name = f"{path}.Name"
            yield at(request, name, f"SES writes its own {header['Name']} over this one: leave it out, or the options")
            return


@rule(
    "API156",
    "request-endpoint-id",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="endpoint rules of version 2, in botocore: EndpointId is part of a host name",
    looks_at=requests(_V2),
    bad=(
        _raw_2(EndpointId="arn:aws:ses:us-east-1:123456789012:multi-region-endpoint/main"),
        _raw_2(EndpointId="abcdef12.g3h.endpoints.email.amazonaws.com/"),
        _raw_2(EndpointId=""),
    ),
    good=(_raw_2(EndpointId="abcdef12.g3h"),),
)
def endpoint_id(request: Request, context: Context) -> Iterator[Hit]:
    """EndpointId is not the id of a multi-region endpoint.

    A client makes the host name of it that the request goes to, and refuses anything else: letters and digits of ASCII,
    hyphens inside of labels, full stops between them. Take the id that SES gives (CreateMultiRegionEndpoint), not the
    name or the ARN; leave it out where there is none.
    """
    value = request.text("EndpointId")
    if value is not None and not ENDPOINT_ID_RE.fullmatch(value):
        text = f"{shown(value)} cannot be part of a host name: give the id of a multi-region endpoint, or leave it out"
        yield at(request, "EndpointId", text)


# Fields, and the members that set the same.
_SETTERS: Final = {
    **OVERRIDING_MEMBERS,
    "X-SES-RETURN-PATH-ARN": ("ReturnPathArn", "FeedbackForwardingEmailAddressIdentityArn"),
    TENANT_FIELD: ("TenantName",),
    LIST_OPTIONS_FIELD: (LIST_OPTIONS_MEMBER,),
}

# What divides the field of a raw message; of blanks and commas in names nothing is known.
_MARKS: Final = frozenset(";={}")

_OWN_WAYS: Final = frozenset({"list-unsubscribe", "list-unsubscribe-post"})


def _is_same(field: Field, value: Any) -> bool:
    """Whether a field says nothing that the member of the request does not say."""
    if isinstance(value, (list, tuple)):
        return {(tag.name, tag.value) for tag in tags_of(field)} <= {
            (one.get("Name"), one.get("Value")) for one in value
        }
    if isinstance(value, dict):
        name, _, topic = field.value.partition(";")
        told = name.strip(), topic.partition("=")[2].strip() or None
        return told == (value.get("ContactListName"), value.get("TopicName") or None)
    return bool(field.value == value)


def _name_hits(request: Request, path: str, kind: Kind) -> Iterator[Hit]:
    value = request.text(path)
    fault = name_fault(value, kind) if value else None
    if fault:
        text = f"{fault.found} may not stand: {kind.form}"
        yield at(request, path, text, fault.start, fault.end, predicts=fault.answer)


RULES = (setting_overridden, configuration_set, tenant, list_options, list_management_idle, endpoint_id)
