"""Reading TOML that anybody may have written."""

from __future__ import annotations

import re
from typing import Any, Final

from mimeforge.codecs.visible import visible
from mimeforge.settings.errors import SettingsError

__all__ = ["parsed"]

# tomllib takes time and memory by the square of the parts of a key: a gigabyte for 40,000 octets.
_KEY_PARTS_MAX: Final = 100

# Whatever a key may be hidden behind, and keys themselves (TOML v1.0.0, Comment, Keys, String). What is not closed goes
# on to the end, and nothing is given back, so that each octet is read once or twice.
_STRING: Final = r""""(?:[^"\\\n]++|\\[^\n])*+"?|'[^'\n]*+'?"""
_KEY_PART: Final = rf"(?:[A-Za-z0-9_-]++|{_STRING})"
_NEXT_PART: Final = rf"(?:[ \t]*+\.[ \t]*+{_KEY_PART})"
_TOKEN_RE: Final = re.compile(
    rf'''
      \#[^\n]*+
    | """(?:[^"\\]++|\\.|"(?!""))*+(?:"{{3,5}}+|\\?\Z)
    | \'{{3}}(?:[^']++|'(?!\'\'))*+(?:'{{3,5}}+|\Z)
    | (?P<long_key>{_KEY_PART}{_NEXT_PART}{{{_KEY_PARTS_MAX},}}+)
    | {_KEY_PART}{_NEXT_PART}*+
    ''',
    re.VERBOSE | re.DOTALL,
)


def parsed(octets: bytes) -> dict[str, Any]:
    """Read octets as TOML. Raises `SettingsError`, with the line where it is known."""
    import tomllib

    try:
        text = octets.decode("utf-8-sig")  # editors on Windows write a byte order mark
        _require_short_keys(text)
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = octets.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"not UTF-8 (at line {line})") from None
    except RecursionError:
        raise SettingsError("not TOML: arrays or tables are nested too deeply") from None
    except ValueError as error:  # also a number of more digits than Python reads
        raise SettingsError(f"not TOML: {visible(str(error))}") from None


def _require_short_keys(text: str) -> None:
    for token in _TOKEN_RE.finditer(text):
        if token["long_key"]:
            line = text.count("\n", 0, token.start()) + 1
            raise SettingsError(f"a key of more than {_KEY_PARTS_MAX} parts (at line {line})")
