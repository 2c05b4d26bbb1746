from __future__ import annotations

import json

from reported import found, missing, reported, write

from mimeforge.linter import Severity
from mimeforge.linter.report import Unreadable

OCTETS = b"To: a\r\nSubject: b\r\n c\r\n\r\nlast\r\n"


def test_an_entry_is_what_gitlab_reads() -> None:
    entries = json.loads(
        write(
            "gitlab",
            reported(OCTETS, found(OCTETS, 7, 23, "odd", predicts="No"), name="./mails/a.eml"),
            Unreadable("b.eml", "gone"),
        )
    )
    for entry in entries:
        assert len(entry.pop("fingerprint")) == 32
    assert entries == [
        {
            "description": "odd; SES would answer: No",
            "check_name": "ABC101",
            "severity": "critical",
            "location": {"path": "mails/a.eml", "lines": {"begin": 2, "end": 3}},
        },
        {
            "description": "not read: gone",
            "check_name": "unreadable",
            "severity": "blocker",
            "location": {"path": "b.eml", "lines": {"begin": 1, "end": 1}},
        },
    ]


def test_severities_are_those_of_gitlab() -> None:
    findings = [missing(severity=severity) for severity in Severity]
    severities = [entry["severity"] for entry in json.loads(write("gitlab", reported(b"", *findings)))]
    assert severities == ["info", "minor", "critical"]


def test_fingerprints_differ_between_files_and_findings() -> None:
    twice = [found(OCTETS, 7, 14), found(OCTETS, 7, 14)]
    results = [reported(OCTETS, *twice, name=name) for name in ("a.eml", "b.eml")]
    entries = json.loads(write("gitlab", *results, Unreadable("c.eml", "gone"), Unreadable("d.eml", "gone")))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 6


def test_fingerprints_stay_when_lines_move_and_the_folder_is_named_otherwise() -> None:
    moved = b"From: z\r\nReceived: here\r\n" + OCTETS
    before = json.loads(write("gitlab", reported(OCTETS, found(OCTETS, 7, 14))))
    after = json.loads(write("gitlab", reported(moved, found(moved, 32, 39), name="./a.eml")))
    assert before[0]["fingerprint"] == after[0]["fingerprint"]
    assert (before[0]["location"]["lines"]["begin"], after[0]["location"]["lines"]["begin"]) == (2, 4)


def test_where_nothing_was_found_the_array_is_empty() -> None:
    assert json.loads(write("gitlab")) == json.loads(write("gitlab", reported(b"a"))) == []
