"""Ways to show one message to a filter and another to a person, each known from advisories, papers or old readers.

The tables are of text whose characters are octets: ``\\xe9`` is the octet E9.
"""

from __future__ import annotations

from typing import Final

from differential.classic_bodies import BODIES, BOUNDARIES, LINK, MIXED, NESTED, PDF, STRUCTURES, TEXT
from differential.classic_fields import FIELDS, NAMES, TYPES

__all__ = ["CLASSICS"]

_HEADER: Final = {
    "From": "From: Jo <jo@example.com>",
    "To": "To: Zoe <zoe@example.net>",
    "Subject": "Subject: Lunch",
    "Date": "Date: Mon, 20 Jan 2025 12:00:00 +0000",
    "Message-ID": "Message-ID: <1@example.com>",
    "MIME-Version": "MIME-Version: 1.0",
}


def _message(*fields: str, body: str = "See you at noon.\n") -> bytes:
    """Put fields, in place of or beside the usual ones, before a body; line ends become CRLF but for a lone ``\\r``."""
    named = {field.partition(":")[0] for field in fields}
    usual = [field for name, field in _HEADER.items() if name not in named]
    text = "\n".join([*usual, *fields, "", body])
    return text.replace("\r\n", "\n").replace("\n", "\r\n").replace("\0LF\0\r\n", "\n").encode("latin-1")


def _multipart(content_type: str, *lines: str) -> bytes:
    return _message(content_type, body="\n".join([*lines, ""]))


def _file(*fields: str, body: str = PDF) -> bytes:
    """Put a part with these fields behind a text."""
    encoding = [] if any("Encoding" in field for field in fields) else ["Content-Transfer-Encoding: base64"]
    lines = ["--b", "Content-Type: text/plain", "", "See you.", "--b", *fields, *encoding, "", body, "--b--"]
    return _multipart('Content-Type: multipart/mixed; boundary="b"', *lines)


_PDF_TYPE: Final = "Content-Type: application/pdf"

CLASSICS: Final[dict[str, bytes]] = {
    **{name: _message(*fields) for name, fields in FIELDS.items()},
    **{f"Content-Type: {name}": _message(f"Content-Type: {written}") for name, written in TYPES.items()},
    **{
        name: _multipart(f"Content-Type: {written}", f"--{used}", *TEXT, f"--{used}", *LINK, f"--{used}--")
        for name, (written, used) in BOUNDARIES.items()
    },
    **{name: _multipart(MIXED, *lines) for name, lines in {**STRUCTURES, **NESTED}.items()},
    **{f"file name: {name}": _file(*fields) for name, fields in NAMES.items()},
    **{
        f"body: {name}": _file(_PDF_TYPE, f"Content-Transfer-Encoding: {encoding}", body=body)
        for name, (encoding, body) in BODIES.items()
    },
    **{
        f"text: {name}": _message("Content-Type: text/html", f"Content-Transfer-Encoding: {encoding}", body=f"{body}\n")
        for name, (encoding, body) in BODIES.items()
    },
    "a whole multipart in base64": _message(
        MIXED, "Content-Transfer-Encoding: base64", body="LS1iDQoNClNlZSB5b3UuDQotLWItLQ0K"
    ),
    "a whole multipart in quoted-printable": _message(
        MIXED, "Content-Transfer-Encoding: quoted-printable", body="--b\n\n<p>=48ere\n=2D-b\n\n<p>\n--b--\n"
    ),
    "an empty line first": b"\r\n" + _message(),
    "LF alone": _message().replace(b"\r\n", b"\n"),
    "CR alone": _message().replace(b"\r\n", b"\r"),
    "LF in the header section, CRLF in the body": _message().replace(b"\r\n", b"\n", 8),
    "a byte order mark first": b"\xef\xbb\xbf" + _message(),
    "an mbox line first": b"From jo Mon Jan 20 12:00:00 2025\r\n" + _message(),
    "no body": b"\r\n".join(field.encode() for field in _HEADER.values()),
    "fields alone": b"\r\n".join(field.encode() for field in _HEADER.values()) + b"\r\n",
    "nothing": b"",
    "a dot alone on a line": _message(body="See you\n.\nSubject: Dinner\n"),
    "300 levels": b"Content-Type: message/rfc822\r\n\r\n" * 300 + _message(),
}
