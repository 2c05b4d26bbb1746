"""What a fix makes of the lines that it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.linter.finding import Severity
from mimeforge.linter.report.html.marks import Line, Mark, marked_lines
from mimeforge.tree import Span

if TYPE_CHECKING:
    from mimeforge.linter.fix import Fix
    from mimeforge.linter.report.html.stars import Stars
    from mimeforge.tree import Source

__all__ = ["mended_lines"]

# Octets that are shown: of what changes more, or in places far apart, the title of the fix says enough.
_SHOWN_MAX: Final = 1000


def mended_lines(fix: Fix, source: Source, stars: Stars) -> tuple[Line, ...]:
    """Return the changed lines with marks at what is new in them; none where they are too long to be shown."""
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    if not edits:
        return ()
    start = done = source.line(edits[0].span.start).start
    end = source.line(max(edit.span.end for edit in edits)).end
    if end - start > _SHOWN_MAX:
        return ()
    mended = bytearray()
    new: list[Mark] = []
    for edit in edits:
        mended += source.octets[done : edit.span.start]
        octets = edit.octets(source.octets)
        if octets:
            new.append(Mark(len(mended), len(mended) + len(octets), 0, Severity.NOTE, ""))
        mended += octets
        done = edit.span.end
    mended += source.octets[done:end]
    if len(mended) > _SHOWN_MAX:
        return ()
    return tuple(marked_lines(stars.octets(bytes(mended)), Span(0, len(mended)), new))
