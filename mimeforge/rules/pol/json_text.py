"""JSON as policies are written in it, read strictly: names that stand twice are kept in mind, and places are told."""

from __future__ import annotations

import json
import re
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any, Final, NoReturn

from mimeforge.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["LEVELS_MAX", "Object", "levels", "read", "written"]

# Levels of nesting that are read; a policy has eight.
LEVELS_MAX: Final = 100

_SURROGATE_RE: Final = re.compile("[\ud800-\udfff]")
# What opens and closes a level, and constants that JSON does not have (RFC 8259 §3); strings are passed over, closed or
# not.
_TOKEN_RE: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|([\[{])|([\]}])|(NaN|-?Infinity)', re.DOTALL)

# What most likely was meant, by what stands where JSON ends.
_HINTS: Final = {
    "'": "strings stand in double quotes, write it with json.dumps",
    "/": "JSON has no comments",
    "#": "JSON has no comments",
    "True": "true is written so",
    "False": "false is written so",
    "None": "nothing is written null",
}


class Object(dict[str, Any]):
    """An object of JSON; ``repeated`` are the names that stand in it more than once, of which the last counts."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        super().__init__()
        repeated: dict[str, None] = {}
        for name, value in pairs:
            if name in self:
                repeated[name] = None
            self[name] = value
        self.repeated = tuple(repeated)


def read(text: str) -> Any:
    """Read a document; objects are `Object`. Raises `PolicyError`, with the position, where it is no JSON."""
    if text.startswith("\ufeff"):
        raise PolicyError.at(text, 0, None, "a byte order mark, which JSON does not have (RFC 8259 §8.1): leave it out")
    if surrogate := _SURROGATE_RE.search(text):
        raise PolicyError.at(text, surrogate.start(), None, "half a character, which nothing can carry")
    _refuse_depth(text)
    try:
        return json.loads(text, object_pairs_hook=Object, parse_constant=lambda name: _refuse_constant(text, name))
    except JSONDecodeError as error:
        raise PolicyError.at(text, error.pos, None, f"no JSON: {_reason(text, error)}") from error
    except PolicyError:
        raise
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; a stack that is full already
        raise PolicyError("no JSON that can be read: a number is too long, or it is nested too deep") from error


def written(value: Any) -> str:
    """Write a value as JSON, on one line."""
    return json.dumps(value, ensure_ascii=False)


def levels(text: str) -> Iterator[tuple[int, int]]:
    """Pass the places of brackets with how many are open there: Python reads JSON as deep as its stack has room."""
    depth = 0
    for token in _TOKEN_RE.finditer(text):
        depth += (token[1] is not None) - (token[2] is not None)
        yield token.start(), depth


def _refuse_depth(text: str) -> None:
    for place, depth in levels(text):
        if depth > LEVELS_MAX:
            raise PolicyError.at(text, place, None, f"nested in more than {LEVELS_MAX} levels")


def _reason(text: str, error: JSONDecodeError) -> str:
    if error.pos >= len(text):
        return "it ends too early"
    if text[: error.pos + 1].rstrip("]} \t\r\n").endswith(","):
        return "a comma with nothing behind it, leave it out"
    hints = (hint for start, hint in _HINTS.items() if text.startswith(start, error.pos))
    return next(hints, error.msg[:1].lower() + error.msg[1:])


def _refuse_constant(text: str, name: str) -> NoReturn:
    place = next(token.start() for token in _TOKEN_RE.finditer(text) if token[3])
    raise PolicyError.at(text, place, None, f"no JSON: {name} is no number of it")
