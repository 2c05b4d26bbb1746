"""What fixes would change, for people: a unified diff of which every line is safe to show.

Mail is hostile text, so no line is written as it is: it stands behind a gutter, what cannot be seen is a sign, and a
long one is cut. `patch` cannot read that; ``--fix`` makes the change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.codecs.visible import show_line
from mimeforge.linter.report.excerpt import without_secrets
from mimeforge.linter.report.text import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mimeforge.linter.report import Report

__all__ = ["Change", "changes", "coloured", "diff"]

_CONTEXT: Final = 3

# Octets of a line, and changed lines of a message, that are shown.
_LINE_SHOWN: Final = 160
_LINES_SHOWN: Final = 1000

# Lines times lines that are compared each with each: the time that takes grows with their product.
_COMPARED_MAX: Final = 2500


# By the first character of a line; parameters of "select graphic rendition" (ECMA-48 §8.3.117): red, green, cyan.
_COLOURS: Final = {mark: f"\x1b[{number}m{{}}\x1b[0m" for mark, number in (("-", 31), ("+", 32), ("@", 36))}


class Change(NamedTuple):
    """Lines from ``start`` to ``end`` that become those from ``new_start`` to ``new_end``."""

    start: int
    end: int
    new_start: int
    new_end: int


def diff(before: Report, after: Report) -> str:
    """Show how a message differs from what it was, in the lines of a unified diff."""
    old, new = _lines(before), _lines(after)
    name = shown_name(before.name)
    usual_end = b"\r\n" if 2 * before.source.count(b"\r\n") >= before.source.count(b"\n") else b"\n"
    hunks = (_hunk(hunk, old, new, usual_end) for hunk in _hunks(changes(old, new)))
    lines = list(islice(chain.from_iterable(hunks), _LINES_SHOWN + 1))
    if len(lines) > _LINES_SHOWN:
        lines[-1] = "… and more"
    return "".join(f"{line}\n" for line in (f"--- {name}", f"+++ {name}", *lines))


def coloured(text: str) -> str:
    """Return a diff in the colours that diffs have on terminals."""
    return "".join(_COLOURS.get(line[0], "{}").format(line) for line in text.splitlines(keepends=True))


def changes(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[Change]:
    """Find the changes that turn ``old`` lines into ``new`` ones, in time that grows with their number alone.

    Lines that occur once in both, in the same order, are taken for the same (that is Bram Cohen's patience diff); what
    stands between two of them is compared line by line where it is short, and else has changed as a whole.
    """
    start = new_start = 0
    for at, new_at in (*_anchors(old, new), (len(old), len(new))):
        yield from _between(old, new, Change(start, at, new_start, new_at))
        start, new_start = at + 1, new_at + 1


def _anchors(old: Sequence[bytes], new: Sequence[bytes]) -> list[tuple[int, int]]:
    once = {line for line, count in Counter(old).items() if count == 1}
    once &= {line for line, count in Counter(new).items() if count == 1}
    places = {line: at for at, line in enumerate(new) if line in once}
    return _rising([(at, places[line]) for at, line in enumerate(old) if line in once])


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Choose the most pairs of which both numbers rise; the first ones rise already."""
    lasts: list[int] = []  # by length, the lowest number that a choice of this length can end in
    ends: list[int] = []  # and which pair that is
    before: list[int] = []  # for each pair, which one goes before it
    for index, (_, number) in enumerate(pairs):
        length = bisect_left(lasts, number)
        before.append(ends[length - 1] if length else -1)
        lasts[length : length + 1] = [number]
        ends[length : length + 1] = [index]
    chosen = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _between(old: Sequence[bytes], new: Sequence[bytes], gap: Change) -> Iterator[Change]:
    start, end, new_start, new_end = gap
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    if (end - start) * (new_end - new_start) > _COMPARED_MAX:
        yield Change(start, end, new_start, new_end)
        return
    matcher = SequenceMatcher(None, old[start:end], new[new_start:new_end], autojunk=False)
    for kind, a, b, new_a, new_b in matcher.get_opcodes():
        if kind != "equal":
            yield Change(start + a, start + b, new_start + new_a, new_start + new_b)


def _hunks(found: Iterable[Change]) -> Iterator[list[Change]]:
    """Put together changes whose contexts touch."""
    hunk: list[Change] = []
    for change in found:
        if hunk and change.start - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _hunk(hunk: Sequence[Change], old: Sequence[bytes], new: Sequence[bytes], usual_end: bytes) -> Iterator[str]:
    first, last = hunk[0], hunk[-1]
    start, end = max(first.start - _CONTEXT, 0), min(last.end + _CONTEXT, len(old))
    new_start, new_end = first.new_start - (first.start - start), last.new_end + (end - last.end)
    yield f"@@ -{_range(start, end)} +{_range(new_start, new_end)} @@"
    for change in hunk:
        yield from _marked("  ", old[start : change.start], usual_end)
        yield from _marked("- ", old[change.start : change.end], usual_end)
        yield from _marked("+ ", new[change.new_start : change.new_end], usual_end)
        start = change.end
    yield from _marked("  ", old[start:end], usual_end)


def _range(start: int, end: int) -> str:
    # A range of no lines is placed by the line before it.
    return f"{start + (end > start)},{end - start}"


def _marked(mark: str, lines: Iterable[bytes], usual_end: bytes) -> Iterator[str]:
    for line in lines:
        if len(line) > _LINE_SHOWN:
            yield f"{mark}| {show_line(line[:_LINE_SHOWN], whole=False).text}…"
        else:
            text = show_line(line.removesuffix(usual_end)).text
            yield f"{mark}| {text}".rstrip() + " (no line end)" * (not line.endswith(b"\n"))


def _lines(report: Report) -> list[bytes]:
    *lines, rest = without_secrets(report).split(b"\n")
    return [line + b"\n" for line in lines] + [rest] * bool(rest)
