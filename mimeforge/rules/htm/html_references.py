"""The parts that HTML shows by ``cid:`` (RFC 2392), and the references that lead to none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from mimeforge.rules.htm.html_reading import shown_html
from mimeforge.rules.htm.html_urls import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["Reference", "named_parts", "references"]


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
