"""What one reader takes for text and another does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mimeforge._grammar import TOKEN, octets

if TYPE_CHECKING:
    from typing import Final

# RFC 5322 §2.2.3: a continuation line that reads as one of the fields which decide how a part is read: RFC 2045 §5.1,
# the type and subtype; §6.1, an encoding; RFC 2183 §2, a disposition. Names alone, as in a list of signed fields, do
# not count.
CONTINUED_FIELD_RE: Final = octets(
    rf"\n[ \t]++(Content-(?:Type[ \t]*+:[ \t]*+{TOKEN}/{TOKEN}"
    r"|Transfer-Encoding[ \t]*+:[ \t]*+(?:base64|quoted-printable|7bit|8bit|binary)"
    rf"|Disposition[ \t]*+:[ \t]*+(?:inline|attachment))[ \t]*+(?=[;\r\n(]|\Z))",
    re.IGNORECASE,
)

# RFC 2231 §7: what is to be escaped in an extended value, and what some readers end it at: attribute-char leaves out
# both. Before it, charset and language.
EXTENDED_VALUE_END_RE: Final = re.compile(r"(?:[^'*]*+'[^'*]*+')?+[^'*]*+['*]")

# RFC 2045 §6.1: an encoding that has to be undone, named anywhere in Content-Transfer-Encoding
ENCODED_RE: Final = re.compile(r"base64|quoted-printable", re.IGNORECASE)

# What is no blank and no line end: a body without any is empty
NOT_BLANK_RE: Final = octets(r"\S")
