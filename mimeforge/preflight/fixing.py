"""Making the fixes that findings carry, again and again until none is left to make."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.edit import apply, meaning
from mimeforge.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from mimeforge.edit import Edit
    from mimeforge.linter import Finding, Report
    from mimeforge.tree import Span

__all__ = ["Fixed", "repair"]

# A fix may uncover what another rule can fix; ordinary mail takes two or three passes, and a rule speaks a thousand
# times in each at most.
_PASSES_MAX: Final = 100


class Fixed(NamedTuple):
    """Octets, and the findings whose fixes made them; each stands where it stood in the octets it was found in."""

    octets: bytes
    applied: tuple[Finding, ...]


def repair(octets: bytes, judge: Callable[[bytes], Report], *, unsafe: bool) -> Fixed:
    """Make the fixes of what ``judge`` finds until none is left; ``unsafe`` ones where no safe one is left."""
    applied: list[Finding] = []
    for _ in range(_PASSES_MAX):
        fixable = [finding for finding in judge(octets) if finding.fix is not None]
        made = _harmless(octets, _apart(finding for finding in fixable if finding.fix and finding.fix.safe))
        if not made and unsafe:
            made = _apart(finding for finding in fixable if finding.fix and not finding.fix.safe)
        fixed = apply(octets, _edits(made))
        if fixed == octets:
            break
        octets = fixed
        applied += made
    return Fixed(octets, tuple(applied))


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Choose findings whose edits do not touch; the others have their turn in the next pass."""
    chosen: list[Finding] = []
    taken: list[Span] = []
    for finding in findings:
        spans = [edit.span for edit in _edits([finding])]
        if not any(_touches(span, taken) for span in spans):
            chosen.append(finding)
            for span in spans:
                insort(taken, span)
    return chosen


def _touches(span: Span, taken: Sequence[Span]) -> bool:
    """Whether ``span`` overlaps or adjoins one of ``taken``, which are sorted and do not overlap themselves."""
    at = bisect_left(taken, span)
    return any(span.start <= other.end and other.start <= span.end for other in taken[max(at - 1, 0) : at + 1])


def _harmless(octets: bytes, findings: Sequence[Finding]) -> list[Finding]:
    """Choose safe fixes with which the message says what it said before.

    They promise that. But mail can be broken in ways that nobody thought of, so the promise is held.
    """
    return _saying(meaning(parse(octets)), octets, findings) if findings else []


def _saying(said: tuple[Hashable, ...], octets: bytes, findings: Sequence[Finding]) -> list[Finding]:
    """Choose of ``findings`` those with whose fixes the message says what was ``said``, by halves."""
    if meaning(parse(apply(octets, _edits(findings)))) == said:
        return list(findings)
    if len(findings) == 1:
        return []
    half = len(findings) // 2
    first, second = (_saying(said, octets, part) for part in (findings[:half], findings[half:]))
    both = [*first, *second]
    return both if meaning(parse(apply(octets, _edits(both)))) == said else first or second


def _edits(findings: Iterable[Finding]) -> list[Edit]:
    return [edit for finding in findings if finding.fix for edit in finding.fix.edits]
