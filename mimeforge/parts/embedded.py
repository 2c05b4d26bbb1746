"""A message within a message: message/rfc822 (RFC 2046 §5.2.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from mimeforge._limits import LINE_MAX
from mimeforge.codecs import scans
from mimeforge.errors import EncodingError
from mimeforge.headers import Content, disposition, require_file_name, with_name
from mimeforge.parts.data import Data, read

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EmbeddedMessage"]

_WAY_OUT = 'attach it as octets: .attach(data, filename=…, content_type="application/octet-stream")'


@dataclass(frozen=True)
class EmbeddedMessage:
    """The octets of a message with CRLF line ends, and a file name. It is never encoded: RFC 2046 forbids it."""

    data: bytes = field(repr=False)
    filename: str | None = None

    @classmethod
    def of(cls, data: Data, filename: str | None) -> EmbeddedMessage:
        """Read the message; LF becomes CRLF. What cannot go out unencoded is an `EncodingError` at the octet."""
        octets, own_name = read(data)
        name = filename if filename is not None else own_name
        name = None if name is None else require_file_name(name, "filename")
        for problem, position in _faults(octets):
            raise EncodingError.at(octets.decode("latin-1"), position, "data", f"{problem}; {_WAY_OUT}")
        return cls(scans.to_crlf(octets), name)

    @cached_property
    def transfer_encoding(self) -> str:
        """7bit, or 8bit where the message is."""
        return "7bit" if self.data.isascii() else "8bit"

    @property
    def size(self) -> int:
        """Octets of the message."""
        return len(self.data)

    @property
    def unencoded(self) -> bytes:
        """The message itself: a boundary may occur in it."""
        return self.data

    @property
    def ends_line(self) -> bool:
        """False: its last CRLF, if it has one, belongs to the message."""
        return False

    def fields(self) -> bytes:
        """Write Content-Type, Content-Transfer-Encoding and Content-Disposition."""
        return b"".join(
            [
                with_name(Content("message/rfc822"), self.filename).write("Content-Type"),
                b"Content-Transfer-Encoding: %s\r\n" % self.transfer_encoding.encode("ascii"),
                disposition("attachment", self.filename).write("Content-Disposition"),
            ]
        )

    def chunks(self) -> Iterator[bytes]:
        """Give the message as it is."""
        yield self.data


def _faults(octets: bytes) -> Iterator[tuple[str, int]]:
    nul = octets.find(b"\0")
    if nul >= 0:
        yield "NUL cannot go out unencoded", nul
    bare_cr = scans.first_bare_cr(octets)
    if bare_cr is not None:
        yield "a CR without LF cannot go out unencoded", bare_cr
    long_line = scans.first_line_over(octets, LINE_MAX)
    if long_line is not None:
        yield f"a line over {LINE_MAX} octets cannot go out unencoded", long_line
