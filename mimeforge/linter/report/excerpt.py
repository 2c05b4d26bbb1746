"""What is shown of a message: the line a finding stands in, with the place of its carets, and nothing of a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.codecs.visible import show_line
from mimeforge.linter.secrets import SHOWN

if TYPE_CHECKING:
    from mimeforge.linter.finding import Finding
    from mimeforge.linter.report import Report

__all__ = ["Excerpt", "excerpt", "without_secrets"]

# Octets of a line that are shown; of a longer one, a window that begins somewhat before the finding.
_LINE_SHOWN: Final = 120
_SHOWN_BEFORE: Final = 40
# Every octet but CR and LF, so that lines stay where they are.
_MASK: Final = bytes(octet if octet in b"\r\n" else ord("*") for octet in range(256))


class Excerpt(NamedTuple):
    """A line as it is shown, and the columns (terminal cells, from 0) that show the finding's span."""

    line: str
    left: int
    right: int


def excerpt(source: bytes, finding: Finding) -> Excerpt:
    """Show the line in which ``finding`` begins; its line end only where the finding begins in that.

    ``source`` is the message as `without_secrets` gives it.
    """
    start = finding.span.start
    line_start = start - (finding.column - 1)
    line_end = _line_end(source, start, line_start)
    window_start, window_end = _window(source, start, line_start, line_end)
    shown = show_line(source[window_start:window_end], whole=window_end == line_end)
    left, right = shown.columns(start - window_start, min(finding.span.end, window_end) - window_start)
    before = "…" * (window_start > line_start)
    after = "…" * (window_end < line_end)
    return Excerpt(before + shown.text + after, left + len(before), right + len(before))


def without_secrets(report: Report, *, shown: int = SHOWN) -> bytes:
    """Return the octets of a report's message with asterisks for its secrets, each but for its first ``shown`` octets.

    Another finding may stand in the line of a secret: what is shown of a message, for whatever finding, is shown from
    these octets.
    """
    if not report.secrets:
        return report.source
    octets = bytearray(report.source)
    for start, end in report.secrets:
        octets[start + shown : end] = octets[start + shown : end].translate(_MASK)
    return bytes(octets)


def _line_end(source: bytes, start: int, line_start: int) -> int:
    """Return where the line ends, or any place behind all that a window may show: a line can have megabytes."""
    searched = min(start + 2 * _LINE_SHOWN, len(source))
    feed = source.find(b"\n", start, searched)
    if feed < 0:
        return searched
    end = feed - (feed > line_start and source[feed - 1] == 0x0D)
    return feed + 1 if start >= end else end


def _window(source: bytes, start: int, line_start: int, line_end: int) -> tuple[int, int]:
    if line_end - line_start <= _LINE_SHOWN:
        return line_start, line_end
    window_start = max(line_start, min(start - _SHOWN_BEFORE, line_end - _LINE_SHOWN))
    window_end = min(line_end, window_start + _LINE_SHOWN)
    return _whole_character(source, window_start, line_start, -1), _whole_character(source, window_end, line_end, 1)


def _whole_character(source: bytes, offset: int, limit: int, step: int) -> int:
    """Move a cut out of a UTF-8 character: past its continuation octets (RFC 3629 §3: three at most)."""
    for _ in range(3):
        if offset == limit or source[offset] & 0xC0 != 0x80:
            break
        offset += step
    return offset
