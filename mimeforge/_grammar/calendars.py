"""Content lines of calendars (RFC 5545)."""

from __future__ import annotations

import re
from typing import Final

# RFC 5545 §3.1: iana-token
IANA_TOKEN_RE: Final = re.compile(rb"[A-Za-z0-9-]++")

# RFC 5545 §3.1, §3.4, §3.6, §3.7.2, §3.8.4.7, §3.8.7.2: the lines that scheduling is about. Groups: name, value.
CONTENT_LINE_RE: Final = re.compile(
    rb"^(BEGIN|END|METHOD|UID|DTSTAMP)(?:;[^:\r\n]*+)?:([^\r\n]*+)", re.MULTILINE | re.IGNORECASE
)
