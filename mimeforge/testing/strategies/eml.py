"""Whole messages as files hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.message import messages
from mimeforge.testing.strategies.trees import LineEnd, in_lf, line_ends, whole_trees

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["eml_bytes"]


def eml_bytes(*, line_end: LineEnd | None = None) -> SearchStrategy[bytes]:
    """Make whole messages as they were sent or received; the profile ``rfc`` finds no error in any.

    All line ends are CRLF, or all LF, which is how git and many programs keep mail; with ``None`` it is either.
    Covers what `messages` composes, and received mail of the shapes of `mime_trees`: with trace fields (Received,
    Return-Path, Delivered-To), what filters add, fields of lists, comments, obsolete and unknown fields, names in small
    letters and capitals; fields folded by blanks or a TAB, at one place or many; encoded-words of several charsets;
    groups; messages without Subject, To or Message-ID, and with nothing but From and Date.
    Never makes mixed line ends, an mbox "From " line, raw octets over 127 in fields, signatures, and damage: for that
    see `broken_messages`. Shrinks to a From and a Date field.

    Raises ValueError for another line end.
    """
    return _eml_bytes(line_ends(line_end))


@st.composite
def _eml_bytes(draw: DrawFn, ends: tuple[LineEnd, ...]) -> bytes:
    octets = draw(_WHOLE)
    return octets if draw(st.sampled_from(ends)) == "CRLF" else in_lf(octets)


_RECEIVED: Final = (
    b"Received: from mail.example.com (mail.example.com [192.0.2.1])\r\n\tby mx.example.net with ESMTPS id 0123abc\r\n"
    b"\tfor <b@example.net>; Mon, 04 May 2026 12:31:05 +0000 (UTC)\r\n"
)
_RECEIVED_TWICE: Final = (
    b"Received: by mx.example.net; Mon, 4 May 2026 05:31:05 -0700 (PDT)\r\n"
    b"Received: from [IPv6:2001:db8::1] by mail.example.com with ESMTPSA; Mon, 4 May 2026 12:31:00 +0000\r\n"
)
_RESULTS: Final = (
    b"Authentication-Results: mx.example.net;\r\n       spf=pass (192.0.2.1 may) smtp.mailfrom=example.com;\r\n"
    b"       dmarc=pass header.from=example.com\r\n"
)
# Fields of received mail in the order in which servers put them on top of each other; nothing stands for a field that
# is left out.
_TRACE: Final[tuple[tuple[bytes, ...], ...]] = (
    (b"", b"Return-Path: <bounces@example.com>\r\n", b"Return-Path: <>\r\n"),
    (b"", b"Delivered-To: b@example.net\r\n"),
    (b"", _RECEIVED, _RECEIVED_TWICE),
    (b"", _RESULTS),
    (b"", b"Received-SPF: pass (mx.example.net: 192.0.2.1 is permitted) client-ip=192.0.2.1;\r\n"),
    (b"", b"X-Spam-Status: No, score=-0.1 required=5.0 tests=A,B,\r\n\tC autolearn=ham\r\n"),
    (b"", b"List-Id: A list <list.example.org>\r\nList-Post: <mailto:list@example.org>\r\nPrecedence: list\r\n"),
)
_AUTHORS: Final = (
    b"From: a@example.com\r\n",
    b"from: A <a@example.com>\r\n",
    b'FROM: "A, B" <a@example.com>\r\n',
    b"From: =?utf-8?q?Zo=C3=A9?=\r\n <a@example.com>\r\n",
    b"From: A (comment)\r\n\t<a@example.com>\r\n",
)
_DATES: Final = (
    b"Date: Mon, 4 May 2026 12:30:59 +0000\r\n",
    b"Date: 4 May 2026 12:30 -0330\r\n",
    b"Date: Mon, 04 May 2026 12:30:59 +0000 (UTC)\r\n",
)
_OTHERS: Final[tuple[tuple[bytes, ...], ...]] = (
    (
        b"",
        b"To: b@example.net\r\n",
        b"To: b@example.net,\r\n\tc@example.net,\r\n\t=?iso-8859-1?Q?Jos=E9?= <d@example.org>\r\n",
        b"To: undisclosed-recipients:;\r\n",
        b"To: Team: b@example.net, c@example.net;\r\nCc: d@example.org\r\n",
    ),
    (
        b"",
        b"Subject: a\r\n",
        b"Subject: a\r\n b\r\n",
        b"Subject: =?koi8-r?b?0NLJ18XU?=\r\n =?utf-8?q?_=E2=82=AC?=\r\n",
        b"SUBJECT: a\r\n\tb\r\n\tc\r\n",
    ),
    (b"", b"Message-ID: <a@example.com>\r\n", b"Message-Id: <a.b+c@[192.0.2.1]>\r\n"),
    (b"", b"In-Reply-To: <1@example.net>\r\nReferences: <0@example.net>\r\n <1@example.net>\r\n"),
    (b"", b"X-Mailer: Example 1.0\r\n", b"X-Long: " + b"a" * 70 + b"\r\n " + b"b" * 70 + b"\r\n"),
    (b"MIME-Version: 1.0\r\n", b"Mime-Version: 1.0 (comment)\r\n"),
)
_HEADS: Final = st.tuples(*map(st.sampled_from, (*_TRACE, _AUTHORS, _DATES, *_OTHERS))).map(b"".join)
_LEAST: Final = st.just(_AUTHORS[0] + _DATES[0] + b"MIME-Version: 1.0\r\n")
_WHOLE: Final = st.one_of(
    whole_trees(_LEAST, line_end="CRLF", max_leaves=2).map(lambda tree: tree.octets),
    whole_trees(_HEADS, line_end="CRLF").map(lambda tree: tree.octets),
    messages("rfc").map(lambda message: message.as_bytes(None)),
)
