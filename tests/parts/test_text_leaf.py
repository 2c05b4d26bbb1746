"""Displayed text: its transfer encoding is chosen by the content, its line ends become CRLF, nothing else changes."""

from __future__ import annotations

import copy
import pickle
from email import message_from_bytes

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimeforge.codecs import base64, quoted_printable
from mimeforge.errors import EncodingError
from mimeforge.parts import TextLeaf

CRLF = "\r\n"


def leaf(text: str) -> TextLeaf:
    return TextLeaf.of("plain", text, "text")


def body(part: TextLeaf) -> bytes:
    return b"".join(part.chunks())


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("", "7bit"),
        ("Thanks!", "7bit"),
        ("Thanks!\nJo\n", "7bit"),
        ("\ta ~", "7bit"),
        ("x" * 78, "7bit"),
        ("..\n.a\nFrom\nFrom: x\n>From x\n From x\n--\n--a", "7bit"),
        # Whatever a relay, a mailbox or a signature of simple canonicalisation could trip over.
        ("x" * 79, "quoted-printable"),
        ("a \nb", "quoted-printable"),
        ("a\t\nb", "quoted-printable"),
        ("a ", "quoted-printable"),
        ("From x", "quoted-printable"),
        ("a\nFrom x", "quoted-printable"),
        (".", "quoted-printable"),
        ("a\n.\nb", "quoted-printable"),
        ("a\rb", "quoted-printable"),
        ("a\x7fb", "quoted-printable"),
        ("a\x0cb", "quoted-printable"),
        ("a\0b", "quoted-printable"),
        ("Merci !\nÀ bientôt, Zoé", "quoted-printable"),
        # Base64 where quoted-printable is longer by more than a tenth.
        ("日本語のメール", "base64"),
        ("Привет, как дела?", "base64"),
        ("é" * 100, "base64"),
    ],
)
def test_the_transfer_encoding_is_chosen_by_the_content(text: str, encoding: str) -> None:
    part = leaf(text)
    assert part.transfer_encoding == encoding
    assert f"Content-Transfer-Encoding: {encoding}\r\n".encode() in part.fields()
    assert part.unencoded == (body(part) if encoding == "7bit" else None)
    assert part.ends_line == (encoding == "base64")


def test_quoted_printable_may_be_a_tenth_longer() -> None:
    """The shorter one is taken, with 10 % in favour of what stays readable."""
    for escapes in range(1, 60):
        text = "é" * escapes + "e" * (70 - escapes) + "\n"
        octets = text.encode()
        readable, dense = len(quoted_printable.encode(octets)), base64.encoded_size(len(octets) + 1)
        if readable <= 1.05 * dense:
            assert leaf(text).transfer_encoding == "quoted-printable"
        elif readable > 1.15 * dense:
            assert leaf(text).transfer_encoding == "base64"


def test_the_line_ends_of_base64_count() -> None:
    """CR goes into base64 too: of short lines, a part that decides."""
    text = "éabcde\n" * 40
    readable, dense = len(quoted_printable.encode(text.encode())), base64.encoded_size(len(text.encode()))
    assert readable > 1.1 * dense
    assert readable <= 1.1 * base64.encoded_size(len(text.encode()) + 40)
    assert leaf(text).transfer_encoding == "quoted-printable"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("a", "a" + CRLF),
        ("a\n", "a" + CRLF),
        ("a\r\nb\nc", "a\r\nb\r\nc\r\n"),
        ("\n", CRLF),
        ("a\n\n", "a\r\n\r\n"),
        # A lone CR is data; so are the separators that Python's splitlines takes for line ends.
        ("a\rb", "a=0Db\r\n"),
        ("a\r", "a=0D\r\n"),
        ("a\r\r\nb", "a=0D\r\nb\r\n"),
        ("a\n\rb", "a\r\n=0Db\r\n"),
        ("a long line that is mostly readable, with a separator\u2028in it", None),
        ("a long line\x0b, with a tabulation in it\x0c and what ends a page", None),
    ],
)
def test_line_ends_become_crlf_and_the_last_line_gets_one(text: str, written: str | None) -> None:
    if written is None:
        assert len(body(leaf(text)).split(b"\r\n")) == 2
        return
    assert body(leaf(text)) == written.encode()


TRICKY = ["a", "\n", "\r\n", "\r", " ", "\t", ".", "From ", "é", "日本語" * 9, "\0", "\u2028", "x" * 80, "="]


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from(TRICKY)).map("".join))
@example("日本語\r\n日本語\r")
def test_readers_get_back_every_character(text: str) -> None:
    part = leaf(text)
    expected = text.replace(CRLF, "\n").replace("\n", CRLF)
    expected += CRLF if expected and not expected.endswith(CRLF) else ""
    message = message_from_bytes(part.fields() + CRLF.encode() + body(part))
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode(message.get_content_charset() or "") == expected
    assert part.size == len(body(part))
    assert not body(part) or body(part).endswith(b"\r\n")
    assert max(map(len, body(part).split(b"\r\n"))) <= 78


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_the_charset_is_always_utf_8(subtype: str) -> None:
    assert TextLeaf.of(subtype, "a", "text").fields() == (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: 7bit\r\n'.encode()
    )


@pytest.mark.parametrize(("text", "position"), [("a\ud800", 1), ("\udc80", 0), ("é\n\udfff\ud800", 2)])
def test_a_lone_surrogate_is_no_character(text: str, position: int) -> None:
    with pytest.raises(EncodingError, match="surrogate") as caught:
        TextLeaf.of("html", text, "html")
    assert (caught.value.field, caught.value.position, caught.value.character) == ("html", position, text[position])


@pytest.mark.parametrize("text", [b"octets", None, 1])
def test_text_is_a_str(text: object) -> None:
    with pytest.raises(TypeError, match="text takes a str, not "):
        TextLeaf.of("plain", text, "text")  # type: ignore[arg-type]


def test_leaves_compare_copy_pickle_and_show_no_text() -> None:
    part = leaf("secret")
    assert body(part) == b"secret\r\n"
    for twin in (copy.copy(part), copy.deepcopy(part), pickle.loads(pickle.dumps(part))):
        assert twin == part
        assert body(twin) == body(part)
    assert "secret" not in repr(part)
