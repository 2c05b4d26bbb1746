from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import pytest
from drawn import drawn
from hypothesis import given, settings
from hypothesis.errors import InvalidArgument
from minimal import minimal

import mimeforge
from mimeforge.testing import strategies as mail
from mimeforge.testing.strategies import MimeShape, MimeTree
from mimeforge.testing.strategies.boundaries import boundaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message as Reading

EMPTY = MimeShape("text/plain", "7bit")
BCHARS = set(b"'()+_,-./:=? 0bxAZz9")


@pytest.fixture(scope="module")
def trees() -> list[MimeTree]:
    return drawn(mail.mime_trees(), 800)


@given(mail.mime_trees())
@settings(max_examples=200, deadline=None)
def test_mimeforge_sees_the_shape(tree: MimeTree) -> None:
    assert as_mimeforge_sees(mimeforge.parse(tree.octets)) == tree.shape


@given(mail.mime_trees())
@settings(max_examples=200, deadline=None)
def test_compat32_sees_the_shape(tree: MimeTree) -> None:
    assert as_compat32_sees(message_from_bytes(tree.octets)) == as_compat32_gives(tree.shape)


@pytest.mark.parametrize("line_end", ["CRLF", "LF"])
def test_line_ends_are_all_of_one_kind(line_end: Any) -> None:
    @given(mail.mime_trees(line_end=line_end))
    @settings(max_examples=100, deadline=None)
    def law(tree: MimeTree) -> None:
        rest = tree.octets if line_end == "LF" else tree.octets.replace(b"\r\n", b"")
        assert b"\r" not in rest
        assert line_end == "LF" or b"\n" not in rest

    law()
    assert minimal(mail.mime_trees(line_end=line_end), lambda tree: True).shape == EMPTY


@given(mail.mime_trees(max_leaves=6))
@settings(max_examples=200, deadline=None)
def test_trees_are_no_larger_than_was_asked_for(tree: MimeTree) -> None:
    assert sum(not part.children for part in parts_of(tree.shape)) <= 3 * 6
    assert depth_of(tree.shape) <= 8


@pytest.mark.parametrize(
    "claim",
    [
        *(
            lambda tree, name=name: any(part.media_type == name for part in parts_of(tree.shape))
            for name in (
                *("multipart/mixed", "multipart/alternative", "multipart/related", "multipart/report"),
                *("multipart/digest", "message/rfc822", "message/delivery-status", "text/html", "image/png"),
            )
        ),
        *(
            lambda tree, name=name: any(part.encoding == name and part.content for part in parts_of(tree.shape))
            for name in ("7bit", "8bit", "quoted-printable", "base64")
        ),
        lambda tree: any(part.encoding == "8bit" and part.children for part in parts_of(tree.shape)),
        lambda tree: depth_of(tree.shape) >= 4,
        lambda tree: re.search(rb"\n--[^\n]*\n\r?\n\r?\n--", tree.octets),
        lambda tree: re.search(rb"\n--[^\n]*\nContent-Type: [^\n]+\n\r?\n\r?\n--", tree.octets),
        lambda tree: b"ultipart/digest" in tree.octets and b"message/rfc822" not in tree.octets,
        lambda tree: b"This is a message in MIME format." in tree.octets,
        lambda tree: re.search(rb"--\r?\n-- \r?\n\Z", tree.octets),
        lambda tree: re.search(rb"boundary=b[;\r\n]", tree.octets),
        lambda tree: re.search(rb'boundary="b"', tree.octets),
        lambda tree: re.search(rb"boundary=x{70}\b", tree.octets),
        lambda tree: b'boundary="\'()+_,-./:=? 0"' in tree.octets,
        lambda tree: any(outer != inner and outer.startswith(inner) for outer, inner in nested_boundaries(tree)),
        lambda tree: any(outer != inner and inner.startswith(outer) for outer, inner in nested_boundaries(tree)),
        lambda tree: b"Multipart/" in tree.octets,
        lambda tree: re.search(rb"Multipart/\w+;\r?\n boundary", tree.octets),
        lambda tree: re.search(rb"\n--[^\r\n]+ \t\r?\n", tree.octets),
    ],
)
def test_what_is_covered_comes_out(trees: list[MimeTree], claim: Callable[[MimeTree], object]) -> None:
    assert any(map(claim, trees))


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
    with pytest.raises(InvalidArgument, match="unknown line end 'CR', known are 'CRLF', 'LF' and None"):
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


def nested_boundaries(tree: MimeTree) -> list[tuple[str, str]]:
    """Pair the boundary of each multipart with those of the multiparts in it, at any level."""
    multiparts = [part for part in mimeforge.parse(tree.octets).walk() if part.boundary]
    return [
        (outer.boundary or "", inner.boundary or "")
        for outer in multiparts
        for inner in outer.walk()
        if inner.boundary and inner.path != outer.path
    ]
