"""Every error mimeforge raises on purpose: one hierarchy, each naming what is wrong and where."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter import Report

__all__ = [
    "AddressError",
    "EncodingError",
    "HeaderError",
    "InputError",
    "MimeforgeError",
    "PolicyError",
    "PreflightError",
]


class MimeforgeError(Exception):
    """The base of all errors of mimeforge. Errors of equal content compare equal; all of them pickle and copy."""

    def _content(self) -> tuple[Any, ...]:
        return self.args

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self) or not isinstance(other, MimeforgeError):
            return NotImplemented
        return self._content() == other._content()

    def __hash__(self) -> int:
        return hash((type(self), str(self)))


class InputError(MimeforgeError, ValueError):
    """A value that cannot be written as mail, or octets that are not what they should be.

    ``field`` is the argument or header field at fault, ``position`` the index in the text as it was given (characters,
    or octets for octets; from 0), ``character`` the character there. Each is None where it does not apply.
    """

    def __init__(
        self, problem: str, *, field: str | None = None, position: int | None = None, character: str | None = None
    ) -> None:
        place = field or ""
        if position is not None:
            place = f"position {position} of {field}" if field else f"position {position}"
            place = f"{code_points(character)} at {place}" if character else place
        super().__init__(f"{place}: {problem}" if place else problem)
        self.problem = problem
        self.field = field
        self.position = position
        self.character = character

    @classmethod
    def at(cls, text: str, position: int, field: str | None, problem: str) -> Self:
        """Build the error for the character at ``position`` of ``text``."""
        return cls(problem, field=field, position=position, character=text[position : position + 1] or None)

    def _content(self) -> tuple[Any, ...]:
        return (self.problem, self.field, self.position, self.character)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), *self._content()))


class AddressError(InputError):
    """An address, or a list of addresses, that mimeforge will not write."""


class HeaderError(InputError):
    """A header field, its name, or a value in it, that mimeforge will not write."""


class EncodingError(InputError):
    """Octets or text that do not follow the transfer encoding, the charset or the form they should have."""


class PolicyError(InputError):
    """A document that is no sending-authorization policy; ``field`` is the path of what is wrong in it."""


class PreflightError(MimeforgeError):
    """The linter found errors in a message that was about to leave. ``report`` holds all findings."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return str(self.report)


@contextmanager
def naming(file: str) -> Iterator[None]:
    """Have an OSError that names no file name this one: opening names it, reading does not."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = file
        raise


def code_points(text: str) -> str:
    """Name characters by code point, ``U+000D``: safe to print whatever they are."""
    return " ".join(f"U+{ord(character):04X}" for character in text)


def _rebuild(
    kind: type[InputError], problem: str, field: str | None, position: int | None, character: str | None
) -> InputError:
    return kind(problem, field=field, position=position, character=character)
