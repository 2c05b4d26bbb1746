"""What opens and closes in an address list: quoted-strings, comments, domain-literals and angle brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge import _grammar
from mimeforge.rules.ses.address_problems import Fault, Problem

if TYPE_CHECKING:
    from re import Pattern

__all__ = ["CLOSING", "angle_closed", "behind_comments", "closed", "outside_comments", "past", "trimmed"]

# For each opening delimiter: the content up to the next delimiter that counts in it, the closing one, and the problem
# when that is missing. Comments nest (RFC 5322 §3.2.2). Between angle brackets, quoted-strings may hold a ">" for SES;
# for the RFC, comments may as well.
_DELIMITED: Final = {
    '"': (_grammar.OBS_QCONTENT_RE, '"', Problem.UNCLOSED_QUOTE),
    "[": (_grammar.OBS_DCONTENT_RE, "]", Problem.UNCLOSED_LITERAL),
    "(": (_grammar.OBS_CCONTENT_RE, ")", Problem.UNCLOSED_COMMENT),
    "<": (_grammar.OBS_ANGLE_CONTENT_RE, ">", Problem.UNCLOSED_ANGLE),
}
_WITH_COMMENTS: Final = {**_DELIMITED, "<": (_grammar.OBS_ANGLE_WORDS_RE, ">", Problem.UNCLOSED_ANGLE)}

CLOSING: Final = {opening: closing for opening, (_, closing, _) in _DELIMITED.items()}


def closed(text: str, at: int, end: int) -> int | Fault:
    """Find where that ends which the delimiter at ``at`` opens, or the delimiter inside that nothing closes."""
    return _closed(text, at, end, _DELIMITED)


def angle_closed(text: str, at: int, end: int) -> int | Fault:
    """Do the same for the "<" at ``at``, as RFC 5322 reads: delimiters in comments are none."""
    return _closed(text, at, end, _WITH_COMMENTS)


def _closed(text: str, at: int, end: int, delimited: dict[str, tuple[Pattern[str], str, Problem]]) -> int | Fault:
    if text[at] == "(":
        return _comment_closed(text, at, end)
    opened = [at]
    while opened:
        content, closing, problem = delimited[text[opened[-1]]]
        at = past(content, text, at + 1, end)
        delimiter = text[at] if at < end else ""
        if delimiter == closing:
            opened.pop()
        elif delimiter in delimited:
            opened.append(at)
        else:
            return Fault(problem, opened[-1], opened[-1] + 1)
    return at + 1


def _comment_closed(text: str, at: int, end: int) -> int | Fault:
    """Find where a comment ends. Nothing but comments opens in it, of which a hostile text has millions."""
    opened = []
    for found in _grammar.COMMENT_DELIMITER_RE.finditer(text, at, end):
        if found[0] == "(":
            opened.append(found.start())
        elif found[0] == ")":
            opened.pop()
            if not opened:
                return found.end()
    return Fault(Problem.UNCLOSED_COMMENT, opened[-1], opened[-1] + 1)


def behind_comments(text: str, at: int, end: int) -> int:
    """Go behind the comments at ``at`` and the white space around them. White space alone is not passed."""
    behind = past(_grammar.BLANKS_RE, text, at, end)
    while behind < end and text[behind] == "(":
        stop = closed(text, behind, end)
        if not isinstance(stop, int):
            break
        at = behind = past(_grammar.BLANKS_RE, text, stop, end)
    return at


def outside_comments(text: str) -> str:
    """Blank out the comments of a text up to a delimiter that nothing closes, and what quotes and brackets hold.

    What they hold becomes underscores, so that nothing moves.
    """
    kept = []
    at = 0
    while found := _grammar.OPENING_DELIMITER_RE.search(text, at):
        end = closed(text, found.start(), len(text))
        if not isinstance(end, int):
            break
        size = end - found.start()
        emptied = " " * size if found[0] == "(" else found[0] + "_" * (size - 2) + CLOSING[found[0]]
        kept += [text[at : found.start()], emptied]
        at = end
    return "".join([*kept, text[at:]])


def past(pattern: Pattern[str], text: str, start: int, end: int) -> int:
    """Go behind what ``pattern`` matches at ``start``."""
    found = pattern.match(text, start, end)
    return found.end() if found else start


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the white space at both ends, of which there is little."""
    while start < end and text[start] in _grammar.LWSP:
        start += 1
    while start < end and text[end - 1] in _grammar.LWSP:
        end -= 1
    return start, end
