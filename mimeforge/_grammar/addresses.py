"""What address fields are made of, beyond the tokens that composing needs: RFC 5322 §3.4 and §4.4."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mimeforge._grammar import ATEXT, ENCODED_WORD, LWSP, WSP, octets

if TYPE_CHECKING:
    from typing import Final

# RFC 5322 §3.2.5 with the letters of RFC 6532 §3.2, octet by octet: nearly every display name, atoms with blanks
# between them (no dots, which are obsolete) or one quoted-string in which nothing is escaped
_TEXT: Final = rf"(?:{ATEXT}|[\x80-\xff])"
ORDINARY_PHRASE_RE: Final = re.compile(rf'(?:{_TEXT}|[{LWSP}])*+|"[^"\\]*+"')

# RFC 5322 §3.2.5 and §4.1 (obs-phrase): what stands in no phrase outside of quotes and comments, though readers go on;
# and a dot, which stood there in old mail, but never in the first place
NOT_IN_PHRASE_RE: Final = re.compile(rf"[@\[\]\\]|\A[{LWSP}]*+\.")
DOT_RE: Final = re.compile(r"\.")

# RFC 5322 §3.4, §4.4 (obs-addr-list, obs-mbox-list, obs-group-list): nothing but white space where an address belongs.
# A group that begins and ends in one has no members, and nothing is missing behind its semicolon.
EMPTY_ELEMENT_RE: Final = re.compile(rf"(?:\A|(?<=[,:]))[{LWSP}]*+(?=,)|(?<=,)[{LWSP}]*+(?=;|\Z)")

# The same found fast, in octets: where there may be one, or a comment that stands alone; and that at the beginning
EMPTY_ELEMENT_SIGN_RE: Final = octets(rf"[,:](?:[{LWSP}]*+[,(]|(?<=,)[{LWSP}]*+(?:;|\Z))")
EMPTY_AT_BEGINNING_RE: Final = octets(rf"[{LWSP}]*+[,(]")

# RFC 5322 §3.4: white space beside an angle bracket
BLANK_IN_ANGLE_RE: Final = octets(rf"<[{LWSP}]|[{LWSP}]>")

# RFC 5322 §3.4.1, §4.4: domain-literal of dtext, and of obs-dtext; what is no dtext
DOMAIN_LITERAL_RE: Final = re.compile(rf"\[(?:[!-Z^-~\x80-\xff]|[{LWSP}])*+\]")
OBS_DOMAIN_LITERAL_RE: Final = re.compile(r"\[(?:[^\[\]\\]|\\[\x00-\xff])*+\]")

# RFC 5321 §4.1.3: the address-literals that are defined. Group 1 is an IPv6 address, group 2 an IPv4 address.
ADDRESS_LITERAL_RE: Final = re.compile(r"\[(?:IPv6:([0-9A-Fa-f:.]++)|([0-9.]++))\]", re.IGNORECASE)

# RFC 5322 §3.2.4, §2.2.3: what a phrase loses when it is shown. Group 1 is what remains of a quoted-pair.
QUOTING_RE: Final = re.compile(r'\\([\s\S])|["\r\n]')

# RFC 3986 §3.1: how a link to the web begins
WEB_LINK_RE: Final = re.compile(r"https?://[^\s/]", re.IGNORECASE)

# RFC 3986 §3.1: the same where an address belongs, up to the colon; and RFC 6068 §2, that of a mailbox
URL_START_RE: Final = octets(r"\b(?:mailto:|https?://)", re.IGNORECASE)

MAILTO_RE: Final = octets(r"\bmailto:", re.IGNORECASE)

# Local parts of mailboxes that nobody reads
NO_REPLY_RE: Final = re.compile(r"(?:no|do[._-]?not)[._-]?reply(?![a-z])", re.IGNORECASE)

# RFC 5890 §2.3.2.1: a label that claims to be an A-label, in a domain
ALABEL_RE: Final = re.compile(r"(?<![^.])xn--[^.]*+", re.IGNORECASE)

# RFC 5322 §3.4: a display name between apostrophes, which quote nothing
APOSTROPHES_RE: Final = re.compile(r"'[^']++'")
EMPTY_QUOTES_RE: Final = re.compile(rf'"{WSP}*+"')

# Characters of a display name that nobody sees or that reorder what is seen: C1 controls (the rules on encoded-words
# speak of the others); zero-width space, word joiner and byte order mark; line and paragraph separators; overrides. The
# marks and joiners that scripts need are not here.
INVISIBLE_RE: Final = re.compile("[\x80-\x9f\u200b\u2060\ufeff\u2028\u2029\u202d\u202e]")

# Unicode Standard Annex #9, §2: what opens and ends an embedding or an isolate
BIDI_FORMAT_RE: Final = re.compile("[\u202a\u202b\u202c\u2066-\u2069]")

# RFC 5322 §3.4 as a comparison of two spellings reads it: a special that divides, a quoted-string, closed or not, or
# whatever stands up to the next of them; specials inside of an encoded-word divide nothing
_UNGROUPED_WORD: Final = ENCODED_WORD.replace("(", "(?:")  # `re` fails on groups in what is repeated possessively
ADDRESS_PIECE_RE: Final = re.compile(
    rf"""(?P<special>[(),:;<>@\[\]])|(?P<quoted>"(?:[^"\\]|\\[\s\S])*+"?)|(?:{_UNGROUPED_WORD}|[^"(),:;<>@\[\]])++"""
)

# RFC 5321 §4.1.2, narrowed to what nearly every address is made of: no two hyphens together, as in Punycode, and
# letters alone at the end
PLAIN_ADDR_SPEC_RE: Final = re.compile(
    r"[A-Za-z0-9_+]++(?:[.-][A-Za-z0-9_+]++)*+@(?:[A-Za-z0-9]++(?:-[A-Za-z0-9]++)*+\.)++[A-Za-z]++"
)

# An address in a member of a request, a str: what is not ASCII; RFC 5322 §2.2, §2.2.3, what no field body holds (a TAB
# and a fold it may); and a line end
BEYOND_ASCII_RE: Final = re.compile(r"[^\x00-\x7f]")
CONTROL_IN_MEMBER_RE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n[ \t])|\n(?![ \t])")
LINE_END_RE: Final = re.compile(r"\r?\n|\r")
