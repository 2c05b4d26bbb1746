"""Fields that have to be there, may be there once, or have no place in a message that is yet to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    AUTHOR,
    DATE,
    FURTHER_RECIPIENTS,
    MAILBOX,
    MESSAGE_ID,
    OTHER_ID,
    RECIPIENTS,
    TEXT,
    WORD,
    WORDS,
    Octets,
    glued,
    in_any_part,
    message,
    multipart,
    one_of,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]


def _two(first: Octets, second: Octets) -> SearchStrategy[tuple[bytes, bytes]]:
    """Draw two fields, or one of them and itself."""
    drawn = [st.just(each) if isinstance(each, bytes) else each for each in (first, second)]
    return st.one_of(st.tuples(*drawn), drawn[0].map(lambda field: (field, field)))


def _twice(*fields: tuple[Octets, Octets]) -> SearchStrategy[bytes]:
    """Make a message in which one of these fields stands twice."""
    return st.one_of(*(_two(*pair) for pair in fields)).flatmap(lambda pair: message(*pair))


def _twice_in_a_part(*fields: tuple[Octets, Octets]) -> SearchStrategy[bytes]:
    return st.one_of(*(_two(*pair) for pair in fields)).flatmap(lambda pair: in_any_part(*pair))


_NOBODY: Final = one_of(b"", b"(nobody)", glued(WORD, b":;"))
_CONTENT_FIELD: Final = one_of(
    b"Content-Type: text/plain; charset=us-ascii", b"Content-Transfer-Encoding: 7bit", b"Content-Disposition: inline"
)
_RESENT_FROM: Final = glued(b"Resent-From: ", MAILBOX)
_RESENT_TO: Final = glued(b"Resent-To: ", FURTHER_RECIPIENTS)
_RESENT_DATE: Final = glued(b"Resent-Date: ", DATE)

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "missing-from": st.one_of(message(without="From"), message(glued(b"From: ", _NOBODY))),
    "missing-date": message(without="Date"),
    "missing-message-id": message(without="Message-ID"),
    "missing-subject": st.one_of(
        message(without="Subject"), message(one_of(b"Subject:", b"Subject: ", b"Subject: \r\n "))
    ),
    "missing-destination": message(without="To Cc"),
    "missing-mime-version": message(_CONTENT_FIELD, without="MIME-Version Content-Type", body=TEXT),
    "bad-mime-version": message(
        glued(b"MIME-Version: ", one_of(b"1", b"2.0", b'"1.0"', b"1.", b"1.0.0", glued(b"1.0 ", WORD), WORD))
    ),
    "mime-version-in-part": multipart(part(b"MIME-Version: 1.0", b"Content-Type: text/plain; charset=us-ascii")),
    "sender-required": message(glued(b"From: ", AUTHOR, b", ", MAILBOX)),
    "multi-from": st.one_of(
        message(glued(b"From: ", AUTHOR, b", ", MAILBOX)),
        message(glued(b"From: ", AUTHOR, b",\r\n ", MAILBOX), glued(b"Sender: ", ADDRESS)),
    ),
    "sender-redundant": AUTHOR.flatmap(lambda author: message(b"From: " + author, b"Sender: " + author)),
    "dup-from": _twice((glued(b"From: ", AUTHOR), glued(b"From: ", MAILBOX))),
    "dup-originator": _twice(
        (glued(b"Reply-To: ", MAILBOX), glued(b"Reply-To: ", AUTHOR)),
        (glued(b"Sender: ", MAILBOX), glued(b"SENDER: ", ADDRESS)),
    ),
    "dup-recipients": _twice(
        (glued(b"To: ", RECIPIENTS), glued(b"To: ", MAILBOX)),
        (glued(b"Cc: ", FURTHER_RECIPIENTS), glued(b"CC: ", MAILBOX)),
    ),
    "dup-date": _twice((glued(b"Date: ", DATE), glued(b"date: ", DATE))),
    "dup-subject": _twice((glued(b"Subject: ", WORDS), glued(b"Subject: ", WORDS))),
    "dup-ids": _twice(
        (glued(b"Message-ID: ", MESSAGE_ID), glued(b"Message-Id: ", MESSAGE_ID)),
        (glued(b"In-Reply-To: ", OTHER_ID), glued(b"In-Reply-To: ", OTHER_ID)),
        (glued(b"References: ", OTHER_ID), glued(b"References: ", OTHER_ID, b"\r\n ", OTHER_ID)),
    ),
    "dup-mime-version": _twice((b"MIME-Version: 1.0", one_of(b"MIME-Version: 1.1", b"Mime-Version: 1.0"))),
    "dup-content-type": _twice_in_a_part(
        (b"Content-Type: text/plain; charset=us-ascii", one_of(b"Content-Type: text/html", b"Content-type: text/plain"))
    ),
    "dup-content-encoding": _twice_in_a_part(
        (
            b"Content-Transfer-Encoding: 7bit",
            one_of(b"Content-Transfer-Encoding: 8bit", b"content-transfer-encoding: 7bit"),
        )
    ),
    "dup-content-other": _twice_in_a_part(
        (b"Content-Disposition: inline", b"Content-Disposition: attachment"),
        (glued(b"Content-Description: ", WORDS), glued(b"Content-Description: ", WORDS)),
    ),
    "dup-list-headers": _twice(
        (glued(b"List-Id: <", WORD, b".example.com>"), glued(b"List-ID: <", WORD, b".example.com>")),
        (glued(b"List-Help: <https://example.com/", WORD, b">"), glued(b"List-Help: <mailto:", ADDRESS, b">")),
    ),
    "trace-in-submission": message(
        one_of(
            glued(b"Delivered-To: ", ADDRESS),
            glued(b"Received: from ", WORD, b".example by ", WORD, b".example; ", DATE),
            glued(b"Authentication-Results: ", WORD, b".example; spf=pass"),
        )
    ),
    # The fields of one set stand together (RFC 5322 §3.6.6).
    "dup-resent": st.one_of(
        message(glued(_RESENT_TO, b"\r\nResent-To: ", ADDRESS, b"\r\n", _RESENT_FROM, b"\r\n", _RESENT_DATE)),
        message(glued(_RESENT_FROM, b"\r\n", _RESENT_FROM, b"\r\n", _RESENT_DATE)),
    ),
    "resent-without-date-from": st.one_of(
        message(_RESENT_TO), message(_RESENT_FROM), message(_RESENT_DATE, _RESENT_TO)
    ),
    "legacy-header": message(
        one_of(glued(b"Return-Receipt-To: ", ADDRESS), b"Content-Length: 18", b"Status: RO", glued(b"X-Status: ", WORD))
    ),
    "return-path-in-submission": message(glued(b"Return-Path: <", ADDRESS, b">")),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
