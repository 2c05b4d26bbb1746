"""API: templates in a request of version 2, and the values for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from mimeforge._grammar.templates import HANDLEBARS_NAME_RE, HANDLEBARS_TAG_RE, SES_MARK_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.examples import template
from mimeforge.rules.api.places import at
from mimeforge.rules.pol.json_text import LEVELS_MAX, levels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_PATH: Final = "Content.Template"
_DATA: Final = f"{_PATH}.TemplateData"
_KINDS: Final = ("TemplateName", "TemplateArn", "TemplateContent")
_INLINE: Final = tuple(f"{_PATH}.TemplateContent.{member}" for member in ("Subject", "Text", "Html"))
_ARN: Final = "arn:aws:ses:us-east-1:123456789012:template/lunch"

# Signs of tags that are more than a value: blocks, their alternatives, partials.
_BLOCKS: Final = frozenset("#^>*")
# Names that Handlebars has itself, of values among them.
_OWN_NAMES: Final = frozenset("else this true false null undefined".split())


def _inline(text: str, data: str | None = None) -> Any:
    values = {} if data is None else {"TemplateData": data}
    return template(TemplateName=None, TemplateContent={"Subject": "Lunch", "Text": text}, **values)


@rule(
    "API190",
    "template-choice",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of Template: a saved template by its name or ARN, or the full content of one",
    looks_at=requests("sesv2.SendEmail"),
    bad=(template(TemplateName=None), template(TemplateContent={"Subject": "Lunch", "Text": "See you at noon."})),
    good=(template(), template(TemplateName=None, TemplateArn=_ARN), template(TemplateArn=_ARN), _inline("See you.")),
)
def choice(request: Request, context: Context) -> Iterator[Hit]:
    """A request with a template names none, or brings one along and names another.

    Give TemplateName, TemplateArn or TemplateContent. Without any of them there is nothing to send; which of two counts
    is not documented, so that is a warning.
    """
    given = request.get(_PATH)
    if given is None:
        return
    if not any(name in given for name in _KINDS):
        yield at(request, _PATH, "no template: give TemplateName, TemplateArn or TemplateContent")
    elif "TemplateContent" in given and len([name for name in _KINDS if name in given]) > 1:
        text = "the content of a template, beside the name or ARN of another: leave one of them out"
        yield at(request, f"{_PATH}.TemplateContent", text, severity=Severity.WARNING, evidence=Evidence.INFERRED)


@rule(
    "API191",
    "template-data",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API models: TemplateData is a JSON object of key-value pairs; InvalidRenderingParameter, in v2 BadRequest",
    looks_at=requests("sesv2.SendEmail"),
    bad=(
        template(TemplateData="name=Zoe"),
        template(TemplateData="{'name': 'Zoe'}"),
        template(TemplateData='["Zoe"]'),
        template(TemplateData='{"name": "Zoe",}'),
    ),
    good=(template(TemplateData='{"name": "Zoe", "dishes": ["soup"]}'), template(TemplateData="{}"), template()),
)
def data(request: Request, context: Context) -> Iterator[Hit]:
    """The values for a template are no JSON object.

    TemplateData is a str that holds one: ``json.dumps({"name": "Zoe"})``. Keys and values in it stand in double quotes.
    Of one that is nested in more than 100 levels, only the brackets are looked at: a warning, where they are in order.
    """
    text = request.text(_DATA)
    if not text:
        return
    try:
        value = _read(text)
    except json.JSONDecodeError as error:
        yield at(request, _DATA, f"no JSON: {error.msg}; write an object with json.dumps()", min(error.pos, len(text)))
    except _NotJSONError as error:
        yield at(request, _DATA, str(error))
    except _TooDeepError:
        text = f"nested in more than {LEVELS_MAX} levels, so that it was not read: write the values flat"
        yield at(request, _DATA, text, severity=Severity.WARNING, evidence=Evidence.INFERRED)
    else:
        if not isinstance(value, dict):
            yield at(request, _DATA, "JSON, but no object: write the values with their names in { }")


@rule(
    "API192",
    "template-inline-block",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of Template: only simple substitutions where the content is in the request",
    looks_at=requests("sesv2.SendEmail"),
    bad=(
        _inline("{{#if late}}Sorry!{{/if}}", '{"late": true}'),
        _inline("{{#each dishes}}{{name}}{{/each}}", "{}"),
        _inline("{{> footer}}"),
    ),
    good=(_inline("See you, {{name}}.", '{"name": "Zoe"}'), _inline(r"Write \{{#if late}}, and {{!-- {{#if x}} --}}.")),
)
def inline_block(request: Request, context: Context) -> Iterator[Hit]:
    """A template in the request holds a block or a partial.

    There, Amazon SES puts in values and does nothing else. Decide in the program that makes the request, or save the
    template with CreateEmailTemplate and name it: saved ones may hold blocks.
    """
    for path, tag in _tags(request):
        if tag[1] in _BLOCKS:
            text = f"{shown(tag[0])} in a template of the request, where only values are put in: save the template"
            yield at(request, path, text, tag.start(), tag.end())


@rule(
    "API193",
    "template-value-missing",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, personalized email: a value that is missing is a Rendering Failure, nothing is sent",
    looks_at=requests("sesv2.SendEmail"),
    bad=(_inline("See you, {{name}}."), _inline("See you, {{ name }} and {{{guest.name}}}.", '{"name": "Zoe"}')),
    good=(
        _inline("See you, {{name}}, {{guest.name}}.", '{"name": "Zoe", "guest": {"name": "Jo"}}'),
        _inline(r"Write \{{name}}. {{amazonSESUnsubscribeUrl}}"),
    ),
)
def value_missing(request: Request, context: Context) -> Iterator[Hit]:
    """A template in the request names a value that TemplateData does not have.

    SES takes the request, and sends nothing: it tells so in an event for Rendering Failure, if somebody listens. Give
    each name a value, an empty one at least.
    """
    tags = list(_tags(request))
    values = _values(request)
    if values is None or any(tag[1] in _BLOCKS for _, tag in tags):
        return  # other rules speak
    said = set(values)
    for path, tag in tags:
        name = _name(tag)
        if name and name not in said:
            said.add(name)
            text = f"{shown(tag[0])} has no value, so that nothing would be sent: add {shown(name)} to TemplateData"
            yield at(request, path, text, tag.start(), tag.end())


def _tags(request: Request) -> Iterator[tuple[str, Match[str]]]:
    for path, text in request.texts(*_INLINE):
        yield from ((path, tag) for tag in HANDLEBARS_TAG_RE.finditer(text) if tag[2] is not None)


def _name(tag: Match[str]) -> str:
    """Return the name of the value that a tag stands for; "" where it stands for none, or for one that SES has."""
    name = HANDLEBARS_NAME_RE.fullmatch(tag[2].rstrip().removesuffix("~").rstrip())
    if tag[1] not in ("", "&") or name is None or name[1] in _OWN_NAMES or SES_MARK_RE.search(tag[0]):
        return ""
    return name[1]


def _values(request: Request) -> dict[str, Any] | None:
    """Return the values for a template; None where they cannot be read."""
    try:
        values = _read(request.text(_DATA) or "{}")
    except (json.JSONDecodeError, _NotJSONError, _TooDeepError):
        return None
    return values if isinstance(values, dict) else None


class _NotJSONError(Exception):
    """What Python reads, or does not come to, and JSON does not have."""


class _TooDeepError(Exception):
    """What may be an object of JSON, and is not read."""


def _refuse(constant: str) -> None:
    raise _NotJSONError("NaN and Infinity are no JSON: write a number, a str or null")


def _read(text: str) -> Any:
    """Read JSON. Numbers stay texts: Python does not read one of thousands of digits."""
    deepest = depth = 0
    for _, depth in levels(text):
        deepest = max(deepest, depth)
    if deepest > LEVELS_MAX and (depth or not text.lstrip().startswith("{")):
        raise _NotJSONError("hundreds of brackets that are no JSON object: write one with json.dumps()")
    if deepest > LEVELS_MAX:
        raise _TooDeepError
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)


RULES = (choice, data, inline_block, value_missing)
