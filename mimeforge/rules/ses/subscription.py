"""SES, BLK: list management and its placeholder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._limits import SES_UNSUBSCRIBE_URLS_MAX
from mimeforge._ses_facts import LIST_OPTIONS_FIELD, LIST_OPTIONS_MEMBER, UNSUBSCRIBE_URL
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Example, ExampleEnvelope, sample
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, rule
from mimeforge.rules.adr.address_fields import recipients
from mimeforge.rules.ses.interfaces import is_version_1
from mimeforge.rules.ses.setting_fields import is_list_managed, list_options
from mimeforge.rules.ses.texts import placeholders
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.ses.texts import Placeholders
    from mimeforge.tree import Part

__all__ = ["RULES"]

_NEWS: Final = f"{LIST_OPTIONS_FIELD}: news; topic=sports"
_URL: Final = UNSUBSCRIBE_URL.decode()
_REPLACED_IN: Final = frozenset({"text/html", "text/plain"})
_SIGNATURE: Final = (
    "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=may; c=relaxed/relaxed;\r\n h=from:to:subject;\r\n"
    " bh=TjKZT04mnAOMz6zeirMp9SIBYuN0X0AfX3RUOWqXMOU=;\r\n b=MTIz"
)


@rule(
    "SES129",
    "ses-list-management-idle",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, subscription management: one recipient, no signature of one's own, fields overridden",
    looks_at=MESSAGE,
    bad=(
        sample(_NEWS, "To: zoe@example.net, ann@example.org"),
        sample(_NEWS, "Cc: ann@example.org"),
        Example(sample(_NEWS), envelope=ExampleEnvelope("jo@example.com", ("zoe@example.net", "ann@example.org"))),
        sample(_NEWS, _SIGNATURE),
        sample(_NEWS, "List-Unsubscribe: <https://example.com/u>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
    ),
    good=(
        sample(_NEWS),
        sample("To: zoe@example.net, ann@example.org"),
        Example(
            sample(_NEWS, "To: zoe@example.net, ann@example.org"),
            envelope=ExampleEnvelope("jo@example.com", ("zoe@example.net",)),
        ),
        Example(sample(_NEWS, "Cc: ann@example.org"), profile="ses-smtp"),
    ),
)
def list_management_idle(message: Part, context: Context) -> Iterator[Hit]:
    """List management is asked for where it cannot work, or where the message brings its own way to unsubscribe.

    With more than one recipient, or below a DKIM signature of the sender, SES adds neither link nor fields: send to one
    at a time, and have SES sign. A List-Unsubscribe of the message is overridden: leave it out, or the options.
    """
    if is_list_managed(message, context):
        obstacles = [*_more_than_one(message, context), *_signature(message)]
        yield from obstacles or _own_way(message)


@rule(
    "BLK111",
    "unsub-placeholder",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, subscription management: with list options, up to twice, in HTML and text parts",
    looks_at=MESSAGE,
    bad=(
        sample(body=f"To leave: {_URL}\r\n"),
        sample(_NEWS, body=f"To leave: {_URL}\r\n" * 3),
        sample(_NEWS, "Content-Type: text/calendar; charset=us-ascii; method=PUBLISH", body=f"{_URL}\r\n"),
        sample(_NEWS, f"X-Leave: <{_URL}>"),
        Example(sample(_NEWS, body=f"To leave: {_URL}\r\n"), profile="ses"),
    ),
    good=(
        Example(sample(_NEWS, body=f"To leave: {_URL}\r\n" * 2), profile="ses-v2"),
        Example(sample(_NEWS, body=f"To leave: {_URL}\r\n" * 2), profile="ses-smtp"),
        sample('Content-Disposition: attachment; filename="howto.txt"', body=f"{_URL}\r\n"),
    ),
)
def unsubscribe_placeholder(message: Part, context: Context) -> Iterator[Hit]:
    """The placeholder for unsubscribing stands where Amazon SES does not replace it.

    SES puts a URL in its place where the message names a contact list (X-SES-LIST-MANAGEMENT-OPTIONS, or
    ``ListManagementOptions`` of a request of version 2), twice in a message at most, in text/html and text/plain. The
    others reach the reader as they are. The documents have list management for version 2 of the API and SMTP; what
    becomes of the placeholder in version 1, nobody has written down: that is a note.
    """
    found = list(placeholders(UNSUBSCRIBE_URL, message, context))
    replaced = [(one, index) for one in found if one.media_type in _REPLACED_IN for index in range(len(one.starts))]
    has_options = is_list_managed(message, context)
    if replaced and has_options and is_version_1(context):
        one, index = replaced[0]
        text = f"that SES replaces {_URL} is documented for version 2 of the API and SMTP: send with one of them"
        yield Hit(one.place(index), text, severity=Severity.NOTE, evidence=Evidence.INFERRED)
    if replaced and not has_options:
        one, index = replaced[0]
        name = LIST_OPTIONS_FIELD
        text = f"{_URL} stays as it is: name the list in {name}, or in ListManagementOptions of a v2 request"
        yield Hit(one.place(index), text)
    elif len(replaced) > SES_UNSUBSCRIBE_URLS_MAX:
        one, index = replaced[SES_UNSUBSCRIBE_URLS_MAX]
        text = f"SES replaces {SES_UNSUBSCRIBE_URLS_MAX} of the {len(replaced)} {_URL}, not this one: take it out"
        yield Hit(one.place(index), text)
    for one in found:
        if one.media_type not in _REPLACED_IN and not (has_options and _is_overridden(one, message)):
            where = shown(one.media_type) if one.media_type else "a header field"
            yield Hit(one.place(0), f"{_URL} stays as it is in {where}: SES replaces it in text/html and text/plain")


def _more_than_one(message: Part, context: Context) -> Iterator[Hit]:
    text = "list management is for one recipient, and here are {}: send to each alone"
    if context.envelope is not None:
        count = len(context.envelope.recipients)
        if count > 1:
            yield _at_options(text.format(count), message, context)
    elif context.profile.reads_recipients:
        found = list(recipients(message, context))
        if len(found) > 1:
            addresses, mailbox = found[1]
            yield Hit(addresses.span(mailbox.start, mailbox.end), text.format(len(found)), field=addresses.field)


def _at_options(text: str, message: Part, context: Context) -> Hit:
    """Point at the field that asks for list management, or at the member of the request that does."""
    field, request = list_options(message), context.request
    if field or not request:
        return Hit(field.span if field else ABSENT, text, field=field)
    return Hit(Span(0, len(request.shown(LIST_OPTIONS_MEMBER))), text, member=LIST_OPTIONS_MEMBER)


def _signature(message: Part) -> Iterator[Hit]:
    field = message.field("DKIM-Signature")
    if field:
        yield Hit(field.span, "list management does not work below a DKIM signature of the sender: have SES sign")


def _own_way(message: Part) -> Iterator[Hit]:
    field = message.field("List-Unsubscribe") or message.field("List-Unsubscribe-Post")
    if field:
        yield Hit(field.span, f"SES writes its own {field.name} over this one: leave it out, or the list options")


def _is_overridden(found: Placeholders, message: Part) -> bool:
    """Whether it stands in the field that list management writes anew, which another rule says."""
    fields = message.fields_named("List-Unsubscribe")
    return found.part is None and any(field.span.start <= found.starts[0] < field.span.end for field in fields)


RULES = (list_management_idle, unsubscribe_placeholder)
