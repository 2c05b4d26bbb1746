"""Charsets: from octets to text by the name a message gives."""

from __future__ import annotations

import codecs
import encodings
import pkgutil
from encodings.aliases import aliases
from functools import cache, lru_cache
from typing import Final

__all__ = ["canonical", "decode", "is_known", "is_valid"]

# Python's codecs that are no charset of mail: they transform, escape, or take quadratic time on hostile input.
_NOT_CHARSETS: Final = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)
# IANA, character sets: registered names that Python does not know, of charsets that it does; RFC 1556 for the variants
# of Hebrew and Arabic, which differ in the order of writing only.
_REGISTERED: Final = {
    "gb_2312_80": "gb2312",
    "iso_8859_6_e": "iso8859_6",
    "iso_8859_6_i": "iso8859_6",
    "iso_8859_8_e": "iso8859_8",
    "iso_8859_8_i": "iso8859_8",
    "unicode_1_1_utf_7": "utf_7",
    "windows_31j": "cp932",
    "windows_874": "cp874",
}
# Characters of a name that is looked at: far more than any name has that Python knows.
_NAME_MAX: Final = 100


def is_known(charset: str) -> bool:
    """Tell whether Python can decode the charset of this name."""
    return _codec(charset) is not None


def canonical(charset: str) -> str:
    """Give one name for all spellings of a charset; an unknown one in lower case."""
    return _codec(charset) or charset.lower()


def decode(octets: bytes, charset: str) -> str | None:
    """Decode octets, what is not valid becomes U+FFFD; None where the charset is not known."""
    codec = _codec(charset)
    return None if codec is None else octets.decode(codec, "replace")


def is_valid(octets: bytes, charset: str) -> bool:
    """Tell whether the charset is known and the octets are text in it. A U+FFFD may be in the text itself."""
    codec = _codec(charset)
    try:
        return codec is not None and octets.decode(codec) is not None
    except UnicodeDecodeError:
        return False


def _codec(charset: str) -> str | None:
    """Find Python's name for a charset. Python is asked for names that it has only: it keeps all others for ever."""
    if len(charset) > _NAME_MAX or not (charset.isascii() and charset.isprintable()):
        return None
    return _of_name(charset)


@lru_cache(maxsize=256)
def _of_name(charset: str) -> str | None:
    name = encodings.normalize_encoding(charset).lower()
    name = aliases.get(name) or aliases.get(name.replace(".", "_")) or _REGISTERED.get(name) or name
    return _of_codec(name) if name in _modules() else None


@cache
def _modules() -> frozenset[str]:
    """Collect the names of Python's own codecs."""
    return frozenset({*aliases.values(), *(module.name for module in pkgutil.iter_modules(encodings.__path__))})


@cache
def _of_codec(module: str) -> str | None:
    try:
        name = codecs.lookup(module).name
        b"x".decode(name, "replace")  # raises for codecs that do not give text; nothing at all would not be looked at
    except (LookupError, ValueError):
        return None
    return None if name.replace("_", "-") in _NOT_CHARSETS else name
