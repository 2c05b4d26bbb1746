"""The decoded text of parts, bounded, with findings marked in it where its characters are known to be theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.linter.report.html.contents import content_spans
from mimeforge.linter.report.html.marks import Line, Mark, marked_lines
from mimeforge.linter.report.html.stars import SECRET_MAX, Stars
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.tree import Part

__all__ = ["Head", "Text", "head", "text_of"]

# Octets of a body that may stand for a character: an escape of quoted-printable for each of four octets, and folds.
_OCTETS_OF_CHARACTER: Final = 16


class Head(NamedTuple):
    """The beginning of a text, longer than was asked for: whoever cuts it stars it before.

    ``part`` is cut to the octets that the text was decoded from. ``is_all`` says whether there is no more than was
    asked for, ``is_single`` whether each octet of the content is a character.
    """

    part: Part
    text: str
    is_all: bool
    is_single: bool


class Text(NamedTuple):
    """The decoded text of a part as it is shown. ``characters`` are those shown, ``is_all`` whether these are all."""

    part: Part
    lines: tuple[Line, ...]
    characters: int
    is_all: bool


def head(part: Part, limit: int) -> Head:
    """Decode the first ``limit`` characters of a leaf of text, at a cost that hangs on the limit alone."""
    start, end = part.body_span
    stop = min(end, start + limit * _OCTETS_OF_CHARACTER)
    cut = replace(part, body_span=Span(start, stop))
    text = cut.text or ""
    is_single = len(text) == len(cut.content)
    return Head(cut, text[: limit + SECRET_MAX], stop == end and len(text) <= limit, is_single)


def text_of(part: Part, marks: Iterable[Mark], stars: Stars, limit: int, lines: int) -> Text:
    """Show the beginning of a leaf of text: at most ``limit`` characters, and so many ``lines``.

    ``marks`` are findings in the body of the part, where they stand in the source.
    """
    begun = head(part, limit)
    octets = _utf_8(begun.text)
    end = _end_of_lines(octets, lines, len(_utf_8(begun.text[:limit])))
    shown = marked_lines(stars.octets(octets), Span(0, end), _moved(begun, octets, end, marks))
    characters = len(octets[:end].decode("utf-8", "surrogatepass"))
    return Text(part, tuple(shown), characters, begun.is_all and end == len(octets))


def _moved(begun: Head, octets: bytes, end: int, marks: Iterable[Mark]) -> Iterator[Mark]:
    """Move marks from the source to ``octets``, the decoded text in UTF-8, where that keeps the order of the content.

    In other charsets nothing is marked: where their characters begin, only a decoder knows.
    """
    is_utf_8 = begun.part.content.startswith(octets)
    if not (is_utf_8 or begun.is_single):
        return
    stop = begun.part.body_span.end
    inside = [mark._replace(end=min(mark.end, stop)) for mark in marks if mark.start < stop]
    for mark, span in zip(inside, content_spans(begun.part, [Span(*mark[:2]) for mark in inside]), strict=True):
        first, last = span if is_utf_8 else (len(_utf_8(begun.text[:edge])) for edge in span)
        if first < end:
            yield mark._replace(start=first, end=last)


def _end_of_lines(octets: bytes, lines: int, limit: int) -> int:
    end = 0
    for _ in range(lines):
        end = octets.find(b"\n", end, limit) + 1
        if end == 0:
            return limit
    return end


def _utf_8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
