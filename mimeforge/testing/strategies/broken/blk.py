"""Mail to many: how one leaves the list, and who sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    LOCAL_PART,
    TEXT,
    WORD,
    WORDS,
    Octets,
    glued,
    in_any_part,
    message,
    one_of,
)
from mimeforge.testing.strategies.broken.sec import signature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_PLAIN: Final = b"Content-Type: text/plain; charset=us-ascii"
_URL: Final = glued(b"https://example.com/u?t=", WORD)
_FROM: Final = glued(b"From: ", WORD, b"@example.com")
_TO: Final = glued(b"To: ", ADDRESS)

# What mail to many has, by the letter of Gmail and Yahoo.
_UNSUBSCRIBE: Final = glued(b"List-Unsubscribe: <", _URL, b">")
_POST: Final = b"List-Unsubscribe-Post: List-Unsubscribe=One-Click"
_LIST_ID: Final = glued(b"List-Id: <", WORD, b".example.com>")
_LEAVING: Final = glued(TEXT, b"To leave: ", _URL, b"\r\n")


def _bulk(*fields: Octets, author: Octets = _FROM, to: Octets = _TO, body: Octets = _LEAVING) -> SearchStrategy[bytes]:
    """Make a message to one of many, with its list fields among ``fields``."""
    return message(author, to, *fields, _PLAIN, without="Cc In-Reply-To", body=body)


def _list_field(name: bytes, *bodies: Octets) -> SearchStrategy[bytes]:
    return message(glued(name, one_of(*bodies)))


def _to_many(count: int) -> bytes:
    return b"To: " + b",\r\n ".join(b"a%d@example.net" % number for number in range(count))


_MARKED: Final = one_of(
    glued(b'"', WORD, st.integers(1, 9).map(lambda count: b" (%d)" % count), b'"'),
    glued(b"=?utf-8?q?", WORD, one_of(b"_=E2=9C=85", b"_=E2=9C=94", b"_=F0=9F=94=94"), b"?="),
)
_NO_LIST: Final = (
    _URL,
    glued(b"<", _URL),
    glued(b"<", _URL, b"> <mailto:", ADDRESS, b">"),
    glued(b"<", ADDRESS, b">"),
)
_PLACEHOLDER: Final = b"{{amazonSESUnsubscribeUrl}}"

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "unsub-encoded": _list_field(
        b"List-Unsubscribe: ",
        glued(b"=?utf-8?q?=3Chttps=3A//example=2Ecom/", WORD, b"=3E?="),
        glued(b"<", _URL, b">,\r\n =?utf-8?q?=3Cmailto=3A", WORD, b"=40example=2Ecom=3E?="),
    ),
    "unsub-missing": _bulk(_LIST_ID),
    "unsub-no-https": _bulk(glued(b"List-Unsubscribe: <mailto:", ADDRESS, b">"), _LIST_ID),
    "unsub-post-missing": _bulk(_UNSUBSCRIBE, _LIST_ID),
    "unsub-body-link": _bulk(_UNSUBSCRIBE, _POST, _LIST_ID, body=TEXT),
    "list-id-missing": _bulk(_UNSUBSCRIBE, _POST),
    "from-display-brand": _bulk(_UNSUBSCRIBE, _POST, _LIST_ID, to=st.integers(5, 12).map(_to_many)),
    "subject-fake-reply": _bulk(
        glued(b"Subject: ", one_of(b"Re: ", b"RE: ", b"Fwd: ", b"FW: "), WORDS), _UNSUBSCRIBE, _POST, _LIST_ID
    ),
    "from-name-mark": _bulk(
        _UNSUBSCRIBE, _POST, _LIST_ID, author=glued(b"From: ", _MARKED, b" <", WORD, b"@example.com>")
    ),
    "from-freemail": message(glued(b"From: ", LOCAL_PART, one_of(b"@gmail.com", b"@yahoo.com", b"@outlook.com"))),
    "unsub-http": _list_field(
        b"List-Unsubscribe: ",
        glued(b"<http://example.com/", WORD, b">"),
        glued(b"<mailto:", ADDRESS, b">, <http://example.com/", WORD, b">"),
    ),
    "unsub-syntax": _list_field(b"List-Unsubscribe: ", *_NO_LIST),
    "list-header-uri": st.one_of(*(_list_field(name, *_NO_LIST) for name in (b"List-Help: ", b"List-Archive: "))),
    "unsub-post-value": message(
        _UNSUBSCRIBE,
        glued(
            b"List-Unsubscribe-Post: ",
            one_of(b"One-Click", glued(b"<", _URL, b">"), b"list-unsubscribe=one-click", b"List-Unsubscribe=Once"),
        ),
    ),
    "unsub-post-alone": st.one_of(message(_POST), message(_POST, glued(b"List-Unsubscribe: <mailto:", ADDRESS, b">"))),
    "unsub-not-signed": message(
        _UNSUBSCRIBE,
        _POST,
        signature(covers=one_of(b"from:to:subject", b"from:list-unsubscribe", b"from:to:list-unsubscribe-post")),
        _PLAIN,
        body=b"",
    ),
    "list-id-syntax": _list_field(
        b"List-Id: ",
        glued(WORD, b".example.com"),
        glued(WORD, b" <", WORD, b">"),
        glued(b"<", ADDRESS, b">"),
        glued(b"<", WORD, b" .example.com>"),
    ),
    "unsub-placeholder": in_any_part(_PLAIN, body=glued(TEXT, WORD, b": ", _PLACEHOLDER, b"\r\n")),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
