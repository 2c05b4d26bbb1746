from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import pytest
from drawn import SLOW, drawn, minimal, not_shown
from hypothesis import given, settings
from hypothesis import strategies as st

import mimeforge
from mimeforge.testing import strategies as mail
from mimeforge.testing.strategies import MimeShape, MimeTree
from mimeforge.testing.strategies.boundaries import boundaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message as Reading

EMPTY = MimeShape("text/plain", "7bit")
BCHARS = set(b"'()+_,-./:=? 0bxAZz9")


@given(mail.mime_trees())
@settings(SLOW)
def test_mimeforge_sees_the_shape(tree: MimeTree) -> None:
    assert as_mimeforge_sees(mimeforge.parse(tree.octets)) == tree.shape


@given(mail.mime_trees())
@settings(SLOW)
def test_compat32_sees_the_shape(tree: MimeTree) -> None:
    assert as_compat32_sees(message_from_bytes(tree.octets)) == as_compat32_gives(tree.shape)


@pytest.mark.parametrize("line_end", ["CRLF", "LF"])
@given(data=st.data())
@settings(SLOW)
def test_line_ends_are_all_of_one_kind(data: st.DataObject, line_end: Any) -> None:
    tree = data.draw(mail.mime_trees(line_end=line_end))
    rest = tree.octets if line_end == "LF" else tree.octets.replace(b"\r\n", b"")
    assert b"\r" not in rest
    assert line_end == "LF" or b"\n" not in rest


@given(mail.mime_trees(max_leaves=6))
@settings(SLOW)
def test_trees_are_no_larger_than_was_asked_for(tree: MimeTree) -> None:
    assert sum(not part.children for part in parts_of(tree.shape)) <= 3 * 6
    assert depth_of(tree.shape) <= 8


def has_type(name: str) -> Callable[[MimeTree], object]:
    return lambda tree: any(part.media_type == name for part in parts_of(tree.shape))


def has_encoding(name: str) -> Callable[[MimeTree], object]:
    return lambda tree: any(part.encoding == name and part.content for part in parts_of(tree.shape))


TYPES = """
    multipart/mixed multipart/alternative multipart/related multipart/report multipart/digest message/rfc822
    message/delivery-status text/html image/png
"""
CLAIMS: dict[str, Callable[[MimeTree], object]] = {
    **{name: has_type(name) for name in TYPES.split()},
    **{name: has_encoding(name) for name in ("7bit", "8bit", "quoted-printable", "base64")},
    "8bit that holds parts": lambda tree: any(p.encoding == "8bit" and p.children for p in parts_of(tree.shape)),
    "four levels": lambda tree: depth_of(tree.shape) >= 4,
    "an empty part without fields": lambda tree: re.search(rb"\n--[^\n]*\n\r?\n\r?\n--", tree.octets),
    "an empty part with one": lambda tree: re.search(rb"\n--[^\n]*\nContent-Type: [^\n]+\n\r?\n\r?\n--", tree.octets),
    "a digest that leaves types out": lambda tree: (
        b"ultipart/digest" in tree.octets and b"message/rfc822" not in tree.octets
    ),
    "a preamble": lambda tree: b"This is a message in MIME format." in tree.octets,
    "an epilogue": lambda tree: re.search(rb"--\r?\n-- \r?\n\Z", tree.octets),
    "a boundary of one octet": lambda tree: re.search(rb"boundary=b[;\r\n]", tree.octets),
    "one in quotes without need": lambda tree: re.search(rb'boundary="b"', tree.octets),
    "the longest boundary": lambda tree: re.search(rb"boundary=x{70}\b", tree.octets),
    "a boundary of specials": lambda tree: b'boundary="\'()+_,-./:=? 0"' in tree.octets,
    "a boundary that an inner one begins": lambda tree: any(
        outer != inner and outer.startswith(inner) for outer, inner in nested_boundaries(tree)
    ),
    "a boundary that begins an inner one": lambda tree: any(
        outer != inner and inner.startswith(outer) for outer, inner in nested_boundaries(tree)
    ),
    "a type in capitals": lambda tree: b"Multipart/" in tree.octets,
    "a fold": lambda tree: re.search(rb"Multipart/\w+;\r?\n boundary", tree.octets),
    "blanks behind a delimiter": lambda tree: re.search(rb"\n--[^\r\n]+ \t\r?\n", tree.octets),
}


def test_what_is_covered() -> None:
    assert not_shown(CLAIMS, drawn(mail.mime_trees(), 250)) == []


@pytest.mark.parametrize("line_end", ["CRLF", "LF"])
def test_the_smallest_is_one_empty_part(line_end: Any) -> None:
    assert minimal(mail.mime_trees(line_end=line_end), lambda tree: True).shape == EMPTY


def test_a_nested_tree_shrinks_to_little() -> None:
    found = minimal(
        mail.mime_trees(line_end="CRLF"), lambda tree: tree.shape.children and tree.shape.children[0].children
    )
    assert depth_of(found.shape) == 3
    assert len(found.octets) < 500


def test_every_character_of_a_boundary_comes() -> None:
    assert set(b"".join(drawn(boundaries(), 200))) >= BCHARS


@given(boundaries())
def test_boundaries_are_as_rfc_2046_has_them(boundary: bytes) -> None:
    assert re.fullmatch(rb"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]", boundary)


def test_another_line_end_is_refused_at_once() -> None:
    unknown: Any = "CR"
    with pytest.raises(ValueError, match="unknown line end 'CR', known are 'CRLF', 'LF' and None"):
        mail.mime_trees(line_end=unknown)


def as_mimeforge_sees(part: mimeforge.Part) -> MimeShape:
    children = tuple(map(as_mimeforge_sees, part.parts))
    return MimeShape(part.media_type, part.transfer_encoding, b"" if children else part.content, children)


def as_compat32_sees(message: Reading) -> MimeShape:
    media_type = message.get_content_type()
    encoding = str(message.get("Content-Transfer-Encoding", "7bit"))
    payload: Any = message.get_payload()
    if media_type == "message/delivery-status":  # of which it makes a list of header sections
        return MimeShape(media_type, encoding)
    if isinstance(payload, list):
        return MimeShape(media_type, encoding, b"", tuple(map(as_compat32_sees, payload)))
    content: Any = message.get_payload(decode=True)
    return MimeShape(media_type, encoding, content)


def as_compat32_gives(shape: MimeShape) -> MimeShape:
    if shape.media_type == "message/delivery-status":
        return MimeShape(shape.media_type, shape.encoding)
    children = tuple(map(as_compat32_gives, shape.children))
    return MimeShape(shape.media_type, shape.encoding, shape.content, children)


def parts_of(shape: MimeShape) -> Iterator[MimeShape]:
    yield shape
    for child in shape.children:
        yield from parts_of(child)


def depth_of(shape: MimeShape) -> int:
    return 1 + max(map(depth_of, shape.children), default=0)


def nested_boundaries(tree: MimeTree) -> list[tuple[bytes, bytes]]:
    """Pair the boundary of each multipart with those of the multiparts in it, at any level."""
    multiparts = [part for part in mimeforge.parse(tree.octets).walk() if part.boundary]
    return [
        (outer.boundary or b"", inner.boundary or b"")
        for outer in multiparts
        for inner in outer.walk()
        if inner.boundary and inner.path != outer.path
    ]
