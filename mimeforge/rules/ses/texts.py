"""What rules on the text of a message share: its text parts, what Amazon SES replaces in them, and where it stands."""

from __future__ import annotations

from binascii import a2b_qp
from typing import TYPE_CHECKING, NamedTuple

from mimeforge._grammar import QP_CODED_RE, QP_TWO_BRACES_RE
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["Placeholders", "content", "may_hold", "place", "placeholders", "texts"]


class Placeholders(NamedTuple):
    """All occurrences of one placeholder in a text part or, where ``part`` is None, in the fields of the message.

    ``starts`` are offsets in the `content` of the part, or in the octets of the message.
    """

    name: bytes
    part: Part | None
    starts: tuple[int, ...]

    @property
    def media_type(self) -> str | None:
        """The media type of the part, None for fields."""
        return self.part.media_type if self.part else None

    def place(self, index: int) -> Span:
        """Give the place of one of them in the message."""
        start = self.starts[index]
        end = start + len(self.name)
        return place(self.part, start, end) if self.part else Span(start, end)


def texts(message: Part) -> Iterator[Part]:
    """Pass the text/* parts of a message, but those that are attached and those of messages that it carries."""
    for part in message.walk(into_messages=False):
        if part.media_type.startswith("text/") and part.disposition != "attachment":
            yield part


def content(part: Part, context: Context) -> bytes:
    """Give the octets of a text part, its transfer encoding undone, once for all rules."""
    return context.once(_content, part)


def may_hold(word: bytes, part: Part) -> bool:
    """Whether a text part may hold a word, by a look that decodes no quoted-printable.

    A soft line break that cuts the word hides it, but hardly each of a word that is there more than once.
    """
    if part.transfer_encoding == "base64":
        return word in part.content
    return part.source.octets.find(word, *part.body_span) >= 0


def placeholders(name: bytes, message: Part, context: Context) -> Iterator[Placeholders]:
    """Pass the occurrences of a placeholder in a message, those in fields first."""
    in_fields = tuple(_starts(name, message.source.octets, *message.header_span))
    if in_fields:
        yield Placeholders(name, None, in_fields)
    for part in texts(message):
        if context.once(_may_hold_placeholders, part):
            octets = content(part, context)
            in_text = tuple(_starts(name, octets, 0, len(octets)))
            if in_text:
                yield Placeholders(name, part, in_text)


def place(part: Part, start: int, end: int) -> Span:
    """Give the place in the message of a stretch of a part's `content`; in base64, that is all of the body."""
    body = part.body_span
    if part.transfer_encoding == "base64":
        return body
    if part.transfer_encoding == "quoted-printable":
        for coded in QP_CODED_RE.finditer(part.raw):
            if coded.start() >= end:
                break
            added = len(coded[0]) - (coded[1] is not None)
            if coded.start() < start or (coded.start() == start and coded[1] is None):
                start += added
            end += added
    return Span(body.start + start, body.start + end)


def _content(part: Part) -> bytes:
    # The C library decodes 50 times as fast as `Part.content` does, and reads only what is broken in another way.
    return a2b_qp(part.raw) if part.transfer_encoding == "quoted-printable" else part.content


def _may_hold_placeholders(part: Part) -> bool:
    """Look for two braces in the octets as they stand; base64 shows nothing."""
    if part.transfer_encoding == "base64":
        return True
    if part.transfer_encoding == "quoted-printable":
        octets, span = part.source.octets, part.body_span
        is_likely = any(octets.find(brace, *span) >= 0 for brace in (b"{", b"=7B", b"=7b"))
        return is_likely and QP_TWO_BRACES_RE.search(octets, *span) is not None
    return part.source.octets.find(b"{{", *part.body_span) >= 0


def _starts(name: bytes, octets: bytes, start: int, end: int) -> Iterator[int]:
    at = octets.find(name, start, end)
    while at >= 0:
        yield at
        at = octets.find(name, at + len(name), end)
