"""The plan of a message: what is written, in order, before any body is encoded."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from mimeforge.compose.boundary import boundaries
from mimeforge.headers import Content

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mimeforge.parts import Leaf

__all__ = ["Multipart", "Plan", "plan"]

# Up to here joining is as fast; beyond, one buffer of the final size halves the memory.
_JOINED_MAX = 1 << 16


@dataclass(frozen=True, slots=True)
class Multipart:
    """A multipart: its subtype, its children in order, and parameters beside the boundary."""

    subtype: str
    children: tuple[Multipart | Leaf, ...]
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything but the bodies is written; bodies are encoded when their turn comes."""

    pieces: tuple[bytes | Leaf, ...] = field(repr=False)
    size: int

    def chunks(self) -> Iterator[bytes]:
        """Write the message, piece by piece."""
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from piece.chunks()

    def as_bytes(self) -> bytes:
        """Write the message as a whole."""
        if self.size <= _JOINED_MAX:
            return b"".join(self.chunks())
        buffer = BytesIO()
        buffer.seek(self.size - 1)
        buffer.write(b"\n")  # allocates the whole of it once; a message ends in LF anyway
        buffer.seek(0)
        buffer.writelines(self.chunks())
        return buffer.getvalue()


def plan(
    fields: Sequence[bytes], root: Multipart | Leaf, message_id: str, content_fields: Sequence[bytes] = ()
) -> Plan:
    """Lay out a message from its written header fields, the tree of its parts and its identifier.

    ``content_fields`` are Content-* fields of the message beside those of its root: they stand behind MIME-Version.
    """
    nodes = list(_walk(root, ""))
    paths = [path for path, node in nodes if isinstance(node, Multipart)]
    unencoded = [node.unencoded for _, node in nodes if not isinstance(node, Multipart)]
    chosen = boundaries(message_id, paths, [body for body in unencoded if body])
    pieces: list[bytes | Leaf] = [*fields, b"MIME-Version: 1.0\r\n", *content_fields]
    _lay_out(root, "", chosen, pieces)
    size = sum([len(piece) if isinstance(piece, bytes) else piece.size for piece in pieces])
    return Plan(tuple(pieces), size)


def _walk(node: Multipart | Leaf, path: str) -> Iterator[tuple[str, Multipart | Leaf]]:
    yield path, node
    if isinstance(node, Multipart):
        for index, child in enumerate(node.children, 1):
            yield from _walk(child, f"{path}.{index}")


def _lay_out(node: Multipart | Leaf, path: str, chosen: dict[str, str], pieces: list[bytes | Leaf]) -> None:
    """Write a part with its fields; what follows begins on a line of its own, at a delimiter or the end."""
    if not isinstance(node, Multipart):
        pieces += (node.fields(), b"\r\n", node)
        return
    boundary = chosen[path]
    parameters = (*node.parameters, ("boundary", boundary))
    pieces.append(Content(f"multipart/{node.subtype}", parameters).write("Content-Type"))
    if _is_8bit(node):
        # RFC 2045 §6.4: a multipart has to say that something inside is 8bit.
        pieces.append(b"Content-Transfer-Encoding: 8bit\r\n")
    pieces.append(b"\r\n")
    delimiter = b"--" + boundary.encode("ascii")
    for index, child in enumerate(node.children, 1):
        pieces.append(delimiter + b"\r\n")
        _lay_out(child, f"{path}.{index}", chosen, pieces)
        if not isinstance(child, Multipart) and not child.ends_line:
            pieces.append(b"\r\n")
    pieces.append(delimiter + b"--\r\n")


def _is_8bit(node: Multipart | Leaf) -> bool:
    if isinstance(node, Multipart):
        return any(map(_is_8bit, node.children))
    return node.transfer_encoding == "8bit"
