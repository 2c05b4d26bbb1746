"""SES: the X-SES-* fields in which a message carries settings. Those of ARNs and of tags have files of their own."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from mimeforge._grammar import ENCODED_WORD_RE, FOLD_RE
from mimeforge._ses_facts import (
    ARN_FIELDS,
    CONFIGURATION_SET_FIELD,
    LIST_OPTIONS_FIELD,
    LIST_OPTIONS_RE,
    NOT_IN_LIST_OPTION_RE,
    SETTING_FIELDS,
    TENANT_FIELD,
    WRITTEN_FIELDS,
)
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, Hit, fields, rule
from mimeforge.rules.fixes import delete_field
from mimeforge.rules.ses.fixes import list_options_fix, setting_as_it_is
from mimeforge.rules.ses.setting_fields import is_left_to_others, is_overridden
from mimeforge.rules.ses.setting_names import CONFIGURATION_SET, TENANT, NameFault, name_fault
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.ses.setting_names import Kind
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_RECORDED = "the answers were recorded for the parameter of the API"
_ENCODED = "an encoded-word, which nobody decodes there"


@rule(
    "SES104",
    "ses-config-set-header",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"API model of CreateConfigurationSet; SES quotas; {_RECORDED}",
    looks_at=fields(CONFIGURATION_SET_FIELD),
    bad=(
        sample("X-SES-CONFIGURATION-SET: monthly receipts"),
        sample("X-SES-CONFIGURATION-SET: receipts.monthly"),
        sample("X-SES-CONFIGURATION-SET: =?utf-8?q?receipts?="),
        sample(f"X-SES-CONFIGURATION-SET: {'x' * 65}"),
        sample("X-SES-CONFIGURATION-SET:"),
    ),
    good=(
        sample("X-SES-CONFIGURATION-SET: receipts_2025-01"),
        sample(f"X-SES-CONFIGURATION-SET:\r\n {'x' * 64}"),
    ),
)
def configuration_set_name(field: Field, context: Context) -> Iterator[Hit]:
    """X-SES-CONFIGURATION-SET does not hold what can be the name of a configuration set.

    SES refuses the message. Names are letters and digits of ASCII, ``_`` and ``-``, at most 64 of them, and are never
    encoded. A field that is empty is a warning: nobody knows what SES makes of it.
    """
    if is_overridden(field.name, context):
        return
    if not field.raw.strip():
        text = f"{field.name} is empty: name a configuration set, or leave the field out"
        yield Hit(field.span, text, severity=Severity.WARNING)
    else:
        yield from _name_hits(field, CONFIGURATION_SET)


@rule(
    "SES123",
    "ses-tenant-name",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"API model of SendEmail (v2), TenantName; SES developer guide, tenants; {_RECORDED}",
    looks_at=fields(TENANT_FIELD),
    bad=(
        sample("X-SES-TENANT: Team North"),
        sample("X-SES-TENANT: =?utf-8?q?north?="),
        sample(f"X-SES-TENANT: {'x' * 65}"),
        sample("X-SES-TENANT:"),
    ),
    good=(sample("X-SES-TENANT: team_north-1"), sample(f"X-SES-TENANT: {'x' * 64}")),
)
def tenant_name(field: Field, context: Context) -> Iterator[Hit]:
    """X-SES-TENANT does not hold what can be the name of a tenant.

    SES refuses the message. Names are letters and digits of ASCII, ``_`` and ``-``, 1 to 64 of them, and are never
    encoded.
    """
    if not field.raw.strip():
        text = f"{field.name} is empty: name a tenant, or leave the field out"
        yield Hit(field.span, text, predicts="TenantName cannot be empty")
    else:
        yield from _name_hits(field, TENANT)


@rule(
    "SES106",
    "ses-list-options-syntax",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, subscription management: the form; what another form does is not known",
    looks_at=fields(LIST_OPTIONS_FIELD),
    bad=(
        sample("X-SES-LIST-MANAGEMENT-OPTIONS:"),
        sample("X-SES-LIST-MANAGEMENT-OPTIONS: news, topic=sports"),
        sample("X-SES-LIST-MANAGEMENT-OPTIONS: news; sports"),
        sample("X-SES-LIST-MANAGEMENT-OPTIONS: {news}; topic={sports}"),
        sample("X-SES-LIST-MANAGEMENT-OPTIONS: =?utf-8?q?news=3B_topic=3Dsports?="),
    ),
    good=(
        sample("X-SES-LIST-MANAGEMENT-OPTIONS: news"),
        sample("X-SES-LIST-MANAGEMENT-OPTIONS: news;\r\n topic=sports"),
    ),
)
def list_options(field: Field, context: Context) -> Iterator[Hit]:
    """X-SES-LIST-MANAGEMENT-OPTIONS is not of the form ``LIST; topic=TOPIC``.

    The name of a contact list, and, where one is meant, the name of a topic behind ``topic=``, without braces. What SES
    makes of another form is not documented; the link to unsubscribe may be missing.
    """
    if LIST_OPTIONS_RE.fullmatch(field.value) or is_left_to_others(field.raw):
        return
    advice = "write LIST; topic=TOPIC, or the name of the contact list alone"
    if not field.raw.strip():
        yield Hit(field.span, f"{field.name} is empty: {advice}")
    else:
        start = field.value_span.start
        (begins, ends), found = _options_fault(field.source.read(field.value_span).decode("ascii"))
        fix = setting_as_it_is(field) or list_options_fix(field)
        yield Hit(Span(start + begins, start + ends), f"{field.name} holds {found}: {advice}", fix=fix)


@rule(
    "SES124",
    "ses-unknown-header",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="SES developer guide and API model of SendRawEmail: the X-SES-* fields that are named there",
    looks_at=MESSAGE,
    bad=(sample("X-SES-CONFIGURATION_SET: receipts"), sample("X-SES-Weather: fine")),
    good=(sample("X-SES-CONFIGURATION-SET: receipts"), sample("x-ses-tenant: north"), sample("X-SESSION: 1")),
)
def unknown_header(message: Part, context: Context) -> Iterator[Hit]:
    """An X-SES-* field has a name that Amazon SES is not known to read.

    Most likely a setting was misspelt: it has no effect, and the field is delivered as any other. Correct the name, or
    give a field of your own another prefix.
    """
    for field in message.fields:
        if field.name[: len(_PREFIX)].upper() == _PREFIX and field.name.upper() not in _KNOWN:
            near = _nearest(field.name.upper())
            advice = f"did you mean {near}?" if near else "give a field of your own another prefix"
            text = f"{shown(field.name)} is no setting that SES is known to read: {advice}"
            yield Hit(field.name_span, text, fix=_hyphened(field, message) if near else None)


@rule(
    "SES125",
    "ses-setting-twice",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="API model of SendRawEmail: of several ARN fields SES uses the first; of the others it is not known",
    looks_at=MESSAGE,
    bad=(
        sample(*["X-SES-CONFIGURATION-SET: receipts"] * 2),
        sample("X-SES-MESSAGE-TAGS: campaign=may", "x-ses-message-tags: kind=receipt"),
        sample(*["X-SES-FROM-ARN: arn:aws:ses:us-east-1:123456789012:identity/example.com"] * 2),
    ),
    good=(sample("X-SES-CONFIGURATION-SET: receipts", "X-SES-MESSAGE-TAGS: campaign=may, kind=receipt"),),
)
def setting_twice(message: Part, context: Context) -> Iterator[Hit]:
    """An X-SES-* field with a setting stands twice.

    Of ARNs SES uses the first; of the others nobody knows which. Write one field, all tags in it.
    """
    for name in SETTING_FIELDS:
        named = message.fields_named(name)
        is_copy = len({field.value for field in named}) == 1
        is_arn = name in ARN_FIELDS
        effect = "SES uses the first" if is_arn else "which one SES uses is not known"
        evidence = Evidence.DOCUMENTED if is_arn else None
        for field in named[1:]:
            fix = Fix("leave the second field out", (delete_field(field),), safe=is_copy)
            text = f"{field.name} stands again, {effect}: write one"
            yield Hit(field.span, text, field=field, evidence=evidence, fix=fix if is_copy or is_arn else None)


_PREFIX = "X-SES-"
_KNOWN = frozenset(name.upper() for name in (*SETTING_FIELDS, *WRITTEN_FIELDS))
# No longer name is near one that is known, and to compare takes time.
_NAME_MAX = 64


def _nearest(name: str) -> str | None:
    """Find the setting whose name is much like this one, or has it as a word; the prefix that all have says nothing."""
    if len(name) > _NAME_MAX:
        return None
    ending = name.removeprefix(_PREFIX)
    endings = [setting.removeprefix(_PREFIX) for setting in SETTING_FIELDS]
    near = get_close_matches(ending, endings, n=1) or [one for one in endings if ending in one.split("-")]
    return _PREFIX + near[0] if near else None


def _hyphened(field: Field, message: Part) -> Fix | None:
    """Write the name of a setting with hyphens, as programs that take names for variables do not."""
    name = field.name.upper().replace("_", "-")
    if name not in _KNOWN or message.field(name):
        return None
    return Fix(f"write {name}", (Edit(field.name_span, name.encode("ascii")),), safe=False)


def _options_fault(value: str) -> tuple[tuple[int, int], str]:
    """Find the place of what is not of the form ``LIST; topic=TOPIC``, and say what it is."""
    if word := ENCODED_WORD_RE.search(value):
        return word.span(), _ENCODED
    name, semicolon, rest = value.partition(";")
    topic = rest.partition("=")[2]
    for what, text, end in (("list", name, len(name)), ("topic", topic, len(value))):
        if foreign := NOT_IN_LIST_OPTION_RE.search(text.strip()):
            start = end - len(text.lstrip())
            place = start + foreign.start(), start + foreign.end()
            return place, f"{_what(foreign[0])} in the name of the {what}"
    if not name.strip():
        return (0, len(semicolon)), "no name of a list before the semicolon"
    return (len(name), len(value)), "no topic=TOPIC behind the semicolon"


def _what(foreign: str) -> str:
    return "a fold" if "\n" in foreign else code_points(foreign[0])


def _name_hits(field: Field, kind: Kind) -> Iterator[Hit]:
    """Point at what makes a value no name. What SES says to one that is folded or encoded, nobody has seen."""
    if is_left_to_others(field.raw):
        return
    start, raw = field.value_span.start, field.source.read(field.value_span)
    if word := ENCODED_WORD_RE.search(raw.decode("ascii")):
        fault: NameFault | None = NameFault(*word.span(), _ENCODED, None)
    elif fold := FOLD_RE.search(raw):
        fault = NameFault(*fold.span(), "a fold", None)
    else:
        fault = name_fault(raw.decode("ascii"), kind)
    if fault:
        text = f"{field.name} holds {fault.found}: {kind.form}"
        span = Span(start + fault.start, start + fault.end)
        yield Hit(span, text, predicts=fault.answer, fix=setting_as_it_is(field))


RULES = (configuration_set_name, tenant_name, list_options, unknown_header, setting_twice)
