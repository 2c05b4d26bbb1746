"""Values of policies with wildcards: ``*`` stands for any characters, ``?`` for one (IAM user guide, StringLike)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

__all__ = ["Pattern", "Piece", "as_text", "fits", "means_action", "pattern"]


class Piece(NamedTuple):
    """A stretch of a value; in a literal one, ``*`` and ``?`` are characters like others."""

    text: str
    is_literal: bool = False


Pattern: TypeAlias = tuple[Piece, ...]


def pattern(text: str) -> Pattern:
    """Take a value as it is written."""
    return (Piece(text),)


def as_text(wanted: Pattern) -> str:
    """Return a value for operators that know no wildcards."""
    return "".join(piece.text for piece in wanted)


def fits(wanted: Pattern, text: str) -> bool:
    """Whether the whole text is what the pattern stands for; letters count in their case."""
    return _compiled(wanted).fullmatch(text) is not None


def means_action(written: str, action: str) -> bool:
    """Whether an action as a policy writes it, with wildcards and in any case, means this one (IAM user guide)."""
    return fits(pattern(written.lower()), action.lower())


@lru_cache(maxsize=1024)
def _compiled(wanted: Pattern) -> re.Pattern[str]:
    """Find what stands between wildcards in its first place, and never again: going back would change nothing."""
    first, *others = _stretches(wanted)
    if not others:
        return re.compile(first, re.DOTALL)
    *middle, last = others
    found = "".join(f"(?>.*?{stretch})" for stretch in middle if stretch)
    return re.compile(f"{first}{found}.*{last}", re.DOTALL)


def _stretches(wanted: Pattern) -> list[str]:
    """Return what stands between the ``*`` of a pattern, as regular expressions of one length each."""
    stretches = [""]
    for text, is_literal in wanted:
        first, *others = [text] if is_literal else text.split("*")
        for stretch, starts_new in ((first, False), *((other, True) for other in others)):
            written = re.escape(stretch) if is_literal else ".".join(map(re.escape, stretch.split("?")))
            if starts_new:
                stretches.append(written)
            else:
                stretches[-1] += written
    return stretches
