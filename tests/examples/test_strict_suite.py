"""A user's tests become strict by one line in conftest.py: those fail that send what SES would refuse."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT / "examples" / "strict_suite"

# What SES answers to those that moto takes.
ANSWERS = {
    "test_the_mayor_writes_along": "operation: Duplicate header 'From'.",
    "test_a_draft_without_readers": "operation: Missing required header 'To'.",
    "test_a_report_in_one_line": "operation: (mimeforge LIN110 line-over-998; no text of SES is known) ",
    "test_the_game_of_the_library": "operation: (mimeforge CON106 blocked-extension-ses; no text of SES is known) ",
    "test_the_pictures_of_the_fair": "operation: Message length is more than 10485760 bytes long: '",
}


def run(folder: Path) -> str:
    """Run the tests in a folder; return what pytest prints, the reasons of failures in full."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rf", "-p", "no:cacheprovider", "--tb=no", "--rootdir", str(folder)],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT), "COLUMNS": "1000", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def test_one_line_makes_a_suite_strict(tmp_path: Path) -> None:
    plugin = [line for line in (SUITE / "conftest.py").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert plugin == ['pytest_plugins = ["mimeforge.ses.pytest_strict"]']
    before = shutil.copytree(SUITE, tmp_path / "before", ignore=shutil.ignore_patterns("conftest.py", "__pycache__"))
    assert "\n7 passed in " in run(before)
    after = run(shutil.copytree(SUITE, tmp_path / "after", ignore=shutil.ignore_patterns("__pycache__")))
    assert f"\n{len(ANSWERS)} failed, {7 - len(ANSWERS)} passed in " in after
    failed = dict(line.split(" - ", 1) for line in after.splitlines() if line.startswith("FAILED "))
    reasons = {name.rpartition("::")[2]: reason for name, reason in failed.items()}
    assert {name for name, answer in ANSWERS.items() if answer in reasons.get(name, "")} == {*ANSWERS}
    guide = (ROOT / "docs" / "guide" / "guard.md").read_text("utf-8")
    texts = [reason.partition("operation: ")[2] for reason in reasons.values()]
    assert [text for text in texts if not text.startswith("(mimeforge ") and f"`{text}`" not in guide] == []
