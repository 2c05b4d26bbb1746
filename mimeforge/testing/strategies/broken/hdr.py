"""The header section: its lines, the names of its fields, and how they are folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    FURTHER_RECIPIENTS,
    MAILBOX,
    OTHER_ID,
    RECIPIENTS,
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

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_PLAIN: Final = b"Content-Type: text/plain; charset=us-ascii"


def _in_front(lines: Octets) -> SearchStrategy[bytes]:
    """Make a message with something before its first field."""
    return glued(lines, message())


@st.composite
def _escaped(draw: DrawFn, *, line_end: bytes) -> bytes:
    """Make a message that is a string, with escapes in the place of its line ends."""
    fields = draw(st.permutations([b"From: ", b"To: ", b"Reply-To: "]))
    lines = [name + draw(ADDRESS) for name in fields] + [b"Subject: " + draw(WORDS), b"", draw(WORDS)]
    return line_end.join(lines)


def _without_empty_line(whole: bytes) -> bytes:
    fields, _, text = whole.partition(b"\r\n\r\n")
    return fields + b"\r\n" + text


def _cut(whole: bytes) -> bytes:
    return whole.partition(b"\r\n\r\n")[0] + b"\r\n"


# Sentences, in which nothing looks like a field.
_SENTENCES: Final = st.lists(glued(WORD, b" ", WORDS, b".\r\n"), min_size=1, max_size=3).map(b"".join)
_EMPTY: Final = one_of(b"", b" ", b"\t", b" \r\n ")
_MISSPELLED: Final = one_of(
    glued(one_of(b"Reply_To: ", b"ReplyTo: ", b"Repy-To: "), MAILBOX),
    glued(one_of(b"In-Repy-To: ", b"InReplyTo: ", b"In_Reply_To: "), OTHER_ID),
    glued(one_of(b"List-Unsubcribe: ", b"List-Unsuscribe: "), b"<https://example.com/", WORD, b">"),
)
_STRUCTURED: Final = one_of(b"Content-Type: text/plain", b"Content-Disposition: inline")

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "subject-newline-escape": one_of(_escaped(line_end=rb"\n"), _escaped(line_end=rb"\r\n")),
    "no-blank-line": one_of(
        message(body=_SENTENCES).map(_without_empty_line),
        multipart(part(_PLAIN), glued(_PLAIN, b"\r\n", _SENTENCES, _SENTENCES)),
    ),
    "malformed-header-line": message(
        one_of(WORDS, glued(WORD, b" ", WORD, b": ", WORDS), glued(b"X-", WORD, one_of(b"\x01", b"\x7f"), b": ", WORDS))
    ),
    "empty-header-name": message(glued(one_of(b":", b": "), WORDS)),
    "first-line-continuation": _in_front(glued(one_of(b" ", b"\t", b"  "), b"X-", WORD, b": ", WORDS, b"\r\n")),
    "empty-structured-header": st.one_of(
        message(glued(b"Cc:", _EMPTY)),
        message(glued(one_of(b"Reply-To:", b"Sender:", b"In-Reply-To:", b"References:"), _EMPTY)),
        message(glued(one_of(b"To:", b"to:"), _EMPTY), glued(b"Cc: ", FURTHER_RECIPIENTS)),
        in_any_part(glued(one_of(b"Content-Type:", b"Content-Disposition:"), _EMPTY)),
    ),
    "space-before-colon": message(
        glued(one_of(glued(b"X-", WORD), b"Comments", b"Keywords"), one_of(b" ", b"\t", b"  "), b": ", WORDS)
    ),
    "no-space-after-colon": message(
        one_of(glued(b"Subject:", WORDS), glued(b"To:", RECIPIENTS), glued(b"Reply-To:", MAILBOX))
    ),
    "header-name-too-long": message(glued(b"X-", st.integers(76, 200).map(lambda size: b"a" * size), b": ", WORDS)),
    "header-name-case": st.one_of(
        message(b"Mime-Version: 1.0"), in_any_part(_PLAIN, one_of(b"Content-Transfer-Encoding: 7Bit"))
    ),
    "x-header-in-part": multipart(part(_PLAIN, glued(b"X-", WORD, b": ", WORDS)), part(_PLAIN)),
    "misspelled-header": st.one_of(
        message(_MISSPELLED, without="Reply-To In-Reply-To"),
        message(glued(one_of(b"Subjet: ", b"Sujbect: ", b"Subject_: "), WORDS), without="Subject"),
    ),
    "all-space-continuation": message(glued(b"X-", WORD, b": ", WORDS, b"\r\n", one_of(b" ", b"\t", b" \t "))),
    "truncated-headers": message().map(_cut),
    "fold-in-quoted-string": st.one_of(
        message(glued(b'To: "', WORDS, b"\r\n ", WORDS, b'" <', ADDRESS, b">")),
        in_any_part(_PLAIN, glued(b'Content-Disposition: attachment; filename="', WORD, b"\r\n ", WORD, b'.txt"')),
    ),
    "subject-too-long": message(
        st.lists(glued(b"\r\n ", WORD, b"aaaaaaaaaa ", WORD, b"aaaaaaaaaa"), min_size=45, max_size=60).map(
            lambda lines: b"Subject:" + b"".join(lines)
        )
    ),
    "subject-trailing-space": message(
        glued(
            b"Subject: ",
            one_of(
                glued(WORDS, b" "),
                glued(WORD, b"  ", WORD),
                glued(b"=?utf-8?q?_", WORD, b"=C3=A9?="),
                glued(b"=?utf-8?q?", WORD, b"=C3=A9_?="),
            ),
        )
    ),
    "header-tab-fold": message(glued(one_of(b"X-", b"X-Note-"), WORD, b": ", WORDS, b"\r\n\t", WORDS)),
    "unbalanced-quote": in_any_part(glued(_STRUCTURED, b"; ", WORD, b'="', WORDS)),
    "unbalanced-comment": in_any_part(glued(_STRUCTURED, b" (", WORDS, one_of(b"", glued(b"; ", WORD, b"=", WORD)))),
    "trailing-semicolon": in_any_part(glued(_STRUCTURED, one_of(b";", glued(b"; x-", WORD, b"=", WORD, b";")))),
}

LEFT_OUT: Final[Mapping[str, str]] = {
    "header-too-large": "Gmail's limits are 32 KB for a field, and 500 KB or 5,000 fields for all of them.",
}
