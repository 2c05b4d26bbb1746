"""A fix as programs are told of it: which octets take the place of which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from mimeforge.edit import Edit
    from mimeforge.linter.fix import Fix
    from mimeforge.linter.report import Report
    from mimeforge.tree import Span

__all__ = ["Replacement", "replacements"]

# Edits of one fix that are told, and octets that they may take away and put there: one that is about each line of a
# large message would make a report many times its size.
_EDITS_MAX: Final = 10_000
_OCTETS_MAX: Final = 65_536


class Replacement(NamedTuple):
    """Octets, and the place in a message that they take."""

    span: Span
    octets: bytes


def replacements(fix: Fix, report: Report) -> tuple[Replacement, ...] | None:
    """Return what a fix does to the message of ``report``; None where it is too much, or would show a secret."""
    edits = fix.edits
    if len(edits) > _EDITS_MAX or sum(map(_size, edits)) > _OCTETS_MAX:
        return None
    if any(edit.span.start < end and start < edit.span.end for start, end in report.secrets for edit in edits):
        return None
    return tuple(Replacement(edit.span, edit.octets(report.source)) for edit in edits)


def _size(edit: Edit) -> int:
    """Estimate the octets that an edit takes away and puts there, without making those that are not made yet."""
    taken = edit.span.end - edit.span.start
    return taken + (len(edit.replacement) if isinstance(edit.replacement, bytes) else taken)
