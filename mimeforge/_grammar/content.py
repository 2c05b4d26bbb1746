"""What bodies are made of: the transfer encodings of RFC 2045."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mimeforge._grammar import BASE64_CHAR, octets

if TYPE_CHECKING:
    from typing import Final

# RFC 2045 §6.8: what stands for six bits of the content
BASE64_UNIT_RE: Final = octets(rf"({BASE64_CHAR})")

# RFC 2045 §6.7: what stands for one octet of the content, behind soft breaks that stand for none
QP_UNIT_RE: Final = octets(r"(?:=\r?\n)*+(=[0-9A-Fa-f]{2}|[\x00-\xff])", re.DOTALL)
