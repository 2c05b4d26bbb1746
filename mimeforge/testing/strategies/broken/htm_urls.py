"""URLs in HTML: links, images, backgrounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import ADDRESS, WORD, WORDS, Octets, glued, one_of
from mimeforge.testing.strategies.broken.pages import INTRO, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_LINKED: Final = (
    b'<p><a href="{0}">the menu</a></p>',
    b"<A HREF='{0}'>the menu</A>",
    b'<map name="m"><area alt="menu" href=" {0} "></map>',
)
_SHOWN: Final = (
    b'<img alt="the menu" src="{0}">',
    b'<table><tr><td background="{0}">menu</td></tr></table>',
    b"<p style=\"background: url('{0}')\">menu</p>",
    b"<style>p { background: url({0}) }</style>",
    b'<picture><source srcset="{0} 2x"></picture>',
)


def _at(*urls: Octets, ways: tuple[bytes, ...] = (*_LINKED, *_SHOWN), is_alone: bool = False) -> SearchStrategy[bytes]:
    """Make a message whose HTML has one of these URLs in one of these places."""
    html = st.builds(lambda way, url: way.replace(b"{0}", url), st.sampled_from(ways), one_of(*urls))
    return page(INTRO, html, is_alone=is_alone)


def _strictly(*urls: Octets, ways: tuple[bytes, ...] = _LINKED) -> SearchStrategy[bytes]:
    return _at(*urls, ways=ways, is_alone=True)


_PATH: Final = one_of(glued(b"/", WORD), b"", glued(b"/", WORD, b"/", WORD, b".png?q=1"))
_HOST: Final = one_of(b"example.com", glued(WORD, b".example.org"), b"www.example.net")
_PORT: Final = one_of(b"", b":8080")
_HTTP: Final = one_of(b"http://", b"https://", b"HTTP://")
_SMALL: Final = st.integers(1, 250).map(lambda number: b"%d" % number)

_LOCAL_HOST: Final = one_of(
    b"localhost",
    b"127.0.0.1",
    glued(b"192.168.0.", _SMALL),
    glued(b"10.0.", _SMALL, b".7"),
    b"172.16.0.9",
    b"169.254.1.1",
    b"[::1]",
    b"[fe80::1]",
    b"[fc00::7]",
    glued(b"intranet-", WORD),
    glued(WORD, one_of(b".local", b".internal", b".lan", b".localdomain", b".home.arpa", b".LOCAL.")),
)
_LOCAL_FILE: Final = one_of(
    glued(b"file:///home/jo/", WORD, b".png"),
    glued(b"C:\\Users\\jo\\", WORD, b".png"),
    glued(b"d:/", WORD, b".gif"),
    glued(b"\\\\server\\share\\", WORD),
    glued(b"blob:https://example.com/", WORD),
    glued(b"webkit-fake-url://", WORD),
)
_TAKEN_APART: Final = (
    glued(b"www.example.com", _PATH),
    glued(WORD, b".example.com", _PATH),
    glued(one_of(b"http:/", b"https:/", b"https:"), b"example.com", _PATH),
    glued(_HTTP, one_of(b"http://", b"https://"), b"example.com", _PATH),
    glued(one_of(b"htps", b"htp", b"ttps", b"hhttp", b"httpss"), b"://", _HOST, _PATH),
    glued(one_of(b"http//", b"https//", b"http;//"), _HOST, _PATH),
    glued(_HTTP, WORD, one_of(b",", b"..", b"*", b"&amp;", b"!"), b"example.com", _PATH),
    glued(b"https:///", WORD),
    glued(_HTTP, _HOST, b":", WORD, b"/"),
)
_UNESCAPED: Final = glued(
    _HTTP,
    _HOST,
    b"/",
    one_of(glued(WORD, b" ", WORD), glued(b"?q=20%", WORD.map(lambda word: b"z" + word)), glued(b"?q=", WORDS, b" a")),
)
_ADDRESS_HOST: Final = one_of(
    glued(b"192.0.2.", _SMALL),
    b"[2001:db8::7]",
    st.integers(0xC0000201, 0xC00002FE).map(lambda number: b"%d" % number),
    st.integers(0xC0000201, 0xC00002FE).map(lambda number: b"0x%X" % number),
)
# Cyrillic and Greek letters that look as Latin ones
_ALIKE: Final = st.builds(
    lambda before, letter, behind: f"{before.decode()}{letter}{behind.decode()}",
    WORD,
    st.sampled_from(["\u0430", "\u0435", "\u043e", "\u03bf"]),
    WORD,
)
# In a style sheet, references to characters stand for themselves.
_REFERENCED: Final = _ALIKE.map(lambda label: label.encode("ascii", "xmlcharrefreplace"))
_PUNYCODE: Final = _ALIKE.map(lambda label: b"xn--" + label.encode("punycode"))
_SECRET: Final = one_of(
    glued(_HTTP, WORD, b":", WORD, b"@", _HOST, _PATH),
    glued(_HTTP, _HOST, b"/?user=jo&amp;", one_of(b"password=", b"passwd=", b"Password="), WORD),
    glued(_HTTP, _HOST, b"/", WORD, one_of(b";jsessionid=", b"?PHPSESSID=", b"?ASPSESSIONIDa="), WORD, b"7A"),
)
_TWO_SITES: Final = st.builds(
    lambda way, host, path: way.replace(b"{0}", b"https://track.example.org/c/" + path).replace(b"{1}", host),
    st.sampled_from(
        [
            b'<a href="{0}">https://{1}/menu</a>',
            b'<a href="{0}"><b>http://{1}</b></a>',
            b"<A HREF='{0}'> HTTPS://{1}:8080/?q=1 </A>",
        ]
    ),
    st.sampled_from([b"example.com", b"www.example.net", b"shop.example"]),
    WORD,
)
_STAGING: Final = one_of(*b"staging dev test qa uat sandbox preprod stage".split())
_SHORTENER: Final = one_of(*b"bit.ly t.co tinyurl.com goo.gl is.gd www.ow.ly BIT.LY".split())

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "url-local": _at(glued(_HTTP, _LOCAL_HOST, _PORT, _PATH), _LOCAL_FILE),
    "url-staging": _strictly(
        glued(
            b"https://", one_of(glued(_STAGING, b".example.com"), glued(WORD, b".", _STAGING, b".example.org")), _PATH
        ),
        glued(b"https://", WORD, one_of(b".ngrok.io", b".ngrok-free.app", b".trycloudflare.com"), _PATH),
    ),
    "url-relative": _at(
        glued(b"/", WORD),
        glued(WORD, b".html"),
        glued(b"//example.com/", WORD),
        glued(one_of(b"img/", b"../", b"./"), WORD, b".png"),
        glued(b"?q=", WORD),
    ),
    "url-http": _strictly(glued(one_of(b"http://", b"HTTP://"), _HOST, _PORT, _PATH), ways=(*_LINKED, *_SHOWN)),
    "url-malformed": st.one_of(
        _at(*_TAKEN_APART), _at(_UNESCAPED, ADDRESS, ways=(*_LINKED, _SHOWN[0])), _at(_UNESCAPED, ways=_SHOWN[:3])
    ),
    "url-text-mismatch": page(INTRO, _TWO_SITES, is_alone=True),
    "url-ip": _at(glued(_HTTP, _ADDRESS_HOST, _PORT, _PATH)),
    "url-homograph": st.one_of(
        _at(glued(_HTTP, one_of(b"", b"www."), _REFERENCED, b".example.com", _PATH), ways=(*_LINKED, *_SHOWN[:3])),
        _at(glued(_HTTP, _PUNYCODE, one_of(b".com", b".example.com"), _PATH)),
    ),
    "url-shortener": _strictly(glued(b"https://", _SHORTENER, b"/", WORD)),
    "url-secret": _at(_SECRET),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
