"""What the MIME fields of a part say (RFC 2045, RFC 2183), read as forgivingly as mail readers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import MEDIA_TYPE_RE, TOKEN_RE
from mimeforge.codecs import base64, charsets, encoded_word, parameters, quoted_printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge.codecs.parameters import Parameterized
    from mimeforge.tree.field import Field

__all__ = [
    "IDENTITY_ENCODINGS",
    "ContentType",
    "content_type",
    "decode",
    "disposition",
    "filename",
    "to_text",
    "transfer_encoding",
]

# RFC 2045 §6.2: encodings that leave the octets as they are, the only ones that a message or multipart may have (§6.4).
IDENTITY_ENCODINGS: Final = frozenset({"7bit", "8bit", "binary"})

_DECODERS: Final = {"base64": base64.decode_leniently, "quoted-printable": quoted_printable.decode_leniently}


class ContentType(NamedTuple):
    """What Content-Type says, or what holds where it says nothing; the boundary only of a multipart."""

    media_type: str
    parameters: Mapping[str, str]
    boundary: bytes | None


def content_type(field: Field | None, default: str) -> ContentType:
    """Read Content-Type; ``default`` is the media type of a part without the field."""
    if field is None:
        return ContentType(default, {}, None)
    read = field.parameterized
    # RFC 2045 §5.1 inherits blanks around the slash from RFC 822; what follows another blank lacks its semicolon.
    word = read.value.replace(" /", "/").replace("/ ", "/").partition(" ")[0]
    # RFC 2045 §5.2: a field that cannot be read says text/plain, in a digest too.
    media_type = word.lower() if MEDIA_TYPE_RE.fullmatch(word) else "text/plain"
    boundary = _boundary(field, read.parameters) if media_type.startswith("multipart/") else None
    return ContentType(media_type, read.parameters, boundary)


def transfer_encoding(field: Field | None) -> str:
    """Read Content-Transfer-Encoding in lower case, token or not; "7bit" where it says nothing (RFC 2045 §6.1)."""
    text = parameters.without_comments(field.value) if field else ""
    return text.partition(";")[0].strip().lower() or "7bit"


def disposition(field: Field | None) -> str | None:
    """Read the disposition type of Content-Disposition in lower case, None where there is none."""
    word = field.parameterized.value.partition(" ")[0] if field else ""
    return word.lower() if TOKEN_RE.fullmatch(word) else None


def filename(content_disposition: Field | None, content_type: Field | None) -> str | None:
    """Choose the name to show: Content-Disposition before Content-Type, in each the extended form before the plain."""
    for field, name in ((content_disposition, "filename"), (content_type, "name")):
        if field is None:
            continue
        # What looks like a comment behind a name without quotes is shown as part of it.
        for read in _readings(field):
            written = read.parameters.get(name)
            if written:
                # RFC 2047 §5 forbids encoded-words there; most readers decode them nevertheless.
                return encoded_word.decode_text(written) if written == read.plain.get(name) else written
    return None


def decode(body: bytes, encoding: str) -> bytes:
    """Undo a transfer encoding leniently; an unknown one leaves the octets as they are."""
    decoder = _DECODERS.get(encoding)
    return decoder(body) if decoder else body


def to_text(octets: bytes, charset: str | None) -> str:
    """Decode text; without a known charset as UTF-8 where it is valid, else as Latin-1."""
    text = charsets.decode(octets, charset) if charset else None
    if text is not None:
        return text
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("latin-1")


def _readings(field: Field) -> Iterator[Parameterized]:
    """Read a field as readers do that know no comments (RFC 2045 §3), where it may have one, and as the others do."""
    if "(" in field.value:
        yield parameters.read_leniently(field.value, knows_comments=False)
    yield field.parameterized


def _boundary(field: Field, values: Mapping[str, str]) -> bytes | None:
    # RFC 2046 §5.1.1: no boundary ends in a blank; one that seems to got it on the way.
    boundary = values.get("boundary", "").rstrip(" \t")
    return boundary.encode(field.encoding, "replace") or None
