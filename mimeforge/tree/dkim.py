"""DKIM signatures (RFC 6376): the tags of one and where they stand (§3.5), and the hash of a body (§3.7)."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Final

from mimeforge._grammar.dkim import BLANKS_RE, TAG_RE, TAG_SPACE
from mimeforge.tree.source import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mimeforge.tree.field import Field

__all__ = [
    "body_hash",
    "canonicalization",
    "canonicalizations",
    "second_tag",
    "signed_fields",
    "signed_names",
    "tags",
    "value_of",
]

# RFC 6376 §3.3, RFC 8463: the hash behind the hyphen of a=.
_HASHES: Final = {"sha1", "sha256"}


def tags(signature: Field) -> Mapping[str, Span]:
    """Find the values of the tags, without the white space around them; of two tags of one name, the first."""
    found: dict[str, Span] = {}
    for tag in TAG_RE.finditer(signature.raw):
        name, value = tag[1].decode("ascii"), tag[2]
        if name not in found:
            start = signature.body_span.start + tag.end(2) - len(value.lstrip(TAG_SPACE))
            found[name] = Span(start, start + len(value.strip(TAG_SPACE)))
    return found


def second_tag(signature: Field) -> Span | None:
    """Find the name of the first tag that stands a second time, which makes the signature void (RFC 6376 §3.2)."""
    seen = set[bytes]()
    for tag in TAG_RE.finditer(signature.raw):
        if tag[1] in seen:
            return Span(signature.body_span.start + tag.start(1), signature.body_span.start + tag.end(1))
        seen.add(tag[1])
    return None


def signed_fields(signature: Field) -> Span | None:
    """Find the value of ``h=``, the names of the fields that a signature covers; without it, it is none."""
    return tags(signature).get("h")


def signed_names(signature: Field) -> list[str]:
    """Give the names in ``h=`` in lower case, in their order, each as often as it stands there."""
    return [name for name in value_of(signature, "h").lower().split(":") if name]


def canonicalization(signature: Field) -> Span | None:
    """Find the value of ``c=``."""
    return tags(signature).get("c")


def canonicalizations(signature: Field) -> tuple[str, str]:
    """Give the halves of ``c=``, for the header fields and the body, in lower case; "simple" is the default of both."""
    header, _, body = value_of(signature, "c").lower().partition("/")
    return header or "simple", body or "simple"


def value_of(signature: Field, name: str) -> str:
    """Give the value of a tag without any white space in it; "" where it is not there."""
    span = tags(signature).get(name)
    return signature.source.read(span).translate(None, TAG_SPACE).decode("latin-1") if span else ""


def body_hash(body: bytes, canonicalization: str, algorithm: str, length: int | None = None) -> str | None:
    """Compute ``bh=`` of a body whose lines end in CRLF; None for a canonicalization or an algorithm unknown here.

    ``algorithm`` is that of ``a=``, as "rsa-sha256". Of the canonical body, the first ``length`` octets count.
    """
    name = algorithm.rpartition("-")[2]
    if name not in _HASHES or canonicalization not in {"simple", "relaxed"}:
        return None
    canonical = _relaxed(body) if canonicalization == "relaxed" else _ended(body) or b"\r\n"
    digest = hashlib.new(name, canonical[:length], usedforsecurity=False).digest()
    return base64.b64encode(digest).decode("ascii")


def _relaxed(body: bytes) -> bytes:
    return _ended(BLANKS_RE.sub(b" ", body).replace(b" \r\n", b"\r\n").removesuffix(b" "))


def _ended(body: bytes) -> bytes:
    """End a body in one CRLF, and an empty one in none (RFC 6376 §3.4.3)."""
    text = body.rstrip(b"\r\n")
    return text + b"\r\n" if text else b""
