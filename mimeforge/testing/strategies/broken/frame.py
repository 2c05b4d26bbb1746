"""Messages in which nothing is wrong, drawn anew each time, with places for what shall be wrong.

A defect stands where it would stand in real mail: among other fields in any order, in a message of one part or in a
part of a multipart message. Each of these messages is right but for what the arguments bring: the linter finds nothing
else in it. They shrink to few short fields and the text "a".

What is given as octets or drawn is written as it is: a field is ``Name: value`` without its last line end, a body ends
in its own.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mimeforge.headers import Date

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

__all__ = [
    "ADDRESS",
    "AUTHOR",
    "DATE",
    "DOMAIN",
    "FURTHER_RECIPIENTS",
    "HTML",
    "LOCAL_PART",
    "MAILBOX",
    "MESSAGE_ID",
    "OTHER_ID",
    "RECIPIENTS",
    "TEXT",
    "WORD",
    "WORDS",
    "Octets",
    "attached",
    "glued",
    "in_any_part",
    "message",
    "multipart",
    "one_of",
    "part",
    "with_html",
]

_FIELD_END_RE: Final = re.compile(rb"\r\n(?! )")

Octets: TypeAlias = bytes | SearchStrategy[bytes]


def glued(*pieces: Octets) -> SearchStrategy[bytes]:
    """Make one run of octets of several, each given or drawn."""
    return st.tuples(*map(_drawn, pieces)).map(b"".join)


def one_of(*pieces: Octets) -> SearchStrategy[bytes]:
    """Make one of several; the first is what it shrinks to."""
    return st.one_of(*map(_drawn, pieces))


def _drawn(piece: Octets) -> SearchStrategy[bytes]:
    return st.just(piece) if isinstance(piece, bytes) else piece


def _date(moment: datetime) -> bytes:
    return Date.of(moment.replace(tzinfo=UTC), "date").write("Date").removeprefix(b"Date: ").removesuffix(b"\r\n")


def _address_at(domain: bytes) -> SearchStrategy[bytes]:
    return glued(LOCAL_PART, b"@", domain)


def _mailbox_at(domain: bytes) -> SearchStrategy[bytes]:
    address = _address_at(domain)
    return one_of(address, glued(_NAME, b" <", address, b">"), glued(b'"', _NAME, b', ltd" <', address, b">"))


def _mailboxes_at(domain: bytes) -> SearchStrategy[bytes]:
    members = st.lists(_mailbox_at(domain), min_size=1, max_size=3, unique_by=_addr_spec)
    return members.map(b",\r\n ".join)


def _addr_spec(mailbox: bytes) -> bytes:
    return mailbox.rpartition(b"<")[2].rstrip(b">")


# Words are drawn as a whole: letter by letter, they took more than half of the time.
WORD: Final = st.sampled_from(
    [
        *(bytes([letter]) for letter in range(ord("a"), ord("z") + 1)),
        *b"alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa".split(),
        *b"quebec romeo sierra tango uniform victor whiskey xray yankee zulu zz qq xyzzy aeiou bcdfgh".split(),
    ]
)
"""A word of small letters."""
WORDS: Final = st.lists(WORD, min_size=1, max_size=5).map(b" ".join)
"""Words with single blanks between them, short enough for one line."""
LOCAL_PART: Final = one_of(WORD, glued(WORD, b".", WORD), glued(WORD, b"+", WORD))
_NAME: Final = st.lists(WORD.map(bytes.capitalize), min_size=1, max_size=3).map(b" ".join)

# No two fields have anything in common: each names mailboxes of a domain of its own, and so do msg-ids.
AUTHOR: Final = _mailbox_at(b"example.com")
"""A mailbox for From: an addr-spec of the plain shape, with a display name or without one."""
RECIPIENTS: Final = _mailboxes_at(b"example.net")
"""Mailboxes for To, no two alike, folded after each comma."""
FURTHER_RECIPIENTS: Final = _mailboxes_at(b"example.org")
"""Mailboxes for Cc."""
DOMAIN: Final = st.sampled_from([b"shop.example", b"mail.shop.example"])
"""A domain of which no other field names a mailbox."""
ADDRESS: Final = _address_at(b"shop.example")
MAILBOX: Final = _mailbox_at(b"shop.example")
"""A mailbox that stands in no other field."""
MESSAGE_ID: Final = glued(b"<", WORD, b".", WORD, b"@mail.example.com>")
OTHER_ID: Final = glued(b"<", WORD, b".", WORD, b"@mail.example.org>")
"""A msg-id of another message."""
DATE: Final = st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)).map(_date)
TEXT: Final = st.lists(WORDS, min_size=1, max_size=4).map(lambda lines: b"".join(line + b"\r\n" for line in lines))
"""Lines of words, each with its CRLF."""
HTML: Final = glued(b"<p>", WORDS, b"</p>\r\n")

_BOUNDARY: Final = glued(b"=_", WORD)

# Texts as they go out: content fields, a line end behind each, then an empty line and the body.
_TEXT_PARTS: Final = one_of(
    glued(b"Content-Type: text/plain; charset=us-ascii\r\n\r\n", TEXT),
    glued(b'Content-Type: Text/Plain;\r\n charset="US-ASCII"\r\nContent-Transfer-Encoding: 7bit\r\n\r\n', TEXT),
    glued(
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
        glued(b"=C3=A9 ", TEXT),
    ),
    glued(
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        WORDS.map(lambda words: b2a_base64("é ".encode() + words + b"\r\n", newline=False) + b"\r\n"),
    ),
)

# What every message has besides, in the order of RFC 5322 §3.6, and what some have.
_USUAL: Final[tuple[SearchStrategy[bytes], ...]] = (
    glued(b"From: ", AUTHOR),
    glued(b"To: ", RECIPIENTS),
    glued(b"Subject: ", WORDS),
    glued(b"Date: ", DATE),
    glued(b"Message-ID: ", MESSAGE_ID),
    st.just(b"MIME-Version: 1.0"),
)
_FURTHER: Final[tuple[SearchStrategy[bytes], ...]] = (
    glued(b"Cc: ", FURTHER_RECIPIENTS),
    glued(b"Reply-To: ", _mailbox_at(b"support.example")),
    glued(b"In-Reply-To: ", OTHER_ID),
    glued(b"X-Campaign: ", WORDS),
    st.just(b"Auto-Submitted: auto-generated"),
)


@st.composite
def message(draw: DrawFn, *fields: Octets, without: str = "", body: Octets | None = None) -> bytes:
    """Make a message of one part that is right but for what is given.

    Each of ``fields`` takes the place of the usual field of its name, and stands anywhere among the others, in the
    order given; ``without`` names further fields to leave out, with blanks between them. Without ``body``, text and
    content fields are drawn.
    """
    given = [draw(_drawn(field)) for field in fields]
    absent = {_name(field) for field in given} | {name.encode() for name in without.lower().split()}
    others = [draw(field) for field in _USUAL]
    others += [draw(field) for field in draw(st.lists(st.sampled_from(_FURTHER), max_size=2, unique_by=id))]
    if body is None and not any(name.startswith(b"content-") for name in absent):
        content, _, text = draw(_TEXT_PARTS).partition(b"\r\n\r\n")
        others += _FIELD_END_RE.split(content)
    else:
        others.append(b"Content-Type: text/plain; charset=us-ascii")
        text = draw(_drawn(TEXT if body is None else body))
    kept = draw(st.permutations([field for field in others if _name(field) not in absent]))
    places = sorted(draw(st.lists(st.integers(0, len(kept)), min_size=len(given), max_size=len(given))))
    for place, field in reversed([*zip(places, given, strict=True)]):
        kept.insert(place, field)
    return b"\r\n".join([*kept, b"", text])


def part(*fields: Octets, body: Octets = TEXT) -> SearchStrategy[bytes]:
    """Make a part: its fields in the order given, an empty line, and its body."""
    return glued(*(glued(field, b"\r\n") for field in fields), b"\r\n", body)


@st.composite
def multipart(
    draw: DrawFn, *parts: Octets, subtype: bytes = b"mixed", fields: tuple[Octets, ...] = (), without: str = ""
) -> bytes:
    """Make a message of several parts, each as `part` makes it; ``fields`` are those of the message itself."""
    boundary = draw(_BOUNDARY)
    delimiter = b"--" + boundary + b"\r\n"
    inside = [delimiter + draw(_drawn(each)) for each in parts]
    body = b"\r\n".join([*inside, b"--" + boundary + b"--\r\n"])
    content_type = b"Content-Type: multipart/" + subtype + b'; boundary="' + boundary + b'"'
    return draw(message(*fields, content_type, without=without, body=body))


def in_any_part(*fields: Octets, body: Octets = TEXT) -> SearchStrategy[bytes]:
    """Make a message that has these content fields and this body, or one with a part that has them."""
    return st.one_of(
        message(*fields, without="Content-Type", body=body),
        multipart(part(*fields, body=body)),
        multipart(_TEXT_PARTS, part(*fields, body=body)),
    )


def attached(*fields: Octets, body: Octets) -> SearchStrategy[bytes]:
    """Make a message with a text, and behind it a part with these fields and this body."""
    return multipart(_TEXT_PARTS, part(*fields, body=body))


def with_html(html: Octets) -> SearchStrategy[bytes]:
    """Make a message that shows this HTML, alone or as the alternative of a text."""
    content_type = b"Content-Type: text/html; charset=us-ascii"
    return st.one_of(
        message(content_type, body=html),
        multipart(_TEXT_PARTS, part(content_type, body=html), subtype=b"alternative"),
    )


def _name(field: bytes) -> bytes:
    return field.partition(b":")[0].strip().lower()
