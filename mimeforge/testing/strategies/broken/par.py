"""Content-Type and Content-Disposition, and their parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import (
    DATE,
    TEXT,
    WORD,
    Octets,
    attached,
    glued,
    in_any_part,
    message,
    one_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_PLAIN: Final = b"Content-Type: text/plain; charset=us-ascii"
_INLINE: Final = b"Content-Disposition: inline; "
_BASE64: Final = b"Content-Transfer-Encoding: base64"


def _typed(content_type: Octets) -> SearchStrategy[bytes]:
    """Make a message or a part of this Content-Type."""
    return in_any_part(glued(b"Content-Type: ", content_type))


def _disposed(parameters: Octets) -> SearchStrategy[bytes]:
    """Make a message or a part with these parameters in its Content-Disposition."""
    return in_any_part(_PLAIN, glued(_INLINE, parameters))


def _with_boundary(written: bytes) -> SearchStrategy[bytes]:
    """Make a multipart message whose boundary parameter is written so, where ``b`` is the boundary."""
    body = glued(b"--b\r\n\r\n", TEXT, b"\r\n--b--\r\n")
    return message(b"Content-Type: multipart/mixed; " + written, body=body)


def _pdf(*fields: Octets) -> SearchStrategy[bytes]:
    """Make a message with a PDF attached; ``fields`` are those of its part."""
    return attached(*fields, _BASE64, body=b"JVBERi0xLjcK\r\n")


_TOKEN_NEEDS_QUOTES: Final = one_of(
    glued(WORD, b":", WORD),
    glued(WORD, b" ", WORD, b".txt"),
    glued(WORD, b" (", st.integers(1, 9).map(lambda count: b"%d" % count), b").txt"),
    glued(WORD, b"[", WORD, b"].txt"),
    glued(WORD, b"@", WORD),
)
_SEGMENT: Final = glued(b"filename*0=", WORD, b"; ")
_GAPS: Final = one_of(
    glued(_SEGMENT, b"filename*2=.txt"),
    glued(b"filename*1=", WORD, b"; filename*2=.txt"),
    glued(_SEGMENT, b"filename*01=.txt"),
    glued(_SEGMENT, b"filename*1=", WORD, b"; filename*3=.txt"),
)
_BAD_PERCENT: Final = one_of(
    glued(b"filename*=utf-8''", WORD, b"%.txt"),
    glued(b"filename*=utf-8''", WORD, st.sampled_from([b"%E9", b"%C3", b"%zz", b"%4"]), b".txt"),
    glued(b"filename*0*=utf-8''", WORD, b"%C3; filename*1=.txt"),
)
_NO_CHARSET: Final = one_of(
    glued(b"filename*=", WORD, b"%C3%A9.txt"),
    glued(b"filename*=utf-8'", WORD, b"%C3%A9.txt"),
    glued(b"filename*=\"utf-8''", WORD, b'%C3%A9.txt"'),
    glued(b"filename*=''", WORD, b"%C3%A9.txt"),
)

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "ctype-syntax": _typed(
        one_of(
            glued(b"text", b"; charset=us-ascii"),
            glued(b"/", WORD),
            b"text/; charset=us-ascii",
            glued(b"text/plain;; x-", WORD, b"=", WORD),
            glued(b"text/plain; x-", WORD),
        )
    ),
    "param-unquoted-special": _disposed(glued(b"filename=", _TOKEN_NEEDS_QUOTES)),
    "param-missing-semicolon": st.one_of(
        _typed(glued(b"text/plain; charset=us-ascii", one_of(b" ", b", "), b"x-", WORD, b"=", WORD)),
        _disposed(glued(b'filename="', WORD, b'"', WORD, b'".txt"')),
    ),
    "param-empty-value": st.one_of(
        _typed(b"text/plain; charset="),
        _disposed(one_of(b"filename=; size=1", b"filename=", glued(b"x-", WORD, b"="))),
    ),
    "param-duplicate": st.one_of(
        _disposed(glued(b"filename=", WORD, b".txt; filename=", WORD, b".txt")),
        _typed(
            one_of(b"text/plain; charset=us-ascii; CHARSET=us-ascii", b"text/plain; charset=utf-8; charset=us-ascii")
        ),
        _disposed(glued(b"filename*0=", WORD, b"; filename*0=.txt")),
    ),
    "param-space-around-equals": st.one_of(
        _typed(st.sampled_from([b"text/plain; charset = us-ascii", b"text/plain; charset= us-ascii"])),
        _disposed(glued(b"filename", one_of(b" =", b" = ", b"=\r\n "), WORD, b".txt")),
    ),
    "param-comment": st.one_of(
        _typed(glued(b"text/plain; charset=us-ascii (", WORD, b")")),
        _disposed(glued(b"filename=", WORD, b".txt (", WORD, b")")),
    ),
    "param-backslash": _disposed(
        glued(
            b'filename="',
            one_of(glued(b"C:\\", WORD, b"\\", WORD), glued(WORD, b"\\"), glued(WORD, b"\\", WORD)),
            b'.txt"',
        )
    ),
    "ctype-unknown-top": _typed(one_of(glued(b"x", WORD, b"/plain"), b"plain/text", b"text/text", b"text / plain")),
    "ctype-x-subtype": _typed(glued(b"text/x-", WORD, b"; charset=us-ascii")),
    "ctype-missing-leaf": _pdf(glued(b"Content-Disposition: attachment; filename=", WORD, b".pdf")),
    "charset-on-binary": attached(
        glued(b"Content-Type: ", one_of(b"image/png", b"image/PNG"), b"; charset=", one_of(b"utf-8", b"us-ascii")),
        glued(b"Content-Disposition: attachment; filename=", WORD, b".png"),
        _BASE64,
        body=b"iVBORw0KGgo=\r\n",
    ),
    "format-flowed-bad": _typed(
        glued(b"text/plain; charset=us-ascii; ", one_of(glued(b"format=x", WORD), b"delsp=yes"))
    ),
    "p2231-gap": _disposed(_GAPS),
    "p2231-order": _disposed(
        one_of(
            glued(b"filename*1=.txt; filename*0=", WORD),
            glued(_SEGMENT, b"filename*2=s.txt; filename*1=", WORD),
        )
    ),
    "p2231-bad-percent": _disposed(_BAD_PERCENT),
    "p2231-no-charset": _disposed(_NO_CHARSET),
    "p2231-mixed": _disposed(
        one_of(
            glued(b"filename=b", WORD, b".txt; filename*=utf-8''a%C3%A9.txt"),
            glued(b"filename*0=b", WORD, b".txt; filename*=utf-8''a%C3%A9.txt"),
            glued(b"filename=\"\"; filename*=utf-8''", WORD, b"%C3%A9.txt"),
        )
    ),
    "p2231-for-ascii": _disposed(glued(b"filename*=utf-8''", WORD, b".txt")),
    "p2231-in-boundary": st.one_of(
        _with_boundary(b"boundary*=us-ascii''b"),
        _with_boundary(b"boundary*0=b"),
        _typed(b"text/plain; charset*=us-ascii''us-ascii"),
    ),
    "filename-name-mismatch": _pdf(
        glued(b"Content-Type: application/pdf; name=", WORD, b".pdf"),
        glued(b"Content-Disposition: attachment; filename=", WORD, one_of(b".txt", b".doc")),
    ),
    "filename-missing": _pdf(b"Content-Type: application/pdf", one_of(b"Content-Disposition: attachment")),
    "name-deprecated": _pdf(
        glued(b"Content-Type: application/pdf; name=", WORD, b".pdf"), b"Content-Disposition: attachment"
    ),
    "disposition-unknown": in_any_part(
        _PLAIN, glued(b"Content-Disposition: z", WORD, one_of(b"", b"; filename=a.txt"))
    ),
    "disposition-missing": _pdf(glued(b"Content-Type: application/pdf", one_of(b"", glued(b"; x-", WORD, b"=", WORD)))),
    "disposition-date-syntax": _disposed(
        glued(
            one_of(b"creation", b"modification", b"read"),
            b'-date="',
            one_of(b"2025-01-20T12:00:00Z", b"30 Feb 2025 12:00:00 +0000", WORD, glued(b"on ", DATE)),
            b'"',
        )
    ),
    "disposition-size-wrong": _disposed(
        glued(b"size=", one_of(b'"20 KB"', b"-1", WORD, st.integers(100_000, 10**7).map(lambda size: b"%d" % size)))
    ),
    "filename-long": _disposed(glued(b'filename="', st.integers(256, 400).map(lambda size: b"a" * size), b'.txt"')),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
