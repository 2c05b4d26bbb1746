"""Every rule, and how it is broken on purpose; or why it is not."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from mimeforge.preflight import RULES
from mimeforge.testing.strategies.broken import (
    adr,
    blk,
    con,
    con_files,
    cte,
    dat,
    enc,
    hdr,
    htm,
    htm_urls,
    lin,
    mim,
    mim_kinds,
    par,
    req,
    sec,
    ses,
)
from mimeforge.testing.strategies.broken import chr as chr_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT", "SMTP_ONLY"]

_GROUPS: Final = (
    lin,
    hdr,
    req,
    adr,
    dat,
    enc,
    mim,
    mim_kinds,
    par,
    blk,
    sec,
    ses,
    cte,
    chr_,
    con,
    con_files,
    htm,
    htm_urls,
)
_MADE: Final = dict(chain.from_iterable(group.DEFECTS.items() for group in _GROUPS))

DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    rule.slug: _MADE[rule.slug] for rule in RULES if rule.slug in _MADE
}
"""By slug, in the order of the rules: messages with that defect and no other."""
SMTP_ONLY: Final = frozenset({"cte-binary"})
"""Slugs of rules that speak where mail goes over SMTP, and are silent under the other profiles."""
LEFT_OUT: Final[Mapping[str, str]] = dict(chain.from_iterable(group.LEFT_OUT.items() for group in _GROUPS))
"""By slug: why no message breaks this rule alone, or none that would be small."""
