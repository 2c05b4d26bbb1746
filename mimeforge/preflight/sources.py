"""What `mimeforge.lint` takes, and how each kind becomes octets."""

from __future__ import annotations

import os
import sys
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Union

from mimeforge.codecs.visible import shown
from mimeforge.errors import naming

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message as LibraryMessage

    from mimeforge.linter.context import EnvelopeLike

__all__ = ["BinaryFile", "Composed", "Input", "Lintable", "read", "require_envelope"]


class BinaryFile(Protocol):
    """A file that gives octets."""

    def read(self) -> bytes:
        """Return all that is left."""
        ...


class Composed(Protocol):
    """A message that can write itself; `mimeforge.Message` is one."""

    @property
    def envelope(self) -> EnvelopeLike:
        """Whom it goes to."""
        ...

    def as_chunks(self) -> Iterable[bytes]:
        """Return the octets of the message, piece by piece."""
        ...


Lintable = Union[bytes, bytearray, memoryview, os.PathLike[str], BinaryFile, Composed, "LibraryMessage[Any, Any]"]


class Input(NamedTuple):
    """The octets to lint, what to call them, and the envelope that came with them."""

    octets: bytes
    name: str = "<message>"
    envelope: EnvelopeLike | None = None


def read(source: Lintable) -> Input:
    """Return the octets of ``source``. Raises TypeError for what holds none, OSError for a file that cannot be read."""
    given: Any = source
    if isinstance(given, (bytes, bytearray, memoryview)):
        return Input(bytes(given))
    if isinstance(given, os.PathLike):
        path = os.fsdecode(os.fspath(given))
        with naming(path):
            return Input(Path(path).read_bytes(), path)
    if hasattr(given, "as_chunks"):
        return Input(b"".join(given.as_chunks()), envelope=given.envelope)
    if _is_library_message(given):
        # As it would go over the wire, whatever line ends and mangling of "From " lines its policy asks for.
        # A copy: flattening writes boundaries and transfer encodings into the message.
        try:
            return Input(_written(deepcopy(given)))
        except Exception as error:  # that package raises anything from KeyError to UnicodeEncodeError here
            raise ValueError(f"the standard library cannot write this message: {error!r}") from error
    if hasattr(given, "read"):
        return _read_file(given)
    hint = (
        "the message as bytes, a file's name as a pathlib.Path" if isinstance(given, str) else "bytes, a pathlib.Path"
    )
    raise TypeError(f"cannot lint {type(given).__name__}: pass {hint}, a binary file or a message")


def require_envelope(envelope: object) -> None:
    """Refuse what is no envelope with a TypeError that says what one is."""
    recipients = getattr(envelope, "recipients", None)
    if not isinstance(getattr(envelope, "sender", None), str) or not isinstance(recipients, (list, tuple)):
        raise TypeError("an envelope has .sender, a str, and .recipients, a list or tuple of str: mimeforge.Envelope")


def _is_library_message(source: object) -> bool:
    # Whoever has such a message has loaded its module; nobody else needs it.
    module = sys.modules.get("email.message")
    return module is not None and isinstance(source, module.Message)


def _written(message: LibraryMessage[Any, Any]) -> bytes:
    # Not by as_bytes(): Django's messages override it, and take no policy there.
    from email.generator import BytesGenerator

    out = BytesIO()
    BytesGenerator(out, policy=message.policy.clone(linesep="\r\n", mangle_from_=False)).flatten(message)
    return out.getvalue()


def _read_file(file: Any) -> Input:
    name = getattr(file, "name", None)
    shown_name = name if isinstance(name, str) else "<message>"
    try:
        with naming(shown_name):
            octets = file.read()
    except ValueError as error:  # closed, or opened for writing
        raise ValueError(f"cannot read {shown(shown_name)}: {error}") from error
    if not isinstance(octets, (bytes, bytearray, memoryview)):
        raise TypeError(f"cannot lint a file that reads {type(octets).__name__}: open it in binary mode")
    return Input(bytes(octets), shown_name)
