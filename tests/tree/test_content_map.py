"""The way back from the content of a part to the octets that stand for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.codecs import base64, quoted_printable
from mimeforge.tree import parse
from mimeforge.tree.content_map import content_map


def part_of(encoding: str, body: bytes) -> bytes:
    return b"Content-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("encoding", "body", "sought", "stands"),
    [
        ("7bit", b"one two three", b"two", b"two"),
        ("quoted-printable", b"one tw=6F three", b"two", b"tw=6F"),
        ("quoted-printable", b"one t=\r\nwo three", b"two", b"t=\r\nwo"),
        ("quoted-printable", b"one =\r\ntwo three", b"two", b"two"),
        ("quoted-printable", b"one =\n=74wo three", b"two", b"=74wo"),
        ("base64", b"b25lIHR3byB0aHJlZQ==", b"one", b"b25l"),
        ("base64", b"b25lIHR3byB0aHJlZQ==", b"two", b"HR3by"),
        ("base64", b"b25l\r\nIH\r\nR3byB0aHJlZQ==", b"two", b"H\r\nR3by"),
    ],
)
def test_what_is_found_in_the_content_is_shown_in_the_body(
    encoding: str, body: bytes, sought: bytes, stands: bytes
) -> None:
    part = parse(part_of(encoding, body))
    start = part.content.index(sought)
    span = content_map(part).span(start, start + len(sought))
    assert part.source.read(span) == stands


@given(st.binary(max_size=300), st.data())
def test_what_stands_for_a_stretch_of_base64_decodes_to_it(data: bytes, draws: st.DataObject) -> None:
    part = parse(part_of("base64", base64.encode(data)))
    start = draws.draw(st.integers(0, len(data)))
    end = draws.draw(st.integers(start, len(data)))
    stands = part.source.read(content_map(part).span(start, end))
    whole = part.raw[: part.raw.index(stands) + len(stands)] if stands else b""
    assert base64.decode_leniently(whole)[:end][start:] == data[start:end] or not stands


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=200), st.data())
def test_what_stands_for_a_stretch_of_quoted_printable_decodes_to_it(text: str, draws: st.DataObject) -> None:
    part = parse(part_of("quoted-printable", quoted_printable.encode(text.encode("utf-8"))))
    start = draws.draw(st.integers(0, len(part.content)))
    end = draws.draw(st.integers(start, len(part.content)))
    stands = part.source.read(content_map(part).span(start, end))
    assert quoted_printable.decode_leniently(stands) == part.content[start:end]


@pytest.mark.parametrize("encoding", ["7bit", "base64", "quoted-printable"])
def test_an_empty_body_has_a_place(encoding: str) -> None:
    part = parse(part_of(encoding, b""))
    assert content_map(part).span(0, 0) == (part.body_span.start, part.body_span.start)
