"""Names of files that are attached."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from mimeforge._limits import FILE_NAME_MAX
from mimeforge.testing.strategies.scripts import ODDITIES, SCRIPTS

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["filenames"]


@st.composite
def filenames(draw: DrawFn, *, unsafe: bool = False, controls: bool = False) -> str:
    """Make names of files as somebody's system could have them, of 1 to 255 octets in UTF-8.

    Covers many scripts, composed and decomposed; quotes, apostrophes, semicolons, percent and equals signs, what looks
    like an encoded-word or an extended value (RFC 2231 §4); no extension, one, two, one in capitals; dots in front and
    at the end; blanks at the ends and in runs; what Windows does not take, device names among them; the longest.
    ``Message.attach`` takes every one. Never makes, but with ``unsafe``: slashes and backslashes, paths, overrides of
    the direction of text, extensions that Amazon SES refuses, more than 255 octets. Never makes controls but with
    ``controls``, which ``Message.attach`` refuses. Never makes NUL, CR, LF and surrogates, the empty name, ``.`` and
    ``..``. Shrinks to ``"a.pdf"``; what cannot be ASCII to ``"é.pdf"``.
    """
    return draw(_filenames(unsafe=unsafe, controls=controls))


@cache
def _filenames(*, unsafe: bool, controls: bool) -> SearchStrategy[str]:
    names = st.one_of(
        st.sampled_from(_WHOLE + _LONGEST),
        st.builds(_named, _STEMS, st.sampled_from(_EXTENSIONS)),
    )
    return st.one_of(names, *[st.sampled_from(_UNSAFE)] * unsafe, *[_WITH_CONTROLS] * controls)


_WORDS = ("a", "Report", "42", "2026-05-04", "invoice_7", "v1.2", "IMG~1", "READ ME")
_SIGNS = (
    *('"', '"a"', "'", ";", "a;b", ",", "100%", "=", "*", "?", ":", "|", "<a>", "#", "$", "&"),
    *("(1)", "[2]", "{}", "+", "@", "~$", ".", "-"),
)
_LOOK_ENCODED = ("%41", "utf-8''%C3%A9", "=?utf-8?q?a?=", "=?utf-8?b?YQ==?=")
_FOREIGN = [word for words in SCRIPTS.values() for word in words]
_ODD = [*ODDITIES["decomposed"], *ODDITIES["emoji"], *ODDITIES["bidirectional"], *ODDITIES["spaces"]]

# Characters of a name that some system has: no separators, nothing that is not seen.
_CHARACTERS = st.characters(categories=("L", "M", "N", "P", "S"), exclude_characters="/\\\ufffd")
_PIECES = st.one_of(
    *map(st.sampled_from, (_WORDS, _SIGNS, _LOOK_ENCODED, _FOREIGN, _ODD)),
    st.text(_CHARACTERS, min_size=1, max_size=12),
)
_BETWEEN = ("", " ", "_", "  ", " – ")
_STEMS = st.builds(
    lambda before, first, more: "".join([before, first, *(between + piece for between, piece in more)]),
    st.sampled_from(["", "", "", "", " ", ".", ".."]),
    _PIECES,
    st.lists(st.tuples(st.sampled_from(_BETWEEN), _PIECES), max_size=4),
)
# None that Amazon SES refuses
_EXTENSIONS = (".pdf", ".csv", ".PDF", ".txt", ".tar.gz", ".pdf.txt", ".ics", ".html", "", ".", ".pdf ", ".é", ".x-y")
_WHOLE = ("a.pdf", "é.pdf", ".profile", "...", "CON", "nul.txt", "COM1.pdf", "Makefile", "a", "~$a.docx", "winmail.dat")
_LONGEST = ("x" * 251 + ".pdf", "é" * 125 + ".pdf", "漢" * 83 + ".pdf", "x " * 125 + ".pdf", "😀" * 62)

_UNSAFE = (
    *("a/b.pdf", "../a.pdf", "/etc/passwd", "..\\a.pdf", "C:\\a.pdf", "\\\\example.com\\a", "~/a.pdf", "%2e%2e%2fa"),
    *("a.exe", "a.pdf.exe", "a.pdf .js", "a.SCR", "\u202efdp.exe", "a\u202efdp.csv", "x" * 300 + ".pdf", "é" * 300),
)
_WITH_CONTROLS = st.builds(
    "{}{}{}".format,
    st.sampled_from(_WORDS),
    st.sampled_from([*map(chr, (*range(1, 10), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))), "\x1b[2J"]),
    st.sampled_from(_EXTENSIONS),
)


def _named(stem: str, extension: str) -> str:
    """Put a name together that no system refuses for its length; cut, it may end within what was one sign."""
    room = FILE_NAME_MAX - len(extension.encode())
    return stem.encode()[:room].decode(errors="ignore") + extension
