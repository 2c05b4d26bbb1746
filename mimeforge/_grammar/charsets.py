"""What octets of text are made of, and how HTML names its charset."""

from __future__ import annotations

import re

from mimeforge._grammar import octets

# RFC 3629 §3, §4: what looks like UTF-8 and is none: more octets than the character takes, a surrogate, beyond U+10FFFF
OVERLONG_OR_SURROGATE_RE = octets(
    r"[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]"
    r"|\xf0[\x80-\x8f][\x80-\xbf]{2}|\xf4[\x90-\xbf][\x80-\xbf]{2}|[\xf5-\xf7][\x80-\xbf]{3}"
)

# ISO/IEC 6429: the controls C1, as octets of ISO 8859, where Windows has letters and quotes
C1_RE = octets(r"[\x80-\x9f]+")

# RFC 2045 §6.7: an octet over 127 in quoted-printable, escaped or not
QP_8BIT_RE = octets(r"=[89A-Fa-f][0-9A-Fa-f]|[\x80-\xff]")

# UTF-8 that was read as windows-1252 and written as UTF-8 again: what the first octets of a character become (those of
# Latin, Greek and Cyrillic letters, of punctuation, of signs such as € and ™, of emoji, of the byte order mark), then
# what the next ones become (U+0080 to U+00BF, or what windows-1252 has for 0x80 to 0x9F).
_TRAIL = (
    r"(?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]"
    r"|\xe2(?:\x80[\x93\x94\x98-\x9a\x9c-\x9e\xa0-\xa2\xa6\xb0\xb9\xba]|\x82\xac|\x84\xa2))"
)
MOJIBAKE_RE = octets(
    rf"\xc3(?:[\x82\x83\x8e-\x91]{_TRAIL}|\xa2(?:\xe2(?:\x82\xac|\x80[\x9a\x9e])|\xc2[\x80\x82\x84]){_TRAIL}"
    rf"|\xb0(?:\xc5\xb8|\xc2\x9f){_TRAIL}{_TRAIL}|\xaf\xc2\xbb\xc2\xbf)"
)

# UTF-8 that is taken for Latin-1: characters whose octets are no letters that anybody writes beside each other, as "Ã"
# and a sign; not "É®", which is text.
UTF_8_AS_LATIN_RE = octets(
    r"[\xc2\xc3][\x80-\xbf]|(?:[\xd0\xd1][\x80-\xbf]){2}|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x80-\xbf]{3}"
)

# HTML Living Standard §4.2.5.4: the charset that a document names itself. Group 1 is its name.
META_CHARSET_RE = octets(r"<meta[^<>]*?\bcharset\s*+=\s*+[\"']?\s*+([A-Za-z0-9_:.\-]+)", re.IGNORECASE)

# Unicode: what is not seen: zero-width spaces and joiners, soft hyphens, the byte order mark, tag characters; and what
# is no character: private use, noncharacters
INVISIBLE_RE = re.compile("[\u00ad\u200b\u2060\ufeff\U000e0000-\U000e007f]+")
TAGGED_FLAG_RE = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
PRIVATE_OR_NONCHARACTER_RE = re.compile(
    "[\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "\U000f0000-\U000ffffd\U00100000-\U0010fffd]+"
)

# RFC 2046 §4.1.2: the charsets of nearly all mail, as nearly everybody writes them
ORDINARY_CHARSET_RE = octets(r"[;\s]charset=(\"?)(?:utf-8|us-ascii|iso-8859-1)\1(?:[ \t]*;|\Z)", re.IGNORECASE)
