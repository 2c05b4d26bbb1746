"""Examples that rules carry: they are shown on a rule's page, and they run as its tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mimeforge.linter.context import EnvelopeLike

__all__ = ["Call", "Example", "ExampleEnvelope", "Recipe", "padded", "sample"]

_SAMPLE = (
    b"From: Jo <jo@example.com>",
    b"To: Zoe <zoe@example.net>",
    b"Subject: Lunch",
    b"Date: Mon, 20 Jan 2025 12:00:00 +0000",
    b"Message-ID: <1@example.com>",
    b"MIME-Version: 1.0",
    b"Content-Type: text/plain; charset=us-ascii",
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request to show a rule with: the operation ("ses.SendRawEmail") and its arguments."""

    operation: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A message that is better described than written out. ``name`` is what the rule's page shows."""

    name: str
    build: Callable[[], bytes] = field(repr=False, compare=False)


class ExampleEnvelope(NamedTuple):
    """An envelope to show a rule with."""

    sender: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A message on which a rule has to speak, or to be silent; or, of rules on requests, a request.

    ``envelope`` is handed to the rule's context. ``profile`` names the profile to ask; None stands for ``ses``, or for
    ``rfc`` where the rule speaks there alone.
    """

    message: bytes | Recipe | Call
    envelope: EnvelopeLike | None = field(default=None, kw_only=True)
    profile: str | None = field(default=None, kw_only=True)

    @property
    def octets(self) -> bytes:
        """The message itself. Raises TypeError for a request."""
        if isinstance(self.message, Call):
            raise TypeError("a request is no message")
        return self.message if isinstance(self.message, bytes) else self.message.build()


def sample(*fields: str | bytes, without: Iterable[str] = (), body: str | bytes = b"See you at noon.\r\n") -> bytes:
    """Return a small message that is right in everything but what the arguments say, so that examples stay short.

    ``fields`` are whole header fields, without their last line end; each takes the place of the sample's field of that
    name, or is added. ``without`` names fields to leave out. A str is written as UTF-8; line ends are written as given.
    """
    given = [_octets(given_field) for given_field in fields]
    names = {_name(given_field) for given_field in given} | {name.lower().encode("ascii") for name in without}
    kept = [own for own in _SAMPLE if _name(own) not in names]
    return b"\r\n".join([*given, *kept, b"", _octets(body)])


def padded(size: int) -> Recipe:
    """Return the recipe for a good message of exactly ``size`` octets, in lines of at most 78."""
    if size < len(sample()):
        raise ValueError(f"a good message takes at least {len(sample())} octets, not {size}")
    return Recipe(f"a message of {size:,} octets", lambda: _pad(size))


def _pad(size: int) -> bytes:
    line = b"x" * 76 + b"\r\n"
    message = sample()
    whole, rest = divmod(size - len(message), len(line))
    if rest > 60:  # too much for the sample's own line
        message += b"x" * (rest - 2) + b"\r\n"
    else:
        message = message[:-2] + b"x" * rest + b"\r\n"
    return message + line * whole


def _octets(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8")


def _name(header_field: bytes) -> bytes:
    return header_field.partition(b":")[0].strip().lower()
