"""A header field, and how a header section is cut into fields."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from reprlib import repr as short
from typing import TYPE_CHECKING, NamedTuple

from mimeforge import _limits
from mimeforge._grammar import HEADER_LINE_RE
from mimeforge.codecs import encoded_word, parameters
from mimeforge.tree.source import Source, Span, Unchanging

if TYPE_CHECKING:
    from re import Match

    from mimeforge.codecs.parameters import Parameterized

__all__ = ["Field", "HeaderSection", "cut"]


@dataclass(frozen=True, repr=False)
class Field(Unchanging):
    """A header field where it stands (RFC 5322 §2.2); spans are octets of ``source``.

    ``name`` is the field name as it is written. ``occurrence`` counts the fields of that name in the same part, from 1,
    in any case of letters. ``span`` is the whole field with its line ends, ``body_span`` the field body: all after the
    colon, without the last line end.
    """

    source: Source
    name: str
    occurrence: int
    span: Span
    name_span: Span
    body_span: Span

    @cached_property
    def raw(self) -> bytes:
        """The octets of the field body, folds included."""
        return self.source.read(self.body_span)

    @cached_property
    def value_span(self) -> Span:
        """The field body without the white space around it."""
        raw = self.raw
        start = self.body_span.start + len(raw) - len(raw.lstrip(b" \t\r\n"))
        return Span(start, start + len(raw.strip(b" \t\r\n")))

    @cached_property
    def encoding(self) -> str:
        """How the octets of the field body are read: "utf-8" (RFC 6532 §3) where that is valid, else "latin-1"."""
        try:
            self.raw.decode("utf-8")
        except UnicodeDecodeError:
            return "latin-1"
        return "utf-8"

    @cached_property
    def value(self) -> str:
        """The field body unfolded (RFC 5322 §2.2.3), without the blanks around it. Encoded-words stay as they are."""
        # In a field body, a blank follows every LF.
        unfolded = self.raw.replace(b"\r\n", b"").replace(b"\n", b"")
        return unfolded.decode(self.encoding).strip(" \t")

    @cached_property
    def parameterized(self) -> Parameterized:
        """The `value` read as one with parameters, as that of Content-Type is; whatever can be read of it."""
        return parameters.read_leniently(self.value)

    @cached_property
    def text(self) -> str:
        """The `value` for people, with its encoded-words decoded (RFC 2047 §6)."""
        return encoded_word.decode_text(self.value)

    def __repr__(self) -> str:
        return f"<Field {short(self.name)} {self.occurrence} at {self.span.start}:{self.span.end}>"


class HeaderSection(NamedTuple):
    """The fields of a header section, its lines that are neither field nor continuation, and whether that is all."""

    fields: tuple[Field, ...]
    stray: tuple[Span, ...]
    is_complete: bool

    def first(self, name: str) -> Field | None:
        """Return the first field of a name that is given in lower case."""
        return next((field for field in self.fields if field.name.lower() == name), None)


def cut(source: Source, span: Span) -> HeaderSection:
    """Cut a header section into fields and stray lines, up to `_limits.PARSE_FIELDS_MAX` of both."""
    fields: list[Field] = []
    stray: list[Span] = []
    occurrences: Counter[str] = Counter()
    lines = HEADER_LINE_RE.finditer(source.octets, *span)
    for line in islice(lines, _limits.PARSE_FIELDS_MAX):
        if line[1] is None:
            stray.append(Span(*line.span()))
            continue
        name = line[1].decode("ascii")
        occurrences[name.lower()] += 1
        fields.append(
            Field(source, name, occurrences[name.lower()], Span(*line.span()), Span(*line.span(1)), _body(line))
        )
    return HeaderSection(tuple(fields), tuple(stray), next(lines, None) is None)


def _body(line: Match[bytes]) -> Span:
    start, end = line.span(2)
    has_crlf = end < line.end() and line[2].endswith(b"\r")
    return Span(start, end - has_crlf)
