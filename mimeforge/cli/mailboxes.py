"""Mailbox files, many messages in one (RFC 4155): whether a file is one, and where its messages are.

A message begins behind a postmark, ``From`` with an address and a date, and ends before the empty line that stands
before the next. The line itself is none of the message; lines of it that begin with ``>From`` stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import MBOX_FROM_LINE_RE
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

__all__ = ["POSTMARK_START", "SUFFIX", "is_mailbox", "messages"]

# What a file's name ends in of which everybody knows that it is a mailbox, even with one message in it.
SUFFIX: Final = ".mbox"

POSTMARK_START: Final = b"From "

# What is read of a line to tell whether it is a postmark.
_POSTMARK_MAX: Final = 512


def is_mailbox(octets: bytes | mmap, name: str) -> bool:
    """Tell whether octets, the content of the file ``name``, are a mailbox.

    They have to begin with a postmark. Where the name does not say so, there has to be another: a single message may
    have been cut out of a mailbox with its postmark, which is a defect of that message. A mailbox may also be empty.
    """
    is_called_so = name.lower().endswith(SUFFIX)
    if is_called_so and not octets[:1]:
        return True
    found = _postmarks(octets)
    return next(found, None) is not None and (is_called_so or next(found, None) is not None)


def messages(octets: bytes | mmap) -> Iterator[Span]:
    """Yield where in a mailbox each message is, without its postmark and without the empty line behind it."""
    start = None
    for postmark in _postmarks(octets):
        if start is not None:
            yield Span(start, _before_empty_line(octets, start, postmark.start))
        start = postmark.end
    if start is not None:
        yield Span(start, _before_empty_line(octets, start, len(octets)))


def _postmarks(octets: bytes | mmap) -> Iterator[Span]:
    """Yield the postmarks with their line ends: at the very start, and behind each empty line.

    Some programs write no date. Where the first postmark has one all have to, so that no text is taken for one.
    """
    has_date: bool | None = None
    at = 0 if octets[: len(POSTMARK_START)] == POSTMARK_START else -1
    while at >= 0:
        end = octets.find(b"\n", at) + 1 or len(octets)
        match = MBOX_FROM_LINE_RE.match(octets[at : min(end, at + _POSTMARK_MAX)].rstrip(b"\r\n"))
        if match and has_date in {None, match[1] is not None}:
            has_date = match[1] is not None
            yield Span(at, end)
        elif has_date is None:
            return
        at = _next_start(octets, at)


def _next_start(octets: bytes | mmap, at: int) -> int:
    """Find the next line behind an empty one that begins as postmarks do; -1 where there is none."""
    while (at := octets.find(b"\n" + POSTMARK_START, at)) >= 0:
        at += 1
        if octets[at - 2 : at] == b"\n\n" or octets[at - 3 : at] == b"\n\r\n":
            return at
    return -1


def _before_empty_line(octets: bytes | mmap, start: int, end: int) -> int:
    """Take the empty line before ``end`` off, where there is one."""
    for line_end in (b"\r\n", b"\n"):
        before = end - len(line_end)
        if octets[max(start, before - 1) : end] == b"\n" + line_end:
            return before
    return end
