"""The checks that every value passes before it may stand in a header field. They refuse; they never clean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge._grammar import CONTROL_RE, FIELD_NAME_RE, NEVER_IN_FIELD_RE
from mimeforge.errors import HeaderError, InputError

if TYPE_CHECKING:
    from re import Pattern

__all__ = ["require", "require_field_name", "require_no_controls", "require_str", "require_text"]


def require_str(value: object, argument: str) -> str:
    """Give a str back, refuse anything else: octets have no charset here."""
    if not isinstance(value, str):
        raise TypeError(f"{argument} takes a str, not {type(value).__name__}")
    return value


def require_text(value: object, argument: str, error: type[InputError] = HeaderError) -> str:
    """Refuse what no header field can carry, encoded or not: CR, LF, NUL and lone surrogates.

    A reader decodes encoded line ends into real ones, and the next program writes them out as new fields
    (CVE-2024-6923): that is why these are refused and not encoded. ``error`` is raised with ``argument`` as its field.
    """
    text = require_str(value, argument)
    found = NEVER_IN_FIELD_RE.search(text)
    if found:
        raise error.at(text, found.start(), argument, _reason(found[0]))
    return text


def require_no_controls(value: object, argument: str) -> str:
    """Refuse, beyond `require_text`, every control character of C0 and C1: for file names."""
    text = require_text(value, argument)
    found = CONTROL_RE.search(text)
    if found:
        raise HeaderError.at(text, found.start(), argument, "a control character")
    return text


def require(pattern: Pattern[str], value: object, argument: str, problem: str) -> str:
    """Refuse a value that the pattern does not match as a whole, and name a character that stops it."""
    text = require_text(value, argument)
    if pattern.fullmatch(text):
        return text
    raise HeaderError.at(text, _first_wrong(pattern, text), argument, problem)


def require_field_name(value: object) -> str:
    """Refuse what is no name of a header field (RFC 5322 §2.2: printable ASCII without colon)."""
    name = require(FIELD_NAME_RE, value, "header name", "a field name is printable ASCII without blank and colon")
    if len(name) > _NAME_MAX:
        problem = f"{len(name)} characters, at most {_NAME_MAX} leave room for a value on the line"
        raise HeaderError.at(name, _NAME_MAX, "header name", problem)
    return name


_NAME_MAX = 900


def _first_wrong(pattern: Pattern[str], text: str) -> int:
    """Find the character to name: one that is neither printable ASCII nor blank, which no pattern takes.

    Where there is none: the one at which a match of the beginning ends; where nothing matches, a blank or the first.
    """
    matched = pattern.match(text)
    reached = matched.end() if matched else 0
    blank = next((index for index, character in enumerate(text) if character in " \t"), 0)
    foreign = (index for index, character in enumerate(text) if not " " <= character <= "~" and character != "\t")
    return next(foreign, reached or blank)


def _reason(character: str) -> str:
    if character in "\r\n":
        return "a line end here would begin another header field"
    return "NUL can stand in no header field" if character == "\0" else "a lone surrogate is no character"
