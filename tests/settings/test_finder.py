"""Settings are looked for in the folder of a file and in those above it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mimeforge.linter import Severity
from mimeforge.settings import Finder, Selection, Settings, SettingsError, read_settings

OWN = "mimeforge.toml"
SHARED = "pyproject.toml"


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_all_keys(tmp_path: Path) -> None:
    origin = write(
        tmp_path,
        OWN,
        """
        profile = "ses-v2,strict,bulk"
        evidence = "probed"
        select = ["ALL", "ADR101"]
        ignore = ["REQ", "addr-missing-comma"]
        exclude = ["drafts/"]
        baseline = "known/baseline.json"

        [per-file-ignores]
        "received/*.eml" = ["trace-in-submission", "HDR"]

        [severities]
        ADR = "note"
        ADR101 = "error"
        lf-endings-note = "off"
        """.replace("lf-endings-note", "missing-date"),
    )
    assert Finder().settings_for(tmp_path / "a.eml") == Settings(
        profile="ses-v2,bulk,strict",
        evidence="probed",
        selection=Selection(
            select=("ALL", "ADR101"),
            ignore=("REQ", "ADR104"),
            severities=(("ADR", Severity.NOTE), ("ADR101", Severity.ERROR)),
            off=(code_of("missing-date"),),
            per_file_ignores=(("received/*.eml", (code_of("trace-in-submission"), "HDR")),),
            folder=tmp_path,
        ),
        baseline=tmp_path / "known" / "baseline.json",
        exclude=("drafts/",),
        origin=origin,
    )


def code_of(slug: str) -> str:
    from mimeforge.preflight import RULES

    return next(rule.code for rule in RULES if rule.slug == slug)


@pytest.mark.parametrize(
    ("files", "origin"),
    [
        ({}, None),
        ({OWN: ""}, OWN),
        ({f"a/{OWN}": ""}, f"a/{OWN}"),
        ({f"a/b/{OWN}": "", f"a/{OWN}": ""}, f"a/b/{OWN}"),
        ({f"a/b/c/{OWN}": ""}, None),
        ({f"z/{OWN}": ""}, None),
        ({SHARED: "[tool.mimeforge]"}, SHARED),
        ({f"a/{OWN}": "", f"a/{SHARED}": "[tool.mimeforge]"}, f"a/{OWN}"),
        ({f"a/{OWN}": "", f"a/{SHARED}": "this is no TOML"}, f"a/{OWN}"),
        ({f"a/b/{SHARED}": "[tool.mimeforge]", f"a/{OWN}": ""}, f"a/b/{SHARED}"),
        ({f"a/b/{SHARED}": "[project]", f"a/{OWN}": ""}, f"a/{OWN}"),
        ({f"a/b/{SHARED}": "[tool.ruff]", SHARED: "[tool.mimeforge]"}, SHARED),
        ({f"a/b/{SHARED}": "", f"a/{SHARED}": "[tool]"}, None),
    ],
)
def test_the_nearest_file_with_settings_holds(files: dict[str, str], origin: str | None, tmp_path: Path) -> None:
    for name, text in files.items():
        write((tmp_path / name).parent, Path(name).name, text)
    found = Finder().settings_for(tmp_path / "a" / "b" / "mail.eml")
    assert found.origin == (tmp_path / origin if origin else None)


def test_a_file_below_the_current_folder_is_named_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a", OWN, "x = 1")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"^a/mimeforge\.toml: unknown key 'x'"):
        Finder().settings_for(Path("a/b/mail.eml"))


def test_settings_above_are_not_merged_in(tmp_path: Path) -> None:
    write(tmp_path, OWN, 'profile = "rfc"\nignore = ["ADR"]')
    write(tmp_path / "a", OWN, 'profile = "ses-v2"')
    found = Finder().settings_for(tmp_path / "a" / "mail.eml")
    assert (found.profile, found.selection.ignore) == ("ses-v2", ())


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\nmimeforge = 1", "[[tool]]\nmimeforge = {}"])
def test_a_shared_file_whose_tables_are_none_is_refused(text: str, tmp_path: Path) -> None:
    write(tmp_path, SHARED, text)
    with pytest.raises(SettingsError, match=r"pyproject\.toml: (tool|mimeforge): a table is wanted here"):
        Finder().settings_for(tmp_path / "mail.eml")


def test_without_a_name_it_is_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, OWN, "")
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    finder = Finder()
    assert finder.settings_for().origin == tmp_path / OWN
    assert finder.settings_for(Path("mail.eml")).origin == tmp_path / OWN
    assert finder.settings_for(Path("../../mail.eml")).origin is None
    assert finder.settings_for(Path("there/is/no/../such/folder/mail.eml")).origin == tmp_path / OWN


def test_a_current_folder_that_is_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for path in (None, Path("mail.eml")):
        with pytest.raises(SettingsError, match="the current folder: No such file or directory"):
            Finder().settings_for(path)


def test_a_file_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, OWN, 'profile = "rfc"')
    write(tmp_path, SHARED, '[tool.mimeforge]\nprofile = "ses-v2"\nbaseline = "known.json"')
    write(tmp_path, "other.toml", 'profile = "ses-smtp"')
    monkeypatch.chdir(tmp_path)
    found = {name: read_settings(Path(name)) for name in (OWN, SHARED, "other.toml")}
    assert [settings.profile for settings in found.values()] == ["rfc", "ses-v2", "ses-smtp"]
    assert [settings.origin for settings in found.values()] == [tmp_path / name for name in found]
    assert found[SHARED].baseline == tmp_path / "known.json"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("gone\x1b.toml", "gone␛.toml: no such file"),
        ("a/pyproject.toml", "a/pyproject.toml: no table [tool.mimeforge]"),
        ("a", "a: no regular file"),
    ],
)
def test_a_file_that_is_named_and_holds_none_is_told(name: str, problem: str, tmp_path: Path) -> None:
    write(tmp_path / "a", SHARED, "[tool]")
    with pytest.raises(SettingsError) as raised:
        read_settings(tmp_path / name)
    assert str(raised.value) == f"{tmp_path}/{problem}"


def test_folders_are_those_that_a_path_names_and_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "real", OWN, 'profile = "rfc"')
    (tmp_path / "real" / "mails").mkdir()
    write(tmp_path / "linked", OWN, 'profile = "ses-v2"')
    (tmp_path / "linked" / "mails").symlink_to(tmp_path / "real" / "mails")
    finder = Finder()
    assert finder.settings_for(tmp_path / "real" / "mails" / "a.eml").profile == "rfc"
    assert finder.settings_for(tmp_path / "linked" / "mails" / "a.eml").profile == "ses-v2"
    (tmp_path / "whole").symlink_to(tmp_path / "real")
    assert finder.settings_for(tmp_path / "whole" / "a.eml").origin == tmp_path / "whole" / OWN


def test_each_folder_is_read_once_by_one_finder(tmp_path: Path) -> None:
    origin = write(tmp_path, OWN, 'profile = "rfc"')
    finder = Finder()
    assert finder.settings_for(tmp_path / "a" / "b" / "mail.eml").profile == "rfc"
    origin.write_text('profile = "ses-v2"', encoding="utf-8")
    write(tmp_path / "a", OWN, "")
    for name in ("mail.eml", "a/mail.eml", "a/b/mail.eml", "a/c/mail.eml", "z/mail.eml"):
        assert finder.settings_for(tmp_path / name).profile == "rfc"
    assert Finder().settings_for(tmp_path / "mail.eml").profile == "ses-v2"


@pytest.mark.skipif(os.name != "posix", reason="other systems do not have such names")
@pytest.mark.parametrize("name", ["caf\udce9", "x" * 300, "a b", "\x1b", "漢字"])
def test_any_name_of_a_folder_will_do(name: str, tmp_path: Path) -> None:
    write(tmp_path, OWN, "")
    assert Finder().settings_for(tmp_path / name / "mail.eml").origin == tmp_path / OWN
