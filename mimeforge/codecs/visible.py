"""Text and octets of mail, fit to be shown: what is invisible, or commands a terminal or a CI runner, becomes a sign.

A control of C0 is its control picture (``␍``), an octet that is not UTF-8 is ``\\xE9``, any other character that cannot
be seen is named by its code point (``<U+202E>``). Everything a reader wants to read stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

__all__ = ["RUNNER_COMMAND_RE", "Shown", "show_line", "shown", "visible"]

# Letters and marks by their category, and yet nothing to see (DerivedCoreProperties: Default_Ignorable_Code_Point).
# The variation selectors that choose between text and emoji stay: they are in ordinary mail.
_UNSEEN: Final = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef"
_UNSEEN_RE: Final = re.compile(f"[{_UNSEEN}]")

# What CI runners obey wherever it stands in a line of output: "##[error]", "##vso[task.setvariable]".
RUNNER_COMMAND_RE: Final = re.compile(r"#(?=#[a-z]*\[)", re.IGNORECASE)

# PEP 383: what is not UTF-8 is kept apart from what is.
_OCTETS_AS_TEXT: Final = ("utf-8", "surrogateescape")

# Characters of mail that a message quotes: enough for most addresses and file names.
_SHOWN_MAX: Final = 60

_DEL: Final = 0x7F
_ESCAPED_OCTETS: Final = range(0xDC80, 0xDD00)  # where PEP 383 puts octets that are not UTF-8


class Shown(NamedTuple):
    """A line as it is shown, and where each octet of it went.

    ``edges`` holds, for each octet, the left and the right column (terminal cells, from 0) of the sign it is shown as.
    """

    text: str
    edges: tuple[tuple[int, int], ...]

    def columns(self, start: int, end: int) -> tuple[int, int]:
        """Return the columns that show the octets from ``start`` to ``end``; where these are none, one cell there."""
        width = self.edges[-1][1] if self.edges else 0
        left = self.edges[start][0] if start < len(self.edges) else width
        right = self.edges[min(end, len(self.edges)) - 1][1] if end > start and self.edges else left
        return left, max(right, left + 1)


def visible(text: str | bytes) -> str:
    """Return ``text`` with everything invisible or dangerous made visible. Octets are read as UTF-8."""
    if isinstance(text, bytes):
        text = text.decode(*_OCTETS_AS_TEXT)
    if not text.isprintable() or _UNSEEN_RE.search(text):
        text = "".join(map(_sign, text))
    return RUNNER_COMMAND_RE.sub("<U+0023>", text)


def shown(text: str | bytes, limit: int = _SHOWN_MAX) -> str:
    """Return ``text`` in quotes as a message may quote it: `visible`, and cut in the middle where it is long."""
    if isinstance(text, bytes):
        # Cut first, so that a field of megabytes costs nothing.
        text = (text if len(text) <= 8 * limit else text[: 4 * limit] + text[-4 * limit :]).decode(*_OCTETS_AS_TEXT)
    signs = visible(text if len(text) <= 2 * limit else text[:limit] + text[-limit:])
    if len(signs) > limit:
        signs = f"{signs[: limit // 2]}…{signs[-limit // 2 :]}"
    return f"'{signs}'"


def show_line(octets: bytes, *, whole: bool = True) -> Shown:
    """Return one line as `visible` shows it, with the place of each octet.

    Where the line is given up to its end (``whole``), blanks there are signs as well.
    """
    text = octets.decode(*_OCTETS_AS_TEXT)
    blanks_from = len(text.rstrip(" \t\r\n")) if whole else len(text)
    commands = {match.start() for match in RUNNER_COMMAND_RE.finditer(text)}
    signs: list[str] = []
    edges: list[tuple[int, int]] = []
    column = 0
    for index, character in enumerate(text):
        if index in commands:
            sign = "<U+0023>"
        elif character == " " and index >= blanks_from:
            sign = "␠"
        else:
            sign = _sign(character)
        width = sum(map(_cells, sign))
        signs.append(sign)
        edges.extend([(column, column + width)] * len(character.encode("utf-8", "surrogateescape")))
        column += width
    return Shown("".join(signs), tuple(edges))


def _sign(character: str) -> str:
    if character.isprintable() and not _UNSEEN_RE.match(character):
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == _DEL:
        return "␡"
    if code in _ESCAPED_OCTETS:
        return f"\\x{code - 0xDC00:02X}"
    return f"<U+{code:04X}>"


def _cells(character: str) -> int:
    """Return the terminal cells of a printable character (UAX #11: wide and fullwidth take two)."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
