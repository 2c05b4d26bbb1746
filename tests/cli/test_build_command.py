"""`mimeforge build`: what it writes and where, what it says, which files it reads."""

from __future__ import annotations

import os
import pty
import runpy
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mimeforge
from mimeforge.cli import main
from mimeforge.cli.description import Folder, compose
from mimeforge.cli.description.keys import KEYS

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
GOOD = """\
from = "jo@example.com"
to = "a@example.net"
cc = {group = "Team", members = ["b@EXAMPLE.net", "c@example.net"]}
bcc = ["audit@example.org", "a@example.net"]
return_path = "bounces@example.com"
subject = "Lunch"
text = "At noon?"
date = 2026-05-04T10:00:00+02:00
message_id = "1@example.com"
"""
DUBIOUS = GOOD + """html = "<img src='cid:gone' alt='x'>"\n"""  # cid-missing, a warning
UNREAD = GOOD.replace("At noon?", "At no\ufffdn?")  # charset-replacement-char, a warning that is inferred
BAD = GOOD.replace('"a@example.net"\ncc', f"{[f'r{number}@example.net' for number in range(51)]}\ncc")  # SES takes 50
BROKEN = "subject = 42\n"
ENVELOPE = """\
envelope: sender bounces@example.com
envelope: recipient a@example.net
envelope: recipient b@EXAMPLE.net
envelope: recipient c@example.net
envelope: recipient audit@example.org
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a description in a folder of its own, and files beside and below it."""
    inside = tmp_path / "mails" / "may"
    inside.mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret")
    (inside / "lines.csv").write_text("a;b\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, stdin: str | bytes = b"") -> Result:
    return CliRunner().invoke(main, ["build", *arguments], input=stdin, catch_exceptions=False)


def described(text: str, name: str = "mails/mail.toml") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def expected(description: str) -> bytes:
    return compose(description.encode(), Folder.of(".")).as_bytes(None)


def test_the_message_goes_to_standard_output_and_the_envelope_beside_it() -> None:
    result = run(described(GOOD))
    assert (result.exit_code, result.stdout_bytes) == (0, expected(GOOD))
    assert result.stderr == ENVELOPE
    assert b"audit" not in result.stdout_bytes


def test_standard_input_is_a_description() -> None:
    assert run("-", stdin=GOOD).stdout_bytes == expected(GOOD)
    wrong = run("-", stdin=BROKEN)
    assert wrong.exit_code == 2
    assert wrong.stderr.startswith("Error: <stdin>: subject: a string is expected")


@pytest.mark.parametrize("output", ["-o", "--output"])
def test_a_file_holds_what_standard_output_would(output: str) -> None:
    result = run(described(GOOD), output, "mail.eml")
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("mail.eml").read_bytes() == expected(GOOD)
    assert run(described(GOOD), "-o", "-").stdout_bytes == expected(GOOD)


def test_a_warning_is_told_and_the_message_written() -> None:
    result = run(described(DUBIOUS), "-o", "mail.eml")
    assert result.exit_code == 0
    assert result.stderr.startswith("mail.eml:")
    assert " cid-missing warning " in result.stderr
    assert result.stderr.endswith(f"0 errors, 1 warning, 0 notes in 1 file\n{ENVELOPE}")
    assert Path("mail.eml").read_bytes() == expected(DUBIOUS)
    assert "<message>:" in run(described(DUBIOUS)).stderr


def test_quiet_leaves_errors_alone() -> None:
    assert run(described(DUBIOUS), "--quiet").stderr == ""
    assert run(described(BROKEN), "-q").stderr != ""
    assert " error " in run(described(BAD), "-q").stderr


def test_what_the_linter_refuses_is_not_written() -> None:
    Path("old.eml").write_bytes(b"old")
    for output in ("new.eml", "old.eml", "-"):
        result = run(described(BAD), "-o", output)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("<message>:1:1 ")
        assert " error " in result.stderr
        assert "\nenvelope: " not in result.stderr
    assert Path("old.eml").read_bytes() == b"old"
    assert sorted(path.name for path in Path().iterdir()) == ["mails", "old.eml", "secret.txt"]


@pytest.mark.parametrize(("profile", "exit_code"), [("ses", 1), ("ses-smtp, strict", 1), ("rfc", 0), ("rfc,strict", 0)])
def test_the_profile_is_the_one_that_was_named(profile: str, exit_code: int) -> None:
    assert run(described(BAD), "--profile", profile, "-o", "mail.eml").exit_code == exit_code


# What settings in the folder above the description say, and what options: does the message go out?
WITH_SETTINGS: list[tuple[str, str, list[str], int]] = [
    (BAD, 'profile = "rfc"', [], 0),
    (BAD, 'profile = "rfc"', ["--profile", "ses"], 1),
    (BAD, 'profile = "rfc"', ["--isolated"], 1),
    (BAD, 'profile = "ses"', ["--profile", "rfc"], 0),
    (BAD, "", ["--config", "other.toml"], 0),
    (BAD, 'profile = "rfc"', ["--config", "other.toml", "--profile", "ses"], 1),
    (BAD, 'ignore = ["addr-too-many"]', [], 0),
    (BAD, 'select = ["HTM"]', [], 0),
    (BAD, 'severities = { ADR = "warning" }', [], 0),
    (BAD, 'per-file-ignores = { "mails/*" = ["ADR"] }', [], 0),
    (BAD, 'per-file-ignores = { "*.md" = ["ADR"] }', [], 1),
    (DUBIOUS, "", [], 0),
    (DUBIOUS, 'severities = { cid-missing = "error" }', [], 1),
    (DUBIOUS, 'severities = { cid-missing = "error" }', ["--isolated"], 0),
    (UNREAD, 'severities = { charset-replacement-char = "error" }', [], 1),
    (UNREAD, 'severities = { charset-replacement-char = "error" }\nevidence = "documented"', [], 0),
]


@pytest.mark.parametrize(("description", "settings", "options", "exit_code"), WITH_SETTINGS)
def test_a_message_is_refused_where_lint_would_refuse_it(
    description: str, settings: str, options: list[str], exit_code: int
) -> None:
    Path("other.toml").write_text('profile = "rfc"')
    Path("mimeforge.toml").write_text(settings)
    result = run(described(description), "-o", "out.eml", *options)
    assert result.exit_code == exit_code, result.stderr
    assert Path("out.eml").exists() == (exit_code == 0)
    Path("mails/mail.eml").write_bytes(expected(description))
    assert CliRunner().invoke(main, ["lint", *options, "mails/mail.eml"]).exit_code == exit_code


def test_the_settings_of_standard_input_are_those_of_the_current_folder() -> None:
    Path("mimeforge.toml").write_text('profile = "rfc"')
    assert run("-", stdin=BAD).exit_code == 0
    assert run("-", "--root", "mails", stdin=BAD).exit_code == 0
    assert run("-", "--isolated", stdin=BAD).exit_code == 1


@pytest.mark.parametrize(
    ("settings", "options", "told"),
    [
        ("select = 3", [], "Error: mimeforge.toml: select: "),
        ('profile = "\\u001b"', [], "Error: mimeforge.toml: profile: unknown profile '␛'"),
        ("", ["--config", "gone.toml"], "Error: gone.toml: no such file\n"),
        ("", ["--config", "gone.toml", "--isolated"], "--config and --isolated are not for one run"),
    ],
)
def test_settings_that_cannot_be_used_are_exit_2(settings: str, options: list[str], told: str) -> None:
    Path("mimeforge.toml").write_text(settings)
    result = run(described(GOOD), "-o", "out.eml", *options)
    assert (result.exit_code, Path("out.eml").exists()) == (2, False)
    assert told in result.stderr.replace("\\x1b", "␛")


def test_settings_under_which_nothing_is_judged_are_told() -> None:
    Path("mimeforge.toml").write_text('select = ["BLK101"]')
    assert run(described(GOOD)).stderr.startswith("Warning: BLK101 ")
    assert run(described(GOOD), "--quiet").stderr == ""


def test_each_wrong_thing_is_a_line_and_nothing_is_written() -> None:
    result = run(described('subject = 42\n"\\u001b" = 1\n'), "-o", "mail.eml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "Error: mails/mail.toml: subject: a string is expected, not an integer",
        f"Error: mails/mail.toml: '␛': no such key; known are {', '.join(KEYS)}",
        "Error: mails/mail.toml: from: is missing",
    ]
    assert not Path("mail.eml").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Missing argument 'SPEC.toml'"),
        (["gone.toml"], "Error: gone.toml: No such file or directory\n"),
        (["gone\x1b[31m.toml"], "Error: gone␛[31m.toml: No such file or directory\n"),
        (["mails"], "Error: mails: Is a directory\n"),
        (["mails/mail.toml", "--profile", "sess"], "did you mean 'ses'?"),
        (["mails/mail.toml", "--root", "go\x1bne"], "'go␛ne' is no folder"),
        (["mails/mail.toml", "--root", "secret.txt"], "'secret.txt' is no folder"),
        (["mails/mail.toml", "-o", "gone/mail.eml"], "Error: gone/mail.eml: No such file or directory\n"),
        (["mails/mail.toml", "-o", "mails"], "Error: mails: Is a directory\n"),
        (["mails/mail.toml", "-o", "mails/"], "Error: mails/: Is a directory\n"),
        (["mails/mail.toml", "-o", "new/"], "Error: new/: Not a directory\n"),
        (["mails/mail.toml", "-o", "secret.txt/"], "Error: secret.txt/: Not a directory\n"),
        (["mails/mail.toml", "-o", "mails/../mails/mail.toml"], "the message would replace its description"),
        (["mails/mail.toml", "other.toml"], "unexpected extra argument"),
        (["mails/mail.toml", "o\x1b\n::error::##[x]"], "unexpected extra argument (o␛␊::error::<U+0023>#[x])"),
    ],
)
def test_wrong_use_is_exit_2_and_says_what_is_wrong(arguments: list[str], told: str) -> None:
    described(GOOD)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert Path("mails/mail.toml").read_text() == GOOD


# Below `from = …` in mails/mail.toml, with the root: what is attached, or what is said of the file.
OUTSIDE = "outside of "
FILES = [
    ("may/lines.csv", None, None),
    ("./may/../may/lines.csv", None, None),
    ("{here}/mails/may/lines.csv", None, None),
    ("inner-link", None, None),
    ("../secret.txt", None, OUTSIDE),
    ("may/../../secret.txt", None, OUTSIDE),
    ("{here}/secret.txt", None, OUTSIDE),
    ("/etc/passwd", None, OUTSIDE),
    ("/dev/zero", None, OUTSIDE),
    ("link", None, OUTSIDE),
    ("folder-link/secret.txt", None, OUTSIDE),
    ("../mails-of-others/lines.csv", None, OUTSIDE),
    ("../secret.txt", "..", None),
    ("link", ".", None),
    ("{here}/secret.txt", ".", None),
    ("/etc/passwd", ".", OUTSIDE),
    ("../secret.txt", "mails/may", OUTSIDE),
    ("may/lines.csv", "mails/may", None),
    ("/dev/zero", "/", "no regular file"),
    ("may", None, "no regular file"),
    ("", None, "no regular file"),
    (".", None, "no regular file"),
    ("pipe", None, "no regular file"),
    ("loop", None, "Too many levels of symbolic links"),
    ("gone", None, "No such file or directory"),
    ("may/lines.csv/x", None, "Not a directory"),
    ("a" * 300, None, "File name too long"),
]


@pytest.mark.skipif(os.name != "posix", reason="other systems have other links, pipes and messages")
@pytest.mark.parametrize(("name", "root", "told"), FILES)
def test_only_regular_files_below_the_root_are_read(here: Path, name: str, root: str | None, told: str | None) -> None:
    mails = here / "mails"
    (here / "mails-of-others").mkdir()
    (here / "mails-of-others" / "lines.csv").write_text("a;b\n")
    (mails / "link").symlink_to(here / "secret.txt")
    (mails / "inner-link").symlink_to("may/lines.csv")
    (mails / "folder-link").symlink_to(here)
    (mails / "loop").symlink_to("loop")
    os.mkfifo(mails / "pipe")
    spec = described(f'{GOOD}[[attachments]]\nfile = "{name.format(here=here)}"\nfilename = "x.txt"\n')
    root = root and str(mails / root) if root == ".." else root
    result = run(spec, *(["--root", root] if root else []))
    if told is None:
        assert result.exit_code == 0, result.stderr
        assert mimeforge.parse(result.stdout_bytes).parts[1].content in {b"secret", b"a;b\n"}
    else:
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"Error: {spec}: attachments[0].file: '")
        assert told in result.stderr


def test_the_current_folder_is_that_of_standard_input(here: Path) -> None:
    description = GOOD + '[[attachments]]\nfile = "secret.txt"\n'
    assert run("-", stdin=description).exit_code == 0
    assert run("-", "--root", "mails", stdin=description).exit_code == 2
    assert run("-", "--root", "mails", stdin=GOOD + '[[attachments]]\nfile = "may/lines.csv"\n').exit_code == 0


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_a_file_is_replaced_as_a_whole_with_its_mode_and_its_links() -> None:
    for name, mode in (("old.eml", 0o600), ("shared.eml", 0o664)):
        Path(name).write_bytes(b"old")
        Path(name).chmod(mode)
        before = Path(name).stat().st_ino
        Path("link.eml").unlink(missing_ok=True)
        Path("link.eml").symlink_to(name)
        assert run(described(GOOD), "-o", "link.eml").exit_code == 0
        assert Path("link.eml").is_symlink()
        assert Path(name).read_bytes() == expected(GOOD)
        assert stat.S_IMODE(Path(name).stat().st_mode) == mode
        assert Path(name).stat().st_ino != before


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")
def test_a_new_file_has_the_mode_of_one() -> None:
    previous = os.umask(0o027)
    try:
        assert run(described(GOOD), "-o", "mail.eml").exit_code == 0
    finally:
        os.umask(previous)
    assert stat.S_IMODE(Path("mail.eml").stat().st_mode) == 0o640


def test_what_cannot_be_written_whole_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    Path("old.eml").write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", full)
    result = run(described(GOOD), "-o", "old.eml")
    assert (result.exit_code, result.stderr) == (2, "Error: old.eml: No space left on device\n")
    assert Path("old.eml").read_bytes() == b"old"
    assert sorted(path.name for path in Path().iterdir()) == ["mails", "old.eml", "secret.txt"]


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="this system has no such device")
def test_a_device_is_written_to_and_stays_one() -> None:
    assert run(described(GOOD), "-o", "/dev/null").exit_code == 0
    assert not Path("/dev/null").is_file()


def test_the_example_builds_a_message_without_findings() -> None:
    example = run("--example")
    assert example.exit_code == 0
    result = run("-", "--profile", "ses,strict", stdin=example.stdout)
    assert result.exit_code == 0
    assert [line for line in result.stderr.splitlines() if not line.startswith("envelope: ")] == []
    assert mimeforge.lint(result.stdout_bytes).findings == ()


def test_what_the_example_hides_in_comments_builds_too() -> None:
    text = run("--example").stdout
    whole = "".join(line.removeprefix("# ") if is_hidden(line) else line for line in text.splitlines(keepends=True))
    given = tomllib.loads(whole)
    assert set(given) == set(KEYS)
    for name in ("logo.png", "receipt.pdf"):
        Path(name).write_bytes(b"x")
    Path("question.eml").write_bytes(b"From: jo@example.net\r\nSubject: Why?\r\n\r\nWhy?\r\n")
    assert run("-", "--profile", "rfc", stdin=whole).exit_code == 0


def is_hidden(line: str) -> bool:
    first = line.removeprefix("# ").split(" ")[0].strip()
    return line.startswith("# ") and (first.startswith("[") or line.split(" ")[2:3] == ["="])


def test_the_receipt_of_the_examples_is_the_one_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    receipt = runpy.run_path(str(EXAMPLES / "receipt.py"))["receipt"]()
    assert compose((EXAMPLES / "receipt.toml").read_bytes(), Folder.of(EXAMPLES)) == receipt
    result = run(str(EXAMPLES / "receipt.toml"), "-o", "receipt.eml")
    assert (result.exit_code, "error" in result.stderr, "warning" in result.stderr) == (0, False, False)


def test_help_is_enough_to_write_a_description(here: Path) -> None:
    text = run("--help").stdout
    for key in KEYS:
        assert f" {key}," in text or f" {key} " in text or f"[{key}]" in text, key
    for word in ("Exit codes:\n", "1  the linter found an error", "--example", "--root", "ses-v2", "envelope", "stdin"):
        assert word in text.replace("standard input", "stdin")
    lines = text.partition("A description:\n")[2].partition("Keys")[0]
    for name in ("logo.png", "receipt.pdf"):
        (here / name).write_bytes(b"x")
    (here / "receipt.html").write_text("<p>Merci ! <img src='cid:logo' alt='Café'></p>", encoding="utf-8")
    assert run("-", "--profile", "rfc", stdin=lines).exit_code == 0
    assert "build" in CliRunner().invoke(main, ["--help"]).stdout


@pytest.mark.skipif(os.name != "posix", reason="other systems have other terminals")
@pytest.mark.parametrize(("attached", "exit_code"), [(b"Subject: x\r\n\r\nx", 0), (b"Subject: \x1b[31m\r\n", 2)])
def test_a_terminal_gets_nothing_that_would_command_it(here: Path, attached: bytes, exit_code: int) -> None:
    (here / "mails" / "original.eml").write_bytes(attached)
    spec = described(GOOD + '[[messages]]\nfile = "original.eml"\n')
    leader, terminal = pty.openpty()
    command = [sys.executable, "-m", "mimeforge", "build", "--quiet", spec]
    try:
        done = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(terminal)
        written = os.read(leader, 100_000) if exit_code == 0 else b""
        os.close(leader)
    assert done.returncode == exit_code
    assert written.count(b"Subject: ") == 2 * (exit_code == 0)
    assert (b"name a file with -o" in done.stderr) == (exit_code == 2)


def test_a_reader_that_leaves_is_not_complained_about() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-m", "mimeforge", "build", "-q", described(GOOD)]
    with os.fdopen(write_end, "wb") as nobody_reads:
        done = subprocess.run(command, stdout=nobody_reads, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="other shells close otherwise")
@pytest.mark.parametrize(
    ("closing", "told"), [("<&-", b"standard input is closed"), (">&-", b"standard output: it is closed")]
)
def test_closed_streams_are_told(closing: str, told: bytes) -> None:
    spec = "-" if closing == "<&-" else described(GOOD)
    command = ["/bin/sh", "-c", f'"$0" -m mimeforge build "$1" {closing}', sys.executable, spec]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 2
    assert told in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(("description", "exit_code"), [(GOOD, 0), (DUBIOUS, 0), (BAD, 1), (BROKEN, 2)])
def test_standard_error_that_takes_nothing_changes_no_verdict(description: str, exit_code: int) -> None:
    command = [sys.executable, "-m", "mimeforge", "build", described(description), "-o", "out.eml"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=full, check=False)
    assert (done.returncode, Path("out.eml").exists()) == (exit_code, exit_code == 0)
