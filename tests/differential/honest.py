"""Where a reader differs for a reason of its own, on mail that the standards allow: nobody is warned of that.

Each case carries an example, and a test holds that the reader still differs: a case that is no more has to go.
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING, NamedTuple

import mimeforge
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge import Part

__all__ = ["HONEST", "Honest"]


class Honest(NamedTuple):
    """A reader, what it differs in and why that is its own affair; in which parts, and an example."""

    reader: str
    aspects: frozenset[str]
    reason: str
    concerns: Callable[[Part], bool]
    example: bytes


def _mixed(part: str, subtype: str = "mixed") -> bytes:
    body = f"--b\r\nContent-Type: text/plain\r\n\r\nHello.\r\n--b\r\n{part}\r\n--b--\r\n"
    return sample(f"Content-Type: multipart/{subtype}; boundary=b", body=body)


def _is_below(root: Part, has: Callable[[Part], bool]) -> bool:
    return any(has(part) for part in root.walk() if not part.is_root)


def _has(name: str, pattern: str) -> Callable[[Part], bool]:
    """Say whether a part has a field of that name in which the pattern is found."""
    expression = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda part: any(expression.search(field.value) for field in part.fields_named(name))


def _of_addresses(reader: str, reason: str, pattern: str, example: str) -> list[Honest]:
    names = {"from_": "From", "to": "To", "cc": "Cc", "reply_to": "Reply-To"}
    return [
        Honest(reader, frozenset({aspect}), reason, _has(name, pattern), sample(f"{name}: {example}"))
        for aspect, name in names.items()
    ]


def _has_colon_before_parts(part: Part) -> bool:
    """Say whether a colon stands before the first part, and nothing like a delimiter or a part's field."""
    text = part.source.read(part.preamble) if part.preamble else b""
    return b":" in text and not re.search(
        rb"^(?:--+[^-\s]|(?:Content|MIME|X)-[^\s:]+\s*:)", text, re.MULTILINE | re.IGNORECASE
    )


def _is_bare(part: Part) -> bool:
    return not part.is_root and not part.fields


def _nested(levels: int) -> bytes:
    part = "\r\nHello."
    for level in range(levels):
        part = f"Content-Type: multipart/mixed; boundary={level:03}\r\n\r\n--{level:03}\r\n{part}\r\n--{level:03}--"
    field, _, body = part.partition("\r\n\r\n")
    return sample(field, body=f"{body}\r\n")


def _levels(part: Part) -> int:
    """Count the levels from this part to the innermost one in it."""
    return max(_depth(inner) for inner in part.walk()) - _depth(part)


def _depth(part: Part) -> int:
    return 0 if part.is_root else part.path.count(".") + 1


def _is_embedded(part: Part) -> bool:
    """Say whether a part stands within an embedded message, or is the message itself."""
    root = mimeforge.parse(part.source.octets)
    return part.path not in {one.path for one in root.walk(into_messages=False)}


def _is_whole_base64(octets: bytes) -> bool:
    try:
        b64decode(b"".join(octets.split()), validate=True)
    except ValueError:
        return False
    return True


HONEST = (
    Honest(
        "Email::MIME",
        frozenset({"content", "charset", "name", "disposition"}),
        "takes the text of a part without fields for its header section; RFC 2046 §5.1: no field is required there",
        _is_bare,
        _mixed("\r\nSee you."),
    ),
    Honest(
        "Email::MIME",
        frozenset({"parts"}),
        "takes the text of a part without fields for its header section, so that the part holds nothing",
        lambda part: _is_below(part, _is_bare),
        _mixed("\r\nSee you."),
    ),
    Honest(
        "Email::MIME",
        frozenset({"parts"}),
        "knows no multipart/digest; RFC 2046 §5.1.5: a part of it without a Content-Type is a message",
        lambda part: any(inner.media_type == "multipart/digest" for inner in part.walk()),
        _mixed("X-Note: 1\r\n\r\nSubject: Lunch\r\n\r\nSee you.", "digest"),
    ),
    Honest(
        "Email::MIME",
        frozenset({"parts"}),
        "takes a preamble that has a colon for a part; RFC 2046 §5.1.1: what stands before the first part is ignored",
        lambda part: any(_has_colon_before_parts(inner) for inner in part.walk()),
        sample(
            "Content-Type: multipart/mixed; boundary=b",
            body="This is MIME: read on\r\n\r\nHello.\r\n--b\r\nX-Note: 1\r\n\r\nHello.\r\n--b--\r\n",
        ),
    ),
    *_of_addresses(
        "fast-mail-parser",
        "reads no quoted local part, and no brackets in quotes; RFC 5322 §3.4.1: local-part = dot-atom / quoted-string",
        r'"[^"]*"\s*@|"[^"]*[<>"][^"]*"',
        '"jo doe"@example.com',
    ),
    *_of_addresses(
        "fast-mail-parser",
        "takes the comma behind a group for the beginning of the next address; RFC 5322 §3.4",
        r";\s*,",
        "Team: a@example.net;, jo@example.com",
    ),
    *(
        Honest(
            reader,
            frozenset({"subject"}),
            "knows no language in an encoded-word; RFC 2231 §5: charset*language",
            _has("Subject", r"=\?[^?*]+\*[^?]*\?"),
            sample("Subject: =?utf-8*fr?q?D=C3=AEner?="),
        )
        for reader in ("fast-mail-parser", "compat32", "MIME-tools")
    ),
    Honest(
        "compat32",
        frozenset({"subject"}),
        "decodes no charset but those of Python, by whose names there is no windows-874",
        _has("Subject", r"=\?windows-874\?"),
        sample("Subject: =?windows-874?q?Lunch?="),
    ),
    Honest(
        "MIME-tools",
        frozenset({"subject"}),
        "shows an encoded-word of no text as it is written: there is nothing that it could hide",
        _has("Subject", r"=\?[^?]+\?[bq]\?\?="),
        sample("Subject: Lunch =?utf-8?q??="),
    ),
    Honest(
        "compat32",
        frozenset({"charset"}),
        "takes a comment for a part of the charset; RFC 2045 §5.1 shows one there, and no other reader differs",
        _has("Content-Type", r"charset=[^;]*\("),
        sample("Content-Type: text/plain; charset=us-ascii (plain)"),
    ),
    Honest(
        "fast-mail-parser",
        frozenset({"name"}),
        "ends a quoted file name at its semicolon; RFC 2045 §5.1: in a quoted-string it means nothing",
        lambda part: any(_has(name, r'name="[^"]*;')(part) for name in ("Content-Disposition", "Content-Type")),
        sample('Content-Disposition: inline; filename="lunch; menu.txt"'),
    ),
    Honest(
        "fast-mail-parser",
        frozenset({"refused"}),
        "gives up for broken base64 in an embedded message, which is for the linter its sender's affair",
        lambda part: _is_embedded(part) and part.transfer_encoding == "base64" and not _is_whole_base64(part.raw),
        _mixed("Content-Type: message/rfc822\r\n\r\nContent-Transfer-Encoding: base64\r\n\r\nA'AA"),
    ),
    Honest(
        "Email::MIME",
        frozenset({"refused"}),
        "gives up on a message of more than 10 levels; RFC 2046 sets no limit, and others read on",
        lambda part: _levels(part) > 10,
        _nested(12),
    ),
    # PAR116 tells of it, as a note: it is legal, and labels of other projects' vectors ask for no more.
    *(
        Honest(
            reader,
            frozenset({"name"}),
            "sees no name in an extended value of an empty charset; RFC 2231 §4: it may be left empty",
            _has("Content-Disposition", r"filename\*(?:0\*)?=''"),
            sample("Content-Disposition: inline; filename*=''lunch.txt"),
        )
        for reader in ("fast-mail-parser", "MIME-tools")
    ),
)
