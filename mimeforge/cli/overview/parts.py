"""The tree of parts as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from mimeforge.codecs.visible import shown, visible
from mimeforge.tree.mime import IDENTITY_ENCODINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.tree import Part

__all__ = ["drawn", "write_table"]

_COLUMNS: Final = ("part", "encoding", "octets", "decoded", "charset", "disposition", "name")
_NUMBERS: Final = frozenset({"octets", "decoded"})

_ENCODINGS_UNDONE: Final = frozenset({"base64", "quoted-printable"})

# Characters of a cell. A media type or charset that is longer is none that anybody knows.
_CELL_MAX: Final = 40


def drawn(message: Part, levels: int) -> Iterator[tuple[str, Part]]:
    """Pass the parts of so many levels below the message, in its order, with the lines of the tree before each."""
    waiting = [(message, "", "", 0)]
    while waiting:
        part, lead, below, level = waiting.pop()
        yield lead, part
        if level < levels:
            for child in reversed(part.parts):
                own, rest = ("└─ ", "   ") if child is part.parts[-1] else ("├─ ", "│  ")
                waiting.append((child, below + own, below + rest, level + 1))


def write_table(rows: Iterable[tuple[str, Part]]) -> Iterator[str]:
    """Yield a heading, and a line for each part that is ``drawn``."""
    table = [_COLUMNS, *(_cells(lead, part) for lead, part in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    heading, *lines = (_line(row, widths) for row in table)
    yield click.style(heading, dim=True)
    yield from lines


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = zip(_COLUMNS, row, widths, strict=True)
    return "  ".join(
        cell.rjust(width) if name in _NUMBERS else cell.ljust(width) for name, cell, width in cells
    ).rstrip()


def _cells(lead: str, part: Part) -> tuple[str, ...]:
    return (
        lead + f"{part.path} {_cut(part.media_type)}".lstrip(),
        _cut(part.transfer_encoding),
        f"{_size(part):,}",
        _decoded_size(part),
        _cut(part.charset or ""),
        _cut(part.disposition or ""),
        _names(part),
    )


def _size(part: Part) -> int:
    return part.body_span.end - part.body_span.start


def _decoded_size(part: Part) -> str:
    """Give the size of what a leaf holds. It is decoded for that only where the encoding is one that changes it."""
    if part.parts:
        return ""
    if part.transfer_encoding in IDENTITY_ENCODINGS:
        return f"{_size(part):,}"
    return f"{len(part.content):,}" if part.transfer_encoding in _ENCODINGS_UNDONE else "?"


def _names(part: Part) -> str:
    names = [shown(part.filename)] if part.filename else []
    if part.content_id:
        names.append(f"<{_cut(part.content_id)}>")
    if part.limit in _NOT_READ:
        names.append(_NOT_READ[part.limit])
    return " ".join(names)


def _cut(text: str) -> str:
    return visible(text) if len(text) <= _CELL_MAX else f"{visible(text[:_CELL_MAX])}…"


_NOT_READ: Final = {
    "levels": "(too many levels: not read further)",
    "parts": "(too many parts: not read further)",
}
