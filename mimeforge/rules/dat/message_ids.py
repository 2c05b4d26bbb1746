"""DAT: message ids, and the fields that refer to other messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._grammar import LWSP, MSG_ID_RE, MSG_IDS_RE, NOT_BLANKS_RE, RECEIVED_MSG_ID_RE
from mimeforge._grammar.hosts import INNER_HOST_RE
from mimeforge._grammar.identifiers import IP_ADDRESS_RE
from mimeforge._limits import GMAIL_MESSAGE_ID_MAX
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Recipe, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import MESSAGE, Hit, fields, rule
from mimeforge.rules.adr.address_fields import read
from mimeforge.rules.dat.content_ids import is_judged
from mimeforge.rules.dat.fixes import message_id_fix, references_fix
from mimeforge.rules.ses.address_delimiters import outside_comments
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_REFERRING: Final = ("In-Reply-To", "References")


@rule(
    "DAT110",
    "msgid-syntax",
    severity=Severity.ERROR,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.4",
    looks_at=fields("Message-ID", "Resent-Message-ID"),
    bad=(
        sample("Message-ID: 1@example.com"),
        sample("Message-ID: <1>"),
        sample("Message-ID: <1@2@example.com>"),
        sample("Message-ID: <@example.com>"),
        sample("Message-ID: <1@example.com> <2@example.com>"),
        sample("Message-ID: <1..2@example.com>"),
        sample("Message-ID: <1 @ example.com>"),
    ),
    good=(
        sample("Message-ID: (a comment) <1.a/b+c=d@example.com>"),
        sample("Message-ID:\r\n <1@[192.0.2.1]>"),
    ),
)
def message_id_syntax(field: Field, context: Context) -> Iterator[Hit]:
    """A message id is not left@right in angle brackets.

    Replies are threaded by it, and filters count its form; SES gives the message another Message-ID, but keeps a
    Resent-Message-ID. Write one id, as in <20250120.1@example.com>. (A blank, a special or a misplaced dot in an id
    that has both halves is a warning: readers compare ids to the letter, and take it.)
    """
    if MSG_ID_RE.fullmatch(field.value) or not is_judged(field):
        return
    text = field.raw.decode("latin-1")
    bare = outside_comments(text)
    identifier = bare.strip(LWSP)
    if identifier and not MSG_ID_RE.fullmatch(identifier):
        problem = _problem(identifier)
        said = problem or "a blank, a special or a misplaced dot stands in it; letters, digits and hyphens are safe"
        start = bare.index(identifier)
        where = _span(field, start, start + len(identifier))
        message = f"the message id {shown(text[start : start + len(identifier)])}: {said}"
        fix = message_id_fix(field, start, start + len(identifier))
        yield Hit(where, message, severity=None if problem else Severity.WARNING, fix=fix)


def _problem(identifier: str) -> str | None:
    """Say what an id lacks that is more than an odd character in one of its halves."""
    halves = identifier[1:-1].split("@")
    if not (identifier.startswith("<") and identifier.endswith(">")):
        return "no angle brackets around it, or more than the id: write <left@right>"
    if "<" in identifier[1:-1] or ">" in identifier[1:-1]:
        return "more than one: write one id, in one pair of angle brackets"
    if len(halves) != 2:
        return f"{'no' if len(halves) == 1 else len(halves) - 1} @ in it: write <left@right>, with one"
    if not all(half.strip(LWSP) for half in halves):
        return "nothing on one side of the @: write <left@right>"
    return None


@rule(
    "DAT113",
    "msgid-too-long",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source="Gmail's message header limits",
    looks_at=fields("Message-ID", "Resent-Message-ID"),
    bad=(Recipe("a Message-ID of 501 characters", lambda: sample(f"Message-ID: <{'1' * 487}@example.com>")),),
    good=(Recipe("a Message-ID of 500 characters", lambda: sample(f"Message-ID: <{'1' * 486}@example.com>")),),
)
def message_id_too_long(field: Field, context: Context) -> Iterator[Hit]:
    """A message id is longer than 500 characters.

    Gmail is said to take none that is longer, and each reply repeats it in a line that cannot be folded. Write a
    shorter one.
    """
    size = len(field.value)
    if size > GMAIL_MESSAGE_ID_MAX:
        message = f"a message id of {size:,} characters: write one of at most {GMAIL_MESSAGE_ID_MAX}"
        yield Hit(field.value_span, message)


@rule(
    "DAT117",
    "references-syntax",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.4, §4.5.4",
    looks_at=fields(*_REFERRING),
    bad=(
        sample("References: <1@example.net>, <2@example.net>"),
        sample("In-Reply-To: 1@example.net"),
        sample("In-Reply-To: Your message of Monday <1@example.net>"),
        sample("References: <1@example.net> <2@example.net"),
    ),
    good=(
        sample("References: <1@example.net>\r\n <2@example.net>", "In-Reply-To: <2@example.net> (Lunch)"),
        sample("References: <what-a-mailer-of-old-wrote>"),
    ),
)
def references_syntax(field: Field, context: Context) -> Iterator[Hit]:
    """In-Reply-To or References holds more than message ids in angle brackets.

    Commas, words and ids without brackets were written once; readers differ in what they make of them, and the message
    falls out of its thread. Write the ids as they are, with blanks between them.
    """
    if MSG_IDS_RE.fullmatch(field.value) or not is_judged(field):
        return
    # What stands between the brackets is for the author of the other message, and has to be repeated to the letter.
    text = field.raw.decode("latin-1")
    bare = RECEIVED_MSG_ID_RE.sub(lambda found: " " * len(found[0]), outside_comments(text))
    others = list(NOT_BLANKS_RE.finditer(bare))
    if others:
        other = others[0]
        what = "a comma between" if other[0] == "," else f"{shown(text[slice(*other.span())])} beside"
        message = f"{what} message ids: write each in angle brackets, with nothing but blanks between them"
        fix = references_fix(field, [(found.start(), text[slice(*found.span())]) for found in others])
        yield Hit(_span(field, *other.span()), message, fix=fix)


@rule(
    "DAT119",
    "references-self",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.4",
    looks_at=MESSAGE,
    bad=(sample("References: <1@example.com>"), sample("In-Reply-To: <0@example.com>\r\n <1@example.com>")),
    good=(sample("In-Reply-To: <0@example.com>"), sample("References: <1@example.com.example.net>")),
)
def references_self(message: Part, context: Context) -> Iterator[Hit]:
    """A message refers to itself.

    Its own Message-ID stands in In-Reply-To or References, often because the id of the message it answers was given to
    both. Readers hide one of the two, or make a loop of the thread. Give the message an id of its own.
    """
    own = message.field("Message-ID")
    if own is None or not own.value.startswith("<"):
        return
    identifier = own.value.encode(own.encoding)
    for field in (field for name in _REFERRING for field in message.fields_named(name)):
        at = field.raw.find(identifier)
        if at >= 0:
            text = f"{field.name} holds the Message-ID of this message: name the message it answers, or leave it out"
            yield Hit(_span(field, at, at + len(identifier)), text, field=field)


@rule(
    "DAT111",
    "msgid-no-fqdn",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.4: the domain of the host; rspamd, MID_RHS_NOT_FQDN",
    looks_at=fields("Message-ID"),
    overlay="strict",
    bad=(sample("Message-ID: <1@localhost>"), sample("Message-ID: <1@Jos-Laptop>")),
    good=(sample("Message-ID: <1@mail.example.com>"),),
)
def message_id_of_no_domain(field: Field, context: Context) -> Iterator[Hit]:
    """The right side of the Message-ID is no domain.

    It names the machine the message was made on, so that two machines can give out the same id, and its name leaks.
    Write a domain that is yours.
    """
    right = _right_side(field)
    if right and "." not in right and not IP_ADDRESS_RE.fullmatch(right):
        yield Hit(field.value_span, f"the Message-ID ends in {shown(right)}, no domain: write one that is yours")


@rule(
    "DAT112",
    "msgid-ip",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.4: an address is of use where there is no name; rspamd, MID_BARE_IP",
    looks_at=fields("Message-ID"),
    overlay="strict",
    bad=(sample("Message-ID: <1@192.0.2.1>"), sample("Message-ID: <1@[192.0.2.1]>")),
    good=(sample("Message-ID: <1@mail.example.com>"),),
)
def message_id_of_ip_address(field: Field, context: Context) -> Iterator[Hit]:
    """The right side of the Message-ID is an IP address.

    It shows where the message was made, and filters count it. Write a domain that is yours.
    """
    right = _right_side(field)
    if right and IP_ADDRESS_RE.fullmatch(right):
        yield Hit(field.value_span, f"the Message-ID ends in the IP address {shown(right)}: write a domain")


@rule(
    "DAT114",
    "msgid-contains-address",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.FIELD_REPORT,
    source="rspamd, MID_CONTAINS_FROM and MID_CONTAINS_TO",
    looks_at=MESSAGE,
    overlay="strict",
    bad=(sample("Message-ID: <jo@example.com>"), sample("Message-ID: <1.zoe@example.net>")),
    good=(sample("Message-ID: <jo.1@example.com>"),),
)
def message_id_contains_address(message: Part, context: Context) -> Iterator[Hit]:
    """The Message-ID holds the address of the sender or of a recipient.

    Ids are repeated in replies, archives and logs, where an address does not belong. Make the id of a time and a random
    number.
    """
    own = message.field("Message-ID")
    if own is None:
        return
    identifier = own.value.lower()
    for field in (field for name in ("From", "To") for field in message.fields_named(name)):
        for mailbox in read(field, context).listed.mailboxes:
            if "@" in mailbox.addr_spec and mailbox.addr_spec.lower() in identifier:
                text = f"the Message-ID holds the address {shown(mailbox.addr_spec)}: make it of a time and a number"
                yield Hit(own.value_span, text, field=own)
                return


@rule(
    "DAT118",
    "reply-without-references",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §3.6.4: a reply SHOULD have them; rspamd, FAKE_REPLY",
    looks_at=MESSAGE,
    overlay="strict",
    bad=(sample("Subject: Re: Lunch"), sample("Subject: =?utf-8?q?RE=3A_D=C3=AEner?=")),
    good=(sample("Subject: Re: Lunch", "In-Reply-To: <1@example.net>"), sample("Subject: Review: Lunch")),
)
def reply_without_references(message: Part, context: Context) -> Iterator[Hit]:
    """The Subject begins with "Re:", and the message answers none.

    A reply names the message it answers in In-Reply-To and References; "Re:" without them is a trick of spam, and
    filters count it. Name the message, or write another Subject.
    """
    subject = message.field("Subject")
    if subject and subject.text[:3].lower() == "re:" and not any(map(message.field, _REFERRING)):
        yield Hit(subject.value_span, 'the Subject begins with "Re:": name the message in In-Reply-To', field=subject)


def _right_side(field: Field) -> str:
    """Give what follows the @ of an id that is well formed; "" for others, and for hosts of which SEC106 speaks."""
    is_told = not MSG_ID_RE.fullmatch(field.value) or INNER_HOST_RE.search(field.raw)
    return "" if is_told else field.value[1:-1].rpartition("@")[2]


def _span(field: Field, start: int, end: int) -> Span:
    return Span(field.body_span.start + start, field.body_span.start + end)


RULES = (
    message_id_syntax,
    message_id_too_long,
    references_syntax,
    references_self,
    message_id_of_no_domain,
    message_id_of_ip_address,
    message_id_contains_address,
    reply_without_references,
)
