"""What stands in multiparts and around their parts (RFC 2046 §5.1), and what was used before there was MIME."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mimeforge._grammar import BCHARS, octets

if TYPE_CHECKING:
    from typing import Final

# RFC 2046 §5.1.1: what no boundary holds. Of octets beyond ASCII and of controls, the rules on header sections speak.
NOT_BCHARS_RE: Final = re.compile(rf"(?!{BCHARS})[\t -~]")

# RFC 2046 §5.1.1: a delimiter line that all boundaries of ours, "=_" and a digest, would be read as
BEGINS_OURS_RE: Final = octets(r"\n--=_?+[ \t]*+\r?\n")

# What may be meant for the beginning of a delimiter: hyphens at the start of a line, blanks before and among them. More
# than these is no delimiter to anybody.
LEADING_HYPHENS_RE: Final = octets(r"\n[ \t]{0,80}+-[ \t-]{0,80}+(?=[^\s-])")

# RFC 2045 §3: the beginning of a line that is a field of a part
PART_FIELD_RE: Final = octets(
    r"^(Content-(?:Type|Transfer-Encoding|Disposition|ID))[ \t]*+:", re.MULTILINE | re.IGNORECASE
)

# What is left of a part whose delimiter is damaged: a line that could be a delimiter, with more than hyphens, or such a
# one that has run into a field; or a field of any part (RFC 2045 §9, RFC 2046 §5.1) with its folds. An empty line is
# below, and text.
LOST_PART_RE: Final = octets(
    rf"^(?:(?P<delimiter>--(?=-*+[^- \t\r\n])(?:(?! ){BCHARS})++)(?:(?<=:)[^\r\n]*+)?+[ \t]*+\r?\n"
    r"|(?P<field>(?:Content|MIME|X)-[A-Za-z0-9-]++)[ \t]*+:[^\r\n]*+\r?\n(?:[ \t][^\r\n]*+\r?\n)*+)"
    r"\r?\n\s*+[!-~\x80-\xff]",
    re.MULTILINE | re.IGNORECASE,
)

# What composers write before the first part, and some behind the last: in any language, it names MIME; in English, the
# parts too
STOCK_SENTENCE_RE: Final = octets(r"\bMIME\b|\bmulti-?part|\b(?:multiple|several) parts\b", re.IGNORECASE)

# Visible text: an octet that is neither a blank nor a control
VISIBLE_RE: Final = octets(r"[!-~\x80-\xff]")

# uuencode (POSIX): "begin", a mode and a name; behind it a whole line, or the last one and "end". yEnc: the line that
# opens a block. BinHex (RFC 1741 §4.2): the line that opens a file.
LEGACY_RE: Final = octets(
    r"^(?:(?P<uuencode>begin [0-7]{3,4} [^\r\n]+)\r?\n(?:M[ -`]{60}[ \t\r]*+\n|[!-L][ -`]{4,80}\r?\n[` ]?\r?\n?end\b)"
    r"|(?P<yEnc>=ybegin [^\r\n]*line=[0-9])"
    r"|(?P<BinHex>\(This file must be converted with BinHex))",
    re.MULTILINE,
)
