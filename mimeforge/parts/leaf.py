"""What every part of a message that is no multipart has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Leaf"]


class Leaf(Protocol):
    """A part with a body of its own: it writes its header fields and its body, and knows the size of the body."""

    @property
    def transfer_encoding(self) -> str:
        """``7bit``, ``8bit``, ``quoted-printable`` or ``base64``."""
        ...

    @property
    def size(self) -> int:
        """Octets of the body as it is written."""
        ...

    @property
    def unencoded(self) -> bytes | None:
        """The body where a boundary could occur in it: 7bit and 8bit; None where it cannot."""
        ...

    @property
    def ends_line(self) -> bool:
        """Whether the CRLF at the end of the written body is no octet of the content: it may begin a delimiter."""
        ...

    def fields(self) -> bytes:
        """Write the Content-* fields of the part."""
        ...

    def chunks(self) -> Iterator[bytes]:
        """Write the body."""
        ...
