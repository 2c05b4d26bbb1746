"""Names of files as reports hand them to other programs, which look for the file in a repository."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final
from urllib.parse import quote_from_bytes

__all__ = ["posix_path", "uri"]

# What stands unencoded in a path beside letters, digits and "_.-~" (RFC 3986 §2.3). A colon could end a scheme.
_PLAIN: Final = "/"


def posix_path(name: str) -> str:
    """Return a file name with forward slashes and without a leading ``./``; relative where it was given so."""
    return PurePath(name).as_posix() if name else name


def uri(name: str) -> str:
    """Return a file name as a URI reference (RFC 3986): a relative path, or ``file://`` and an absolute one.

    Whatever is not plain is percent-encoded: characters as UTF-8, an octet that is not UTF-8 as that octet.
    """
    path = posix_path(name)
    encoded = quote_from_bytes(_octets(path), safe=_PLAIN)
    return f"file:///{encoded.lstrip('/')}" if PurePath(name).is_absolute() else encoded


def _octets(path: str) -> bytes:
    try:
        return path.encode("utf-8", "surrogateescape")  # PEP 383: octets that are not UTF-8
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")  # a half of a pair, which names on Windows may hold
