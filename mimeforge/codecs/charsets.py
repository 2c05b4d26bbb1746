"""Charsets: from octets to text by the name a message gives."""

from __future__ import annotations

import codecs
import encodings
import pkgutil
from encodings.aliases import aliases
from functools import cache, lru_cache
from typing import Final

__all__ = ["AS_READ", "canonical", "decode", "is_known", "is_name", "is_valid"]

# Python's codecs that are no charset of mail: they transform, escape, or take quadratic time on hostile input.
_NOT_CHARSETS: Final = frozenset(
    {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)
# Names that mail readers know and Python does not, of charsets that it does: IANA, character sets; RFC 1556 for the
# variants of Hebrew and Arabic, which differ in the order of writing only; Encoding Standard §4.2.
_OTHER_NAMES: Final = {
    **{f"x_cp{page}": f"cp{page}" for page in range(1250, 1259)},
    **{f"iso8859{part}": f"iso8859_{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15)},
    **dict.fromkeys(("cn_big5", "x_x_big5"), "big5"),
    **dict.fromkeys(("csgb2312", "gb_2312", "gb_2312_80"), "gb2312"),
    **dict.fromkeys(("cseuckr", "csksc56011987", "iso_ir_149", "ks_c_5601_1989", "ksc_5601"), "euc_kr"),
    **dict.fromkeys(("cseucpkdfmtjapanese", "x_euc_jp"), "euc_jp"),
    **dict.fromkeys(("csmacintosh", "mac", "x_mac_roman"), "mac_roman"),
    **dict.fromkeys(("dos_874", "windows_874"), "cp874"),
    **dict.fromkeys(("iso_8859_6_e", "iso_8859_6_i"), "iso8859_6"),
    **dict.fromkeys(("iso_8859_8_e", "iso_8859_8_i"), "iso8859_8"),
    **dict.fromkeys(("koi", "koi8"), "koi8_r"),
    **dict.fromkeys(("unicode11utf8", "unicode20utf8", "unicode_1_1_utf_8", "x_unicode20utf8"), "utf_8"),
    **dict.fromkeys(("x_mac_cyrillic", "x_mac_ukrainian"), "mac_cyrillic"),
    "csisolatin9": "iso8859_15",
    "koi8_ru": "koi8_u",
    "sun_eu_greek": "iso8859_7",
    "unicode_1_1_utf_7": "utf_7",
    "windows_31j": "cp932",
    "windows_949": "cp949",
    "x_gbk": "gbk",
    "x_sjis": "shift_jis",
}
# Registered charsets that Python cannot decode, and some mail readers can.
_UNDECODED: Final = frozenset({"cesu-8", "iso-2022-cn", "iso-2022-cn-ext", "scsu", "unicode-1-1", "viqr", "viscii"})
# Encoding Standard §4.2: the wider charset for which readers take a charset, since the texts of the world are so.
AS_READ: Final = {
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
# Characters of a name that is looked at: far more than any name has that Python knows.
_NAME_MAX: Final = 100


def is_known(charset: str) -> bool:
    """Tell whether Python can decode the charset of this name."""
    return _codec(charset) is not None


def is_name(charset: str) -> bool:
    """Tell whether all readers may know a charset of this name: Python does or another, and it is no private name.

    Python passes over what stands around the letters and digits of a name, quotes for example; others do not. Names
    with x- are nobody's but those programs' that wrote them first (RFC 2978 §3.1).
    """
    is_bare = charset[:1].isalnum() and charset[-1:].isalnum() and " " not in charset
    is_private = charset[:2].lower() == "x-"
    return is_bare and not is_private and (is_known(charset) or charset.lower() in _UNDECODED)


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
    name = aliases.get(name) or aliases.get(name.replace(".", "_")) or _OTHER_NAMES.get(name) or name
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
