"""Every token of the RFCs, as a pattern under the name of its ABNF rule.

No other file of mimeforge holds a pattern for mail syntax. A name in capitals without suffix is the source of a pattern
for text; ``*_RE`` is compiled. Patterns for octets are compiled from the same source by `octets`.

All quantifiers here are linear: no pattern can match one stretch of text in two ways.
"""

from __future__ import annotations

import re


def octets(pattern: str, flags: int = 0) -> re.Pattern[bytes]:
    """Compile a pattern of this file for octets."""
    return re.compile(pattern.encode("ascii"), flags)


# RFC 5234 Appendix B.1 and RFC 5322 §2.2, §3.2.2. FWS as it may be written today: at most one fold.
WSP = r"[ \t]"
VCHAR = r"[!-~]"
NOT_VCHAR_RE = re.compile(r"[^!-~]")

# RFC 5322 §2.2: field-name = 1*ftext, ftext = %d33-57 / %d59-126 (printable, no colon)
FTEXT = r"[!-9;-~]"
FIELD_NAME_RE = re.compile(rf"{FTEXT}+")

# RFC 5322 §3.2.3: atext, atom (without its CFWS), dot-atom-text
ATEXT = r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]"
ATOM = rf"{ATEXT}+"
DOT_ATOM = rf"{ATEXT}+(?:\.{ATEXT}+)*"

# RFC 5322 §3.2.4: quoted-string; qtext = %d33 / %d35-91 / %d93-126, quoted-pair = "\" (VCHAR / WSP)
QUOTED_STRING = r'"(?:[\t !#-\[\]-~]|\\[\t -~])*"'
QUOTED_STRING_RE = re.compile(QUOTED_STRING)

# RFC 5322 §3.2.5: a phrase of atoms alone, one blank between two of them: nothing in it needs quotes
PHRASE_ATOMS_RE = re.compile(rf"{ATOM}(?: {ATOM})*")

# RFC 1123 §2.1, RFC 5321 §4.1.2: letter-digit-hyphen labels that neither begin nor end in a hyphen
LDH_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
LDH_DOMAIN = rf"{LDH_LABEL}(?:\.{LDH_LABEL})*"

# RFC 5321 §4.1.2: the plain shape of a mailbox, Dot-string "@" Domain. Group 1 is the local part, group 2 the domain.
PLAIN_ADDR_SPEC_RE = re.compile(rf"({DOT_ATOM})@({LDH_DOMAIN})")

# RFC 5322 §3.6.4: msg-id = "<" id-left "@" id-right ">" as it may be written; and what received mail holds there:
# anything printable between angle brackets, because a reply has to repeat the id of the original to the letter.
ID_LEFT_AND_RIGHT = rf"{DOT_ATOM}@(?:{DOT_ATOM}|\[[!-Z^-~]*\])"
ID_LEFT_AND_RIGHT_RE = re.compile(ID_LEFT_AND_RIGHT)
MSG_ID_RE = re.compile(rf"<{ID_LEFT_AND_RIGHT}>")
RECEIVED_MSG_ID_RE = re.compile(r"<[!-;=?-~]+>")

# RFC 2392 §2 and RFC 2045 §7: what stands in Content-ID between "<" and ">"
CONTENT_ID_RE = re.compile(r"[!-;=?-~]+")

# RFC 2047 §2: encoded-word = "=?" charset "?" encoding "?" encoded-text "?=". Groups: charset, encoding, encoded-text.
# The language suffix of RFC 2231 §5 ("*en") stands in the charset.
ENCODED_WORD = r"=\?([!#$%&'*+\-0-9A-Z\\^_`a-z{|}~]+)\?([BbQq])\?([!->@-~]*)\?="
ENCODED_WORD_RE = re.compile(ENCODED_WORD)

# RFC 2045 §5.1: token = 1*<any (US-ASCII) CHAR except SPACE, CTLs, or tspecials>
TOKEN = r"[!#$%&'*+\-.0-9A-Z^_`a-z{|}~]+"
TOKEN_RE = re.compile(TOKEN)
MEDIA_TYPE_RE = re.compile(rf"({TOKEN})/({TOKEN})")

# RFC 6838 §4.2: restricted-name, what a type or subtype may be called in the registry
REG_NAME = r"[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"

# RFC 2978 §2.3: mime-charset (the characters RFC 2231 needs for itself left out)
CHARSET_RE = re.compile(r"[A-Za-z0-9!#$%&+\-^_`{}~.:()]+")

# RFC 2231 §7: attribute-char = token without "*", "'", "%"; what stands unescaped in an extended value
ATTRIBUTE_CHAR = r"[!#$&+\-.0-9A-Z^_`a-z{|}~]"


# RFC 2046 §5.1.1: boundary = 0*69<bchars> bcharsnospace
BCHARS = r"[0-9A-Za-z'()+_,\-./:=? ]"
BOUNDARY_RE = re.compile(rf"{BCHARS}{{0,69}}[0-9A-Za-z'()+_,\-./:=?]")

# RFC 2045 §6.8: the base64 alphabet
BASE64_CHAR = r"[A-Za-z0-9+/]"

# RFC 3986 §2 within RFC 2369 §2: a URI between "<" and ">" of a List-* field: no blanks, no comma (it separates),
# no characters outside RFC 3986, every "%" followed by two hex digits
URI_RE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:(?:[!#$&-+\-./0-9:;=?@A-Z\[\]_a-z~]|%[0-9A-Fa-f]{2})+")

# RFC 2045 §6.7 (2), (3): what stands for itself in quoted-printable; and a stretch of it with upper-case escapes
NOT_QP_LITERAL = r"[^\t !-<>-~]"
QP_ATOM = r"(?:[\t !-<>-~]|=[0-9A-F]{2})*"

# RFC 2047 §5 (3): what stands for itself in the Q encoding wherever it is used, phrases included
Q_LITERAL = r"[A-Za-z0-9!*+/\-]"

# RFC 2047 §4.2: the Q encoding as it may stand in unstructured text, with upper-case escapes
Q_ATOM_RE = re.compile(r"(?:[!-<>@-~]|=[0-9A-F]{2})*")

# RFC 5322 §3.2.4: quoted-pair. Group 1 is the character meant.
QUOTED_PAIR_RE = re.compile(r"\\([\s\S])")

# RFC 2045 §5.1, read leniently and in linear time whatever the text, comments taken out before: the value up to the
# first semicolon outside of quotes; then one parameter after the other, with all that stands before the next semicolon.
PARAMETERIZED_VALUE_RE = re.compile(r"""(?>[^;"]+|"(?>[^"\\]|\\[\s\S])*+"?)*+""")
PARAMETER_RE = re.compile(
    r"""
    ;[ \t\r\n]*+
    (?:
        (?P<name>[^\s;="()]+)
        (?P<before>[ \t\r\n]*)=(?P<behind>[ \t\r\n]*)
        (?:
            (?P<quoted>"(?>[^"\\]|\\[\s\S])*+(?P<close>")?)
            | (?P<token>(?>[^; \t\r\n]|[ \t\r\n]++(?=[^;]))*+)
        )
        (?P<after>[^;]*)
        | (?P<rest>[^;]*)
    )
    """,
    re.VERBOSE,
)

# RFC 2231 §3 and §4.1: attribute, segment number, the asterisk of an extended value. Readers take any number, though
# leading zeros are not allowed.
EXTENDED_NAME_RE = re.compile(r"([^*]+)(?:\*([0-9]+))?(\*)?")

# RFC 2231 §7: ext-octet
PERCENT_RE = octets(r"%([0-9A-Fa-f]{2})")

# What can stand in no header field, encoded or not: line ends, NUL (RFC 5322 §4), lone surrogates (no characters)
NEVER_IN_FIELD_RE = re.compile(r"[\x00\r\n\ud800-\udfff]")
SURROGATE_RE = re.compile("[\ud800-\udfff]")

# C0 and C1 controls
CONTROL_RE = re.compile(r"[\x00-\x1f\x7f-\x9f]")

# RFC 5322 §2.2.3: where a field body of blanks and printable words may be folded
BLANKS_AND_WORD_RE = re.compile(r"(?<![ \t])[ \t]++[^ \t]+")

# A word of unstructured text that needs no encoding: printable ASCII in which no reader sees an encoded-word
PLAIN_WORD_RE = re.compile(r"(?:(?!=\?)[!-~])+")

# RFC 5322 §3.2.4: printable ASCII that may stand in a quoted-string, with no blank at an end and no two together
# (readers trim and collapse them)
QUOTABLE_RE = re.compile(r"[!-~]+(?: [!-~]+)*")

# A mailbox as people type it. Everything before the "<" of the addr-spec; and one word of the name: quoted, or atoms
# with dots and any characters beyond ASCII.
BEFORE_ANGLE_RE = re.compile(r'(?>[^"<]+|"(?>[^"\\]|\\.)*+"?)*+')
TYPED_WORD_RE = re.compile(
    r'(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<atoms>[^\x00-\x20()<>\[\]:;@\\,"\x7f]+))[ \t]*|[ \t]+'
)

# RFC 5322 §3.6.4 as received mail has it: ids between angle brackets, blanks (or nothing) between them
MSG_IDS_RE = re.compile(r"[ \t]*<[!-;=?-~]+>(?:[ \t]*<[!-;=?-~]+>)*[ \t]*")

# RFC 2369 §2 and RFC 8058 §3.1: the URI of one-click unsubscription
URI_SCHEME_RE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
HTTPS_URI_RE = re.compile(
    r"(?i:https)://(?:[A-Za-z0-9]|\[[0-9A-Fa-f:.]+\])(?:[!#$&-+\-./0-9:;=?@A-Z\[\]_a-z~]|%[0-9A-Fa-f]{2})*"
)

# RFC 2369 §2: URIs in angle brackets with commas between them
URI_IN_BRACKETS_RE = re.compile(r"<([^<>]*)>")
URIS_RE = re.compile(r"[ \t]*<[^<>]*>[ \t]*(?:,[ \t]*<[^<>]*>[ \t]*)*")

# Printable ASCII with blanks inside, none at the ends: the body of a field that is never encoded
OPAQUE_RE = re.compile(r"[!-~]+(?:[ \t]+[!-~]+)*")

# A parameter value, a file name above all, that may stand in a quoted-string as it is: printable ASCII, nothing to
# escape (readers unescape in different ways), nothing that looks like an encoded-word, no blank at an end or beside
# another (some readers drop it), and no semicolon (some cut at every one, quoted or not)
PARAMETER_PLAIN_RE = re.compile(r"(?! )(?:(?!=\?|  )[ !#-:<-\[\]-~])+(?<! )")

# RFC 6838 §4.2
REGISTERED_TYPE_RE = re.compile(rf"({REG_NAME})/({REG_NAME})")

# RFC 5322 §3.4, §3.2.3: the specials that mean something between the mailboxes of an address list, and the linear white
# space around them, folds included (§3.2.2)
ADDRESS_DELIMITER_RE = re.compile(r'[()<>"\[,:;]')
LWSP = " \t\r\n"

# RFC 5322 §4.1, §4.4: what received mail holds between delimiters, up to the closing one: anything at all, where a
# backslash takes the character behind it along. In a quoted-string, a comment, a domain-literal and an angle-addr; and
# in an angle-addr up to the next comment, too.
OBS_QCONTENT_RE = re.compile(r'(?:[^"\\]++|\\.)*+', re.DOTALL)
OBS_CCONTENT_RE = re.compile(r"(?:[^()\\]++|\\.)*+", re.DOTALL)
OBS_DCONTENT_RE = re.compile(r"(?:[^\]\\]++|\\.)*+", re.DOTALL)
OBS_ANGLE_CONTENT_RE = re.compile(r'(?:[^">\\]++|\\.)*+', re.DOTALL)
OBS_ANGLE_WORDS_RE = re.compile(r'(?:[^"(>\\]++|\\.)*+', re.DOTALL)

# RFC 5322 §3.2.2: what counts in a comment: where one opens or closes, and a quoted-pair, in which neither does
COMMENT_DELIMITER_RE = re.compile(r"[()]|\\.", re.DOTALL)

# RFC 5322 §3.2.2: comments as they stand in most fields, nested once at most
COMMENTS_RE = re.compile(r"(?:\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+", re.DOTALL)

# RFC 5322 §4.4: the unquoted stretches of an obs-local-part (quoted-pairs, too, as RFC 822 had them outside quotes), a
# domain without two dots in a row; and obs-domain-list, the hops of a source route
OBS_LOCAL_ATOMS_RE = re.compile(rf"(?:{ATEXT}|\.|\\.)*+", re.DOTALL)
DOMAIN_NAME_RE = re.compile(r"(?:[A-Za-z0-9-]++|\.(?!\.))*+")
OBS_DOMAIN_LIST_RE = re.compile(r"@[^,:]*+(?:,@[^,:]*+)*+")

# RFC 5322 §2.2 and §4.5.8 (blanks before the colon), of a header section whatever it holds: one field with its
# continuation lines, or, without groups, one line that is neither.
HEADER_LINE_RE = octets(rf"(?:({FTEXT}++){WSP}*+:([^\n]*+(?:\n{WSP}[^\n]*+)*+)|[^\n]++)\n?")

# RFC 5322 §3.5 and RFC 2046 §5.1.1: what can end a header section: the empty line, or a delimiter line around
HEADER_SECTION_END_RE = octets(r"^(?:(\r?\n)|--)", re.MULTILINE)

# RFC 5322 §2.2.3: what is no fold: CR without LF, LF without CR, CRLF without a blank behind it
BROKEN_FOLD_RE = octets(r"\r(?!\n[ \t])|(?<!\r)\n")

# RFC 2045 §2.7: what goes out as it is nowhere: controls but TAB and the LF of line ends
NOT_7BIT_RE = octets(r"[^\t\n -~]")

# Line ends and octets over 127, to be pointed at
CRLF_RE = octets(r"\r\n")
BARE_CR_RE = octets(r"\r(?!\n)")
BARE_LF_RE = octets(r"(?<!\r)\n")
NON_ASCII_RE = octets(r"[\x80-\xff]+")

# A backslash and an "n" (or both with an "r") before a well-known field name: a message that was escaped as a string.
# Only names that begin no word of text: what looks like the line end in "C:\notes: x" is a path.
_WELL_KNOWN = (
    r"(?:From|To|Cc|Bcc|Subject|Date|Reply-To|Sender|Return-Path|MIME-Version|Message-ID|Content-Type"
    r"|Content-Transfer-Encoding|X-[A-Za-z-]+):"
)
ESCAPED_LINE_END_RE = octets(rf"((?:\\r)?\\n)(?={_WELL_KNOWN})", re.IGNORECASE)

# RFC 5322 §2.2: an octet that no field name holds
NOT_FTEXT_RE = octets(rf"(?!{FTEXT})[\x00-\xff]")

# RFC 2392 §2: a cid: URL in a text, up to what cannot be part of one. Group 1 is the content id, percent-encoded.
CID_URL_RE = re.compile(r"cid:([^\s\"<>]{1,998})", re.IGNORECASE)
CID_URL_END_RE = re.compile(r"[);,'\\]|\Z")

# What a file name that is made up does without: all but letters, digits, dot, hyphen and underscore
NOT_FILE_NAME_CHARS_RE = re.compile(r"[^A-Za-z0-9._-]")

# RFC 2045 §5.1 and RFC 5322 §3.2.2: up to a parenthesis that stands in no quotes
COMMENT_OUTSIDE_QUOTES_RE = re.compile(rf'(?>[^"()]|{QUOTED_STRING})*+[()]')

# RFC 2045 §6.7 as decoders read it: soft breaks, blanks at the end of a line, a "=" without two hex digits
QP_SOFT_BREAK_RE = octets(r"=(?:\r?\n|\Z)")
QP_BLANKS_AT_END_RE = octets(r"[ \t](?<![ \t]{2})[ \t]*+(?=\r?\n|\Z)")
QP_NOT_ESCAPE_RE = octets(r"=(?![0-9A-Fa-f]{2})")

# RFC 5322 §3.2.3: a dot at an end of a dot-atom, or beside another, in an addr-spec
MISPLACED_DOT_RE = re.compile(r"(?<![^@])\.|\.(?=[.@]|\Z)")

# RFC 5322 §2.1: empty lines, at the start and anywhere
EMPTY_LINES_RE = octets(r"(?:\r?\n)*+")
EMPTY_LINE_RE = octets(r"^\r?\n", re.MULTILINE)

# RFC 1123 §2.1: a hyphen at an end of a label
HYPHEN_AT_EDGE_RE = re.compile(r"(?<![^.@])-|-(?=\.|\Z)")

# RFC 5321 §4.1.2, but dots anywhere in a local part, as in obs-local-part of RFC 5322 §4.4: a mailbox without quotes
UNQUOTED_ADDR_SPEC = rf"(?:{ATEXT}|\.)+@{LDH_DOMAIN}"
UNQUOTED_ADDR_SPEC_RE = re.compile(UNQUOTED_ADDR_SPEC)
ADDR_SPEC_OR_DOMAIN_RE = re.compile(rf"{UNQUOTED_ADDR_SPEC}|{QUOTED_STRING}@{LDH_DOMAIN}|{LDH_DOMAIN}")

# RFC 5322 §3.2.2, §3.2.4, §3.4.1: what opens a comment, a quoted-string, a domain-literal
OPENING_DELIMITER_RE = re.compile(r'[("\[]')

# RFC 5321 §4.1.2: nearly every address: Dot-string "@" Domain, with two labels or more
DOTTED_ADDR_SPEC_RE = re.compile(rf"{DOT_ATOM}@{LDH_LABEL}(?:\.{LDH_LABEL})+")

# RFC 3492 §5, RFC 5890 §2.3.2.1: a word in Punycode
PUNYCODE_WORD_RE = re.compile(r'(?<![^\s"(])xn--[^\s"<>()]*', re.IGNORECASE)

# RFC 2045 §5.1 and RFC 5322 §3.2.2: the next token of a value with parameters, whatever it holds: white space, then an
# atom, a quoted-string, octets beyond ASCII, or one special; a "(" begins a comment, a quote alone is never closed
PARAMETER_LEXEME_RE = re.compile(
    rf"""[ \t\r\n]*+(?:(?P<atom>{TOKEN})|(?P<quoted>"(?:[^"\\]++|\\.)*+")|(?P<beyond>[\x80-\xff]++)|(?P<special>.))""",
    re.DOTALL,
)

# RFC 5322 §2.2.3: where a field body is folded, with the blanks of the next line
FOLD_RE = octets(rf"\r?\n{WSP}*")

# RFC 2045 §6.3: x-token
X_TOKEN_RE = re.compile(rf"[Xx]-{TOKEN}")

# RFC 2045 §3, §5.1: up to what may begin a comment: a parenthesis that stands in no quotes
COMMENT_START_RE = re.compile(r'(?>[^"(]+|"(?>[^"\\]|\\[\s\S])*+"?)*+\(')

# RFC 5322 §4.1: NUL; and obs-NO-WS-CTL, the controls that are neither NUL nor white space. One literal comes first in
# the pattern of NUL, which makes its search ten times as fast.
NUL_RE = octets(r"\x00\x00*+")
NO_WS_CTL_RE = octets(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]+")

# RFC 5322 §2.1: a line that is empty, or would be without the CRs of group 1, with the LF before it
EMPTY_BUT_FOR_CR_RE = octets(r"\n(\r*+)\n")

# RFC 3629 §6: the signature U+FEFF at the start of a file; and the field name of RFC 5322 §2.2 that it hides
BOM_RE = octets(r"\A\xef\xbb\xbf")
FIELD_BEHIND_BOM_RE = octets(rf"\A\xef\xbb\xbf({FTEXT}++){WSP}*+:")

# RFC 5322 §2.2, §4.5.8: how a line begins that is a field
FIELD_START_RE = octets(rf"{FTEXT}++{WSP}*+:")

# RFC 2045 §6.7: two braces in a row in quoted-printable, each as it is or escaped; a soft line break may stand between
QP_TWO_BRACES_RE = octets(r"(?:\{|=7[Bb])(?:=\r?\n)?+(?:\{|=7[Bb])")

# RFC 2045 §6.7 as the C library of Python reads it: what takes more octets than it stands for. Group 1 is there where
# that is one octet: an escape, or "==". All else is a soft line break.
QP_CODED_RE = octets(r"=(?:([0-9A-Fa-f]{2}|=)|\r[^\n]*+\n?|\n|\Z)")

# RFC 3986 §2: what no URI holds: a character that is none of the reserved and unreserved ones, a "%" without two hex
# digits. Octets beyond ASCII are one stretch.
NOT_URI_RE = octets(r"[\x80-\xff]++|[^!#$&-;=?-Z\[\]_a-z~%]|%(?![0-9A-Fa-f]{2})")

# HTML Living Standard §13.1.2.1, §13.1.6: a comment; or the start tag of a link, its attributes in group 1. What is
# not closed takes all that follows, so that no text is looked at twice.
HTML_LINK_RE = octets(
    r"<!--(?>[^-]+|-(?!->))*+(?:-->)?|<a(?=[\s/])((?>[^>\"']+|\"[^\"]*+\"?|'[^']*+'?)*+)", re.IGNORECASE
)
# HTML Living Standard §13.1.2.3: one attribute; its value, where it has one, is group 2, 3 or 4
HTML_ATTRIBUTE_RE = octets(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\s\"'>]++)))?")
# HTML Living Standard §13.5: a decimal character reference of so many digits that Python refuses to read the number
ENDLESS_REFERENCE_RE = re.compile(r"&#[0-9]{4000,}+;?")
# RFC 9110 §4.2: how a URI of the web begins
HTTP_RE = octets(r"https?://", re.IGNORECASE)

# RFC 2045 §5.1 and RFC 2183 §2 as nearly everybody writes them: no comments, no quoted-pairs, no blanks around "="
ORDINARY_PARAMETERS = rf"""(?:[ \t\r\n]*+;[ \t\r\n]*+{TOKEN}=(?:{TOKEN}|"[^"\\]*+"))*+[ \t\r\n]*+"""
ORDINARY_CONTENT_TYPE_RE = octets(rf"[ \t\r\n]*+{TOKEN}/{TOKEN}{ORDINARY_PARAMETERS}")
ORDINARY_DISPOSITION_RE = octets(rf"[ \t\r\n]*+{TOKEN}{ORDINARY_PARAMETERS}")

# RFC 5322 §4.4: an addr-spec, obs-route before it or not, in the obsolete syntax: white space around each word, and any
# atom in a domain (§3.4.1). Comments are blanks here, and underscores all that quotes and brackets hold.
_BLANKS = rf"[{LWSP}]*+"
_OBS_WORD = rf'(?:{ATEXT}++|"_*+")'
_OBS_DOMAIN = rf"(?:\[_*+\]|{ATEXT}++(?:{_BLANKS}\.{_BLANKS}{ATEXT}++)*+)"
_OBS_ROUTE = rf"[{LWSP},]*+@{_BLANKS}{_OBS_DOMAIN}{_BLANKS}(?:,{_BLANKS}(?:@{_BLANKS}{_OBS_DOMAIN}{_BLANKS})?+)*+:"
OBS_ADDR_SPEC_RE = re.compile(
    rf"(?:{_OBS_ROUTE})?+{_BLANKS}{_OBS_WORD}(?:{_BLANKS}\.{_BLANKS}{_OBS_WORD})*+{_BLANKS}@{_BLANKS}{_OBS_DOMAIN}{_BLANKS}"
)

# RFC 5322 §3.2.2: a stretch of white space in a field body, folds included; and one without
BLANKS_RE = re.compile(rf"[{LWSP}]++")
NOT_BLANKS_RE = re.compile(rf"[^{LWSP}]++")

# RFC 5322 §2.2.3, §3.2.4: what is to be taken out of a quoted-string that may be folded: the line end of a fold; and a
# quoted-pair, where one may stand too, of which group 1 remains
FOLD_OR_QUOTED_PAIR_RE = re.compile(r"\r?\n|\\(?:\r?\n)*+([\s\S])")

# RFC 5322 §2.2.3: the line end of a fold
FOLD_LINE_END_RE = octets(r"\r?\n")

# RFC 2045 §5.1: what may be the name of a parameter, found fast where the field has no comments
PARAMETER_NAME_RE = octets(rf";[{LWSP}]*+([^{LWSP};=]++)[{LWSP}]*+=")

# RFC 2047 §2 as readers of file names take it: an encoded-word with blanks in it. Group 1 is the encoding.
SPACED_ENCODED_WORD_RE = re.compile(r"=\?[!#$%&'*+\-0-9A-Z\\^_`a-z{|}~]+\?([BbQq])\?[ !->@-~]*\?=")

# RFC 5322 §2.2, §4.5.8: the beginning of a line that is a field
FIELD_LINE_RE = octets(rf"^{FTEXT}++{WSP}*+:", re.MULTILINE)

# A CR or LF before a field that nearly every message has; in group 1, which of the two
BEHIND_LINE_END_RE = octets(rf"([\r\n])(?={_WELL_KNOWN})", re.IGNORECASE)

# RFC 4155 Appendix A: the line that separates messages in a mailbox file: an address, or a word in its place, and a
# date, of which group 1 is the beginning: a day, or as ISO 8601 has it. Some files have no date.
MBOX_FROM_LINE_RE = octets(
    rf">?From[ ]{WSP}*+(?:[^\s<>\"]++|<[^\s<>]*+>|\"[^\"]*+\"@[^\s\"]++)"
    rf"(?:{WSP}++((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})|{WSP}*+\Z)"
)

# How the bodies of well-known fields look: RFC 5322 §3.4.1, an addr-spec; §3.3, date-time up to the minutes; RFC 2045
# §4, a version; §5.1, the type and subtype
ADDR_SPEC_SIGN_RE = octets(r"[^\s<>]@[^\x00-\x20<>]")
DATE_TIME_RE = octets(
    r"[0-9]{1,2}\s++(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s++[0-9]{2,4}\s++[0-9]{1,2}:[0-9]{2}",
    re.IGNORECASE,
)
MIME_VERSION_RE = octets(rf"\A{WSP}*+[0-9]++\.[0-9]")
TYPE_AND_SUBTYPE_RE = octets(rf"\A[ \t\r\n]*+{TOKEN}/{TOKEN}[ \t\r\n]*+(?:;|\Z)")

# Text in octets of two, as ASCII has it: each second one is NUL, behind a byte order mark or not
UTF16_RE = octets(r"(?:\xff\xfe|\xfe\xff)?+(?:[^\0]\0[^\0]\0|\0[^\0]\0[^\0])")

# RFC 5322 §2.2: what stands in no field body: octets that are neither printable ASCII nor white space, a CR without LF
NOT_IN_FIELD_BODY_RE = octets(r"[^\t\n\r -~]|\r(?!\n)")
