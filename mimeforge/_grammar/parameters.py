"""Values of parameters: dates, sizes, endings of file names (RFC 2183, RFC 2231)."""

from __future__ import annotations

import re

from mimeforge._grammar import LWSP, TOKEN, octets

# RFC 2183 §2, RFC 5322 §3.3, §4.3: quoted-date-time, which holds a date-time; "GMT" is what most programs write there
DISPOSITION_DATE_RE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),[ \t]*+)?[0-9]{1,2}[ \t]+"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ \t]+[0-9]{4}[ \t]+"
    r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?[ \t]+(?:[+-][0-9]{4}|GMT|UTC?)(?:[ \t]*\([^()]*\))?",
    re.IGNORECASE,
)

# What systems take for the ending of a file name: a few letters and digits behind the last dot, one letter among them
FILE_ENDING_RE = re.compile(r"\.(?=[0-9]*[A-Za-z])([0-9A-Za-z]{1,8})\Z")

# A path of Windows: a drive, or two backslashes before the name of a host
WINDOWS_PATH_RE = octets(r'"(?:[A-Za-z]:\\|\\\\[A-Za-z0-9])')

# RFC 2045 §5.1: the type and subtype as they are written, blanks beside the slash, which RFC 822 allowed
WRITTEN_TYPE_RE = octets(rf"[{LWSP}]*+({TOKEN}[{LWSP}]*+/[{LWSP}]*+{TOKEN})[{LWSP}]*+(?:;|\Z)")
