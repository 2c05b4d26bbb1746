"""Boundaries of multiparts (RFC 2046 §5.1.1)."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["boundaries"]


def boundaries(message_id: str, paths: Sequence[str], unencoded: Sequence[bytes]) -> dict[str, str]:
    """Choose the boundary of each multipart, by its path in the tree.

    All are of one length, so none begins another, and different messages have different ones. ``=_`` can occur neither
    in base64 nor in quoted-printable, so only the bodies in ``unencoded`` are searched; on a hit the next is tried.
    The digest is of identifiers, never of content: that would cost time and tell about it.
    """
    choice = 0
    while True:
        chosen = {path: _boundary(message_id, path, choice) for path in paths}
        if not any(boundary.encode("ascii") in body for boundary in chosen.values() for body in unencoded):
            return chosen
        choice += 1


def _boundary(message_id: str, path: str, choice: int) -> str:
    identity = "\0".join((message_id, path, str(choice))).encode("utf-8")
    return "=_" + blake2b(identity, digest_size=12).hexdigest()
