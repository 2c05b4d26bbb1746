"""What only Amazon SES asks for: its reading of addresses, the X-SES-* fields, and what it writes anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from mimeforge.testing.strategies.broken.frame import (
    ADDRESS,
    DOMAIN,
    FURTHER_RECIPIENTS,
    HTML,
    LOCAL_PART,
    TEXT,
    WORD,
    WORDS,
    Octets,
    glued,
    message,
    one_of,
    with_html,
)
from mimeforge.testing.strategies.broken.sec import signature

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

__all__ = ["DEFECTS", "LEFT_OUT"]

_ROLE: Final = one_of(b"To: ", b"Cc: ", b"Reply-To: ")
_SET: Final = b"X-SES-CONFIGURATION-SET: receipts"
_TO_ONE: Final = glued(b"To: ", ADDRESS)


def _addressed(mailbox: Octets) -> SearchStrategy[bytes]:
    """Make a message with this mailbox in one of its address fields."""
    return message(glued(_ROLE, mailbox))


def _named(mailbox: Octets) -> SearchStrategy[bytes]:
    return one_of(mailbox, glued(WORD, b" <", mailbox, b">"))


def _name_of_64(field: bytes) -> SearchStrategy[bytes]:
    """Make a message in which the field is none of letters and digits, at most 64."""
    return message(
        glued(
            field,
            one_of(
                glued(WORD, b" ", WORD),
                glued(WORD, b".", WORD),
                glued(b"=?utf-8?q?", WORD, b"?="),
                st.integers(65, 120).map(lambda size: b"a" * size),
            ),
        )
    )


_ACCOUNT: Final = st.sampled_from([b"123456789012", b"210987654321"])
_REGION: Final = st.sampled_from([b"us-east-1", b"eu-west-1", b"ap-southeast-2"])
_ARN_FIELD: Final = one_of(b"X-SES-FROM-ARN: ", b"X-SES-RETURN-PATH-ARN: ")
_BAD_ARNS: Final = one_of(
    DOMAIN,
    glued(b"arn:aws:sesv2:", _REGION, b":", _ACCOUNT, b":identity/example.com"),
    glued(b"arn:aws:ses:", _REGION, b":12345:identity/example.com"),
    glued(b"arn:aws:ses:", _REGION, b":", _ACCOUNT, b":configuration-set/", WORD),
    glued(b"arn:aws:ses:", _REGION, b":", _ACCOUNT, b":identity/"),
    glued(b"arn:aws:ses::", _ACCOUNT, b":identity/example.com"),
)


@st.composite
def _two_regions(draw: st.DrawFn) -> bytes:
    first, second = draw(st.permutations([b"us-east-1", b"eu-west-1", b"ap-southeast-2"]))[:2]
    arns = [b"arn:aws:ses:%b:%b:identity/example.com" % (region, draw(_ACCOUNT)) for region in (first, second)]
    return draw(message(b"X-SES-SOURCE-ARN: " + arns[0], b"X-SES-FROM-ARN: " + arns[1]))


_TAGS_FIELD: Final = b"X-SES-MESSAGE-TAGS: "
_BAD_TAGS: Final = one_of(
    WORD,
    glued(WORD, b"=", WORD, b" ", WORD),
    glued(WORD, b".", WORD, b"=", WORD),
    glued(b"=", WORD),
    glued(WORD, b"="),
    glued(WORD, b"=", WORD, b",\r\n ", WORD, b"=", WORD, b"/", WORD),
)
_USED_TAGS: Final = one_of(
    glued(b"ses:", one_of(b"source-ip", b"campaign", b"operation"), b"=", WORD),
    WORD.flatmap(lambda name: glued(name, b"=", WORD, b", ", name, b"=", WORD)),
    st.integers(11, 14).map(lambda count: b",\r\n ".join(b"tag%d=1" % number for number in range(count))),
)


_LINK: Final = glued(b'<a href="https://example.com/', WORD, b'"')
_OPTIONS: Final = glued(b"X-SES-LIST-MANAGEMENT-OPTIONS: ", WORD, one_of(b"", glued(b"; topic=", WORD)))
_HTML_TYPE: Final = b"Content-Type: text/html; charset=us-ascii"


def _tracked(html: Octets) -> SearchStrategy[bytes]:
    """Make a message with HTML that names a configuration set."""
    return message(_SET, _HTML_TYPE, body=glued(html, b"\r\n"))


def _links(count: int) -> bytes:
    return b"\r\n".join(b'<a href="https://example.com/%d">%d</a>' % (number, number) for number in range(count))


DEFECTS: Final[Mapping[str, SearchStrategy[bytes]]] = {
    "ses-single-headers": message(glued(b"User-Agent: ", WORDS), glued(b"user-agent: ", WORDS)),
    "ses-address-too-long": st.integers(80, 120).flatmap(
        lambda count: message(glued(_ROLE, b"a" + b"\r\n bcd" * count, b"\r\n <", ADDRESS, b">"))
    ),
    "ses-quoted-local": _addressed(_named(glued(b'"', WORD, one_of(b"@", b":"), WORD, b'"@', DOMAIN))),
    "ses-punycode-local": _addressed(
        one_of(glued(b"xn--", WORD, b"-bja@", DOMAIN), glued(b"xn--bcher-kva ", WORD, b" <", ADDRESS, b">"))
    ),
    "ses-domain-literal": _addressed(_named(glued(LOCAL_PART, one_of(b"@[192.0.2.7]", b"@[IPv6:2001:db8::7]")))),
    "ses-no-recipient": st.one_of(message(without="To Cc"), message(glued(b"To: ", WORD, b":;"), without="Cc")),
    "ses-missing-to": message(glued(one_of(b"Cc: "), FURTHER_RECIPIENTS), without="To"),
    "ses-config-set-header": _name_of_64(b"X-SES-CONFIGURATION-SET: "),
    "ses-tenant-name": _name_of_64(b"X-SES-TENANT: "),
    "ses-list-options-syntax": message(
        glued(
            b"X-SES-LIST-MANAGEMENT-OPTIONS:",
            one_of(
                b"",
                glued(b" ", WORD, b", topic=", WORD),
                glued(b" ", WORD, b"; ", WORD),
                glued(b" {", WORD, b"}; topic={", WORD, b"}"),
                glued(b" =?utf-8?q?", WORD, b"?="),
            ),
        ),
        _TO_ONE,
        without="Cc",
    ),
    "ses-unknown-header": message(glued(b"X-SES-", one_of(b"CONFIGURATION_SET", b"WEATHER", b"TAG"), b": ", WORD)),
    "ses-setting-twice": st.one_of(
        message(_SET, glued(b"X-Ses-Configuration-Set: ", WORD)),
        message(glued(_TAGS_FIELD, WORD, b"=", WORD), glued(_TAGS_FIELD, WORD, b"=", WORD)),
    ),
    "ses-arn-syntax": message(glued(_ARN_FIELD, _BAD_ARNS)),
    "ses-arn-clash": _two_regions(),
    "ses-arn-identity": message(
        glued(
            b"X-SES-FROM-ARN: arn:aws:ses:",
            _REGION,
            b":",
            _ACCOUNT,
            b":identity/",
            one_of(b"example.org", b"shop.example", glued(b"z.", WORD, b".z@example.com")),
        )
    ),
    "ses-arn-alone": message(
        glued(b"X-SES-SOURCE-ARN: arn:aws:ses:", _REGION, b":", _ACCOUNT, b":identity/example.com")
    ),
    "ses-tags-syntax": message(glued(_TAGS_FIELD, _BAD_TAGS)),
    "ses-tags-use": message(glued(_TAGS_FIELD, _USED_TAGS)),
    "ses-feedback-id": message(glued(b"Feedback-ID: ", WORD, b":", WORD, b":", WORD, b":", WORD)),
    "ses-inbound-header": message(
        one_of(
            glued(b"X-SES-", one_of(b"Spam", b"Virus"), b"-Verdict: ", one_of(b"PASS", b"FAIL", b"GRAY")),
            glued(b"X-SES-Outgoing: 2025.01.20-192.0.2.", st.integers(1, 254).map(lambda last: b"%d" % last)),
        )
    ),
    "ses-dkim-covers-rewritten": message(
        signature(covers=one_of(b"from:date", b"from:to:message-id", b"From : Date : Subject")), body=b""
    ),
    "ses-dkim-simple": message(signature(form=one_of(b"", b" c=simple/simple;", b" c=simple;")), body=b""),
    "ses-signature-rewritten": message(_SET, _HTML_TYPE, signature(), body=b""),
    "ses-list-management-idle": st.one_of(
        message(_OPTIONS, glued(b"To: ", ADDRESS, b", ", WORD, b"@example.org"), without="Cc"),
        message(_OPTIONS, _TO_ONE, glued(b"Cc: ", FURTHER_RECIPIENTS)),
    ),
    "ses-open-tracker": one_of(
        with_html(glued(HTML, b"{{ses:openTracker}}\r\n", HTML, b"{{ses:openTracker}}\r\n")),
        message(body=glued(TEXT, b"{{ses:openTracker}}\r\n")),
    ),
    "ses-link-tags": _tracked(
        glued(
            _LINK,
            b' ses:tags="',
            one_of(
                glued(WORD, b":", WORD, b" ", WORD, b";"),
                glued(WORD, b"=", WORD, b";"),
                glued(WORD, b":", WORD, b"; ", WORD, b":x;"),
            ),
            b'">',
            WORD,
            b"</a>",
        )
    ),
    "ses-tracked-links": st.integers(251, 260).flatmap(lambda count: _tracked(_links(count))),
    "ses-untracked-link": _tracked(
        glued(
            b'<a href="https://example.com/',
            one_of(glued(WORD, b" ", WORD), glued(b"?q=", WORD, b"%"), glued(WORD, b"|"), glued(b"{", WORD, b"}")),
            b'">',
            WORD,
            b"</a>",
        )
    ),
}

LEFT_OUT: Final[Mapping[str, str]] = {
    "ses-size-after-base64": "It speaks from 8 MB on.",
}
