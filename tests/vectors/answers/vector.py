"""What one vector is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mimeforge.linter.examples import ExampleEnvelope

__all__ = ["Vector"]


class Vector(NamedTuple):
    """A message, the slug and the text it has to be refused with, and where that text was seen or what it rests on.

    ``at`` is what the first finding under the slug points at; None leaves that open.
    """

    octets: bytes
    slug: str
    answer: str
    at: bytes | None
    seen: str
    profile: str = "ses"
    envelope: ExampleEnvelope | None = None
