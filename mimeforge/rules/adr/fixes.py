"""What mends address fields: names written anew as mimeforge writes them, and delimiters where one is surely meant.

The latter is held against the reader: a list that cannot be read has to have a fault less then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import BLANKS_RE, COMMENT_START_RE, ENCODED_WORD_RE, LWSP, PLAIN_ADDR_SPEC_RE
from mimeforge._grammar.addresses import EMPTY_ELEMENT_RE, MAILTO_RE, NOT_IN_PHRASE_RE
from mimeforge._grammar.encoded_words import CONTROL_BUT_TAB_RE
from mimeforge._grammar.lines import CONTROL_IN_FIELD_RE, QUOTED_STRING_OR_COMMENT_RE
from mimeforge.codecs import domains, encoded_word
from mimeforge.edit import Edit
from mimeforge.errors import AddressError
from mimeforge.headers import Address, AddressList
from mimeforge.headers.phrase import phrase
from mimeforge.linter.fix import Fix
from mimeforge.rules.adr.address_fields import read, shown_name
from mimeforge.rules.adr.address_messages import (
    follows_encoded_name,
    is_between_addresses,
    is_cut_by_comma,
    is_encoded,
    is_of_url,
    is_quoted,
)
from mimeforge.rules.fixes import edited, lay_out, rewrite
from mimeforge.rules.ses import address_list
from mimeforge.rules.ses.address_delimiters import outside_comments, past
from mimeforge.rules.ses.address_problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mimeforge.linter.context import Context
    from mimeforge.rules.adr.address_fields import AddressField
    from mimeforge.rules.adr.address_messages import Case
    from mimeforge.rules.ses.address_list import Mailbox
    from mimeforge.tree import Field

__all__ = [
    "beyond_ascii_anew",
    "comma_before",
    "decoded_address",
    "empty_elements_out",
    "fault_fix",
    "name_anew",
    "name_out",
    "named_anew",
]

# A list is read again for each fault that is mended; the others have their turn when these are gone.
_FAULTS_MENDED: Final = 20
_BLANKS: Final = LWSP.encode("ascii")
# Where no second mailbox is put behind a comma: several authors are another fault, and a sender is one.
_OF_ONE: Final = frozenset({"from", "resent-from", "resent-sender", "return-path", "sender"})


def name_anew(title: str, addresses: AddressField, start: int, name: str) -> Fix | None:
    """Write the name of a mailbox or group, which stands at ``start`` as ``name``, as mimeforge does."""
    edits = _name_edits(addresses, start, name)
    return Fix(title, edits, safe=_is_phrase(name)) if edits else None


def named_anew(title: str, field: Field, context: Context, offset: int) -> Fix | None:
    """Write the display name at ``offset`` of the field body as mimeforge does."""
    addresses = read(field, context)
    mailbox = addresses.listed.mailbox_at(offset)
    if mailbox is None or mailbox.is_faulty or not mailbox.display_name:
        return None
    return name_anew(title, addresses, mailbox.whole_start, mailbox.display_name)


def name_out(addresses: AddressField, mailbox: Mailbox, *, safe: bool) -> Fix:
    """Leave a display name out, with the white space behind it."""
    start = mailbox.whole_start
    end = addresses.raw.index(b"<", start + len(mailbox.display_name))
    return Fix("write the address alone", (Edit(addresses.span(start, end)),), safe=safe)


def empty_elements_out(addresses: AddressField) -> Fix | None:
    """Leave out what is empty in a list, each stretch with a comma; not where comments stand there."""
    raw, listed = addresses.raw, addresses.listed
    stretches: list[tuple[int, int]] = []
    for element in EMPTY_ELEMENT_RE.finditer(outside_comments(raw.decode("latin-1"))):
        start, end = element.span()
        if raw[start:end].strip():
            return None
        if stretches and stretches[-1][1] + 1 == start:
            start, _ = stretches.pop()
        stretches.append((start, end))
    edits = [Edit(addresses.span(*_with_comma(raw, *stretch))) for stretch in stretches]
    return Fix("leave the empty entries out", tuple(edits)) if listed.mailboxes or listed.groups else None


def comma_before(addresses: AddressField, start: int, end: int) -> Fix | None:
    """Put a comma before what follows a mailbox or group, where that is one that can be read."""
    following = address_list.read(addresses.raw[start:end].decode("latin-1"))
    at = len(addresses.raw[:start].rstrip(_BLANKS))
    is_sound = following.mailboxes and not following.faults and addresses.field.name.lower() not in _OF_ONE
    return Fix("put a comma between them", (Edit(addresses.span(at, at), b","),), safe=False) if is_sound else None


def decoded_address(addresses: AddressField, mailbox: Mailbox) -> Fix | None:
    """Decode the encoded-words of an addr-spec, where an address comes of it."""
    try:
        written = Address(None, encoded_word.decode_text(mailbox.addr_spec)).addr_spec.encode("ascii")
    except AddressError:
        return None
    place = addresses.span(mailbox.start, mailbox.end)
    return Fix("write the address as it is", (Edit(place, written),), safe=False)


def beyond_ascii_anew(addresses: AddressField, *, domains_too: bool) -> Fix | None:
    """Encode the names and comments of a list that are not ASCII, and write domains in A-labels where that is asked."""
    text = addresses.raw.decode("latin-1")
    listed, is_safe = addresses.listed, True
    edits: list[Edit] = []
    for mailbox in listed.mailboxes:
        if domains_too and not mailbox.addr_spec.isascii():
            in_alabels = _domain_edits(addresses, mailbox)
            edits += in_alabels
            is_safe = is_safe and not in_alabels
    names = [(mailbox.whole_start, mailbox.display_name) for mailbox in listed.mailboxes]
    for start, name in (*names, *((group.start, text[group.start : group.end]) for group in listed.groups)):
        if not name.isascii():
            edits += _name_edits(addresses, start, name)
            is_safe = is_safe and _is_phrase(name)
    for comment in QUOTED_STRING_OR_COMMENT_RE.finditer(addresses.raw):
        if comment[0].startswith(b"(") and comment[0].endswith(b")") and not comment[0].isascii():
            edits += _comment_edits(addresses, comment.start() + 1, comment.end() - 1)
    return Fix("encode what is not ASCII", tuple(edits), safe=is_safe) if edits else None


class _Mend(NamedTuple):
    """What mends the faults of one cause: an order, and the edits; none where they would be a guess."""

    is_cause: Callable[[Case], bool]
    title: str
    edits: Callable[[Case], Iterable[Edit]]


def fault_fix(case: Case, context: Context) -> Fix | None:
    """Mend an address list that cannot be read, where its author surely meant one thing."""
    listed, field = case.addresses.listed, case.addresses.field
    mends = (mend for mend in _MENDS if mend.is_cause(case)) if case.fault in listed.faults[:_FAULTS_MENDED] else ()
    for mend in mends:
        edits = tuple(mend.edits(case))
        after = edited(field, edits) if edits else None
        found = read(after, context).listed if after else None
        is_taken = found is not None and (len(found.mailboxes) == 1 or field.name.lower() not in _OF_ONE)
        if found and found.mailboxes and is_taken and len(found.faults) < len(listed.faults):
            return Fix(mend.title, edits, safe=False)
    return None


def _name_edits(addresses: AddressField, start: int, name: str) -> tuple[Edit, ...]:
    """Write a name in the place of ``name``, with a blank behind it; no edits where it has comments or controls."""
    end = start + len(name)
    text = shown_name(name, addresses.field.encoding)
    if '"' not in name and "=?" not in name:
        text = BLANKS_RE.sub(" ", text)
    is_known = name.isascii() or addresses.field.encoding == "utf-8"
    has_controls = CONTROL_IN_FIELD_RE.search(name.encode("latin-1"))
    if COMMENT_START_RE.match(name) or has_controls or not is_known or not _may_be_encoded(text):
        return ()
    edits = lay_out(addresses.field, start, end, lambda room: phrase(text, first=room))
    behind = addresses.raw[end : end + 1]
    if edits and (behind == b"<" or (behind == b":" and edits[-1].octets(b"").endswith(b"?="))):
        edits += (Edit(addresses.span(end, end), b" "),)
    return edits


def _comment_edits(addresses: AddressField, start: int, end: int) -> tuple[Edit, ...]:
    inside = addresses.raw[start:end].decode(addresses.field.encoding)
    text = encoded_word.decode_text(inside.replace("\r\n", "").replace("\n", ""))
    if not _may_be_encoded(text) or any(sign in inside for sign in "()\\"):
        return ()
    return lay_out(addresses.field, start, end, lambda room: encoded_word.encode(text, first=room))


def _is_phrase(name: str) -> bool:
    """Whether no special stands in a name outside of quotes that a reader might take for a delimiter."""
    return not NOT_IN_PHRASE_RE.search(outside_comments(name))


def _may_be_encoded(text: str) -> bool:
    """Whether a text can be written anew: not where something in it was lost, or cannot be read, or is a control."""
    is_odd = CONTROL_BUT_TAB_RE.search(text) or ENCODED_WORD_RE.search(text) or "\ufffd" in text
    return bool(text) and not is_odd


def _domain_edits(addresses: AddressField, mailbox: Mailbox) -> tuple[Edit, ...]:
    local_part, _, domain = addresses.octets(mailbox).rpartition(b"@")
    try:
        written = domains.encode(domain.decode(addresses.field.encoding))
    except AddressError:
        return ()
    start = mailbox.end - len(domain)
    is_sound = PLAIN_ADDR_SPEC_RE.fullmatch(f"{local_part.decode('latin-1')}@{written}")
    return (Edit(addresses.span(start, mailbox.end), written.encode("ascii")),) if is_sound else ()


def _with_comma(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Add the comma behind an empty stretch of a list; at its end, the one before."""
    if raw[end : end + 1] == b",":
        return start, end + 1
    return (start - 1 if raw[:start].endswith(b",") else start), end


def _in_alabels(case: Case) -> Iterable[Edit]:
    return _domain_edits(case.addresses, case.mailbox) if case.mailbox else ()


def _without_scheme(case: Case) -> Iterator[Edit]:
    for scheme in MAILTO_RE.finditer(case.addresses.raw):
        yield Edit(case.addresses.span(*scheme.span()))


def _quoted_with_comma(case: Case) -> Iterable[Edit]:
    addresses, mailbox = case.addresses, case.mailbox
    following = addresses.listed.next_to(mailbox) if mailbox else None
    if mailbox is None or following is None or following.is_faulty:
        return ()
    end = following.whole_start + len(following.display_name)
    return _name_edits(addresses, mailbox.whole_start, addresses.raw[mailbox.whole_start : end].decode("latin-1"))


def _quoted_whole(case: Case) -> Iterable[Edit]:
    """Quote all that stands before the one address of a field."""
    raw = case.addresses.raw
    start, angle = len(raw) - len(raw.lstrip(_BLANKS)), raw.find(b"<")
    name = raw[start:angle].rstrip(_BLANKS).decode("latin-1")
    if raw.count(b"<") != 1 or not raw.rstrip(_BLANKS).endswith(b">") or "," in name or name.count('"') > 1:
        return ()
    bare = name.removeprefix('"')
    if not bare or '"' in bare or "=?" in bare or not bare.isascii():
        return ()
    text = BLANKS_RE.sub(" ", bare)
    return lay_out(case.addresses.field, start, start + len(name), lambda room: phrase(text, first=room))


def _parsed(case: Case) -> Iterable[Edit]:
    """Write the one address that a quoted-string or encoded-words hold."""
    mailbox, addresses = case.mailbox, case.addresses
    if mailbox is None:
        return ()
    text = shown_name(addresses.raw[mailbox.whole_start : mailbox.whole_end].decode("latin-1"), "latin-1")
    try:
        written = rewrite(addresses.field, AddressList((Address.parse(text),)))
    except AddressError:
        return ()
    place = addresses.span(mailbox.whole_start, mailbox.whole_end)
    return (Edit(place, written.octets(b"").strip()),) if written else ()


def _bracketed(case: Case) -> Iterable[Edit]:
    """Put the address behind a name in angle brackets."""
    if case.mailbox is None:
        return ()
    start = case.mailbox.end - len(BLANKS_RE.split(case.mailbox.addr_spec)[-1])
    before, behind = (case.addresses.span(at, at) for at in (start, case.mailbox.end))
    return Edit(before, b"<"), Edit(behind, b">")


def _comma_here(case: Case) -> Iterable[Edit]:
    return (Edit(case.addresses.span(case.fault.start, case.fault.start), b","),)


def _comma_behind_last(case: Case) -> Iterable[Edit]:
    before = [mailbox for mailbox in case.addresses.listed.mailboxes if mailbox.read_to <= case.fault.start]
    return (Edit(case.addresses.span(before[-1].read_to, before[-1].read_to), b","),) if before else ()


def _commas_for_semicolons(case: Case) -> Iterator[Edit]:
    """Write commas for the semicolons that end no group; none where a comma would stand beside nothing."""
    text = case.addresses.raw.decode("latin-1")
    start = past(BLANKS_RE, text, 0, len(text))
    for fault in case.addresses.listed.faults:
        if fault.problem is Problem.STRAY_SEMICOLON:
            behind = past(BLANKS_RE, text, fault.end, len(text))
            is_between = fault.start > start and text[behind : behind + 1] not in _ENDS_ELEMENT
            yield Edit(case.addresses.span(fault.start, fault.end), b"," if is_between else b"")


def _closed(case: Case) -> Iterable[Edit]:
    """Close an angle bracket behind an address."""
    mailbox = case.mailbox
    if mailbox is None or not PLAIN_ADDR_SPEC_RE.fullmatch(mailbox.addr_spec):
        return ()
    return (Edit(case.addresses.span(mailbox.end, mailbox.end), b">"),)


def _without_fault(case: Case) -> Iterable[Edit]:
    return (Edit(case.addresses.span(case.fault.start, case.fault.end)),)


def _of(*problems: Problem) -> Callable[[Case], bool]:
    return lambda case: case.fault.problem in problems


# What follows the last mailbox of a list, and an empty entry.
_ENDS_ELEMENT: Final = frozenset({"", ",", ";"})

_QUOTE: Final = "quote the display name"
_COMMA: Final = "put a comma between them"
_MENDS: Final = (
    _Mend(lambda case: case.addresses.is_beyond_ascii(case.fault), "write the domain in A-labels", _in_alabels),
    _Mend(is_of_url, "take mailto: away", _without_scheme),
    _Mend(is_encoded, "write the address as it is", _parsed),
    _Mend(is_quoted, "take the quotes away", _parsed),
    _Mend(is_cut_by_comma, _QUOTE, _quoted_with_comma),
    _Mend(follows_encoded_name, "put the address in angle brackets", _bracketed),
    _Mend(is_between_addresses, _COMMA, _comma_here),
    _Mend(_of(Problem.EXTRA_ANGLE), _COMMA, _comma_behind_last),
    _Mend(_of(Problem.STRAY_SEMICOLON), "write commas between mailboxes", _commas_for_semicolons),
    _Mend(_of(Problem.UNCLOSED_ANGLE), "close the angle bracket", _closed),
    _Mend(_of(Problem.DOMAIN_DOT_END), "take the dot away", _without_fault),
    # A colon, parenthesis or bracket of a name that stands in no quotes, or a quote that is never closed
    _Mend(lambda case: b"<" in case.addresses.raw, _QUOTE, _quoted_whole),
)
