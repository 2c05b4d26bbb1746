"""Making the fixes that findings carry, again and again until none is left to make."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.edit import apply, meaning
from mimeforge.tree import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
    report = judge(octets)
    for _ in range(_PASSES_MAX):
        fixable = [finding for finding in report if finding.fix is not None]
        # Fixes that delete line after line go at once: whether they did harm together is looked at.
        safe = _apart((one for one in fixable if one.fix and one.fix.safe), may_adjoin=True)
        made, after = _harmless(octets, report, judge, safe)
        if not made and unsafe:
            made = _apart((one for one in fixable if one.fix and not one.fix.safe), may_adjoin=False)
            after = judge(apply(octets, _edits(made)))
        if after.source == octets:
            break
        octets, report = after.source, after
        applied += made
    return Fixed(octets, tuple(applied))


def _apart(findings: Iterable[Finding], *, may_adjoin: bool) -> list[Finding]:
    """Choose findings whose edits do not touch; the others have their turn in the next pass.

    With ``may_adjoin``, what is deleted may end where the next deletion begins.
    """
    chosen: list[Finding] = []
    taken: list[Edit] = []
    for finding in findings:
        edits = _edits([finding])
        if not any(_touches(edit, taken, may_adjoin=may_adjoin) for edit in edits):
            chosen.append(finding)
            for edit in edits:
                insort(taken, edit, key=_place)
    return chosen


def _touches(edit: Edit, taken: Sequence[Edit], *, may_adjoin: bool) -> bool:
    """Whether ``edit`` overlaps or adjoins one of ``taken``, which are sorted and do not overlap themselves."""
    at = bisect_left(taken, edit.span, key=_place)
    return any(_meet(edit, other, may_adjoin=may_adjoin) for other in taken[max(at - 1, 0) : at + 1])


def _meet(one: Edit, other: Edit, *, may_adjoin: bool) -> bool:
    shared = int(may_adjoin and _deletes(one) and _deletes(other))  # octets, at least
    return one.span.start + shared <= other.span.end and other.span.start + shared <= one.span.end


def _deletes(edit: Edit) -> bool:
    return edit.replacement == b"" and edit.span.start < edit.span.end


def _place(edit: Edit) -> Span:
    return edit.span


def _harmless(
    octets: bytes, report: Report, judge: Callable[[bytes], Report], findings: Sequence[Finding]
) -> tuple[list[Finding], Report]:
    """Choose safe fixes with which the message says what it said before and draws no new error; and judge it so.

    They promise that. But mail can be broken in ways that nobody thought of, so the promise is held.
    """
    if not findings:
        return [], report
    said, errors = meaning(parse(octets)), {finding.slug for finding in report.errors}

    def made(some: Sequence[Finding]) -> Report | None:
        fixed = apply(octets, _edits(some))
        if meaning(parse(fixed)) != said:
            return None
        after = judge(fixed)
        return after if {finding.slug for finding in after.errors} <= errors else None

    def choose(some: Sequence[Finding]) -> tuple[list[Finding], Report]:
        after = made(some)
        if after is not None:
            return list(some), after
        if len(some) == 1:
            return [], report
        half = len(some) // 2
        first, second = choose(some[:half]), choose(some[half:])
        both = [*first[0], *second[0]]
        after = made(both) if first[0] and second[0] else None
        return (both, after) if after is not None else first if first[0] else second

    return choose(findings)


def _edits(findings: Iterable[Finding]) -> list[Edit]:
    return [edit for finding in findings if finding.fix for edit in finding.fix.edits]
