"""Message tags: what SES takes, the first fault it answers to, and tags that are of little use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge._ses_facts import FEEDBACK_ID_TAGS, RESERVED_TAGS
from mimeforge.linter.engine import FINDINGS_MAX
from mimeforge.linter.examples import sample

PROFILES = ["ses", "ses-v2", "ses-smtp"]
LONG = "x" * 255

Found = list[tuple[str, str, bytes]]


def tags(value: str) -> bytes:
    return sample(f"X-SES-MESSAGE-TAGS: {value}")


def found(octets: bytes, profile: str = "ses", evidence: str = "inferred") -> Found:
    report = mimeforge.lint(octets, profile=profile, evidence=evidence)
    return [(finding.slug, finding.severity, octets[slice(*finding.span)]) for finding in report]


def error(at: str) -> Found:
    return [("ses-tags-syntax", "error", at.encode())]


def warning(at: str) -> Found:
    return [("ses-tags-syntax", "warning", at.encode())]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "value",
    [
        "a=b",
        "a=b,c=d",
        " a = b\t,\r\n c\t=\r\n\td ",
        "A_b-9=c.d@e",
        f"{LONG}={LONG}",
        "ses:feedback-id-a=shop, ses:feedback-id-b=may",
        "a=b, A=c",
    ],
)
def test_tags_that_ses_takes(value: str, profile: str) -> None:
    assert found(tags(value), profile) == []


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a b=c", error(" ")),
        ("ses:=c", error(":")),
        ("aws:a=c", error(":")),
        ("a=b:c", error(":")),
        ("a=ses:c", error(":")),
        ("a=b\r\n c", error("\r\n ")),
        ("a=b, =c, d=,\te=f/g", error("=c") + error("d=") + error("/")),
        ("campaign=may sale", error(" ")),
        ("a = \t!b", error("!")),
        (f"{'x' * 100}!={'y' * 200}", error("!")),
        (f"{'x' * 100}={'y' * 200}!", error("!")),
        (f"a={LONG}xyz", error("xyz")),
        ("=?utf-8?q?a=3Db?=, c d=e", error("=?utf-8?q?a=3Db?=")),
        ("a==?utf-8?q?b,c?=", error("=?utf-8?q?b,c?=")),
        ("a", warning("a")),
        ("a, b=c", warning("a")),
        ("a=b,", warning(",")),
        (",a=b", warning(",")),
        ("a=b, ,c=d", warning(", ,")),
        (" \r\n ", warning("X-SES-MESSAGE-TAGS:  \r\n \r\n")),
    ],
)
def test_each_tag_at_fault_is_pointed_at(value: str, expected: Found, profile: str) -> None:
    assert found(tags(value), profile) == expected


@pytest.mark.parametrize(
    ("value", "answers"),
    [
        ("a=, =b", ["The tag value must be specified.", None]),
        ("a, =b", [None, None]),
        ("a b=c\r\n d", ["Invalid tag name <a b>: only alphanumeric ASCII characters, '_',  '-' are allowed."]),
        ("a\r\n b=c", [None]),
        ("=?utf-8?q?a?=b", [None]),
    ],
)
def test_ses_answers_to_the_first_fault_where_it_is_known(value: str, answers: list[str | None]) -> None:
    assert [finding.predicts for finding in mimeforge.lint(tags(value))] == answers


def test_of_octets_over_127_the_rules_on_any_field_speak() -> None:
    report = mimeforge.lint(tags("é=b, c=é, d, e f=g"))
    assert [finding.slug for finding in report] == ["raw-8bit-header-utf8", "ses-tags-syntax", "ses-tags-syntax"]
    assert {finding.predicts for finding in report} == {None}


@pytest.mark.parametrize(
    ("value", "observed", "documented"),
    [
        ("a=b.c", [], warning(".")),
        ("a=b@c", [], warning("@")),
        (f"a={LONG}x", error("x"), []),
        (f"{LONG}yz=b", error("yz"), error("z")),
        ("a=b/c", error("/"), error("/")),
        # What is too long for the service only must not hide what is wrong for both.
        (f"{LONG}x=b!", error("x"), error("!")),
        (f"a b={LONG}x", error(" "), error(" ")),
    ],
)
def test_documents_and_service_differ(value: str, observed: Found, documented: Found) -> None:
    assert found(tags(value)) == observed
    assert found(tags(value), evidence="documented") == documented


def test_messages_name_what_is_gone_by() -> None:
    value = f"a={LONG}yz, b=c/d"
    seen, documented = (mimeforge.lint(tags(value), evidence=evidence) for evidence in ("inferred", "documented"))
    assert ["at most 255" in seen.errors[0].message, "_, -, . and @" in seen.errors[1].message] == [True, True]
    assert "at most 256" in documented.errors[0].message
    assert [finding.predicts for finding in (*seen, *documented)] == [
        "Tag value cannot exceed 255 characters.",
        None,
        None,
        None,
    ]
    assert documented.errors[1].message.endswith("only letters, digits, _ and - may stand")


def test_that_tags_may_be_too_many_is_inferred() -> None:
    octets = tags(",".join(f"t{n}=x" for n in range(12)))
    assert [(finding.slug, finding.evidence) for finding in mimeforge.lint(octets)] == [("ses-tags-use", "inferred")]
    assert list(mimeforge.lint(octets, evidence="field-report")) == []


def test_of_controls_in_a_tag_the_rules_on_any_field_speak() -> None:
    report = mimeforge.lint(tags("a=b\x01c, d=e/f, g\rh=i"))
    assert [finding.slug for finding in report] == ["ctl-in-header", "ses-tags-syntax", "bare-cr-header"]
    assert {finding.predicts for finding in report} == {None}


@pytest.mark.parametrize("name", sorted(RESERVED_TAGS))
def test_tags_that_ses_sets_itself(name: str) -> None:
    (finding,) = mimeforge.lint(tags(f"a=b, {name}=x"), evidence="documented")
    assert (finding.slug, finding.severity) == ("ses-tags-use", "warning")


def test_the_tables_of_tags_do_not_overlap() -> None:
    assert len(RESERVED_TAGS) == 7
    assert not RESERVED_TAGS & {*FEEDBACK_ID_TAGS}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ses:no-tracking=true", [("ses-tags-use", "warning", b"ses:no-tracking=true")]),
        ("a=b, a =c, a=d", [("ses-tags-use", "warning", b"a =c"), ("ses-tags-use", "warning", b"a=d")]),
        ("ses:feedback-id-a=b, ses:feedback-id-a=c", [("ses-tags-use", "warning", b"ses:feedback-id-a=c")]),
        (",".join(f"t{n}=x" for n in range(10)), []),
        (
            "ses:source-ip=a, ses:source-ip=b",
            [("ses-tags-use", "warning", b"ses:source-ip=%c" % sign) for sign in b"abb"],
        ),
        (",".join(f"t{n}=x" for n in range(12)), [("ses-tags-use", "note", b"t10=x")]),
    ],
)
def test_tags_that_are_of_little_use(value: str, expected: Found) -> None:
    assert found(tags(value)) == expected


@given(st.text("ab=,:. \té\r", max_size=60))
def test_any_field_is_cut_within_its_bounds(value: str) -> None:
    octets = tags(value)
    for finding in mimeforge.lint(octets):
        assert 0 <= finding.span.start <= finding.span.end <= len(octets)
        if finding.slug in {"ses-tags-syntax", "ses-tags-use"}:
            assert finding.span.start < finding.span.end <= octets.index(b"From:")


@pytest.mark.parametrize("shape", ["a=b,", ",", "=", "a b,", "=?", "a=b.,", "ses:a=b,"])
def test_of_a_hostile_field_little_is_said(shape: str) -> None:
    report = mimeforge.lint(tags(shape * (200_000 // len(shape))))
    assert len(report) <= 2 * FINDINGS_MAX + 2
    assert all(len(finding.message) < 300 for finding in report)
    assert all(len(finding.predicts or "") < 400 for finding in report)
