from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.linter import Evidence, Finding, Report, Severity
from mimeforge.linter.report import Unreadable, text, writer
from mimeforge.tree import Source, Span


def finding(octets: bytes, start: int, end: int, message: str = "m", **more: object) -> Finding:
    line, column = Source(octets).position(start)
    given = {"code": "ABC101", "slug": "a-slug", "severity": Severity.ERROR, "evidence": Evidence.PROBED, "source": "s"}
    return Finding(message=message, span=Span(start, end), line=line, column=column, **given | more)  # type: ignore[arg-type]


def written(octets: bytes, *findings: Finding, name: str = "a.eml") -> str:
    report = Report(findings=findings, source=octets, name=name, profile="ses")
    return "".join(writer.written(text.Text(), [report]))


def excerpt(octets: bytes, start: int, end: int) -> list[str]:
    return [line for line in written(octets, finding(octets, start, end)).split("\n") if line.startswith("  |")]


HOSTILE = (
    b"From: Jo <jo@example.com>\n"
    b"Subject: \x1b[2J\xe2\x80\xaegnp.exe caf\xe9 ##[error]x\r##[group]y \xe6\xbc\xa2\xe2\x80\x8b \t\r\n"
    b"::error::z: 1\r\n"
)


def test_nothing_in_a_hostile_message_reaches_the_terminal_or_the_runner() -> None:
    subject = HOSTILE.index(b"\x1b"), HOSTILE.index(b"gnp")
    findings = (
        Finding(
            code="ABC100",
            slug="absent-thing",
            severity=Severity.NOTE,
            message="no \x1b[1mthing",
            evidence=Evidence.DOCUMENTED,
            source="RFC 5322 §2.2",
        ),
        finding(HOSTILE, *subject, "see\r\n##[error] or ::error::", predicts="Illegal \x07", source="a\nb"),
        finding(HOSTILE, HOSTILE.index(b"::error"), HOSTILE.index(b": 1"), "w", severity=Severity.WARNING),
    )
    report = written(HOSTILE, *findings, name="##[debug]\x1b\udce9.eml")
    name = "<U+0023>#[debug]␛\\xE9.eml"
    assert (
        report
        == f"""\
{name}:1:1 ABC100 absent-thing note no ␛[1mthing
  = evidence: documented (RFC 5322 §2.2)

{name}:2:10 ABC101 a-slug error see␍␊<U+0023>#[error] or ::error::
  | Subject: ␛[2J<U+202E>gnp.exe caf\\xE9 <U+0023>#[error]x␍<U+0023>#[group]y 漢<U+200B>␠␉
  |          ^^^^^^^^^^^^
  = SES would answer: Illegal ␇
  = evidence: probed (a␊b)

{name}:3:1 ABC101 a-slug warning w
  | ::error::z: 1
  | ^^^^^^^^^^
  = evidence: probed (s)

1 error, 1 warning, 1 note in 1 file
"""
    )


@pytest.mark.parametrize("name", ["::error::x.eml", " ::error::x.eml", "\t::warning file=x::y"])
def test_no_line_begins_with_what_a_runner_obeys(name: str) -> None:
    report = written(b"a", finding(b"a", 0, 1), name=name)
    assert report.startswith("./")
    assert not any(line.lstrip().startswith("::") for line in report.split("\n"))


@pytest.mark.parametrize(
    ("octets", "start", "end", "line", "carets"),
    [
        (b"abc\ndef\n", 5, 6, "def", " ^"),
        (b"abc", 1, 1, "abc", " ^"),
        (b"abc\r\n", 1, 5, "abc", " ^^"),
        (b"abc\ndef", 1, 6, "abc", " ^^"),
        (b"abc\r\ndef", 3, 5, "abc␍␊", "   ^^"),
        (b"abc\ndef", 3, 4, "abc␊", "   ^"),
        (b"abc \r\n", 3, 4, "abc␠", "   ^"),
        (b"a\rb\r\n", 1, 2, "a␍b", " ^"),
        (b"abc\n", 4, 4, "", "^"),
        (b"\r\r\n", 0, 1, "␍", "^"),
        ("Zoé: x\n".encode(), 4, 5, "Zoé: x", "   ^"),
        ("漢字: x\n".encode(), 3, 6, "漢字: x", "  ^^"),
        (b"caf\xe9: x\n", 3, 4, "caf\\xE9: x", "   ^^^^"),
        (b"caf\xe9: x\n", 4, 5, "caf\\xE9: x", "       ^"),
        ("a\u202eb\u200bc".encode(), 1, 4, "a<U+202E>b<U+200B>c", " ^^^^^^^^"),
        ("a\u202eb\u200bc".encode(), 8, 9, "a<U+202E>b<U+200B>c", "                  ^"),
        ("e\u0301x".encode(), 3, 4, "e\u0301x", " ^"),
    ],
)
def test_carets_stand_under_what_shows_the_span(octets: bytes, start: int, end: int, line: str, carets: str) -> None:
    assert excerpt(octets, start, end) == [f"  | {line}".rstrip(), f"  | {carets}"]


@pytest.mark.parametrize(("start", "before", "after"), [(0, "", "…"), (500, "…", "…"), (999, "…", ""), (1000, "…", "")])
def test_a_long_line_is_clipped_around_the_place(start: int, before: str, after: str) -> None:
    octets = b"first\r\n" + (b"0123456789" * 100) + b"\r\nlast"
    line, carets = excerpt(octets, 7 + start, 7 + start + 1)
    shown = line.removeprefix("  | ")
    assert shown[0] == before or not before
    assert shown.endswith(after)
    assert len(shown) <= 125
    if start < 1000:
        assert line[carets.index("^")] == str(start % 10)
    else:
        assert line[carets.index("^") :] == "␍␊"


def test_clipping_leaves_characters_whole() -> None:
    octets = "é漢😀".encode() * 100
    for start in range(200, 230):
        line, _ = excerpt(octets, start, start + 1)
        assert "\\x" not in line


def test_blanks_where_a_line_was_clipped_are_no_trailing_blanks() -> None:
    line, _ = excerpt(b"x" * 50 + b" " * 500 + b"y", 0, 1)
    assert "␠" not in line


@given(st.binary(min_size=1) | st.lists(st.sampled_from([b"\r\n", b"a", b"\xe2\x80\xae", b"\xe9", b" "])).map(b"".join))
def test_every_span_of_every_message_can_be_shown(octets: bytes) -> None:
    for start in range(len(octets) + 1):
        for end in {start, min(start + 3, len(octets)), len(octets)}:
            lines = written(octets, finding(octets, start, end)).split("\n")
            assert all(line.isprintable() for line in lines)


def test_the_last_line_sums_up_all_files() -> None:
    def report(*severities: Severity) -> Report:
        findings = tuple(finding(b"a", 0, 1, severity=severity) for severity in severities)
        return Report(findings=findings, source=b"a", profile="ses")

    def last(*results: Report | Unreadable) -> str:
        return list(writer.written(text.Text(), results))[-1]

    assert last() == "0 errors, 0 warnings, 0 notes in 0 files\n"
    assert last(report(Severity.ERROR)) == "1 error, 0 warnings, 0 notes in 1 file\n"
    assert last(report(*Severity), report(Severity.NOTE)) == "1 error, 1 warning, 2 notes in 2 files\n"
    assert last(report(), Unreadable("b", "gone")) == (
        "0 errors, 0 warnings, 0 notes in 1 file; 1 file could not be read\n"
    )


SGR = re.compile(r"\x1b\[[\d;]*m")


def test_severity_code_and_carets_are_coloured() -> None:
    octets = b"Subject: a\n"
    report = Report(findings=(finding(octets, 9, 10, predicts="No"),), source=octets, name="a.eml", profile="ses")
    coloured = "".join(writer.written(text.Text(colour=True), [report]))
    assert coloured == (
        "a.eml:1:10 \x1b[1mABC101\x1b[0m a-slug \x1b[1;31merror\x1b[0m m\n"
        "  | Subject: a\n"
        "  |          \x1b[31m^\x1b[0m\n"
        "  = SES would answer: No\n"
        "  = evidence: probed (s)\n"
        "\n"
        "1 error, 0 warnings, 0 notes in 1 file\n"
    )


@given(st.text(st.characters() | st.sampled_from("\x1b[0;31m\x9b")), st.sampled_from(Severity))
def test_colours_change_no_character_and_the_messages_own_never_pass(hostile: str, severity: Severity) -> None:
    octets = b"a" + hostile.encode("utf-8", "surrogatepass")
    told = finding(octets, 0, 1, hostile, severity=severity, predicts=hostile, source=hostile, fix_withheld=hostile)
    report = Report(findings=(told,), source=octets, name=hostile, profile="ses")
    plain, coloured = ("".join(writer.written(text.Text(colour=colour), [report])) for colour in (False, True))
    assert SGR.sub("", coloured) == plain
    assert "\x1b" not in plain
    assert len(SGR.findall(coloured)) == 6, "begun and ended, for code, severity and carets"


def test_a_secret_is_masked_in_the_line_of_another_finding() -> None:
    octets = b"the key is AKIAQ3EGRXAB, the other ghp_a1B2a1B2, and so on\n"
    secret, other = (
        finding(octets, octets.index(begin), octets.index(begin) + 12, masked=True) for begin in (b"AKIA", b"ghp_")
    )
    shown = [
        line
        for line in written(octets, finding(octets, 0, 3), secret, finding(octets, 13, 21), other).split("\n")
        if line.startswith("  | the")
    ]
    assert shown == ["  | the key is AKIA********, the other ghp_********, and so on"] * 4


def test_a_secret_of_several_lines_leaves_the_lines_where_they_are() -> None:
    octets = b"key: AKIAQ3\r\n EGRXAB behind\r\n"
    secret, behind = finding(octets, 5, 20, masked=True), finding(octets, 21, 27)
    shown = [line for line in written(octets, secret, behind).split("\n") if line.startswith("  |")]
    assert shown == ["  | key: AKIA**", "  |      ^^^^^^", "  | ******* behind", "  |         ^^^^^^"]


def test_of_a_line_of_megabytes_no_more_is_looked_at_than_is_shown() -> None:
    class Octets(bytes):
        def find(self, *searched: Any) -> int:
            _, start, end = searched
            assert end - start < 500
            return super().find(*searched)

    octets = Octets(b"a" * 10_000)
    report = Report(findings=(finding(octets, 5000, 5002),), source=octets, profile="ses")
    [line, carets] = [line for line in text.describe(report, report.findings[0]).split("\n") if line.startswith("  |")]
    assert line == f"  | …{'a' * 120}…"
    assert carets == f"  | {' ' * 41}^^"
