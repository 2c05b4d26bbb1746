from __future__ import annotations

import json

from reported import found, missing, reported, write

from mimeforge.linter import Severity
from mimeforge.linter.report import Unreadable

OCTETS = b"To: a\r\nSubject: b\r\n"
REPORT = reported(OCTETS, found(OCTETS, 7, 14, header="Subject", occurrence=1), missing(severity=Severity.NOTE))


def test_each_line_is_whole_and_the_format_is_this_for_ever() -> None:
    first, second, third, last = write(
        "jsonl", REPORT, reported(b"a", name="clean.eml"), Unreadable("b", "gone")
    ).split("\n")
    assert last == ""
    head = '{"format": 1, "path": "a.eml", "profile": "ses", "error": null, "code": "ABC101", "slug": "a-slug", '
    assert first == head + (
        '"severity": "error", "message": "m", "line": 2, "column": 1, "span": [7, 14], "part": "", '
        '"header": "Subject", "occurrence": 1, "predicts": null, "evidence": "probed", "source": "s", '
        '"fix": null, "fixWithheld": null}'
    )
    assert second.startswith(f'{head}"severity": "note", ')
    assert third == '{"format": 1, "path": "b", "profile": null, "error": "gone"}'


def test_a_line_says_of_a_finding_what_json_says() -> None:
    [file] = json.loads(write("json", REPORT))["files"]
    lines = map(json.loads, write("jsonl", REPORT).splitlines())
    head = {"format": 1, "path": file["path"], "profile": file["profile"], "error": file["error"]}
    assert list(lines) == [head | each for each in file["findings"]]


def test_where_nothing_was_found_nothing_is_written() -> None:
    assert write("jsonl") == write("jsonl", reported(b"a")) == ""
