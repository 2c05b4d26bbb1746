from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from drawn import drawn, minimal, not_shown
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy


TEXTS: dict[str, Callable[[str], object]] = {
    "no text": lambda text: text == "",
    "a line end at the end": lambda text: text.endswith("\n"),
    "CRLF": lambda text: "\r\n" in text,
    "CRLF and LF": lambda text: "\r\n" in text and re.search(r"(?<!\r)\n", text),
    "an empty line": lambda text: "\n\n" in text,
    "a lone dot": lambda text: re.search(r"^\.$", text, re.MULTILINE),
    "a From": lambda text: re.search(r"^From ", text, re.MULTILINE),
    "a quote": lambda text: re.search("^>", text, re.MULTILINE),
    "a blank in front": lambda text: re.search(r"^ \w", text, re.MULTILINE),
    "a blank at a line end": lambda text: re.search(r"[ \t]\r?\n", text),
    "a TAB at the end": lambda text: re.search(r"\t\Z", text),
    "a signature": lambda text: re.search(r"^-- $", text, re.MULTILINE),
    "an escape": lambda text: "=3D" in text,
    "an encoded-word": lambda text: "=?utf-8?q?" in text,
    "a field": lambda text: re.search(r"^\S+: ", text),
    "a delimiter": lambda text: re.search("^--=", text, re.MULTILINE),
    "a line of 76": lambda text: re.search(r"^\w{76}$", text, re.MULTILINE),
    "a line of 998": lambda text: re.search(r"^\w{998}$", text, re.MULTILINE),
    "a line over 998 octets": lambda text: any(len(line.encode()) > 998 for line in re.split("\r?\n", text)),
    "Cyrillic": lambda text: re.search("[а-я]", text),
    "Hebrew": lambda text: re.search("[א-ת]", text),
    "Han": lambda text: re.search("[一-龯]", text),
    "a joiner": lambda text: "\u200d" in text,
    "NEL": lambda text: "\x85" in text,
    "a control": lambda text: re.search(r"[\x01-\x08]", text),
}
CONTENTS: dict[str, Callable[[bytes], object]] = {
    "nothing": lambda octets: octets == b"",
    "NUL": lambda octets: octets == b"\0",
    "CR": lambda octets: octets == b"\r",
    "LF": lambda octets: octets == b"\n",
    "a blank at a line end": lambda octets: b" \r\n" in octets,
    "a lone dot": lambda octets: octets == b".\r\n",
    "a From": lambda octets: octets.startswith(b"From "),
    "UTF-8": lambda octets: octets == b"\xc3\xa9\n",
    "UTF-16": lambda octets: octets.startswith(b"\xff\xfe"),
    "PNG": lambda octets: octets.startswith(b"\x89PNG"),
    "PDF": lambda octets: octets.startswith(b"%PDF"),
    "56 octets": lambda octets: octets == b"\xff" * 56,
    "57 octets": lambda octets: octets == b"\xff" * 57,
    "58 octets": lambda octets: octets == b"\xff" * 58,
    "plus alone": lambda octets: octets.startswith(b"\xfb\xef\xbe"),
}


@pytest.mark.parametrize(("strategy", "claims"), [(mail.texts(), TEXTS), (mail.contents(), CONTENTS)])
def test_what_is_covered(strategy: SearchStrategy[Any], claims: dict[str, Callable[[Any], object]]) -> None:
    assert not_shown(claims, drawn(strategy, 500)) == []


@pytest.mark.parametrize(
    ("strategy", "claim", "expected"),
    [
        (mail.texts(), lambda text: True, ""),
        (mail.texts(), lambda text: "\r\n" in text, "a\r\n"),
        (mail.texts(), lambda text: text and not text.endswith("\n"), "a"),
        (mail.contents(), lambda octets: True, b""),
        (mail.contents(), lambda octets: b"\n" in octets, b"\n"),
    ],
)
def test_what_it_shrinks_to(strategy: SearchStrategy[Any], claim: Callable[[Any], object], expected: object) -> None:
    assert minimal(strategy, claim) == expected


@given(mail.texts(max_lines=2))
def test_texts_are_texts(text: str) -> None:
    text.encode("utf-8")
    assert "\0" not in text
    assert "\r" not in text.replace("\r\n", "")
    assert text.count("\n") <= 2


@given(st.data(), st.sampled_from([0, 1, 20]))
def test_contents_keep_to_their_size(data: st.DataObject, size: int) -> None:
    octets = data.draw(mail.contents(max_size=size))
    assert len(octets) <= size
    assert not octets.startswith((b"MZ", b"\x7fELF", b"#!", b"PK", b"\x1f\x8b"))
