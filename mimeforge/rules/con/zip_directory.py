"""The directory of an attached ZIP archive (APPNOTE.TXT of PKWARE, §4.3): what it says it holds. Nothing is inflated.

Read from the end, in bounds: at most `_DIRECTORY` octets of at most `_ENTRIES` entries, whatever the archive claims.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.rules.con.attachments import extension, head, is_attachment, tail
from mimeforge.rules.con.file_formats import OFFICE, by_extension

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Part

__all__ = ["Entry", "directory", "in_archive"]

_ZIP_TYPES: Final = frozenset({"application/zip", "application/x-zip-compressed", "application/x-zip"})

_DIRECTORY: Final = 1 << 20
_ENTRIES: Final = 10_000

# §4.3.16: the end record, behind which a comment of up to 65,535 octets may stand; size and count of the directory.
_END: Final = b"PK\x05\x06"
_END_RECORD: Final = struct.Struct("<4s4xHHII2x")
_WITH_COMMENT: Final = 1 << 16

# §4.3.12: one entry; flags, sizes packed and unpacked, lengths of name, extra fields and comment.
_ENTRY: Final = struct.Struct("<4s4xH10xIIHHH12x")
_SIGNATURE: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800

# §4.5.3: sizes of ZIP64 stand in an extra field, where those of the entry are all ones.
_IN_ZIP64: Final = 0xFFFFFFFF
_ZIP64_FIELD: Final = struct.Struct("<HHQ")
_ZIP64: Final = 0x0001


class Entry(NamedTuple):
    """A file in an archive: its name, whether a password protects it, and its size as the directory declares it."""

    name: str
    is_encrypted: bool
    size: int


def directory(part: Part) -> tuple[Entry, ...]:
    """Read the directory of a ZIP archive, nothing of what is none; ``context.once(directory, part)`` keeps it."""
    if not head(part).startswith(b"PK"):
        return ()
    for size in (_WITH_COMMENT >> 6, _WITH_COMMENT, _DIRECTORY):
        octets = tail(part, size)
        at = octets.rfind(_END) if octets else -1
        if octets is None or at < 0 or len(octets) - at < _END_RECORD.size:
            continue
        _, _, _, length, _ = _END_RECORD.unpack_from(octets, at)
        if length <= at:
            return tuple(_entries(octets[at - length : at]))
    return ()


def in_archive(part: Part, context: Context) -> tuple[Entry, ...]:
    """Give what an attached ZIP archive holds; nothing of a document that is one within."""
    is_archive = part.media_type in _ZIP_TYPES or extension(part) == "zip"
    is_document = by_extension(extension(part)) == OFFICE
    return context.once(directory, part) if is_archive and not is_document and is_attachment(part) else ()


def _entries(octets: bytes) -> Iterator[Entry]:
    at = 0
    for _ in range(_ENTRIES):
        if len(octets) - at < _ENTRY.size:
            return
        signature, flags, _, size, *lengths = _ENTRY.unpack_from(octets, at)
        if signature != _SIGNATURE:
            return
        behind_name = at + _ENTRY.size + lengths[0]
        name = octets[at + _ENTRY.size : behind_name]
        if size == _IN_ZIP64:
            size = _zip64_size(octets[behind_name : behind_name + lengths[1]])
        yield Entry(name.decode("utf-8" if flags & _UTF8 else "cp437", "replace"), bool(flags & _ENCRYPTED), size)
        at += _ENTRY.size + sum(lengths)


def _zip64_size(extra: bytes) -> int:
    """Give the unpacked size, which is the first in the field of ZIP64, where that field is the first; 0 otherwise."""
    if len(extra) < _ZIP64_FIELD.size:
        return 0
    kind, _, size = _ZIP64_FIELD.unpack_from(extra)
    return int(size) if kind == _ZIP64 else 0
