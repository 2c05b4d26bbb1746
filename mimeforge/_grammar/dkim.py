"""Signatures of DKIM: RFC 6376."""

from __future__ import annotations

from typing import Final

from mimeforge._grammar import LWSP, octets

# RFC 6376 §3.2: a tag of a signature, its name in group 1 and its value in group 2
TAG_RE: Final = octets(rf"(?:\A|;)[{LWSP}]*+([A-Za-z][A-Za-z0-9_]*+)[{LWSP}]*+=([^;]*+)")

# RFC 6376 §3.4.2 and §3.4.4: what relaxed canonicalization makes one blank of, or none
BLANKS_RE: Final = octets(r"[ \t]++")

# RFC 6376 §3.5: white space within the value of a tag
TAG_SPACE: Final = b" \t\r\n"
