"""CTE: what repairs base64, as it departs from the plain form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._limits import ENCODED_LINE_MAX
from mimeforge.edit import Edit
from mimeforge.linter.fix import Fix
from mimeforge.rules.con.attachment_content import is_cut
from mimeforge.rules.cte.base64_text import Kind
from mimeforge.rules.cte.fixes import is_7bit, region, rewrite
from mimeforge.rules.cte.rewriting import (
    Rewriting,
    base64_anew,
    base64_from_url_safe,
    base64_rewrapped,
    base64_without_foreign,
    base64_without_layout,
)
from mimeforge.rules.fixes import line_end, name_encoding
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mimeforge.rules.cte.base64_text import OddBase64

__all__ = ["as_meant", "close_up", "join_pieces", "pad", "rewrap", "without_foreign"]


def without_foreign(odd: OddBase64, places: Sequence[Span]) -> list[Fix | None]:
    """Take foreign octets away, each by itself and with the last all that follow.

    Only where what is left is whole: else they stand for characters that were lost, and that can be seen by them.
    """
    if odd.after or odd.characters % 4 == 1 or odd.padding != odd.lacks or is_cut(odd.part):
        return [None] * len(places)
    edits = [Edit(place) for place in places]
    if edits:
        rest = Span(max(places[-1].start - 1, odd.part.body_span.start), region(odd.part).end)
        edits[-1] = Edit(rest, Rewriting(base64_without_foreign, line_end(odd.part.source)))
    return [Fix("take it away", (edit,)) for edit in edits]


def as_meant(odd: OddBase64) -> Fix | None:
    """Write base64url as base64, and name 7bit what is text and no base64; each reads as something else then."""
    part = odd.part
    if odd.kind is Kind.BASE64URL:
        is_whole = odd.after is None and len(part.raw.translate(None, b"= \t\r\n")) % 4 != 1
        return rewrite(part, "write it in base64", base64_from_url_safe, safe=False) if is_whole else None
    if part.media_type.startswith("text/") and is_7bit(part.raw):
        return Fix("write 7bit", (name_encoding(part, b"7bit"),), safe=False)
    return None


def pad(odd: OddBase64) -> Fix | None:
    """Write as many "=" behind the data as they need; not behind a file that was cut."""
    line = odd.part.source.line(odd.last.start)
    is_long = odd.last.end - line.start + odd.lacks > ENCODED_LINE_MAX  # to be broken before
    if odd.has_foreign or is_long or is_cut(odd.part):
        return None
    behind = Span(odd.last.end, region(odd.part).end)
    return Fix("complete the last group", (Edit(behind, b"=" * odd.lacks),))


def join_pieces(odd: OddBase64) -> Fix | None:
    """Encode pieces in one that were encoded one by one: readers that stopped at the first see the others then."""
    return None if odd.has_foreign else rewrite(odd.part, "encode it in one piece", base64_anew, safe=False)


def close_up(odd: OddBase64) -> Fix | None:
    """Take empty lines and blanks at the ends of lines away, where nothing but base64 stands there."""
    if odd.has_foreign or odd.after:
        return None
    return rewrite(odd.part, "take the white space away", base64_without_layout)


def rewrap(odd: OddBase64) -> Fix | None:
    """Break lines after 76 characters, where they hold nothing else."""
    if odd.has_foreign or odd.after:
        return None
    return rewrite(odd.part, "break lines after 76 characters", base64_rewrapped)
