"""HTM: what HTML may not do in mail, and what it should."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.templates import COMMENT_LEAK_RE
from mimeforge._grammar.urls import FONT_URL_RE, HANDLER_NAME_RE, SCRIPT_SCHEMES
from mimeforge._limits import GMAIL_HTML_MAX
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Recipe, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, parts, rule
from mimeforge.rules.htm.html_reading import document, is_shown, octets, place, suspect
from mimeforge.rules.htm.html_urls import css_urls, urls
from mimeforge.rules.lin.places import first_of
from mimeforge.tree.content_map import content_map

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.htm.html_reading import Element
    from mimeforge.tree import Part

__all__ = ["RULES"]

_HTML: Final = "Content-Type: text/html; charset=us-ascii"
_CAN_I_EMAIL: Final = "caniemail.com, tests of mail programs"


def _body(html: str) -> bytes:
    return sample(_HTML, body=f"{html}\r\n")


def _long(size: int) -> Recipe:
    line = "<p>See you at noon, and bring what you like to eat.</p>\r\n"
    return Recipe(f"HTML of about {size:,} octets", lambda: _body(line * (size // len(line))))


_TEXT: Final = "See you at noon, and bring what you like to eat."
_WHOLE: Final = f'<p>{_TEXT}</p><img alt="The menu" src="https://example.com/menu.png">'
_GOOD: Final = (_body('<p style="color: #333">See the <a href="https://example.com/menu">menu</a></p>'),)


@rule(
    "HTM122",
    "html-script",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source=f"{_CAN_I_EMAIL}; SpamAssassin and Rspamd count scripts in mail",
    looks_at=parts("text/html"),
    bad=(
        _body("<p>Lunch</p><script>document.write('at noon')</script>"),
        _body('<p onclick="open()">Lunch</p>'),
        _body('<a href="javascript:open()">Lunch</a>'),
    ),
    good=(*_GOOD, _body('<script type="application/ld+json">{"@type": "EmailMessage"}</script><p>Lunch</p>')),
)
def script(part: Part, context: Context) -> Iterator[Hit]:
    """The HTML has a script, or calls one.

    No mail program runs it, some filters refuse the message for it. Write what the script would have written. Data in
    JSON, as schemas for mail are, are no script.
    """
    read = suspect(part, context)
    found = ["<script" for one in read.named("script") if _DATA not in one.attributes.get("type", "").lower()]
    found += sorted(name for name in read.attribute_names if HANDLER_NAME_RE.fullmatch(name))
    found += [url.value for url in urls(part, context) if url.scheme in SCRIPT_SCHEMES]
    yield from _each(part, context, found, "scripts", "{} runs in no mail program, and filters count it: leave it out")


@rule(
    "HTM123",
    "html-form",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source=f"{_CAN_I_EMAIL}; SpamAssassin counts forms in mail",
    looks_at=parts("text/html"),
    bad=(_body("<form action='https://example.com/menu'><input name='soup'><button>Send</button></form>"),),
    good=(*_GOOD, _body("<p><input type='checkbox' disabled checked> soup</p>")),
)
def form(part: Part, context: Context) -> Iterator[Hit]:
    """The HTML has a form.

    Many mail programs do not send it or take it out, and those that do warn their readers of it. Link to a page that
    has the form.
    """
    found = ["<form" for _ in suspect(part, context).named("form")]
    yield from _each(
        part, context, found, "forms", "{} is taken out or not sent by many readers: link to a page with it"
    )


@rule(
    "HTM124",
    "html-iframe-object",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source=f"{_CAN_I_EMAIL}; SpamAssassin and Rspamd count such elements in mail",
    looks_at=parts("text/html"),
    bad=(
        _body("<p>Lunch</p><iframe src='https://example.com/menu'></iframe>"),
        _body("<p>Lunch</p><object data='https://example.com/menu.swf'></object>"),
        _body("<p>Lunch</p><embed src='https://example.com/menu.swf'>"),
        _body("<p>Lunch</p><applet code='Menu.class'></applet>"),
        _body("<base href='https://example.com/'><p><a href='menu'>Lunch</a></p>"),
        _body("<meta http-equiv='Refresh' content='0; url=https://example.com/menu'><p>Lunch</p>"),
    ),
    good=(
        *_GOOD,
        _body("<base target='_blank'><p>Lunch</p>"),
        _body("<meta http-equiv='Content-Type' content='text/html; charset=utf-8'><p>Lunch</p>"),
    ),
)
def embedded_content(part: Part, context: Context) -> Iterator[Hit]:
    """The HTML has an element that mail programs take out.

    iframe, object, embed and applet are shown empty, a refresh leads nowhere, and without its base every relative URL
    is broken. Write what is to be seen into the message, and whole URLs.
    """
    suspects = suspect(part, context).named(*_TAKEN_OUT, "base", "meta")
    found = [f"<{element.name}" for element in suspects if _is_taken_out(element)]
    text = "{} is taken out by many readers, with all that depends on it: write into the message what is to be seen"
    yield from _each(part, context, found, "elements", text)


@rule(
    "HTM125",
    "html-external-css",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source=f"{_CAN_I_EMAIL}: style sheets are fetched by few readers; Rspamd counts them",
    looks_at=parts("text/html"),
    bad=(
        _body("<link rel='stylesheet' href='https://example.com/menu.css'><p>Lunch</p>"),
        _body("<style>@import url('https://example.com/menu.css');</style><p>Lunch</p>"),
    ),
    good=(
        *_GOOD,
        _body("<link rel='stylesheet' href='https://fonts.example.com/css?family=Lora'><p>Lunch</p>"),
        _body("<link rel='stylesheet' href='https://example.com/menu.css'><p style='color: red'>Lunch</p>"),
    ),
)
def external_css(part: Part, context: Context) -> Iterator[Hit]:
    """All style of the HTML is in a style sheet elsewhere.

    Gmail, Outlook and most readers do not fetch it and show the text without any style. Write the styles into the
    message, as ``style`` attributes above all. Fonts of the web, and a style sheet beside styles in the message, are
    ordinary and left alone.
    """
    read = suspect(part, context)
    if "style" not in read.attribute_names and "{" not in read.styles:
        sheets = [link.attributes.get("href", "") for link in read.named("link") if _is_style_sheet(link)]
        sheets = [url.strip() for url in (*sheets, *css_urls(read.styles)) if url and not FONT_URL_RE.search(url)]
        text = "few readers fetch the style sheet {}, and there is no other style: write it into the message"
        yield from _each(part, context, sheets, "style sheets", text)


@rule(
    "HTM126",
    "html-data-uri",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source=f"{_CAN_I_EMAIL}: Gmail and Outlook show no data: images",
    looks_at=parts("text/html"),
    bad=(_body('<p>Lunch</p><img alt="The menu" src="data:image/png;base64,iVBORw0KGgo=">'),),
    good=_GOOD,
)
def data_uri(part: Part, context: Context) -> Iterator[Hit]:
    """An image stands in the HTML as a data: URL.

    Gmail and Outlook do not show it. Bring it along as a part, and name it by ``cid:``; or link to it.
    """
    sources = (image.attributes.get("src", "") for image in suspect(part, context).named("img"))
    found = [source for source in sources if source.lstrip()[: len("data:")].lower() == "data:"]
    yield from _each(
        part, context, found, "images", "{} is not shown by Gmail and Outlook: name a part by cid: instead"
    )


@rule(
    "HTM127",
    "html-gmail-clip",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="Gmail's web and mobile readers, as senders report; hteumeuleu/email-bugs#41",
    looks_at=parts("text/html"),
    bad=(_long(GMAIL_HTML_MAX + 1_000),),
    good=(_long(GMAIL_HTML_MAX - 1_000),),
)
def clipped(part: Part, context: Context) -> Iterator[Hit]:
    """The HTML is longer than what Gmail shows.

    Behind 102 KB, Gmail cuts and links to the whole message: the end of it, the link to unsubscribe and the picture
    that counts opens are not seen. What counts is the HTML without its transfer encoding, images by URL not included.
    """
    if part.body_span.end - part.body_span.start <= GMAIL_HTML_MAX or not is_shown(part):
        return
    size = len(octets(part, context))
    if size > GMAIL_HTML_MAX:
        text = f"{size:,} octets of HTML: Gmail cuts behind {GMAIL_HTML_MAX:,}; write less, or fewer styles"
        yield Hit(context.once(content_map, part).span(GMAIL_HTML_MAX, GMAIL_HTML_MAX + 1), text)


@rule(
    "HTM131",
    "html-img-alt",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="WCAG 2.2 criterion 1.1.1; HTML Living Standard §4.8.4.4",
    looks_at=parts("text/html"),
    overlay="strict",
    bad=(_body(_WHOLE.replace(' alt="The menu"', "")),),
    good=(_body(_WHOLE), _body(_WHOLE.replace("The menu", ""))),
)
def no_alternative_text(part: Part, context: Context) -> Iterator[Hit]:
    """An image has no alternative text.

    Many readers show no images until they are asked to, and some people never see one. Write what it says into ``alt``;
    an empty one for an image that says nothing.
    """
    images = suspect(part, context).named("img")
    found = [image.attributes.get("src", "") for image in images if "alt" not in image.attributes]
    yield from _each(part, context, found, "images", '{} has no alt: write what the image says, or alt="" for nothing')


@rule(
    "HTM133",
    "html-image-only",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="SpamAssassin and Rspamd count images with almost no text",
    looks_at=parts("text/html"),
    overlay="strict",
    bad=(_body(_WHOLE.replace(_TEXT, "")),),
    good=(_body(_WHOLE),),
)
def image_only(part: Part, context: Context) -> Iterator[Hit]:
    """The HTML has images and almost no text.

    Filters count it, and who is shown no images reads nothing. Write what is to be read as text.
    """
    read = suspect(part, context)
    if read.named("img"):
        text = "".join(read.text.split())
        if len(text) < _TEXT_MIN:
            message = f"images, and {len(text)} characters of text: write as text what is to be read"
            yield Hit(place(part, context, "<img"), message)


@rule(
    "HTM136",
    "html-comment-leak",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="comments are sent to every reader, in the source of the message",
    looks_at=parts("text/html"),
    overlay="strict",
    bad=(_body(f"<!-- TODO: ask Jo about the price -->{_WHOLE}"), _body(f"{_WHOLE}<!-- {{% include 'foot' %}} -->")),
    good=(_body(f"<!-- head -->{_WHOLE}"),),
)
def telling_comment(part: Part, context: Context) -> Iterator[Hit]:
    """A comment of the HTML holds a note to oneself, or the source of a template.

    Everyone can read it in the source of the message. Take comments out.
    """
    if is_shown(part) and b"<!--" in octets(part, context):
        found = [match[0] for comment in document(part, context).comments if (match := COMMENT_LEAK_RE.search(comment))]
        yield from _each(part, context, found, "comments", "{} in a comment, which every reader can see: take it out")


# Fewer characters than this are no message.
_TEXT_MIN: Final = 30
_TAKEN_OUT: Final = frozenset({"applet", "embed", "iframe", "object"})
# What Apple Mail writes into every answer; nothing is relative to it
_OWN_BASE: Final = "x-msg:"
# Scripts of these types are data, which nothing runs.
_DATA: Final = "json"


def _is_taken_out(element: Element) -> bool:
    attributes = element.attributes
    if element.name == "base":
        return "href" in attributes and not attributes["href"].lower().startswith(_OWN_BASE)
    if element.name == "meta":
        return attributes.get("http-equiv", "").strip().lower() == "refresh"
    return True


def _is_style_sheet(link: Element) -> bool:
    return "stylesheet" in link.attributes.get("rel", "").lower().split()


def _each(part: Part, context: Context, found: Iterable[str], kind: str, text: str) -> Iterator[Hit]:
    """Point at where each of what was found is written first; ``text`` has a place for it."""
    shown_first, more = first_of(dict.fromkeys(found), kind)
    for written in shown_first:
        yield Hit(place(part, context, written), text.format(shown(written)) + more)


RULES = (
    script,
    form,
    embedded_content,
    external_css,
    data_uri,
    clipped,
    no_alternative_text,
    image_only,
    telling_comment,
)
