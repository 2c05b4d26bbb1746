"""Encoded-words (RFC 2047), what stands around them, and what was meant for one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mimeforge._grammar import ENCODED_WORD

if TYPE_CHECKING:
    from typing import Final

# RFC 2047 §4.1 and RFC 2045 §6.8: the text of a "B" word: groups of four, the last one padded. The bits that pad the
# last character may be any.
ENCODED_B_RE: Final = re.compile(r"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
NOT_BASE64_RE: Final = re.compile(r"[^A-Za-z0-9+/=]|=(?!=?\Z)")

# RFC 2047 §4.2: in "Q" text, an escape that is none; one with a lower-case digit
NOT_Q_ESCAPE_RE: Final = re.compile(r"=(?![0-9A-Fa-f]{2}).{0,2}")
Q_LOWER_CASE_RE: Final = re.compile(r"=(?:[a-f][0-9A-Fa-f]|[0-9][a-f]|[A-F][a-f])")

# RFC 2047 §5 (3): what a "Q" word in a phrase does not hold, all of it; and of it, what delimits addresses
NOT_IN_PHRASE_RE: Final = re.compile(r"[^A-Za-z0-9!*+/=_-]")
SPECIALS_IN_PHRASE_RE: Final = re.compile(r'["()<>@,;:\\\[\]]')

# RFC 2047 §5 (2): what a "Q" word in a comment does not hold
NOT_IN_COMMENT_RE: Final = re.compile(r'[()"]')

# RFC 2047 §2: where an encoded-word may begin: "=?=" is the end of one
BEGINNING_RE: Final = re.compile(r"=\?(?!=)")

# RFC 2047 §2: what has the form of an encoded-word of any encoding; and what begins like one, with blanks in it, with
# no charset, or with no end
FRAMED_RE: Final = re.compile(r"=\?([!->@-~]+)\?([!->@-~]+)\?([!->@-~]*)\?=")
DAMAGED_RE: Final = re.compile(
    r"""
    =\?(?P<charset>[!->@-~]{0,60}(?:[ ][!->@-~]{1,20})?)
    [ \t\r\n]*+\?[ \t\r\n]*+
    (?:(?P<encoding>[BbQq])[ \t\r\n]*+\?(?P<text>[\s\S]*))?
    """,
    re.VERBOSE,
)

# RFC 5322 §3.2.2, §3.2.4, §3.4: what encloses encoded-words in a structured field. Encoded-words come first: what they
# hold delimits nothing. What is not closed takes all that follows. A quoted local part may hold a closing bracket.
ENCLOSING_RE: Final = re.compile(
    rf"""(?P<word>{ENCODED_WORD})|(?P<quoted>"(?:[^"\\]++|\\.)*+"?)|(?P<comment>\()"""
    r"""|(?P<angle><(?>"(?:[^"\\]++|\\.)*+"(?=@))?+[^>]*+>?)""",
    re.DOTALL,
)
IN_COMMENT_RE: Final = re.compile(rf"(?P<word>{ENCODED_WORD})|\\.|(?P<open>\()|(?P<close>\))", re.DOTALL)

# What no header field shows: controls, but for the tab
CONTROL_BUT_TAB_RE: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

# RFC 5322 §3.4.1: what an encoded-word in an addr-spec has beside it
ADDR_SPEC_AHEAD_RE: Final = re.compile(r"[^ \t\r\n<>,;:()\"]*+")
ADDR_SPEC_BEHIND_RE: Final = re.compile(r"(?<![^ \t\r\n<>,;:()\"])[^ \t\r\n<>,;:()\"]*+\Z")
