"""Shapes that mail can grow in without end: a table of functions from a size to octets."""

from __future__ import annotations

from base64 import b64encode
from math import isqrt
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SHAPES", "Shape"]

TOP: Final = (
    b"From: a@example.com\r\nTo: b@example.net\r\nDate: Fri, 1 May 2026 10:00:00 +0000\r\n"
    b"Message-ID: <1@example.com>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
)
# The same without the fields that a shape writes itself.
BARE: Final = b"From: a@example.com\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"


class Shape(NamedTuple):
    """What grows, how it is written, the size in short runs, and the size that somebody might send.

    Of ``more`` steps nothing is asked: what is looked up in ever longer numbers, and what grows by fits and starts.
    """

    name: str
    octets: Callable[[int], bytes]
    short: int
    full: int
    more: int = 1_000


def header(field: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Put one field of a given size into a message that has no other field of address or subject."""
    return lambda size: BARE + field(size) + b"\r\n\r\nx\r\n"


def body(content_fields: bytes, text: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Put a body of a given size under the fields that describe it."""
    return lambda size: TOP + content_fields + b"\r\n" + text(size)


def numbered(form: bytes, count: int, between: bytes = b"") -> bytes:
    """Write ``form`` with each number below ``count``."""
    return between.join([form.replace(b"#", b"%d" % number) for number in range(count)])


def multipart(boundary: bytes) -> bytes:
    """Write the fields of a multipart with this boundary, and the empty line behind them."""
    return b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n'


def levels(count: int) -> bytes:
    """Nest multiparts, none of them closed."""
    return TOP + b"".join([multipart(b"b%dx" % level) + b"--b%dx\r\n" % level for level in range(count)])


def closed_levels(count: int) -> bytes:
    """Nest multiparts, all of them closed, with a text in the innermost."""
    opened = b"".join([multipart(b"b%dx" % level) + b"--b%dx\r\n" % level for level in range(count)])
    closed = b"".join([b"--b%dx--\r\n" % level for level in reversed(range(count))])
    return TOP + opened + b"Content-Type: text/plain\r\n\r\nx\r\n" + closed


def prefixes(size: int) -> bytes:
    """Nest multiparts, each boundary the beginning of those below it; together they have about ``size`` octets."""
    boundaries = [b"b" * (level + 1) for level in range(isqrt(size))]
    opened = b"".join([multipart(boundary) + b"--" + boundary + b"\r\n" for boundary in boundaries])
    return TOP + opened + b"\r\n" + numbered(b"--b#\r\n", len(boundaries))


def encoded_again(size: int) -> bytes:
    """Encode an encoded-word as the text of another one, until there are ``size`` octets."""
    word = b"=?utf-8?Q?a?="
    while len(word) < size:
        word = b"=?utf-8?B?" + b64encode(word) + b"?="
    return b"Subject: " + word


def parts(fields: bytes, count: int) -> bytes:
    """Write a multipart of ``count`` parts with these fields."""
    return TOP + multipart(b"b") + numbered(b"--b\r\n" + fields + b"\r\nx\r\n", count) + b"--b--\r\n"


SIGNATURE: Final = (
    b"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d#.example; s=s; h=From:To:Subject:Date;\r\n"
    b" bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n"
)
PDF: Final = b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
QP: Final = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
HTML: Final = b"Content-Type: text/html; charset=utf-8\r\n"
INLINE: Final = (
    b"Content-Type: image/png\r\nContent-Disposition: inline\r\nContent-ID: <c#@example.com>\r\n"
    b"Content-Transfer-Encoding: base64\r\n"
)
ATTACHED: Final = b'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="f#.txt"\r\n'


SHAPES: Final = (
    # -- many of a kind ------------------------------------------------------------------------------------------------
    Shape("header fields", lambda n: TOP + numbered(b"X-Field-#: x\r\n", n) + b"\r\nx\r\n", 50, 10_000),
    Shape("header fields of one name", lambda n: TOP + b"Subject: x\r\n" * n + b"\r\nx\r\n", 25, 10_000),
    Shape("trace fields", lambda n: numbered(b"Received: from h#.example\r\n", n) + TOP + b"\r\nx\r\n", 50, 10_000),
    Shape("bad field names", lambda n: TOP + b"B\xe4d N\xe4me: x\r\n" * n + b"\r\nx\r\n", 30, 10_000),
    Shape("stray lines", lambda n: TOP + b"stray\r\n" * n + b"\r\nx\r\n", 30, 10_000),
    Shape("parts", lambda n: parts(b"Content-Type: text/plain\r\n", n), 24, 1_000),
    Shape("parts without fields", lambda n: parts(b"", n), 24, 10_000),
    Shape("attachments", lambda n: parts(ATTACHED, n), 24, 1_000),
    Shape("inline parts", lambda n: parts(INLINE, n), 24, 1_000),
    Shape("parts of one content id", lambda n: parts(INLINE.replace(b"#", b""), n), 24, 1_000),
    Shape("HTML parts", lambda n: parts(HTML, n), 24, 1_000),
    Shape("embedded messages", lambda n: parts(b"Content-Type: message/rfc822\r\n\r\nTo: x\r\n", n), 24, 1_000),
    Shape("signatures", lambda n: numbered(SIGNATURE, n) + TOP + b"\r\nx\r\n", 24, 1_000),
    Shape("tags", lambda n: TOP + b"X-SES-MESSAGE-TAGS: " + numbered(b"k#=v", n, b", ") + b"\r\n\r\nx", 200, 10_000),
    Shape("fields of tags", lambda n: TOP + numbered(b"X-SES-MESSAGE-TAGS: k#=v\r\n", n) + b"\r\nx", 50, 10_000),
    # -- levels --------------------------------------------------------------------------------------------------------
    Shape("multiparts in multiparts", levels, 8, 1_000),
    Shape("closed multiparts in multiparts", closed_levels, 8, 1_000, more=3_000),
    Shape("messages in messages", lambda n: TOP + b"Content-Type: message/rfc822\r\n\r\n" * n + b"x", 8, 1_000),
    Shape("boundaries that begin others", prefixes, 400, 160_000),
    # -- boundaries ----------------------------------------------------------------------------------------------------
    Shape(
        "a boundary of blanks", lambda n: TOP + multipart(b" " * n) + b"--" + b" " * n + b"\r\n\r\nx", 2_000, 1 << 20
    ),
    Shape("a boundary of dashes", lambda n: TOP + multipart(b"-" * n) + b"-" * n + b"--\r\n\r\nx", 2_000, 1 << 20),
    Shape("lines of dashes", lambda n: TOP + multipart(b"----") + b"------\r\n" * n, 40, 100_000),
    # -- parameters ----------------------------------------------------------------------------------------------------
    Shape("a token", lambda n: parts(b"Content-Type: a/b; name=" + b"x" * n + b"\r\n", 1), 4_000, 1 << 20),
    Shape("a quoted value", lambda n: parts(b'Content-Type: a/b; name="' + b"x" * n + b'"\r\n', 1), 4_000, 1 << 20),
    Shape("quoted pairs", lambda n: parts(b'Content-Type: a/b; name="' + b"\\x" * n + b'"\r\n', 1), 500, 1 << 19),
    Shape(
        "an open quote", lambda n: parts(b'Content-Type: a/b; name="' + b"x " * (500 + n) + b"\r\n", 1), 1000, 1 << 19
    ),
    Shape(
        "an extended value",
        lambda n: parts(b"Content-Type: a/b; name*=utf-8''" + b"%41" * n + b"\r\n", 1),
        300,
        1 << 18,
        more=3_000,
    ),
    Shape(
        "segments", lambda n: parts(b"Content-Type: a/b" + numbered(b";\r\n name*#*=%%41", n) + b"\r\n", 1), 40, 50_000
    ),
    Shape("parameters", lambda n: parts(b"Content-Type: a/b" + numbered(b"; p#=v", n) + b"\r\n", 1), 200, 50_000),
    Shape("parameters of one name", lambda n: parts(b"Content-Type: a/b" + b"; p=v" * n + b"\r\n", 1), 20, 50_000),
    Shape(
        "parameters that stand twice",
        lambda n: parts(b"Content-Type: a/b" + numbered(b"; p#=v; p#=v", n) + b"\r\n", 1),
        20,
        20_000,
    ),
    Shape(
        "comments at a type",
        lambda n: parts(b"Content-Type: a/b " + b"(" * n + b"x" + b")" * n + b"\r\n", 1),
        300,
        1 << 18,
    ),
    # -- encoded-words -------------------------------------------------------------------------------------------------
    Shape("encoded-words encoded again", header(encoded_again), 4_000, 1 << 20),
    Shape("adjacent encoded-words", header(lambda n: b"Subject:" + b" =?utf-8?Q?=C3=A4?=" * n), 100, 20_000),
    Shape("folded encoded-words", header(lambda n: b"Subject:" + b"\r\n =?utf-8?B?w6Q=?=" * n), 100, 20_000),
    Shape(
        "encoded-words within",
        header(lambda n: b"Subject: " + b"=?utf-8?Q?" * n + b"x" + b"?=" * n),
        25,
        50_000,
        more=3_000,
    ),
    Shape(
        "encoded-words in a phrase", header(lambda n: b"To:" + b" =?utf-8?Q?a?=" * n + b" <b@example.net>"), 100, 20_000
    ),
    # -- addresses, dates and other structured fields ------------------------------------------------------------------
    Shape("recipients", header(lambda n: b"To: " + numbered(b"u#@example.net", n, b",\r\n ")), 100, 10_000),
    Shape("names", header(lambda n: b"To: " + numbered(b'"N, #" <u#@example.net>', n, b",\r\n ")), 100, 10_000),
    Shape("commas", header(lambda n: b"To: " + b"," * n), 1_000, 1 << 20),
    Shape("angle brackets", header(lambda n: b"To: " + b"<" * n + b"a@example.net" + b">" * n), 500, 100_000),
    Shape("groups in groups", header(lambda n: b"To: " + b"g:" * n + b"a@example.net" + b";" * n), 100, 100_000),
    Shape("groups", header(lambda n: b"To: " + b"g: a@example.net;" * n), 25, 10_000),
    Shape("comments in an address", header(lambda n: b"To: " + b"(" * n + b")" * n + b" a@example.net"), 500, 200_000),
    Shape("open comments in an address", header(lambda n: b"To: a@example.net " + b"(" * n), 500, 200_000),
    Shape(
        "comments in a date",
        header(lambda n: b"Date: Fri, 1 May 2026 10:00:00 +0000 " + b"(" * n + b")" * n),
        500,
        200_000,
    ),
    Shape("a route", header(lambda n: b"To: <" + b"@h.example," * n + b":a@example.net>"), 100, 50_000),
    Shape("labels", header(lambda n: b"To: a@" + b"l." * n + b"example"), 300, 200_000),
    Shape("a local part", header(lambda n: b"To: " + b"a." * n + b"a@example.net"), 300, 200_000),
    Shape("at signs", header(lambda n: b"To: " + b"a@" * n), 300, 200_000),
    Shape("quotes", header(lambda n: b"To: " + b'"' * n), 300, 200_000),
    Shape("references", header(lambda n: b"References:" + numbered(b"\r\n <m#@example.com>", n)), 100, 20_000),
    Shape("URIs", header(lambda n: b"List-Unsubscribe: " + b"<https://example.com/u>, " * n), 100, 20_000),
    Shape("folds of blanks", header(lambda n: b"Subject: x" + b"\r\n \t " * n + b"x"), 100, 200_000),
    Shape("blanks", header(lambda n: b"To: a@example.net" + b" " * n + b"x"), 2_000, 1 << 20),
    # -- bodies --------------------------------------------------------------------------------------------------------
    Shape("one line", body(b"", lambda n: b"x" * n), 4_000, 40 << 20),
    Shape("one line of base64", body(PDF, lambda n: b"QUFB" * n), 1_000, 10 << 20),
    Shape("one line of quoted-printable", body(QP, lambda n: b"=C3=A4 x" * n), 500, 1 << 20),
    Shape("soft breaks", body(QP, lambda n: b"a=\r\n" * n), 500, 1 << 20),
    Shape("bad quoted-printable", body(QP, lambda n: b"=G1=\r\n" * n), 500, 1 << 18),
    Shape("blanks at line ends", body(QP, lambda n: b"a \t \r\n" * n), 500, 1 << 18),
    Shape("short lines of base64", body(PDF, lambda n: b"QUFB\r\n" * n), 500, 1 << 20),
    Shape("padding in base64", body(PDF, lambda n: b"QQ==\r\n" * n), 500, 1 << 18),
    Shape("long lines", body(b"", lambda n: (b"x" * 999 + b"\r\n") * n), 20, 20_000),
    Shape("bare CRs", body(b"", lambda n: b"x\r" * n), 200, 1 << 20),
    Shape("lines of LF and of CRLF", body(b"", lambda n: b"x\ny\r\n" * n), 200, 1 << 20),
    Shape("nested HTML", body(HTML, lambda n: b"<div>" * n + b"x" + b"</div>" * n), 300, 100_000),
    Shape("nested links", body(HTML, lambda n: b'<a href="https://example.com">' * n), 80, 50_000),
    Shape("style", body(HTML, lambda n: b"<style>" + b"a{b:c}" * n + b"</style>"), 300, 100_000),
    Shape("open tags", body(HTML, lambda n: b"<" * n), 1_000, 1 << 20),
    Shape("entities", body(HTML, lambda n: b"&amp;" * n), 500, 1 << 18),
    Shape("images", body(HTML, lambda n: numbered(b'<img src="cid:c#">\r\n', n)), 40, 20_000),
    Shape("templates", body(b"", lambda n: b"{{" * n + b"x" + b"}}" * n), 300, 1 << 18),
)
