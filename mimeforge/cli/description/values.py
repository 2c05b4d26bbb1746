"""Values of a description: a reader for each kind gives the value, or says where it stands and what is wrong with it.

A reader takes what TOML gave and its `Place`, and raises `DescriptionError`. It knows types and files; what mail allows
in a value, `judged` asks of the kinds of header fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias, TypeVar

from mimeforge.cli.files import reason
from mimeforge.codecs.visible import shown
from mimeforge.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mimeforge.cli.description.folder import File, Folder

__all__ = [
    "PROBLEMS_MAX",
    "DescriptionError",
    "Place",
    "Reader",
    "array",
    "bounded",
    "file",
    "instant",
    "judged",
    "naming",
    "string",
    "table",
    "text_file",
]

# What is told at once. Where more is wrong, it is another kind of file.
PROBLEMS_MAX: Final = 20

# A key that needs no quotes (TOML v1.0.0, Keys). Longer ones are shown in quotes, and cut.
_KEY_MAX: Final = 40
_BARE_KEY_RE: Final = re.compile(rf"[A-Za-z0-9_-]{{1,{_KEY_MAX}}}")

# The types of TOML v1.0.0, as tomllib gives them.
_TYPES: Final = {
    str: "a string",
    int: "an integer",
    float: "a float",
    bool: "a boolean",
    datetime: "a date-time",
    date: "a local date",
    time: "a local time",
    list: "an array",
    dict: "a table",
}

# What errors of mimeforge advise in Python, in the words of a description. Longer ones first.
_IN_TOML: Final = (
    ("Address(name, address)", "{name = …, address = …}"),
    ('.attach(data, filename=…, content_type="application/octet-stream")', "[[attachments]], application/octet-stream"),
    (".attach_message()", "[[messages]]"),
    (".attach()", "[[attachments]]"),
    (".embed()", "[[inline]]"),
    (".unsubscribe()", "[unsubscribe]"),
    ("the argument from_", "the key from"),
    ("the argument", "the key"),
)

_T = TypeVar("_T")


class DescriptionError(ValueError):
    """What is wrong with a description: ``problems`` has a line for each wrong thing, and each begins with its key."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, as in ``attachments[2].filename``, and the folder that files are read from."""

    folder: Folder
    path: str = ""

    def key(self, name: str) -> Place:
        """Give the place of a key of the table that stands here."""
        written = name if _BARE_KEY_RE.fullmatch(name) else shown(name)
        return replace(self, path=f"{self.path}.{written}" if self.path else written)

    def item(self, index: int) -> Place:
        """Give the place of an item of the array that stands here, counted from 0."""
        return replace(self, path=f"{self.path}[{index}]")

    def wrong(self, problem: str) -> DescriptionError:
        """Say what is wrong here."""
        return DescriptionError(f"{self.path}: {problem}" if self.path else problem)

    def expected(self, what: str, found: object) -> DescriptionError:
        """Say what should stand here, and what does."""
        return self.wrong(f"{what} is expected, not {_type_name(found)}")


Reader: TypeAlias = Callable[[object, Place], _T]


def string(value: object, place: Place) -> str:
    """Read a string."""
    if not isinstance(value, str):
        raise place.expected("a string", value)
    return value


def instant(value: object, place: Place) -> datetime:
    """Read a date-time with its offset. One without it names no instant, and the zone of this machine is nobody's."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise place.expected("a date-time with its offset (2026-05-04T10:00:00+02:00)", value)
    return value


def file(value: object, place: Place) -> File:
    """Read the file that a string names."""
    path = string(value, place)
    try:
        return place.folder.read(path)
    except OSError as error:
        raise place.wrong(f"{shown(path)}: {reason(error)}") from None
    except ValueError as error:  # NUL, or what the file system cannot spell
        raise place.wrong(f"{shown(path)} is no path: {error}") from None


def text_file(value: object, place: Place) -> str:
    """Read the file that a string names as text in UTF-8. A byte order mark at its start is none of the text."""
    octets = file(value, place).octets
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise place.wrong(f"the file is not UTF-8: 0x{octets[error.start]:02X} at offset {error.start}") from None


def judged(reader: Reader[_T], judge: Callable[[_T, str], object]) -> Reader[_T]:
    """Make a reader of values that a kind of header field takes; ``judge`` raises an error of mimeforge for others."""

    def read(value: object, place: Place) -> _T:
        found = reader(value, place)
        with naming(place):
            judge(found, "")
        return found

    return read


def array(reader: Reader[_T]) -> Reader[list[_T]]:
    """Make the reader of an array whose items ``reader`` reads."""

    def read(value: object, place: Place) -> list[_T]:
        if isinstance(value, dict) and "[" not in place.path:
            raise place.wrong(f"an array is expected, not a table: [[{place.path}]] begins a table of one")
        if not isinstance(value, list):
            raise place.expected("an array", value)
        return _gathered(partial(reader, item, place.item(index)) for index, item in enumerate(value))

    return read


def bounded(reader: Reader[_T], most: int) -> Reader[_T]:
    """Make a reader of an array or table of at most so many items."""

    def read(value: object, place: Place) -> _T:
        if isinstance(value, (list, dict)) and len(value) > most:
            raise place.wrong(f"{most:,} at most, not {len(value):,}: the linter reads no more of a message")
        return reader(value, place)

    return read


def table(keys: Mapping[str, Reader[Any]], required: Collection[str] = ()) -> Reader[dict[str, Any]]:
    """Make the reader of a table with these keys and no others; what it gives has them in the order of the table."""

    def read(value: object, place: Place) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise place.expected("a table", value)
        readings: list[Callable[[], tuple[str, Any]]] = [
            *(partial(_entry, keys, name, item, place) for name, item in value.items()),
            *(partial(_missing, place.key(name)) for name in required if name not in value),
        ]
        return dict(_gathered(readings))

    return read


@contextmanager
def naming(place: Place, keys: Mapping[str, str] = MappingProxyType({})) -> Iterator[None]:
    """Have an error of mimeforge say where in the description its value stands.

    ``keys`` leads from what the error calls its field to the key of the table at ``place``, or to "" for ``place``
    itself; what is not among them is named in the error as it is.
    """
    try:
        yield
    except InputError as error:
        field = error.field or ""
        key = keys.get(field, "")
        rest = None if field in keys else error.field
        problem = str(InputError(error.problem, field=rest, position=error.position, character=error.character))
        for in_python, in_toml in _IN_TOML:
            problem = problem.replace(in_python, in_toml)
        raise (place.key(key) if key else place).wrong(problem) from None


def _entry(keys: Mapping[str, Reader[_T]], name: str, value: object, place: Place) -> tuple[str, _T]:
    reader = keys.get(name)
    if reader is None:
        nearest = get_close_matches(name[:_KEY_MAX].lower().replace("-", "_"), keys, 1)
        hint = f"did you mean {nearest[0]}?" if nearest else f"known are {', '.join(keys)}"
        raise place.key(name).wrong(f"no such key; {hint}")
    return name, reader(value, place.key(name))


def _missing(place: Place) -> NoReturn:
    raise place.wrong("is missing")


def _gathered(readings: Iterable[Callable[[], _T]]) -> list[_T]:
    """Read all there is; raise all that is wrong with it in one error."""
    read: list[_T] = []
    problems: list[str] = []
    for reading in readings:
        try:
            read.append(reading())
        except DescriptionError as error:
            problems += error.problems
        if len(problems) >= PROBLEMS_MAX:
            break
    if problems:
        raise DescriptionError(*problems[:PROBLEMS_MAX])
    return read


def _type_name(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is None:
        return "a local date-time"
    return _TYPES[type(value)]
