"""Folding: from the pieces of a field body to its lines (RFC 5322 §2.2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import BLANKS_AND_WORD_RE
from mimeforge._limits import LINE_FOLD, LINE_MAX
from mimeforge.errors import HeaderError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["fold", "pieces_between_blanks"]


def fold(name: str, pieces: Sequence[str], *, width: int = LINE_FOLD) -> bytes:
    """Write a whole field from pieces that each begin with a blank: a fold may stand before each but the first.

    Lines stay within ``width`` characters where the pieces allow it. The first line is never blank (it breaks readers
    and signers that are not mimeforge's), so the first piece stays beside the name. Raises `HeaderError` where a line
    would pass 998 characters, the limit of RFC 5322 §2.1.1.
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
    """Cut ASCII text before its runs of blanks; the first piece gets a blank in front."""
    return BLANKS_AND_WORD_RE.findall(" " + value)
