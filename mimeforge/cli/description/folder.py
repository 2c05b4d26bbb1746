"""The files that a description may read."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from pathlib import Path
from typing import NamedTuple, Self

__all__ = ["File", "Folder"]


class File(NamedTuple):
    """The octets of a file, and its name: the last component as it was written, in NFC as an attached path has it."""

    octets: bytes
    name: str


class Folder(NamedTuple):
    """Where files are named from, and the folder that they have to be in; both without symbolic links."""

    base: Path
    root: Path

    @classmethod
    def of(cls, base: str | os.PathLike[str], root: str | os.PathLike[str] | None = None) -> Self:
        """Take the folder that files are named from, and the one to stay in where that is another."""
        real_base = Path(os.path.realpath(base))
        return cls(real_base, real_base if root is None else Path(os.path.realpath(root)))

    def read(self, path: str) -> File:
        """Read a regular file below the root.

        Links and ``..`` are followed first, and where they lead is judged then. Raises OSError for what leads out, for
        what is no regular file (a pipe would be waited for, a device read without end) and for what cannot be read;
        ValueError for what is no path at all.
        """
        place = Path(os.path.realpath(self.base / path))
        if not place.is_relative_to(self.root):
            raise OSError(errno.EPERM, "outside of the folder that may be read; --root names another", path)
        if not stat.S_ISREG(place.stat().st_mode):
            raise OSError(errno.EINVAL, "no regular file", path)
        return File(place.read_bytes(), unicodedata.normalize("NFC", Path(path).name))
