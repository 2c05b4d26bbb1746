"""Header fields for people: decoded, in columns, long ones wrapped and cut."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

import click

from mimeforge.codecs import encoded_word
from mimeforge.codecs.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mimeforge.tree import Field

__all__ = ["write_fields"]

_NAME_WIDTH_MAX: Final = len("Content-Transfer-Encoding:")
_NAME_MAX: Final = 60
_TEXT_WIDTH_MIN: Final = 20

# Characters that are read for a line of text: encoded-words take up to twelve for one.
_READ_FOR_LINE: Final = 1_200


def write_fields(fields: Sequence[Field], width: int, lines: int | None) -> Iterator[str]:
    """Yield each field as at most so many lines of ``width`` characters; without a number as one line, whole."""
    names = [_name(field) for field in fields]
    name_width = min(max(map(len, names), default=0), _NAME_WIDTH_MAX)
    for name, field in zip(names, fields, strict=True):
        label = name.ljust(name_width)
        room = max(width - len(f"| {label} "), _TEXT_WIDTH_MIN)
        first, *more = [_text(field.value)] if lines is None else _wrapped(field.value, room, lines)
        yield f"| {click.style(label, bold=True)} {first}".rstrip()
        for line in more:
            yield f"| {'':{len(label)}} {line}"


def _wrapped(value: str, width: int, lines: int) -> list[str]:
    read = value[: lines * _READ_FOR_LINE]
    text = _text(read) + "…" * (len(read) < len(value))
    return textwrap.wrap(text, width, max_lines=lines, placeholder=" …", break_on_hyphens=False) or [""]


def _text(value: str) -> str:
    """Decode a field body for people. A tab is white space there, most often from a fold."""
    return visible(encoded_word.decode_text(value).replace("\t", " "))


def _name(field: Field) -> str:
    name = field.name if len(field.name) <= _NAME_MAX else f"{field.name[:_NAME_MAX]}…"
    return f"{visible(name)}:"
