"""Message and content ids (RFC 5322 §3.6.4), beside the tokens of addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

# RFC 5322 §3.4.1, RFC 5321 §4.1.3: an IP address on the right side of an id, in brackets or not
IP_ADDRESS_RE: Final = re.compile(r"\[[^\]]*\]|[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
