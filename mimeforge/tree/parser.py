"""From octets to the located tree, in one pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from mimeforge import _limits
from mimeforge._grammar import HEADER_SECTION_END_RE
from mimeforge.tree import mime
from mimeforge.tree.field import HeaderSection, cut
from mimeforge.tree.part import Part
from mimeforge.tree.source import Source, Span

__all__ = ["parse"]

# RFC 2046 §5.2.1, RFC 6532 §3.7
_MESSAGE_TYPES: Final = frozenset({"message/rfc822", "message/global"})


def parse(octets: bytes | bytearray | memoryview) -> Part:
    """Read a message, whatever it is: every sequence of octets gives a tree, and no error.

    No body is decoded before it is asked for. What lies beyond `_limits.PARSE_LEVELS_MAX` levels,
    `_limits.PARSE_PARTS_MAX` parts or `_limits.PARSE_FIELDS_MAX` fields of one part is not read further: see
    `Part.limit`. Raises `TypeError` for anything but octets.
    """
    source = Source(_as_bytes(octets))
    drafts = _Reader(source).read()
    parts: dict[_Draft, Part] = {}
    for draft in reversed(drafts):  # what a part holds comes after it, so that is finished first
        parts[draft] = draft.finish(source, tuple([parts.pop(child) for child in draft.children]))
    return parts[drafts[0]]


def _as_bytes(octets: object) -> bytes:
    if isinstance(octets, bytes):
        return octets if type(octets) is bytes else bytes(octets)
    if isinstance(octets, (bytearray, memoryview)):
        return bytes(octets)
    raise TypeError(f"parse takes the octets of a message, not {type(octets).__name__}: read a file first")


class _Delimiter(NamedTuple):
    """A delimiter line without its line end, where the line end before it starts, and where the one after it ends."""

    span: Span
    before: int
    after: int
    multipart: _Draft
    closes: bool


@dataclass(eq=False, slots=True)
class _Draft:
    """A part while it is read: its end is not known yet."""

    path: str
    level: int
    header_span: Span
    separator: Span | None
    header: HeaderSection
    content_type: mime.ContentType
    holds: Literal["parts", "message"] | None
    limit: str | None = None
    end: int = 0
    children: list[_Draft] = field(default_factory=list)
    delimiters: list[_Delimiter] = field(default_factory=list)
    closing: _Delimiter | None = None

    @property
    def body_start(self) -> int:
        return (self.separator or self.header_span).end

    def finish(self, source: Source, parts: tuple[Part, ...]) -> Part:
        lines = [*self.delimiters, *filter(None, [self.closing])]
        preamble_end = lines[0].before if lines else self.end
        return Part(
            source=source,
            path=self.path,
            span=Span(self.header_span.start, self.end),
            header_span=self.header_span,
            separator=self.separator,
            body_span=Span(self.body_start, self.end),
            fields=self.header.fields,
            stray=self.header.stray,
            content_type=self.content_type,
            parts=parts,
            delimiters=tuple([line.span for line in self.delimiters]),
            close_delimiter=self.closing.span if self.closing else None,
            preamble=_text_span(self.body_start, preamble_end) if self.holds == "parts" else None,
            epilogue=_text_span(self.closing.after, self.end) if self.closing else None,
            limit=self.limit,
        )


class _Reader:
    """Reads the parts of a message in their order.

    An outer boundary ends whatever is inside. So one table holds the delimiter lines of all open multiparts, the
    outermost first where two are alike, and each line is looked up there once, however deep it stands.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._octets = source.octets
        self._drafts: list[_Draft] = []  # all, in the order of the message
        self._open: list[_Draft] = []  # those without an end yet, outermost first
        self._awaited: dict[bytes, tuple[_Draft, bool]] = {}  # delimiter line: its multipart, and if it closes that
        self._needle = b""  # what all lines awaited begin with, after a line end

    def read(self) -> list[_Draft]:
        at = self._begin(None, 0)
        while delimiter := self._next_delimiter(at):
            multipart = delimiter.multipart
            self._end_inside(multipart, delimiter.before)
            if delimiter.closes:
                multipart.closing = delimiter
                self._forget(multipart)
                at = delimiter.span.end
            else:
                multipart.delimiters.append(delimiter)
                at = self._begin(multipart, delimiter.after)
        self._end_inside(None, len(self._octets))
        return self._drafts

    def _begin(self, parent: _Draft | None, start: int) -> int:
        """Begin a part, and the message that it may hold; return where the innermost body starts."""
        while True:
            draft = self._draft(parent, start)
            self._drafts.append(draft)
            self._open.append(draft)
            if parent:
                parent.children.append(draft)
            if draft.holds == "parts":
                self._await(draft)
            if draft.holds != "message":
                return draft.body_start
            parent, start = draft, draft.body_start

    def _draft(self, parent: _Draft | None, start: int) -> _Draft:
        is_rest = len(self._drafts) == _limits.PARSE_PARTS_MAX
        if is_rest:
            self._awaited.clear()
        end, separator = self._header_end(start)
        header = cut(self._source, Span(start, end))
        is_digest = parent is not None and parent.content_type.media_type == "multipart/digest"
        content_type = mime.content_type(header.first("content-type"), "message/rfc822" if is_digest else "text/plain")
        draft = _Draft(
            path=f"{parent.path}.{len(parent.children) + 1}".lstrip(".") if parent else "",
            level=parent.level + 1 if parent else 1,
            header_span=Span(start, end),
            separator=separator,
            header=header,
            content_type=content_type,
            holds=_holds(content_type, mime.transfer_encoding(header.first("content-transfer-encoding"))),
        )
        if is_rest:
            draft.limit = "parts"
        elif not header.is_complete:
            draft.limit = "fields"
        elif draft.holds and draft.level == _limits.PARSE_LEVELS_MAX:
            draft.limit = "levels"
        if draft.limit:
            draft.holds = None
        return draft

    def _end_inside(self, multipart: _Draft | None, end: int) -> None:
        """End all open parts inside of a multipart (None: all open parts), the innermost first."""
        while self._open and self._open[-1] is not multipart:
            draft = self._open.pop()
            # Only a body gives its line end to the delimiter: where there is none, the line above keeps its own.
            draft.end = end = max(end, draft.body_start)
            if draft.holds == "parts":
                self._forget(draft)

    def _header_end(self, start: int) -> tuple[int, Span | None]:
        """Find the end of the header section that begins at ``start``, and the empty line there."""
        for line in HEADER_SECTION_END_RE.finditer(self._octets, start):
            if line[1]:
                return line.start(), Span(*line.span())
            if self._awaited and self._delimiter(line.start()):
                return line.start(), None
        return len(self._octets), None

    def _next_delimiter(self, at: int) -> _Delimiter | None:
        """Find the first delimiter line that starts at ``at`` or behind."""
        at -= 1  # the line end before it
        while self._awaited and (at := self._octets.find(self._needle, at)) >= 0:
            at += 1
            if delimiter := self._delimiter(at):
                return delimiter
        return None

    def _delimiter(self, start: int) -> _Delimiter | None:
        """Read the line that starts at ``start``, which may be a delimiter line."""
        octets = self._octets
        feed = octets.find(b"\n", start)
        after = feed + 1 or len(octets)
        end = after if feed < 0 else feed - octets.endswith(b"\r", start, feed)
        # RFC 2046 §5.1.1, transport-padding: blanks may follow, and nothing else.
        awaited = self._awaited.get(octets[start:end].rstrip(b" \t"))
        if awaited is None:
            return None
        return _Delimiter(Span(start, end), start - 1 - octets.endswith(b"\r\n", 0, start), after, *awaited)

    def _await(self, multipart: _Draft) -> None:
        line = b"--" + (multipart.content_type.boundary or b"")
        self._awaited.setdefault(line, (multipart, False))
        self._awaited.setdefault(line + b"--", (multipart, True))
        self._sharpen()

    def _forget(self, multipart: _Draft) -> None:
        self._awaited = {line: owner for line, owner in self._awaited.items() if owner[0] is not multipart}
        self._sharpen()

    def _sharpen(self) -> None:
        """Keep the longest octets to look for. No boundary may be longer, and a longer needle finds no faster."""
        first, last = min(self._awaited, default=b""), max(self._awaited, default=b"")
        start = first[: _limits.BOUNDARY_MAX]
        while not last.startswith(start):
            start = start[:-1]
        self._needle = b"\n" + start


def _holds(content_type: mime.ContentType, transfer_encoding: str) -> Literal["parts", "message"] | None:
    if content_type.boundary:
        return "parts"
    # RFC 2045 §6.4 forbids to encode a message; one that is encoded nevertheless is read by few.
    if content_type.media_type in _MESSAGE_TYPES and transfer_encoding in mime.IDENTITY_ENCODINGS:
        return "message"
    return None


def _text_span(start: int, end: int) -> Span | None:
    return Span(start, end) if end > start else None
