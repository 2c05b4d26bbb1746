"""What tests of composing share: a plain message with its date and identifier fixed, and looks at what comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drafts import DATE, MESSAGE_ID

from mimeforge import Message

if TYPE_CHECKING:
    from mimeforge import Part

__all__ = ["field_of", "header_lines", "plain", "shape"]


def plain(**arguments: Any) -> Message:
    """Make a message with a sender, a recipient, a date and an identifier, and other arguments."""
    people = {"from_": "orders@example.com", "to": "jo@example.net"}
    return Message(**{**people, "date": DATE, "message_id": MESSAGE_ID, **arguments})


def header_lines(message: Message) -> list[str]:
    """Give the lines of the header section."""
    return message.as_bytes(None).partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")


def field_of(message: Message, name: str) -> list[str]:
    """Give the lines of one field, as they are written."""
    lines = header_lines(message)
    start = next(index for index, line in enumerate(lines) if line.startswith(f"{name}:"))
    end = next((index for index in range(start + 1, len(lines)) if not lines[index].startswith(" ")), len(lines))
    return lines[start:end]


def shape(part: Part) -> str:
    """Draw the tree of parts: ``alternative(plain, html)``."""
    subtype = part.media_type.partition("/")[2]
    is_multipart = part.media_type.startswith("multipart/")
    return f"{subtype}({', '.join(map(shape, part.parts))})" if is_multipart else subtype
