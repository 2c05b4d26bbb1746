from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reported import REFERENCE, found, missing, reported, sarif, write

import mimeforge
from mimeforge.edit import Edit, apply
from mimeforge.linter import Evidence, Report, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.report import Unreadable
from mimeforge.linter.report import sarif as sarif_format
from mimeforge.linter.report.sarif_text import page
from mimeforge.linter.rule import OCTETS as ANY_OCTETS
from mimeforge.linter.rule import Rule
from mimeforge.preflight import RULES
from mimeforge.tree import Span

# What a page may hold beside paragraphs.
MARKUP = {"text", "text_special", "strong_open", "strong_close", "code_inline"}

OCTETS = "Subject: Zoé\r\nTo: a\r\n\r\nbody\r\n".encode()


def results(report: Report) -> list[dict[str, Any]]:
    return list(sarif(write("sarif", report))["results"])


def test_a_result_says_what_and_where() -> None:
    finding = found(
        OCTETS,
        9,
        13,
        "a name",
        code="ADR102",
        slug="addr-no-domain",
        header="Subject",
        occurrence=1,
        predicts="No",
        evidence=Evidence.FIELD_REPORT,
    )
    run = sarif(write("sarif", reported(OCTETS, finding, name="./mails/a b.eml")))
    [result] = run["results"]
    [fingerprint] = result.pop("partialFingerprints").values()
    assert len(fingerprint) == 32
    assert result == {
        "ruleId": "ADR102",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "a name; SES would answer: No"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "mails/a%20b.eml", "uriBaseId": "%SRCROOT%"},
                    "region": {
                        "startLine": 1,
                        "startColumn": 10,
                        "endLine": 1,
                        "endColumn": 13,
                        "byteOffset": 9,
                        "byteLength": 4,
                    },
                },
                "logicalLocations": [{"name": "Subject", "fullyQualifiedName": "Subject[1]", "kind": "field"}],
            }
        ],
        "fixes": [],
        "properties": {"profile": "ses", "evidence": "field-report"},
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["version"] == mimeforge.__version__


def test_what_is_absent_is_an_empty_place_at_the_start() -> None:
    [result] = results(reported(OCTETS, missing()))
    region = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1, "byteOffset": 0, "byteLength": 0}
    assert result["locations"][0]["physicalLocation"]["region"] == region


@pytest.mark.parametrize(
    ("given", "name", "kind"),
    [
        ({"header": "To", "occurrence": 2, "part": "1.2"}, "1.2/To[2]", "field"),
        ({"part": "1.2"}, "1.2", "part"),
        ({}, None, None),
    ],
)
def test_a_logical_location_is_the_field_or_the_part(given: dict[str, Any], name: str | None, kind: str | None) -> None:
    [result] = results(reported(OCTETS, missing(**given)))
    locations = result["locations"][0]["logicalLocations"]
    assert [(location["fullyQualifiedName"], location["kind"]) for location in locations] == [(name, kind)] * bool(name)


def test_levels_are_those_of_the_findings() -> None:
    findings = (missing(severity=severity) for severity in Severity)
    assert [result["level"] for result in results(reported(OCTETS, *findings))] == ["note", "warning", "error"]


def test_a_file_outside_of_the_root_has_its_whole_path() -> None:
    [result] = results(reported(OCTETS, missing(), name="/mails/a.eml"))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "file:///mails/a.eml"}


def test_rules_stand_once_in_the_order_in_which_they_are_needed() -> None:
    codes = ["LIN103", "ADR102", "LIN103", "ABC101", "ADR102"]
    reports = [reported(OCTETS, missing(code=code)) for code in codes]
    run = sarif(write("sarif", *reports))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["LIN103", "ADR102", "ABC101"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == codes


def test_every_rule_is_described_within_the_limits_of_github() -> None:
    everything = reported(OCTETS, *(missing(code=rule.code, slug=rule.slug) for rule in RULES))
    described = sarif(write("sarif", everything))["tool"]["driver"]["rules"]
    for rule, entry in zip(RULES, described, strict=True):
        assert (entry["id"], entry["properties"]["slug"]) == (rule.code, rule.slug)
        assert entry["name"].lower() == rule.slug.replace("-", "")
        assert entry["defaultConfiguration"]["level"] == (rule.severity or rule.rfc)
        assert len(entry["name"]) <= 255
        assert max(len(entry[key]["text"]) for key in ("shortDescription", "fullDescription")) <= 1024
        assert len(entry["properties"]["tags"]) <= 10


def test_a_page_in_markdown_shows_what_the_rule_says_and_nothing_is_markup() -> None:
    for rule in RULES:
        tokens = MarkdownIt("commonmark").parse(page(rule).markdown)
        inline = [token for block in tokens for token in block.children or ()]
        assert {token.type for token in inline} <= MARKUP, rule
        assert {token.type for token in tokens} == {"paragraph_open", "inline", "paragraph_close"}, rule
        shown = "".join(token.content for token in inline)
        said = f"{rule.title} {rule.text}".replace("``", "")
        assert shown.replace(" ", "").startswith("".join(said.split())), rule
        assert rule.source in shown, rule


def test_a_rule_of_others_cannot_write_markup_or_links() -> None:
    hostile = "<b>x</b> [y](https://example.org) *z* _z_ ``a[0]`` # ~~s~~ &amp; \\[ {0} ##[error]\x1b"
    rule = Rule(
        code="ABC101",
        slug="a",
        severity=None,
        rfc=Severity.NOTE,
        evidence=Evidence.INFERRED,
        source=hostile,
        looks_at=ANY_OCTETS,
        check=lambda thing, context: (),
        title=hostile,
        text=f"{hostile}\n\n{hostile}",
        bad=(),
        good=(),
    )
    made = page(rule)
    inline = [t for b in MarkdownIt("commonmark").parse(made.markdown) for t in b.children or ()]
    assert {token.type for token in inline} <= MARKUP
    assert not any(sign in text for text in made for sign in ("##[", "\x1b", " {0}"))


def test_a_rule_that_nobody_listed_has_the_name_of_its_finding() -> None:
    [rule] = sarif(write("sarif", reported(OCTETS, missing())))["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"], rule["help"]["text"]) == ("ABC101", "ASlug", "a-slug")


def test_a_safe_fix_makes_of_the_file_what_its_edits_make() -> None:
    edits = (Edit(Span(0, 7), b"X-Subject"), Edit(Span(9, 13), _shout), Edit(Span(14, 14), b"\xe9\r\n"))
    [result] = results(reported(OCTETS, found(OCTETS, 9, 13, fix=Fix("shout [x](y)", edits))))
    [fix] = result["fixes"]
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"] == result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert fix["description"]["text"] == "shout \\[x\\](y)"
    assert result["properties"]["fix"] == {"title": "shout [x](y)", "safe": True}
    octets = OCTETS
    for replacement in reversed(change["replacements"]):
        start, length = replacement["deletedRegion"]["byteOffset"], replacement["deletedRegion"]["byteLength"]
        inserted = base64.b64decode(replacement["insertedContent"]["binary"], validate=True)
        octets = octets[:start] + inserted + octets[start + length :]
    assert octets == apply(OCTETS, edits)


def _shout(octets: bytes) -> bytes:
    return octets.upper()


def _never(octets: bytes) -> bytes:
    raise AssertionError("made, though nobody would see it")


@pytest.mark.parametrize(
    "fix",
    [
        Fix("guess", (Edit(Span(0, 3), b"a"),), safe=False),
        Fix("insert", (Edit(Span(0, 0), b"a" * 65_537),)),
        Fix("encode anew", (Edit(Span(0, 40_000), _never),)),
    ],
)
def test_a_fix_that_changes_the_meaning_or_is_large_is_only_named(fix: Fix) -> None:
    octets = b"a" * 40_000
    [result] = results(reported(octets, found(octets, 0, 3, fix=fix)))
    assert result["fixes"] == []
    assert result["properties"]["fix"] == {"title": fix.title, "safe": fix.safe}


def test_a_withheld_fix_says_why() -> None:
    [result] = results(reported(OCTETS, missing(fix_withheld="DKIM covers it")))
    assert result["properties"]["fixWithheld"] == "DKIM covers it"


def test_a_file_that_cannot_be_read_is_a_notification() -> None:
    run = sarif(write("sarif", Unreadable("a b.eml", "gone [x](y)"), reported(OCTETS, missing())))
    assert run["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {
                    "level": "error",
                    "message": {"text": "a b.eml: not read: gone \\[x\\](y)"},
                    "locations": [
                        {"physicalLocation": {"artifactLocation": {"uri": "a%20b.eml", "uriBaseId": "%SRCROOT%"}}}
                    ],
                }
            ],
        }
    ]
    assert len(run["results"]) == 1


def test_more_results_than_github_takes_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif_format, "_GITHUB_RESULTS_MAX", 2)
    for count, notes in ((2, []), (3, ["GitHub refuses a run of over 2 results; these are 3"])):
        run = sarif(write("sarif", reported(OCTETS, *[missing()] * count)))
        [invocation] = run["invocations"]
        assert invocation["executionSuccessful"]
        assert [note["message"]["text"] for note in invocation["toolExecutionNotifications"]] == notes
        assert len(run["results"]) == count


@given(st.lists(st.integers(0, 3), max_size=5))
def test_whatever_was_found_in_which_file_the_log_is_whole(counts: list[int]) -> None:
    files = [reported(OCTETS, *[missing()] * count) if count < 3 else Unreadable("b", "gone") for count in counts]
    run = sarif(write("sarif", *files))
    assert len(run["results"]) == sum(count for count in counts if count < 3)
    assert run["invocations"][0]["executionSuccessful"] == (3 not in counts)


def test_results_are_written_as_they_come() -> None:
    writer = sarif_format.Sarif(REFERENCE.rules)
    first, second = (writer.add(reported(OCTETS, missing(message))) for message in ("one", "two"))
    assert "one" in first
    assert "two" in second
    assert json.loads(first + second + writer.end())["version"] == "2.1.0"
