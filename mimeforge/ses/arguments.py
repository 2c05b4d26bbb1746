"""The arguments of a request, held against the API's model before anything is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from mimeforge._ses_operations import ListOf, Structure
from mimeforge.codecs.visible import visible
from mimeforge.errors import EncodingError, InputError
from mimeforge.rules.api.places import key_text, misfits

if TYPE_CHECKING:
    from mimeforge._ses_operations import Operation, Shape

__all__ = ["arguments_of", "encoded", "octets_of", "require_arguments"]

# Characters of the name of an unknown member.
_NAME_SHOWN: Final = 80


def arguments_of(kwargs: object) -> dict[str, Any]:
    """Return arguments as clients see them: any mapping may stand behind ``**``, in it botocore wants dicts."""
    if not isinstance(kwargs, Mapping):
        raise TypeError(f"the arguments of a request are a dict, not {type(kwargs).__name__}")
    return dict(kwargs)


def require_arguments(operation: Operation, kwargs: Mapping[str, Any]) -> None:
    """Refuse what the API's model refuses: a value of another type, a member that is missing or unknown.

    Raises TypeError for the first and `InputError` for the others; both name the member by its path.
    """
    for misfit in misfits(operation.input, kwargs):
        place = misfit.path or "the arguments of a request"
        raise TypeError(f"{place}: {misfit.given}, where the API wants {misfit.wanted}")
    _require_members(operation, operation.input, kwargs, "")


def octets_of(value: bytes | bytearray | str, path: str) -> bytes:
    """Return the octets of a blob, which may be a str, as botocore has it; `EncodingError` for a lone surrogate."""
    return encoded(value, path) if isinstance(value, str) else bytes(value)


def encoded(text: str, path: str) -> bytes:
    """Return a text in UTF-8; `EncodingError` for a lone surrogate."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EncodingError.at(text, error.start, path, "a lone surrogate is no character") from None


def _require_members(operation: Operation, shape: Shape, value: Any, path: str) -> None:
    if isinstance(shape, Structure):
        for name in shape.members:
            if name in shape.required and name not in value:
                raise InputError(f"{operation.action} has to have this member", field=f"{path}{name}")
        for name, one in value.items():
            if name not in shape.members:
                raise InputError(
                    f"{operation.action} has no such member", field=path + visible(key_text(name)[:_NAME_SHOWN])
                )
            _require_members(operation, shape.members[name], one, f"{path}{name}.")
    elif isinstance(shape, ListOf):
        for index, one in enumerate(value):
            _require_members(operation, shape.member, one, f"{path[:-1]}[{index}].")
