"""What SES answers to addresses: the texts of its strict reader, in the order of its checks, and its own."""

from __future__ import annotations

from typing import Final

from mimeforge.linter import Evidence
from mimeforge.rules.ses.address_problems import Problem
from mimeforge.ses.answers.answer import UNSEEN, Answer, Group

__all__ = ["ANSWERS"]

_LIST: Final = "Read from left to right through the field; the first fault ends the reading."
_SECOND: Final = " Looked for last, in lists in which nothing else was wrong."
_CHECKS: Final = 15
_UNREADABLE: Final = ("addr-unparseable",)


def _row(
    problem: Problem,
    cause: str,
    advice: str,
    source: str = "",
    *,
    check: int = 0,
    more: str = "",
    rules: tuple[str, ...] = _UNREADABLE,
) -> Answer:
    """Make a row; ``check`` is the number of the check in an addr-spec, 0 for what is read between the mailboxes."""
    return Answer(
        text=problem.answer,
        group=Group.ADDRESS,
        cause=cause,
        advice=advice,
        evidence=Evidence.FIELD_REPORT if source else Evidence.INFERRED,
        source=source or UNSEEN,
        order=(f"Check {check} of {_CHECKS} of each addr-spec." if check else _LIST) + more,
        rules=rules,
    )


ANSWERS: Final = (
    _row(
        Problem.UNCLOSED_COMMENT,
        "A parenthesis opens a comment that never ends.",
        'Put the display name in quotes: "Jo (office" <jo@example.com>.',
    ),
    _row(Problem.STRAY_COMMENT_END, "A closing parenthesis ends no comment.", "Put the display name in quotes."),
    _row(
        Problem.EXTRA_ANGLE,
        "A second <...> before the next comma: a comma between two mailboxes was lost, often where a folded field was "
        "joined by hand, or a display name holds a <.",
        "Write a comma between mailboxes; put a name that holds < in quotes.",
        "arithmetic/aws-lambda-ses-forwarder#48, #57, #91",
    ),
    _row(Problem.UNCLOSED_ANGLE, "A < is never closed.", "Close the address with >."),
    _row(Problem.STRAY_ANGLE_END, "A > closes nothing.", "Put the address in <>, or the display name in quotes."),
    _row(
        Problem.UNCLOSED_QUOTE,
        'A quotation mark is never closed. Inside an encoded-word a raw " counts as well.',
        "Close the quote; in an encoded-word write =22.",
        "mageplaza/magento-2-smtp#265",
    ),
    _row(
        Problem.UNCLOSED_LITERAL,
        "A [ is never closed, often in a display name.",
        'Put the display name in quotes: "[Shop] Jo" <jo@example.com>.',
    ),
    _row(
        Problem.STRAY_SEMICOLON,
        "A semicolon stands between mailboxes, as some mail programs show lists.",
        "Separate mailboxes by commas.",
        "open-falcon/mail-provider#30",
    ),
    _row(
        Problem.NESTED_GROUP,
        "A colon inside of a group: mostly a display name with two colons, or a URL in one.",
        "Put the display name in quotes.",
        "nodemailer/nodemailer#1603",
    ),
    _row(
        Problem.NOT_ONE_ADDRESS,
        "Exactly one address is wanted (Source, ReturnPath, Sender), and there is none or several: an empty string, or "
        "a comma in a display name without quotes.",
        'Give one address; put a display name with a comma in quotes: "Chan, Karen" <karen@example.com>.',
        "openstax/accounts#253, aws/aws-sdk-php#941, medplum/medplum#5320",
    ),
    _row(
        Problem.EMPTY_ADDRESS,
        "An address is empty: <>.",
        "Write the mailbox, or leave the entry out.",
        check=1,
        rules=("addr-no-local",),
    ),
    _row(
        Problem.BAD_ROUTE,
        "An address begins with a source route, <@relay.example:jo@example.com>, that cannot be read.",
        "Write the address alone.",
        check=2,
    ),
    _row(
        Problem.QUOTE_NOT_AT_END,
        "Something stands between the closing quote of a local part and the @.",
        'Quote all of the local part: "jo.doe"@example.com.',
        check=3,
        more=_SECOND,
    ),
    _row(
        Problem.QUOTE_NOT_AT_START,
        "A quotation mark stands inside of a local part.",
        'Quote all of the local part: "jo.doe"@example.com.',
        check=4,
        more=_SECOND,
    ),
    _row(
        Problem.MISSING_LOCAL,
        "Nothing stands before the @: often a template variable was empty.",
        "Write the mailbox, or leave the entry out.",
        "arithmetic/aws-lambda-ses-forwarder#103",
        check=5,
        rules=("addr-no-local",),
    ),
    _row(
        Problem.LOCAL_CONTROL,
        "A local part holds a blank, a control character or any character beyond ASCII. Typical: a name and an address "
        "without <> around the address, a line end left in a list, an umlaut (SES has no SMTPUTF8).",
        "Put the address in <>; strip what was read from files; a local part beyond ASCII cannot be reached.",
        "openstax/accounts#252, #253, aws/aws-sdk-rails#16, thingsboard/thingsboard#1965",
        check=6,
        rules=("addr-unparseable", "addr-local-unicode", "ew-in-addr-spec", "request-address-control"),
    ),
    _row(
        Problem.LOCAL_ILLEGAL,
        'A local part holds one of ( ) < > , ; : \\ " [ ] @ without quotes. Typical: a header line (To: jo@...) given '
        "as an address, or a display name with a colon.",
        "Give the bare address; put a display name with specials in quotes.",
        "boto/botocore#1774, soto-project/soto#331, hcengineering/platform#7864",
        check=7,
        rules=("addr-unparseable", "addr-local-unicode", "ew-in-addr-spec"),
    ),
    _row(Problem.UNTERMINATED_QUOTE, "The quote of a local part is not closed.", "Close it.", check=8),
    _row(
        Problem.MISSING_FINAL_DOMAIN,
        "An address has no @domain. Typical: a comma in a display name without quotes cuts it in two (the half before "
        "the comma has no @), the whole address was put in quotes or encoded, or an empty string stands in a list.",
        'Quote the name: "Doe, Jo" <jo@example.com>; encode only the display name; leave empty entries out.',
        "anymail/django-anymail#281, cloud-custodian/cloud-custodian#885, #8051, boto/boto#351",
        check=9,
        more=_SECOND,
        rules=("addr-no-domain", "request-empty-list", "request-empty-address"),
    ),
    _row(
        Problem.MISSING_DOMAIN,
        "Nothing stands behind the @. SES was also seen to answer this to a domain that ends in a dot.",
        "Write the domain, without a dot at its end.",
        "brave/accounts#35",
        check=10,
        rules=("addr-domain-bad-label", "addr-domain-trailing-dot"),
    ),
    _row(
        Problem.DOMAIN_DOT_START,
        "A domain begins with a dot.",
        "Take the dot away.",
        check=11,
        rules=("addr-domain-bad-label",),
    ),
    _row(
        Problem.DOMAIN_CONTROL,
        "A domain holds a blank, a control character or any character beyond ASCII.",
        "Write a Unicode domain in A-labels (xn--...); strip blanks and line ends.",
        "monde-sistemas/delphi-aws-ses#22, boto/boto3#4587",
        check=12,
        rules=("addr-domain-bad-label", "addr-domain-unicode", "ew-in-addr-spec", "request-address-control"),
    ),
    _row(
        Problem.DOMAIN_ILLEGAL,
        "A domain holds something else than letters, digits, hyphens and dots: an underscore, a percent sign, what "
        "follows an address without <>, or an encoded-word around the whole address.",
        "Correct the domain; encode only display names.",
        "SebastiaanKlippert/lambda-ses-forwarder#2, mageplaza/magento-2-smtp#191, #217",
        check=13,
        rules=("addr-domain-bad-label", "addr-domain-unicode", "ew-in-addr-spec"),
    ),
    _row(
        Problem.DOMAIN_DOT_DOT,
        "A domain holds two dots in a row.",
        "Take one away.",
        check=14,
        rules=("addr-domain-bad-label",),
    ),
    _row(
        Problem.DOMAIN_DOT_END,
        "A domain ends in a dot. SES was seen to answer Missing domain instead.",
        "Take the dot away.",
        check=15,
        rules=("addr-domain-trailing-dot",),
    ),
    Answer(
        "Address length is more than 320 bytes long: '{address}'",
        Group.ADDRESS,
        "A whole formatted address is too long: the display name as it is encoded, the <> and the address count. "
        "A name of some hundred octets in another script reaches that.",
        "Shorten the display name; 320 octets in all may stand.",
        Evidence.FIELD_REPORT,
        "zulip/zulip#17558, mautic/mautic#7732, openedx/openedx-platform#12171, #12455",
        rules=("ses-address-too-long",),
    ),
    Answer(
        "Address contains illegal characters in user name: '{address}'.",
        Group.ADDRESS,
        "A quoted local part holds a colon or an @.",
        "Such a mailbox cannot be reached through SES.",
        Evidence.FIELD_REPORT,
        "a field test of the SMTP interface",
        rules=("ses-quoted-local",),
    ),
    Answer(
        "Invalid email address{address}.",
        Group.ADDRESS,
        "An address in the request (version 2) is empty, too long, holds white space, or has not exactly one @ outside "
        "of quotes with something on both sides.",
        "Look at the addresses of the request: FromEmailAddress, Destination, ReplyToAddresses.",
        Evidence.PROBED,
        "floci probes; aws/aws-sdk-js-v3#6213, mozilla/fx-private-relay#1887",
        rules=(
            "addr-unparseable",
            "addr-no-domain",
            "addr-no-local",
            "addr-domain-bad-label",
            "addr-domain-trailing-dot",
            "ses-address-too-long",
        ),
    ),
    Answer(
        "Email address not specified.",
        Group.ADDRESS,
        "An address in the request (version 2) is blank.",
        "Leave the member out, or give an address.",
        Evidence.PROBED,
        "floci probes",
    ),
    Answer(
        "Source cannot be empty",
        Group.ADDRESS,
        "A send with a template names no sender.",
        "Give FromEmailAddress.",
        Evidence.PROBED,
        "floci probes",
        rules=("request-no-sender",),
    ),
    Answer(
        "There are non-ASCII characters in the email address",
        Group.ADDRESS,
        "An address holds characters beyond ASCII.",
        "Write a Unicode domain in A-labels; a local part beyond ASCII cannot be reached.",
        Evidence.DOCUMENTED,
        "SES developer guide, troubleshooting",
        rules=("addr-domain-unicode", "addr-local-unicode"),
    ),
)
