from __future__ import annotations

import base64 as reference
import binascii
import json
import re
import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mimeforge.codecs import base64
from mimeforge.errors import EncodingError

if TYPE_CHECKING:
    from pathlib import Path

# Around the size of a line (57 octets), of a block (512 lines) and of the three octets of a group.
SIZES = [0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 29_183, 29_184, 29_185, 29_240, 29_241, 29_242, 58_368, 58_371]

ALPHABET = (string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/").encode()  # RFC 2045 §6.8, Table 1

octets = st.binary(max_size=300) | st.builds(bytes.__mul__, st.binary(min_size=1, max_size=9), st.integers(0, 9000))
# Mostly the alphabet, so that much of it is nearly right.
nearly_encoded = st.lists(st.sampled_from([b"YWJj", b"YQ==", b"YWI=", b"Y", b"=", b"\r\n", b"\n", b"!", b"\xff"])).map(
    b"".join
)


@given(octets)
def test_decoding_gives_back_what_was_encoded(data: bytes) -> None:
    encoded = base64.encode(data)
    assert base64.decode(encoded) == data
    assert base64.decode_leniently(encoded) == data
    assert reference.b64decode(encoded) == data


@pytest.mark.parametrize("size", SIZES)
def test_lines_hold_76_characters_and_end_in_crlf(size: int) -> None:
    data = bytes(index * 7 % 251 for index in range(size))
    encoded = base64.encode(data)
    assert encoded == reference.encodebytes(data).replace(b"\n", b"\r\n")
    assert base64.encoded_size(size) == len(encoded)
    assert b"".join(base64.encode_blocks(memoryview(data))) == encoded
    assert re.fullmatch(rb"(?:[A-Za-z0-9+/]{76}\r\n)*(?:[A-Za-z0-9+/]{1,75}={0,2}\r\n)?", encoded)


def test_a_large_attachment_is_encoded_in_small_blocks() -> None:
    blocks = list(base64.encode_blocks(bytes(1_000_000)))
    assert max(map(len, blocks)) < 50_000
    assert all(block.endswith(b"\r\n") for block in blocks)


@pytest.mark.parametrize(
    ("encoded", "data"),
    [
        (b"", b""),
        (b"\r\n", b""),
        (b"Zg==", b"f"),
        (b"Zm8=\r\n", b"fo"),
        (b"Zm9v\r\n\r\nYmFy\r\n", b"foobar"),
        (b"Zm9\r\nvYmFy", b"foobar"),
        (b"Zg=\r\n=", b"f"),
        (b"AAAA" * 19 + b"\r\nAAAA", bytes(60)),
        (b"XXXX", b"\x5d\x75\xd7"),
    ],
)
def test_strict_decoding_takes_lines_of_any_length_up_to_76(encoded: bytes, data: bytes) -> None:
    assert base64.decode(encoded) == data


@pytest.mark.parametrize(
    ("encoded", "position", "problem"),
    [
        (b"Zm9v!", 4, "alphabet"),
        (b"Zm 9v", 2, "alphabet"),
        (b"Zm9v\nYmFy", 4, "alphabet"),
        (b"Zm9v\rYmFy", 4, "alphabet"),
        (b"Zm9v\r\nYm-y", 8, "alphabet"),
        (b"Zm9v\r\n\r\nYmF_", 11, "alphabet"),
        (b"Zm9v\xe9", 4, "alphabet"),
        (b"Zm9v\x00", 4, "alphabet"),
        (b"Zg==Zg==", 2, "after the padding"),
        (b"Zm8=\r\nZg==", 3, "after the padding"),
        (b"ab==a", 2, "after the padding"),
        (b"Z", 1, "groups of four"),
        (b"Zg", 2, "groups of four"),
        (b"Zm8", 3, "groups of four"),
        (b"Zm8\r\n", 5, "groups of four"),
        (b"Zg=", 3, "groups of four"),
        (b"Zg===", 5, "groups of four"),
        (b"====", 4, "groups of four"),
        (b"Z===", 4, "groups of four"),
        (b"Zm9v====", 8, "groups of four"),
        (b"Zh==", 1, "not zero"),
        (b"Zm9=", 2, "not zero"),
        (b"Zm9v\r\nZ\r\nh==", 9, "not zero"),
        (b"AAAA" * 19 + b"A", 76, "line of 77"),
        (b"AAAA\r\n" + b"A" * 80 + b"\r\n", 82, "line of 80"),
        (b"A" * 76 + b"\r\n" + b"A" * 77, 154, "line of 77"),
    ],
)
def test_strict_decoding_names_the_first_departure(encoded: bytes, position: int, problem: str) -> None:
    with pytest.raises(EncodingError, match=problem) as caught:
        base64.decode(encoded)
    error = caught.value
    assert (error.field, error.position) == ("base64", position)
    assert error.character == (chr(encoded[position]) if position < len(encoded) else None)


@pytest.mark.parametrize(
    ("encoded", "data"),
    [
        (b"Zm 9v\nYm\tFy", b"foobar"),
        (b"Zm9v!YmFy\xff", b"foobar"),
        (b"Zg==Zg==", b"ff"),
        (b"Zm8=Zg", b"fof"),
        (b"Zg", b"f"),
        (b"Zg=", b"f"),
        (b"Zg=====", b"f"),
        (b"Zm9vY", b"foo"),
        (b"Zh==", b"f"),
        (b"=", b""),
        (b"!", b""),
        (b"=Zm9v", b"foo"),
    ],
)
def test_lenient_decoding_reads_what_it_can(encoded: bytes, data: bytes) -> None:
    assert base64.decode_leniently(encoded) == data


def plain_decode(encoded: bytes) -> bytes:
    """Read each stretch up to padding by itself: its whole octets, six bits a character."""
    read = b""
    for stretch in re.sub(rb"[^A-Za-z0-9+/=]", b"", encoded).split(b"="):
        bits = "".join(f"{ALPHABET.index(character):06b}" for character in stretch)
        read += bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8))
    return read


@given(st.binary(max_size=200) | nearly_encoded)
@example(b"Zh==")
@example(b"Zg==Zg==")
def test_lenient_decoding_is_as_the_plain_one(encoded: bytes) -> None:
    assert base64.decode_leniently(encoded) == plain_decode(encoded)


@given(st.binary(max_size=200) | nearly_encoded)
@example(b"A" * 77)
def test_lenient_decoding_never_raises_and_agrees_with_strict(encoded: bytes) -> None:
    read = base64.decode_leniently(encoded)
    try:
        strictly_read = base64.decode(encoded)
    except EncodingError:
        return
    assert read == strictly_read == binascii.a2b_base64(encoded)
    assert base64.encode(strictly_read).replace(b"\r\n", b"") == encoded.replace(b"\r\n", b"")


def test_vectors_are_decided_as_labelled(corpus: Path) -> None:
    for case in json.loads((corpus / "vectors/base64.json").read_bytes())["cases"]:
        text = case["in"].encode("latin-1")
        if case["op"] == "encode":
            assert base64.encode(text).removesuffix(b"\r\n") == case["out"].encode(), case
            continue
        with pytest.raises(EncodingError) as caught:
            base64.decode(text.replace(b"\n", b"\r\n"))
        if not case["must"]:
            # All of these end in "b==", which has pad bits that are not zero: b64.noncanonical, which the label allows.
            assert "not zero" in caught.value.problem, case
            assert base64.decode_leniently(text) == case["tolerant_latin1"].encode("latin-1"), case
