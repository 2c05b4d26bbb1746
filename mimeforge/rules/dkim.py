"""What rules on DKIM share: tags of a signature, and where they stand (RFC 6376 §3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import CANONICALIZATION_RE, SIGNED_FIELDS_RE
from mimeforge.tree import Span

if TYPE_CHECKING:
    from re import Pattern

    from mimeforge.tree import Field

__all__ = ["canonicalization", "header_canonicalization", "signed_fields"]

_FWS: Final = b" \t\r\n"


def signed_fields(signature: Field) -> Span | None:
    """Find the value of ``h=``, the names of the fields that a signature covers; without it, it is none."""
    return _value(SIGNED_FIELDS_RE, signature)


def canonicalization(signature: Field) -> Span | None:
    """Find the value of ``c=``."""
    return _value(CANONICALIZATION_RE, signature)


def header_canonicalization(signature: Field) -> str:
    """Give the half of ``c=`` that is about header fields, in lower case; "simple" is the default."""
    value = canonicalization(signature)
    written = signature.source.read(value) if value else b"simple"
    return written.partition(b"/")[0].strip(_FWS).decode("latin-1").lower()


def _value(tag: Pattern[bytes], signature: Field) -> Span | None:
    """Find the first tag of a name; its value leaves out the white space around it."""
    found = tag.search(signature.raw)
    if found is None:
        return None
    start = signature.body_span.start + found.end(1) - len(found[1].lstrip(_FWS))
    return Span(start, start + len(found[1].strip(_FWS)))
