"""Unstructured text: Subject, Comments, and every field mimeforge knows nothing about (RFC 5322 §3.6.5)."""

from __future__ import annotations

from dataclasses import InitVar, dataclass

from mimeforge._grammar import PLAIN_WORD_RE
from mimeforge._limits import ENCODED_WORD_LINE_MAX, ENCODED_WORD_MAX, LINE_MAX
from mimeforge.codecs import encoded_word
from mimeforge.headers.checks import require_text
from mimeforge.headers.folding import fold, room_beside

__all__ = ["Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """Text for people. What is not printable ASCII is written as encoded-words; a reader gets back every character."""

    text: str
    argument: InitVar[str] = "text"

    def __post_init__(self, argument: str) -> None:
        require_text(self.text, argument)

    def write(self, name: str) -> bytes:
        """Write the whole field, folded, with its CRLF."""
        words = self.text.split(" ") if self.text else []
        first, last = _run_to_encode(name, words)
        pieces = [" " + word for word in words]
        if first == last:
            return fold(name, pieces)
        room = room_beside(name) if first == 0 else ENCODED_WORD_MAX
        encoded = encoded_word.encode(" ".join(words[first:last]), first=room)
        pieces[first:last] = [" " + word for word in encoded]
        return fold(name, pieces, width=ENCODED_WORD_LINE_MAX)


def _run_to_encode(name: str, words: list[str]) -> tuple[int, int]:
    """Give the half-open run from the first to the last word that has to be encoded; an empty run where none has.

    An empty word stands beside a second blank (or at an end): blanks that a fold or a relay would change. A run that is
    one empty word takes in a neighbour, because an encoded-word must not be empty.
    """
    longest = LINE_MAX - len(name) - 2
    need = [i for i, word in enumerate(words) if len(word) > longest or not PLAIN_WORD_RE.fullmatch(word)]
    if not need:
        return 0, 0
    first, last = need[0], need[-1] + 1
    if words[first:last] == [""]:
        return (first - 1, last) if first else (first, last + 1)
    return first, last
