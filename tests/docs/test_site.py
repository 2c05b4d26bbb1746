"""The site: each public name has its place in it, and it loads nothing from elsewhere. ``make docs`` builds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from documents import ROOT
from lxml import html

import mimeforge

if TYPE_CHECKING:
    from pathlib import Path

API = "".join(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs/api").glob("*.md")))
SITE = ROOT / "build/docs"
# Attributes by which a browser loads something by itself; a link waits for a reader.
LOADING = ("src", "srcset", "data", "poster", "background")


@pytest.fixture(scope="module")
def pages() -> dict[Path, html.HtmlElement]:
    if not (SITE / "index.html").exists():
        pytest.skip("the site is not built: make docs")
    return {path: html.parse(path).getroot() for path in SITE.rglob("*.html")}


def test_every_public_name_is_in_the_api_pages() -> None:
    shown = re.findall(r"^\.\. auto(?:class|exception|function):: ([\w.]+)$", API, re.MULTILINE)
    assert len({*shown}) == len(shown)
    public = {f"mimeforge.{name}" for name in mimeforge.__all__ if name != "ses"}
    assert public | {f"mimeforge.ses.{name}" for name in mimeforge.ses.__all__} <= {*shown}


def test_nothing_is_loaded_from_elsewhere(pages: dict[Path, html.HtmlElement]) -> None:
    loaded = {
        element.get(name)
        for page in pages.values()
        for element in page.iter()
        if isinstance(element.tag, str)
        for name in [*LOADING, *["href"] * (element.tag == "link")]
        if element.get(name)
    }
    assert {url for url in loaded if urlsplit(url).scheme not in {"", "data"} or url.startswith("//")} == set()
    styles = "".join(path.read_text("utf-8") for path in SITE.rglob("*.css"))
    assert re.findall(r"@import[^;]*|url\(\s*[\"']?(?:https?:)?//[^)]*", styles) == []


def test_links_within_the_site_lead_somewhere(pages: dict[Path, html.HtmlElement]) -> None:
    names = {path: {*page.xpath("//@id")} for path, page in pages.items()}
    lost = []
    for path, page in pages.items():
        for link in {*page.xpath("//a/@href")}:
            url = urlsplit(link)
            if url.scheme or url.netloc:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            fragment = unquote(url.fragment)
            if not target.exists() or (fragment and target in names and fragment not in names[target]):
                lost.append(f"{path.relative_to(SITE)}: {link}")
    assert lost == []
