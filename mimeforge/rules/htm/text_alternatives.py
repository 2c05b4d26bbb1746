"""HTM: HTML and its text, and plain text by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar.templates import HTML_TAG_RE, PAGE_START_RE, PLACEHOLDER_TEXT_RE, URL_IN_TEXT_RE, WORD_RE
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, parts, rule
from mimeforge.rules.htm.html_reading import document, is_shown, place, shown_html
from mimeforge.rules.htm.html_urls import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["RULES"]

_HTML: Final = "Content-Type: text/html; charset=us-ascii"
_TEXT: Final = "See you at noon in the garden, and bring what you like to eat and to drink. There will be music."
_LINK: Final = "https://example.com/menu"
# What mail to many has to have, so that nothing else is at fault under that overlay
_BULK: Final = (
    "List-Unsubscribe: <https://example.com/u?t=1>",
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    "List-Id: Lunch <lunch.example.com>",
)
_MARKUP: Final = f"<p>{_TEXT} <a href='{_LINK}'>The menu</a>, and who brings what.</p>"


def _alternative(text: str, html: str = _MARKUP, fields: tuple[str, ...] = ()) -> bytes:
    plain = f"Content-Type: text/plain; charset=us-ascii\r\n\r\n{text}"
    body = f"--b\r\n{plain}\r\n--b\r\n{_HTML}\r\n\r\n{html}\r\n--b--\r\n"
    return sample(*fields, 'Content-Type: multipart/alternative; boundary="b"', body=body)


_WHOLE: Final = _alternative(f"{_TEXT}\r\nThe menu, and who brings what: {_LINK}")


@rule(
    "HTM101",
    "html-no-text",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2046 §5.1.4; SES developer guide, email format: send both; SpamAssassin and Rspamd count HTML alone",
    looks_at=MESSAGE,
    overlay="bulk",
    bad=(
        sample(*_BULK, _HTML, body=f"{_MARKUP}\r\n"),
        sample(
            *_BULK, 'Content-Type: multipart/mixed; boundary="b"', body=f"--b\r\n{_HTML}\r\n\r\n{_MARKUP}\r\n--b--\r\n"
        ),
    ),
    good=(_alternative(_TEXT, fields=_BULK), sample(*_BULK, body=f"{_TEXT}\r\n{_LINK}\r\n")),
)
def html_alone(message: Part, context: Context) -> Iterator[Hit]:
    """The message has HTML and no plain text.

    Filters count it in mail to many, and some readers show text only: watches, terminals, previews. Send a
    multipart/alternative of text/plain and text/html.
    """
    html = next(shown_html(message), None)
    has_text = any(part.media_type == "text/plain" and is_shown(part) for part in message.walk(into_messages=False))
    if html and not has_text:
        field = html.field("Content-Type")
        span = field.span if field else html.header_span
        yield Hit(span, "HTML without plain text: send both, in a multipart/alternative, the text first", part=html)


@rule(
    "HTM102",
    "text-stub",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="SpamAssassin MPART_ALT_DIFF, Rspamd R_PARTS_DIFFER",
    looks_at=parts("multipart/alternative"),
    overlay="strict",
    bad=(_alternative("Open this in a browser."), _alternative("-")),
    good=(_WHOLE, _alternative("Lunch?", "<p>Lunch?</p>")),
)
def stub(part: Part, context: Context) -> Iterator[Hit]:
    """The plain text says almost nothing of what the HTML says.

    Who reads the text reads no message, and filters compare the two. Write the text out.
    """
    pair = context.once(_pair, part)
    if pair and _is_stub(pair, context):
        yield Hit(
            pair.plain.body_span, "the text says almost nothing of what the HTML does: write it out", part=pair.plain
        )


@rule(
    "HTM103",
    "text-html-differ",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 2046 §5.1.4: the alternatives are one message; Rspamd R_PARTS_DIFFER, SpamAssassin MPART_ALT_DIFF",
    looks_at=parts("multipart/alternative"),
    overlay="strict",
    bad=(_alternative(f"We close for good today, thanks to all who came over so many years: {_LINK}\r\n" * 2),),
    good=(_WHOLE, _alternative("Lunch?", "<p>Lunch?</p>")),
)
def different_texts(part: Part, context: Context) -> Iterator[Hit]:
    """The plain text and the HTML say different things.

    They are one message in two forms. Most often one of them was changed and the other forgotten.
    """
    pair = context.once(_pair, part)
    if pair is None or _is_stub(pair, context) or PAGE_START_RE.match(pair.plain.text or ""):
        return
    plain, html = _words(pair.plain.text or ""), _words(document(pair.html, context).text)
    fewer = min(len(plain), len(html))
    if fewer >= _WORDS_MIN and len(plain & html) * 2 < fewer:
        share = len(plain & html) * 100 // fewer
        message = f"the text and the HTML share {share}% of their words: they have to be one message in two forms"
        yield Hit(pair.plain.body_span, message, part=pair.plain)


@rule(
    "HTM104",
    "text-is-html",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 2046 §4.1.3: plain text has no commands of format; readers show it as it is",
    looks_at=parts("text/plain"),
    overlay="strict",
    bad=(sample(body=f"<html><body>{_MARKUP}</body></html>\r\n"), sample(body=f"\r\n<!DOCTYPE html>\r\n{_MARKUP}\r\n")),
    good=(sample(body=f"Begin with <html><body> and end with </html>.\r\n{_TEXT}\r\n"),),
)
def html_as_text(part: Part, context: Context) -> Iterator[Hit]:
    """A text/plain part is HTML.

    Readers show the tags. Say text/html in Content-Type.
    """
    if is_shown(part) and (match := PAGE_START_RE.match(part.text or "")):
        span = place(part, context, match[1])
        yield Hit(span, f"plain text that begins with {shown(match[1])}: say text/html, or readers show the tags")


@rule(
    "HTM105",
    "html-is-text",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="HTML Living Standard §13.2: line ends are blanks; SpamAssassin HTML_MIME_NO_HTML_TAG",
    looks_at=parts("text/html"),
    overlay="strict",
    bad=(sample(_HTML, body="See you at noon.\r\n\r\nBring what you like.\r\n"),),
    good=(sample(_HTML, body="See you at noon.<br>\r\nBring what you like.\r\n"), sample(_HTML, body="At noon.\r\n")),
)
def text_as_html(part: Part, context: Context) -> Iterator[Hit]:
    """A text/html part has no tag at all.

    Its lines run together. Say text/plain in Content-Type, or write it as HTML.
    """
    text = part.text or ""
    if is_shown(part) and "\n" in text.strip() and not HTML_TAG_RE.search(text):
        yield Hit(part.body_span, "HTML without a tag, whose lines run together: say text/plain, or write tags")


@rule(
    "HTM106",
    "links-missing-in-text",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 2046 §5.1.4: the alternatives have the same content",
    looks_at=parts("multipart/alternative"),
    overlay="strict",
    bad=(_alternative(f"{_TEXT}\r\nThe menu, and who brings what"),),
    good=(_WHOLE, _alternative(f"{_TEXT}\r\nThe menu, and who brings what: https://example.com/m/1")),
)
def no_links_in_text(part: Part, context: Context) -> Iterator[Hit]:
    """The HTML has links, and the plain text has none.

    Who reads the text cannot follow them. Write the URLs out.
    """
    pair = context.once(_pair, part)
    if pair and not _is_stub(pair, context) and not URL_IN_TEXT_RE.search(pair.plain.text or ""):
        links = [url for url in urls(pair.html, context) if url.is_link and url.scheme in {"http", "https"}]
        if links:
            message = f"{shown(links[0].value)} and all other links of the HTML are missing in the text: write them out"
            yield Hit(pair.plain.body_span, message, part=pair.plain)


@rule(
    "HTM142",
    "text-lorem",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="text that holds the place of another",
    looks_at=parts("text/plain", "text/html"),
    overlay="strict",
    bad=(sample(body="Lorem ipsum dolor sit amet.\r\n"), sample(_HTML, body="<p>TODO: the price</p>\r\n")),
    good=(sample(body="My todo list for Lorem: bring what you like.\r\n"),),
)
def placeholder_text(part: Part, context: Context) -> Iterator[Hit]:
    """The text holds the place of another that was not written yet.

    Write what was meant to stand there.
    """
    if is_shown(part):
        text = document(part, context).text if part.media_type == "text/html" else part.text or ""
        if match := PLACEHOLDER_TEXT_RE.search(text):
            yield Hit(place(part, context, match[0]), f"{shown(match[0])} holds the place of a text: write that")


class _Pair(NamedTuple):
    """The plain text and the HTML of a multipart/alternative."""

    plain: Part
    html: Part


# Texts of fewer different words say too little to be compared; one is a stub of another with many times its words.
_WORDS_MIN: Final = 10
_STUB_SHARE: Final = 4


def _pair(alternative: Part) -> _Pair | None:
    plain = next((part for part in alternative.parts if part.media_type == "text/plain"), None)
    html = next(shown_html(alternative), None)
    return _Pair(plain, html) if plain and html else None


def _is_stub(pair: _Pair, context: Context) -> bool:
    words = _words(document(pair.html, context).text)
    return len(words) >= _WORDS_MIN and len(_words(pair.plain.text or "")) * _STUB_SHARE < len(words)


def _words(text: str) -> set[str]:
    """Give the words of a text but those of its URLs."""
    return set(WORD_RE.findall(URL_IN_TEXT_RE.sub(" ", text).casefold()))


RULES = (html_alone, stub, different_texts, html_as_text, text_as_html, no_links_in_text, placeholder_text)
