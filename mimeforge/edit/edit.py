"""Edits: octets that take the place of others, while every other octet stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mimeforge.tree import Span

__all__ = ["Edit", "apply"]


class Edit(NamedTuple):
    """Octets for a stretch of the source; an empty ``span`` inserts before its offset, an empty text deletes.

    ``replacement`` may be a pure function of the octets that stand there, a function of a module, for what is too large
    to be made before somebody asks for it: a body that is encoded anew.
    """

    span: Span
    replacement: bytes | Callable[[bytes], bytes] = b""

    def octets(self, source: bytes) -> bytes:
        """Return the octets that take the place of ``span``."""
        if isinstance(self.replacement, bytes):
            return self.replacement
        return self.replacement(source[self.span.start : self.span.end])


def apply(source: bytes, edits: Iterable[Edit]) -> bytes:
    """Return ``source`` with all ``edits`` made; insertions at one offset in the order in which they are given.

    Raises ValueError where two of them overlap, and where one lies outside of the source.
    """
    pieces = []
    done = 0
    for edit in sorted(edits, key=_place):
        start, end = edit.span
        if not done <= start <= end <= len(source):
            raise ValueError(f"an edit of {start} to {end} overlaps another, or leaves the {len(source)} octets")
        pieces += [source[done:start], edit.octets(source)]
        done = end
    return b"".join([*pieces, source[done:]])


def _place(edit: Edit) -> Span:
    return edit.span
