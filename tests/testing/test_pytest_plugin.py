"""The plugin judges mail as the command line does, keeps snapshots, and costs nothing where it is not used."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from click.testing import CliRunner
from junitparser import JUnitXml
from suites import put, run

import mimeforge
from mimeforge.cli import main
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from collections.abc import Iterable

    from suites import Ended

GOOD: Final = sample()
BAD: Final = sample("To: O'Neil, Pat <pat@example.net>")
SOSO: Final = sample("Subject: {{first_name}}")
MAILBOX: Final = b"".join(b"From jo Mon Jan 20 12:00:00 2025\n%b\n" % octets for octets in (GOOD, BAD))
TEST: Final = b"def test_one(): pass\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def in_a_process(*arguments: str) -> str:
    """Run pytest in a process of its own; return what it prints."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-W", "error", "-p", "no:cacheprovider", *arguments],
        env={"PYTHONPATH": str(Path(mimeforge.__file__).parents[1]), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    ).stdout


def commanded(paths: Iterable[str], *options: str) -> dict[str, str]:
    """Return for each path what its exit code from the command line stands for."""
    codes = {path: CliRunner().invoke(main, ["lint", *options, path]).exit_code for path in paths}
    return {path: {0: "passed", 1: "failed", 2: "error"}[code] for path, code in codes.items()}


MAILS: Final = {"mails/bad.eml": BAD, "mails/good.eml": GOOD, "mails/so-so.eml": SOSO, "mails/box.eml": MAILBOX}

# What settings say, and which of the messages do not pass then.
SETTINGS: Final = {
    "": {"mails/bad.eml": "failed", "mails/box.eml": "failed"},
    'profile = "rfc"': {"mails/bad.eml": "failed", "mails/box.eml": "failed"},
    'ignore = ["addr-no-domain"]': {},
    'per-file-ignores = { "mails/bad.eml" = ["ADR"] }': {"mails/box.eml": "failed"},
    'severities = { HTM139 = "error", ADR = "note" }': {"mails/so-so.eml": "failed"},
    'baseline = "known.json"': {"mails/box.eml": "failed"},
    'baseline = "nowhere.json"': dict.fromkeys(MAILS, "error"),
    'profil = "ses"': dict.fromkeys(MAILS, "error"),
}


@pytest.mark.parametrize(("settings", "differing"), SETTINGS.items(), ids=SETTINGS)
def test_it_judges_as_the_command_line_does(settings: str, differing: dict[str, str]) -> None:
    put(MAILS)
    assert CliRunner().invoke(main, ["lint", "--write-baseline", "known.json", "mails/bad.eml"]).exit_code == 0
    put({"mimeforge.toml": settings.encode()})
    expected = {**dict.fromkeys(MAILS, "passed"), **differing}
    assert commanded(MAILS) == expected
    assert run("--mimeforge", *(MAILS if differing else [])).outcomes == expected


def test_a_profile_that_is_named_weighs_more_than_that_of_settings() -> None:
    put({**MAILS, "mimeforge.toml": b'profile = "rfc"'})
    expected = dict.fromkeys(MAILS, "failed")  # none of them has List-Unsubscribe
    assert commanded(MAILS, "--profile", "ses,bulk") == expected
    assert run("--mimeforge", "--mimeforge-profile=ses,bulk").outcomes == expected


def test_settings_are_those_above_the_file_and_not_those_of_pytest() -> None:
    put({"a/b/one.eml": BAD, "c/one.eml": BAD, "pytest.ini": b"[pytest]\nmimeforge = true\n"})
    put({"a/pyproject.toml": b"[tool.mimeforge]\nignore = ['ADR102']\n"})
    assert run().outcomes == {"a/b/one.eml": "passed", "c/one.eml": "failed"}


def test_what_settings_exclude_is_passed_over_unless_it_is_named() -> None:
    names = ("drafts/one.eml", "drafts/below/two.eml", "old.eml", "sent.eml")
    put({**dict.fromkeys(names, GOOD), "drafts/test_one.py": TEST, "drafts/below/mimeforge.toml": b""})
    put({"mimeforge.toml": b"exclude = ['drafts/', 'old.eml']"})
    assert run("--mimeforge").outcomes == {"drafts/test_one.py::test_one": "passed", "sent.eml": "passed"}
    assert run("--mimeforge", *names).outcomes == dict.fromkeys(names, "passed")


def test_a_failure_shows_the_report_and_no_traceback() -> None:
    put({"mails/bad.eml": BAD})
    report = CliRunner().invoke(main, ["lint", "mails/bad.eml"]).output
    assert "SES would answer: Missing final '@domain'" in report
    printed = run("--mimeforge").out
    assert re.search(f"\n_+ mail mails/bad.eml _+\n{re.escape(report)}", printed)
    assert "FAILED mails/bad.eml - " in printed
    assert "Traceback" not in printed
    assert "pytest_plugin.py" not in printed


@pytest.mark.parametrize(
    ("name", "shown"), [("\u202ebad.eml", "<U+202E>bad.eml"), ("caf\udce9\n.eml", "caf\\xE9␊.eml"), ("☃.eml", "☃.eml")]
)
def test_what_is_hostile_is_fit_to_be_shown(name: str, shown: str) -> None:
    try:
        put({name: sample("To: \x1b[31m\u202e, Pat <pat@example.net>")})
    except OSError:
        pytest.skip("no file can have this name here")
    ended = run("--mimeforge", "-v", "--junit-xml=all.xml", keeps_cache=True)
    assert ended.outcomes == {shown: "failed"}
    assert f"\n{shown}:1:5 LIN108 ctl-in-header error " in ended.out
    assert all(character.isprintable() or character == "\n" for character in ended.out)


def test_warnings_are_shown_on_demand() -> None:
    put({"so-so.eml": SOSO})
    silent, told = run("--mimeforge"), run("--mimeforge", "-rP")
    assert silent.outcomes == told.outcomes == {"so-so.eml": "passed"}
    assert "HTM139" not in silent.out
    assert "so-so.eml:1:10 HTM139 template-unresolved-header warning" in told.out


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"mimeforge.toml": b"profil = 'ses'"}, "mimeforge.toml: unknown key 'profil'"),
        ({"mimeforge.toml": b"baseline = 'known.json'"}, "known.json: No such file or directory"),
        ({"mimeforge.toml": b"baseline = 'a.json'", "a.json": b"[]"}, "a.json: not a baseline"),
        (
            {"conftest.py": b"def pytest_collection_finish(session): session.items[0].path.unlink()"},
            "one.eml: No such file or directory",
        ),
    ],
)
def test_what_cannot_be_judged_is_an_error_that_names_the_place(files: dict[str, bytes], told: str) -> None:
    put({"one.eml": GOOD, **files})
    ended = run("--mimeforge")
    assert ended.outcomes == {"one.eml": "error"}
    assert f"\n{told}" in ended.out
    assert "Traceback" not in ended.out
    assert "pytest_plugin.py" not in ended.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--mimeforge", "--mimeforge-profile=sse"], "ERROR: --mimeforge-profile: unknown profile 'sse'"),
        (["--mimeforge-profile=ses"], "ERROR: --mimeforge-profile goes with --mimeforge"),
    ],
)
def test_wrong_use_ends_the_run(arguments: list[str], told: str) -> None:
    put({"one.eml": GOOD})
    ended = run(*arguments)
    assert (ended.exit_code, ended.outcomes) == (pytest.ExitCode.USAGE_ERROR, {})
    assert ended.err.startswith(told)


def test_mail_is_left_alone_without_the_option() -> None:
    put({"one.eml": BAD, "test_one.py": TEST})
    assert run().outcomes == {"test_one.py::test_one": "passed"}
    assert run("one.eml").outcomes == {}
    put({"pytest.ini": b"[pytest]\nmimeforge = true\n"})
    assert run("-o", "mimeforge=false").outcomes == {"test_one.py::test_one": "passed"}
    assert run("one.eml").outcomes == {"one.eml": "failed"}


def test_the_id_of_an_item_is_its_path_and_names_it() -> None:
    names = ("Reçu – mai.EML", "a b/c d.eml", "test_one.eml", "#.eml", "%41.eml")
    put(dict.fromkeys((*names, "a[1].eml", "a::b.eml", "other.txt"), GOOD))
    assert run("--mimeforge").outcomes == dict.fromkeys((*names, "a[1].eml", "a::b.eml"), "passed")
    assert run("--mimeforge", *names).outcomes == dict.fromkeys(names, "passed")


def test_a_link_is_a_name_like_others() -> None:
    put({"a/one.eml": BAD, "b/mimeforge.toml": b"ignore = ['ADR102']"})
    Path("b/two.eml").symlink_to(Path("a/one.eml").absolute())
    Path("b/gone.eml").symlink_to("nowhere.eml")
    assert run("--mimeforge").outcomes == {"a/one.eml": "failed", "b/two.eml": "passed"}


def test_items_can_be_chosen_and_listed_and_tried_again() -> None:
    put({"mails/bad.eml": BAD, "mails/good.eml": GOOD, "more/good.eml": GOOD})
    assert run("--mimeforge", "-k", "good and more").outcomes == {"more/good.eml": "passed"}
    assert run("--mimeforge", "--deselect", "mails/bad.eml", "mails").outcomes == {"mails/good.eml": "passed"}
    listed = run("--mimeforge", "--collect-only", "-q").out
    assert listed.splitlines()[:3] == ["mails/bad.eml", "mails/good.eml", "more/good.eml"]
    assert len(run("--mimeforge", keeps_cache=True).outcomes) == 3
    assert run("--mimeforge", "--lf", keeps_cache=True).outcomes == {"mails/bad.eml": "failed"}
    put({"mails/bad.eml": GOOD})
    assert run("--mimeforge", "--lf", keeps_cache=True).outcomes == {"mails/bad.eml": "passed"}


def test_several_processes_and_a_report_in_xml() -> None:
    pytest.importorskip("xdist")
    put({**MAILS, "Reçu.eml": GOOD, "test_one.py": suite("May")})
    printed = in_a_process("-n2", "--mimeforge", "--mimeforge-update", "--junit-xml=all.xml")
    assert "2 failed, 6 passed" in printed
    failures = {case.name: case.result for each in JUnitXml.fromfile("all.xml") for case in each}
    assert {"Reçu.eml", "mails.bad.eml", "mails.box.eml", "test_two"} < {*failures}
    assert "mails/box.eml[2]:1:5 ADR102" in failures["mails.box.eml"][0].text
    assert len(list(Path("__mail__/test_one").iterdir())) == 4


SUITE: Final = """
import pytest
from mimeforge.linter.examples import sample

class TestMail:
    @pytest.mark.parametrize("language", ["de", "fr/../.."])
    def test_one(self, mail_snapshot, language):
        mail_snapshot(sample(f"Subject: SUBJECT {language}"))

def test_two(mail_snapshot):
    mail_snapshot(sample(body=">>> 1 / 0\\r\\n"))
    mail_snapshot(sample("Subject: SUBJECT"), "second")
"""


def suite(subject: str) -> bytes:
    return SUITE.replace("SUBJECT", subject).encode()


def ended(subject: str, *arguments: str) -> Ended:
    """Run the suite on messages of that subject."""
    put({"tests/test_mail.py": suite(subject)})
    return run(*arguments)


def test_snapshots_are_kept_beside_the_tests() -> None:
    first = ended("May")
    assert [*first.outcomes.values()] == ["failed"] * 3
    assert (
        "there is no snapshot tests/__mail__/test_mail/TestMail.test_one[de].snap; pytest --mimeforge-up" in first.out
    )
    assert "snapshots.py" not in first.out
    assert "pytest_plugin.py" not in first.out
    assert not Path("tests/__mail__").exists()

    assert [*ended("May", "--mimeforge-update").outcomes.values()] == ["passed"] * 3
    names = sorted(path.name for path in Path("tests/__mail__/test_mail").iterdir())
    assert [names[0], *names[2:]] == ["TestMail.test_one[de].snap", "test_two.second.snap", "test_two.snap"]
    assert names[1].startswith("TestMail.test_one[fr-..-..]-")
    assert [path.name for path in Path("tests/__mail__").iterdir()] == ["test_mail"]
    assert Path("tests/__mail__/test_mail/test_two.second.snap").read_text("utf-8").startswith("Subject: May\n")


def test_snapshots_fail_where_a_message_differs() -> None:
    assert [*ended("May", "--mimeforge-update").outcomes.values()] == ["passed"] * 3
    assert [*ended("May").outcomes.values()] == ["passed"] * 3  # and none is taken for a doctest
    june = ended("June")
    assert [*june.outcomes.values()] == ["failed"] * 3
    assert "the message is not that of tests/__mail__/test_mail/test_two.second.snap; pytest --mimeforge-up" in june.out
    assert "-Subject: May\n" in june.out
    assert "+Subject: June\n" in june.out
    assert [*ended("June", "--mimeforge-update").outcomes.values()] == ["passed"] * 3
    assert [*ended("June").outcomes.values()] == ["passed"] * 3


def test_two_snapshots_of_a_test_have_two_names() -> None:
    put(
        {
            "test_one.py": b"""
import pytest

def test_one(mail_snapshot):
    mail_snapshot(b"x")
    with pytest.raises(ValueError, match="this test has a snapshot of that name already"):
        mail_snapshot(b"y")
    mail_snapshot(b"y", "second")
    with pytest.raises(ValueError, match="this test has a snapshot of that name already"):
        mail_snapshot(b"y", name="second")
    with pytest.raises(TypeError, match="the name of a snapshot is a str, and not int"):
        mail_snapshot(b"y", 3)
    with pytest.raises(ValueError, match="the name of a snapshot is empty"):
        mail_snapshot(b"y", "")
"""
        }
    )
    assert run("--mimeforge-update").outcomes == {"test_one.py::test_one": "passed"}


def test_who_does_not_use_it_loads_the_plugin_and_nothing_else() -> None:
    put(
        {
            "one.eml": BAD,
            "test_one.py": b"""
import sys

def test_one(request):
    assert request.config.pluginmanager.has_plugin("mimeforge")
    ours = sorted(name for name in sys.modules if name.split(".")[0] == "mimeforge")
    assert ours == ["mimeforge", "mimeforge.pytest_plugin"]
    assert not {"click", "email_validator", "hypothesis", "idna", "jinja2", "lxml", "magic"} & {*sys.modules}
""",
        }
    )
    assert "1 passed" in in_a_process()
