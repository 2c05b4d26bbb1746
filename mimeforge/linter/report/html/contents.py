"""Where in the decoded content of a leaf the octets of its body are: the way from the located to the decoded."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from mimeforge._grammar.content import BASE64_UNIT_RE, QP_UNIT_RE
from mimeforge.tree.content_map import content_map
from mimeforge.tree.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mimeforge.tree import Part

__all__ = ["base64_units", "content_spans"]

_NOT_IN_BASE64: Final = bytes(octet for octet in range(256) if not BASE64_UNIT_RE.match(bytes([octet])))


def content_spans(part: Part, spans: Sequence[Span]) -> list[Span]:
    """Give, for each span in the body of ``part``, the octets of its content that are wholly encoded there.

    One look at the body, however many spans there are.
    """
    offsets = sorted({edge for span in spans for edge in span})
    before = _BEFORE.get(part.transfer_encoding, _as_they_stand)
    counts = dict(zip(offsets, before(part, offsets), strict=True))
    if part.transfer_encoding == "base64":  # six bits a character
        return [Span(-(-counts[start] * 6 // 8), counts[end] * 6 // 8) for start, end in spans]
    return [Span(counts[start], counts[end]) for start, end in spans]


def base64_units(octets: bytes, start: int, end: int) -> int:
    """Count what stands for six bits of the content."""
    return len(octets[start:end].translate(None, _NOT_IN_BASE64))


def _as_they_stand(part: Part, offsets: Iterable[int]) -> Iterator[int]:
    return (offset - part.body_span.start for offset in offsets)


def _in_base64(part: Part, offsets: Iterable[int]) -> Iterator[int]:
    at, count = part.body_span.start, 0
    for offset in offsets:
        count += base64_units(part.source.octets, at, offset)
        at = offset
        yield count


def _in_quoted_printable(part: Part, offsets: Iterable[int]) -> Iterator[int]:
    lines = content_map(part)
    at = count = 0
    for offset in offsets:
        line = max(bisect_right(lines.starts, offset) - 1, 0)
        if lines.starts[line] >= at:
            at, count = lines.starts[line], lines.units[line]
        count += len(QP_UNIT_RE.findall(part.source.octets, at, offset))
        at = offset
        yield count


# How the octets of the content, or the units of base64, before each offset are counted.
_BEFORE: Final = {"base64": _in_base64, "quoted-printable": _in_quoted_printable}
