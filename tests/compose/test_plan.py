from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimeforge.compose import Multipart, plan
from mimeforge.compose.boundary import boundaries
from mimeforge.parts import Attachment, EmbeddedMessage, Leaf, TextLeaf

if TYPE_CHECKING:
    from collections.abc import Iterator

ID = "<1@example.com>"
FIELDS = [b"From: jo@example.com\r\n", b"Subject: x\r\n"]


def text(content: str, subtype: str = "plain") -> TextLeaf:
    return TextLeaf.of(subtype, content, "text")


def octets(data: bytes = b"x") -> Attachment:
    return Attachment.of(data, None, "a/b")


def message(data: bytes) -> EmbeddedMessage:
    return EmbeddedMessage.of(data, None)


def written(root: Multipart | Leaf, path_of_boundaries: dict[str, str] | None = None) -> list[str]:
    """Give the lines, with b1, b2... for the boundaries."""
    shown = plan(FIELDS, root, ID).as_bytes().decode("latin-1")
    for path, boundary in (path_of_boundaries or {}).items():
        shown = shown.replace(boundary, "b" + path)
    return shown.split("\r\n")


HEAD = ["From: jo@example.com", "Subject: x", "MIME-Version: 1.0"]
TEXT = ['Content-Type: text/plain; charset="utf-8"', "Content-Transfer-Encoding: 7bit", ""]
HTML = ['Content-Type: text/html; charset="utf-8"', "Content-Transfer-Encoding: 7bit", ""]
OCTETS = ["Content-Type: a/b", "Content-Transfer-Encoding: base64", "Content-Disposition: attachment", ""]


def test_a_single_part_is_the_message() -> None:
    assert written(text("Hi")) == [*HEAD, *TEXT, "Hi", ""]
    assert written(text("")) == [*HEAD, *TEXT, ""]


def test_mime_version_stands_before_the_content_fields_and_once() -> None:
    whole = plan(FIELDS, Multipart("mixed", (text("a"), octets())), ID).as_bytes()
    assert whole.count(b"MIME-Version:") == 1
    assert whole.index(b"MIME-Version:") < whole.index(b"Content-Type:")


def test_a_nested_layout() -> None:
    """A CRLF that ends a text belongs to it: the delimiter has one of its own. The last CRLF of base64 is that one."""
    tree = Multipart(
        "mixed",
        (
            Multipart("alternative", (text("Hi\n"), text("<p>\n\n", "html"))),
            octets(b"x"),
            octets(b""),
        ),
    )
    assert written(tree, boundaries(ID, ["", ".1"], [])) == [
        *[*HEAD, 'Content-Type: multipart/mixed; boundary="b"', ""],
        *["--b", 'Content-Type: multipart/alternative; boundary="b.1"', ""],
        *["--b.1", *TEXT, "Hi", ""],
        *["--b.1", *HTML, "<p>", "", ""],
        "--b.1--",
        *["--b", *OCTETS, "eA=="],
        *["--b", *OCTETS, ""],
        *["--b--", ""],
    ]


def test_parameters_stand_before_the_boundary() -> None:
    tree = Multipart("related", (text("<p>", "html"), octets()), (("type", "text/html"),))
    lines = written(tree, boundaries(ID, [""], []))
    assert 'Content-Type: multipart/related; type="text/html"; boundary="b"' in "".join(lines)


@pytest.mark.parametrize(("data", "announced"), [(b"a: b\r\n\r\nx\r\n", 0), ("a: b\r\n\r\né\r\n".encode(), 3)])
def test_every_multipart_around_an_8bit_part_says_8bit(data: bytes, announced: int) -> None:
    inner = Multipart("mixed", (text("a"), message(data)))
    tree = Multipart("mixed", (Multipart("alternative", (text("a"), text("b"))), inner, octets()))
    whole = plan(FIELDS, tree, ID).as_bytes()
    # Both multiparts around the message, and the message itself; not the alternative beside it.
    assert whole.count(b"\r\nContent-Transfer-Encoding: 8bit\r\n") == announced
    alternative, *_ = children(message_from_bytes(whole))
    assert alternative.get_content_type() == "multipart/alternative"
    assert alternative["Content-Transfer-Encoding"] is None


def test_a_boundary_that_occurs_in_a_7bit_text_or_an_embedded_message_is_not_taken() -> None:
    first = boundaries(ID, [""], [])[""]
    for part in (text(f"--{first}\n"), message(f"a: b\r\n\r\n--{first}--\r\n".encode())):
        read = message_from_bytes(plan(FIELDS, Multipart("mixed", (part, octets())), ID).as_bytes())
        assert read.get_boundary() != first
        assert len(children(read)) == 2


def test_a_message_may_hold_itself() -> None:
    """Its boundaries are those of the message around it, until they are counted up."""
    whole = plan(FIELDS, Multipart("mixed", (text("a"), octets())), ID).as_bytes()
    for depth in range(1, 4):
        whole = plan(FIELDS, Multipart("mixed", (text("a"), message(whole))), ID).as_bytes()
        read = message_from_bytes(whole)
        for _ in range(depth):
            assert len(children(read)) == 2
            (read,) = children(children(read)[1])
        assert len(children(read)) == 2


def test_an_embedded_message_is_written_to_the_octet() -> None:
    for data in (b"", b"a: b", b"a: b\r\n\r\nx", b"\r\n\r\n", b"a: b\r\n\r\n\r\n\r\n"):
        whole = plan(FIELDS, Multipart("mixed", (message(data), octets())), ID).as_bytes()
        assert b"Disposition: attachment\r\n\r\n" + data + b"\r\n--=_" in whole


LEAVES = st.one_of(
    st.builds(text, st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(octets, st.binary(max_size=200)),
    st.builds(octets, st.integers(60_000, 70_000).map(bytes)),
    st.sampled_from([b"", b"a: b", b"a: b\r\n\r\n", b"a: b\n\nno line end", b"\n\n\n"]).map(message),
)
TREES: st.SearchStrategy[Multipart | Leaf] = st.recursive(
    LEAVES,
    lambda parts: st.builds(Multipart, st.just("mixed"), st.lists(parts, min_size=1, max_size=4).map(tuple)),
    max_leaves=8,
)


@given(TREES)
def test_the_size_is_that_of_the_octets_and_all_ways_out_agree(tree: Multipart | Leaf) -> None:
    made = plan(FIELDS, tree, ID)
    whole = made.as_bytes()
    assert made.size == len(whole)
    assert b"".join(made.chunks()) == whole
    assert made.as_bytes() == whole
    assert whole.count(b"\r") == whole.count(b"\n") == whole.count(b"\r\n")
    assert max(map(len, whole.split(b"\r\n"))) <= 998


@given(TREES)
def test_a_reader_finds_every_part_as_it_was(tree: Multipart | Leaf) -> None:
    read = message_from_bytes(plan(FIELDS, tree, ID).as_bytes())
    assert list(found(read)) == list(leaves(tree))


def children(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [child for child in payload if isinstance(child, Message)]


def found(part: Message) -> Iterator[tuple[str, object]]:
    """Pass the type and the octets of each part that is no multipart; embedded messages stay whole."""
    kind = part.get_content_type()
    if part.is_multipart() and kind != "message/rfc822":
        for child in children(part):
            yield from found(child)
    else:
        yield kind, part.get_payload(decode=True)


def leaves(node: Multipart | Leaf) -> Iterator[tuple[str, object]]:
    if isinstance(node, Multipart):
        for child in node.children:
            yield from leaves(child)
    elif isinstance(node, EmbeddedMessage):
        yield "message/rfc822", None
    elif isinstance(node, Attachment):
        yield "a/b", node.data
    elif isinstance(node, TextLeaf):
        content = node.text.replace("\r\n", "\n")
        content += "\n" if content and not content.endswith("\n") else ""
        yield "text/plain", content.replace("\n", "\r\n").encode()
