"""Templates in requests of version 2: which one, the values for it, and the marks in one that comes along."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimeforge import ses

TEMPLATE = "Content.Template"
CONTENT = f"{TEMPLATE}.TemplateContent"
DATA = f"{TEMPLATE}.TemplateData"
Found = list[tuple[str, str, str | None, str]]


def found(**template: Any) -> Found:
    kwargs = {
        "FromEmailAddress": "jo@example.com",
        "Destination": {"ToAddresses": ["zoe@example.net"]},
        "Content": {"Template": template},
    }
    report = ses.lint_request("sesv2.SendEmail", kwargs)
    members = dict(report.members)
    return [
        (one.slug, str(one.severity), one.member, members[one.member or ""][slice(*one.span)].decode())
        for one in report
    ]


def inline(text: str, data: str | None = None, subject: str = "Lunch", html: str | None = None) -> Found:
    content = {"Subject": subject, "Text": text} | ({} if html is None else {"Html": html})
    return found(TemplateContent=content, **({} if data is None else {"TemplateData": data}))


NAMED = {"TemplateName": "lunch"}
ARN = {"TemplateArn": "arn:aws:ses:us-east-1:123456789012:template/lunch"}
INLINE = {"TemplateContent": {"Subject": "Lunch", "Text": "See you at noon."}}


@pytest.mark.parametrize("template", [NAMED, ARN, INLINE, NAMED | ARN])
def test_one_template_is_named(template: dict[str, Any]) -> None:
    assert found(**template) == []


@pytest.mark.parametrize("template", [{}, {"TemplateData": "{}"}])
def test_no_template_is_nothing_to_send(template: dict[str, Any]) -> None:
    assert [one[:3] for one in found(**template)] == [("template-choice", "error", TEMPLATE)]


@pytest.mark.parametrize("other", [NAMED, ARN, NAMED | ARN])
def test_two_templates_are_doubtful(other: dict[str, Any]) -> None:
    assert [one[:3] for one in found(**other, **INLINE)] == [("template-choice", "warning", CONTENT)]


@pytest.mark.parametrize(
    "data",
    [
        "{}",
        ' {"name": "Zo\u00eb", "guests": [{"name": "Jo"}], "late": null, "seats": 1e400} ',
        json.dumps({"name": "\u20ac \U0001f44d"}),
        '{"n": ' + "9" * 10_000 + "}",
        '{"a": ' + "[" * 99 + "]" * 99 + "}",
        "",
    ],
)
def test_values_are_a_json_object(data: str) -> None:
    assert found(**NAMED, TemplateData=data) == []


@pytest.mark.parametrize(
    ("data", "at"),
    [
        ("{'name': 'Zoe'}", "'name': 'Zoe'}"),
        ("name", "name"),
        ('{"name": "Zoe"} x', "x"),
        ('{"name": "a\nb"}', '\nb"}'),
        ('{"name": ', ""),
        ('{"seats": NaN}', '{"seats": NaN}'),
        ('{"seats": -Infinity}', '{"seats": -Infinity}'),
        ('["Zoe"]', '["Zoe"]'),
        ('"{}"', '"{}"'),
        ("null", "null"),
        ("1", "1"),
    ],
)
def test_what_is_no_json_object_is_pointed_at(data: str, at: str) -> None:
    assert found(**NAMED, TemplateData=data) == [("template-data", "error", DATA, at)]


def test_length_is_said_by_the_rule_on_lengths_alone() -> None:
    data = json.dumps({"name": "x" * 262_144})
    assert [one[:3] for one in found(**NAMED, TemplateData=data)] == [("request-length", "error", DATA)]


@given(values=st.dictionaries(st.text(), st.recursive(st.none() | st.booleans() | st.text(), st.lists), max_size=3))
@settings(deadline=None)
def test_whatever_json_dumps_makes_of_a_dict_is_fine(values: dict[str, Any]) -> None:
    assert found(**NAMED, TemplateData=json.dumps(values)) == []


@pytest.mark.parametrize(
    "text",
    [
        "See you, {{name}}.",
        "{{ name }} {{name}} {{{name}}} {{&name}} {{~name~}} {{name.first}}",
        "{{! a comment }} {{!-- and one --}}",
        "{{!-- {{#if late}}{{other}}{{/if}} --}} {{~!-- }} {{other}} --~}} {{!--}} {{! {{other}} }}",
        "{{!-- {{#if late}}\n{{other}}\n--}}",
        "{{!-- without an end {{other}}",
        r"\{{{other}}}",
        "{{true}} {{null}} {{undefined}}",
        r"Write \{{#if name}} or \{{other}}.",
        "{{amazonSESUnsubscribeUrl}}",
        "{ {name} } {{}} {{ }} }} {{",
        "{{this}} {{@root}} {{..}} {{[first name]}}",
        "{% if x %} ${x} {x}",
    ],
)
def test_values_are_put_in(text: str) -> None:
    assert inline(text, '{"name": "Zoe"}', html=text, subject=text) == []


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("{{#if name}}x{{else}}y{{/if}}", ["{{#if name}}"]),
        ("a {{#each names}}{{this}}{{/each}} b {{^late}}c{{/late}}", ["{{#each names}}", "{{^late}}"]),
        ("{{> footer}}", ["{{> footer}}"]),
        ('{{#* inline "a"}}{{/inline}}', ['{{#* inline "a"}}']),
        ("{{ # if name }}{{ / if}}", ["{{ # if name }}"]),
    ],
)
def test_blocks_are_for_saved_templates(text: str, at: list[str]) -> None:
    expected = [("template-inline-block", "error", f"{CONTENT}.Html", one) for one in at]
    assert inline("See you.", "{}", html=text) == expected


def test_what_stands_behind_a_comment_is_read() -> None:
    expected = [("template-value-missing", "error", f"{CONTENT}.Text", "{{other}}")]
    assert inline("{{!-- {{first}} --}}{{other}}{{!}}") == inline("{{!a}}{{other}}") == expected


@pytest.mark.parametrize("data", [None, "", "{}", '{"Name": "Zoe", "first": "x"}'])
def test_a_value_that_is_missing_is_named_once(data: str | None) -> None:
    said = inline("{{ name }} {{name}} {{{guest.first}}}", data, subject="For {{name}}", html="{{guest}}{{&dish}}")
    assert said == [
        ("template-value-missing", "error", f"{CONTENT}.Html", "{{&dish}}"),
        ("template-value-missing", "error", f"{CONTENT}.Subject", "{{name}}"),
        ("template-value-missing", "error", f"{CONTENT}.Text", "{{{guest.first}}}"),
    ]


@pytest.mark.parametrize("value", ['""', "null", "0", "false", "[]", "{}"])
def test_an_empty_value_is_one(value: str) -> None:
    assert inline("{{name}}", f'{{"name": {value}}}') == []


def test_of_values_that_cannot_be_read_nothing_is_missing() -> None:
    assert [one[0] for one in inline("{{name}}", "x")] == ["template-data"]
    assert [one[0] for one in inline("{{name}} {{#if a}}{{b}}{{/if}}", "{}")] == ["template-inline-block"]


@pytest.mark.parametrize("levels", [100, 500, 2_000, 120_000])
def test_values_in_more_than_100_levels_are_not_read(levels: int) -> None:
    """Wherever the stack of Python ends."""
    said = inline("{{name}}", '{"name": ' + "[" * levels + "]" * levels + "}")
    assert [one[:3] for one in said] == [("template-data", "warning", DATA)]


@pytest.mark.parametrize("levels", [101, 500, 2_000, 120_000])
@pytest.mark.parametrize(
    ("before", "piece", "after"), [("", "[", ""), ("", '{"a":', ""), ("{", "[", "]"), ("[", "[", "]")]
)
def test_what_is_no_object_is_an_error_at_any_depth(levels: int, before: str, piece: str, after: str) -> None:
    levels = min(levels, 50_000) if len(piece) > 1 else levels
    said = found(**NAMED, TemplateData=before + piece * levels + after * levels)
    assert [one[:3] for one in said] == [("template-data", "error", DATA)]


def test_saved_templates_are_not_known() -> None:
    assert found(**NAMED, TemplateData='{"other": 1}') == []


@pytest.mark.parametrize(
    "data", ["[" * 100_000, '{"a":' * 50_000, "1" * 200_000, '"' + "\\u0000" * 40_000 + '"'], ids=["[", "{", "1", "u"]
)
def test_hostile_values_are_judged(data: str) -> None:
    assert {slug for slug, *_ in found(**NAMED, TemplateData=data)} <= {"template-data", "request-length"}


@pytest.mark.parametrize("piece", ["{{", "{{{ ", "{{!--", "{{!", "{{!--}", "{{~", "{{a", "\\{{", "{{#a}}"])
def test_hostile_templates_are_judged(piece: str) -> None:
    begun = time.process_time()
    inline(piece * 100_000, "{}")
    assert time.process_time() - begun < 5
