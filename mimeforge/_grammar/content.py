"""What bodies are made of: the transfer encodings of RFC 2045."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mimeforge._grammar import BASE64_CHAR, FTEXT, LWSP, WSP, octets

if TYPE_CHECKING:
    from typing import Final

# RFC 2045 §6.8: what stands for six bits of the content
BASE64_UNIT_RE: Final = octets(rf"({BASE64_CHAR})")

# RFC 2045 §6.7: what stands for one octet of the content, behind soft breaks that stand for none
QP_UNIT_RE: Final = octets(r"(?:=\r?\n)*+(=[0-9A-Fa-f]{2}|[\x00-\xff])", re.DOTALL)

# RFC 2045 §6.8: what is no part of base64: octets outside the alphabet, a CR without LF, blanks inside of a line. One
# class comes first, which makes the search ten times as fast.
_INSIDE = r"(?<=[^\r\n\t ][\t ])[\t ]*+(?=[^\r\n\t ])"
BASE64_FOREIGN_RE: Final = octets(rf"[^A-Za-z0-9+/=\n](?:(?<![\r\t ])[^A-Za-z0-9+/=\r\n\t ]*+|(?<=\r)(?!\n)|{_INSIDE})")
# ... and what decoders pass over, but for plain line ends: empty lines, blanks at the ends of a line
BASE64_LAYOUT_RE: Final = octets(r"(?<=\n)(?:[\t ]++(?:\r?\n)?|\r?\n)|(?<![\t \n])[\t ]++(?=\r?\n)")
# ... and what programs leave in front of it: RFC 2397 §2, the beginning of a data: URL; a literal of Python for octets
BASE64_PREFIX_RE: Final = octets(r"(?:data:[^\s,]{0,100};base64,|b['\"])", re.IGNORECASE)
# ... and a text that is base64 and nothing else, line ends aside
BASE64_TEXT_RE: Final = octets(rf"{WSP}*+(?:{BASE64_CHAR}++(?:\r?\n)?+)++={{0,2}}\s*+")

# RFC 4648 §§4 and 5: base64 of either alphabet and nothing else, wherever its lines end
BASE64_EITHER_RE: Final = octets(rf"[A-Za-z0-9+/_\-{LWSP}]++[={LWSP}]*+")

# RFC 5322 §2.2, RFC 4155: how octets begin that are a message
MESSAGE_START_RE: Final = octets(rf"(?:\r?\n)*+(?:{FTEXT}++{WSP}*+:|From )")

# RFC 7468 §2 and RFC 9580 §6.2: a line of ASCII armor, around what is encoded a second time
ARMOR_RE: Final = octets(r"^-----(?:BEGIN|END) [^\r\n]{1,72}-----", re.MULTILINE)

# RFC 2045 §6.7, by its rules. (1): a "=" that begins no escape and no soft line break; an escape with lower-case digits
QP_BAD_ESCAPE_RE: Final = octets(r"=(?![0-9A-Fa-f]{2}|[ \t]*+(?:\r?\n|\Z)|\r|=[ \t]*+(?:\r?\n|\Z))[^\r\n=]{0,2}")
QP_LOWER_CASE_RE: Final = octets(r"=(?:[0-9A-F][a-f]|[a-f][0-9A-Fa-f])")
# ... what tells quoted-printable from other text: UTF-8 as escapes, "=" before the quote of an attribute
QP_TELLING_RE: Final = octets(r"=[CDE][0-9A-F]=[89AB][0-9A-F]|=3D\"")
# (2): octets that have to be escaped: beyond ASCII; controls, a CR without LF among them that follows no "="
QP_CONTROL_RE: Final = octets(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]++|(?<!=)\r(?!\n)")
# (3): blanks at the end of a line, those behind the "=" of a soft line break aside
QP_TRAILING_BLANKS_RE: Final = octets(r"(?<![ \t=])[ \t]++(?=\r?\n|\Z)")
# ... and the line above a signature among them (RFC 3676 §4.3)
SIGNATURE_LINE_RE: Final = octets(r"^-- \r?$", re.MULTILINE)
# (4): a line break of text as an escape
QP_ESCAPED_LINE_END_RE: Final = octets(r"(?:=0[Dd])?+=0[Aa]")
# (5): "=" at the end of a line where it is no clean soft line break: behind another, before a lone CR, before blanks
QP_DOUBTFUL_SOFT_BREAK_RE: Final = octets(r"==[ \t]*+(?=\r?\n|\Z)|=\r(?!\n)|=[ \t]++(?=\r?\n|\Z)")
# (5): the soft line break that a body ends in
QP_ENDS_SOFT_RE: Final = octets(r"=[ \t]*+(?:\r?\n)?+\Z")

# RFC 2049 §3: lines that careless programs change: a lone dot, "From " at the start
TOUCHY_LINE_RE: Final = octets(r"^(?:From |\.(?=\r?$))", re.MULTILINE)

# RFC 2045 §2.7: a line end, whatever program wrote it
ANY_LINE_END_RE: Final = octets(r"\r\n|\r|\n")
LINE_END_NOT_CRLF_RE: Final = octets(r"\r(?!\n)|(?<!\r)\n")
