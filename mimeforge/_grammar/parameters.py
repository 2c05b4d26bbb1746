"""Values of parameters, and media types as they are written (RFC 2045, RFC 2183)."""

from __future__ import annotations

import re

from mimeforge._grammar import LWSP, TOKEN, octets

# What systems take for the ending of a file name: a few letters and digits behind the last dot, one letter among them
FILE_ENDING_RE = re.compile(r"\.(?=[0-9]*[A-Za-z])([0-9A-Za-z]{1,8})\Z")

# A path of Windows: a drive, or two backslashes before the name of a host
WINDOWS_PATH_RE = octets(r'"(?:[A-Za-z]:\\|\\\\[A-Za-z0-9])')

# RFC 2045 §5.1: the type and subtype as they are written, blanks beside the slash, which RFC 822 allowed
WRITTEN_TYPE_RE = octets(rf"[{LWSP}]*+({TOKEN}[{LWSP}]*+/[{LWSP}]*+{TOKEN})[{LWSP}]*+(?:;|\Z)")
