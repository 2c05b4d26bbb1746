"""mimeforge's own parser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mimeforge
from readers.shape import File, Mail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge import Part

__all__ = ["absent", "read"]


def absent() -> str | None:
    return None


def read(octets: bytes) -> Mail:
    message = mimeforge.parse(octets)
    shown: dict[str, str] = {}
    files = []
    for part in _leaves(message):
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


def _leaves(message: Part) -> Iterator[Part]:
    """An embedded message is a leaf: what is inside is its own business."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if part.media_type.startswith("multipart/"):
            waiting += reversed(part.parts)
        else:
            yield part
