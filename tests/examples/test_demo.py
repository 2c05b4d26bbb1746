from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import mimeforge

ROOT = Path(__file__).resolve().parents[2]


def demo(script: Path, here: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script)],
        cwd=here,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_demo_shows_one_clean_message_and_two_broken_ones(tmp_path: Path) -> None:
    done = demo(ROOT / "examples" / "demo.py", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("$ mimeforge lint ") == 3
    assert " SES103 ses-arn-syntax error " in done.stdout
    assert mimeforge.lint(tmp_path / "demo-out" / "receipt.eml").findings == ()


def test_the_demo_fails_where_the_broken_ones_are_found_clean(tmp_path: Path) -> None:
    examples = shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copy(ROOT / "fuzz" / "seeds" / "report.eml", examples / "pasted-string.eml")
    done = demo(examples / "demo.py", tmp_path)
    assert done.returncode == 1
    assert "did not find" in done.stderr


def test_the_receipt_holds_what_the_demo_promises(tmp_path: Path) -> None:
    demo(ROOT / "examples" / "demo.py", tmp_path)
    tree = mimeforge.parse((tmp_path / "demo-out" / "receipt.eml").read_bytes())
    assert tree.header("From") == "Café Zoé, Paris <orders@xn--bcher-kva.example>"
    assert [part.filename for part in tree.walk() if part.filename] == ["logo.png", "Reçu – mai 2026.csv"]
    assert [part.content_id for part in tree.walk() if part.disposition == "inline"] == ["logo"]
    assert {field.name for field in tree.fields if field.name.endswith("-ARN")} == {
        "X-SES-SOURCE-ARN",
        "X-SES-FROM-ARN",
        "X-SES-RETURN-PATH-ARN",
    }
    assert b"audit" not in tree.source.octets
