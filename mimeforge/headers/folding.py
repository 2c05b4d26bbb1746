"""Folding: from the pieces of a field body to its lines (RFC 5322 §2.2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import BLANKS_AND_WORD_RE
from mimeforge._limits import ENCODED_WORD_LINE_MAX, LINE_FOLD, LINE_MAX
from mimeforge.errors import HeaderError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["fold", "pieces_between_blanks", "room_beside"]


def fold(name: str, pieces: Sequence[str], *, width: int = LINE_FOLD) -> bytes:
    """Write a whole field from pieces that each begin with a blank: a fold may stand before each but the first.

    Lines stay within ``width`` characters where the pieces allow it. The first piece stays beside the name: a blank
    first line is legal, and breaks other people's readers and signatures. Raises `HeaderError` where a line would pass
    998 characters, the limit of RFC 5322 §2.1.1.
    """
    lines = []
    first, *following = pieces or [""]
    line = f"{name}:{first}"
    for piece in following:
        if len(line) + len(piece) > width:
            lines.append(line)
            line = piece
        else:
            line += piece
    lines.append(line)
    longest = max(map(len, lines))
    if longest > LINE_MAX:
        raise HeaderError(
            f"a line of {longest} characters that cannot be folded, at most {LINE_MAX} may stand", field=name
        )
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def pieces_between_blanks(value: str) -> list[str]:
    """Cut text of printable ASCII before its runs of blanks, of which none stands at an end."""
    return BLANKS_AND_WORD_RE.findall(" " + value)


def room_beside(name: str) -> int:
    """Count the characters an encoded-word may have on the first line of a field (RFC 2047 §2: 76 in all).

    Raises `HeaderError` where the name leaves no room for any one character.
    """
    room = ENCODED_WORD_LINE_MAX - len(f"{name}: ")
    if room < _ONE_CHARACTER:
        problem = f"beside a name of {len(name)} characters no encoded-word fits: begin the text with plain ASCII"
        raise HeaderError(problem, field=name)
    return room


_ONE_CHARACTER = len("=?utf-8?q?=F0=9F=98=80?=")
