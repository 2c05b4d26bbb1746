"""A message at a glance, for people: its size, whom it goes to by its fields, the fields, the tree of its parts.

Mail is hostile text: all of it is shown through `mimeforge.codecs.visible`, and no line begins with it, blanks or not,
for CI runners obey some beginnings. What is shown of a message of any size is bounded, unless all is asked for.
"""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from mimeforge.cli.overview.envelope import envelope_of
from mimeforge.cli.overview.fields import write_fields
from mimeforge.cli.overview.parts import drawn, write_table
from mimeforge.linter.report.text import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.cli.overview.envelope import Mailbox
    from mimeforge.tree import LineEnds, Part

__all__ = ["ALL", "BRIEF", "Extent", "overview"]


class Extent(NamedTuple):
    """How much is shown at most; ``lines`` are those of a field, ``levels`` those of the tree of parts.

    Without a number of lines, a field is one line of any length.
    """

    mailboxes: int
    fields: int
    lines: int | None
    parts: int
    levels: int


# More than ordinary mail has, and few enough to be read.
BRIEF: Final = Extent(mailboxes=50, fields=100, lines=4, parts=100, levels=20)
ALL: Final = Extent(mailboxes=sys.maxsize, fields=sys.maxsize, lines=None, parts=sys.maxsize, levels=sys.maxsize)


def overview(message: Part, name: str, extent: Extent, width: int) -> Iterator[str]:
    """Yield the lines, without line feeds; fields are wrapped to ``width``, in characters."""
    source = message.source
    yield f"{shown_name(name)}: {_count(len(source.octets), 'octet')}, {_line_ends(source.line_ends)}"
    if message.fields:
        yield from _section("envelope, by the fields", _envelope(message, extent))
    else:
        yield "There is no header field in it, so this may be no message: mimeforge lint says what is wrong."
    if message.fields or message.stray:
        yield from _section("header", _header(message, extent, width - len(_INDENT)))
    yield from _section("parts", _parts(message, extent))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield click.style(title, bold=True)
    for line in lines:
        yield f"{_INDENT}{line}"


def _envelope(message: Part, extent: Extent) -> Iterator[str]:
    envelope = envelope_of(message)
    if envelope.sender is None:
        yield "sender     nobody: there is no address in Return-Path, Sender and From"
    else:
        yield f"sender     {_mailbox(envelope.sender)}"
    if not envelope.recipients:
        yield "recipient  nobody: there is no address in To, Cc and Bcc"
    for recipient in envelope.recipients[: extent.mailboxes]:
        yield f"recipient  {_mailbox(recipient)}"
    yield from _rest(len(envelope.recipients) - extent.mailboxes, "recipient")
    if envelope.is_cut:
        yield "… and what was not read of fields of this length"


def _mailbox(mailbox: Mailbox) -> str:
    doubt = "" if mailbox.is_readable else "; Amazon SES could not read it"
    return f"{mailbox.shown} ({mailbox.field}{doubt})"


def _header(message: Part, extent: Extent, width: int) -> Iterator[str]:
    yield from write_fields(message.fields[: extent.fields], width, extent.lines)
    yield from _rest(len(message.fields) - extent.fields, "field")
    if message.limit == "fields":
        yield "… and what was not read of a header of this length"
    if message.stray:
        yield f"… and {_count(len(message.stray), 'line')} of no field"


def _parts(message: Part, extent: Extent) -> Iterator[str]:
    rows = list(islice(drawn(message, extent.levels), extent.parts))
    yield from write_table(rows)
    yield from _rest(sum(1 for _ in message.walk()) - len(rows), "part")


def _rest(number: int, noun: str) -> Iterator[str]:
    if number > 0:
        yield f"… and {_count(number, f'more {noun}')} (--all shows them)"


def _line_ends(ends: LineEnds) -> str:
    written = [f"{number:,} {name}" for name, number in zip(("CRLF", "LF", "bare CR"), ends, strict=True) if number]
    return f"line ends: {', '.join(written) or 'none'}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


_INDENT: Final = "  "
