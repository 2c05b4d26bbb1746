from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.linter import Evidence, Finding, Severity, engine
from mimeforge.linter.context import Context, Profile
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import ABSENT
from mimeforge.linter.rule import (
    EVERY_FIELD,
    LEAF,
    MESSAGE,
    OCTETS,
    PART,
    Hit,
    LooksAt,
    Rule,
    encoded,
    fields,
    part_fields,
    parts,
    rule,
)
from mimeforge.tree import Field, Part, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SES = Context(profile=Profile(name="ses", title="", family="ses"))
RFC = Context(profile=Profile(name="rfc", title="", family="rfc", predicts=False))

TREE = b"""\
From: Jo <jo@example.com>
Subject: One
SUBJECT: Two
Content-Type: multipart/mixed; boundary=o

--o
Content-Type: multipart/alternative; boundary=i

--i
Content-Type: text/plain

Hello.
--i
Content-Type: text/html
Subject: not of the message

<p>Hello.
--i--
--o
Content-Disposition: attachment

data
--o--
"""


def speaks(
    look: LooksAt[Any], check: Callable[[Any, Context], Iterable[Hit]], code: str = "ABC101", **more: Any
) -> Rule:
    def documented(thing: Any, context: Context) -> Iterable[Hit]:
        """A rule of these tests."""
        return check(thing, context)

    given: dict[str, Any] = {"slug": code.lower(), "severity": Severity.WARNING, "rfc": None} | more
    return rule(code, looks_at=look, evidence=Evidence.PROBED, source="here", bad=[b"x"], good=[b"x"], **given)(
        documented
    )


def found(octets: bytes, *rules: Rule, context: Context = SES) -> tuple[Finding, ...]:
    return engine.inspect(octets, rules, context).findings


def name_of(thing: Any) -> str:
    if isinstance(thing, Part):
        return thing.path or "message"
    return thing.text if isinstance(thing, Field) else type(thing).__name__


@pytest.mark.parametrize(
    ("look", "calls"),
    [
        (OCTETS, ["Source"]),
        (MESSAGE, ["message"]),
        (PART, ["message", "1", "1.1", "1.2", "2"]),
        (LEAF, ["1.1", "1.2", "2"]),
        (parts("text/html", "message/rfc822"), ["1.2"]),
        (parts("Multipart"), ["message", "1"]),
        (parts("multipart/mixed", "text"), ["message", "1.1", "1.2", "2"]),
        (encoded("7BIT"), ["1.1", "1.2", "2"]),
        (encoded("base64"), []),
        (fields("Subject"), ["One", "Two"]),
        (fields("subject", "From"), ["Jo <jo@example.com>", "One", "Two"]),
        (fields("To"), []),
        (part_fields("Subject"), ["One", "Two", "not of the message"]),
        (part_fields("Content-Disposition", "From"), ["Jo <jo@example.com>", "attachment"]),
        (
            EVERY_FIELD,
            [
                "Jo <jo@example.com>",
                "One",
                "Two",
                "multipart/mixed; boundary=o",
                "multipart/alternative; boundary=i",
                "text/plain",
                "text/html",
                "not of the message",
                "attachment",
            ],
        ),
    ],
)
def test_a_rule_is_called_where_it_applies_and_nowhere_else(look: LooksAt[Any], calls: list[str]) -> None:
    seen: list[str] = []

    def check(thing: Any, context: Context) -> Iterable[Hit]:
        assert context is SES
        seen.append(name_of(thing))
        return ()

    assert found(TREE, speaks(look, check)) == ()
    assert seen == calls


def test_rules_on_every_field_and_on_named_fields_are_called_together() -> None:
    def check(field: Field, context: Context) -> Iterable[Hit]:
        yield Hit(field.span, field.name)

    rules = speaks(EVERY_FIELD, check, "ABC101"), speaks(part_fields("Subject"), check, "ABC102")
    assert [(f.code, f.header) for f in found(b"To: a\nSubject: b\n\n", *rules)] == [
        ("ABC101", "To"),
        ("ABC101", "Subject"),
        ("ABC102", "Subject"),
    ]


def test_a_finding_tells_all_about_its_place() -> None:
    def check(field: Field, context: Context) -> Iterable[Hit]:
        yield Hit(field.body_span, "what is wrong", predicts="what SES says")

    finding = found(TREE, speaks(part_fields("Subject"), check, severity=Severity.ERROR))[1]
    assert finding == Finding(
        code="ABC101",
        slug="abc101",
        severity=Severity.ERROR,
        message="what is wrong",
        span=Span(47, 51),
        line=3,
        column=9,
        part="",
        header="SUBJECT",
        occurrence=2,
        predicts="what SES says",
        evidence=Evidence.PROBED,
        source="here",
        fix=None,
    )


def test_a_field_of_a_part_is_known_by_the_path_of_the_part() -> None:
    def check(field: Field, context: Context) -> Iterable[Hit]:
        yield Hit(field.span, "here")

    places = [(f.part, f.header, f.line) for f in found(TREE, speaks(part_fields("Content-Type"), check))]
    assert places == [
        ("", "Content-Type", 4),
        ("1", "Content-Type", 7),
        ("1.1", "Content-Type", 10),
        ("1.2", "Content-Type", 14),
    ]


@pytest.mark.parametrize("look", [OCTETS, MESSAGE])
@pytest.mark.parametrize(
    ("text", "part", "header"),
    [
        (b"One", "", "Subject"),
        (b"<p>", "1.2", None),
        (b"not of", "1.2", "Subject"),
        (b"attachment", "2", "Content-Disposition"),
        (b"--o--", "", None),
        (b"--i--", "1", None),
    ],
)
def test_part_and_field_are_those_that_stand_at_the_place(
    look: LooksAt[Any], text: bytes, part: str, header: str | None
) -> None:
    at = TREE.index(text)
    [finding] = found(TREE, speaks(look, lambda thing, context: [Hit(Span(at, at + 1), "")]))
    assert (finding.part, finding.header) == (part, header)


def test_a_rule_may_name_part_and_field_itself() -> None:
    def check(root: Part, context: Context) -> Iterable[Hit]:
        yield Hit(ABSENT, "", part=root.parts[1], field=root.field("Subject"))

    [finding] = found(TREE, speaks(MESSAGE, check))
    assert (finding.part, finding.header, finding.occurrence, finding.line) == ("2", "Subject", 1, 1)


def test_what_is_absent_stands_at_the_beginning_of_no_field() -> None:
    [finding] = found(TREE, speaks(PART, lambda part, context: [Hit(ABSENT, "")] * (part.path == "1.2")))
    assert (finding.span, finding.line, finding.column, finding.part, finding.header) == (ABSENT, 1, 1, "1.2", None)


def test_findings_are_ordered_by_place_then_severity_then_code() -> None:
    def at(start: int, code: str, severity: Severity) -> Rule:
        return speaks(OCTETS, lambda source, context: [Hit(Span(start, start + 1), "")], code, severity=severity)

    rules = [
        at(5, "ABC100", Severity.ERROR),
        at(2, "ABC104", Severity.WARNING),
        at(2, "ABC103", Severity.WARNING),
        at(2, "ABC102", Severity.NOTE),
        at(2, "ABC105", Severity.ERROR),
    ]
    codes = ["ABC105", "ABC103", "ABC104", "ABC102", "ABC100"]
    assert [finding.code for finding in found(TREE, *rules)] == codes
    assert [finding.code for finding in found(TREE, *reversed(rules))] == codes


def test_a_hit_may_be_worse_than_its_rule() -> None:
    def check(root: Part, context: Context) -> Iterable[Hit]:
        yield Hit(ABSENT, "", severity=Severity.ERROR)

    [finding] = found(TREE, speaks(MESSAGE, check, severity=Severity.NOTE))
    assert finding.severity is Severity.ERROR


def test_under_rfc_its_own_severity_holds_and_nothing_is_predicted() -> None:
    def check(root: Part, context: Context) -> Iterable[Hit]:
        yield Hit(ABSENT, "", predicts="No")

    rules = (
        speaks(MESSAGE, check, "ABC101", rfc=Severity.NOTE),
        speaks(MESSAGE, check, "ABC102", rfc=None),
        speaks(MESSAGE, check, "ABC103", severity=None, rfc=Severity.ERROR),
    )
    assert [(f.code, f.severity, f.predicts) for f in found(TREE, *rules, context=RFC)] == [
        ("ABC103", "error", None),
        ("ABC101", "note", None),
    ]
    assert [(f.code, f.predicts) for f in found(TREE, *rules)] == [("ABC101", "No"), ("ABC102", "No")]


def test_when_a_rule_that_stands_alone_speaks_the_others_are_not_asked() -> None:
    asked: list[str] = []

    def other(thing: Any, context: Context) -> Iterable[Hit]:
        asked.append(name_of(thing))
        return [Hit(ABSENT, "")]

    def alone(source: Any, context: Context) -> Iterable[Hit]:
        return [Hit(ABSENT, "alone")] * source.octets.startswith(b"one line")

    rules = (
        speaks(OCTETS, other, "ABC101"),
        speaks(OCTETS, alone, "ABC102", alone=True),
        speaks(OCTETS, alone, "ABC103", alone=True),
    )
    assert [f.code for f in found(b"one line", *rules)] == ["ABC102"]
    assert asked == []
    assert [f.code for f in found(b"two\nlines", *rules)] == ["ABC101"]
    assert asked == ["Source"]


def test_the_findings_of_one_rule_are_bounded_and_the_last_one_says_so() -> None:
    asked = 0

    def check(source: Any, context: Context) -> Iterable[Hit]:
        nonlocal asked
        for at in range(len(source.octets)):
            asked += 1
            yield Hit(Span(at, at + 1), "again")

    findings = found(b"\r" * 2 * engine.FINDINGS_MAX, speaks(OCTETS, check))
    assert len(findings) == engine.FINDINGS_MAX
    assert asked == engine.FINDINGS_MAX + 1
    assert findings[-2].message == "again"
    assert findings[-1].message == f"again (the last of the {engine.FINDINGS_MAX} that are reported)"


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [
        ({"code": "ABC101"}, {"code": "ABC101", "slug": "other"}, "ABC101"),
        ({"code": "ABC101", "slug": "same"}, {"code": "ABC102", "slug": "same"}, "same"),
    ],
)
def test_two_rules_may_not_share_a_label(first: dict[str, Any], second: dict[str, Any], label: str) -> None:
    rules = [speaks(MESSAGE, lambda root, context: (), **labels) for labels in (first, second)]
    with pytest.raises(ValueError, match=f"{label} is the label of two rules"):
        found(TREE, *rules)


@pytest.mark.parametrize("rules", [(), (speaks(MESSAGE, lambda root, context: (), severity=None, rfc=Severity.NOTE),)])
def test_a_profile_without_rules_is_refused(rules: tuple[Rule, ...]) -> None:
    with pytest.raises(ValueError, match="no rule speaks under the profile 'ses'"):
        found(TREE, *rules)


def test_rules_get_the_envelope() -> None:
    class Envelope:
        sender = "bounces@example.com"
        recipients = ("a@example.net", "b@example.net")

    def check(root: Part, context: Context) -> Iterable[Hit]:
        yield Hit(ABSENT, str(len(context.envelope.recipients) if context.envelope else None))

    context = Context(profile=SES.profile, envelope=Envelope())
    assert [f.message for f in found(TREE, speaks(MESSAGE, check), context=context)] == ["2"]
    assert [f.message for f in found(TREE, speaks(MESSAGE, check))] == ["None"]


@given(st.binary() | st.lists(st.sampled_from(TREE.splitlines(keepends=True))).map(b"".join))
def test_whatever_the_octets_are_every_octet_has_a_place(octets: bytes) -> None:
    def check(source: Any, context: Context) -> Iterable[Hit]:
        return [Hit(Span(at, at), "") for at in range(len(octets) + 1)]

    report = engine.inspect(octets, (speaks(OCTETS, check),), SES)
    for finding in report:
        lines = octets[: finding.span.start].split(b"\n")
        assert (finding.line, finding.column) == (len(lines), len(lines[-1]) + 1)
    assert str(report)


def test_the_report_knows_what_was_linted_and_how() -> None:
    silent = speaks(MESSAGE, lambda root, context: (), rfc=Severity.NOTE)
    report = engine.inspect(sample(), (silent,), RFC, name="a.eml")
    assert (report.source, report.name, report.profile, len(report)) == (sample(), "a.eml", "rfc", 0)
