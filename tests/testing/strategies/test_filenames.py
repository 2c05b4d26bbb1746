from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from drawn import drawn, minimal, not_shown
from hypothesis import given

from mimeforge import HeaderError, Message
from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

SENT = Message(from_="jo@example.com", to="al@example.net", subject="a", text="a\n")


def has_controls(name: str) -> bool:
    return any(unicodedata.category(character) == "Cc" for character in name)


CLAIMS = {
    "quotes": lambda name: '"' in name,
    "apostrophes": lambda name: "'" in name,
    "a semicolon": lambda name: ";" in name,
    "an escape": lambda name: "%41" in name,
    "an extended value": lambda name: "utf-8''" in name,
    "an encoded-word": lambda name: "=?utf-8?q?" in name,
    "two extensions": lambda name: name.endswith(".tar.gz"),
    "an extension in capitals": lambda name: name.endswith(".PDF"),
    "no extension": lambda name: "." not in name,
    "a dot in front": lambda name: name.startswith("."),
    "a dot at the end": lambda name: name.endswith("."),
    "a blank in front": lambda name: name.startswith(" "),
    "a blank at the end": lambda name: name.endswith(" "),
    "two blanks": lambda name: "  " in name,
    "a device": lambda name: name.startswith("CON"),
    "what Windows refuses": lambda name: "*" in name,
    "decomposed": lambda name: name != unicodedata.normalize("NFC", name),
    "right to left": lambda name: re.search("[א-ת]", name),
    "a joiner": lambda name: "\u200d" in name,
    "the longest": lambda name: name.isascii() and len(name) == 255,
    "the longest beyond ASCII": lambda name: len(name) < 200 and len(name.encode()) > 240,
}
UNSAFE = {
    "a path": lambda name: "/" in name,
    "a path upwards": lambda name: ".." in name.split("/"),
    "a path of Windows": lambda name: "\\" in name,
    "a program": lambda name: name.endswith(".exe"),
    "an override": lambda name: "\u202e" in name,
    "too long": lambda name: len(name.encode()) > 255,
}


@pytest.mark.parametrize(
    ("strategy", "claims"),
    [
        (mail.filenames(), CLAIMS),
        (mail.filenames(unsafe=True), UNSAFE),
        (mail.filenames(controls=True), {"controls": has_controls}),
    ],
)
def test_what_is_covered(strategy: SearchStrategy[str], claims: dict[str, Callable[[str], object]]) -> None:
    values = drawn(strategy, 400)
    assert not_shown(claims, values) == []


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (lambda name: True, "a.pdf"),
        (lambda name: not name.isascii(), "é.pdf"),
    ],
)
def test_what_it_shrinks_to(claim: Callable[[str], object], expected: str) -> None:
    assert minimal(mail.filenames(), claim) == expected


@given(mail.filenames())
def test_what_is_never_made_and_what_is_taken(name: str) -> None:
    assert 1 <= len(name.encode()) <= 255
    assert not set("/\\\u202d\u202e") & set(name)
    assert not has_controls(name)
    assert name not in {".", ".."}
    report = SENT.attach(b"a", filename=name, content_type="application/octet-stream").lint()
    assert report.errors == ()


@given(mail.filenames(unsafe=True))
def test_what_is_unsafe_can_be_attached(name: str) -> None:
    assert not has_controls(name)
    SENT.attach(b"a", filename=name, content_type="application/octet-stream")


@given(mail.filenames(controls=True))
def test_controls_are_refused(name: str) -> None:
    assert not set("\0\r\n") & set(name)
    if has_controls(name):
        with pytest.raises(HeaderError):
            SENT.attach(b"a", filename=name)
