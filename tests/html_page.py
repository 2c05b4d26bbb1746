"""The HTML report, read by lxml, which knows nothing of how it was written; and what holds for every such page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import html
from reported import write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.report import Result

__all__ = ["page", "preview", "text_of", "texts"]

# What the page may consist of: nothing that runs, loads, or sends.
_ELEMENTS = frozenset(
    "a article b body br code dd details div dl dt h1 h2 h3 h4 head header html iframe ins li main mark meta meter nav"
    " ol p pre section slot small span style summary table tbody td template th thead title tr wbr".split()
)
_ATTRIBUTES = frozenset(
    "aria-label aria-labelledby charset class content high href http-equiv id lang max min name open referrerpolicy"
    " role sandbox scope shadowrootmode slot srcdoc start tabindex title value".split()
)
_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def page(*results: Result) -> Any:
    """Write the report, hold what holds for every one, and give its root."""
    text = write("html", *results)
    assert text.isascii()
    assert not re.search(r"[^\n -~]", text), "no control gets into the page"
    root = html.document_fromstring(text)
    assert {element.tag for element in root.iter(html.etree.Element)} <= _ELEMENTS
    assert {name for element in root.iter() for name in element.attrib} <= _ATTRIBUTES
    assert [root.xpath("string(//meta[@http-equiv]/@content)")] == [_PAGE_POLICY]
    _leads_to_itself(root)
    for frame in root.iter("iframe"):
        assert frame.get("sandbox") == ""
        assert "default-src 'none'" in frame.get("srcdoc").split("\n")[2]
    return root


def _leads_to_itself(root: Any) -> None:
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {target.removeprefix("#") for target in root.xpath("//@href")} <= set(ids)
    assert set(" ".join(root.xpath("//@aria-labelledby")).split()) <= set(ids)


def texts(root: Any, path: str) -> list[str]:
    """Give the text of each element that an XPath finds, white space between words made one blank."""
    return [" ".join(text_of(element).split()) for element in root.xpath(path)]


def text_of(element: Any) -> str:
    """Give the text of an element as it stands, without the numbers of findings before their characters."""
    return "".join(_pieces(element))


def preview(root: Any) -> Any:
    """Give the root of the page in the first frame."""
    return html.document_fromstring(root.xpath("string(//iframe/@srcdoc)"))


def _pieces(element: Any) -> Iterator[str]:
    for piece in element.xpath(".//text()"):
        if not (piece.is_text and piece.getparent().tag == "a" and piece.getparent().getparent().tag == "mark"):
            yield str(piece)
