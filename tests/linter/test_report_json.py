from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter import Evidence, Finding, Report, Severity
from mimeforge.linter.report import Result, Unreadable, writer
from mimeforge.linter.report.json import Json
from mimeforge.tree import Span

FINDING = Finding(
    code="ABC101",
    slug="a-slug",
    severity=Severity.ERROR,
    message="Zoé's\u202e\x1b ##[error]",
    span=Span(3, 9),
    line=2,
    column=1,
    part="1.2",
    header="To",
    occurrence=2,
    predicts="No",
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §2.2",
)
ABSENT = Finding(
    code="ABC102", slug="b", severity=Severity.NOTE, message="m", evidence=Evidence.DOCUMENTED, source="here"
)


def written(*results: Result) -> str:
    return "".join(writer.written(Json(), results))


def report(*findings: Finding, name: str = "a.eml") -> Report:
    return Report(findings=findings, source=b"a" * 12, name=name, profile="ses-v2")


def test_the_format_is_this_for_ever() -> None:
    text = written(report(FINDING, ABSENT), Unreadable("gone.eml", "No such file"), report(name="b.eml"))
    expected: dict[str, Any] = {
        "format": 1,
        "tool": {"name": "mimeforge", "version": mimeforge.__version__},
        "files": [
            {
                "path": "a.eml",
                "profile": "ses-v2",
                "octets": 12,
                "error": None,
                "findings": [
                    {
                        "code": "ABC101",
                        "slug": "a-slug",
                        "severity": "error",
                        "message": "Zoé's\u202e\x1b ##[error]",
                        "line": 2,
                        "column": 1,
                        "span": [3, 9],
                        "part": "1.2",
                        "header": "To",
                        "occurrence": 2,
                        "predicts": "No",
                        "evidence": "field-report",
                        "source": "RFC 5322 §2.2",
                        "fix": None,
                        "fixWithheld": None,
                    },
                    {
                        "code": "ABC102",
                        "slug": "b",
                        "severity": "note",
                        "message": "m",
                        "line": 1,
                        "column": 1,
                        "span": [0, 0],
                        "part": "",
                        "header": None,
                        "occurrence": None,
                        "predicts": None,
                        "evidence": "documented",
                        "source": "here",
                        "fix": None,
                        "fixWithheld": None,
                    },
                ],
            },
            {"path": "gone.eml", "profile": None, "octets": None, "error": "No such file", "findings": []},
            {"path": "b.eml", "profile": "ses-v2", "octets": 12, "error": None, "findings": []},
        ],
        "summary": {"files": 2, "unreadable": 1, "errors": 1, "warnings": 0, "notes": 1},
    }
    read = json.loads(text)
    assert read == expected
    assert json.dumps(read, indent=2) == json.dumps(expected, indent=2), "the order of the keys is part of the format"


def test_no_files_give_the_same_object() -> None:
    assert json.loads(written())["summary"] == {"files": 0, "unreadable": 0, "errors": 0, "warnings": 0, "notes": 0}


def test_octets_of_names_that_are_not_text_are_spelt_out() -> None:
    assert json.loads(written(report(name="caf\udce9.eml")))["files"][0]["path"] == "caf\\xE9.eml"


@given(st.text(st.characters(), max_size=20) | st.text('#[vsoerr\\ "\n'))
@example("\x7f\x1b##[error]\u2028")
def test_any_text_is_written_in_harmless_ascii_and_comes_back(message: str) -> None:
    finding = Finding(
        code="ABC101",
        slug="a",
        severity=Severity.NOTE,
        message=message,
        header=message,
        predicts=message,
        evidence=Evidence.PROBED,
        source="here",
    )
    text = written(report(finding, name=message))
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert "##[" not in text
    assert "##vso[" not in text
    entry = json.loads(text)["files"][0]
    values = {entry["path"], *(entry["findings"][0][key] for key in ("message", "header", "predicts"))}
    assert len(values) == 1
    [value] = values
    value.encode("utf-8")
    if not any("\ud800" <= character <= "\udfff" for character in message):
        assert value == message


def test_equal_reports_give_equal_text() -> None:
    assert written(report(FINDING)) == written(report(FINDING))
