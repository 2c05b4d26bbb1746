"""HTML as mail shows it: by itself or beside a text, in every transfer encoding, with what shall be wrong in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.codecs import base64, quoted_printable
from mimeforge.testing.strategies.broken.frame import TEXT, WORDS, Octets, glued, message, multipart, part

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["HTML_TYPE", "INTRO", "page", "related"]

HTML_TYPE: Final = b"Content-Type: text/html; charset=us-ascii"
INTRO: Final = glued(b"<p>This is the menu of the week, as each week. ", WORDS, b"</p>\r\n")
"""Enough text beside images."""

_WIDE_TYPE: Final = b"Content-Type: text/html; charset=utf-8"
_WIDE: Final = "<p>é</p>\r\n".encode()
_PLAIN: Final = part(b"Content-Type: text/plain; charset=us-ascii", body=TEXT)


def page(*pieces: Octets, is_alone: bool = False, without: str = "") -> SearchStrategy[bytes]:
    """Make a message that shows this HTML; ``is_alone``: with no text beside it to be compared with.

    ``without`` is that of `message`.
    """
    html = glued(*pieces, b"\r\n")
    wide = glued(*pieces, _WIDE)
    in_qp = wide.map(lambda octets: quoted_printable.encode(octets.replace(b"\r\n", b"\n")))
    written = (
        ((HTML_TYPE,), html),
        ((_WIDE_TYPE, b"Content-Transfer-Encoding: quoted-printable"), in_qp),
        ((b"Content-Transfer-Encoding: base64", _WIDE_TYPE), wide.map(base64.encode)),
    )
    parts = [part(*fields, body=body) for fields, body in written]
    if is_alone:
        beside = [multipart(each, without=without) for each in parts]
    else:
        beside = [multipart(_PLAIN, each, subtype=b"alternative", without=without) for each in parts]
    return st.one_of(*(message(*fields, body=body, without=without) for fields, body in written), *beside)


def related(html: Octets, *parts: Octets) -> SearchStrategy[bytes]:
    """Make a message of HTML, and parts that it shows."""
    return multipart(part(HTML_TYPE, body=glued(INTRO, html, b"\r\n")), *parts, subtype=b'related; type="text/html"')
