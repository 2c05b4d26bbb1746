"""Names of files, invitations, mail that nobody wrote by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from hypothesis import strategies as st

from mimeforge.codecs import base64
from mimeforge.testing.strategies.broken.frame import (
    HTML,
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

_PLAIN_TYPE: Final = b"Content-Type: text/plain; charset=us-ascii"
_PLAIN: Final = part(_PLAIN_TYPE)
_HTML: Final = part(b"Content-Type: text/html; charset=us-ascii", body=HTML)

# --- names of files

# Two words: none that Windows reserves
_STEM: Final = st.builds(lambda first, second: f"{first.decode()}-{second.decode()}", WORD, WORD)


def _joined(*pieces: str | SearchStrategy[str]) -> SearchStrategy[str]:
    """Make one text of several pieces; of pieces with blanks between them, one is drawn."""
    drawn = [st.sampled_from(piece.split(" ")) if isinstance(piece, str) else piece for piece in pieces]
    return st.tuples(*drawn).map("".join)


def _ways(name: str) -> SearchStrategy[tuple[bytes, bytes]]:
    """Draw how a file is named: what stands behind its media type, and behind "attachment"."""
    half = len(name) // 2
    first, second = (quote(piece, safe="").encode() for piece in (name[:half], name[half:]))
    extended = b";\r\n {0}*=utf-8''" + first + second
    ways = [
        (b"", extended),
        (b"", b";\r\n {0}*0*=utf-8''" + first + b";\r\n {0}*1*=" + second),
        (extended, b""),
    ]
    if name.isascii() and name.isprintable() and not {*'"\\%'} & {*name}:
        quoted = b';\r\n {0}="' + name.encode() + b'"'
        ways = [(b"", quoted), (quoted, b""), (quoted, quoted), *ways]
    return st.sampled_from(
        [(behind.replace(b"{0}", b"name"), last.replace(b"{0}", b"filename")) for behind, last in ways]
    )


def _named(names: SearchStrategy[str]) -> SearchStrategy[bytes]:
    """Make a message with a file of such a name, or that is the file."""

    def fields(way: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
        return (_PLAIN_TYPE + way[0], b"Content-Disposition: attachment" + way[1])

    written = names.flatmap(_ways).map(fields).flatmap(st.permutations)
    return written.flatmap(lambda both: in_any_part(*both))


_TXT: Final = _joined(_STEM, ".txt .csv .log")
_MARKS: Final = "\u202e \u202a \u202d \u2066 \u2068"
# ASCII's controls but TAB, which folding leaves, and CR and LF, which are written only percent-encoded as well
_CONTROLS: Final = st.sampled_from(["\n", "\0", "\r\n", "\x01", "\x1b", "\x7f"])
_BLANKS: Final = st.sampled_from([" ", "  ", "\u00a0", "\t"])
_REFUSED: Final = "exe js BAT vbs scr hta ps1 reg lnk Exe"


def _twins(name: str) -> SearchStrategy[bytes]:
    """Make a message with two files of one name, in the same case of letters or in another."""
    called = [
        glued(b'Content-Disposition: attachment; filename="', one_of(name.encode(), name.upper().encode()), b'"')
        for _ in range(2)
    ]
    return multipart(*(_PLAIN, *(part(_PLAIN_TYPE, each, body=glued(TEXT, WORDS, b"\r\n")) for each in called)))


# --- invitations and AMP

_METHOD: Final = one_of(b"REQUEST", b"CANCEL", b"REPLY", b"PUBLISH")


def _calendar(*lines: Octets, method: Octets) -> SearchStrategy[bytes]:
    """Make a calendar with a component of these lines; ``method`` is a line of the calendar, or nothing."""
    kind = st.sampled_from([b"VEVENT", b"VTODO"])
    inner = glued(*(glued(line, b"\r\n") for line in lines), b"SUMMARY:", WORDS, b"\r\n")
    return st.builds(
        lambda kind, method, inner: (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.com//Lunch//EN\r\n%b"
            b"BEGIN:%b\r\n%bEND:%b\r\nEND:VCALENDAR\r\n" % (method, kind, inner, kind)
        ),
        kind,
        glued(method),
        inner,
    )


_UID: Final = glued(b"UID:", WORD, b"@example.com")
_STAMP: Final = one_of(b"DTSTAMP:20250120T120000Z", b"DTSTAMP;X-A=b:20250120T120000Z")
_START: Final = b"DTSTART:20250121T120000Z"


def _invitation(parameter: Octets, calendar: SearchStrategy[bytes]) -> SearchStrategy[bytes]:
    """Make an invitation beside its text; ``parameter`` stands behind its media type."""
    content_type = glued(b"Content-Type: text/calendar; charset=us-ascii", parameter)
    invitation = one_of(
        part(content_type, body=calendar),
        part(content_type, b"Content-Transfer-Encoding: base64", body=calendar.map(base64.encode)),
    )
    return st.one_of(
        multipart(_PLAIN, invitation, subtype=b"alternative"),
        multipart(_PLAIN, _HTML, invitation, subtype=b"alternative"),
    )


def _of_method(method: bytes, *lines: Octets) -> SearchStrategy[bytes]:
    """Make an invitation of a method, told in both places, whose component has these lines."""
    calendar = _calendar(*lines, method=b"METHOD:" + method + b"\r\n")
    return _invitation(b"; method=" + method, calendar)


_WHOLE: Final = (_UID, _STAMP, _START)
_AMP_TYPE: Final = b"Content-Type: text/x-amp-html; charset=us-ascii"
_AMP_BODY: Final = glued(b"<!doctype html><html amp4email><body>", WORDS, b"</body></html>\r\n")
_AMP: Final = part(_AMP_TYPE, body=_AMP_BODY)

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "blocked-extension-ses": st.one_of(
        _named(_joined(_STEM, ".", _REFUSED)),
        _named(_joined(_STEM, ".", _REFUSED, st.sampled_from([".", " ", "'", "\0"]))),
        in_any_part(
            _PLAIN_TYPE, glued(b'Content-Disposition: attachment; filename="', WORD, one_of(b"%2Eexe", b"%2ejs"), b'"')
        ),
    ),
    "double-extension": _named(
        _joined(_STEM, ".pdf .PDF .docx .jpg .txt .csv .xlsx", ".html .HTM .htm .shtml .xhtml .one .rdp .wim")
    ),
    "filename-rtlo": st.one_of(
        _named(_joined(_STEM, _MARKS, "txt.csv fdp.txt")),
        _named(_joined(_MARKS, _TXT)),
    ),
    "filename-control": st.one_of(_named(_joined(_STEM, _CONTROLS, _TXT)), _named(_joined(_TXT, _CONTROLS))),
    "filename-path": st.one_of(
        _named(_joined("../ ./ /srv/ /home/jo/ folder/ C:\\ C:\\Users\\jo\\ \\\\server\\share\\ folder\\", _TXT)),
        _named(_joined(_STEM, "/", _TXT)),
        _named(st.sampled_from(["..", "."])),
    ),
    "filename-reserved": st.one_of(
        _named(_joined("con PRN aux nul com1 LPT9 com\u00b9", st.sampled_from(["", ".txt", ".en.txt"]))),
        _named(_joined(_STEM, st.sampled_from([".", ".txt."]))),
        _named(_joined(_STEM, ": ? * < > |", _TXT)),
    ),
    "filename-trailing-ws": st.one_of(
        _named(_joined(_BLANKS, _TXT)),
        _named(_joined(_TXT, _BLANKS)),
        _named(st.builds(lambda stem, count: stem + " " * count + ".txt", _STEM, st.integers(6, 60))),
    ),
    "filename-duplicate": _TXT.flatmap(_twins),
    "calendar-method": st.one_of(
        _invitation(b"", _calendar(*_WHOLE, method=glued(b"METHOD:", _METHOD, b"\r\n"))),
        _invitation(glued(b"; method=", _METHOD), _calendar(*_WHOLE, method=b"")),
        _invitation(b"; method=REQUEST", _calendar(*_WHOLE, method=one_of(b"METHOD:CANCEL\r\n", b"METHOD:REPLY\r\n"))),
        _of_method(b"REQUEST", _STAMP, _START),
        in_any_part(
            b"Content-Type: text/calendar; charset=us-ascii; METHOD=request",
            body=_calendar(*_WHOLE, method=one_of(b"", b"METHOD:PUBLISH\r\n")),
        ),
        _of_method(b"CANCEL", _UID, _START),
        _of_method(b"REPLY", _START),
    ),
    "amp-order": st.one_of(
        multipart(_PLAIN, _HTML, _AMP, subtype=b"alternative"),
        multipart(_PLAIN, _AMP, subtype=b"alternative"),
        multipart(_PLAIN, _AMP),
        message(_AMP_TYPE, body=_AMP_BODY),
    ),
    "autosubmitted-missing": message(
        one_of(
            glued(b"X-Auto-Response-Suppress: ", one_of(b"All", b"OOF", b"DR, AutoReply")),
            b"Precedence: auto_reply",
            b"X-Autoreply: yes",
            glued(b"X-Autorespond: ", WORDS),
        ),
        without="Auto-Submitted",
    ),
}

LEFT_OUT: Final[Mapping[str, str]] = {}
