"""What SES answers to header sections, recipients, sizes and parts of a message."""

from __future__ import annotations

from typing import Final

from mimeforge.linter import Evidence
from mimeforge.ses.answers.answer import UNSEEN, Answer, Group

__all__ = ["ANSWERS"]

_TOKENS: Final = "The field is read from left to right, token by token; the first fault ends the reading."
_SYNTAX: Final = ("ctype-syntax",)


def _header(text: str, cause: str, advice: str, source: str, *rules: str) -> Answer:
    return Answer(text, Group.HEADER, cause, advice, Evidence.FIELD_REPORT, source, rules=rules)


def _tokens(text: str, cause: str, advice: str, source: str = "", *, rules: tuple[str, ...] = _SYNTAX) -> Answer:
    evidence = Evidence.FIELD_REPORT if source else Evidence.INFERRED
    return Answer(text, Group.MIME, cause, advice, evidence, source or UNSEEN, _TOKENS, rules)


def _mime(text: str, cause: str, advice: str, source: str = "", *, rules: tuple[str, ...]) -> Answer:
    evidence = Evidence.FIELD_REPORT if source else Evidence.INFERRED
    return Answer(text, Group.MIME, cause, advice, evidence, source or UNSEEN, rules=rules)


_ONCE: Final = (
    "dup-from",
    "dup-originator",
    "dup-date",
    "dup-subject",
    "dup-ids",
    "dup-mime-version",
    "dup-content-type",
    "dup-content-encoding",
    "dup-content-other",
    "dup-list-headers",
    "dkim-multiple",
    "ses-single-headers",
    "no-blank-line",
)

_HEADERS: Final = (
    Answer(
        "Duplicate header '{name}'.",
        Group.HEADER,
        "A field that SES takes only once stands twice, even where both are identical and where SES writes its own "
        "(Message-ID, Date). Content-Type twice is often a part's field in the message's header section: the empty "
        "line before the first boundary is missing.",
        "Take one out; a forwarder removes DKIM-Signature and Delivered-To before it adds its own.",
        Evidence.FIELD_REPORT,
        "arithmetic/aws-lambda-ses-forwarder#8, #11, #51, #58, #111, mailcow/mailcow-dockerized#1802, #4052, "
        "xreef/EMailSender#49, WPManageNinja/fluent-smtp#64; the fields are documented: SES developer guide, header "
        "fields",
        rules=_ONCE,
    ),
    Answer(
        "Missing required header 'From'.",
        Group.HEADER,
        "The header section has no From with an address, whatever the request names as Source. An empty line in the "
        "middle of the header section makes text of all fields behind it.",
        "Write From; take an empty line before it away.",
        Evidence.PROBED,
        "loopingz/aws-smtp-relay#6, daniel-zahariev/php-aws-ses#8, #11; floci probes",
        rules=("missing-from", "blank-line-in-header", "malformed-header-line", "message-empty"),
    ),
    _header(
        "Missing required header 'To'.",
        "The request names no Destinations and the header section no To; Cc or Bcc alone are not enough.",
        "Name the recipients in the request, or write To.",
        "aristidb/aws#73, aws/aws-sdk-js#893, deliciousbrains/wp-offload-ses-lite#6",
        "ses-missing-to",
        "ses-no-recipient",
        "blank-line-in-header",
        "malformed-header-line",
    ),
    _header(
        "Empty required header '{name}'.",
        "The field is there and holds nothing; recipients in the request do not help.",
        "Leave the field out.",
        "django-ses/django-ses#164, daniel-zahariev/php-aws-ses#32, #41, jstedfast/MimeKit#241",
        "empty-structured-header",
    ),
    _header(
        "Empty header names are illegal.",
        "A line of the header section begins with a colon, or with a blank where no field stands above it: an indented "
        "string, a variable that was empty, or octets that are no message at all (still encrypted, still encoded).",
        "Look at the first lines of what is sent.",
        "aws/aws-sdk-js#4121, arithmetic/aws-lambda-ses-forwarder#101, #123",
        "empty-header-name",
        "first-line-continuation",
        "malformed-header-line",
        "no-blank-line",
    ),
    _header(
        "Header section too long.",
        "Most often no empty line ends the header section, so that the body is read as part of it. The limit itself "
        "is not published.",
        "Put an empty line between the last field and the body.",
        "aws/aws-sdk-php#981",
        "no-blank-line",
        "header-too-large",
    ),
    _header(
        "Header too long: '{name}'.",
        "One field is longer than SES takes; it was seen with a URI that was repeated over and over. The limit is not "
        "published.",
        "Shorten the field.",
        "mautic/mautic#6437",
        "header-too-large",
        "line-over-998",
    ),
    _header(
        "Illegal header '{name}'.",
        "An answer of 2011, when only listed fields were taken; today's cause of such a line is a missing empty line "
        "before the body.",
        "Put an empty line between the last field and the body.",
        "drewblas/aws-ses#15, jmhobbs/Swiftmailer-Transport--AWS-SES#13",
        "no-blank-line",
        "malformed-header-line",
    ),
    _header(
        "Illegal content type '{type}'",
        "An answer of 2011, when only listed media types were taken. Today only endings of file names are refused.",
        "Nothing has to be done today.",
        "drewblas/aws-ses#15",
    ),
    _header(
        "Illegal content.",
        "An answer of 2011 and 2012; what caused it was never found.",
        "Lint the message; other defects may be the cause.",
        "drewblas/aws-ses#51",
    ),
)

_RECIPIENTS: Final = (
    Answer(
        "Recipient count exceeds {limit}.",
        Group.RECIPIENT,
        "To, Cc and Bcc, or the recipients of the request, are more than 50 together; members of groups and repeated "
        "addresses count.",
        "Send several messages of at most 50; Message.batches(50) of mimeforge deals them out.",
        Evidence.FIELD_REPORT,
        "doubleunion/arooo#243, thewca/worldcubeassociation.org#9467, codidact/qpixel#1728; the limit is documented: "
        "SES quotas",
        "Over SMTP at the end of DATA, not at the 51st RCPT TO.",
        ("addr-too-many", "request-too-many-recipients"),
    ),
    Answer(
        "There are no recipients specified",
        Group.RECIPIENT,
        "Neither the request nor To, Cc or Bcc name anybody.",
        "Name a recipient.",
        Evidence.DOCUMENTED,
        "SES developer guide, troubleshooting",
        rules=("ses-no-recipient", "request-no-recipient"),
    ),
)

_SIZES: Final = (
    Answer(
        "Message length is more than {limit} bytes long: '{size}'.",
        Group.SIZE,
        "The message, with base64 and all, is larger than the interface takes: 10,485,760 octets by version 1 of the "
        "API, 40 MB by version 2 and SMTP. Attachments grow by 37 %.",
        "Send a link instead of the file, or use version 2 or SMTP.",
        Evidence.FIELD_REPORT,
        "aws/aws-sdk-go-v2#1774, of version 1; the limits are documented: SES quotas",
        rules=("message-too-large", "ses-size-after-base64"),
    ),
)

_PARTS: Final = (
    _mime(
        "Missing start boundary",
        "No line of a multipart is its delimiter: the body is empty, the boundary in Content-Type and the one in the "
        "body differ (an unquoted boundary with specials is cut), or only the closing delimiter is there.",
        "Write -- and the boundary on a line of its own before each part; put the boundary in quotes.",
        "swiftmailer/swiftmailer#563, nodemailer/nodemailer#1440, bbottema/simple-java-mail#259",
        rules=(
            "boundary-never-used",
            "multipart-zero-parts",
            "boundary-empty",
            "boundary-unquoted",
            "boundary-reused",
            "boundary-bad-chars",
            "multipart-no-boundary",
            "multipart-encoded",
        ),
    ),
    _mime(
        "missing multipart end boundary",
        "A multipart is not closed; SES seems to tolerate it.",
        "Write --, the boundary and -- behind the last part.",
        rules=("boundary-not-closed",),
    ),
    _mime(
        "Missing boundary parameter",
        "A multipart names no boundary; SES seems to guess instead of answering this.",
        "Name the boundary in Content-Type.",
        rules=("multipart-no-boundary", "boundary-empty"),
    ),
    _tokens(
        "Expected MIME type, got {token}",
        "Content-Type is empty, or does not begin with a type.",
        "Write type/subtype, or leave the field out.",
        "jeffaco/duplicacy-util#36, go-gomail/gomail#131 (texts of the same reader)",
        rules=("ctype-syntax", "empty-structured-header"),
    ),
    _tokens(
        "Expected '/', got {token}",
        "Content-Type names a type without a subtype: text; for text/plain;.",
        "Write type/subtype.",
        "jeffaco/duplicacy-util#36, go-gomail/gomail#131",
    ),
    _tokens(
        "Expected MIME subtype, got {token}",
        "Content-Type has nothing readable behind its slash.",
        "Write type/subtype.",
        "jeffaco/duplicacy-util#36, go-gomail/gomail#131 (texts of the same reader)",
    ),
    _tokens(
        "Expected disposition, got {token}",
        "Content-Disposition does not begin with a word: often the whole value was encoded (=?utf-8?...).",
        "Write attachment or inline, and encode only the file name.",
        "mageplaza/magento-2-smtp#217, #229",
        rules=("ctype-syntax", "empty-structured-header"),
    ),
    _tokens(
        'Expected parameter name, got "{token}"',
        "A semicolon is not followed by a parameter: two in a row, or a stray character.",
        "Write name=value behind each semicolon.",
    ),
    _tokens(
        "Expected '=', got \"{token}\"",
        "A parameter has no equals sign; null stands for the end of the field.",
        "Write name=value behind each semicolon.",
        "mozilla/fx-private-relay#1887",
    ),
    _tokens(
        'Expected parameter value, got "{token}"',
        "A parameter has no value, or an unquoted one that begins with a special or an octet over 127: an encoded-word "
        "as a file name, for example.",
        "Put the value in quotes, or write filename* (RFC 2231).",
        rules=("param-unquoted-special", "param-empty-value", "raw-8bit-header-utf8", "raw-8bit-header-other"),
    ),
    _tokens(
        "Expected ';', got \"{token}\"",
        'An unquoted value holds a blank or one of ( ) < > @ , ; : \\ " / [ ] ? =, or two parameters have no '
        "semicolon between them.",
        "Put the value in quotes; separate parameters by semicolons.",
        "sentinl/sentinl#266",
        rules=("param-unquoted-special", "param-missing-semicolon", "ctype-syntax"),
    ),
    _tokens(
        "Unbalanced quoted string",
        "A quotation mark in Content-Type or Content-Disposition is never closed.",
        "Close it.",
        rules=("unbalanced-quote",),
    ),
    _tokens(
        "Unbalanced comments",
        "A parenthesis in Content-Type or Content-Disposition is never closed.",
        "Put the value in quotes.",
        rules=("unbalanced-comment",),
    ),
    _mime(
        "Unknown encoding: {encoding}",
        "Content-Transfer-Encoding names none that SES can undo.",
        "Write 7bit, 8bit, quoted-printable or base64.",
        rules=("cte-unknown", "cte-x-token"),
    ),
    Answer(
        "Illegal filename '{name}'.",
        Group.MIME,
        "Perhaps the answer to an attachment whose file name has one of the 90 endings that SES refuses.",
        "Put the file into an archive, or send a link.",
        Evidence.INFERRED,
        "a text from memory that nobody confirmed; that such names are refused, SES's documents state",
        rules=("blocked-extension-ses",),
    ),
)

ANSWERS: Final = (*_HEADERS, *_RECIPIENTS, *_SIZES, *_PARTS)
