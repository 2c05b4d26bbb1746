"""What rules on requests share: hits at members, and values of the shape that the API gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mimeforge._grammar import SURROGATE_RE
from mimeforge._ses_operations import OPERATIONS, Blob, ListOf, Structure, Text
from mimeforge.codecs.visible import shown
from mimeforge.linter.rule import Hit
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge._ses_operations import Operation, Shape
    from mimeforge.linter.request import Request

__all__ = ["Misfit", "at", "did_you_mean", "is_in_shape", "key_text", "lone_surrogates", "members", "misfits", "step"]


def at(request: Request, path: str, message: str, start: int = 0, end: int | None = None, **more: Any) -> Hit:
    """Make a hit at a member of a request: at characters ``start`` to ``end`` of its value, or at all of it."""
    value = request.text(path)
    if value is None:
        return Hit(Span(0, len(request.shown(path))), message, member=path, **more)
    first, last = (_octets(value[:stop]) for stop in (start, len(value) if end is None else end))
    return Hit(Span(first, last), message, member=path, **more)


class Misfit(NamedTuple):
    """A value that is not of the type that the API wants there; ``wanted`` says of which it should be."""

    path: str
    wanted: str
    given: str


def misfits(shape: Shape, value: Any, path: str = "") -> Iterator[Misfit]:
    """Pass the values of a request, and of the structures and lists in it, whose type is another than the API's."""
    if isinstance(shape, Structure) and isinstance(value, dict):
        for name, member in shape.members.items():
            if name in value:
                yield from misfits(member, value[name], f"{path}.{name}" if path else name)
    elif isinstance(shape, ListOf) and isinstance(value, (list, tuple)):
        for index, one in enumerate(value):
            yield from misfits(shape.member, one, f"{path}[{index}]")
    elif not isinstance(value, _TYPES[type(shape)]):
        yield Misfit(path, _WANTED[type(shape)], "None" if value is None else f"a {type(value).__name__}")


def is_in_shape(operation: Operation, arguments: Mapping[str, Any]) -> bool:
    """Whether all values of a request are of the types that the API wants."""
    return next(misfits(operation.input, arguments), None) is None


def members(request: Request) -> Iterator[tuple[str, Shape, Any]]:
    """Pass each member that is there, known to the API and at whatever depth, with its path and shape."""
    yield from _members(OPERATIONS[request.operation].input, request.arguments, "")


def _members(shape: Shape, value: Any, path: str) -> Iterator[tuple[str, Shape, Any]]:
    if path:
        yield path, shape, value
    if isinstance(shape, Structure):
        for name, member in shape.members.items():
            if name in value:
                yield from _members(member, value[name], f"{path}.{name}" if path else name)
    elif isinstance(shape, ListOf):
        for index, one in enumerate(value):
            yield from _members(shape.member, one, f"{path}[{index}]")


def lone_surrogates(request: Request) -> Iterator[tuple[str, int]]:
    """Pass the members that UTF-8 cannot write, with the place of the first such character in each."""
    for path, _, value in members(request):
        if isinstance(value, str) and not value.isascii() and (found := SURROGATE_RE.search(value)):
            yield path, found.start()


def key_text(key: object) -> str:
    """Return a key of a request, which may be of any type: Python refuses to write some numbers, and others raise."""
    return str(key) if isinstance(key, str) else f"<{type(key).__name__}>"


def step(name: object) -> str:
    """Return the key of a member that nobody knows as a step of a path: short, and without what divides one."""
    return "".join("_" if sign in ".[]" else sign for sign in key_text(name)[:_STEP_MAX]) or "_"


def did_you_mean(name: str | None) -> str:
    """Return the end of a sentence that proposes a name; "" where there is none to propose."""
    return f": did you mean {shown(name)}?" if name else ""


def _octets(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


# No name in the models is as long.
_STEP_MAX: Final = 64

# As botocore has it: a list may be a tuple, and octets a str, which it writes in UTF-8.
_TYPES: Final[dict[type, tuple[type, ...]]] = {
    Structure: (dict,),
    ListOf: (list, tuple),
    Text: (str,),
    Blob: (bytes, bytearray, str),
}
_WANTED: Final[dict[type, str]] = {
    Structure: "a dict",
    ListOf: "a list",
    Text: "a str",
    Blob: "bytes",
}
