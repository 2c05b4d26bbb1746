"""A field body as somebody else wrote it: the way out for what no other kind allows."""

from __future__ import annotations

from dataclasses import dataclass

from mimeforge._grammar import BROKEN_FOLD_RE
from mimeforge.errors import HeaderError

__all__ = ["Raw"]


@dataclass(frozen=True, slots=True)
class Raw:
    """Octets that are written as they are. Nothing is checked but that they stay one field."""

    octets: bytes

    @classmethod
    def of(cls, octets: bytes, argument: str) -> Raw:
        """Take a field body without its final CRLF; a CRLF inside has to be a fold, with a blank behind it."""
        if not isinstance(octets, bytes | bytearray | memoryview):
            raise TypeError(f"{argument} takes bytes, not {type(octets).__name__}")
        data = bytes(octets)
        broken = BROKEN_FOLD_RE.search(data)
        if broken:
            problem = "a line end that is no fold (CRLF and a blank) would end the field"
            raise HeaderError.at(data.decode("latin-1"), broken.start(), argument, problem)
        return cls(data)

    def write(self, name: str) -> bytes:
        """Write the name, the octets and a CRLF."""
        return b"%s: %s\r\n" % (name.encode("ascii"), self.octets)
