"""The groups of rules: the letters of their codes, in the order of a message from its octets to its delivery."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["GROUPS", "Group"]


class Group(NamedTuple):
    """The letters that codes of a group begin with, its name, and what its rules look at."""

    letters: str
    name: str
    about: str


GROUPS: Final = (
    Group(
        "LIN",
        "Lines and octets",
        "Line ends, the length of lines, byte order marks and NUL, and files that are no message but a transcript, a "
        "mailbox or an escaped string.",
    ),
    Group(
        "HDR",
        "The header section",
        "What holds for every field: its name and colon, folding, octets beyond ASCII, the size of the section and its "
        "end.",
    ),
    Group(
        "REQ",
        "Required and single fields",
        "Fields that a message has to have, fields that may stand once only, and fields that are not for a message "
        "which is about to be sent.",
    ),
    Group(
        "ADR",
        "Addresses",
        "From, To, Cc, Bcc, Reply-To, Sender and Return-Path: mailboxes, groups, display names, domains, and the "
        "limits on them.",
    ),
    Group(
        "DAT",
        "Dates and identifiers",
        "Date, Message-ID, In-Reply-To, References and Content-ID.",
    ),
    Group(
        "ENC",
        "Encoded-words",
        "Text beyond ASCII in fields, `=?charset?encoding?text?=`: its form, where it may stand, and whether it can be "
        "decoded.",
    ),
    Group(
        "MIM",
        "The structure of parts",
        "Multiparts and their boundaries, the order of alternatives, related and attached parts, signed, encrypted and "
        "reporting ones.",
    ),
    Group(
        "PAR",
        "Types and parameters",
        "Content-Type and Content-Disposition: media types, parameters, file names and the ways to write them.",
    ),
    Group(
        "CTE",
        "Transfer encodings",
        "Content-Transfer-Encoding and what it says of a body: base64, quoted-printable, 7bit, 8bit and binary.",
    ),
    Group(
        "CHR",
        "Charsets",
        "Whether a text is in the charset it names, and characters that came out wrong or cannot be seen.",
    ),
    Group(
        "CON",
        "Content and attachments",
        "Types of files against their names and octets, endings and archives that are refused, invitations, automatic "
        "messages, size.",
    ),
    Group(
        "HTM",
        "HTML and text",
        "The HTML of a message: the parts and URLs it shows, what mail programs leave out, its text alternative, and "
        "what a template left behind.",
    ),
    Group(
        "BLK",
        "Mail to many",
        "List-Unsubscribe, the other List- fields, and what large receivers ask of senders of bulk mail.",
    ),
    Group(
        "SEC",
        "Safety",
        "Secrets and internal names in a message, injected fields, DKIM signatures that hold too little, and what two "
        "readers read in two ways.",
    ),
    Group(
        "SES",
        "Amazon SES alone",
        "What only Amazon SES is the ground for: recipients and their number, X-SES- fields, fields it writes anew, "
        "and placeholders.",
    ),
    Group(
        "API",
        "Requests to Amazon SES",
        "What stands in a request beside the message, or instead of one: members, addresses, ARNs, tags, content. "
        "`ses.lint_request`, `ses.guard` and `ses.strict` judge requests; the command line judges messages.",
    ),
    Group(
        "POL",
        "Sending-authorization policies",
        "The documents by which the owner of an identity lets others send, in the requests that put them.",
    ),
)
