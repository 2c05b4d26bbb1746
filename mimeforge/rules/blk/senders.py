"""BLK: what Gmail and Yahoo ask of senders to many, as far as a message shows it.

One-click unsubscription, one author at a domain of one's own, and nothing that makes mail to many look like mail to
one. That a domain has SPF, DKIM and DMARC, and how many people complain, no message tells; the rest of the format (one
From, a Message-ID, RFC 5322 throughout) other groups of rules look after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar.lists import DISPLAY_NAME_MARK_RE, LINK_RE, REPLY_PREFIX_RE
from mimeforge._ses_facts import UNSUBSCRIBE_URL
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import ABSENT, Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, fields, rule
from mimeforge.rules.adr.address_fields import read
from mimeforge.rules.blk.list_uris import list_uris
from mimeforge.rules.hdr.stray_lines import is_message
from mimeforge.rules.ses.setting_fields import is_list_managed
from mimeforge.rules.ses.texts import content, texts
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_GMAIL: Final = "Gmail, email sender guidelines; Yahoo, sender best practices"
_LINK: Final = b"News, and how to leave: https://example.com/u?t=1\r\n"
_BULK: Final = (
    "List-Unsubscribe: <https://example.com/u?t=1>",
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    "List-Id: <news.example.com>",
)
_UNSUBSCRIBE, _POST, _LIST_ID = _BULK


def _bulk(*other: str, without: tuple[str, ...] = (), body: bytes = _LINK) -> bytes:
    return sample(*other, *(field for field in _BULK if field not in without), body=body)


_GOOD: Final = (_bulk(),)
_MANAGED: Final = _bulk("X-SES-LIST-MANAGEMENT-OPTIONS: news", without=(_UNSUBSCRIBE, _POST))


@rule(
    "BLK101",
    "unsub-missing",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_GMAIL}: one-click unsubscription; RFC 8058 §3.1",
    looks_at=MESSAGE,
    bad=(_bulk(without=(_UNSUBSCRIBE, _POST)), _bulk(without=(_UNSUBSCRIBE,))),
    good=(*_GOOD, _MANAGED),
    overlay="bulk",
)
def no_unsubscribe(message: Part, context: Context) -> Iterator[Hit]:
    """Mail to many has no List-Unsubscribe.

    From those who send thousands a day, Gmail and Yahoo refuse it or take it for spam. Write List-Unsubscribe with an
    https URI, and List-Unsubscribe-Post; or have SES do it (list management). Mail that answers something one person
    did, a receipt or a password, needs none: do not ask for ``bulk`` there.
    """
    has_way_out = message.field("List-Unsubscribe") is not None or is_list_managed(message, context)
    if not has_way_out and is_message(message, context):
        yield Hit(ABSENT, "no List-Unsubscribe, which Gmail and Yahoo ask of mail to many: write it with an https URI")


@rule(
    "BLK102",
    "unsub-no-https",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_GMAIL}: one-click unsubscription; RFC 8058 §3.1: one https URI",
    looks_at=fields("List-Unsubscribe"),
    bad=(
        _bulk("List-Unsubscribe: <mailto:leave@example.com>", without=(_UNSUBSCRIBE,)),
        _bulk("List-Unsubscribe: <http://example.com/u>", without=(_UNSUBSCRIBE, _POST)),
    ),
    good=_GOOD,
    overlay="bulk",
)
def no_https(field: Field, context: Context) -> Iterator[Hit]:
    """List-Unsubscribe of mail to many names no https URI.

    One-click unsubscription, which Gmail and Yahoo ask for, is a request to such a URI; a mailto URI beside it is
    welcome, and not enough.
    """
    found = context.once(list_uris, field)
    if found.uris and not found.faults and not any(uri.is_https for uri in found.uris):
        yield Hit(found.uris[0].span, "no https URI, which one-click unsubscription needs: write one first in the list")


@rule(
    "BLK105",
    "unsub-post-missing",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_GMAIL}: one-click unsubscription; RFC 8058 §3.1",
    looks_at=MESSAGE,
    bad=(_bulk(without=(_POST,)),),
    good=_GOOD,
    overlay="bulk",
)
def no_one_click(message: Part, context: Context) -> Iterator[Hit]:
    """Mail to many has an https URI in List-Unsubscribe, and no List-Unsubscribe-Post.

    Without it receivers may only open the URI, and offer no one-click unsubscription, which Gmail and Yahoo ask for.
    Add ``List-Unsubscribe-Post: List-Unsubscribe=One-Click``, and take POST requests at the URI.
    """
    field = message.field("List-Unsubscribe")
    if field is None or message.field("List-Unsubscribe-Post") or is_list_managed(message, context):
        return
    for uri in context.once(list_uris, field).uris:
        if uri.is_https:
            text = "an https URI without List-Unsubscribe-Post is no one-click unsubscription: add that field"
            yield Hit(uri.span, text)
            return


@rule(
    "BLK110",
    "unsub-body-link",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=f"{_GMAIL}: a link to unsubscribe that can be seen in the message",
    looks_at=MESSAGE,
    bad=(_bulk(body=b"See you at noon.\r\n"),),
    good=(*_GOOD, _bulk(body=b"Leave: mailto:leave@example.com\r\n")),
    overlay="bulk",
)
def no_link(message: Part, context: Context) -> Iterator[Hit]:
    """Nothing in the text of mail to many is a link, so that none leads out of the list.

    Gmail and Yahoo ask for a link to unsubscribe that readers see, beside the fields. Whether one of several links is
    it, no rule can tell.
    """
    if not is_message(message, context):
        return
    found = [content(part, context) for part in texts(message)]
    if found and not any(LINK_RE.search(text) or UNSUBSCRIBE_URL in text for text in found):
        yield Hit(ABSENT, "no link in the text, so none to unsubscribe: write one that readers see")


@rule(
    "BLK113",
    "list-id-missing",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2919 §2; Gmail, email sender guidelines: mailing lists",
    looks_at=MESSAGE,
    bad=(_bulk(without=(_LIST_ID,)),),
    good=_GOOD,
    overlay="bulk",
)
def no_list_id(message: Part, context: Context) -> Iterator[Hit]:
    """Mail to many has no List-Id.

    Readers filter by it, and receivers tell one list of a sender from the next. Write ``List-Id: <news.example.com>``.
    """
    if message.field("List-Id") is None and is_message(message, context):
        yield Hit(ABSENT, "no List-Id, by which readers and receivers know a list: write <news.example.com>")


@rule(
    "BLK120",
    "from-display-brand",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="RFC 5322 §3.6.3: readers see To and Cc; RFC 2369 lists and SES batches send one message to each",
    looks_at=MESSAGE,
    bad=(_bulk("To: a@example.net, b@example.net, c@example.net", "Cc: d@example.net, e@example.net"),),
    good=(*_GOOD, _bulk("To: a@example.net, b@example.net")),
    overlay="bulk",
)
def many_in_to(message: Part, context: Context) -> Iterator[Hit]:
    """Mail to many shows its readers the addresses of the others.

    All in To and Cc are seen by all: a breach of privacy, and one reply to all reaches everybody. The same link to
    unsubscribe can be right for one of them only. Send one message to each, or write the list's address in To.
    """
    lists = [read(field, context) for name in ("To", "Cc") for field in message.fields_named(name)]
    found = [(addresses, mailbox) for addresses in lists for mailbox in addresses.listed.mailboxes]
    if len(found) > _SHOWN_TO_ALL:
        addresses, mailbox = found[_SHOWN_TO_ALL]
        text = f"{len(found):,} addresses in To and Cc, which all readers see: send one message to each"
        yield Hit(addresses.span(mailbox.start, mailbox.end), text, field=addresses.field)


# More than a household.
_SHOWN_TO_ALL: Final = 4


@rule(
    "BLK150",
    "subject-fake-reply",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Gmail, email sender guidelines: a subject that is not misleading; RFC 5322 §3.6.5, §3.6.4",
    looks_at=MESSAGE,
    bad=(_bulk("Subject: Re: your order"), _bulk("Subject: FWD: lunch")),
    good=(*_GOOD, _bulk("Subject: Re: lunch", "In-Reply-To: <0@example.com>"), _bulk("Subject: Reader's digest")),
    overlay="bulk",
)
def fake_reply(message: Part, context: Context) -> Iterator[Hit]:
    """Mail to many looks like a reply by its subject, and answers nothing.

    "Re:" without In-Reply-To or References is what spam does to be opened; Gmail counts it. Write the subject alone.
    """
    field = message.field("Subject")
    if field is None or message.field("In-Reply-To") or message.field("References"):
        return
    prefix = REPLY_PREFIX_RE.match(field.text)
    if prefix:
        start = field.value_span.start
        span = Span(start, start + prefix.end()) if field.value.startswith(prefix[0]) else field.value_span
        yield Hit(span, f"{shown(prefix[0])} in mail to many that answers no message: write the subject alone")


@rule(
    "BLK151",
    "from-name-mark",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="Gmail, email sender guidelines: a display name says who sends, and imitates no part of the mail program",
    looks_at=fields("From"),
    bad=(
        _bulk('From: "Jo (3)" <jo@example.com>'),
        _bulk("From: =?utf-8?b?Sm8g4pyF?= <jo@example.com>"),
    ),
    good=(*_GOOD, _bulk('From: "Jo (example.com)" <jo@example.com>')),
    overlay="bulk",
)
def marked_name(field: Field, context: Context) -> Iterator[Hit]:
    """The display name of mail to many holds a counter, a tick or a bell.

    It looks like a thread of several messages, a sender that was verified, or a notice of the mail program: Gmail calls
    it deceptive. Write the name alone.
    """
    name = field.text.rpartition("<")[0].strip(' \t"')
    mark = DISPLAY_NAME_MARK_RE.search(name)
    if mark:
        yield Hit(
            field.value_span, f"{shown(mark[0])} in the display name imitates the mail program: write the name alone"
        )


@rule(
    "BLK118",
    "from-freemail",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, DMARC; Gmail, email sender guidelines: do not impersonate Gmail From headers",
    looks_at=MESSAGE,
    bad=(sample("From: Jo <jo@gmail.com>"), sample("From: jo@yahoo.com")),
    good=(sample(), sample("From: Jo <jo@gmail.com.example>"), sample("Reply-To: jo@gmail.com")),
)
def freemail_author(message: Part, context: Context) -> Iterator[Hit]:
    """From names an address at a provider of mailboxes.

    SES can sign for a domain of yours only: SPF and DKIM do not fit such a From, and DMARC fails. Where the provider
    asks for it, as Yahoo does, receivers refuse the message; elsewhere it is a note, and a warning for mail to many,
    which Gmail takes for spam then. Write an address at your own domain in From, and this one in Reply-To. Mail that
    the provider itself has sent before, or that its own servers have written, is left alone.
    """
    field = message.field("From")
    if field is None or any(map(message.field, _SENT_BEFORE)):
        return
    author = read(field, context)
    for mailbox in author.listed.mailboxes[:1]:
        domain = mailbox.addr_spec.rpartition("@")[2].lower()
        is_refused = domain in _REFUSING
        if (is_refused or domain in _PROVIDERS) and not mailbox.is_faulty and not _is_written_at(domain, message):
            span = author.span(mailbox.end - len(domain), mailbox.end)
            text = f"DMARC fails for {domain} by way of SES: write your own domain, and this one in Reply-To"
            is_worse = is_refused or "bulk" in context.profile.overlays
            yield Hit(span, text, severity=None if is_worse else Severity.NOTE)


def _is_written_at(domain: str, message: Part) -> bool:
    """Whether a host of the provider made the Message-ID: one below its domain, which others do not name."""
    message_id = message.field("Message-ID")
    return message_id is not None and message_id.value.lower().endswith(f".{domain}>")


_SENT_BEFORE: Final = ("Received", "DKIM-Signature", "Return-Path", "Delivered-To")


# Domains under which anybody has a mailbox, and nobody can have SES sign: those whose DMARC record says "p=reject" ...
_REFUSING: Final = frozenset(
    """
    aol.com mail.ru rocketmail.com yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.au yahoo.com.br
    yahoo.de yahoo.es yahoo.fr yahoo.in yahoo.it ymail.com
    """.split()
)
# ... and the others.
_PROVIDERS: Final = frozenset(
    """
    gmail.com gmx.at gmx.com gmx.de gmx.net googlemail.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr
    hotmail.it icloud.com live.com mac.com me.com msn.com outlook.com outlook.de outlook.fr proton.me protonmail.com
    web.de yandex.ru
    """.split()
)

RULES = (
    no_unsubscribe,
    no_https,
    no_one_click,
    no_link,
    no_list_id,
    many_in_to,
    fake_reply,
    marked_name,
    freemail_author,
)
