"""MIME trees: multiparts and attached messages in each other, written out, with what readers have to see in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from hypothesis import strategies as st

from mimeforge.codecs import base64
from mimeforge.testing.strategies.body import Body, TransferEncoding, bodies
from mimeforge.testing.strategies.boundaries import boundaries, free

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["LineEnd", "MimeShape", "MimeTree", "in_lf", "line_ends", "mime_trees", "whole_trees"]

LineEnd: TypeAlias = Literal["CRLF", "LF"]


@dataclass(frozen=True, slots=True)
class MimeShape:
    """A part as every reader has to see it.

    ``media_type``
        In lower case, the default of RFC 2045 §5.2 and RFC 2046 §5.1.5 where no field says it.
    ``encoding``
        The transfer encoding: 7bit, 8bit, quoted-printable or base64; 7bit or 8bit for what holds other parts.
    ``content``
        The octets of a leaf, decoded; nothing for what holds other parts.
    ``children``
        The parts of a multipart, or the one message of message/rfc822, as its outermost part.
    """

    media_type: str
    encoding: str
    content: bytes = b""
    children: tuple[MimeShape, ...] = ()


class MimeTree(NamedTuple):
    """A whole message, and the shape that every reader has to see in it."""

    octets: bytes
    shape: MimeShape


def mime_trees(*, line_end: LineEnd | None = None, max_leaves: int = 6) -> SearchStrategy[MimeTree]:
    """Make messages of nested parts, of about ``max_leaves`` leaves at most.

    All line ends are CRLF, or all LF; with ``None`` it is either.
    Covers multipart/mixed, /alternative, /related, /report and /digest, message/rfc822, and these in each other; leaves
    in 7bit, 8bit, quoted-printable and base64; empty parts, with and without fields; what has no Content-Type, in a
    digest too; preambles and epilogues; boundaries of every character that may stand in one, of 1 to 70, quoted and
    not, and such of which one is the beginning of that outside of it, or the other way round; names of types in any
    case; a Content-Type that is folded, and blanks behind a delimiter.
    Never makes a damaged multipart, a boundary that stands in a part, parts in binary, multipart/signed and /encrypted,
    message/partial. Shrinks to one empty part in 7bit.

    Raises ValueError for another line end.
    """
    return whole_trees(st.just(_HEAD), line_end=line_end, max_leaves=max_leaves)


def whole_trees(
    heads: SearchStrategy[bytes], *, line_end: LineEnd | None, max_leaves: int = 6
) -> SearchStrategy[MimeTree]:
    """Make trees below ``heads``: the fields of a whole message, but those that its outermost part writes."""
    return _trees(heads, line_ends(line_end), max_leaves)


def line_ends(line_end: LineEnd | None) -> tuple[LineEnd, ...]:
    """Give the line ends that an argument of this name stands for."""
    if line_end not in _LINE_ENDS:
        raise ValueError(f"unknown line end {line_end!r}, known are 'CRLF', 'LF' and None")
    return _LINE_ENDS[line_end]


@st.composite
def _trees(draw: DrawFn, heads: SearchStrategy[bytes], ends: tuple[LineEnd, ...], max_leaves: int) -> MimeTree:
    node = draw(_nodes(max_leaves))
    tree = MimeTree(draw(heads) + node.fields + b"\r\n" + node.body, node.shape)
    return tree if draw(st.sampled_from(ends)) == "CRLF" else _lf_tree(tree)


@lru_cache
def _nodes(max_leaves: int) -> SearchStrategy[Node]:
    return st.recursive(_LEAVES, _containers, max_leaves=max_leaves)


_LINE_ENDS: Final[dict[LineEnd | None, tuple[LineEnd, ...]]] = {
    None: ("CRLF", "LF"),
    "CRLF": ("CRLF",),
    "LF": ("LF",),
}
_HEAD: Final = (
    b"From: a@example.com\r\nTo: b@example.net\r\nSubject: a\r\nDate: Mon, 4 May 2026 12:30:59 +0000\r\n"
    b"Message-ID: <tree@example.com>\r\nMIME-Version: 1.0\r\n"
)
_INNER_HEAD: Final = (
    b"From: c@example.org\r\nTo: a@example.com\r\nSubject: inner\r\nDate: Sun, 3 May 2026 12:30:59 +0000\r\n"
    b"Message-ID: <inner@example.org>\r\nMIME-Version: 1.0\r\n"
)


class Node(NamedTuple):
    """What a part is made of. ``fields`` are those of its header section, ``shape`` is what is to be read in it."""

    fields: bytes
    body: bytes
    shape: MimeShape
    boundaries: tuple[bytes, ...] = ()


class Frame(NamedTuple):
    """How a multipart is written: its boundary, as wished, and what stands around and beside its delimiters."""

    boundary: bytes
    likeness: str
    quotes: bool
    padding: bytes
    preamble: bytes
    epilogue: bytes
    field: bytes


# -- leaves ------------------------------------------------------------------------------------------------------------

_TEXT_TYPES: Final = ("text/plain; charset=utf-8", "text/html; charset=UTF-8", 'TEXT/Plain;\r\n charset="utf-8"')
_FILE_TYPES: Final = ("application/octet-stream", "image/png; name=a.png", "application/x-example")


def _leaf(body: Body, content_type: str, disposition: bytes) -> Node:
    """Write the fields of a leaf."""
    fields = _content_type(content_type) + disposition
    if body.encoding != "7bit" or disposition:
        fields += _transfer_encoding(body.encoding)
    return Node(fields, body.octets, MimeShape(_media_type(content_type), body.encoding, body.content))


def _content_type(value: str) -> bytes:
    return b"Content-Type: %s\r\n" % value.encode()


def _transfer_encoding(encoding: str) -> bytes:
    return b"Content-Transfer-Encoding: %s\r\n" % encoding.encode()


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].lower()


_ATTACHMENT: Final = b"Content-Disposition: attachment; filename=a\r\n"
_BARE: Final = st.sampled_from([b"", b"a\r\n"]).map(
    lambda octets: Node(b"", octets, MimeShape("text/plain", "7bit", octets))
)
_TEXT_ENCODINGS: Final[tuple[TransferEncoding, ...]] = ("7bit", "8bit", "quoted-printable")
_TEXT_IN_BASE64: Final = bodies("quoted-printable", canonical=True).map(
    lambda body: Body("base64", base64.encode(body.content), body.content, canonical=True)
)
_LEAVES: Final = st.one_of(
    _BARE,
    st.builds(
        _leaf,
        st.one_of([*(bodies(encoding, canonical=True) for encoding in _TEXT_ENCODINGS), _TEXT_IN_BASE64]),
        st.sampled_from(_TEXT_TYPES),
        st.sampled_from([b"", _ATTACHMENT]),
    ),
    st.builds(
        _leaf, bodies("base64", canonical=True), st.sampled_from(_FILE_TYPES), st.sampled_from([_ATTACHMENT, b""])
    ),
)
_STATUS: Final = Node(
    _content_type("message/delivery-status"),
    b"Reporting-MTA: dns; mail.example.com\r\n\r\nFinal-Recipient: rfc822; b@example.net\r\nAction: failed\r\n"
    b"Status: 5.1.1\r\n",
    MimeShape(
        "message/delivery-status",
        "7bit",
        b"Reporting-MTA: dns; mail.example.com\r\n\r\nFinal-Recipient: rfc822; b@example.net\r\nAction: failed\r\n"
        b"Status: 5.1.1\r\n",
    ),
)

# -- what holds other parts --------------------------------------------------------------------------------------------

_FRAMES: Final = st.builds(
    Frame,
    boundary=boundaries(),
    likeness=st.sampled_from(["none", "longer", "shorter"]),
    quotes=st.booleans(),
    padding=st.sampled_from([b"", b" ", b" \t"]),
    preamble=st.sampled_from([b"", b"This is a message in MIME format.\r\n", b"\r\n--\r\n"]),
    epilogue=st.sampled_from([b"", b"\r\n", b"-- \r\n"]),
    field=st.sampled_from(
        [b"Content-Type: multipart/%s; ", b"CONTENT-TYPE:\tMultipart/%s;\r\n ", b"Content-Type: multipart/%s;"]
    ),
)


def _containers(nodes: SearchStrategy[Node]) -> SearchStrategy[Node]:
    """Make what may hold ``nodes``."""
    some = st.lists(nodes, min_size=1, max_size=3)
    messages = st.builds(_message, nodes)
    return st.one_of(
        st.builds(_multipart, _FRAMES, st.sampled_from(["mixed", "alternative"]), some),
        messages,
        st.builds(_related, _FRAMES, some),
        st.builds(_digest, _FRAMES, st.lists(messages, min_size=1, max_size=2)),
        st.builds(_report, _FRAMES, _LEAVES, st.none() | messages),
    )


def _message(node: Node) -> Node:
    """Put a part into message/rfc822."""
    width = _width([node])
    fields = _content_type("message/rfc822") + (_transfer_encoding(width) if width == "8bit" else b"")
    body = _INNER_HEAD + node.fields + b"\r\n" + node.body
    return Node(fields, body, MimeShape("message/rfc822", width, b"", (node.shape,)), node.boundaries)


def _related(frame: Frame, nodes: Sequence[Node]) -> Node:
    # RFC 2387 §3.1: the type of the root has to be named.
    return _multipart(frame, "related", nodes, b';\r\n type="%s"' % nodes[0].shape.media_type.encode())


def _digest(frame: Frame, messages: Sequence[Node]) -> Node:
    """Put messages together that leave out their Content-Type, which RFC 2046 §5.1.5 lets them."""
    stated = _content_type("message/rfc822")
    return _multipart(frame, "digest", [node._replace(fields=node.fields.removeprefix(stated)) for node in messages])


def _report(frame: Frame, text: Node, returned: Node | None) -> Node:
    parts = [text, _STATUS, *([returned] if returned else [])]
    return _multipart(frame, "report", parts, b";\r\n report-type=delivery-status")


def _multipart(frame: Frame, subtype: str, nodes: Sequence[Node], parameters: bytes = b"") -> Node:
    inner = [boundary for node in nodes for boundary in node.boundaries]
    wish = frame.boundary
    if inner and frame.likeness != "none":  # one begins with the other
        wish = inner[0] + wish if frame.likeness == "longer" else inner[0][: len(inner[0]) // 2] or wish
    boundary = free(wish, [frame.preamble, frame.epilogue, *(node.body for node in nodes)], inner)
    delimiter = b"--" + boundary
    pieces = [frame.preamble]
    for node in nodes:
        pieces += [delimiter, frame.padding, b"\r\n", node.fields, b"\r\n", node.body, b"\r\n"]
    # The line end before a delimiter is its own (RFC 2046 §5.1.1): a preamble that is there needs one more to be seen.
    pieces += [delimiter, b"--", frame.padding, b"\r\n", frame.epilogue]
    width = _width(nodes)
    fields = frame.field % subtype.encode() + _boundary_parameter(boundary, quotes=frame.quotes) + parameters + b"\r\n"
    fields += _transfer_encoding(width) if width == "8bit" else b""
    shape = MimeShape(f"multipart/{subtype}", width, b"", tuple(node.shape for node in nodes))
    return Node(fields, b"".join(pieces), shape, (boundary, *inner))


def _boundary_parameter(boundary: bytes, *, quotes: bool) -> bytes:
    is_token = not any(octet in b"()<>@,;:\\\"/[]?= '" for octet in boundary)
    return b"boundary=" + (b'"%s"' % boundary if quotes or not is_token else boundary)


def _width(nodes: Sequence[Node]) -> str:
    """What holds 8bit is 8bit itself (RFC 2045 §6.4)."""
    return "8bit" if any(node.shape.encoding == "8bit" for node in nodes) else "7bit"


# -- LF ----------------------------------------------------------------------------------------------------------------


def in_lf(octets: bytes) -> bytes:
    """Write every line end as LF."""
    return octets.replace(b"\r\n", b"\n")


def _lf_tree(tree: MimeTree) -> MimeTree:
    return MimeTree(in_lf(tree.octets), _lf_shape(tree.shape))


def _lf_shape(shape: MimeShape) -> MimeShape:
    """Turn the line ends of content that stands in lines of the message; of base64 they are content."""
    content = shape.content if shape.encoding == "base64" else in_lf(shape.content)
    return MimeShape(shape.media_type, shape.encoding, content, tuple(map(_lf_shape, shape.children)))
