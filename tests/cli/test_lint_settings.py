"""What settings say is what ``mimeforge lint`` does; options weigh more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mimeforge.cli import main

HEADER = (
    b"From: jo@example.com\r\nTo: zoe@example.net\r\nSubject: Lunch\r\n"
    b"Date: Mon, 4 May 2026 10:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n"
)
# LIN114 raw-8bit-header-other, an error.
BAD = HEADER + b"X-Note: caf\xe9\r\n\r\nSee you at noon.\r\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("mails/a.eml", "mails/old/b.eml"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(BAD)
    return tmp_path


def lint(settings: str, *arguments: str, stdin: bytes = b"") -> Result:
    Path("mimeforge.toml").write_text(settings, encoding="utf-8")
    return CliRunner().invoke(main, ["lint", "--format", "json", "--jobs", "1", *arguments], input=stdin)


def found(result: Result) -> list[str]:
    files = json.loads(result.stdout)["files"]
    return [f"{file['path']} {finding['code']} {finding['severity']}" for file in files for finding in file["findings"]]


A, B = "mails/a.eml LIN114 error", "mails/old/b.eml LIN114 error"


@pytest.mark.parametrize(
    ("settings", "arguments", "findings"),
    [
        ("", "", [A, B]),
        ("ignore = ['LIN']", "", []),
        ("ignore = ['raw-8bit-header-other']", "--select LIN114", [A, B]),
        ("severities = {LIN = 'off'}", "--select LIN1", [A, B]),
        ("select = ['LIN114']", "--ignore LIN", None),
        ("select = ['LIN']", "--ignore LIN114", []),
        ("severities = {LIN114 = 'note'}", "", ["mails/a.eml LIN114 note", "mails/old/b.eml LIN114 note"]),
        (
            "severities = {LIN114 = 'warning'}",
            "--select ALL --ignore ADR",
            [A.replace("error", "warning"), B.replace("error", "warning")],
        ),
        ("per-file-ignores = {'old/' = ['LIN']}", "", [A]),
        ("per-file-ignores = {'old/' = ['LIN']}", "--select LIN114", [A]),
        ("per-file-ignores = {'mails/*.eml' = ['raw-8bit-header-other']}", "", [B]),
        ("exclude = ['old/']", "", [A]),
        ("exclude = ['/mails/a.eml']", "", [B]),
        ("ignore = ['LIN']", "--isolated", [A, B]),
    ],
)
def test_what_counts(settings: str, arguments: str, findings: list[str] | None) -> None:
    result = lint(settings, *arguments.split(), "mails")
    if findings is None:
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: what is selected, ignored and off leaves no rule\n"
        return
    assert found(result) == findings
    assert result.exit_code == any(finding.endswith("error") for finding in findings)


def test_a_severity_that_is_raised_fails_the_run() -> None:
    message = BAD.replace(b"X-Note: caf\xe9\r\n", b"").replace(b"Subject: Lunch\r\n", b"")
    Path("mails/a.eml").write_bytes(message)
    assert lint("", "mails/a.eml").exit_code == 0
    result = lint("severities = {missing-subject = 'error'}", "mails/a.eml")
    assert result.exit_code == 1
    assert [finding.partition(" ")[2] for finding in found(result)] == ["REQ104 error"]


def test_each_file_has_the_settings_that_are_nearest() -> None:
    Path("mails/old/pyproject.toml").write_text("[tool.mimeforge]\nignore = ['LIN']", encoding="utf-8")
    assert found(lint("severities = {LIN = 'note'}", "mails")) == ["mails/a.eml LIN114 note"]
    assert found(lint("", "--stdin-filename", "mails/old/new.eml", "-", stdin=BAD)) == []
    assert len(found(lint("", "-", stdin=BAD))) == 1


@pytest.mark.parametrize(
    ("settings", "arguments", "problem"),
    [
        ("profil = 1", [], "mimeforge.toml: unknown key 'profil', "),
        ("select = ['ADR999']", [], "mimeforge.toml: select: unknown rule 'ADR999'; did you mean "),
        ("x = ", [], "mimeforge.toml: not TOML: "),
        ("", ["--select", "ADR,nonsense"], "--select: unknown rule 'nonsense'"),
        (
            "",
            ["--ignore", "raw-8bit-header-othr"],
            "--ignore: unknown rule 'raw-8bit-header-othr'; did you mean 'raw-8bit",
        ),
    ],
)
def test_a_mistake_is_exit_2_before_anything_is_checked(settings: str, arguments: list[str], problem: str) -> None:
    result = lint(settings, *arguments, "mails")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {problem}")


def test_what_is_without_effect_is_told() -> None:
    result = lint("select = ['LIN', 'charset-needless']", "mails")
    assert (
        "Warning: CHR108 (charset-needless) speaks only with an overlay on the profile: 'ses,strict'\n" in result.stderr
    )
    assert "Warning" not in lint("select = ['LIN', 'charset-needless']", "--profile", "ses,strict", "mails").stderr
