"""Hosts that only an inner network knows."""

from __future__ import annotations

import re
from typing import Final

from mimeforge._grammar import octets

# Names and addresses of inner networks: RFC 6762 §3, RFC 8375, what ICANN set apart for private use (.internal), what
# EC2 calls its instances, RFC 1918 §3; the own machine in a URL. Behind an @ or two slashes, and not part of a longer
# name.
INNER_HOST_RE: Final = octets(
    r"(?i)(?:@|//)((?:[a-z0-9_-]{1,63}\.){1,9}(?:internal|local|lan|intranet|home\.arpa)|ip-10(?:-\d{1,3}){3}"
    r"|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}"
    r"|(?<=//)(?:localhost|127(?:\.\d{1,3}){3}))(?![a-z0-9_.-])"
)

# A version behind the name of a program: two numbers at least
PRODUCT_VERSION_RE: Final = re.compile(r"\d{1,9}(?:\.\d{1,9}){1,5}")

# A path below the folder of a user
INNER_PATH_RE: Final = octets(
    r"(?:/home/|/Users/|/root/|(?i:[a-z]:\\Users\\))[^\s/\\\"<>:|?*;]{1,99}[/\\][^\s\"<>|?*;]{1,255}"
)
