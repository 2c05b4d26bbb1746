"""Where messages are to be read: files, messages in a mailbox file, and what came through a pipe."""

from __future__ import annotations

import mmap
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.cli.files import STANDARD_INPUT, reason
from mimeforge.cli.input import input_name
from mimeforge.cli.mailboxes import POSTMARK_START, is_mailbox, messages
from mimeforge.linter.report import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import FileIO

    from mimeforge.tree import Span

__all__ = ["UNNAMED", "Place", "Version", "in_file", "in_standard_input"]

# What reports call standard input where nobody says what it is.
UNNAMED: Final = input_name(STANDARD_INPUT)


class Version(NamedTuple):
    """What tells a file from what it is after somebody has written to it, or put another in its place."""

    device: int
    number: int
    size: int
    changed: int

    @classmethod
    def of(cls, status: os.stat_result) -> Version:
        """Take it from what the system says of a file."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one message is: a file of its own, a ``span`` of a mailbox file, or ``octets`` that are read already.

    ``name`` is what reports call it, and ``size`` how many octets it has about. ``path`` is the file it is in, or what
    standard input is said to be, if only `UNNAMED`.
    """

    name: str
    path: str
    size: int
    span: Span | None = None
    octets: bytes | None = None
    is_in_mailbox: bool = False
    is_standard_input: bool = False

    @property
    def file(self) -> Path | None:
        """The file by which settings go; None where there is none."""
        return None if self.is_standard_input and self.path == UNNAMED else Path(self.path)

    def read(self) -> tuple[bytes, Version | None]:
        """Return the octets of the message and the version of the file that they are. Raises OSError."""
        if self.octets is not None:
            return self.octets, None
        with Path(self.path).open("rb", buffering=0) as file:
            version = Version.of(os.fstat(file.fileno()))
            if self.span is None:
                return file.readall(), version
            file.seek(self.span.start)
            return file.read(self.span.end - self.span.start), version


def in_file(path: str) -> list[Place | Unreadable]:
    """Return where the messages in a file are. What is no regular file is read, since that can be done once."""
    try:
        with Path(path).open("rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return _in_octets(file.readall(), Place(name=path, path=path, size=0))
            spans = _spans(file, path)
    except OSError as error:
        return [Unreadable(path, reason(error))]
    whole = Place(name=path, path=path, size=status.st_size)
    return [whole] if spans is None else [replace(one, span=span) for one, span in _numbered(whole, spans)]


def in_standard_input(octets: bytes, path: str) -> list[Place | Unreadable]:
    """Return the messages in what was read from standard input, which is said to be the file at ``path``."""
    return _in_octets(octets, Place(name=path, path=path, size=0, is_standard_input=True))


def _in_octets(octets: bytes, whole: Place) -> list[Place | Unreadable]:
    if not is_mailbox(octets, whole.name):
        return [replace(whole, octets=octets, size=len(octets))]
    return [replace(one, octets=octets[span.start : span.end]) for one, span in _numbered(whole, messages(octets))]


def _spans(file: FileIO, path: str) -> list[Span] | None:
    """Return where the messages of a mailbox file are; None for any other file."""
    start = file.read(len(POSTMARK_START))
    if not start:
        return [] if is_mailbox(start, path) else None
    if start != POSTMARK_START:
        return None
    # Looked through where it is: a mailbox may be larger than memory.
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as octets:
        return list(messages(octets)) if is_mailbox(octets, path) else None


def _numbered(whole: Place, spans: Iterable[Span]) -> Iterator[tuple[Place, Span]]:
    """Yield a place for each message of a mailbox."""
    for number, span in enumerate(spans, start=1):
        name = f"{whole.name}[{number}]"
        yield replace(whole, name=name, size=span.end - span.start, is_in_mailbox=True), span
