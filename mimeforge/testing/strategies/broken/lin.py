"""Lines, line ends and octets; and files that are no message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    DATE,
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

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_PLAIN: Final = b"Content-Type: text/plain; charset=us-ascii"


@st.composite
def _with_line_end(draw: DrawFn, other: bytes) -> bytes:
    """Make a message in which one line of the text ends in something else than CRLF, and others do not."""
    lines = draw(st.lists(WORDS, min_size=2, max_size=4))
    place = draw(st.integers(0, len(lines) - 2))
    ends = [other if number == place else b"\r\n" for number in range(len(lines))]
    text = b"".join(line + end for line, end in zip(lines, ends, strict=True))
    return draw(in_any_part(_PLAIN, body=text))


@st.composite
def _put_in(draw: DrawFn, words: Octets, *characters: bytes) -> bytes:
    """Put one of these characters somewhere inside of words."""
    written = draw(one_of(words))
    place = draw(st.integers(1, len(written)))
    return written[:place] + draw(st.sampled_from(characters)) + written[place:]


def _in_a_field(*characters: bytes) -> SearchStrategy[bytes]:
    """Make a message with one of these characters in the body of a field, where it lets a value go on."""
    return message(
        glued(
            one_of(b"Subject: ", b"X-Note: ", b"Comments: "),
            WORD,
            st.sampled_from(characters),
            one_of(WORD, glued(WORD, b" ", WORDS)),
        )
    )


def _in_a_text(*characters: bytes) -> SearchStrategy[bytes]:
    return in_any_part(_PLAIN, body=glued(WORD, st.sampled_from(characters), WORDS, b"\r\n"))


def _dialogue(whole: bytes, address: bytes, first: bytes) -> bytes:
    commands = first + b"EHLO client.example.com\r\nMAIL FROM:<" + address + b">\r\nRCPT TO:<" + address + b">\r\n"
    return commands + b"DATA\r\n" + whole


def _long_lines(at_least: int, at_most: int) -> SearchStrategy[bytes]:
    return st.integers(at_least, at_most).map(lambda size: b"x" * size)


_UTF8: Final = st.sampled_from(["é", "ß", "Ж", "語", "ש", "🎉"]).map(str.encode)
_LATIN1: Final = st.sampled_from([b"\xe9", b"\xdf", b"\xfc"])
_ENCODINGS: Final = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_TEXT_FIELD: Final = one_of(b"Subject: ", b"X-Note: ", b"Comments: ")
_CONTROLS: Final = (b"\x01", b"\x08", b"\x0b", b"\x1b", b"\x7f")

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    # Those that are shorter are examples of the rule.
    "message-empty": st.lists(one_of(b"\r\n", b" ", b"\t", b"\n"), min_size=5, max_size=9).map(b"".join),
    "utf16-file": st.builds(
        lambda whole, encoding, mark: (mark + whole.decode("ascii")).encode(encoding),
        message(),
        st.sampled_from(_ENCODINGS),
        st.sampled_from(["", "\ufeff"]),
    ),
    "smtp-dump": st.builds(
        _dialogue, message(), ADDRESS, one_of(b"", b"220 mx.example.net ESMTP\r\n", b"220 mx.example.net\r\n")
    ),
    "dot-stuffed": message(_PLAIN, body=one_of(glued(TEXT, b".\r\n"), glued(b"..", TEXT, b".\r\n"))),
    "bare-lf-mixed": _with_line_end(b"\n"),
    "bare-lf-uniform": message().map(lambda whole: whole.replace(b"\r\n", b"\n")),
    "line-over-998": st.one_of(
        message(_PLAIN, body=glued(_long_lines(999, 1100), b"\r\n")),
        message(glued(b"X-Data: ", _long_lines(991, 1100))),
    ),
    "raw-8bit-header-utf8": message(glued(_TEXT_FIELD, WORD, _UTF8, WORDS)),
    "raw-8bit-header-other": message(glued(_TEXT_FIELD, WORD, _LATIN1, WORDS)),
    "eod-lookalike": message(
        _PLAIN, body=glued(TEXT, WORD, one_of(b"\r\n.\r", b"\n.\r\n", b"\r.\r\n"), b"MAIL FROM:<", ADDRESS, b">\r\n")
    ),
    "disputed-header-end": message(_PLAIN).map(
        lambda whole: whole.replace(b"\r\n\r\n", b"\r\n\nBcc: b@example.org\r\n\r\n", 1)
    ),
    "ctl-in-body": in_any_part(_PLAIN, body=glued(WORD, st.sampled_from(_CONTROLS), WORDS, b"\r\n")),
    "header-line-over-78": message(
        st.lists(st.just(b"abcdefgh"), min_size=9, max_size=14).map(lambda words: b"Subject: " + b" ".join(words))
    ),
    "header-line-over-76-with-ew": message(
        glued(b"Subject: =?utf-8?q?", WORD, b"=C3=A9?= =?utf-8?q?_", _long_lines(45, 55), b"?=")
    ),
    "8bit-in-preamble-epilogue": st.builds(
        lambda whole, text, is_epilogue: (
            whole + text if is_epilogue else whole.replace(b"\r\n\r\n", b"\r\n\r\n" + text, 1)
        ),
        multipart(part(_PLAIN), part(_PLAIN)),
        glued(WORDS, b" ", one_of(_UTF8, _LATIN1), b"\r\n"),
        st.booleans(),
    ),
    "missing-final-crlf": message(_PLAIN, body=WORDS),
    "mbox-from-quoted": in_any_part(_PLAIN, body=glued(TEXT, b">From ", WORDS, b"\r\n")),
    "trailing-ws-body": in_any_part(_PLAIN, body=glued(WORDS, one_of(b" ", b"\t", b"  "), b"\r\n", TEXT)),
    "bare-cr-header": _in_a_field(b"\r", b"\rX-Note: "),
    "bare-cr-body": _in_a_text(b"\r"),
    "nul-header": _in_a_field(b"\x00"),
    "nul-body": _in_a_text(b"\x00", b"\x00\x00"),
    "ctl-in-header": _in_a_field(*_CONTROLS),
    "cr-cr-lf": message().map(lambda whole: whole.replace(b"\r\n", b"\r\r\n")),
    "bare-cr-uniform": message().map(lambda whole: whole.replace(b"\r\n", b"\r")),
    "utf8-bom": glued(
        b"\xef\xbb\xbf", one_of(glued(b"X-Campaign: ", WORDS), glued(b"Comments: ", WORDS)), b"\r\n", message()
    ),
    "mbox-from-line": glued(b"From ", ADDRESS, b" Mon Jan 20 12:00:00 2025\r\n", message()),
    "blank-line-in-header": st.one_of(
        glued(b"\r\n", message()),
        glued(b"X-Mailer: ", WORD, b"\r\n\r\n", message()),
        message(without="Subject Date", body=glued(b"Subject: ", WORDS, b"\r\nDate: ", DATE, b"\r\n\r\n", TEXT)),
    ),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
