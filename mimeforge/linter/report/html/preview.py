"""The HTML of a message as a page inside of the page, which can load nothing, run nothing and lead nowhere.

The frame is a sandbox without any permission: no scripts, no forms, no windows, nothing around it is touched. A policy
that forbids every load (Content Security Policy Level 3) comes before all that the mail says. But browsers connect to
where a link leads before they ask a policy, and look up hosts that a ``<link>`` names without asking any. So every
address leads to the top of the frame itself, and what would hold a page of its own is renamed.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from mimeforge._grammar import CID_URL_END_RE, CID_URL_RE
from mimeforge.linter.report.html.templates import Verbatim
from mimeforge.linter.report.html.texts import head

if TYPE_CHECKING:
    from re import Match

    from mimeforge.linter.report.html.stars import Stars
    from mimeforge.tree import Part

__all__ = ["Preview", "preview_of"]

# Characters of HTML that are shown.
_HTML_SHOWN: Final = 200_000
# Octets of images that are written into the page, in all; one that is shown twice counts twice.
_IMAGES_SHOWN: Final = 150_000
_IMAGE_TYPES: Final = frozenset({"image/gif", "image/jpeg", "image/png", "image/webp"})

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_BEFORE: Final = f"""\
<!DOCTYPE html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
"""

# HTML Standard §13.2.5.6: the name of an element follows "<" or "</" at once, as letters; there is no other spelling.
# Longer names that begin so are no names of HTML, or hold a page as well.
_ELEMENT_RE: Final = re.compile(r"(</?)(?=embed|frame|iframe|object)", re.IGNORECASE)
# §13.2.5.33: nor of the name of an attribute, and nothing but white space stands between it and its value. As the title
# the address is what a pointer on the link shows; with some address a link looks like one.
_ADDRESS_RE: Final = re.compile(r"\bhref[\t\n\f\r ]*=", re.IGNORECASE)
_NO_ADDRESS: Final = 'href="#" title='
# What stands before a URL that is one: it begins the value of an attribute, or that of url() in a style.
_BEFORE_URL: Final = frozenset("\"'=(")


class Preview(NamedTuple):
    """The HTML that is shown, and of which part; ``is_all`` says whether it is all of that.

    ``html`` is None where the page holds as many previews as browsers load with ease.
    """

    part: Part
    html: Verbatim | None
    is_all: bool


def preview_of(root: Part, stars: Stars, *, is_shown: bool) -> Preview | None:
    """Show the first HTML of a message that is no attachment, if previews are shown; None where it has none."""
    parts = list(root.walk(into_messages=False))
    shown = next((part for part in parts if _is_shown(part)), None)
    if shown is None:
        return None
    if not is_shown:
        return Preview(shown, None, False)
    begun = head(shown, _HTML_SHOWN)
    markup = _ADDRESS_RE.sub(_NO_ADDRESS, _ELEMENT_RE.sub(r"\1not-", stars.text(begun.text)[:_HTML_SHOWN]))
    # Browsers read NUL as U+FFFD (§13.2.5); other programs end a file at it.
    return Preview(shown, Verbatim(_BEFORE + _Images(parts).put_into(markup.replace("\0", "\ufffd"))), begun.is_all)


class _Images:
    """The small images of a message, by content id; of these as many as a page may hold."""

    def __init__(self, parts: list[Part]) -> None:
        self._parts = {part.content_id: part for part in parts if part.media_type in _IMAGE_TYPES and part.content_id}
        self._left = _IMAGES_SHOWN

    def put_into(self, markup: str) -> str:
        """Write them where the HTML names them by ``cid:`` (RFC 2392)."""
        return CID_URL_RE.sub(self._url, markup) if self._parts else markup

    def _url(self, named: Match[str]) -> str:
        at = named.start()
        if named.string[max(at - 1, 0) : at] in _BEFORE_URL:
            cut = CID_URL_END_RE.search(named[1])
            for end in (len(named[1]), cut.start() if cut else 0):
                part = self._parts.get(unquote(html.unescape(named[1][:end])))
                if part and (octets := self._octets(part)):
                    return f"data:{part.media_type};base64,{b64encode(octets).decode('ascii')}{named[1][end:]}"
        return named[0]

    def _octets(self, part: Part) -> bytes:
        start, end = part.body_span
        if end - start > 2 * self._left or len(part.content) > self._left:
            return b""
        self._left -= len(part.content)
        return part.content


def _is_shown(part: Part) -> bool:
    return part.media_type == "text/html" and part.disposition != "attachment"
