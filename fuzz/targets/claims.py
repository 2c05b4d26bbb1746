"""What several targets claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz.survival import check_printable

if TYPE_CHECKING:
    from mimeforge.errors import InputError

__all__ = ["as_text", "check_error"]


def as_text(octets: bytes) -> str:
    """Read octets as text: what is not UTF-8 becomes lone surrogates, which a str may hold too."""
    return octets.decode("utf-8", "surrogateescape")


def check_error(error: InputError, size: int) -> None:
    """An error says what is wrong, in words that can be printed, and where within the ``size`` of what was given."""
    assert error.problem, "it does not say what is wrong"
    check_printable(str(error), "an error")
    assert error.position is None or 0 <= error.position <= size, f"{error!r} is not within {size}"
