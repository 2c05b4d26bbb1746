"""Variables in values of policies (IAM user guide, policy elements: variables and tags)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mimeforge.rules.pol.wildcards import Piece

if TYPE_CHECKING:
    from mimeforge.rules.pol.wildcards import Pattern
    from mimeforge.ses.authorization.facts import Facts

__all__ = ["VERSION", "expanded"]

# In policies of another version, or of none, a variable is text like other text.
VERSION: Final = "2012-10-17"

# A condition key, and behind a comma what stands for it where the request has none.
_VARIABLE_RE: Final = re.compile(r"\$\{([^{},]*+)(?:,\s*+'([^']*+)'\s*+)?+\}")

_CHARACTERS: Final = frozenset("*?$")


def expanded(text: str, facts: Facts) -> Pattern | None:
    """Put what is known into a value; None where one of its variables is not known, or has several values."""
    pieces = []
    end = 0
    for found in _VARIABLE_RE.finditer(text):
        value = _value(found[1], found[2], facts)
        if value is None:
            return None
        pieces += [Piece(text[end : found.start()]), Piece(value, is_literal=True)]
        end = found.end()
    return (*pieces, Piece(text[end:]))


def _value(name: str, default: str | None, facts: Facts) -> str | None:
    if name in _CHARACTERS:
        return name
    readings = facts.get(name.strip().lower())
    if readings is None or len(readings) > 1 or len(readings[0]) > 1:
        return None
    return readings[0][0] if readings[0] else default
