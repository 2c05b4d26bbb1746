"""What every fix has to hold: the finding is gone, nothing else came, nothing else changed, and once is enough.

The messages are the examples of all rules, and the corpus; `fuzz.survival` holds damaged messages to the same.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from readers import READERS, File, Mail, Reader

import mimeforge
from fuzz.survival import check_fixes
from mimeforge.edit import apply, meaning
from mimeforge.linter import Severity
from mimeforge.preflight import RULES, lint
from mimeforge.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mimeforge.linter import Finding, Fix
    from mimeforge.linter.examples import Example
    from mimeforge.linter.rule import Rule

BAD = [pytest.param(rule, example, id=f"{rule.slug}-{n}") for rule in RULES for n, example in enumerate(rule.bad)]
OWN = next(reader for reader in READERS if reader.name == "mimeforge")
# A reader is asked for each of these by itself: what it fails to read in a broken message is not held against a fix.
READ = ("subject", "from_", "to", "cc", "reply_to", "plain", "html", "files")


def profiles(rule: Rule, example: Example) -> list[str]:
    if example.profile:
        return [example.profile]
    return ["ses"] * (rule.severity is not None) + ["rfc"] * (rule.rfc is not None)


def fixable(rule: Rule, example: Example) -> Iterator[tuple[str, Finding, Fix]]:
    for profile in profiles(rule, example):
        for finding in lint(example.octets, profile=profile, envelope=example.envelope):
            if finding.fix is not None:
                yield profile, finding, finding.fix


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_each_fix_mends_its_finding_and_brings_no_other(rule: Rule, example: Example) -> None:
    before = example.octets
    for profile, finding, fix in fixable(rule, example):
        after = apply(before, fix.edits)
        found, left = (lint(octets, profile=profile, envelope=example.envelope) for octets in (before, after))
        assert len(left) < len(found), f"{finding.code} is still there, or something else: {left}"
        assert {one.slug for one in left if one.severity > Severity.NOTE} <= {rule.slug}, left
        if fix.safe:
            # By itself, and not because `repair` looks after it.
            assert meaning(parse(after)) == meaning(parse(before))
        assert fix.title
        assert fix.title[0].islower()
        assert not fix.title.endswith(".")


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_safe_fixes_change_nothing_for_independent_readers(rule: Rule, example: Example) -> None:
    for profile, _, fix in fixable(rule, example):
        if fix.safe:
            fixed, _ = mimeforge.fix(example.octets, profile=profile)
            for reader in READERS:
                if reader is not OWN and not reader.absent():
                    assert_reads_the_same(reader, example.octets, fixed)


def assert_reads_the_same(reader: Reader, before: bytes, after: bytes) -> None:
    """Whatever a reader saw in the broken message as mimeforge did, it sees in the mended one."""
    seen = read(reader, before)
    if seen is None:
        return
    ours, now = OWN.read(before), read(reader, after)
    assert now is not None, f"{reader} cannot read the mended message"
    for what in READ:
        if what in OWN.blind | reader.blind:
            continue
        said, meant, says = (_without_line_ends(getattr(mail, what)) for mail in (seen, ours, now))
        if said == meant:
            assert says == said, f"{reader}: {what}"


def _without_line_ends(said: object) -> object:
    """Let the line ends of reports and messages be as a reader gives them; every other octet counts."""
    return tuple(map(_with_lines, said)) if isinstance(said, tuple) else said


def _with_lines(said: object) -> object:
    if isinstance(said, File) and said.octets and said.media_type.startswith("message/"):
        return said._replace(octets=b"\n".join(said.octets.splitlines()).rstrip(b"\n"))
    return said


def read(reader: Reader, octets: bytes) -> Mail | None:
    try:
        return reader.read(octets)
    except Exception:  # of a broken message: each reader fails in its own way
        return None


@pytest.mark.parametrize("profile", ["ses", "rfc,strict", "ses,bulk,strict"])
def test_all_fixes_of_an_example_together(profile: str) -> None:
    for rule in RULES:
        for example in rule.bad:
            if isinstance(example.message, bytes):
                check_fixes(example.octets, profile)


def test_fixes_of_real_messages(corpus: Path) -> None:
    index = json.loads((corpus / "index.json").read_text("utf-8"))
    files = [entry["file"] for entry in index["messages"] + index["seeds"] if entry["kind"] == "message"]
    fixed = [
        file
        for number, file in enumerate(files)
        if check_fixes((corpus / file).read_bytes(), ("ses", "rfc")[number % 2])
    ]
    assert len(fixed) > 50
