"""API: the Headers of requests of version 2. What the API model states of names and values is in `constraints`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._ses_facts import ONCE_ONLY_FIELDS, OWN_FIELDS
from mimeforge._ses_operations import HEADER_MAX, HEADER_NAME_MAX, HEADER_VALUE_MAX
from mimeforge.codecs.visible import shown
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.examples import simple_2, with_headers
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.examples import Call
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_V2: Final = "sesv2.SendEmail"
_PAGE: Final = 'SES developer guide, "Amazon SES header fields"'

_ONCE_ONLY: Final = frozenset(name.lower() for name in ONCE_ONLY_FIELDS) - OWN_FIELDS

# Where the member belongs that a field of SES's own is written from.
_MEMBERS: Final = {
    "bcc": "Destination.BccAddresses",
    "cc": "Destination.CcAddresses",
    "from": "FromEmailAddress",
    "reply-to": "ReplyToAddresses",
    "return-path": "FeedbackForwardingEmailAddress",
    "subject": "the Subject of the message or the template",
    "to": "Destination.ToAddresses",
}


def _templated(*pairs: tuple[str, str]) -> Call:
    headers = [{"Name": name, "Value": value} for name, value in pairs]
    return simple_2(Content={"Template": {"TemplateName": "news", "TemplateData": "{}", "Headers": headers}})


class _Header(NamedTuple):
    """One field of a list, and the path of the structure that holds it."""

    path: str
    name: str
    value: str

    @property
    def key(self) -> str:
        return self.name.lower()


def _lists(request: Request) -> Iterator[list[_Header]]:
    """Read each list: the fields that have both a name and a value, which is what the API wants of them."""
    for path in roles(request).headers:
        found = request.items(path)
        yield [_Header(own, one["Name"], one["Value"]) for own, one in found if {"Name", "Value"} <= one.keys()]


@rule(
    "API160",
    "request-header-too-long",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="API model of SendEmail (version 2), MessageHeader",
    looks_at=requests(_V2),
    bad=(with_headers(("X-Course", "x" * 989)),),
    good=(with_headers(("X-Course", "x" * 988)),),
)
def header_too_long(request: Request, context: Context) -> Iterator[Hit]:
    """The name and the value of a header field are too long together.

    At most 996 characters may stand; with the colon and a blank between them they fill a line. Shorten the value.
    """
    for header in (one for headers in _lists(request) for one in headers):
        over = len(header.name) + len(header.value) - HEADER_MAX
        if over > 0 and len(header.name) <= HEADER_NAME_MAX and len(header.value) <= HEADER_VALUE_MAX:
            text = f"{HEADER_MAX + over} characters with the name, at most {HEADER_MAX} may stand: shorten it"
            yield at(request, f"{header.path}.Value", text, len(header.value) - over)


@rule(
    "API161",
    "request-header-own-field",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=_PAGE,
    looks_at=requests(_V2),
    bad=(
        with_headers(("Reply-To", "zoe@example.com")),
        with_headers(("content-type", "text/html")),
        _templated(("Subject", "Lunch")),
    ),
    good=(with_headers(("Sender", "zoe@example.com")), _templated(("References", "<1@example.com>"))),
)
def own_field(request: Request, context: Context) -> Iterator[Hit]:
    """A header field is one that Amazon SES writes itself.

    SES refuses the request. Addresses and the subject have members of their own; Content-Type, Content-Disposition,
    Date, Message-ID and MIME-Version are for SES alone. To write them, send a raw message.
    """
    for header in (one for headers in _lists(request) for one in headers):
        if header.key in OWN_FIELDS:
            member = _MEMBERS.get(header.key)
            advice = f"give it in {member}" if member else "leave it out, or send a raw message"
            yield at(request, f"{header.path}.Name", f"SES writes {shown(header.name)} itself: {advice}")


@rule(
    "API162",
    "request-header-twice",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.INFERRED,
    source=f"{_PAGE}: fields that can appear only once",
    looks_at=requests(_V2),
    bad=(
        with_headers(("List-Help", "<https://example.com/a>"), ("list-help", "<https://example.com/b>")),
        _templated(("Importance", "high"), ("Importance", "high")),
    ),
    good=(
        with_headers(("X-Course", "main"), ("X-Course", "dessert")),
        _templated(("List-Help", "<https://example.com/a>")),
    ),
)
def header_twice(request: Request, context: Context) -> Iterator[Hit]:
    """A header field stands twice that may stand once.

    SES refuses raw messages with such fields. Write one.
    """
    for headers in _lists(request):
        seen: dict[str, str] = {}
        for header in headers:
            if header.key in seen and header.key in _ONCE_ONLY:
                text = f"{shown(header.name)} may stand once, and is in {seen[header.key]} already: write one"
                yield at(request, f"{header.path}.Name", text)
            seen.setdefault(header.key, header.path)


@rule(
    "API163",
    "request-header-setting",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="API model of SendRawEmail: X-SES-* fields are for raw messages; what they do in Headers is not documented",
    looks_at=requests(_V2),
    bad=(with_headers(("X-SES-CONFIGURATION-SET", "receipts")), _templated(("x-ses-message-tags", "campaign=may"))),
    good=(with_headers(("X-Session", "1")),),
)
def setting_field(request: Request, context: Context) -> Iterator[Hit]:
    """An X-SES-* field stands among the Headers, where nobody knows what it does.

    These fields are documented for raw messages. Give the setting in the member of the request that is for it:
    ConfigurationSetName, EmailTags, TenantName, ListManagementOptions, FromEmailAddressIdentityArn.
    """
    for header in (one for headers in _lists(request) for one in headers):
        if header.key.startswith("x-ses-"):
            text = f"what {shown(header.name)} does here is not documented: give the setting in a member of the request"
            yield at(request, f"{header.path}.Name", text)


RULES = (header_too_long, own_field, header_twice, setting_field)
