"""What rules on DKIM share: the tags of a signature, and where they stand (RFC 6376 §3.2, §3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge.tree import Field

__all__ = ["Value", "header_canonicalization", "signed_names", "tags"]

_FWS: Final = " \t\r\n"


class Value(NamedTuple):
    """A stretch of a field body without the white space around it, and where it stands. Folds inside of it are kept."""

    text: str
    span: Span


def tags(field: Field) -> dict[str, Value]:
    """Read a signature as tags, name to value: the first of each name, and nothing that has no "="."""
    found: dict[str, Value] = {}
    start = field.body_span.start
    for spec in field.raw.decode("latin-1").split(";"):
        name, equals, value = spec.partition("=")
        if equals:
            found.setdefault(name.strip(_FWS), _bare(value, start + len(name) + 1))
        start += len(spec) + 1
    return found


def signed_names(tags: Mapping[str, Value]) -> Iterator[Value]:
    """Pass the names of the fields that a signature covers (``h=``), as they are written and in their order."""
    if "h" in tags:
        text, (start, _) = tags["h"]
        for name in text.split(":"):
            yield _bare(name, start)
            start += len(name) + 1


def header_canonicalization(tags: Mapping[str, Value]) -> str:
    """Give the half of ``c=`` that is about header fields, in lower case; "simple" is the default."""
    return tags["c"].text.partition("/")[0].strip(_FWS).lower() if "c" in tags else "simple"


def _bare(text: str, start: int) -> Value:
    bare = text.strip(_FWS)
    start += len(text) - len(text.lstrip(_FWS))
    return Value(bare, Span(start, start + len(bare)))
