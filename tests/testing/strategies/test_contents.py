from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from minimal import minimal

from mimeforge.testing import strategies as mail

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (lambda text: True, ""),
        (lambda text: text.endswith("\n"), "a\n"),
        (lambda text: text and not text.endswith("\n"), "a"),
        (lambda text: "\r\n" in text, "a\r\n"),
        (lambda text: "\r\n" in text and re.search(r"(?<!\r)\n", text), None),
        (lambda text: "\n\n" in text, None),
        (lambda text: re.search(r"^\.$", text, re.MULTILINE), "."),
        (lambda text: re.search(r"^From ", text, re.MULTILINE), None),
        (lambda text: re.search("^>", text, re.MULTILINE), None),
        (lambda text: re.search(r"^ \w", text, re.MULTILINE), None),
        (lambda text: re.search(r"[ \t]\r?\n", text), None),
        (lambda text: re.search(r"\t\Z", text), None),
        (lambda text: re.search(r"^-- $", text, re.MULTILINE), None),
        (lambda text: "=3D" in text, None),
        (lambda text: "=?utf-8?q?" in text, None),
        (lambda text: re.search(r"^\S+: ", text), None),
        (lambda text: re.search("^--=", text, re.MULTILINE), None),
        (lambda text: re.search(r"^\w{76}$", text, re.MULTILINE), None),
        (lambda text: re.search(r"^\w{998}$", text, re.MULTILINE), None),
        (lambda text: re.search(r"[^\n]{999}", text), None),
        (lambda text: re.search("[а-я]", text), None),
        (lambda text: re.search("[א-ת]", text), None),
        (lambda text: re.search("[一-龯]", text), None),
        (lambda text: "\u200d" in text, None),
        (lambda text: "\x85" in text, None),
        (lambda text: re.search(r"[\x01-\x08]", text), None),
    ],
)
def test_what_texts_cover_comes_out(claim: Callable[[str], object], expected: str | None) -> None:
    found = minimal(mail.texts(), claim)
    assert expected is None or found == expected


@given(mail.texts(max_lines=2))
def test_texts_are_texts(text: str) -> None:
    text.encode("utf-8")
    assert "\0" not in text
    assert "\r" not in text.replace("\r\n", "")
    assert text.count("\n") <= 2


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (lambda octets: True, b""),
        (lambda octets: octets == b"\0", b"\0"),
        (lambda octets: octets == b"\r", b"\r"),
        (lambda octets: octets == b"\n", b"\n"),
        (lambda octets: b" \r\n" in octets, None),
        (lambda octets: octets == b".\r\n", b".\r\n"),
        (lambda octets: octets.startswith(b"From "), None),
        (lambda octets: octets == b"\xc3\xa9\n", b"\xc3\xa9\n"),
        (lambda octets: octets.startswith(b"\xff\xfe"), None),
        (lambda octets: octets.startswith(b"\x89PNG"), None),
        (lambda octets: octets.startswith(b"%PDF"), None),
        (lambda octets: octets == b"\xff" * 56, None),
        (lambda octets: octets == b"\xff" * 57, None),
        (lambda octets: octets == b"\xff" * 58, None),
        (lambda octets: octets.startswith(b"\xfb\xef\xbe"), None),
    ],
)
def test_what_contents_cover_comes_out(claim: Callable[[bytes], object], expected: bytes | None) -> None:
    found = minimal(mail.contents(), claim)
    assert expected is None or found == expected


@pytest.mark.parametrize("size", [0, 1, 20])
def test_contents_keep_to_their_size(size: int) -> None:
    @given(mail.contents(max_size=size))
    def law(octets: bytes) -> None:
        assert len(octets) <= size
        assert not octets.startswith((b"MZ", b"\x7fELF", b"#!", b"PK", b"\x1f\x8b"))

    law()
