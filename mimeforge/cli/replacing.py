"""Writing a file as a whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

__all__ = ["replace_file", "replacing"]


def replace_file(path: str, octets: bytes) -> None:
    """Write ``octets`` in place of a file, as `replacing` does."""
    with replacing(path) as file:
        file.write(octets)


@contextmanager
def replacing(path: str) -> Iterator[IO[bytes]]:
    """Give a file to write to under another name in its folder, and put it in place at the end; nobody sees half of it.

    A file that is replaced passes on its mode and, where that is allowed, its owner, and a link to it stays. One that
    may not be written is not replaced either. What is no regular file, a pipe or a device, is written to. Raises
    OSError; then, and where the block raises, the folder is left as it was.
    """
    if path.endswith(("/", os.sep)) and not Path(path).is_dir():  # `Path` would drop what makes it no file
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
    try:
        old = Path(path).stat()
    except FileNotFoundError:
        old = None
    if old is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    if old is not None and not stat.S_ISREG(old.st_mode):
        with Path(path).open("wb") as file:
            yield file
        return
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        with draft.open("xb") as file:
            if old is not None:  # before there is anything to see
                _pass_on(old, draft)
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _pass_on(old: os.stat_result, draft: Path) -> None:
    with suppress(OSError, AttributeError):  # not everyone may give files away, and some systems know no owner
        os.chown(draft, old.st_uid, old.st_gid)
    draft.chmod(stat.S_IMODE(old.st_mode))
