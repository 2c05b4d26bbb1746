"""Which findings count: the more of a code a label holds, the more it weighs; ignoring weighs more than selecting."""

from __future__ import annotations

import pickle
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.linter import Evidence, Finding, Report, Severity
from mimeforge.preflight import RULES
from mimeforge.settings import Selection, Settings, SettingsError
from mimeforge.settings.reading import read_table
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE
ORIGIN = Path("/project/mimeforge.toml")
CODES = [rule.code for rule in RULES if rule.code.startswith(("ADR1", "HDR10", "SES10"))]


def finding(code: str, severity: Severity = WARNING, at: int = 0) -> Finding:
    return Finding(
        code=code, slug="s", severity=severity, message="m", span=Span(at, at), evidence=Evidence.PROBED, source="here"
    )


def report(*findings: Finding) -> Report:
    return Report(findings=findings, source=b"From: jo@example.com\r\n", profile="ses")


def settings(**table: object) -> Settings:
    return read_table({key.replace("_", "-"): value for key, value in table.items()}, ORIGIN)


@pytest.mark.parametrize(
    ("table", "counting"),
    [
        ({}, "ADR101 ADR112 HDR101"),
        ({"select": ["ALL"]}, "ADR101 ADR112 HDR101"),
        ({"select": ["ADR"]}, "ADR101 ADR112"),
        ({"select": ["ADR11"]}, "ADR112"),
        ({"select": ["ADR101"]}, "ADR101"),
        ({"select": ["ADR101", "HDR"]}, "ADR101 HDR101"),
        ({"ignore": ["ADR"]}, "HDR101"),
        ({"ignore": ["ADR1", "HDR101"], "select": ["ADR112"]}, "ADR112"),
        ({"select": ["ADR"], "ignore": ["ADR101"]}, "ADR112"),
        ({"select": ["ADR101"], "ignore": ["ADR"]}, "ADR101"),
        ({"select": ["ADR", "HDR"], "ignore": ["ADR"]}, "HDR101"),
        ({"select": ["ALL"], "ignore": ["ADR"]}, "HDR101"),
        ({"select": ["ADR"], "ignore": ["ALL"]}, "ADR101 ADR112"),
        ({"select": ["ADR", "ADR10"], "ignore": ["ADR1"]}, "ADR101"),
        ({"severities": {"ADR": "off"}}, "HDR101"),
        ({"severities": {"ADR": "off", "ADR101": "error"}}, "ADR101 HDR101"),
        ({"severities": {"ADR": "error", "ADR101": "off"}}, "ADR112 HDR101"),
        ({"severities": {"ALL": "off", "HDR": "note"}}, "HDR101"),
        ({"select": ["ADR101"], "severities": {"ADR": "off", "ADR112": "note"}, "ignore": ["HDR101"]}, None),
        ({"severities": {"ADR101": "note"}, "ignore": ["ADR"]}, "HDR101"),
    ],
)
def test_the_closest_label_decides(table: dict[str, object], counting: str | None) -> None:
    if counting is None:
        with pytest.raises(SettingsError, match="leaves no rule"):
            settings(**table)
        return
    whole = report(*map(finding, ("ADR101", "ADR112", "HDR101")))
    applied = settings(**table).selection.applied(whole)
    assert [one.code for one in applied] == counting.split()


def test_a_slug_is_its_code() -> None:
    assert settings(select=["addr-missing-comma"]) == settings(select=["ADR104"])
    assert settings(severities={"addr-missing-comma": "note"}) == settings(severities={"ADR104": "note"})


def by_levels(select: Sequence[str], ignore: Sequence[str]) -> set[str]:
    """Select and ignore rules level by level, the least specific first: another way to say the same."""
    selected: set[str] = set()
    for length in range(7):
        selected |= {code for label in select if level(label) == length for code in CODES if is_of(label, code)}
        selected -= {code for label in ignore if level(label) == length for code in CODES if is_of(label, code)}
    return selected


def level(label: str) -> int:
    return 0 if label == "ALL" else len(label)


def is_of(label: str, code: str) -> bool:
    return label in {"ALL", code[:3], code[:4], code[:5], code}


LABELS = st.lists(
    st.sampled_from(["ALL", "ADR", "ADR1", "ADR10", "ADR101", "ADR112", "HDR", "HDR101"]), max_size=4
).map(tuple)


@given(LABELS, LABELS)
def test_specificity_is_the_same_as_going_level_by_level(select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
    selection = Selection(select=select, ignore=ignore)
    assert {code for code in CODES if selection.counts(code)} == by_levels(select, ignore)


def narrowed(selection: Selection, select: tuple[str, ...] | None, ignore: tuple[str, ...]) -> Selection | None:
    try:
        return selection.overridden(select, ignore)
    except SettingsError:
        return None


@given(LABELS, LABELS, LABELS)
def test_what_a_command_line_ignores_does_not_count(
    select: tuple[str, ...], ignore: tuple[str, ...], more: tuple[str, ...]
) -> None:
    selection = Selection(select=select, ignore=ignore)
    left = narrowed(selection, None, more)
    assert {code for code in CODES if left and left.counts(code)} == {
        code for code in by_levels(select, ignore) if not any(is_of(label, code) for label in more)
    }


@given(LABELS, LABELS, LABELS, LABELS)
def test_what_a_command_line_selects_is_all_there_is(
    select: tuple[str, ...], ignore: tuple[str, ...], chosen: tuple[str, ...], more: tuple[str, ...]
) -> None:
    selection = Selection(select=select, ignore=ignore, off=("ADR",))
    left = narrowed(selection, chosen, more)
    assert {code for code in CODES if left and left.counts(code)} == by_levels(chosen, more)


def test_a_command_line_leaves_severities_and_single_files_as_they_are() -> None:
    found = settings(
        ignore=["HDR"],
        severities={"ADR101": "error", "ADR112": "off"},
        per_file_ignores={"a.eml": ["ADR101"]},
    ).overridden(profile="rfc, bulk", evidence="probed", select=["ADR", "header-line-over-78"], ignore=["ADR11"])
    assert (found.profile, found.evidence) == ("rfc,bulk", "probed")
    assert found.selection.select == ("ADR", "LIN111")
    assert found.selection.ignore == ("ADR11",)
    assert found.selection.severities == (("ADR101", ERROR),)
    assert found.selection.counts("ADR101", Path("/project/b.eml"))
    assert not found.selection.counts("ADR101", Path("/project/a.eml"))


def test_a_command_line_that_says_nothing_changes_nothing() -> None:
    found = settings(profile="ses-v2", ignore=["ADR"], severities={"HDR": "off"})
    assert found.overridden() == found


def test_a_command_line_is_refused_as_a_file_is() -> None:
    with pytest.raises(SettingsError, match=r"^--select: unknown rule 'ADR99'; did you mean 'ADR1?'\?"):
        Settings().overridden(select=["ADR99"])
    with pytest.raises(SettingsError, match=r"^--ignore: unknown rule 'x'"):
        Settings().overridden(ignore=["x"])
    with pytest.raises(SettingsError, match="leaves no rule"):
        Settings().overridden(select=["ADR"], ignore=["ADR1"])
    with pytest.raises(SettingsError, match="leaves no rule"):
        settings(select=["ADR"]).overridden(ignore=["ADR"])
    with pytest.raises(ValueError, match="unknown profile 'sess'"):
        Settings().overridden(profile="sess")
    with pytest.raises(ValueError, match="unknown evidence 'all'"):
        Settings().overridden(evidence="all")


def test_severities_count_for_the_verdict() -> None:
    whole = report(finding("ADR101", NOTE), finding("HDR101", ERROR))
    raised = settings(severities={"ADR": "note", "ADR101": "error", "HDR101": "warning"}).selection.applied(whole)
    assert [(one.code, one.severity) for one in raised] == [("ADR101", ERROR), ("HDR101", WARNING)]
    assert not raised.ok
    lowered = settings(severities={"ALL": "warning"}).selection.applied(whole)
    assert lowered.ok
    assert [one.severity for one in lowered] == [WARNING, WARNING]


def test_the_worst_at_a_place_comes_first_again() -> None:
    whole = report(finding("HDR101", ERROR, at=5), finding("ADR101", NOTE, at=5), finding("ADR101", NOTE, at=7))
    raised = settings(severities={"HDR101": "note", "ADR101": "error"}).selection.applied(whole)
    assert [(one.code, one.span.start) for one in raised] == [("ADR101", 5), ("HDR101", 5), ("ADR101", 7)]


def test_a_report_is_in_the_order_of_the_engine_and_stays_what_it_is() -> None:
    whole = mimeforge.lint(
        b"Subject: caf\xe9\nTo: a@example.com b@example.com, \nX: y\r\n\n<b>\r", profile="ses,strict"
    )
    assert len(whole) > 5
    assert Selection().applied(whole) == whole


GLOBS = [
    ("*.eml", "a.eml", True),
    ("*.eml", "deep/er/a.eml", True),
    ("*.eml", "a.EML", False),
    ("a.eml", "deep/a.eml", True),
    ("/a.eml", "deep/a.eml", False),
    ("/a.eml", "a.eml", True),
    ("drafts/", "x/drafts/y/a.eml", True),
    ("drafts/*.eml", "drafts/a.eml", True),
    ("drafts/*.eml", "x/drafts/a.eml", False),
    ("drafts/*.eml", "drafts/y/a.eml", False),
    ("drafts/*", "drafts/y/a.eml", True),
    ("drafts/**", "drafts/y/a.eml", True),
    ("**/drafts/*.eml", "x/drafts/a.eml", True),
    ("a/**/b.eml", "a/b.eml", True),
    ("a/**/b.eml", "a/x/y/b.eml", True),
    ("caf?.eml", "caf\udce9.eml", True),
    ("a b.eml", "a b.eml", True),
    ("[0-9]*.eml", "7.eml", True),
    ("[!0-9]*.eml", "7.eml", False),
    ("..*", "..a.eml", True),
    ("\\#a.eml", "#a.eml", True),
    ("**", "a.eml", True),
]


@pytest.mark.parametrize(
    ("glob", "path", "is_ignored"), [*GLOBS, ("**", "../a.eml", False), ("*.eml", "../a.eml", False)]
)
def test_globs_are_read_from_the_folder_of_the_settings(glob: str, path: str, is_ignored: bool) -> None:
    selection = settings(per_file_ignores={glob: ["ADR"]}).selection
    whole = report(finding("ADR101"), finding("HDR101"))
    assert len(selection.applied(whole, Path("/project", path))) == 2 - is_ignored
    assert len(selection.applied(whole)) == 2, "what has no name is in no file"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is the oracle")
def test_globs_are_what_git_takes_them_for(tmp_path: Path) -> None:
    paths = []
    for number, (glob, path, _) in enumerate(GLOBS):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / ".gitignore").write_text(glob, encoding="utf-8")
        paths.append(f"{number}/{path}")
    git = [shutil.which("git") or "", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "--quiet"], check=True)
    asked = "\0".join(paths).encode("utf-8", "surrogateescape")
    done = subprocess.run([*git, "check-ignore", "-z", "--stdin"], input=asked, capture_output=True, check=True)
    ignored = done.stdout.decode("utf-8", "surrogateescape").split("\0")
    assert [path in ignored for path in paths] == [is_ignored for _, _, is_ignored in GLOBS]


def test_what_is_ignored_in_a_file_is_so_however_it_is_selected() -> None:
    selection = settings(select=["ADR101"], per_file_ignores={"a.eml": ["HDR"], "*.eml": ["ALL"]}).selection
    assert not selection.counts("ADR101", Path("/project/a.eml"))
    assert selection.counts("ADR101", Path("/project/a.txt"))


def test_relative_paths_are_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    selection = read_table({"per-file-ignores": {"/mails/a.eml": ["ADR"]}}, tmp_path / "mimeforge.toml").selection
    (tmp_path / "mails").mkdir()
    monkeypatch.chdir(tmp_path / "mails")
    assert not selection.counts("ADR101", Path("a.eml"))
    assert selection.counts("ADR101", Path("../a.eml"))


def test_folders_and_files_are_excluded(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "mails" / "drafts").mkdir(parents=True)
    found = read_table({"exclude": ["/drafts/", "*.eml", "!keep.eml"]}, tmp_path / "mimeforge.toml")
    excluded = {
        name: found.excludes(tmp_path / name)
        for name in ("drafts", "mails", "mails/drafts", "mails/a.eml", "mails/keep.eml", "a.mht", "../drafts")
    }
    assert [name for name, is_excluded in excluded.items() if is_excluded] == ["drafts", "mails/a.eml"]
    assert not Settings().excludes(tmp_path / "drafts")


@pytest.mark.parametrize(
    ("table", "remarks"),
    [
        (
            {"select": ["CHR108"]},
            ["CHR108 (charset-needless) speaks only with an overlay on the profile: 'ses,strict'"],
        ),
        (
            {"profile": "ses-v2,bulk", "severities": {"charset-needless": "error"}, "select": ["CHR"]},
            ["CHR108 (charset-needless) speaks only with an overlay on the profile: 'ses-v2,bulk,strict'"],
        ),
        ({"profile": "ses,strict", "select": ["CHR108"]}, []),
        (
            {"profile": "rfc", "select": ["BLK101", "ADR101"]},
            ["BLK101 (unsub-missing) does not speak under the profile 'rfc'"],
        ),
        (
            {"profile": "rfc,bulk", "select": ["BLK101"]},
            ["BLK101 (unsub-missing) does not speak under the profile 'rfc,bulk'"],
        ),
        (
            {"profile": "rfc", "select": ["BLK101", "ADR111"]},
            [
                "BLK101 (unsub-missing) does not speak under the profile 'rfc'",
                "ADR111 (addr-no-space-before-angle) does not speak under the profile 'rfc'",
            ],
        ),
        ({"profile": "rfc", "select": ["SES11"]}, ["no rule that is selected speaks under the profile 'rfc'"]),
        ({"select": ["CHR", "ALL"], "ignore": ["CHR108"], "severities": {"CHR108": "off"}}, []),
    ],
)
def test_a_rule_that_is_named_and_cannot_speak_is_remarked_on(table: dict[str, object], remarks: list[str]) -> None:
    assert list(settings(**table).remarks()) == remarks


@pytest.mark.parametrize(
    ("table", "code", "is_looked_for"),
    [
        ({}, "ADR101", True),
        ({"ignore": ["ADR"]}, "ADR101", False),
        ({"severities": {"ADR101": "off"}}, "ADR101", False),
        ({"per-file-ignores": {"a.eml": ["ADR"]}}, "ADR101", False),
        ({}, "CHR108", False),
        ({"profile": "ses,strict"}, "CHR108", True),
        ({"profile": "rfc"}, "BLK101", False),
        ({"evidence": "documented"}, "SEC108", False),
        ({}, "SEC108", True),
        ({}, "OLD999", True),
    ],
)
def test_what_findings_there_can_be(table: dict[str, object], code: str, is_looked_for: bool) -> None:
    assert read_table(table, ORIGIN).looks_for(code, Path("/project/a.eml")) is is_looked_for


def test_settings_are_values() -> None:
    found = settings(profile="rfc", ignore=["ADR"], per_file_ignores={"a": ["HDR"]}, severities={"CHR": "note"})
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(
        settings(profile="rfc", ignore=["ADR"], per_file_ignores={"a": ["HDR"]}, severities={"CHR": "note"})
    )
    assert found != settings(profile="rfc")
