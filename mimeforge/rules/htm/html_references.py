"""The parts that HTML shows by ``cid:`` (RFC 2392), and the references that lead to none."""

from __future__ import annotations

from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from mimeforge._grammar import CID_URL_END_RE, CID_URL_RE, ENDLESS_REFERENCE_RE
from mimeforge.rules.htm.html_reading import shown_html
from mimeforge.rules.htm.html_urls import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["Reference", "ids_named", "named_parts", "references"]

# More than any real content id has of the characters that may close a URL; a hostile text is made of them.
_ENDS_TRIED: Final = 8


class Reference(NamedTuple):
    """A ``cid:`` URL of an HTML part; the part that it names to the letter; and one that it seems to mean, or names."""

    html: Part
    url: str
    named: Part | None
    meant: Part | None


def named_parts(root: Part) -> dict[str, Part]:
    """Give the parts in ``root`` that have a content id, by it; of several that share one, the first."""
    parts = [part for part in root.walk(into_messages=False) if part.content_id and part.field("Content-ID")]
    return {part.content_id or "": part for part in reversed(parts)}


def ids_named(markup: str) -> frozenset[str]:
    """Give what ``cid:`` URLs in HTML name, entities and percent-escapes decoded, anywhere in the text.

    A URL in ``url(cid:…)``, in quotes or at the end of a clause takes what closes it along: the beginnings of it that
    the first such characters end are given too.
    """
    names = set()
    for match in CID_URL_RE.finditer(unescape(ENDLESS_REFERENCE_RE.sub("\ufffd", markup))):
        ends = [end.start() for end in islice(CID_URL_END_RE.finditer(match[1]), _ENDS_TRIED)]
        names |= {unquote(match[1][:end]) for end in (*ends, len(match[1]))}
    return frozenset(names)


def references(root: Part, context: Context) -> Iterator[Reference]:
    """Pass the references of the HTML parts in ``root`` to parts in it, each URL of an HTML part once."""
    by_likeness: dict[str, Part] = {}
    by_id: dict[str, Part] = {}
    for html in shown_html(root):
        for url in urls(html, context):
            if url.scheme == "cid":
                by_id = by_id or named_parts(root)
                by_likeness = by_likeness or {_likeness(content_id): part for content_id, part in by_id.items()}
                written = url.value[len("cid:") :]
                named = by_id.get(unquote(written)) or by_id.get(written)
                yield Reference(html, url.value, named, named or by_likeness.get(_likeness(written)))


def _likeness(content_id: str) -> str:
    """Leave out what is mistaken most: brackets, slashes and blanks around it, escapes, the case of letters."""
    return unquote(unquote(content_id)).strip("<>/ \t").casefold()
