"""URLs as HTML in mail has them (RFC 3986, URL Living Standard, CSS), and where HTML may hold one."""

from __future__ import annotations

import re
from typing import Final

from mimeforge._grammar import octets

# RFC 3986 Appendix B: any text, taken apart: scheme, authority, path, query, fragment
URL_RE: Final = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL
)

# RFC 3986 §3.2: authority = [ userinfo "@" ] host [ ":" port ], whatever they hold. Groups: userinfo, host, port.
AUTHORITY_RE: Final = re.compile(r"(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::(.*))?", re.DOTALL)

# URL Living Standard §3.3: what cannot stand in a host; blanks and controls are among it, characters beyond ASCII not
NOT_HOST_RE: Final = re.compile(r"[\x00-\x20\"#%&'()*,/:;<=>?@\[\\\]^`{|}!$+\x7f]|\.\.|\A\.")

# URL Living Standard §3.5: hosts that are read as an IPv4 address: the last label is a number
IPV4_HOST_RE: Final = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)\.?", re.DOTALL)

# RFC 3986 §2.1: a "%" that begins no escape; and what is a blank to whoever reads the URL
BAD_ESCAPE_RE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
BLANK_RE: Final = re.compile(r"\s")

# URL Living Standard §4.4: tabs and line ends are taken out of a URL before it is read
URL_LINE_ENDS_RE: Final = re.compile(r"[\t\r\n]+")

# What begins like a host and lacks its scheme: "www.example.com", "example.com/offer"; and an address without "mailto:"
NO_SCHEME_RE: Final = re.compile(
    r"www\.[^/?#\s]+\.|[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+){0,4}\.(?:com|net|org|edu|gov)(?:[/?#:]|\Z)", re.IGNORECASE
)
NO_MAILTO_RE: Final = re.compile(r"[A-Za-z0-9._+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")

# A misspelt "http" or "https", and one whose colon is missing or is another character
MISSPELT_HTTP_RE: Final = re.compile(r"(?!https?\Z)(?:h{1,2}t{0,3}p{1,2}|t{1,3}p|hpt+|hpp?tp?)s{0,2}", re.IGNORECASE)
NO_COLON_RE: Final = re.compile(r"https?[;,.]?//", re.IGNORECASE)

# Schemes of what a reader would have to run
SCRIPT_SCHEMES: Final = frozenset({"javascript", "vbscript"})

# A file of one computer: "C:\logo.png", "\\server\logo.png"
WINDOWS_PATH_RE: Final = re.compile(r"[A-Za-z]:[\\/]|\\\\[^\\/]")

# CSS Values and Units §4.5: url(), and CSS Cascading §2: @import of a string; groups 1 or 2 hold the URL
CSS_URL_RE: Final = re.compile(r"url\(\s*+[\"']?([^\"')]*)|@import\s++[\"']([^\"']*)", re.IGNORECASE)

# A text that is a URL, as readers see it: the host is group 1
SHOWN_URL_RE: Final = re.compile(r"\s*https?://([A-Za-z0-9.\-]+)(?:[:/?#]\S*)?\s*", re.IGNORECASE)

# What names a secret that gives access to whoever has the URL; not "pwd", by which invitations let into a meeting
SECRET_PARAMETER_RE: Final = re.compile(
    r"(?:\A|[?&;/])(password|passwd|phpsessid|jsessionid|aspsessionid[a-z]*)=(?=[^&#])", re.IGNORECASE
)

# HTML Living Standard §8.1.8.2: an attribute that handles events; and what may be one, in lower-case HTML not yet read
HANDLER_NAME_RE: Final = re.compile(r"on[a-z]{3,}")
HANDLER_RE: Final = octets(r"(?<![a-z])on[a-z]{3,}+\s*+=")

# HTML Living Standard §4.8.4.2: srcset is URLs with commas between them, each with what it is for; group 1 is the URL
SRCSET_URL_RE: Final = re.compile(r"[\s,]*+([^\s,](?:\S*[^\s,])?+)[^,]*+")

# CSS Values and Units §4.5, HTML Living Standard §4.2.4: where fonts of the web are fetched from
FONT_URL_RE: Final = re.compile(r"\bfonts?\b|typekit|fontawesome|font-awesome", re.IGNORECASE)
