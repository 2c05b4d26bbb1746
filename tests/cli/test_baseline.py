"""A baseline hides what is recorded in it as often as it is recorded, and tells what it records in vain."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import mimeforge
from mimeforge.cli import main
from mimeforge.linter import Evidence, Finding, Report, Severity
from mimeforge.settings import Settings
from mimeforge.settings.baseline import Baseline, Record
from mimeforge.tree import Span

HEADER = (
    b"From: jo@example.com\r\nTo: zoe@example.net\r\nSubject: Lunch\r\n"
    b"Date: Mon, 4 May 2026 10:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n"
)
BODY = b"\r\nSee you at noon.\r\n"
GOOD = HEADER + BODY
RAW = b"X-Note: caf\xe9\r\n"  # LIN114 raw-8bit-header-other, an error
BAD = HEADER + RAW + BODY


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("mails").mkdir()
    Path("mails/bad.eml").write_bytes(BAD)
    Path("mails/good.eml").write_bytes(GOOD)
    return tmp_path


def lint(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, ["lint", "--format", "json", "--jobs", "1", *arguments], input=stdin)


def write(*arguments: str) -> None:
    """Record what there is in known.json."""
    assert lint("--write-baseline", "known.json", *arguments).exit_code == 0


def found(*arguments: str) -> list[str]:
    """Return the findings that known.json does not hide, as ``file code``."""
    whole = json.loads(lint("--baseline", "known.json", *arguments).stdout)
    return [f"{file['path']} {finding['code']}" for file in whole["files"] for finding in file["findings"]]


def stale(*arguments: str) -> list[str]:
    """Return what is said to be stale."""
    told = lint("--baseline", "known.json", *arguments).stderr.splitlines()
    if told:
        assert told.pop() == "known.json: --write-baseline known.json records anew what is there"
    return [line.removeprefix("Warning: known.json: ") for line in told]


def test_what_is_recorded_is_hidden_and_what_is_new_is_not() -> None:
    assert lint("mails").exit_code == 1
    write("mails")
    assert found("mails") == []
    assert lint("--baseline", "known.json", "mails").exit_code == 0
    Path("mails/new.eml").write_bytes(BAD)
    assert found("mails") == ["mails/new.eml LIN114"]
    assert lint("--baseline", "known.json", "mails").exit_code == 1
    assert stale("mails") == []


def test_the_file_is_a_line_per_finding_in_order() -> None:
    Path("mails/Bad too.eml").write_bytes(BAD)
    write("mails/bad.eml", "mails/Bad too.eml", "mails/good.eml")
    first, second = json.loads(Path("known.json").read_text(encoding="ascii"))["findings"]
    assert first == {
        "path": "mails/Bad too.eml",
        "code": "LIN114",
        "slug": "raw-8bit-header-other",
        "fingerprint": second["fingerprint"],
        "count": 1,
    }
    assert second["path"] == "mails/bad.eml"
    assert len(second["fingerprint"]) == 32
    once = Path("known.json").read_text(encoding="ascii")
    assert [line.startswith('    {"path": ') for line in once.splitlines()] == [False] * 3 + [True] * 2 + [False] * 2
    assert once.startswith('{\n  "format": 1,\n  "findings": [\n')
    write("mails")
    assert Path("known.json").read_text(encoding="ascii") == once


def test_a_baseline_of_nothing() -> None:
    write("mails/good.eml")
    assert Path("known.json").read_text(encoding="ascii") == '{\n  "format": 1,\n  "findings": []\n}\n'
    assert found("mails") == ["mails/bad.eml LIN114"]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(b"X-First: 1\r\nX-Second: 2\r\n" + BAD, id="lines above"),
        pytest.param(BAD + b"More text.\r\n" * 50, id="lines below"),
        pytest.param(BAD.replace(b"Lunch", b"Dinner"), id="another line"),
        pytest.param(BAD.replace(b"\r\n", b"\n"), id="line ends"),
    ],
)
def test_a_finding_is_known_by_what_it_is_about_and_not_by_its_line(changed: bytes) -> None:
    write("mails")
    Path("mails/bad.eml").write_bytes(changed)
    assert "mails/bad.eml LIN114" not in found("mails")
    assert stale("mails") == []


def test_a_finding_about_something_else_is_new() -> None:
    write("mails")
    Path("mails/bad.eml").write_bytes(BAD.replace(b"caf\xe9", b"th\xe9"))
    assert found("mails") == ["mails/bad.eml LIN114"]
    assert stale("mails") == ["mails/bad.eml: LIN114 raw-8bit-header-other: 1 recorded finding not found any more"]


def test_equal_findings_are_counted() -> None:
    Path("mails/bad.eml").write_bytes(HEADER + RAW * 2 + BODY)
    write("mails")
    for times, new, gone in ((1, 0, "1 recorded finding"), (2, 0, None), (3, 1, None), (0, 0, "2 recorded findings")):
        Path("mails/bad.eml").write_bytes(HEADER + RAW * times + BODY)
        assert found("mails") == ["mails/bad.eml LIN114"] * new
        assert stale("mails") == (
            [f"mails/bad.eml: LIN114 raw-8bit-header-other: {gone} not found any more"] if gone else []
        )


def test_the_messages_of_a_mailbox_share_a_path() -> None:
    message = b"From jo@example.com Mon May  4 10:00:00 2026\n" + BAD.replace(b"\r\n", b"\n") + b"\n"
    Path("box.mbox").write_bytes(message * 3)
    write("--select", "LIN114", "box.mbox")
    (entry,) = json.loads(Path("known.json").read_text(encoding="ascii"))["findings"]
    assert (entry["path"], entry["count"]) == ("box.mbox", 3)
    for messages, new in ((1, 0), (3, 0), (5, 2)):
        Path("box.mbox").write_bytes(message * messages)
        assert [finding.partition(" ")[2] for finding in found("--select", "LIN114", "box.mbox")] == ["LIN114"] * new


def test_what_was_not_looked_at_is_not_stale() -> None:
    Path("mails/mended.eml").write_bytes(BAD)
    write("mails")
    Path("mails/mended.eml").write_bytes(GOOD)
    gone = "mails/mended.eml: LIN114 raw-8bit-header-other: 1 recorded finding not found any more"
    assert stale("mails/mended.eml") == stale("mails") == [gone]
    assert lint("--baseline", "known.json", "mails").exit_code == 0
    assert stale("mails/good.eml") == []
    assert stale("--select", "LIN11", "mails") == [gone]
    assert stale("--select", "ADR", "mails") == stale("--ignore", "LIN114", "mails") == []


def test_what_rests_on_less_than_is_asked_for_is_not_stale() -> None:
    Path("mails/bad.eml").write_bytes(GOOD + b"ghp_" + b"a1B2" * 9 + b"\r\n")
    write("--select", "SEC108", "mails")
    Path("mails/bad.eml").write_bytes(GOOD)
    assert stale("mails") == ["mails/bad.eml: SEC108 secret-in-message: 1 recorded finding not found any more"]
    assert stale("--evidence", "documented", "mails") == []


def test_what_the_profile_does_not_ask_is_not_stale() -> None:
    Path("mails/bad.eml").write_bytes(GOOD + b"\r\nsee http://staging.example.com/ \r\n")
    write("--profile", "ses,strict", "mails")
    assert Path("known.json").read_text(encoding="ascii").count('"code"') > 0
    assert stale("mails") == stale("--profile", "rfc", "mails") == []
    Path("mails/bad.eml").write_bytes(GOOD)
    assert stale("mails") == []
    assert stale("--profile", "ses,strict", "mails") != []


def test_a_file_that_is_gone_is_told_whatever_is_looked_at() -> None:
    write("mails")
    Path("mails/bad.eml").unlink()
    assert stale("mails/good.eml") == [
        "mails/bad.eml: LIN114 raw-8bit-header-other: 1 recorded finding not found any more; the file is gone"
    ]


def test_a_file_that_cannot_be_read_is_not_gone() -> None:
    write("mails")
    Path("mails/bad.eml").unlink()
    Path("mails/bad.eml").mkdir()
    assert "not found any more" not in lint("--baseline", "known.json", "mails/good.eml", "mails/bad.eml").stderr


def test_settings_name_a_baseline_and_paths_are_from_its_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("mimeforge.toml").write_text('baseline = "known/known.json"', encoding="utf-8")
    Path("known").mkdir()
    assert lint("--write-baseline", "known/known.json", "mails").exit_code == 0
    assert '{"path": "../mails/bad.eml", ' in Path("known/known.json").read_text(encoding="ascii")
    assert lint("mails").exit_code == 0
    monkeypatch.chdir(here / "mails")
    assert lint("bad.eml").exit_code == 0
    assert lint(str(here / "mails" / "bad.eml")).exit_code == 0
    assert lint("--stdin-filename", "bad.eml", "-", stdin=BAD).exit_code == 0
    assert lint("-", stdin=BAD).exit_code == 1, "what has no name is not known"


def test_a_link_to_the_folder_makes_no_other_files_of_those_in_it(here: Path) -> None:
    """As where the temporary folder is a link, and the current folder therefore never is what somebody wrote."""
    link = here.parent / f"{here.name}-link"
    link.symlink_to(here, target_is_directory=True)
    write("mails")
    for known, mails in ((link, Path()), (Path(), link), (link, link), (link, here)):
        result = lint("--baseline", str(known / "known.json"), str(mails / "mails"))
        assert (result.exit_code, result.stderr) == (0, "")
    once = Path("known.json").read_bytes()
    assert lint("--write-baseline", str(link / "known.json"), "mails").exit_code == 0
    assert Path("known.json").read_bytes() == once


def test_a_folder_of_links_is_called_what_it_is_called(here: Path) -> None:
    (here / "mails").rename(here.parent / f"{here.name}-elsewhere")
    Path("mails").symlink_to(here.parent / f"{here.name}-elsewhere", target_is_directory=True)
    write("mails")
    assert '{"path": "mails/bad.eml", ' in Path("known.json").read_text(encoding="ascii")
    assert found("mails") == []


def test_a_baseline_that_settings_name_is_shown_by_its_path_from_here() -> None:
    Path("mimeforge.toml").write_text('baseline = "known.json"', encoding="utf-8")
    assert lint("mails").stderr == "Error: known.json: No such file or directory\n"
    write("mails")
    Path("mails/bad.eml").write_bytes(GOOD)
    assert lint("mails").stderr.splitlines()[-1] == "known.json: --write-baseline known.json records anew what is there"


@pytest.mark.skipif(os.name != "posix", reason="other systems do not have such names")
def test_names_of_files_come_back_octet_by_octet() -> None:
    names = ["a b.eml", "caf\udce9.eml", "100%25.eml", "%41.eml", "\x1b[31m.eml", "\n.eml", '"\\.eml', "\u202e漢字.eml"]
    for name in names:
        Path("mails", name).write_bytes(BAD)
    write("mails")
    text = Path("known.json").read_text(encoding="ascii")
    paths = [entry["path"] for entry in json.loads(text)["findings"]]
    assert sorted(paths) == paths
    for path in ("mails/caf%E9.eml", "mails/100%2525.eml", "mails/%2541.eml", "mails/a b.eml", "mails/\u202e漢字.eml"):
        assert path in paths
    assert "\\ud" not in text
    assert "##[" not in text
    assert found("mails") == []
    for name in names:
        Path("mails", name).unlink()
    told = lint("--baseline", "known.json", "mails").stderr
    assert told.count("the file is gone") == len(names)
    assert "mails/caf\\xE9.eml: LIN114" in told
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_secrets_leave_no_trace() -> None:
    texts = []
    for secret in (b"ghp_" + b"a1B2" * 9, b"ghp_" + b"zZ9y" * 9):
        # Another rule finds something in the line of the secret, and is known by the octets near it.
        Path("mails/bad.eml").write_bytes(GOOD + b"export TOKEN=" + secret + b" caf\xe9\r\n")
        assert {finding.code for finding in mimeforge.lint(Path("mails/bad.eml"))} >= {"SEC108", "CTE103"}
        write("mails")
        texts.append(Path("known.json").read_text(encoding="ascii"))
        assert secret.decode()[:8] not in texts[-1]
    assert texts[0] == texts[1], "whoever guesses a secret could see that it is right"


ENTRY = {"path": "a.eml", "code": "LIN114", "slug": "s", "fingerprint": "f", "count": 1}
ENTRY_WANTED = "finding 1: an object of path, code, slug, fingerprint and count is wanted here"


def baseline_of(*entries: object) -> str:
    return json.dumps({"format": 1, "findings": entries})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ('{"format": 1,\n<<<<<<< HEAD\n', "not JSON: "),
        ("[" * 100_000, "not JSON: "),
        ('{"format": ' + "1" * 5_000 + "}", "not JSON: "),
        ("[]", "not a baseline: it has no list of findings"),
        ("{}", "not a baseline: it has no list of findings"),
        ('{"format": 1, "findings": {}}', "not a baseline: it has no list of findings"),
        ('{"findings": []}', "not a baseline of format 1, which is the one known here: write it anew"),
        ('{"format": 2, "findings": []}', "not a baseline of format 1, which is the one known here: write it anew"),
        (baseline_of(7), ENTRY_WANTED),
        (baseline_of({}), ENTRY_WANTED),
        (baseline_of(ENTRY | {"line": 1}), ENTRY_WANTED),
        (baseline_of(ENTRY, ENTRY | {"count": 0}), "finding 2: count is a number from 1"),
        (baseline_of(ENTRY | {"count": True}), "finding 1: count is a number from 1"),
        (baseline_of(ENTRY | {"count": 1.5}), "finding 1: count is a number from 1"),
        (baseline_of(ENTRY | {"path": None}), "finding 1: path is a text"),
        (baseline_of(ENTRY | {"fingerprint": ["f"]}), "finding 1: fingerprint is a text"),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_no_baseline_is_refused(text: str, problem: str) -> None:
    Path("known.json").write_text(text, encoding="utf-8")
    result = lint("--baseline", "known.json", "mails")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: known.json: {problem}")


def test_a_baseline_that_cannot_be_read_is_refused() -> None:
    Path("latin.json").write_bytes(b'{"caf\xe9": 1}')
    for name, problem in (
        ("gone\x1b.json", "gone␛.json: No such file or directory"),
        ("latin.json", "latin.json: not JSON: 'utf-8' codec can't decode byte 0xe9"),
    ):
        result = lint("--baseline", name, "mails")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"Error: {problem}")
    Path("mimeforge.toml").write_text('baseline = "gone.json"', encoding="utf-8")
    assert lint("mails").exit_code == 2


def test_entries_that_a_merge_doubled_are_added_up() -> None:
    write("mails")
    whole = json.loads(Path("known.json").read_text(encoding="ascii"))
    whole["findings"] *= 2
    Path("known.json").write_text(json.dumps(whole), encoding="ascii")
    assert found("mails") == []
    assert stale("mails") == ["mails/bad.eml: LIN114 raw-8bit-header-other: 1 recorded finding not found any more"]


def test_a_rule_that_there_is_no_more_is_stale() -> None:
    Path("known.json").write_text(baseline_of(ENTRY | {"path": "mails/good.eml", "code": "OLD999"}), encoding="ascii")
    assert stale("mails") == ["mails/good.eml: OLD999 s: 1 recorded finding not found any more"]


def test_the_number_of_processes_makes_no_difference() -> None:
    for number in range(30):
        Path(f"mails/{number}.eml").write_bytes(HEADER + RAW * (number % 3) + BODY)
    write("mails")
    once = Path("known.json").read_bytes()
    assert lint("--jobs", "2", "--write-baseline", "known.json", "mails").exit_code == 0
    assert Path("known.json").read_bytes() == once
    assert found("--jobs", "2", "mails") == []


FINDINGS = st.lists(
    st.builds(
        Finding,
        code=st.sampled_from(["ABC101", "ABC102"]),
        slug=st.just("s"),
        severity=st.sampled_from(list(Severity)),
        message=st.just("m"),
        span=st.sampled_from([Span(0, 0), Span(3, 5), Span(9, 10)]),
        evidence=st.just(Evidence.PROBED),
        source=st.just("here"),
    ),
    max_size=6,
)


def report(findings: list[Finding]) -> Report:
    return Report(findings=tuple(findings), source=b"To: a\r\nTo: b\r\n", profile="ses")


def recorded(findings: list[Finding]) -> Baseline:
    record = Record(Path())
    record.add(report(findings), Path("a.eml"))
    Path("law.json").write_text(record.text(), encoding="ascii")
    return Baseline.read(Path("law.json"))


@given(FINDINGS, FINDINGS)
def test_what_is_left_and_what_is_stale_are_the_two_differences(before: list[Finding], after: list[Finding]) -> None:
    baseline = recorded(before)
    left = baseline.applied(report(after), Path("a.eml"), Settings())
    missed = sum(one.times for one in baseline.stale())
    assert len(after) - len(left) == len(before) - missed
    same = recorded(after)
    assert len(same.applied(report(after), Path("a.eml"), Settings())) == 0
    assert same.stale() == ()
