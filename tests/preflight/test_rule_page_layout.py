"""The layout of a rule's page: its lines, what is cut, the conditions of its examples."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

import pytest

from mimeforge.linter import Evidence, Severity
from mimeforge.linter.examples import Call, Example, ExampleEnvelope, Recipe, padded, sample
from mimeforge.linter.rule import OCTETS, Hit, Rule, rule
from mimeforge.preflight import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Source

ENVELOPE = ExampleEnvelope("jo@example.com", ("zoe@example.net", "ann@example.org"))


def a_rule(
    *bad: bytes | Recipe | Example,
    severity: Severity | None = Severity.WARNING,
    rfc: Severity | None = None,
    evidence: Evidence = Evidence.INFERRED,
    source: str = "these tests",
) -> Rule:
    @rule(
        "TST101",
        "a-slug",
        severity=severity,
        rfc=rfc,
        evidence=evidence,
        source=source,
        looks_at=OCTETS,
        bad=bad or (sample("Subject: LUNCH"),),
        good=(sample("Subject: Dinner"),),
    )
    def check(source: Source, context: Context) -> Iterator[Hit]:
        """It is wrong.

        What happens then.
        """
        yield from ()

    return check


def reported(*bad: bytes | Recipe | Example) -> list[str]:
    """The lines of the page between its two headings."""
    lines = page.write(a_rule(*bad)).split("\n")
    return lines[lines.index("Reported:") + 1 : lines.index("Not reported:") - 1]


def test_a_page_line_by_line() -> None:
    assert page.write(a_rule()).split("\n") == [
        "TST101 a-slug",
        "",
        "It is wrong.",
        "",
        "What happens then.",
        "",
        "severity: warning under the profiles of Amazon SES, silent under rfc",
        "evidence: inferred: it follows from the others; nobody was seen to meet it",
        "source:   these tests",
        "A finding that rests on something else says so.",
        "",
        "Reported:",
        "",
        "  | Subject: LUNCH",
        "",
        "Not reported:",
        "",
        "  | Subject: Dinner",
    ]


@pytest.mark.parametrize(
    ("severity", "rfc", "line"),
    [
        (None, Severity.NOTE, "severity: silent under the profiles of Amazon SES, note under rfc"),
        (Severity.ERROR, Severity.ERROR, "severity: error under the profiles of Amazon SES, error under rfc"),
        (Severity.NOTE, None, "severity: note under the profiles of Amazon SES, silent under rfc"),
    ],
)
def test_a_severity_of_none_is_silence(severity: Severity | None, rfc: Severity | None, line: str) -> None:
    assert line in page.write(a_rule(severity=severity, rfc=rfc)).split("\n")


MEANINGS = {
    Evidence.DOCUMENTED: "a standard or AWS states it",
    Evidence.PROBED: "somebody tried it against the service and recorded the answer; AWS does not state it",
    Evidence.FIELD_REPORT: "users met it; AWS does not state it",
    Evidence.INFERRED: "it follows from the others; nobody was seen to meet it",
}


@pytest.mark.parametrize("evidence", Evidence)
@pytest.mark.parametrize("rfc", [None, *Severity])
def test_what_breaks_a_standard_is_told_from_the_answer(evidence: Evidence, rfc: Severity | None) -> None:
    lines = page.write(a_rule(evidence=evidence, rfc=rfc)).split("\n")
    is_told = rfc is Severity.ERROR and evidence is not Evidence.DOCUMENTED
    said = ["          (of SES's answer; that it breaks a standard is documented)"] * is_told
    at = lines.index(f"evidence: {evidence}: {MEANINGS[evidence]}")
    assert lines[at + 1 : lines.index("source:   these tests")] == said


@pytest.mark.parametrize(
    ("example", "line"),
    [
        (Example(sample("Subject: LUNCH"), profile="ses-smtp"), "  (profile ses-smtp)"),
        (Example(sample("Subject: LUNCH"), envelope=ENVELOPE), "  (sender and recipients of the envelope: 3)"),
        (
            Example(sample("Subject: LUNCH"), profile="ses-v2", envelope=ENVELOPE),
            "  (profile ses-v2, sender and recipients of the envelope: 3)",
        ),
    ],
)
def test_the_conditions_of_an_example_stand_above_it(example: Example, line: str) -> None:
    assert reported(example) == ["", line, "  | Subject: LUNCH"]


def test_a_message_that_is_only_described_shows_its_description_and_conditions() -> None:
    assert reported(Example(padded(5000), profile="ses")) == ["", "  (profile ses)", "  a message of 5,000 octets"]


@pytest.mark.parametrize(
    ("count", "more"), [(11, []), (12, []), (13, ["  and 1 more line"]), (40, ["  and 28 more lines"])]
)
def test_of_many_lines_twelve_are_shown(count: int, more: list[str]) -> None:
    fields = [f"X-Field-{number}: x" for number in range(count)]
    assert reported(sample(*fields)) == ["", *(f"  | {line}" for line in fields[:12]), *more]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("X-A: " + "x" * 95, "  | X-A: " + "x" * 95),
        ("X-A: " + "x" * 96, "  | X-A: " + "x" * 95 + "…"),
    ],
)
def test_of_a_long_line_a_hundred_characters_are_shown(line: str, shown: str) -> None:
    assert reported(sample(line)) == ["", shown]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (sample("X-A: 1", "X-B: 2"), ["X-A: 1", "X-B: 2"]),
        (sample("Subject: Lunch\r\n at noon"), ["Subject: Lunch", " at noon"]),
        (sample("X-A: 1", body="My own.\r\n"), ["X-A: 1", "", "My own.", ""]),
        (sample(body="My own."), ["", "My own."]),
        (b"\r\nFrom: jo@example.com\r\n", ["", "From: jo@example.com", ""]),
        (sample("Subject: Lunch\r\n\tat noon"), ["Subject: Lunch", "␉at noon"]),
        (b"X-A: 1\r\nFrom: Jo <jo@example.com>", ["X-A: 1"]),
        (b"From: Jo <jo@example.com>", ["From: Jo <jo@example.com>"]),
        (b"From: Jo <jo@example.com>\r\n\r\n", ["From: Jo <jo@example.com>", "", ""]),
        (b"From: jo@example.com\n\nHello\r\n", ["From: jo@example.com␊", "␊", "Hello␍␊"]),
        (b"From: jo@example.com\r\rTo: zoe@example.net\r\r\n", ["From: jo@example.com␍␍To: zoe@example.net␍␍␊"]),
        (sample("X-A: \x1b[31m\u202e##[error]"), ["X-A: ␛[31m<U+202E><U+0023>#[error]"]),
        (sample(b"X-A: \xe9 "), ["X-A: \\xE9␠"]),
        (sample(), [*sample().decode().split("\r\n")]),
    ],
)  # fmt: skip
def test_an_example_shows_its_own_lines_as_signs(message: bytes, shown: list[str]) -> None:
    assert reported(message) == ["", *(f"  | {line}".rstrip() for line in shown)]


def test_text_and_source_are_wrapped_at_a_hundred_characters() -> None:
    source = " ".join(["octocat/hello-world#12345,"] * 20)
    lines = page.write(a_rule(source=source)).split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("source:   "))
    wrapped = [lines[start], *takewhile(lambda line: line.startswith(" " * 10), lines[start + 1 :])]
    assert len(wrapped) > 1
    assert all(len(line) <= 100 for line in wrapped)
    assert all(len(line) > 70 for line in wrapped[:-1])
    assert all(line.startswith(" " * 10 + "octocat/hello-world#12345,") for line in wrapped[1:])
    assert " ".join(" ".join(wrapped).split()) == f"source: {source}"


@pytest.mark.parametrize(("size", "shown"), [(2_001, "<2,001 octets>"), (3, repr(bytes(3)))])
def test_octets_of_a_request_are_described_where_they_are_many(size: int, shown: str) -> None:
    files = [{"FileName": "a.bin", "RawContent": bytes(size)}]
    example = Example(Call("sesv2.SendEmail", {"Content": {"Simple": {"Attachments": files}}}))
    assert page.show(example).lines == (
        "sesv2.SendEmail",
        "{'Content': {'Simple': {'Attachments': [{'FileName': 'a.bin', 'RawContent': " + shown + "}]}}}",
    )
