"""Settings, the command line over them, and the envelope."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mimeforge.cli import main
from mimeforge.linter.examples import sample

NO_SUBJECT = sample(without=["Subject"])  # REQ104, a warning
NO_AT = sample("To: zoe")  # ADR102, an error


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b", "b/c"):
        Path(folder).mkdir()
        Path(folder, "m.eml").write_bytes(NO_SUBJECT)
    Path("bad.eml").write_bytes(NO_AT)
    return tmp_path


def lint(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["lint", *arguments], input=stdin, catch_exceptions=False)


def found(*arguments: str, stdin: bytes = b"") -> dict[str, list[str]]:
    """Return the codes by file; of those that others put their messages into, nothing."""
    files = json.loads(lint("--format", "json", *arguments, stdin=stdin).stdout)["files"]
    return {
        file["path"]: [
            f"{finding['code']} {finding['severity']}"
            for finding in file["findings"]
            if finding["code"] in {"REQ104", "ADR102", "SES105"}
        ]
        for file in files
    }


def test_each_file_has_the_settings_above_it() -> None:
    Path("b/mimeforge.toml").write_text('severities = { REQ104 = "error" }')
    Path("b/c/pyproject.toml").write_text('[tool.mimeforge]\nignore = ["missing-subject"]')
    assert found("a", "b") == {"a/m.eml": ["REQ104 warning"], "b/c/m.eml": [], "b/m.eml": ["REQ104 error"]}


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ([], []),
        (["--select", "REQ"], ["REQ104 warning"]),
        (["--select", "ADR102,REQ104"], ["REQ104 warning"]),
        (["--select", "ADR102", "--select", "REQ104"], ["REQ104 warning"]),
        (["--select", "ALL", "--ignore", "REQ104"], []),
        (["--isolated"], ["REQ104 warning"]),
        (["--isolated", "--ignore", "REQ"], []),
        (["--config", "other.toml"], ["REQ104 error"]),
        (["--config", "folder/pyproject.toml"], ["REQ104 note"]),
    ],
)
def test_the_command_line_weighs_more(arguments: list[str], codes: list[str]) -> None:
    Path("a/mimeforge.toml").write_text('ignore = ["REQ104"]')
    Path("other.toml").write_text('severities = { REQ104 = "error" }')
    Path("folder").mkdir()
    Path("folder/pyproject.toml").write_text('[tool.mimeforge.severities]\nREQ104 = "note"')
    assert found(*arguments, "a") == {"a/m.eml": codes}


def test_the_profile_and_the_evidence_are_those_of_the_settings_unless_told() -> None:
    Path("mimeforge.toml").write_text('profile = "ses-v2"\nevidence = "documented"')
    (file,) = json.loads(lint("--format", "json", "bad.eml").stdout)["files"]
    assert file["profile"] == "ses-v2"
    assert {finding["evidence"] for finding in file["findings"]} <= {"documented"}
    (file,) = json.loads(lint("--format", "json", "--profile", "rfc,bulk", "bad.eml").stdout)["files"]
    assert file["profile"] == "rfc,bulk"


def test_what_is_excluded_is_passed_over_in_folders_alone() -> None:
    Path("mimeforge.toml").write_text('exclude = ["b/c", "a/*.eml"]')
    assert list(found(".")) == ["bad.eml", "b/m.eml"]
    assert list(found("a/m.eml", "b/c/m.eml")) == ["a/m.eml", "b/c/m.eml"]
    result = lint("a")
    assert (result.exit_code, result.stderr) == (0, ""), "there are messages, and they are not to be checked"


def test_standard_input_has_the_settings_of_the_file_it_is_said_to_be() -> None:
    Path("b/mimeforge.toml").write_text('per-file-ignores = { "x*.eml" = ["REQ104"] }')
    Path("mimeforge.toml").write_text('severities = { REQ104 = "error" }')
    assert found("-", "--stdin-filename", "b/xy.eml", stdin=NO_SUBJECT) == {"b/xy.eml": []}
    assert found("-", "--stdin-filename", "b/y.eml", stdin=NO_SUBJECT) == {"b/y.eml": ["REQ104 warning"]}
    assert found("-", stdin=NO_SUBJECT) == {"<stdin>": ["REQ104 error"]}
    assert lint("-", "--stdin-filename", "b/y.eml", stdin=NO_SUBJECT).stdout.startswith("b/y.eml:1:1 REQ104")


@pytest.mark.parametrize(
    ("arguments", "settings", "problem"),
    [
        ([], "profil = 'ses'", "a/mimeforge.toml: unknown key 'profil', known are profile,"),
        ([], "select = ['NOPE']", "unknown rule 'NOPE'"),
        ([], "[", "not TOML"),
        (["--select", "adr-no-domain"], "", "unknown rule 'adr-no-domain'; did you mean 'addr-no-domain'?"),
        (["--ignore", "REQ104,"], "", "unknown rule ''"),
        (["--config", "gone.toml"], "", "gone.toml: no such file"),
        (["--config", "pyproject.toml"], "", "pyproject.toml: no table [tool.mimeforge]"),
        (["--baseline", "gone.json"], "", "gone.json: No such file"),
        (["--baseline", "pyproject.toml"], "", "pyproject.toml: not JSON"),
        (["--config", "x", "--isolated"], "", "--config and --isolated are not for one run"),
        (["--baseline", "x", "--write-baseline", "y"], "", "--baseline and --write-baseline are not for one run"),
    ],
)
def test_bad_settings_are_told_before_anything_is_checked(
    arguments: list[str], settings: str, problem: str, here: Path
) -> None:
    Path("pyproject.toml").write_text("[project]")
    Path("a/mimeforge.toml").write_text(settings)
    result = lint(*arguments, "--report", "json=report.json", "bad.eml", "a")
    assert (result.exit_code, result.stdout) == (2, "")
    assert problem in result.stderr.replace(f"{here}/", "")
    assert "Traceback" not in result.stderr
    assert not Path("report.json").exists()


def test_a_setting_without_effect_is_remarked_once() -> None:
    Path("mimeforge.toml").write_text('select = ["ADR", "BLK101"]')
    result = lint("a", "b")
    assert result.exit_code == 0
    assert result.stderr.count("speaks only with an overlay") == 1
    assert result.stderr.startswith("Warning: BLK101 ")


def test_a_message_for_recipients_who_are_named_on_the_command_line() -> None:
    Path("m.eml").write_bytes(sample(without=["To"]))
    before = lint("--format", "json", "m.eml")
    assert any("recipient" in finding["slug"] for finding in json.loads(before.stdout)["files"][0]["findings"])
    after = lint("--format", "json", "--envelope-to", "zoe@example.net", "--envelope-to", "jo@example.org", "m.eml")
    slugs = [finding["slug"] for finding in json.loads(after.stdout)["files"][0]["findings"]]
    assert not any("recipient" in slug for slug in slugs)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--envelope-from", "jo@example.com"], "--envelope-from goes with --envelope-to"),
        (["--envelope-to", "jo"], "the envelope:"),
        (["--envelope-to", "a@example.com, b@example.com"], "the envelope:"),
        (["--envelope-to", "a@example.com", "--envelope-from", "a@b@c"], "the envelope:"),
        (["--envelope-to", ""], "the envelope:"),
    ],
)
def test_an_envelope_that_is_none_is_wrong_use(arguments: list[str], problem: str) -> None:
    result = lint(*arguments, "bad.eml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert problem in " ".join(result.stderr.split())
