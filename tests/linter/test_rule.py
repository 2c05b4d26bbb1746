from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from mimeforge.linter import Evidence, Severity
from mimeforge.linter.context import Context, Profile
from mimeforge.linter.examples import Example
from mimeforge.linter.rule import MESSAGE, OCTETS, Hit, Rule, fields, part_fields, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

SES = Profile(name="ses", title="", family="ses")
RFC = Profile(name="rfc", title="", family="rfc")

COMPLETE: dict[str, Any] = {
    "code": "ABC101",
    "slug": "a-slug",
    "severity": Severity.ERROR,
    "rfc": Severity.NOTE,
    "evidence": Evidence.INFERRED,
    "source": "RFC 5322 §2.2",
    "looks_at": MESSAGE,
    "bad": (b"bad",),
    "good": (b"good",),
}


def check(part: object, context: Context) -> Iterable[Hit]:
    """The title.

    The text
    of the page.
    """
    return ()


def undocumented(part: object, context: Context) -> Iterable[Hit]:
    return ()


def made(**changes: Any) -> Rule:
    return rule(**COMPLETE | changes)(check)


def test_a_rule_is_a_frozen_callable_with_the_text_of_its_page() -> None:
    made_rule = made()
    assert (made_rule.title, made_rule.text) == ("The title.", "The text\nof the page.")
    assert made_rule(None, Context(profile=SES)) == ()
    assert repr(made_rule) == "<Rule ABC101 a-slug>"
    with pytest.raises(dataclasses.FrozenInstanceError):
        made_rule.code = "ABC102"  # type: ignore[misc]


def test_a_rule_speaks_under_each_family_with_its_own_severity() -> None:
    assert [made().severity_under(profile) for profile in (SES, RFC)] == [Severity.ERROR, Severity.NOTE]
    assert made(rfc=None).severity_under(RFC) is None
    assert made(severity=None).severity_under(SES) is None


def test_a_rule_of_an_overlay_speaks_where_it_is_on_top() -> None:
    strict = dataclasses.replace(SES, overlays=frozenset({"strict"}))
    bulk = dataclasses.replace(SES, overlays=frozenset({"bulk"}))
    assert [made(overlay="strict").severity_under(profile) for profile in (SES, bulk, strict)] == [
        None,
        None,
        Severity.ERROR,
    ]


@pytest.mark.parametrize(
    ("changes", "profile"),
    [
        ({}, None),
        ({"overlay": "strict"}, "ses,strict"),
        ({"overlay": "bulk", "severity": None}, "rfc,bulk"),
        ({"overlay": "bulk", "bad": (Example(b"bad", profile="ses-smtp,bulk"),)}, "ses-smtp,bulk"),
    ],
)
def test_examples_of_an_overlay_are_shown_under_it(changes: dict[str, Any], profile: str | None) -> None:
    [example] = made(**changes).bad
    assert example.profile == profile


def test_examples_are_octets_or_more() -> None:
    given = Example(b"octets", profile="rfc")
    assert made(bad=(b"octets", given)).bad == (Example(b"octets"), given)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"bad": ()}, "has no bad examples"),
        ({"good": ()}, "has no good examples"),
        ({"bad": (), "good": ()}, "has no bad examples and no good examples"),
        ({"source": ""}, "has no source"),
        ({"severity": None, "rfc": None}, "has no severity"),
        ({"code": "AB101"}, "is not a code"),
        ({"code": "ABC1011"}, "is not a code"),
        ({"slug": "A-slug"}, "is not a slug"),
        ({"slug": "a--slug"}, "is not a slug"),
        ({"alone": True}, "only rules on OCTETS and on requests run alone"),
    ],
)
def test_a_rule_that_lacks_something_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        made(**changes)


def test_a_rule_without_docstring_is_refused() -> None:
    with pytest.raises(ValueError, match="rule ABC101 has no docstring"):
        rule(**COMPLETE)(undocumented)


def test_rules_on_octets_may_run_alone() -> None:
    assert made(looks_at=OCTETS, alone=True).alone


def test_field_names_are_compared_in_lower_case() -> None:
    assert fields("From", "SENDER").names == part_fields("from", "Sender").names == {"from", "sender"}


@pytest.mark.parametrize("look", [fields, part_fields])
def test_looking_at_fields_takes_a_name(look: Any) -> None:
    with pytest.raises(ValueError, match="at least one"):
        look()


def test_one_message_is_no_list_of_examples() -> None:
    with pytest.raises(TypeError, match="not one message"):
        made(bad=b"octets")
