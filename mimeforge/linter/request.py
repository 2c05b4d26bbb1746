"""A request to an API, as rules look at it: the operation, its arguments, and the message that they hold.

A member of it is named by its path, as clients do: ``Destination.ToAddresses[3]``, counted from 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from mimeforge.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.tree import Part

__all__ = ["Request", "member_order"]

# No request of Amazon SES is deeper, or has more values; a hostile one might have no end.
_LEVELS_SHOWN: Final = 8
_VALUES_SHOWN: Final = 10_000

# No list has an index of more digits.
_DIGITS_READ: Final = 18

_STEP_RE: Final = re.compile(r"\.?([^.\[\]]+)|\[([0-9]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request to an API. ``octets`` are those of the message in it; None where it holds none."""

    operation: str
    arguments: Mapping[str, Any]
    octets: bytes | None = field(default=None, repr=False)
    message: Part | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", None if self.octets is None else parse(self.octets))

    def get(self, path: str) -> Any:
        """Return the value of a member; None where it is not there, or where the request has another shape."""
        value: Any = self.arguments
        for name, index in _STEP_RE.findall(path):
            if name and isinstance(value, Mapping):
                value = value.get(name)
            elif index and _is_list(value) and _number(index) < len(value):
                value = value[int(index)]
            else:
                return None
        return value

    def text(self, path: str) -> str | None:
        """Return the value of a member that is a str; None where it is another, or not there."""
        value = self.get(path)
        return value if isinstance(value, str) else None

    def texts(self, *paths: str) -> Iterator[tuple[str, str]]:
        """Pass each str at these members, or in the lists that these members are, with its own path."""
        for path in paths:
            value = self.get(path)
            if isinstance(value, str):
                yield path, value
            elif _is_list(value):
                yield from ((f"{path}[{at}]", one) for at, one in enumerate(value) if isinstance(one, str))

    def items(self, path: str) -> Iterator[tuple[str, Any]]:
        """Pass each member of a list with its own path."""
        value = self.get(path)
        if _is_list(value):
            yield from ((f"{path}[{at}]", one) for at, one in enumerate(value))

    def shown(self, path: str) -> bytes:
        """Return what is shown of a member, and what offsets in it count: a str in UTF-8, all else as JSON."""
        import json

        value = self.get(path)
        if value is None:
            return b""
        if isinstance(value, str):
            text = value
        else:
            text = json.dumps(_plain(value, _LEVELS_SHOWN, iter(range(_VALUES_SHOWN))), ensure_ascii=False)
        return text.encode("utf-8", "surrogatepass")


def member_order(path: str) -> tuple[tuple[str, int], ...]:
    """Return what paths are sorted by: their names, and numbers as numbers."""
    return tuple((name, _number(index)) for name, index in _STEP_RE.findall(path))


def _number(digits: str) -> int:
    """Read an index; one that no list has is as good as any other, and Python refuses to read thousands of digits."""
    return int(digits[:_DIGITS_READ] or 0)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))


def _plain(value: Any, levels: int, left: Iterator[int]) -> Any:
    """Make what JSON can say of any value: what it has no word for is described, and so is what lies too deep.

    ``left`` has an item for each value that may still be made: lists may hold one another many times.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and levels:
        pairs = zip(value.items(), left, strict=False)
        return {
            key if isinstance(key, str) else _described(key): _plain(one, levels - 1, left) for (key, one), _ in pairs
        }
    if _is_list(value) and levels:
        return [_plain(one, levels - 1, left) for one, _ in zip(value, left, strict=False)]
    return value if value is None or isinstance(value, (bool, float)) else _described(value)


def _described(value: Any) -> str:
    size = f" of {len(value):,} octets" if isinstance(value, (bytes, bytearray)) else ""
    return f"<{type(value).__name__}{size}>"
