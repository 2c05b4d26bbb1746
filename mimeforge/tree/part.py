"""A part of a message, located."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from mimeforge.tree import mime
from mimeforge.tree.names import FileName, file_names
from mimeforge.tree.source import Source, Span, Unchanging

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge.tree.field import Field

__all__ = ["Part"]


@dataclass(frozen=True, eq=False, repr=False)
class Part(Unchanging):
    """A part of a message, the message itself included, where it stands; spans are octets of ``source``.

    A part is what `mimeforge.parse` makes of its source, so two parts are equal where source and path are.

    ``path``
        "" for the message itself, "1" and "2" for its parts, "2.1" for the first part of the second; the message that a
        message/rfc822 part "2" holds is "2.1".
    ``span``
        All of the part. Its header section, the ``separator`` and its body follow on each other and fill it.
    ``header_span``, ``fields``, ``stray``
        The header section with its line ends, its fields, and its lines that are neither a field nor the continuation
        of one. Only an empty line, or the end of the part, ends a header section.
    ``separator``
        The empty line after the header section; None where the part ends with its header section.
    ``body_span``
        The body. The line end before a delimiter line belongs to the delimiter (RFC 2046 §5.1.1), not to the body.
    ``content_type``
        What Content-Type says: see `media_type`, `parameters` and `boundary`.
    ``parts``
        The parts of a multipart, or the one message of a message/rfc822 or message/global that is not encoded.
    ``delimiters``, ``close_delimiter``
        The lines of a multipart that begin its parts, and the one that ends the last, each from its hyphens to the end
        of the line, without line end.
    ``preamble``, ``epilogue``
        What stands in a multipart before the first of these lines and after the closing one; None where nothing does.
        The line ends next to the delimiter lines are not part of them.
    ``limit``
        Why more was not read, else None: "levels" and "parts" where this part is the one leaf made of all that lies
        beyond the limit, "fields" where its header section has more fields than ``fields`` holds.
    """

    source: Source
    path: str
    span: Span
    header_span: Span
    separator: Span | None
    body_span: Span
    fields: tuple[Field, ...]
    stray: tuple[Span, ...]
    content_type: mime.ContentType
    parts: tuple[Part, ...] = ()
    delimiters: tuple[Span, ...] = ()
    close_delimiter: Span | None = None
    preamble: Span | None = None
    epilogue: Span | None = None
    limit: str | None = None

    def header(self, name: str) -> str | None:
        """Return the decoded text of the first field of that name, in any case of letters."""
        field = self.field(name)
        return None if field is None else field.text

    def field(self, name: str) -> Field | None:
        """Return the first field of that name, in any case of letters."""
        named = self._fields_by_name.get(name.lower())
        return named[0] if named else None

    def fields_named(self, name: str) -> tuple[Field, ...]:
        """Return all fields of that name, in any case of letters."""
        return self._fields_by_name.get(name.lower(), ())

    def walk(self, *, into_messages: bool = True) -> Iterator[Part]:
        """Visit this part and all below it, in the order of the message; or not what the messages in it hold."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            if into_messages or part.boundary is not None:  # what is no multipart holds one message
                waiting.extend(reversed(part.parts))

    @property
    def is_root(self) -> bool:
        """Whether this is the message itself."""
        return not self.path

    @property
    def media_type(self) -> str:
        """The "type/subtype" in lower case, with the defaults of RFC 2045 §5.2 and RFC 2046 §5.1.5."""
        return self.content_type.media_type

    @property
    def parameters(self) -> Mapping[str, str]:
        """The parameters of Content-Type: names in lower case, values put together and decoded (RFC 2231)."""
        return MappingProxyType(self.content_type.parameters)

    @property
    def boundary(self) -> bytes | None:
        """The boundary of a multipart, without blanks at its end; None where it has none and therefore no parts."""
        return self.content_type.boundary

    @property
    def charset(self) -> str | None:
        """The charset parameter as it is written."""
        return self.content_type.parameters.get("charset", "").strip() or None

    @cached_property
    def transfer_encoding(self) -> str:
        """The transfer encoding in lower case, "7bit" where none is named (RFC 2045 §6.1)."""
        return mime.transfer_encoding(self.field("Content-Transfer-Encoding"))

    @cached_property
    def disposition(self) -> str | None:
        """The disposition type in lower case, "inline" or "attachment" as a rule (RFC 2183 §2)."""
        return mime.disposition(self.field("Content-Disposition"))

    @cached_property
    def filename(self) -> str | None:
        """The name a good reader shows: Content-Disposition before Content-Type, the extended form before the plain."""
        return mime.filename(self.field("Content-Disposition"), self.field("Content-Type"))

    @cached_property
    def file_names(self) -> tuple[FileName, ...]:
        """Every name that one reader or another could show, with the field it is from."""
        return file_names([*self.fields_named("Content-Disposition"), *self.fields_named("Content-Type")])

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that one reader or another could show, each spelling once."""
        return tuple(dict.fromkeys(name.text for name in self.file_names))

    @cached_property
    def content_id(self) -> str | None:
        """The Content-ID without its angle brackets (RFC 2045 §7)."""
        field = self.field("Content-ID")
        text = field.value if field else ""
        bracketed = text.partition("<")[2].partition(">")[0]
        return bracketed or text or None

    @property
    def raw(self) -> bytes:
        """The octets of the body as they stand."""
        return self.source.read(self.body_span)

    @cached_property
    def content(self) -> bytes:
        """The octets of the body with the transfer encoding undone, as far as that can be done.

        A multipart is given as it stands, since no encoding may be put on it (RFC 2045 §6.4).
        """
        if self.media_type.startswith("multipart/"):
            return self.raw
        return mime.decode(self.raw, self.transfer_encoding)

    @cached_property
    def text(self) -> str | None:
        """The content of a text/* part, decoded; None for other types.

        Octets that are not valid become U+FFFD. Where no known charset is named, UTF-8 is tried before Latin-1.
        """
        if not self.media_type.startswith("text/"):
            return None
        return mime.to_text(self.content, self.charset)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Part):
            return NotImplemented
        return (self.path, self.source) == (other.path, other.source)

    def __hash__(self) -> int:
        return hash((self.path, self.source))

    def __repr__(self) -> str:
        return f"<Part {self.path or 'message'} at {self.span.start}:{self.span.end}, {len(self.parts)} parts>"

    @cached_property
    def _fields_by_name(self) -> Mapping[str, tuple[Field, ...]]:
        by_name: dict[str, list[Field]] = {}
        for field in self.fields:
            by_name.setdefault(field.name.lower(), []).append(field)
        return {name: tuple(named) for name, named in by_name.items()}
