"""`mimeforge lint --fix`, `--unsafe-fixes` and `--diff`."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from linted import GOOD, SLOPPY, feed, lint, with_these_rules

from mimeforge import preflight
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from collections.abc import Callable

TIDY = sample("Subject: Lunch")
BRAVE = sample("Subject: brave")
BOTH = sample("SUBJECT: risky worst")
HALF = sample("Subject: risky worst")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with_these_rules(monkeypatch, tmp_path)
    Path("both.eml").write_bytes(BOTH)
    return tmp_path


def contents() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path().iterdir()}


CLEAN = "0 errors, 0 warnings, 0 notes in 1 file"
ONE = "mended: 1 finding in 1 file"


@pytest.mark.parametrize(
    ("arguments", "changed", "exit_code", "last_line"),
    [
        (["--fix", "sloppy.eml"], {"sloppy.eml": TIDY}, 0, [ONE, CLEAN]),
        (["--fix", "risky.eml"], {}, 0, []),
        (["--fix", "--unsafe-fixes", "risky.eml"], {"risky.eml": BRAVE}, 0, [ONE, CLEAN]),
        (["--fix", "both.eml"], {"both.eml": HALF}, 1, []),
        (["--fix", "good.eml", "bad.eml"], {}, 1, ["", "1 error, 0 warnings, 0 notes in 2 files"]),
        (["--fix", "--ignore", "HTM", "sloppy.eml"], {"sloppy.eml": TIDY}, 0, [ONE, CLEAN]),
        (["--fix", "--evidence", "documented", "."], {"sloppy.eml": TIDY, "both.eml": HALF}, 0, []),
    ],
)
def test_what_is_safe_is_mended_and_what_is_left_is_reported(
    arguments: list[str], changed: dict[str, bytes], exit_code: int, last_line: list[str]
) -> None:
    before = contents()
    result = lint(*arguments)
    assert contents() == before | changed
    assert (result.exit_code, result.stderr) == (exit_code, "")
    assert not last_line or result.stdout.splitlines()[-2:] == last_line
    again = lint(*arguments)
    assert contents() == before | changed, "a second run changes nothing"
    assert "mended" not in again.stdout.splitlines()[-2:][0]


@pytest.mark.parametrize(
    "settings",
    [
        'select = ["CTE"]',
        'select = ["ALL", "CTE"]\nignore = ["ALL"]',
        'severities = { ALL = "off", CTE = "note" }',
        'per-file-ignores = { "s*.eml" = ["ALL"] }',
    ],
)
@pytest.mark.parametrize("way", ["--fix", "--diff"])
def test_what_does_not_count_is_not_mended(settings: str, way: str) -> None:
    Path("mimeforge.toml").write_text(settings)
    result = lint(way, "sloppy.eml")
    assert (result.exit_code, Path("sloppy.eml").read_bytes()) == (0, SLOPPY)
    assert "Subject" not in result.stdout


def test_the_mode_stays_and_nothing_else_is_left_behind() -> None:
    Path("sloppy.eml").chmod(0o640)
    before = set(contents())
    lint("--fix", "sloppy.eml")
    assert stat.S_IMODE(Path("sloppy.eml").stat().st_mode) == 0o640
    assert set(contents()) == before


def test_a_link_stays_and_what_it_leads_to_is_mended() -> None:
    Path("link.eml").symlink_to("sloppy.eml")
    assert lint("--fix", "link.eml").exit_code == 0
    assert Path("link.eml").readlink() == Path("sloppy.eml")
    assert Path("sloppy.eml").read_bytes() == TIDY


THIRD = SLOPPY.replace(b"noon", b"three")


def give_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    os.link("sloppy.eml", "other.eml")


def forbid_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    # The superuser, as whom tests may run, is forbidden nothing.
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "sloppy.eml")


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([errno.ENOSPC])

    def sync(file: int) -> None:
        for number in sizes:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", sync)


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Have something happen after the first file was read and before it is written."""
    repair = preflight.repair

    def slow_repair(octets: bytes, *arguments: Any, **options: Any) -> Any:
        if octets != THIRD:
            happens()
        return repair(octets, *arguments, **options)

    monkeypatch.setattr(preflight, "repair", slow_repair)


def change_it(monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, lambda: Path("sloppy.eml").write_bytes(SLOPPY + b"more"))


def replace_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def swap() -> None:
        status = Path("sloppy.eml").stat()
        Path("new").write_bytes(SLOPPY.replace(b"noon", b"nine"))
        os.utime("new", ns=(status.st_atime_ns, status.st_mtime_ns))
        Path("new").replace("sloppy.eml")

    meanwhile(monkeypatch, swap)


def remove_it(monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(monkeypatch, Path("sloppy.eml").unlink)


@pytest.mark.parametrize(
    ("misfortune", "problem"),
    [
        (
            give_another_name,
            "not fixed: the file has several names (hard links), and the others would keep the old message",
        ),
        (forbid_writing, "Permission denied"),
        (fill_the_disk, "No space left on device"),
        (change_it, "not fixed: the file has changed since it was read"),
        (replace_it, "not fixed: the file has changed since it was read"),
        (remove_it, "No such file or directory"),
    ],
)
def test_what_cannot_be_written_is_told_and_the_rest_goes_on(
    misfortune: Callable[[pytest.MonkeyPatch], None], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("third.eml").write_bytes(THIRD)
    misfortune(monkeypatch)
    result = lint("--fix", "sloppy.eml", "third.eml")
    assert (result.exit_code, result.stderr) == (2, f"Error: sloppy.eml: {problem}\n")
    assert "sloppy.eml:1:1 TST998" in result.stdout, "what is still there is reported"
    assert not Path("sloppy.eml").exists() or Path("sloppy.eml").read_bytes() != TIDY
    assert Path("third.eml").read_bytes() == TIDY.replace(b"noon", b"three")
    assert not [name for name in contents() if name.endswith(".tmp")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_read_and_not_replaced() -> None:
    feed("pipe", SLOPPY)
    result = lint("--fix", "pipe")
    assert (result.exit_code, result.stderr) == (2, "Error: pipe: not fixed: no regular file\n")
    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)


@pytest.mark.parametrize(
    ("given", "arguments", "message", "exit_code"),
    [
        (SLOPPY, ["--fix"], TIDY, 0),
        (GOOD, ["--fix"], GOOD, 0),
        (BOTH, ["--fix"], HALF, 1),
        (BOTH, ["--fix", "--unsafe-fixes"], sample("Subject: brave worst"), 1),
        (b"\xff\0 no message", ["--fix"], b"\xff\0 no message", 0),
        (b"", ["--fix"], b"", 0),
    ],
)
def test_standard_input_is_mended_to_standard_output(
    given: bytes, arguments: list[str], message: bytes, exit_code: int
) -> None:
    result = lint(*arguments, "-", stdin=given)
    assert (result.stdout_bytes, result.exit_code) == (message, exit_code)
    assert " in 1 file\n" in result.stderr
    assert ("<stdin>:1:1" in result.stderr or "<stdin>:1:16" in result.stderr) == (given == BOTH)


def test_the_diff_shows_what_a_fix_would_change_and_changes_nothing() -> None:
    before = contents()
    result = lint("--diff", "both.eml", "sloppy.eml", "good.eml", "bad.eml")
    rest = "  | From: Jo <jo@example.com>\n  | To: Zoe <zoe@example.net>\n  | Date: Mon, 20 Jan 2025 12:00:00 +0000\n"
    assert result.stdout == (
        "--- both.eml\n+++ both.eml\n@@ -1,4 +1,4 @@\n"
        f"- | SUBJECT: risky worst\n+ | Subject: risky worst\n{rest}"
        "--- sloppy.eml\n+++ sloppy.eml\n@@ -1,4 +1,4 @@\n"
        f"- | SUBJECT: Lunch\n+ | Subject: Lunch\n{rest}"
    )
    assert (result.exit_code, result.stderr) == (1, "--fix would mend 2 findings in 2 files\n")
    assert lint("--fix", "--diff", "both.eml", "sloppy.eml").exit_code == 1
    assert contents() == before


def test_the_diff_of_nothing_is_nothing_whatever_is_found() -> None:
    result = lint("--diff", "bad.eml", "good.eml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert lint("--diff", "bad.eml", "gone.eml").exit_code == 2


def test_the_diff_shows_unsafe_fixes_where_they_are_asked_for() -> None:
    assert "+ | Subject: brave" in lint("--diff", "--unsafe-fixes", "risky.eml").stdout
    assert lint("--diff", "risky.eml").exit_code == 0


def test_a_report_beside_fixes_tells_what_is_left() -> None:
    result = lint("--fix", "--format", "json", "--report", "json=left.json", "both.eml")
    assert result.stdout == Path("left.json").read_text()
    assert [finding["slug"] for finding in json.loads(result.stdout)["files"][0]["findings"]] == [
        "no-capitals",
        "no-worst",
    ]
    assert result.stderr == "mended: 1 finding in 1 file\n"


def test_messages_in_a_mailbox_are_checked_and_not_fixed() -> None:
    box = b"".join(b"From jo@example.com Mon Jan 20 12:00:00 2025\n" + SLOPPY + b"\n" for _ in range(3))
    Path("box.mbox").write_bytes(box)
    result = lint("--fix", "box.mbox", "sloppy.eml")
    assert result.stderr == "Warning: box.mbox: messages in mailbox files are checked, and not fixed\n"
    assert [line for line in result.stdout.splitlines() if "TST998" in line and line.startswith("box.mbox[2]:1:1 ")]
    assert (Path("box.mbox").read_bytes(), Path("sloppy.eml").read_bytes()) == (box, TIDY)
    piped = lint("--fix", "-", stdin=box)
    assert (piped.stdout_bytes, piped.exit_code) == (box, 0)
    assert piped.stderr.startswith("Warning: <stdin>: messages in mailbox files")
