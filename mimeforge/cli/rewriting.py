"""Putting a mended message in place of the file it was read from."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from mimeforge.cli.places import Version
from mimeforge.cli.replacing import replace_file

if TYPE_CHECKING:
    from mimeforge.cli.places import Place

__all__ = ["rewrite"]


def rewrite(place: Place, octets: bytes, version: Version | None) -> None:
    """Replace the file at ``place``, which was read in this ``version``, by ``octets``.

    Raises OSError, and then leaves the file alone: where somebody else has changed it since, where it has other names,
    which would go on naming the old message, and where it may not be written.
    """
    status = Path(place.path).stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError("not fixed: no regular file")
    if Version.of(status) != version:
        raise OSError("not fixed: the file has changed since it was read")
    if status.st_nlink > 1:
        raise OSError("not fixed: the file has several names (hard links), and the others would keep the old message")
    replace_file(place.path, octets)
