"""What tests of `mimeforge lint` share: rules that look for words, messages that hold them, and a way to run it."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from mimeforge import preflight, settings
from mimeforge.cli import main
from mimeforge.edit import Edit
from mimeforge.linter import Evidence, Fix, Severity
from mimeforge.linter.examples import sample
from mimeforge.linter.rule import OCTETS, Hit, rule
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from mimeforge.linter.context import Context
    from mimeforge.tree import Source

GOOD = sample()
BAD = sample("Subject: worst")
DUBIOUS = sample("Subject: dubious")
# Tables of labels are made of the rules when this is imported, which is before a test puts its own in their place.
assert settings.Settings is not None

# What is found in these can be mended: safely, and by a change of what is said.
SLOPPY = sample("SUBJECT: Lunch")
RISKY = sample("Subject: risky")


@rule(
    "TST999",
    "no-worst",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="these tests",
    looks_at=OCTETS,
    bad=(BAD, DUBIOUS),
    good=(GOOD,),
)
def no_worst(source: Source, context: Context) -> Iterator[Hit]:
    """A word that these tests look for."""
    for word, severity in ((b"worst", Severity.ERROR), (b"dubious", Severity.WARNING)):
        at = source.octets.find(word)
        if at >= 0:
            yield Hit(Span(at, at + len(word)), f"{context.profile.name} has no {word.decode()}", severity=severity)


@rule(
    "TST998",
    "no-capitals",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="these tests",
    looks_at=OCTETS,
    bad=(SLOPPY, RISKY),
    good=(GOOD,),
)
def no_capitals(source: Source, context: Context) -> Iterator[Hit]:
    """A name in capitals, which says the same without, and a word for which another is said."""
    for word, instead, is_safe in ((b"SUBJECT", b"Subject", True), (b"risky", b"brave", False)):
        at = source.octets.find(word)
        if at >= 0:
            span = Span(at, at + len(word))
            yield Hit(span, f"there is {word.decode()}", fix=Fix("write it anew", (Edit(span, instead),), safe=is_safe))


def lint(*arguments: str, stdin: bytes = b"") -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["lint", *arguments], input=stdin, catch_exceptions=False)


def feed(pipe: str, octets: bytes) -> None:
    """Make a pipe, and write to it as soon as somebody reads; nobody waits for that."""
    os.mkfifo(pipe)
    Thread(target=Path(pipe).write_bytes, args=(octets,), daemon=True).start()


def with_these_rules(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have the rules above be all there are, and messages by the names of what is in them in ``folder``, from now on
    the current one.
    """
    monkeypatch.setattr(preflight, "RULES", (no_worst, no_capitals))
    monkeypatch.chdir(folder)
    for name, octets in (("good", GOOD), ("bad", BAD), ("dubious", DUBIOUS), ("sloppy", SLOPPY), ("risky", RISKY)):
        Path(f"{name}.eml").write_bytes(octets)
