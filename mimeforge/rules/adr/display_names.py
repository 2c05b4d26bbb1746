"""ADR: the names beside addresses, as readers show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import LWSP, UNQUOTED_ADDR_SPEC_RE
from mimeforge._grammar.addresses import (
    APOSTROPHES_RE,
    BIDI_FORMAT_RE,
    EMPTY_QUOTES_RE,
    INVISIBLE_RE,
    WEB_LINK_RE,
)
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import Hit, fields, rule
from mimeforge.rules.adr.address_fields import ADDRESS_FIELDS, AddressField, read, shown_name
from mimeforge.rules.adr.fixes import name_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.ses.address_list import Mailbox
    from mimeforge.tree import Field, Span

__all__ = ["RULES"]


@rule(
    "ADR113",
    "addr-display-is-address",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §3.4: a display name is a name; filters count another address there as a sign of fraud",
    looks_at=fields("From", "Sender", "Reply-To"),
    bad=(
        sample('From: "zoe@example.net" <jo@example.com>'),
        sample("Reply-To: =?utf-8?q?zoe=40example=2Enet?= <jo@example.com>"),
    ),
    good=(
        sample('From: "jo@example.com" <jo@example.com>'),
        sample('From: "zoe@example.net via Lunch List" <list@example.com>'),
    ),
)
def another_address(field: Field, context: Context) -> Iterator[Hit]:
    """The display name of an author is an address, and not the author's.

    Many readers show the name alone: an answer goes elsewhere than it seems. Write the name of the author.
    """
    addresses = read(field, context)
    for name in context.once(_names, addresses):
        written = _address_in(name.text)
        if written and written.lower() != name.mailbox.addr_spec.lower():
            text = f"a display name, {shown(written)}, that is another address than the one behind it: write a name"
            yield Hit(_span(addresses, name.mailbox), text)


@rule(
    "ADR114",
    "addr-display-equals-addr",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §3.4: a display name is a name",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample('To: "jo@example.com" <jo@example.com>'),),
    good=(sample("To: Jo <jo@example.com>, zoe@example.net"),),
    overlay="strict",
)
def own_address(field: Field, context: Context) -> Iterator[Hit]:
    """A display name repeats the address.

    It tells nobody more than the address does. Write a name, or the address alone.
    """
    addresses = read(field, context)
    for name in context.once(_names, addresses):
        if _address_in(name.text).lower() == name.mailbox.addr_spec.lower():
            text = f"a display name that is the address itself, {shown(name.text)}: write a name, or the address alone"
            yield Hit(_span(addresses, name.mailbox), text, fix=name_out(addresses, name.mailbox, safe=False))


@rule(
    "ADR117",
    "addr-display-url",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="filters count a link in the name of the author as a sign of spam",
    looks_at=fields("From"),
    bad=(
        sample('From: "Jo https://example.com" <jo@example.com>'),
        sample("From: =?utf-8?q?https=3A//example=2Ecom?= <jo@example.com>"),
    ),
    good=(sample('From: "Jo at example.com" <jo@example.com>'),),
)
def link_in_name(field: Field, context: Context) -> Iterator[Hit]:
    """The display name of the author holds a link.

    Filters take it for spam. Write the name, and put the link in the text.
    """
    addresses = read(field, context)
    for name in context.once(_names, addresses):
        if WEB_LINK_RE.search(name.text):
            text = f"a link in the name {shown(name.text)}: write a name, and put the link in the text"
            yield Hit(_span(addresses, name.mailbox), text)


@rule(
    "ADR118",
    "addr-display-control-bidi",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="UTR 36 §2, UAX 9 §2; RFC 5322 §3.4",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(
        sample("From: =?utf-8?b?Sm8g4oCubW9jLmVscG1heGU=?= <jo@example.com>"),
        sample("To: =?utf-8?q?Jo=E2=80=8B_Doe?= <jo@example.com>"),
        sample("To: =?utf-8?q?Jo=C2=85Doe?= <jo@example.com>"),
        sample("To: =?utf-8?b?4oGnSm8=?= <jo@example.com>"),
    ),
    good=(
        sample("To: =?utf-8?b?4oGnSm/igak=?= <jo@example.com>"),
        sample("To: =?utf-8?b?8J+RqOKAjfCfkbM=?= <jo@example.com>"),
        sample("To: =?utf-8?b?16nXnNeV4oCP?= <zoe@example.net>"),
    ),
)
def hidden_in_name(field: Field, context: Context) -> Iterator[Hit]:
    """A display name holds a C1 control, a character that nobody sees, or one that reorders the text.

    Readers drop it, or show another name than is written, which filters take for fraud. Take it out. Joiners and
    direction marks are part of some scripts, and isolates and embeddings that end in the name harm nobody.
    """
    if not _may_hide(field):
        return
    addresses = read(field, context)
    for name in context.once(_names, addresses):
        character = _hidden(name.text)
        if character and character not in name.mailbox.display_name:  # raw octets are for the rules on any field
            text = f"{code_points(character)} in the display name {shown(name.text)}: take it out"
            yield Hit(_span(addresses, name.mailbox), text)


@rule(
    "ADR111",
    "addr-no-space-before-angle",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §3.4, which asks for no blank; some filters do",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample("To: Jo<jo@example.com>"), sample('To: "Doe, Jo"<jo@example.com>')),
    good=(sample("To: Jo <jo@example.com>,<zoe@example.net>"),),
    overlay="strict",
)
def no_blank_before_angle(field: Field, context: Context) -> Iterator[Hit]:
    """No blank stands between a display name and the angle bracket.

    The grammar takes it, and some filters take it for the work of a bad program. Write a blank.
    """
    addresses = read(field, context)
    for mailbox in addresses.listed.mailboxes:
        behind = mailbox.whole_start + len(mailbox.display_name)
        if mailbox.display_name and addresses.raw[behind : behind + 1] == b"<":
            where = shown(mailbox.display_name.encode("latin-1"))
            fix = Fix("write a blank", (Edit(addresses.span(behind, behind), b" "),))
            text = f"no blank behind the display name {where}: write one"
            yield Hit(addresses.span(behind, behind + 1), text, fix=fix)


@rule(
    "ADR115",
    "addr-display-empty-quotes",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §3.2.4: a quoted-string may be empty; filters count it",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample('To: "" <jo@example.com>'),),
    good=(sample("To: jo@example.com"),),
    overlay="strict",
)
def empty_name(field: Field, context: Context) -> Iterator[Hit]:
    """A display name is a pair of quotes with nothing in it.

    Some readers show an author without a name. Write a name, or the address alone.
    """
    addresses = read(field, context)
    for mailbox in addresses.listed.mailboxes:
        if EMPTY_QUOTES_RE.fullmatch(mailbox.display_name):
            text = f"an empty name before {shown(addresses.octets(mailbox))}: write a name, or the address alone"
            yield Hit(_span(addresses, mailbox), text, fix=name_out(addresses, mailbox, safe=True))


@rule(
    "ADR116",
    "addr-display-single-quoted",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="RFC 5322 §3.2.4: double quotes alone are delimiters",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample("To: 'Jo Doe' <jo@example.com>"), sample("To: \"'jo@home'\" <jo@example.com>")),
    good=(sample("To: Jo O'Neill <jo@example.com>"),),
    overlay="strict",
)
def apostrophes_around_name(field: Field, context: Context) -> Iterator[Hit]:
    """A display name stands between apostrophes.

    They quote nothing, and readers show them. Take them away, or write double quotes.
    """
    addresses = read(field, context)
    for mailbox in addresses.listed.mailboxes:
        if "'" in mailbox.display_name and APOSTROPHES_RE.fullmatch(mailbox.display_name.strip('"')):
            where = shown(mailbox.display_name.encode("latin-1"))
            start = mailbox.whole_start
            signs = (start + mailbox.display_name.index("'"), start + mailbox.display_name.rindex("'"))
            edits = tuple(Edit(addresses.span(at, at + 1)) for at in signs)
            fix = Fix("take the apostrophes away", edits, safe=False)
            yield Hit(_span(addresses, mailbox), f"apostrophes around the name {where}: take them away", fix=fix)


class _Name(NamedTuple):
    """A display name as it is shown."""

    mailbox: Mailbox
    text: str


def _names(addresses: AddressField) -> tuple[_Name, ...]:
    """Decode the display names that may hold more than plain words."""
    return tuple(
        _Name(mailbox, shown_name(mailbox.display_name, addresses.field.encoding))
        for mailbox in addresses.listed.mailboxes
        if mailbox.display_name and not mailbox.is_faulty and _may_hold_more(mailbox.display_name)
    )


def _may_hold_more(name: str) -> bool:
    return "=?" in name or "@" in name or "://" in name or not name.isascii()


def _address_in(name: str) -> str:
    """Give the address that a display name is, "" where it is none."""
    bare = name.strip(_AROUND)
    return bare if UNQUOTED_ADDR_SPEC_RE.fullmatch(bare) else ""


_AROUND: Final = f"{LWSP}'<>"


def _may_hide(field: Field) -> bool:
    """Whether a name may hold such a character: the field does, or a backslash in it may hide an encoded-word."""
    text = field.text
    is_plain = text.isascii() or not (INVISIBLE_RE.search(text) or BIDI_FORMAT_RE.search(text))
    return "\\" in field.value or not is_plain


def _hidden(text: str) -> str:
    """Find a character that nobody sees or that reorders the text around the name; "" where there is none."""
    found = INVISIBLE_RE.search(text)
    if found:
        return found[0]
    opened: list[str] = []
    for one in BIDI_FORMAT_RE.finditer(text):
        if one[0] in _BIDI_END:
            opened.append(one[0])
        elif opened and _BIDI_END[opened[-1]] == one[0]:
            opened.pop()
        else:
            return one[0]
    return opened[0] if opened else ""


# What opens an embedding or an isolate (UAX 9 §2), and what ends it.
_BIDI_END: Final = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}


def _span(addresses: AddressField, mailbox: Mailbox) -> Span:
    return addresses.span(mailbox.whole_start, mailbox.whole_start + len(mailbox.display_name))


RULES = (
    another_address,
    own_address,
    link_in_name,
    hidden_in_name,
    no_blank_before_angle,
    empty_name,
    apostrophes_around_name,
)
