"""Multiparts: their boundaries, their delimiter lines, and what stands around their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.codecs import base64
from mimeforge.testing.strategies.broken.frame import (
    TEXT,
    WORD,
    WORDS,
    Octets,
    glued,
    in_any_part,
    multipart,
    one_of,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_MULTIPART: Final = glued(b"Content-Type: multipart/", one_of(b"mixed", b"related", b"x-set"))
_PLAIN: Final = b"Content-Type: text/plain; charset=us-ascii"
_LINE: Final = glued(WORD, b" ", WORDS, b"\r\n")
_EIGHT_BIT: Final = b"Content-Transfer-Encoding: 8bit"

# Boundaries of which none is the beginning of another, nor of those that `multipart` draws.
_BOUNDARY: Final = glued(one_of(b"b", b"b.", b"b-_"), WORD)
_INNER_BOUNDARY: Final = glued(one_of(b"c", b"c'"), WORD)


def _bounded(octets: Octets, *boundaries: Octets) -> SearchStrategy[bytes]:
    """Draw octets with the first boundary wherever ``{0}`` stands in them, with the second where ``{1}`` does."""
    drawn = st.tuples(*(glued(boundary) for boundary in boundaries or (_BOUNDARY, _INNER_BOUNDARY)))
    return st.builds(_filled, glued(octets), drawn)


def _filled(octets: bytes, boundaries: tuple[bytes, ...]) -> bytes:
    for number, boundary in enumerate(boundaries):
        octets = octets.replace(b"{%d}" % number, boundary)
    return octets


def _parts(delimiter: bytes = b"--{0}", closing: bytes | None = None) -> SearchStrategy[bytes]:
    """Make the body of a multipart: one part or two, with these delimiter lines."""
    first = part(_PLAIN)
    further = st.lists(glued(delimiter, b"\r\n", first), max_size=1).map(b"".join)
    return glued(delimiter, b"\r\n", first, further, delimiter + b"--\r\n" if closing is None else closing)


def _wrong(parameters: Octets, body: Octets, *boundaries: Octets) -> SearchStrategy[bytes]:
    """Make a multipart with these parameters and this body, in a message or in a part of it."""
    return _bounded(in_any_part(glued(_MULTIPART, parameters), body=body), *boundaries)


def _right(body: Octets, *boundaries: Octets) -> SearchStrategy[bytes]:
    """Make a multipart that names its boundary as it should, and has this body."""
    return _wrong(b'; boundary="{0}"', body, *boundaries)


def _lookalike(near: Octets, *boundaries: Octets) -> SearchStrategy[bytes]:
    """Make a multipart with a line that is nearly its delimiter, in one of its parts or before the first."""
    text, delimiter = glued(near, b"\r\n\r\n", TEXT), b"--{0}\r\n"
    first = one_of(b"", glued(delimiter, part(_PLAIN)))
    inside = glued(first, delimiter, part(_PLAIN, body=glued(one_of(b"", TEXT), text)), b"--{0}--\r\n")
    return _right(one_of(inside, glued(text, _parts())), *boundaries)


def _inner(boundary: bytes = b"{1}") -> SearchStrategy[bytes]:
    """Make a part that is a multipart with this boundary."""
    return part(
        glued(b'Content-Type: multipart/mixed; boundary="', boundary, b'"'),
        body=_parts(b"--" + boundary),
    )


def _forwarded(whole: Octets) -> SearchStrategy[bytes]:
    """Make a part that is a message with these content fields and this body."""
    return glued(b"Content-Type: message/rfc822\r\n\r\nSubject: ", WORDS, b"\r\nMIME-Version: 1.0\r\n", whole)


def _nested(boundary: bytes = b"{1}") -> SearchStrategy[bytes]:
    """Make the body of a multipart in which another stands, or a message that is one."""
    inner = one_of(_inner(boundary), _forwarded(_inner(boundary)))
    return glued(one_of(b"", glued(b"--{0}\r\n", part(_PLAIN))), b"--{0}\r\n", inner, b"\r\n--{0}--\r\n")


def _chain(levels: int) -> SearchStrategy[bytes]:
    """Make the body of a multipart with so many levels in it, each another multipart."""
    names = [b"d%03d" % level for level in range(levels)]
    opening = b"".join(
        b'--%b\r\nContent-Type: multipart/mixed; boundary="%b"\r\n\r\n' % pair
        for pair in zip([b"{0}", *names], names, strict=False)
    )
    closing = b"".join(b"\r\n--%b--\r\n" % name for name in reversed([b"{0}", *names]))
    return glued(opening, b"--", names[-1], b"\r\n", part(_PLAIN), closing)


_ENCODED: Final = glued(b"Content-Transfer-Encoding: ", one_of(b"base64", b"quoted-printable", b"BASE64"))
_IN_BASE64: Final = b"Content-Transfer-Encoding: base64"
_SHORT: Final = part(b"Subject: a", body=_LINE)
_WIDE_TEXT: Final = glued(WORDS, "é".encode(), b"\r\n")
_WIDE_PART: Final = part(b"Content-Type: text/plain; charset=utf-8", _EIGHT_BIT, body=_WIDE_TEXT)
_REPORT: Final = one_of(b"delivery-status", b"disposition-notification", b"feedback-report")
_OWN_FIELD: Final = one_of(
    b"Content-Transfer-Encoding: 7bit",
    b"Content-Disposition: inline",
    glued(b"content-id: <", WORD, b"@mail.example.com>"),
)
_SPECIAL: Final = one_of(b"=", b"/", b":", b"?", b",", b"@", b"[")
_SINGLE: Final = one_of(_PLAIN, b"Content-Type: application/octet-stream", b"Content-Type: text/html; charset=us-ascii")


def _messages(levels: int) -> SearchStrategy[bytes]:
    """Make a message in a message, so many times."""
    fields = b"Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n"
    return in_any_part(b"Content-Type: message/rfc822", body=glued(fields * (levels - 2), part(b"Subject: a")))


def _many_parts(count: int, last: Octets) -> SearchStrategy[bytes]:
    """Make a multipart of so many parts, with one more at the end."""
    return _right(glued(b"--{0}\r\n\r\na\r\n" * count, b"--{0}\r\n", last, b"\r\n--{0}--\r\n"))


DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "multipart-encoded": st.one_of(
        _bounded(in_any_part(_ENCODED, glued(_MULTIPART, b'; boundary="{0}"'), body=_parts())),
        in_any_part(glued(_MULTIPART, b"; boundary=b"), _IN_BASE64, body=_bounded(_parts(), b"b").map(base64.encode)),
    ),
    "message-encoded": st.one_of(
        in_any_part(b"Content-Type: message/rfc822", _IN_BASE64, body=_SHORT.map(base64.encode)),
        in_any_part(b"Content-Type: message/rfc822", b"Content-Transfer-Encoding: quoted-printable", body=_SHORT),
        multipart(
            part(_PLAIN),
            part(
                glued(b"Content-Type: message/", _REPORT),
                _IN_BASE64,
                body=glued(b"Reporting-MTA: dns; ", WORD, b".example\r\n").map(base64.encode),
            ),
        ),
    ),
    "cte-child-wider": st.one_of(
        multipart(_WIDE_PART),
        multipart(part(_PLAIN), _WIDE_PART),
        multipart(_WIDE_PART, fields=(b"Content-Transfer-Encoding: 7bit",)),
    ),
    "nesting-too-deep": st.one_of(
        st.integers(11, 15).flatmap(lambda levels: _right(_chain(levels))),
        st.integers(11, 15).flatmap(_messages),
        st.integers(51, 55).flatmap(lambda levels: _right(_chain(levels))),
    ),
    "too-many-parts": st.one_of(
        st.integers(500, 510).flatmap(lambda count: _many_parts(count, part(_PLAIN))), _many_parts(499, _inner())
    ),
    "parse-limit": st.integers(101, 110).flatmap(lambda levels: _right(_chain(levels))),
    "multipart-no-boundary": _wrong(
        one_of(b"", glued(b"; x-", WORD, b"=", WORD), b"; charset=us-ascii"), one_of(TEXT, _parts())
    ),
    "boundary-empty": _wrong(one_of(b'; boundary=""', b'; boundary=" "'), one_of(_parts(b"--"), TEXT)),
    "boundary-too-long": _wrong(b';\r\n boundary="{0}"', _parts(), st.integers(71, 200).map(lambda size: b"b" * size)),
    "boundary-bad-chars": st.one_of(
        _wrong(
            b'; boundary="{0}"',
            _parts(),
            glued(WORD, one_of(b"*", b"[", b"&", b"!", b"@", b"~", b"#"), one_of(b"", WORD)),
        ),
        _wrong(glued(b'; boundary="{0}', one_of(b" ", b"  "), b'"'), _parts()),
    ),
    "boundary-prefix-collision": st.tuples(_BOUNDARY, WORD).flatmap(
        lambda names: st.one_of(
            _right(_nested(), names[0], b"".join(names)), _right(_nested(), b"".join(names), names[0])
        )
    ),
    "boundary-reused": _right(_nested(b"{0}")),
    "boundary-on-leaf": _bounded(
        in_any_part(glued(_SINGLE, b"; boundary=", one_of(b"{0}", b'"{0}"')), body=one_of(TEXT, _parts())), WORD
    ),
    "boundary-unquoted": _wrong(
        b"; boundary={0}", _parts(), one_of(glued(WORD, one_of(_SPECIAL, b" "), WORD), glued(_SPECIAL, b"_", WORD))
    ),
    "boundary-never-used": _right(one_of(TEXT, b"", _parts(b"--{1}"), _parts(b"{0}"))),
    "multipart-zero-parts": _right(one_of(b"--{0}--\r\n", glued(b"--{0}--\r\n", _parts()))),
    "boundary-not-closed": _right(one_of(_parts(closing=b""), _parts(closing=b"--{0}\r\n"))),
    "boundary-in-content": st.one_of(
        _right(glued(_parts(), b"\r\n", _parts())),
        _right(glued(_parts(), one_of(b"", b"\r\n"), b"--{0}--\r\n")),
        _right(glued(_parts(), TEXT, b"--{0}--\r\n")),
        _right(
            glued(
                b"--{0}\r\n",
                _inner(),
                b"\r\n--{0}\r\n",
                part(_PLAIN, body=glued(TEXT, b"--{1}\r\n", TEXT)),
                b"--{0}--\r\n",
            )
        ),
    ),
    "boundary-lookalike": st.one_of(
        _lookalike(glued(b"--{0}", one_of(b";", b" ", b"--;"), WORD)),
        _lookalike(glued(one_of(b" ", b"\t", b"  "), b"--{0}")),
        _lookalike(one_of(b"-{0}", b"---{0}", b"-{0}--")),
        _BOUNDARY.flatmap(lambda name: _lookalike(b"--{1}", name, name.upper())),
    ),
    "preamble-text": _right(glued(one_of(_LINE, part(_PLAIN)), _parts())),
    "epilogue-text": _right(glued(_parts(), one_of(b"", b"\r\n"), one_of(_LINE, part(_PLAIN)))),
    "blank-part-headers": st.one_of(
        multipart(part(body=part(one_of(_PLAIN, _OWN_FIELD)))),
        multipart(part(_PLAIN), part(body=glued(one_of(b"", b"\r\n"), part(_OWN_FIELD, _PLAIN)))),
        multipart(part(_PLAIN), b"\r\n"),
    ),
    "part-header-in-body": st.one_of(
        in_any_part(_PLAIN, body=part(_OWN_FIELD)), multipart(part(_OWN_FIELD, body=part(_PLAIN)))
    ),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
