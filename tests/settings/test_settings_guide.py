"""The TOML in the guide is what the reader of settings takes, and it names every key there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from documents import ROOT, blocks

from mimeforge.preflight import RULES
from mimeforge.settings import Selection, SettingsError
from mimeforge.settings.labels import read_label
from mimeforge.settings.reading import KEYS, read_table

GUIDE = (ROOT / "docs/guide/settings.md").read_text(encoding="utf-8")
EXAMPLES = [block for block in blocks(GUIDE) if block.kind == "toml"]


@pytest.mark.parametrize("text", [block.text for block in EXAMPLES if block.name != "wrong/mimeforge.toml"])
def test_an_example_is_read(text: str) -> None:
    assert read_table(tomllib.loads(text), Path("/project/mimeforge.toml")).origin == Path("/project/mimeforge.toml")


def test_the_mistake_is_one() -> None:
    (text,) = [block.text for block in EXAMPLES if block.name == "wrong/mimeforge.toml"]
    with pytest.raises(SettingsError):
        read_table(tomllib.loads(text), Path("/project/mimeforge.toml"))


def test_every_key_has_an_example_and_a_row() -> None:
    shown = {key for block in EXAMPLES if not block.name for key in tomllib.loads(block.text)}
    assert shown == KEYS.keys()
    assert re.findall(r"^\| \[`([a-z-]+)`\]", GUIDE, re.MULTILINE) == list(
        dict.fromkeys(["profile", "evidence", "select", "ignore", "severities", *KEYS])
    )


def test_the_table_of_precedence_holds() -> None:
    rows = re.findall(r"^\| (?:`(\[.*?\])`)? ?\| `(\[.*?\])` \| (.*) \|$", GUIDE, re.MULTILINE)
    counting = {what: selected(select, ignore) for select, ignore, what in rows}
    codes = {rule.code for rule in RULES}
    addresses = {code for code in codes if code.startswith("ADR")}
    assert counting == {
        "all but the rules of addresses": codes - addresses,
        "the rules of addresses but that one": addresses - {"ADR104"},
        "that one": {"ADR104"},
        "all but the rules of addresses, and that one": codes - addresses | {"ADR104"},
        "the rules that Amazon SES alone is the ground for": {code for code in codes if code.startswith("SES")},
    }


def selected(select: str, ignore: str) -> set[str]:
    labels = [tuple(map(read_label, re.findall(r'"(.*?)"', text))) for text in (select or '["ALL"]', ignore)]
    selection = Selection(select=labels[0], ignore=labels[1])
    return {rule.code for rule in RULES if selection.counts(rule.code)}


def test_the_rules_that_end_the_look_at_a_message_are_named() -> None:
    named = GUIDE.partition("Where one ends the look")[2].partition(")")[0]
    assert set(re.findall(r"`([a-z0-9-]+)`", named)) == {rule.slug for rule in RULES if rule.alone}
