"""What lines are made of, and what is taken for a message and is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mimeforge._grammar import FTEXT, WSP, octets

if TYPE_CHECKING:
    from typing import Final

# RFC 5322 §2.1: the empty line that ends a header section
EMPTY_LINE_RE: Final = octets(r"(?:\A|\n)\r?\n")

# RFC 2781 §3.2, Unicode Standard D98, D101: text in octets of two or four, behind a byte order mark or not: of four
# characters of ASCII in a row, all other octets are NUL.
UTF16_FILE_RE: Final = octets(r"(?:\xff\xfe|\xfe\xff)?+(?:(?:[^\0]\0){4}|(?:\0[^\0]){4})")
UTF32_FILE_RE: Final = octets(r"(?:\xff\xfe\0\0|\0\0\xfe\xff)?+(?:(?:[^\0]\0\0\0){4}|(?:\0\0\0[^\0]){4})")

# RFC 5322 §2.2.3: nothing but line ends and blanks
NOTHING_RE: Final = octets(r"[ \t\r\n]*+")

# How files begin that hold a message and are none: RFC 5321 §3.1, §4.1.1 (a dialogue, in which "C:", "->" or smtplib's
# "send:" may say who speaks, and what telnet and swaks print before one); the queue files of Exim (the header and the
# data file begin with their own names), Postfix (a record of type "C" that holds sizes, and what postcat makes of it)
# and of Sendmail (version and time).
MAIL_SYSTEM_FILE_RE: Final = octets(
    r"""
    (?:\r?\n)*+
    (?:
        (?P<dialogue>
            (?:[CS]:[ ]?+|[<>~=-]{1,3}[ ]{1,2}|send:[ ]b?+')?+
            (?:
                220[ -](?:[^\r\n]*?SMTP|[0-9A-Za-z-]++\.[0-9A-Za-z.-]++(?![:0-9A-Za-z.-]))|354[ ][^\r\n]*?\.
                |(?:EHLO|HELO|LHLO)[ ]\S|MAIL[ ]FROM:[ ]?+<|RCPT[ ]TO:[ ]?+<|DATA\r?\n
            )
            |Trying[ ][0-9A-Fa-f.:]{3,45}\.\.\.|===[ ]Trying[ ][!-~]
        )
        |(?P<Exim>[0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4})-[HD]\r?\n)
        |(?P<Postfix>C[\x10-\x7f][ ]++[0-9]++[ ]++[0-9]++[ ]|\*{3}[ ]ENVELOPE[ ]RECORDS[ ])
        |(?P<Sendmail>V[0-9]++\r?\nT[0-9]++\r?\n)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# RFC 5321 §4.1.1.4: a dot alone on its line for readers that take a CR or LF alone for a line end: not both are CRLF
LONE_DOT_RE: Final = octets(r"\.(?:(?<=\r\.)(?=[\r\n])|(?<=[^\r]\n\.)(?=[\r\n])|(?<=\r\n\.)(?=\n|\r(?!\n)))")

# RFC 5321 §4.1.1: commands of SMTP at the start of a line, as a second message begins with them
SMTP_COMMAND_RE: Final = octets(
    r"[\r\n]*+(?:MAIL FROM:|RCPT TO:|(?:EHLO|HELO|LHLO) |(?:DATA|RSET|QUIT)[\r\n])", re.IGNORECASE
)

# A line without its line end
LINE_RE: Final = octets(r"[^\r\n]++")

# RFC 5322 §3.2.2: a line of a folded field body that is made up of blanks; those are group 1
BLANK_LINE_IN_FIELD_RE: Final = octets(rf"\n({WSP}++)(?=\r?\n|\r?\Z)")

# RFC 5322 §3.2.4, §3.2.2: a quoted-string; or what is none: a quoted-pair, a comment with comments in it. Both may lack
# their close, so that no text is looked at again.
QUOTED_STRING_OR_COMMENT_RE: Final = octets(
    r'"(?:[^"\\]++|\\.)*+(?P<close>")?|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)?', re.DOTALL
)

# RFC 5322 §2.2.3: a fold by TAB; which is group 1
TAB_FOLD_RE: Final = octets(r"\r?\n(\t)")

# RFC 4155 Appendix A: the mark that a mailbox file puts before "From " at the start of a line, on a line that no other
# such sign stands beside: those are quotations
MBOX_QUOTED_RE: Final = octets(r"(?:\A|^(?!>)[^\n]*+\n)(>)From [^\n]*+(?!\n>)", re.MULTILINE)

# RFC 2046 §4.1.2: controls that have no meaning in text: neither line ends nor TAB nor FF; of NUL, other rules speak
TEXT_CONTROL_RE: Final = octets(r"[\x01-\x08\x0b\x0e-\x1f\x7f]+")

# RFC 5322 §2.2, §4.1: what no field body holds but in old mail: NUL, a CR alone, and the other controls
CONTROL_IN_FIELD_RE: Final = octets(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")

# RFC 3676 §4.2, §4.3: blanks at the end of a line that is no signature separator
TRAILING_BLANKS_RE: Final = octets(rf"(?<![ \t])(?<!^--){WSP}++(?=\r?\n|\r?\Z)", re.MULTILINE)

# RFC 5322 §2.2: how a line begins that is a field; its name is group 1
NAME_OF_FIELD_RE: Final = octets(rf"({FTEXT}++){WSP}*+:")

# An escaped line end (RFC 3986 §2.1, RFC 2045 §6.7) and behind it the name of a field that is worth adding
ESCAPED_FIELD_RE: Final = octets(
    r"(?i)(?:%0d%0a|%0a|%0d|=0d=0a|=0a)[ \t]{0,9}+(?:bcc|cc|to|from|sender|reply-to|return-path|subject|mime-version"
    r"|content-[a-z-]{1,30}|x-[a-z-]{1,60})[ \t]{0,9}+:"
)

# RFC 5322 §2.2.3: where a line of a field may be folded: at the first of some blanks with a word behind them; and
# behind a comma that no blank follows
FOLDABLE_RE: Final = octets(rf"(?<!{WSP})[ ](?={WSP}*+[^ \t\r\n])|,(?=[^ \t\r\n])")

# RFC 5322 §3.2.4, §3.4: what is not folded: a quoted-string, what stands between angle brackets
UNFOLDABLE_RE: Final = octets(r'"(?:[^"\\]++|\\.)*+"?|<[^<>]*+>?', re.DOTALL)

# RFC 5322 §2.3: CRs before a line end, and a line end with more than one; CRs where a fold belongs
CRS_AT_END_RE: Final = octets(r"\r+(?=\r\n)")
CRS_AND_LF_RE: Final = octets(r"\r\r++\n")
CRS_FOR_FOLD_RE: Final = octets(rf"\r++(?={WSP}++[^ \t\r\n])")

# The line end of a string that was escaped
ESCAPED_EOL_RE: Final = octets(r"(?:\\r)?\\n")

# RFC 5321 §4.5.2: the dot that a client of SMTP puts before one at the start of a line
STUFFED_DOT_RE: Final = octets(r"(?<=\n)\.(?=\.)")
