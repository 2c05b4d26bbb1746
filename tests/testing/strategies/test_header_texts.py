from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from drawn import drawn, minimal, not_shown
from hypothesis import given

from mimeforge import Address, Group, Message
from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

LOOKS_ENCODED = re.compile(r"=\?[^? ]+\?[bq]\?[^? ]*\?=", re.IGNORECASE)
SCRIPTS = """
    LATIN CYRILLIC GREEK ARMENIAN GEORGIAN HEBREW ARABIC DEVANAGARI BENGALI TAMIL THAI ETHIOPIC CJK KATAKANA HIRAGANA
    HANGUL
"""


def has(script: str) -> Callable[[str], bool]:
    return lambda text: any(unicodedata.name(letter, "").startswith(script) for letter in text if not letter.isascii())


def has_controls(text: str) -> bool:
    return any(unicodedata.category(character) == "Cc" for character in text if character != "\t")


CLAIMS = {
    "decomposed": lambda text: text != unicodedata.normalize("NFC", text),
    "a joiner": lambda text: "\u200d" in text,
    "beyond the BMP": lambda text: max(text) > "\uffff",
    "a bidirectional mark": lambda text: "\u200f" in text,
    "an isolate": lambda text: "\u2067" in text,
    "one encoded-word": LOOKS_ENCODED.search,
    "two encoded-words": lambda text: re.search(r"\?= =\?", text),
    "two that touch": lambda text: "?==?" in text,
    "half an encoded-word": lambda text: "=?" in text and not LOOKS_ENCODED.search(text),
    "quoted-printable": lambda text: "=20" in text,
    "one quote": lambda text: text.count('"') == 1,
    "a backslash": lambda text: "\\" in text,
    "a comma": lambda text: "," in text,
    "a blank in front": lambda text: text.startswith(" "),
    "a blank at the end": lambda text: text.endswith(" "),
    "two blanks": lambda text: "  " in text.strip(),
    "a tab": lambda text: "\t" in text,
    "a long word": lambda text: re.search(r"\S{77}", text),
    "a word over a line": lambda text: re.search(r"[!-~]{999}", text),
    "a word over a line beyond ASCII": lambda text: re.search(r"[^ -~]{400}", text),
}
CONTROLS = {
    "escape": lambda text: "\x1b" in text,
    "C1": lambda text: "\x85" in text,
    "an override": lambda text: "\u202e" in text,
    "a byte order mark": lambda text: "\ufeff" in text,
}


@pytest.mark.parametrize(
    ("strategy", "count", "claims"),
    [
        (mail.subjects(), 600, CLAIMS | {script: has(script) for script in SCRIPTS.split()}),
        (mail.subjects(controls=True), 400, CONTROLS),
        (mail.display_names(), 200, {"a name with a comma": lambda name: "Doe, Jo" in name}),
        (mail.header_values(), 200, {"a URL": lambda value: "https://" in value}),
        (mail.header_names(), 200, {"the longest": lambda name: len(name) == 50, "quotes": lambda name: '"' in name}),
    ],
)
def test_what_is_covered(strategy: SearchStrategy[str], count: int, claims: dict[str, Callable[[str], object]]) -> None:
    values = drawn(strategy, count)
    assert not_shown(claims, values) == []


@pytest.mark.parametrize(
    ("strategy", "claim", "expected"),
    [
        (mail.subjects(), lambda text: True, "a"),
        (mail.subjects(), lambda text: not text.isascii(), "é"),
        (mail.subjects(), LOOKS_ENCODED.search, "=?utf-8?q?a?="),
        (mail.display_names(), lambda text: not text.isascii(), "é"),
        (mail.header_names(), lambda name: True, "X-Example"),
    ],
)
def test_what_it_shrinks_to(strategy: SearchStrategy[str], claim: Callable[[str], object], expected: str) -> None:
    assert minimal(strategy, claim) == expected


@given(mail.subjects(), mail.display_names(), mail.header_values())
def test_what_is_never_made(subject: str, name: str, value: str) -> None:
    for text in (subject, name, value):
        assert text.strip()
        assert not has_controls(text)
        assert not set("\u202d\u202e\ufeff\u200b\ufffd") & set(text)
        assert text.encode().decode() == text


@given(mail.subjects(controls=True), mail.display_names(controls=True), mail.header_values(controls=True))
def test_line_ends_and_nul_are_never_made(subject: str, name: str, value: str) -> None:
    assert not set("\0\r\n") & set(subject + name + value)
    message = Message(from_=Address(name, "a@example.com"), to=Group(name), subject=subject)
    assert message.header("Comments", value).subject == subject


@given(mail.subjects(), mail.header_names(), mail.header_values())
def test_the_linter_finds_no_error(subject: str, name: str, value: str) -> None:
    message = Message(from_="jo@example.com", to="al@example.net", subject=subject, text="a\n").header(name, value)
    assert message.lint().errors == ()
