"""Reading the octets that are attached, once, when they are attached."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import BinaryIO, TypeAlias

from mimeforge.codecs.visible import shown
from mimeforge.errors import EncodingError, naming

__all__ = ["Data", "read"]

Data: TypeAlias = bytes | bytearray | memoryview | os.PathLike[str] | BinaryIO


def read(data: object, argument: str = "data") -> tuple[bytes, str | None]:
    """Give the octets, and the name of the file they come from where they come from one.

    The name is the last component of the path, in NFC: file systems differ in how they spell it. Raises OSError, which
    names the file, where it cannot be read, and TypeError for a str: a path is a Path, text has no octets yet.
    """
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data), None
    if isinstance(data, os.PathLike):
        path = Path(data)
        if "\0" in str(path):
            raise EncodingError.at(str(path), str(path).index("\0"), argument, "no path holds NUL")
        with naming(str(path)):
            return path.read_bytes(), unicodedata.normalize("NFC", path.name)
    if isinstance(data, str) or not hasattr(data, "read"):
        hint = "; wrap a path in pathlib.Path, encode text" if isinstance(data, str) else ""
        raise TypeError(f"{argument} takes bytes, a binary file or a path object, not {type(data).__name__}{hint}")
    name = getattr(data, "name", None)
    try:
        with naming(str(name or data)):
            octets = data.read()
    except ValueError as error:  # closed, or opened for writing
        raise EncodingError(f"cannot read {shown(str(name or data))}: {error}", field=argument) from error
    if not isinstance(octets, bytes | bytearray | memoryview):
        raise TypeError(f"{argument} takes a file opened in binary mode: read() gave {type(octets).__name__}")
    if not isinstance(name, str) or name.startswith("<"):  # <stdin>, <fdopen>
        return bytes(octets), None
    return bytes(octets), unicodedata.normalize("NFC", Path(name).name)
