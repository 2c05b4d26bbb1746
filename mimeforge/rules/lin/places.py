"""What the rules on octets share: which places count, and how many of them are shown."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from mimeforge.tree import Part

__all__ = ["bodies", "first_of", "first_with_rest", "gaps", "outside"]

_Place = TypeVar("_Place")

# A file written half by half, or in a charset of two octets, breaks a rule in thousands of places; a hostile one in
# millions.
_PLACES_SHOWN: Final = 10
_PLACES_COUNTED: Final = 1_000


def first_of(places: Iterable[_Place], kind: str) -> tuple[list[_Place], str]:
    """Give the places to show, and what a message adds where there are more. ``kind`` is what is counted.

    A place is a span, or what stands there.
    """
    first = list(islice(places, _PLACES_COUNTED + 1))
    if not first:
        return [], ""
    count = f"over {_PLACES_COUNTED:,}" if len(first) > _PLACES_COUNTED else str(len(first))
    more = f" ({count} such {kind}, {_PLACES_SHOWN} are shown)" if len(first) > _PLACES_SHOWN else ""
    return first[:_PLACES_SHOWN], more


def first_with_rest(places: Iterable[_Place], kind: str) -> tuple[list[tuple[_Place, list[_Place]]], str]:
    """Give the places to show as `first_of` does, each with those that are mended with it: the last with all others."""
    counted = list(islice(places, _PLACES_COUNTED + 1))
    shown, more = first_of(counted, kind)
    last = len(shown) - 1
    return [(place, counted[last:] if at == last else [place]) for at, place in enumerate(shown)], more


def bodies(message: Part, transfer_encodings: Collection[str]) -> list[Span]:
    """Give the bodies under one of these transfer encodings, those of embedded messages included, in their order."""
    leaves = (part for part in message.walk() if not part.parts)
    return [part.body_span for part in leaves if part.transfer_encoding in transfer_encodings]


def gaps(spans: list[Span], end: int) -> Iterator[Span]:
    """Give what stands before, between and behind the spans, which are in order and do not overlap, up to ``end``."""
    at = 0
    for span in spans:
        yield Span(at, span.start)
        at = span.end
    yield Span(at, end)


def outside(places: Iterable[Span], spans: Iterable[Span]) -> Iterator[Span]:
    """Pass the places that begin in none of the spans; both are in the order in which they begin."""
    following = iter(spans)
    span = next(following, None)
    for place in places:
        while span and span.end <= place.start:
            span = next(following, None)
        if span is None or place.start < span.start:
            yield place
