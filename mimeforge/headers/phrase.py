"""Phrases: display names and group names (RFC 5322 §3.2.5, RFC 2047 §5 (3))."""

from __future__ import annotations

from mimeforge._grammar import PHRASE_ATOMS_RE, QUOTABLE_RE
from mimeforge._limits import ENCODED_WORD_MAX
from mimeforge.codecs import encoded_word
from mimeforge.codecs.parameters import quoted

__all__ = ["phrase"]

# A quoted-string is never folded inside (readers unfold it in more than one way), so a long one has to be encoded.
_QUOTED_MAX = 900


def phrase(text: str, *, first: int = ENCODED_WORD_MAX) -> list[str]:
    """Write a phrase as pieces that may stand on lines of their own: atoms, one quoted-string, or encoded-words.

    Never a mix: readers disagree about the blanks between. ``first`` is the room for the first encoded-word.
    """
    if "=?" not in text and len(text) < _QUOTED_MAX:
        if PHRASE_ATOMS_RE.fullmatch(text):
            return text.split(" ")
        if QUOTABLE_RE.fullmatch(text):
            return [quoted(text)]
    return encoded_word.encode(text, first=first)
