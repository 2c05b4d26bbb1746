"""HTML and its text: what mail programs do not run or show, parts that are not there, and what templates leave."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from hypothesis import strategies as st

from mimeforge._limits import GMAIL_HTML_MAX
from mimeforge.codecs import base64
from mimeforge.testing.strategies.broken.files import GIF, PNG
from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    TEXT,
    WORD,
    WORDS,
    Octets,
    glued,
    in_any_part,
    message,
    multipart,
    one_of,
    part,
)
from mimeforge.testing.strategies.broken.pages import HTML_TYPE, INTRO, page, related

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_PLAIN_TYPE: Final = b"Content-Type: text/plain; charset=us-ascii"
_URL: Final = glued(b"https://example.com/", WORD)


def _with(*pieces: Octets, is_alone: bool = False) -> SearchStrategy[bytes]:
    """Make a message whose HTML holds one of these pieces, before or behind its text."""
    wrong = one_of(*pieces)
    return st.one_of(page(INTRO, wrong, is_alone=is_alone), page(wrong, INTRO, is_alone=is_alone))


# --- what mail programs take out

_CALL: Final = one_of(b"go()", b"return false", b"open()")
_SCRIPT: Final = (
    glued(b"<script>", _CALL, b"</script>"),
    glued(b'<SCRIPT type="text/javascript" src="', _URL, b'"></SCRIPT>'),
    glued(b"<p ", one_of(b"onclick", b"onmouseover", b"onload", b"ONCLICK"), b'="', _CALL, b'">', WORDS, b"</p>"),
    glued(b'<a href="', one_of(b"javascript:", b"JavaScript:", b"vbscript:"), _CALL, b'">', WORD, b"</a>"),
)
_TAKEN_OUT: Final = (
    glued(b'<iframe src="', _URL, b'"></iframe>'),
    glued(b'<OBJECT data="', _URL, b'.swf"></OBJECT>'),
    glued(b"<embed src='", _URL, b".swf'>"),
    glued(b'<applet code="', WORD, b'.class"></applet>'),
    glued(b'<base href="', _URL, b'/">'),
    glued(b'<meta http-equiv="', one_of(b"refresh", b"Refresh"), b'" content="0; url=', _URL, b'">'),
)
_SHEET: Final = (
    glued(b'<link rel="stylesheet" href="', _URL, b'.css">'),
    glued(b"<LINK href='", _URL, b".css' rel='alternate StyleSheet'>"),
    glued(b"<style>@import url('", _URL, b".css');</style>"),
    glued(b'<style>@import "', _URL, b'.css";</style>'),
)
_IMAGE_DATA: Final = one_of(
    GIF.map(lambda octets: b"data:image/gif;base64," + b64encode(octets)),
    PNG.map(lambda octets: b"DATA:image/png;base64," + b64encode(octets)),
    glued(b"data:image/svg+xml,%3Csvg%3E", WORD, b"%3C/svg%3E"),
)
_NAMELESS: Final = one_of(
    glued(b'<img src="', _URL, b'.png">'),
    glued(b"<IMG width=9 SRC=", _URL, b".gif>"),
    glued(b'<a href="', _URL, b'"><img src="', _URL, b'.jpg" title="', WORD, b'"></a>'),
)
_IMAGES: Final = st.lists(glued(b'<img alt="', WORD, b'" src="', _URL, b'.png">'), min_size=1, max_size=3)
_NOTE: Final = glued(
    b"<!-- ",
    one_of(b"", glued(WORDS, b" ")),
    one_of(b"TODO", b"FIXME:", b"XXX", b"{{ name }}", b"{% if a %}", b"<%"),
    b" -->",
)
_LONG: Final = st.builds(
    lambda line, more: line * (GMAIL_HTML_MAX // len(line) + 1 + more),
    glued(b"<p>", WORDS, b" and what you like to eat, and to drink, and who brings it.</p>\r\n"),
    st.integers(0, 20),
)

# --- parts that HTML shows


def _image(content_id: Octets, *fields: Octets) -> SearchStrategy[bytes]:
    drawn = (glued(b"Content-ID: <", content_id, b">"), b"Content-Transfer-Encoding: base64")
    return part(b"Content-Type: image/gif", *drawn, *fields, body=GIF.map(base64.encode))


def _showing(url: Octets) -> SearchStrategy[bytes]:
    return one_of(
        glued(b'<img alt="menu" src="', url, b'">'),
        glued(b"<p style=\"background: url('", url, b"')\">menu</p>"),
        glued(b'<table background="', url, b'"><tr><td>menu</td></tr></table>'),
    )


_ID: Final = glued(WORD, b"@example.com")
_INLINE: Final = b"Content-Disposition: inline"


def _mangled(content_id: bytes) -> SearchStrategy[bytes]:
    """Make a message whose HTML names a part not quite by its content id."""
    slips = (
        content_id.upper(),
        b"&lt;" + content_id + b"&gt;",
        b"//" + content_id,
        b" " + content_id,
        content_id.replace(b"@", b"%2540"),
        content_id + b"/",
    )
    return related(_showing(glued(b"cid:", one_of(*slips))), _image(content_id, _INLINE))


def _unnamed(content_id: bytes) -> SearchStrategy[bytes]:
    """Make a message with a part that its HTML does not name, alone or behind one that it names."""
    other = b"other-" + content_id
    return st.one_of(
        related(glued(b"<p>", WORDS, b"</p>"), _image(content_id)),
        related(_showing(b"cid:" + other), _image(other, _INLINE), _image(content_id, _INLINE)),
        related(b'<p title="cid:' + other + b'">menu</p>', _image(content_id, _INLINE)),
    )


def _shown_attachment(content_id: bytes) -> SearchStrategy[bytes]:
    field = glued(b"Content-Disposition: ", one_of(b"attachment", b"Attachment"), b"; filename=", WORD, b".gif")
    html = glued(b'<img alt="', WORD, b'" src="cid:', content_id, b'">')
    return related(html, _image(content_id, field))


# --- HTML beside a text


def _alternative(text: Octets, html: Octets) -> SearchStrategy[bytes]:
    return multipart(part(_PLAIN_TYPE, body=text), part(HTML_TYPE, body=html), subtype=b"alternative")


def _different_words(letters: str) -> SearchStrategy[bytes]:
    """Draw many words, each once, of these letters alone."""
    words = st.text(letters, min_size=2, max_size=5)
    return st.lists(words, min_size=12, max_size=20, unique=True).map(lambda drawn: " ".join(drawn).encode())


_MANY: Final = _different_words("abcdefg")
_BULK: Final = (
    glued(b"List-Unsubscribe: <https://example.com/u?t=", WORD, b">"),
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    glued(b"List-Id: <", WORD, b".example.com>"),
)
_LEAVING: Final = glued(INTRO, b'<a href="https://example.com/u?t=', WORD, b'">To leave</a>\r\n')
_PAGE_START: Final = one_of(b"<html><body>", b"<!DOCTYPE html>\r\n", b"\r\n<HTML>", b"<div>", b"<table><tr><td>")
_LOREM: Final = one_of(
    glued(b"Lorem ipsum dolor ", WORDS), glued(b"lorem ipsum ", WORD), glued(b"TODO: ", WORDS), glued(WORD, b" FIXME")
)


def _linked(words: bytes) -> SearchStrategy[bytes]:
    """Make a message whose HTML says what its text says, and has links besides."""
    html = b"<p>" + words + b"</p>\r\n"
    return _alternative(words + b"\r\n", glued(html, b'<p><a href="', _URL, b'">', words, b"</a></p>\r\n"))


# --- what templates leave

_NAME: Final = one_of(b"first_name", b"name", b"customer_email", b"company_name", b"list_address")
_BRACED: Final = one_of(
    glued(b"{{", _NAME, b"}}"),
    glued(b"{{ user.", _NAME, b" }}"),
    glued(b"{{{", _NAME, b"}}}"),
    glued(b"{{#if ", _NAME, b"}}"),
    glued(b"{{ ", _NAME, b"|upper }}"),
    glued(b"{% if ", _NAME, b" %}"),
)
_ANY_MARK: Final = one_of(
    _BRACED,
    glued(b"${", _NAME, b"}"),
    glued(b"{$", _NAME, b"}"),
    glued(b"%(", _NAME, b")s"),
    glued(b"*|", one_of(b"FNAME", b"EMAIL", b"MC:SUBJECT"), b"|*"),
    glued(b"%%", _NAME, b"%%"),
    glued(b"[[", _NAME, b"]]"),
    b"{first_name}",
    glued(b"<%= @", _NAME, b" %>"),
)
_MARK_IN_ANY_TEXT: Final = one_of(
    glued(b"{{", _NAME, b"}}"),
    glued(b"{{ user.", _NAME, b" }}"),
    b"*|FNAME|*",
    glued(b"%%", _NAME, b"%%"),
    glued(b"[[", _NAME, b"]]"),
)
_GREETING: Final = one_of(b"Hi ", b"Dear ", b"Hello Mrs. ", b"Bonjour ", b"Sehr geehrter Herr ", b"Hola ")
_NOBODY: Final = one_of(
    glued(_GREETING, one_of(b"None", b"null", b"undefined", b"NaN"), one_of(b",", b"!")),
    glued(_GREETING, b","),
    glued(_GREETING, b"[object Object],"),
)


def _told(*fields: Octets) -> SearchStrategy[bytes]:
    """Make a message with one of these fields, and none that answers tell."""
    return message(one_of(*fields), without="In-Reply-To")


def _encoded(mark: bytes) -> bytes:
    return b"=?utf-8?q?=C3=A9_" + quote(mark, safe="").replace("%", "=").replace("_", "=5F").encode() + b"?="


def _written(body: Octets) -> SearchStrategy[bytes]:
    """Make a message with this text, which is no answer."""
    return st.one_of(
        message(_PLAIN_TYPE, without="In-Reply-To", body=body),
        multipart(part(_PLAIN_TYPE, body=body), without="In-Reply-To"),
    )


def _filled(*pieces: Octets) -> SearchStrategy[bytes]:
    """Make a message with this HTML, which is no answer."""
    return page(INTRO, *pieces, without="In-Reply-To")


DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "html-script": _with(*_SCRIPT),
    "html-form": _with(
        glued(b"<form action='", _URL, b"'><input name=", WORD, b"></form>"),
        glued(b'<FORM method="post"><button>', WORD, b"</button></FORM>"),
    ),
    "html-iframe-object": _with(*_TAKEN_OUT),
    "html-external-css": _with(*_SHEET),
    "html-data-uri": _with(
        glued(b'<img alt="menu" src="', _IMAGE_DATA, b'">'), glued(b"<IMG SRC='", _IMAGE_DATA, b"' ALT=''>")
    ),
    "html-gmail-clip": page(_LONG),
    "html-img-alt": _with(_NAMELESS, is_alone=True),
    "html-image-only": page(one_of(b"", glued(b"<p>", WORD, b"</p>")), _IMAGES.map(b"\r\n".join), is_alone=True),
    "html-comment-leak": _with(_NOTE, is_alone=True),
    "cid-missing": st.one_of(
        page(INTRO, _showing(glued(b"cid:", _ID))),
        related(_showing(glued(b"cid:other-", _ID)), _image(_ID)),
    ),
    "cid-unused": _ID.flatmap(_unnamed),
    "cid-mangled": _ID.flatmap(_mangled),
    "cid-disposition": _ID.flatmap(_shown_attachment),
    "html-no-text": st.one_of(
        message(glued(b"To: ", ADDRESS), *_BULK, HTML_TYPE, without="Cc In-Reply-To", body=_LEAVING),
        multipart(
            part(HTML_TYPE, body=_LEAVING),
            fields=(glued(b"To: ", ADDRESS), *_BULK),
            without="Cc In-Reply-To",
        ),
    ),
    "text-stub": _alternative(
        one_of(b"-\r\n", glued(WORD, b"\r\n"), b"Open this in a browser.\r\n"),
        glued(b"<p>", _different_words("abcdefg"), b" ", _different_words("hijklmn"), b"</p>\r\n"),
    ),
    "text-html-differ": _alternative(glued(_MANY, b"\r\n"), glued(b"<p>", _different_words("nopqrst"), b"</p>\r\n")),
    "text-is-html": in_any_part(_PLAIN_TYPE, body=glued(_PAGE_START, b"<p>", WORDS, b"</p>\r\n", TEXT)),
    "html-is-text": st.one_of(
        message(HTML_TYPE, body=glued(TEXT, one_of(b"", b"\r\n"), TEXT)),
        multipart(part(HTML_TYPE, body=glued(TEXT, TEXT))),
    ),
    "links-missing-in-text": _MANY.flatmap(_linked),
    "text-lorem": st.one_of(
        in_any_part(_PLAIN_TYPE, body=glued(one_of(b"", TEXT), _LOREM, b"\r\n")),
        page(INTRO, b"<p>", _LOREM, b"</p>", is_alone=True),
    ),
    "template-unresolved-header": _told(
        glued(b"Subject: ", WORDS, b" ", _ANY_MARK),
        glued(b"Subject: ", _ANY_MARK, b", ", WORDS),
        glued(b"Subject: ", _ANY_MARK.map(_encoded)),
        glued(b'To: "', _ANY_MARK, b'" <', ADDRESS, b">"),
        glued(b'From: "', WORDS, b" ", _ANY_MARK, b'" <', ADDRESS, b">"),
        glued(b'Reply-To: "', _ANY_MARK, b'" <', ADDRESS, b">"),
        glued(b"List-Unsubscribe: <https://example.com/u?t=", b"{{", _NAME, b"}}", b">"),
    ),
    "template-unresolved-body": st.one_of(
        _written(glued(_GREETING, _ANY_MARK, b",\r\n", TEXT)),
        _written(glued(TEXT, WORDS, b" ", _MARK_IN_ANY_TEXT, b"\r\n")),
        _written(glued(TEXT, _URL, b"/", _BRACED, b"\r\n")),
        _filled(b"<p>", WORDS, b" ", _ANY_MARK, b"</p>"),
        _filled(b'<a href="', _URL, b"/", _ANY_MARK, b'">', WORD, b"</a>"),
        _filled(b'<a href="', _URL, b"/", _BRACED.map(lambda mark: quote(mark).encode()), b'">', WORD, b"</a>"),
        _filled(b'<img alt="', _ANY_MARK, b'" src="', _URL, b'.png">'),
        _filled(b"<title>", _ANY_MARK, b"</title>"),
    ),
    "template-null": st.one_of(
        in_any_part(_PLAIN_TYPE, body=glued(one_of(b"", TEXT), _NOBODY, b"\r\n", TEXT)),
        page(b"<p>", _NOBODY, b"</p>", INTRO, is_alone=True),
    ),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
