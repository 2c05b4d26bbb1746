"""What a finding is known by in the next run, when lines have moved.

A fingerprint is made of the rule, the part, the field's name, the octets at the place with those near it in its line,
and which of those that are equal in all of this it is. Lines, offsets, the words of the message and the file's name
play no part; nor do line ends, which git may change. Of a secret it holds nothing: a digest of few possible texts would
give the text away.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from mimeforge.linter.finding import ABSENT
from mimeforge.linter.report.excerpt import without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.finding import Finding
    from mimeforge.linter.report import Report

__all__ = ["digest", "fingerprints"]

# Octets that are looked at: of the place, and of its line on both sides of it.
_OCTETS: Final = 128

_MASKED_RE: Final = re.compile(rb"\*+")


def fingerprints(report: Report) -> Iterator[str]:
    """Yield the fingerprint of each finding of a report, 32 hexadecimal digits; no two of them are equal."""
    source = without_secrets(report, shown=0)
    known: Counter[str] = Counter()
    for finding in report:
        likeness = digest(finding.code, finding.part, (finding.header or "").lower(), *_place(source, finding))
        known[likeness] += 1
        yield digest(likeness, str(known[likeness]))


def digest(*pieces: str | bytes) -> str:
    """Return 32 hexadecimal digits that stand for ``pieces``."""
    made = hashlib.sha256()
    for piece in pieces:
        octets = piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece
        made.update(b"%d:%b" % (len(octets), octets))  # so that ("a", "b") is not ("ab", "")
    return made.hexdigest()[:32]


def _place(source: bytes, finding: Finding) -> Iterator[bytes]:
    """Yield what stands before a finding in its line, what it stands at, and what stands behind it in the last line."""
    start, end = finding.span
    if finding.span == ABSENT:
        return
    line_start = start - (finding.column - 1)
    line_end = source.find(b"\n", end, end + _OCTETS)
    behind = source[end : end + _OCTETS if line_end < 0 else line_end]
    for octets in (source[max(line_start, start - _OCTETS) : start], source[start : min(end, start + _OCTETS)], behind):
        # How long a secret is tells something as well.
        yield _MASKED_RE.sub(b"*", octets.replace(b"\r\n", b"\n").rstrip(b"\r"))
