"""ADR: address lists as RFC 5322 reads them, where the reader of Amazon SES finds nothing wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import ENCODED_WORD_RE, LWSP
from mimeforge._grammar.addresses import (
    BLANK_IN_ANGLE_RE,
    DOT_RE,
    EMPTY_AT_BEGINNING_RE,
    EMPTY_ELEMENT_RE,
    EMPTY_ELEMENT_SIGN_RE,
    NOT_IN_PHRASE_RE,
    ORDINARY_PHRASE_RE,
)
from mimeforge.codecs.visible import shown
from mimeforge.edit import Edit
from mimeforge.errors import code_points
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import Hit, fields, rule
from mimeforge.rules.adr.address_fields import ADDRESS_FIELDS, ADDRESS_LISTS, read
from mimeforge.rules.adr.address_messages import Case, is_cut_by_comma
from mimeforge.rules.adr.fixes import empty_elements_out, name_anew
from mimeforge.rules.ses.address_delimiters import outside_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.adr.address_fields import Address, AddressField
    from mimeforge.rules.ses.address_list import Group, Mailbox
    from mimeforge.tree import Field

__all__ = ["RULES"]


@rule(
    "ADR112",
    "addr-unquoted-special",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.2.3, §3.2.5, §4.1",
    looks_at=fields(*ADDRESS_LISTS),
    bad=(
        sample("To: Jo @ home <jo@example.com>"),
        sample("To: zoe@example.net <jo@example.com>"),
        sample("To: [Team] Jo <jo@example.com>"),
        sample("Cc: Team @ home: jo@example.com;"),
        sample("From: Jo Q. Doe <jo@example.com>"),
        sample(r"To: jo\@home@example.com"),
    ),
    good=(
        sample('To: "Jo @ home [Team]" <jo@example.com>'),
        sample('From: "Jo Q. Doe" <jo@example.com>'),
        sample("To: Jo (@ home) <jo@example.com>, Zoe O'Neill <zoe@example.net>"),
        sample(r'To: "jo\"home"@example.com'),
    ),
)
def unquoted_special(field: Field, context: Context) -> Iterator[Hit]:
    """A special stands outside of quotes in a display name, the name of a group, or a local part.

    Readers guess where the name ends, and some take an at sign in it for the address: an error. Put the whole name in
    quotes. (A dot was allowed in old mail, and every reader takes it: a warning.)
    """
    addresses = read(field, context)
    for phrase in _phrases(addresses):
        bare = _bare(phrase.text)
        special = NOT_IN_PHRASE_RE.search(bare)
        found = special or DOT_RE.search(bare)
        if found:
            at = phrase.start + found.end() - 1
            what = "only old mail has unquoted in a name" if special is None else "no name holds outside of quotes"
            text = f"{code_points(found[0][-1])}, which {what} ({shown(phrase.octets)}): put the whole name in quotes"
            fix = name_anew("quote the name", addresses, phrase.start, phrase.text)
            yield Hit(addresses.span(at, at + 1), text, severity=_severity(found[0][-1], special is None), fix=fix)
    for address in addresses.unusual:
        pair = _unquoted_pair(address)
        if pair is not None:
            where = shown(addresses.octets(address.mailbox))
            text = f"a backslash outside of quotes in a local part ({where}): quote all of the local part"
            yield Hit(addresses.span(pair, pair + 1), text)


class _Phrase(NamedTuple):
    """The name of a mailbox or group, as it stands in the field body."""

    start: int
    text: str

    @property
    def octets(self) -> bytes:
        """The octets of the phrase."""
        return self.text.encode("latin-1")


def _severity(special: str, is_old: bool) -> Severity | None:
    if special == "@":
        return Severity.ERROR
    return Severity.WARNING if is_old else None


def _phrases(addresses: AddressField) -> Iterator[_Phrase]:
    """Pass the names that are more than atoms, or one quoted-string, but not those of which other rules speak."""
    listed = addresses.listed
    phrases = [mailbox for mailbox in listed.mailboxes if not ORDINARY_PHRASE_RE.fullmatch(mailbox.display_name)]
    told = _told(addresses) if phrases else set()
    for mailbox in phrases:
        if mailbox not in told:
            yield _Phrase(mailbox.whole_start, mailbox.display_name)
    for group in listed.groups:
        name = _name(group, addresses)
        if not ORDINARY_PHRASE_RE.fullmatch(name):
            yield _Phrase(group.start, name)


def _told(addresses: AddressField) -> set[Mailbox | None]:
    """Give the mailboxes that cannot be read, and those behind a comma that cuts a name in two: quotes mend both."""
    listed = addresses.listed
    cases = [Case(addresses, fault, listed.mailbox_at(fault.start)) for fault in listed.faults]
    faulty = {case.mailbox for case in cases if not _is_in_addr_spec(case)}
    return faulty | {listed.next_to(case.mailbox) for case in cases if case.mailbox and is_cut_by_comma(case)}


def _is_in_addr_spec(case: Case) -> bool:
    return case.mailbox is not None and case.fault.start >= case.mailbox.start


def _bare(phrase: str) -> str:
    """Blank out what quotes and comments hold, and encoded-words, of which others speak."""
    return ENCODED_WORD_RE.sub(lambda word: "_" * len(word[0]), outside_comments(phrase))


def _unquoted_pair(address: Address) -> int | None:
    """Find a backslash that escapes something outside of quotes, as RFC 822 had it (SES takes it)."""
    at = -1 if address.local_part.startswith('"') else address.local_part.find("\\")
    return address.local_start + at if at >= 0 and address.local_part.isascii() else None


@rule(
    "ADR106",
    "addr-empty-element",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.4, §4.4; RFC 7103 §7.1.5",
    looks_at=fields(*ADDRESS_LISTS),
    bad=(
        sample("To: jo@example.com, , zoe@example.net"),
        sample("Cc: jo@example.com,"),
        sample("Cc: Team: jo@example.com,, a@example.net;"),
    ),
    good=(
        sample("To: jo@example.com, zoe@example.net"),
        sample("To: undisclosed-recipients:;, jo@example.com"),
        sample('To: "Doe,, Jo" <jo@example.com> (a,, b)'),
    ),
)
def empty_element(field: Field, context: Context) -> Iterator[Hit]:
    """There is nothing between two commas of an address list, or beside the first or last.

    Readers that know the grammar of old mail pass over it, others refuse the list or take it for an address. Often a
    list was joined that held an empty string. Leave empty entries out. (Where all are empty, RFC 5322 has no list.)
    """
    if not (EMPTY_ELEMENT_SIGN_RE.search(field.raw) or EMPTY_AT_BEGINNING_RE.match(field.raw)):
        return
    addresses = read(field, context)
    listed = addresses.listed
    if listed.faults:
        return
    name = field.name.lower()
    is_all = not listed.mailboxes and not listed.groups and bool(field.raw.strip())
    if is_all and name == "from":
        return  # missing-from says so
    is_hidden = name in {"bcc", "resent-bcc"}  # where a comment may stand alone (§3.6.3)
    if is_all and not is_hidden and context.profile.family == "rfc":
        text = f"no address in {field.name}: write one, or leave the field out"
        yield Hit(field.value_span, text, severity=Severity.ERROR)
        return
    found = list(EMPTY_ELEMENT_RE.finditer(outside_comments(addresses.raw.decode("latin-1"))))
    if found:
        start, end = found[0].span()
        comma = end if addresses.raw[end : end + 1] == b"," else start - 1
        count = f"{len(found)} empty entries, this is the first" if found[1:] else "an empty entry"
        text = f"{count}: write a mailbox between two commas, leave empty ones out"
        yield Hit(addresses.span(comma, comma + 1), text, fix=empty_elements_out(addresses))


@rule(
    "ADR110",
    "addr-space-in-angle",
    severity=Severity.WARNING,
    rfc=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="RFC 5322 §3.4, §3.4.1; RFC 5321 §4.1.2: a path has no blanks",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample("To: Jo < jo@example.com>"), sample("Cc: <jo@example.net >")),
    good=(sample("To: Jo <jo@example.com>, Zoe  <zoe@example.net> "), sample('To: "< Jo >" <jo@example.com>')),
)
def space_in_angle(field: Field, context: Context) -> Iterator[Hit]:
    """White space stands between an angle bracket and the address in it.

    The grammar takes it, and programs that copy what is between the brackets take it along. Take it away.
    """
    if not BLANK_IN_ANGLE_RE.search(field.raw):
        return
    addresses = read(field, context)
    for mailbox in addresses.listed.mailboxes:
        at = None if mailbox.is_faulty else _blank_beside(mailbox, addresses)
        if at is not None:
            where = shown(addresses.octets(mailbox))
            text = f"white space beside {where} in its angle brackets: take it away"
            yield Hit(addresses.span(at, at + 1), text, fix=_take_blanks(mailbox, addresses))


def _take_blanks(mailbox: Mailbox, addresses: AddressField) -> Fix:
    """Take away the white space on both sides of the addr-spec."""
    start, end = mailbox.start, mailbox.end
    while addresses.raw[start - 1 : start] in _BLANKS:
        start -= 1
    while addresses.raw[end : end + 1] in _BLANKS:
        end += 1
    stretches = (start, mailbox.start), (mailbox.end, end)
    edits = tuple(Edit(addresses.span(*stretch)) for stretch in stretches if stretch[0] < stretch[1])
    return Fix("take the white space away", edits)


def _blank_beside(mailbox: Mailbox, addresses: AddressField) -> int | None:
    """Find white space between an angle bracket and the addr-spec; beside a comment, it belongs to that."""
    is_angled = addresses.raw[mailbox.read_to - 1 : mailbox.read_to] == b">"
    if not is_angled or "(" in mailbox.addr_spec:
        return None
    places = (mailbox.start - 1, mailbox.end)
    return next((at for at in places if addresses.raw[at : at + 1] in _BLANKS), None)


_BLANKS: Final = frozenset(blank.encode("ascii") for blank in LWSP)


@rule(
    "ADR119",
    "addr-route",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §4.4; RFC 5321 §3.3, Appendix C: source routes are to be ignored",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample("To: Jo <@mail.example.org:jo@example.com>"),),
    good=(sample("To: Jo <jo@example.com>"), sample("To: Team:<jo@example.com>;")),
)
def source_route(field: Field, context: Context) -> Iterator[Hit]:
    """An address names the servers that mail to it is to pass.

    Servers have long ignored such a route, and many refuse it. Write the address alone.
    """
    addresses = read(field, context)
    if b":" not in addresses.raw:
        return
    for mailbox in addresses.listed.mailboxes:
        opening = addresses.raw.rfind(b"<", mailbox.whole_start, mailbox.start)
        if (
            opening >= 0
            and not mailbox.is_faulty
            and addresses.raw[opening : mailbox.start].rstrip(LWSP.encode()).endswith(b":")
        ):
            text = f"a source route before the address {shown(addresses.octets(mailbox))}: write the address alone"
            route = addresses.span(opening + 1, mailbox.start)
            yield Hit(route, text, fix=Fix("take the route away", (Edit(route),), safe=False))


@rule(
    "ADR134",
    "addr-group-empty-name",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.4: a group begins with its display-name",
    looks_at=fields(*ADDRESS_FIELDS),
    bad=(sample("Cc: :jo@example.com;"), sample("Cc: (Team) : jo@example.com;")),
    good=(sample("Cc: Team: jo@example.com;"), sample("To: undisclosed-recipients:;", "Cc: zoe@example.net")),
)
def group_without_name(field: Field, context: Context) -> Iterator[Hit]:
    """A group of addresses has no name before its colon.

    Readers take the colon for a mistake, or for part of an address. Name the group, or write its members alone.
    """
    addresses = read(field, context)
    for group in addresses.listed.groups:
        if not outside_comments(_name(group, addresses)).strip(LWSP):
            span = addresses.span(group.start, group.semicolon + 1)
            yield Hit(span, "a group without a name before its colon: name it, or write its members alone")


@rule(
    "ADR135",
    "addr-group-in-from",
    severity=Severity.WARNING,
    rfc=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source="RFC 6854 §3; RFC 5322 §3.6.2",
    looks_at=fields("From", "Sender"),
    bad=(sample("From: Team: jo@example.com;"), sample("Sender: Team: jo@example.com;")),
    good=(sample("From: Team <jo@example.com>"), sample("Reply-To: Team: jo@example.com, zoe@example.com;")),
)
def group_in_from(field: Field, context: Context) -> Iterator[Hit]:
    """From or Sender holds a group of addresses.

    It was allowed late, for the rare author who must not be answered, and RFC 6854 asks to do without: many readers
    show no author, and receivers may refuse the message. Write a mailbox.
    """
    addresses = read(field, context)
    if field.name.lower() == "from" and not addresses.listed.mailboxes:
        return  # missing-from says that nobody is named
    for group in addresses.listed.groups:
        span = addresses.span(group.start, group.semicolon + 1)
        yield Hit(span, f"a group, {shown(_name(group, addresses))}, in {field.name}: write a mailbox")


def _name(group: Group, addresses: AddressField) -> str:
    return addresses.raw[group.start : group.end].decode("latin-1")


RULES = (
    unquoted_special,
    empty_element,
    space_in_angle,
    source_route,
    group_without_name,
    group_in_from,
)
