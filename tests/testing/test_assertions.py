"""The assertions fail where, and only where, the linter finds something, and say what it is."""

from __future__ import annotations

from email.message import EmailMessage
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from composing import plain
from suites import put, run

import mimeforge
from mimeforge import Envelope, Message
from mimeforge.linter.examples import sample
from mimeforge.preflight.request_table import REQUEST_RULES
from mimeforge.testing import assert_findings, assert_sendable

if TYPE_CHECKING:
    from pathlib import Path

    from mimeforge.preflight import Lintable

# An error behind a warning, and nothing else.
MIXED = sample("Subject: {{first_name}}", "To: O'Neil, Pat <pat@example.net>")


def failure(*rules: str, message: Lintable = MIXED, profile: str = "ses") -> str:
    """Return what `assert_findings` says."""
    with pytest.raises(AssertionError) as caught:
        assert_findings(message, *rules, profile=profile)
    return str(caught.value)


@pytest.mark.parametrize("kind", ["octets", "path", "file", "Message", "the standard library's"])
def test_it_takes_what_lint_takes_and_returns_its_report(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "one.eml"
    path.write_bytes(sample())
    library = EmailMessage()
    library["From"], library["To"], library["Subject"] = "a@example.com", "b@example.net", "x"
    library["Date"], library["Message-ID"] = "Mon, 04 May 2026 12:30:59 +0000", "<1@example.com>"
    library.set_content("Hello\n")
    sources: dict[str, Lintable] = {
        "octets": sample(),
        "path": path,
        "file": BytesIO(sample()),
        "Message": plain(subject="x", text="y"),
        "the standard library's": library,
    }
    report = assert_sendable(sources[kind])
    assert (report.ok, report.profile) == (True, "ses")
    assert report.source.startswith(b"From: ")


def test_what_is_not_sendable_fails_with_the_report_errors_first() -> None:
    assert [str(finding.severity) for finding in mimeforge.lint(MIXED)] == ["warning", "error"]
    with pytest.raises(AssertionError) as caught:
        assert_sendable(MIXED)
    text = str(caught.value)
    assert text.startswith("not sendable under the profile 'ses'\n\n<message>:")
    assert text.index(" ADR102 addr-no-domain error ") < text.index(" HTM139 template-unresolved-header warning ")
    assert text.endswith("1 error, 1 warning, 0 notes in 1 file\ncan be mended: 1 by --fix --unsafe-fixes")


def test_warnings_and_notes_are_sendable_and_in_the_report() -> None:
    report = assert_sendable(sample("Subject: {{first_name}}"))
    assert [finding.slug for finding in report] == ["template-unresolved-header"]


def test_the_profile_and_the_envelope_are_those_of_lint() -> None:
    mail = Message(from_="a@example.com", to="b@example.net", subject="x", text="y", date=None)
    assert_sendable(mail)
    with pytest.raises(AssertionError, match=r"profile 'ses,bulk'\n\n(?s:.)* BLK101 "):
        assert_sendable(mail, "ses,bulk")
    many = Envelope("a@example.com", tuple(f"b{number}@example.net" for number in range(51)))
    with pytest.raises(AssertionError, match="51 recipients"):
        assert_sendable(mail, envelope=many)
    with pytest.raises(ValueError, match=r"unknown profile 'sse'.*did you mean 'ses'"):
        assert_sendable(mail, "sse")
    with pytest.raises(TypeError, match="cannot lint str"):
        assert_sendable("From: a@example.com")  # type: ignore[arg-type]


def test_nothing_hostile_is_printed() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_sendable(sample("To: \x1b[31m\u202e, Pat <pat@example.net>"))
    assert all(character.isprintable() or character == "\n" for character in str(caught.value))


def test_rules_are_named_by_slug_or_code_in_any_order() -> None:
    report = assert_findings(MIXED, "template-unresolved-header", "ADR102")
    assert [finding.code for finding in report] == ["HTM139", "ADR102"]
    assert len(assert_findings(sample())) == 0


def test_a_rule_is_named_once_however_often_it_is_found() -> None:
    twice = sample("To: O'Neil, Pat <pat@example.net>", "Cc: O'Neil, Pat <p@example.net>")
    assert len(assert_findings(twice, "addr-no-domain")) == 2
    with pytest.raises(ValueError, match="'addr-no-domain' and 'ADR102' are one rule"):
        assert_findings(twice, "addr-no-domain", "ADR102")
    assert "not expected: ADR102 addr-no-domain, 2 times\n" in failure(message=twice)


def test_what_is_missing_and_what_was_not_expected_is_told_apart() -> None:
    text = failure("addr-no-domain", "addr-no-local", "HDR125")
    head, _, shown = text.partition("\n\n")
    assert head.splitlines() == [
        "other findings under the profile 'ses'",
        "not found: ADR103 addr-no-local",
        "not found: HDR125 subject-newline-escape",
        "not expected: HTM139 template-unresolved-header",
    ]
    assert shown.startswith("<message>:")
    assert " HTM139 template-unresolved-header warning " in shown
    assert "ADR102" not in text


def test_a_rule_that_cannot_speak_under_the_profile_is_told_of() -> None:
    text = failure("list-id-missing", message=sample())
    assert "BLK113 (list-id-missing) speaks only with an overlay on the profile: 'ses,bulk'" in text
    assert_findings(sample(), "list-id-missing", "unsub-missing", "unsub-body-link", profile="ses,bulk")


@pytest.mark.parametrize(
    ("label", "problem"),
    [
        ("addr-no-domian", "unknown rule 'addr-no-domian'; did you mean 'addr-no-domain'\\?"),
        ("adr102", "unknown rule 'adr102'; did you mean 'ADR102'\\?"),
        ("ADR", "unknown rule 'ADR'"),
        ("ALL", "unknown rule 'ALL'"),
        ("?", "unknown rule '\\?'; mimeforge rule lists all of them"),
        (REQUEST_RULES[0].slug, f"'{REQUEST_RULES[0].slug}' looks at requests"),
    ],
)
def test_what_is_no_rule_on_messages_is_refused(label: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        assert_findings(MIXED, label)


@pytest.mark.parametrize("label", [["addr-no-domain"], None, b"ADR102"])
def test_what_is_no_name_of_a_rule_is_refused(label: object) -> None:
    with pytest.raises(TypeError, match=f"by a str, its slug or code, and not by {type(label).__name__}: pass each"):
        assert_findings(MIXED, label)  # type: ignore[arg-type]


def test_frames_of_ours_are_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(
        {
            "test_one.py": b"""
from mimeforge.testing import assert_findings, assert_sendable

def test_one():
    assert_sendable(b"x")

def test_two():
    assert_findings(b"x")
"""
        }
    )
    ended = run()
    assert [*ended.outcomes.values()] == ["failed"] * 2
    assert "E       AssertionError: not sendable under the profile 'ses'\n" in ended.out
    assert "E       AssertionError: other findings under the profile 'ses'\n" in ended.out
    assert "assertions.py" not in ended.out
