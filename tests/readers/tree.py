"""mimeforge's own parser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mimeforge
from readers.shape import File, Leaf, Mail, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge import Part

__all__ = ["absent", "leaves", "look", "read"]


def absent() -> str | None:
    return None


def read(octets: bytes) -> Mail:
    message = mimeforge.parse(octets)
    shown: dict[str, str] = {}
    files = []
    for part in leaves(message):
        if part.disposition is None and part.media_type in {"text/plain", "text/html"}:
            shown[part.media_type] = (part.text or "").replace("\r\n", "\n")
        else:
            files.append(File(part.filename, part.media_type, part.content, part.content_id, part.disposition))
    return Mail(
        subject=message.header("Subject") or "",
        plain=shown.get("text/plain"),
        html=shown.get("text/html"),
        files=tuple(files),
    )


def look(octets: bytes) -> Reading:
    message = mimeforge.parse(octets)
    return Reading(
        message.header("Subject") or "",
        tuple(
            Leaf(part.media_type, part.disposition, part.filename, part.charset or "", part.content)
            for part in leaves(message)
        ),
    )


def leaves(message: Part) -> Iterator[Part]:
    """Pass the parts without parts; an embedded message is one of them: what is inside is its own business."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.parts and part.media_type.startswith("multipart/"):
            waiting += reversed(part.parts)
        else:
            yield part
