"""Message tags in requests: SES's order of checks with its recorded answers, and tags of little use."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge import ses
from mimeforge._ses_facts import RESERVED_TAGS
from mimeforge.linter.engine import FINDINGS_MAX
from mimeforge.linter.examples import sample

LONG = "x" * 255
NO_NAME, NO_VALUE = "The tag name must be specified.", "The tag value must be specified."
LONG_NAME, LONG_VALUE = (f"Tag {side} cannot exceed 255 characters." for side in ("name", "value"))

Pair = tuple[str, str]


def requested(*tags: Pair, octets: bytes = sample(), evidence: str = "inferred") -> mimeforge.Report:
    """Judge the same tags in all three operations, which have to say the same."""
    named = [{"Name": name, "Value": value} for name, value in tags]
    message = {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}}
    simple = {"Source": "jo@example.com", "Destination": {"ToAddresses": ["zoe@example.net"]}, "Message": message}
    calls: list[tuple[str, dict[str, Any]]] = [
        ("ses.SendRawEmail", {"RawMessage": {"Data": octets}, "Tags": named}),
        ("ses.SendEmail", simple | {"Tags": named}),
        ("sesv2.SendEmail", {"Content": {"Raw": {"Data": octets}}, "EmailTags": named}),
    ]
    reports = [ses.lint_request(operation, arguments, evidence=evidence) for operation, arguments in calls]
    told = [
        [
            (one.slug, one.severity, (one.member or "").replace("EmailTags", "Tags"), one.span, one.predicts)
            for one in report
            if one.slug.startswith("request-tag")
        ]
        for report in reports
    ]
    assert told[0] == told[1] == told[2]
    return reports[0]


def found(*tags: Pair, evidence: str = "inferred") -> list[tuple[str, str, bytes, str | None]]:
    report = requested(*tags, evidence=evidence)
    values = dict(report.members)
    return [
        (one.severity, one.member or "", values[one.member or ""][slice(*one.span)], one.predicts) for one in report
    ]


def illegal(side: str, text: str) -> str:
    signs = "'_',  '-'" if side == "name" else "'_',  '-' , '.', '@'"
    return f"Invalid tag {side} <{text}>: only alphanumeric ASCII characters, {signs} are allowed."


@pytest.mark.parametrize(
    "tags",
    [
        [("a", "b")],
        [("A_b-9", "c.d@e")],
        [(LONG, LONG)],
        [("ses:feedback-id-a", "shop"), ("ses:feedback-id-b", "may")],
        [("a", "b"), ("A", "b")],
    ],
)
def test_tags_that_ses_takes(tags: list[Pair]) -> None:
    assert found(*tags) == []


@pytest.mark.parametrize(
    ("name", "value", "side", "at", "answer"),
    [
        # Each check hides all behind it.
        ("", "", "Name", b"", NO_NAME),
        ("", "x!" * 200, "Name", b"", NO_NAME),
        ("!" * 256, "", "Value", b"", NO_VALUE),
        ("!" * 256, "!" * 256, "Name", b"!", LONG_NAME),
        (LONG + "x", "may", "Name", b"x", LONG_NAME),
        ("a b", "!" * 256, "Name", b" ", illegal("name", "a b")),
        ("a", "!" * 257, "Value", b"!!", LONG_VALUE),
        ("a", "b c", "Value", b" ", illegal("value", "b c")),
        ("ses:", "b", "Name", b":", illegal("name", "ses:")),
        ("aws:a", "b", "Name", b":", illegal("name", "aws:a")),
        ("a.b", "c", "Name", b".", illegal("name", "a.b")),
        ("a", "été", "Value", "é".encode(), illegal("value", "été")),
        ("😀", "b", "Name", "😀".encode(), illegal("name", "😀")),
        # How SES quotes what cannot be seen is not known.
        ("a", "b\r\n c", "Value", b"\r\n ", None),
        ("a", "b\n", "Value", b"\n", None),
        (" ", "b", "Name", b" ", None),
    ],
)
def test_the_first_fault_of_a_tag(name: str, value: str, side: str, at: bytes, answer: str | None) -> None:
    faults = [fault for fault in found((name, value)) if fault[1].startswith("Tags")]
    assert faults == [("error", f"Tags[0].{side}", at, answer)]


def test_a_line_end_is_called_one_where_nothing_is_folded() -> None:
    (finding,) = requested(("campaign", "may\n"))
    assert finding.message == "the tag value 'may␊' holds a line end: only letters, digits, _, -, . and @ may stand"


def test_ses_answers_to_the_first_tag_at_fault() -> None:
    told = found(("a", "b"), ("c d", "e"), ("", "f"), ("g", "h"))
    assert [(member, answer) for _, member, _, answer in told] == [
        ("Tags[1].Name", illegal("name", "c d")),
        ("Tags[2].Name", None),
    ]


def test_the_documents_have_other_limits() -> None:
    assert found((LONG + "x", "b.c@d")) == [("error", "Tags[0].Name", b"x", LONG_NAME)]
    assert found((LONG + "x", "b.c@d"), evidence="documented") == [("warning", "Tags[0].Value", b".", None)]
    assert found((LONG + "xy", "b"), evidence="documented") == [("error", "Tags[0].Name", b"y", None)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["ses:campaign"], [("warning", "Tags[0].Name")]),
        (["a", "b", "a", "a"], [("warning", "Tags[2].Name"), ("warning", "Tags[3].Name")]),
        ([f"t{number}" for number in range(10)], []),
        ([f"t{number}" for number in range(13)], [("note", "Tags[10].Name")]),
        *(([name], [("warning", "Tags[0].Name")]) for name in sorted(RESERVED_TAGS)),
    ],
)
def test_tags_that_are_of_little_use(names: list[str], expected: list[tuple[str, str]]) -> None:
    told = found(*((name, "x") for name in names))
    assert [(severity, member) for severity, member, _, _ in told] == expected


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ({"Name": "a b"}, ("request-missing-member", "Tags[0].Value")),
        ({"Value": "b c"}, ("request-missing-member", "Tags[0].Name")),
        ({"Name": "a b", "Vlaue": "b"}, ("request-unknown-member", "Tags[0].Vlaue")),
    ],
)
def test_a_tag_that_lacks_a_member_is_left_to_others(tag: dict[str, str], told: tuple[str, str]) -> None:
    report = ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": sample()}, "Tags": [tag]})
    assert [(finding.slug, finding.member) for finding in report] == [told]


def test_tags_of_an_overridden_field_are_not_judged() -> None:
    octets = sample("X-SES-MESSAGE-TAGS: a b=c, d=e, d=f")
    judged = {finding.slug for finding in mimeforge.lint(octets)}
    assert judged == {"ses-tags-syntax", "ses-tags-use"}
    assert not judged & {finding.slug for finding in requested(("a", "b"), octets=octets)}
    assert judged <= {finding.slug for finding in requested(octets=octets)}


_NAME = re.compile("(ses:)?[A-Za-z0-9_-]{1,255}")
_VALUE = re.compile("[A-Za-z0-9_.@-]{1,255}")


@given(st.text("aé:.@ _-\n!", max_size=8), st.text("aé:.@ _-\n!", max_size=8))
def test_a_tag_is_refused_where_it_is_not_as_the_answers_say(name: str, value: str) -> None:
    is_right = bool(_NAME.fullmatch(name)) and bool(_VALUE.fullmatch(value))
    errors = [one for one in requested((name, value)) if one.slug == "request-tag-syntax"]
    assert (not errors) == is_right


def test_of_a_hostile_list_little_is_said() -> None:
    tags = [{"Name": "\n" * 200, "Value": "é" * 200}] * 5_000
    report = ses.lint_request("ses.SendRawEmail", {"RawMessage": {"Data": sample()}, "Tags": tags})
    assert len(report) <= FINDINGS_MAX + 2
    assert all(len(finding.message) < 300 for finding in report)
