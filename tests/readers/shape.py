"""What every reader gives back of a message, in one shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Browser", "File", "Leaf", "Mail", "Mailbox", "Reader", "Reading"]


class Mailbox(NamedTuple):
    """A display name, "" where there is none, and an addr-spec."""

    name: str
    address: str


class File(NamedTuple):
    """A part that is not shown as text: an attachment, an inline part, or an embedded message with its octets."""

    filename: str | None
    media_type: str
    octets: bytes
    content_id: str | None
    disposition: str | None


@dataclass(frozen=True)
class Mail:
    """What a message says. Mailboxes are without their groups, line ends of texts are LF, files in their order."""

    subject: str = ""
    from_: tuple[Mailbox, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    reply_to: tuple[Mailbox, ...] = ()
    plain: str | None = None
    html: str | None = None
    files: tuple[File, ...] = ()


class Leaf(NamedTuple):
    """A part that holds no parts for a reader, as it stands in a message: nothing is put together, nothing left out.

    The octets are those with the transfer encoding undone. Charset "": none is named. None for either: the reader does
    not say.
    """

    media_type: str
    disposition: str | None
    filename: str | None
    charset: str | None
    octets: bytes | None


@dataclass(frozen=True)
class Reading:
    """What a reader makes of a message, whole or broken. None: it does not read that.

    ``leaves`` are in their order; an embedded message is a leaf, and so is a multipart in which no part is found.
    Addresses are addr-specs.
    """

    subject: str
    leaves: tuple[Leaf, ...]
    from_: tuple[str, ...] | None = None
    to: tuple[str, ...] | None = None
    cc: tuple[str, ...] | None = None
    reply_to: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Reader:
    """A program that reads mail.

    ``read`` gets what was composed and ``look`` anything at all; where a reader gives up on it, ``look`` raises.
    ``absent`` says why it cannot be asked here, ``wanted`` whether it should be there, ``blind`` what of a `Mail` it
    does not read.
    """

    name: str
    read: Callable[[bytes], Mail]
    look: Callable[[bytes], Reading]
    absent: Callable[[], str | None]
    wanted: bool
    blind: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Browser:
    """A program that shows pages; ``absent`` and ``wanted`` are those of a `Reader`."""

    name: str
    absent: Callable[[], str | None]
    wanted: bool

    def __str__(self) -> str:
        return self.name
