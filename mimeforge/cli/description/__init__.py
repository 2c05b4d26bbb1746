"""A message described in TOML: the keys mirror the arguments and helpers of `mimeforge.Message`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mimeforge.cli.description.folder import Folder
from mimeforge.cli.description.keys import ARGUMENTS, KEYS
from mimeforge.cli.description.values import PROBLEMS_MAX, DescriptionError, Place, naming, table
from mimeforge.message import Message
from mimeforge.settings import SettingsError
from mimeforge.settings.toml import parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["PROBLEMS_MAX", "DescriptionError", "Folder", "compose"]

_DESCRIPTION: Final = table(KEYS, required=["from"])

# Arrays of tables, each of which is a call; and tables that are one.
_CALLS: Final[Mapping[str, Callable[..., Message]]] = {
    "inline": Message.embed,
    "attachments": Message.attach,
    "messages": Message.attach_message,
}
_CALLED_ONCE: Final[Mapping[str, Callable[..., Message]]] = {"unsubscribe": Message.unsubscribe, "ses": Message.ses}

# Arguments of these calls, as keys.
_ARGUMENT_KEYS: Final = {
    **{name: name for name in ("filename", "content_type", "cid", "url", "mailto", "tags")},
    "data": "file",
}


def compose(octets: bytes, folder: Folder) -> Message:
    """Compose the message that a description stands for; files are read from ``folder``.

    Raises `DescriptionError`. What one value may be is judged while all are read, so that all faults are told at once;
    what values make of each other, when the message is put together.
    """
    place = Place(folder)
    given = _DESCRIPTION(_parsed(octets), place)
    message = Message(**{"from_" if key == "from" else key: given[key] for key in ARGUMENTS if key in given})
    for key, call in _CALLS.items():
        for index, arguments in enumerate(given.get(key, ())):
            with naming(place.key(key).item(index), _ARGUMENT_KEYS):
                message = call(message, **arguments)
    for name, value in given.get("headers", {}).items():
        with naming(place.key("headers").key(name), {name: "", "header name": ""}):
            message = message.header(name, value)
    for key, call in _CALLED_ONCE.items():
        if key in given:
            with naming(place.key(key), _ARGUMENT_KEYS):
                message = call(message, **given[key])
    return message


def _parsed(octets: bytes) -> dict[str, Any]:
    try:
        return parsed(octets)
    except SettingsError as error:
        raise DescriptionError(str(error)) from None
