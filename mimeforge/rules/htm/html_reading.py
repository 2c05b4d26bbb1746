"""What rules on HTML share: its elements, its text and its comments, and where in the message they stand.

The reading is that of browsers (HTML Living Standard §13.2.5), by libxml2. It is loaded when there is HTML to read.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar.urls import HANDLER_RE
from mimeforge._limits import HTML_READ_MAX
from mimeforge.tree.content_map import content_map
from mimeforge.tree.mime import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part, Span

__all__ = ["Document", "Element", "Link", "document", "is_shown", "octets", "place", "shown_html", "suspect"]


class Element(NamedTuple):
    """A start tag: its name and the names of its attributes in lower case, the values decoded."""

    name: str
    attributes: Mapping[str, str]


class Link(NamedTuple):
    """An ``a`` element with a URL, and the text that is shown for it."""

    url: str
    text: str


class Document(NamedTuple):
    """An HTML text: its elements, the names of all attributes, and its text, without samples of code."""

    elements: tuple[Element, ...]
    attribute_names: frozenset[str]
    links: tuple[Link, ...]
    text: str
    title: str
    comments: tuple[str, ...]
    styles: str

    def named(self, *names: str) -> list[Element]:
        """Give the elements of these names."""
        return [element for element in self.elements if element.name in names]


def is_shown(part: Part) -> bool:
    """Whether a text part is shown as part of the message: it is no file, attached or with a name."""
    if part.disposition is None:
        return "name" not in part.parameters
    return part.disposition != "attachment" and part.filename is None


def shown_html(message: Part) -> Iterator[Part]:
    """Pass the HTML parts that are shown as part of a message."""
    for part in message.walk(into_messages=False):
        if part.media_type == "text/html" and is_shown(part):
            yield part


def document(part: Part, context: Context) -> Document:
    """Read an HTML part, once for all rules; of a huge one, what it begins with."""
    return context.once(_read, part)


def suspect(part: Part, context: Context) -> Document:
    """Read an HTML part that is shown, where a look says that something in it can be at fault; else give an empty one.

    HTML without URLs, scripts, forms and objects is not read: that would take longer than all other rules together.
    """
    if is_shown(part) and context.once(_may_matter, octets(part, context)):
        return document(part, context)
    return _NOTHING


def octets(part: Part, context: Context) -> bytes:
    """Give the content of a text part, up to the limit of what is read, once for all rules."""
    return context.once(_octets, part)


def place(part: Part, context: Context, written: str) -> Span:
    """Find where something is written first in a text part, as HTML may spell it; else give the body."""
    content = part.content
    spellings = dict.fromkeys((written, written.replace("&", "&amp;"), written.upper(), written.title()))
    for spelling in spellings if written else ():
        sought = spelling.encode("utf-8", "replace")
        for opening in _OPENINGS:
            at = content.find(opening + sought, 0, HTML_READ_MAX)
            if at >= 0:
                start = at + len(opening)
                return context.once(content_map, part).span(start, start + len(sought))
    return part.body_span


# What stands before the value of an attribute or of a url(), so that the same text elsewhere is not taken for it
_OPENINGS: Final = (b'"', b"'", b"=", b"(", b"")

# Whatever may be at fault has one of these words, in lower case.
_WORDS: Final = tuple(b"href src url( @import background= <script <form <object <applet refresh".split())
# Elements that hold samples of code, and those whose text nobody sees
_CODE: Final = frozenset("code kbd pre samp textarea tt".split())
_UNSEEN: Final = frozenset("noscript script style template title".split())
# What begins a new line or cell, so that the words on both sides of it are two
_BREAKS: Final = frozenset("br div h1 h2 h3 h4 h5 h6 hr li ol p pre table td th tr ul".split())


_NOTHING: Final = Document((), frozenset(), (), "", "", (), "")
_NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})


class _Target:
    """Takes what the parser calls out, in the order of the text."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.attribute_names: set[str] = set()
        self.links: list[Link] = []
        self.comments: list[str] = []
        self.pieces: dict[str, list[str]] = {"text": []}
        self._into = ["text"]
        self._link: tuple[str, int] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if attributes:
            self.attribute_names.update(attributes)
        self.elements.append(Element(name, attributes or _NO_ATTRIBUTES))
        if name in _BREAKS:
            self.pieces["text"].append("\n")
        if name in _CODE or name in _UNSEEN:
            self._into.append("code" if name in _CODE else name)
        elif name == "a":
            self._link = attributes.get("href", ""), len(self.pieces["text"])

    def end(self, name: str) -> None:
        if name in _CODE or name in _UNSEEN:
            self._into.pop()
        elif name == "a" and self._link:  # links do not nest: of those that do, the inner one counts
            url, begins = self._link
            self.links.append(Link(url, "".join(self.pieces["text"][begins:])))
            self._link = None

    def data(self, text: str) -> None:
        self.pieces.setdefault(self._into[-1], []).append(text)

    def comment(self, text: str) -> None:
        self.comments.append(text)

    def close(self) -> Document:
        text, title, styles = ("".join(self.pieces.get(kind, ())) for kind in ("text", "title", "style"))
        names = frozenset(self.attribute_names)
        return Document(tuple(self.elements), names, tuple(self.links), text, title, tuple(self.comments), styles)


def _read(part: Part) -> Document:
    from lxml import etree

    text = to_text(_octets(part), part.charset)
    if not text.strip():
        return _NOTHING
    parser = etree.HTMLParser(target=_Target(), encoding="utf-8")
    parser.feed(text.encode("utf-8", "replace"))
    read: Document = parser.close()
    return read


def _may_matter(html: bytes) -> bool:
    text = html.lower()
    return any(word in text for word in _WORDS) or HANDLER_RE.search(text) is not None


def _octets(part: Part) -> bytes:
    return part.content[:HTML_READ_MAX]
