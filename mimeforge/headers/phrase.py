"""Phrases: display names and group names (RFC 5322 §3.2.5, RFC 2047 §5 (3))."""

from __future__ import annotations

from mimeforge._grammar import PHRASE_ATOMS_RE, QUOTABLE_RE
from mimeforge._limits import ENCODED_WORD_MAX
from mimeforge.codecs import encoded_word
from mimeforge.codecs.parameters import quoted

__all__ = ["phrase"]

# Neither an atom nor a quoted-string is folded inside (readers unfold the latter in more than one way), so what no line
# of 998 could hold beside the field name has to be encoded.
_WHOLE_MAX = 900


def phrase(text: str, *, first: int = ENCODED_WORD_MAX) -> list[str]:
    """Write a phrase as pieces that may stand on lines of their own: atoms, one quoted-string, or encoded-words.

    Never a mix: readers disagree about the blanks between. ``first`` is the room for the first encoded-word.
    """
    if "=?" not in text and len(text) <= _WHOLE_MAX:
        if PHRASE_ATOMS_RE.fullmatch(text):
            return text.split(" ")
        if QUOTABLE_RE.fullmatch(text) and len(written := quoted(text)) <= _WHOLE_MAX:
            return [written]
    return encoded_word.encode(text, first=first)
