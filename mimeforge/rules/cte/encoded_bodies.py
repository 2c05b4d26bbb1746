"""What the rules on transfer encodings share: which bodies they judge, and places in these."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from mimeforge._limits import ENCODED_LINE_MAX
from mimeforge.codecs.parameters import without_comments
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from re import Pattern

    from mimeforge.tree import Part

__all__ = ["counted", "is_body", "is_encoded", "located", "long_lines"]

_COUNTED: Final = 1_000


def is_body(part: Part) -> bool:
    """Whether the part has a body of its own. An embedded message is one; a multipart is none, readable or not.

    What the parts say of their octets is not known where the parts cannot be found: MIM101 or PAR101 tell why.
    """
    field = part.field("Content-Type")
    is_meant = field is not None and field.value[: len("multipart")].lower() == "multipart"
    return not is_meant and not part.media_type.startswith("multipart/")


def is_encoded(part: Part) -> bool:
    """Whether the encoded body of a part is to be judged: not where CTE101 says that the encoding is no such name."""
    field = part.field("Content-Transfer-Encoding")
    named = without_comments(field.value).strip(" \t").lower() if field else ""
    return named == part.transfer_encoding and is_body(part)


def located(pattern: Pattern[bytes], part: Part) -> Iterator[Span]:
    """Find all places of a pattern in the body of a part as it stands."""
    return (Span(*found.span()) for found in pattern.finditer(part.source.octets, *part.body_span))


def counted(places: Iterable[Span], kind: str) -> tuple[Span | None, str]:
    """Give the first place, and what a message adds where there are more. ``kind`` is what is counted.

    For what an encoder does in each line: ten findings would say what one does.
    """
    found = list(islice(places, _COUNTED + 1))
    count = f"over {_COUNTED:,}" if len(found) > _COUNTED else str(len(found))
    return (found[0] if found else None), f" ({count} such {kind})" if len(found) > 1 else ""


def long_lines(part: Part) -> Iterator[Span]:
    """Find the lines of an encoded body that are longer than 76 octets without their line end."""
    raw = part.raw
    start = part.body_span.start
    if max(map(len, raw.split(b"\r\n" if b"\r\n" in raw else b"\n"))) <= ENCODED_LINE_MAX:
        return
    for line in raw.split(b"\n"):
        length = len(line.removesuffix(b"\r"))
        if length > ENCODED_LINE_MAX:
            yield Span(start, start + length)
        start += len(line) + 1
