from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.errors import EncodingError, HeaderError
from mimeforge.parts import EmbeddedMessage

if TYPE_CHECKING:
    from pathlib import Path

MESSAGE = b"Subject: x\r\n\r\nbody\r\n"


def embedded(data: bytes, filename: str | None = None) -> EmbeddedMessage:
    return EmbeddedMessage.of(data, filename)


@pytest.mark.parametrize(
    ("data", "written"),
    [
        (MESSAGE, MESSAGE),
        (b"Subject: x\n\nbody\n", MESSAGE),
        (b"Subject: x\r\n\nbody\n", MESSAGE),
        (b"a\n\r\nb", b"a\r\n\r\nb"),
        (b"no line end", b"no line end"),
        (b"\x01\x7f\t\x0b", b"\x01\x7f\t\x0b"),
        (b"", b""),
        (b"x" * 998 + b"\n", b"x" * 998 + b"\r\n"),
    ],
)
def test_line_ends_become_crlf_and_nothing_else_changes(data: bytes, written: bytes) -> None:
    part = embedded(data)
    assert part.data == b"".join(part.chunks()) == part.unencoded == written
    assert part.size == len(written)
    assert not part.ends_line


@pytest.mark.parametrize(("data", "encoding"), [(MESSAGE, "7bit"), (MESSAGE + "é".encode(), "8bit"), (b"\xff", "8bit")])
def test_it_is_never_encoded(data: bytes, encoding: str) -> None:
    part = embedded(data)
    assert part.transfer_encoding == encoding
    assert part.fields() == (
        f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: {encoding}\r\n"
        "Content-Disposition: attachment\r\n".encode()
    )


# Positions are those of the octets as they were given, LF line ends and all.
@pytest.mark.parametrize(
    ("data", "position", "character", "problem"),
    [
        (b"a\n\nb\0c", 4, "\0", "NUL"),
        (b"a\n\nb\rc", 4, "\r", "CR without LF"),
        (b"a\n\nb\r", 4, "\r", "CR without LF"),
        (b"a\r\r\n", 1, "\r", "CR without LF"),
        (b"a\n" + b"x" * 999 + b"\nb", 2, "x", "line over 998"),
        (b"\xe9" * 999, 0, "\xe9", "line over 998"),
        (b"a\rb\0", 3, "\0", "NUL"),
    ],
)
def test_what_cannot_go_out_unencoded_is_refused(data: bytes, position: int, character: str, problem: str) -> None:
    with pytest.raises(EncodingError, match=f"{problem}.*application/octet-stream") as caught:
        embedded(data)
    error = caught.value
    assert (error.field, error.position, error.character) == ("data", position, character)


@given(st.binary(max_size=300))
def test_it_is_written_with_crlf_or_refused(data: bytes) -> None:
    try:
        part = embedded(data)
    except EncodingError as error:
        refused = error
    else:
        assert part.data.replace(b"\r\n", b"\n") == data.replace(b"\r\n", b"\n")
        assert part.data.count(b"\r") == part.data.count(b"\n") == part.data.count(b"\r\n")
        return
    assert refused.position is not None
    assert data[refused.position : refused.position + 1] in {b"\0", b"\r"}


def test_the_file_name_is_that_of_the_path_or_the_one_given(tmp_path: Path) -> None:
    path = tmp_path / "original.eml"
    path.write_bytes(MESSAGE)
    assert EmbeddedMessage.of(path, None).filename == "original.eml"
    part = EmbeddedMessage.of(path, "Reçu.eml")
    assert part.filename == "Reçu.eml"
    assert part.fields() == (
        b'Content-Type: message/rfc822;\r\n name="Recu.eml"\r\nContent-Transfer-Encoding: 7bit\r\n'
        b"Content-Disposition: attachment;\r\n filename*=utf-8''Re%C3%A7u.eml\r\n"
    )


@pytest.mark.parametrize("filename", ["", "a\r\nb", "a\x1b", "x" * 990])
def test_file_names_that_are_refused(filename: str) -> None:
    with pytest.raises(HeaderError):
        embedded(MESSAGE, filename)


def test_embedded_messages_compare_copy_pickle_and_show_no_data() -> None:
    part = embedded(MESSAGE, "a.eml")
    for twin in (copy.copy(part), copy.deepcopy(part), pickle.loads(pickle.dumps(part))):
        assert twin == part
    assert "body" not in repr(part)
