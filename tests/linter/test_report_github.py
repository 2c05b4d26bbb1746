from __future__ import annotations

import pytest
from reported import Command, found, missing, reported, runner_commands, write

from mimeforge.linter import Severity
from mimeforge.linter.report import Unreadable

OCTETS = "To: Zoé <zoe>, Jo\r\nSubject: b\r\n\r\n".encode()


def test_findings_become_commands_that_the_runner_reads() -> None:
    findings = (
        found(OCTETS, 9, 14, "no domain", predicts="Missing final '@domain'"),
        found(OCTETS, 20, 27, "odd", severity=Severity.WARNING),
        missing("no Date", severity=Severity.NOTE),
    )
    text = write("github", reported(OCTETS, *findings, name="./mails/a.eml"), Unreadable("b.eml", "No such file"))
    file, title = {"file": "mails/a.eml"}, {"title": "ABC101 a-slug"}
    assert runner_commands(text) == [
        Command(
            "error",
            {**file, "line": "1", "endLine": "1", "col": "9", "endColumn": "14", **title},
            "no domain; SES would answer: Missing final '@domain'",
        ),
        Command("warning", {**file, "line": "2", "endLine": "2", "col": "1", "endColumn": "8", **title}, "odd"),
        Command("notice", {**file, "line": "1", "endLine": "1", "col": "1", "endColumn": "1", **title}, "no Date"),
        Command("error", {"file": "b.eml", "title": "unreadable"}, "not read: No such file"),
    ]
    assert text.split("\n")[-2:] == ["1 error, 1 warning, 1 note in 1 file; 1 file could not be read", ""]


@pytest.mark.parametrize(
    ("start", "end", "place"),
    [
        (20, 30, {"line": "2", "endLine": "2", "col": "1", "endColumn": "11"}),
        (20, 32, {"line": "2", "endLine": "2"}),  # with its line end
        (20, 34, {"line": "2", "endLine": "3"}),
        (4, 22, {"line": "1", "endLine": "2"}),
    ],
)
def test_columns_are_left_out_where_the_runner_takes_none(start: int, end: int, place: dict[str, str]) -> None:
    [command] = runner_commands(write("github", reported(OCTETS, found(OCTETS, start, end))))
    assert {key: value for key, value in command.properties.items() if key not in {"file", "title"}} == place


def test_where_nothing_was_found_the_summary_is_all() -> None:
    assert write("github", reported(b"a")) == "0 errors, 0 warnings, 0 notes in 1 file\n"
