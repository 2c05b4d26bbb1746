"""What holds for all formats, whatever each of them says."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from reported import found, missing, reported, write

import mimeforge
from mimeforge.edit import Edit
from mimeforge.linter import Report, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.report import Unreadable
from mimeforge.linter.report.formats import FORMATS
from mimeforge.tree import Span

OCTETS = "Subject: Zoé\r\nTo: a\r\n\r\nbody\r\n".encode()


def results() -> list[Report | Unreadable]:
    fix = Fix("mend it", (Edit(Span(9, 10), b"z"),))
    findings = [found(OCTETS, 9, 13, header="Subject", occurrence=1, fix=fix, predicts="No"), missing()]
    findings += [found(OCTETS, 16, 17, code="LIN103", severity=severity) for severity in Severity]
    real = mimeforge.lint(b"From: a\r\nTo: b, c\r\nX: \x1b\r\nSubject: \xe9\r\n\r\n")
    return [reported(OCTETS, *findings), Unreadable("gone.eml", "gone"), reported(b"", name="b.eml"), real]


def digests() -> list[str]:
    return [f"{name} {hashlib.sha256(write(name, *results()).encode()).hexdigest()}" for name in FORMATS]


@pytest.mark.parametrize("name", FORMATS)
def test_a_text_ends_in_a_line_feed_and_is_the_same_again(name: str) -> None:
    text = write(name, *results())
    assert text.endswith("\n")
    assert text == write(name, *results())


def test_another_process_with_other_hashes_writes_the_same_octets() -> None:
    code = "import test_report_formats; print(*test_report_formats.digests(), sep='\\n')"
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(paths)}
    printed = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, env=environment, text=True, timeout=60
    )
    assert printed.stdout.splitlines() == digests()


def test_only_the_format_that_is_asked_for_is_loaded() -> None:
    code = (
        "import sys; from mimeforge.linter.report.formats import FORMATS; FORMATS['text'](None);"
        "print(*(name.rpartition('.')[2] for name in sys.modules if name.startswith('mimeforge.linter.report.')))"
    )
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    loaded = set(printed.stdout.split())
    assert "text" in loaded
    assert not loaded & (set(FORMATS) - {"text"})
