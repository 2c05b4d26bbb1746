"""The fields of lists and of mail to many: RFC 2369, RFC 2919, RFC 8058."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mimeforge._grammar import DOT_ATOM

if TYPE_CHECKING:
    from typing import Final

# RFC 2369 §2: what a List-* field is made of, whatever it holds: white space, a comment, a URI in angle brackets, a
# comma; and anything else, which should not be there
LIST_TOKEN_RE: Final = re.compile(
    r"""
    (?P<blanks>[ \t\r\n]++)
    | (?P<comment>\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))
    | <(?P<uri>[^<>]*+)>
    | (?P<comma>,)
    | (?P<other>(?:[^ \t\r\n,<(]++|[<(])++)
    """,
    re.DOTALL | re.VERBOSE,
)

# RFC 9110 §4.2.1, §4.2.2: a URI of the web that names a host; in group 1, whether it is https
WEB_URI_RE: Final = re.compile(r"http(s?)://[^/?#]", re.IGNORECASE)

# RFC 2919 §3: a list identifier in angle brackets, which is group 1, behind a phrase or alone. Brackets within a
# quoted-string or a comment are none.
LIST_ID_FIELD_RE: Final = re.compile(
    r'(?:[^<"(]++|"(?:[^"\\]++|\\.)*+"|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+<([^<>]*+)>', re.DOTALL
)
LIST_ID_RE: Final = re.compile(DOT_ATOM)

# RFC 8058 §5: postarg
ONE_CLICK: Final = "List-Unsubscribe=One-Click"

# RFC 5322 §3.6.5 ("Re: ", from the Latin), and what mail programs write in other languages, or for what is passed on
REPLY_PREFIX: Final = (
    r"(?:(?:re|aw|sv|vs|antw|antwort|odp|r\u00e9f|fwd?|wg|tr|rv|enc)(?:\[[0-9]+\])?[ \u00a0]?"
    "|\u56de\u590d|\u56de\u8986|\u7b54\u590d|\u8f6c\u53d1)[:\uff1a]"
)
REPLY_PREFIX_RE: Final = re.compile(REPLY_PREFIX, re.IGNORECASE)

# Counters and ticks that make a display name look like a part of the mail program
DISPLAY_NAME_MARK_RE: Final = re.compile(r"\([0-9]+\)\s*\Z|[\u2611\u2705\u2713\u2714\U0001f514]")

# RFC 3986 §3.1, in a text of any kind: how a link begins
LINK_RE: Final = re.compile(rb"https?://|mailto:|\bwww\.", re.IGNORECASE)
