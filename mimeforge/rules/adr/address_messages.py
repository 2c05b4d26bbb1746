"""What is said of a fault in an address list: its cause where that can be told, else what is wrong; and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar import ENCODED_WORD_RE, LWSP, OBS_ADDR_SPEC_RE
from mimeforge._grammar.addresses import URL_START_RE
from mimeforge._grammar.lines import CONTROL_IN_FIELD_RE
from mimeforge.codecs.encoded_word import decode_text
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.rules.ses.address_delimiters import outside_comments
from mimeforge.rules.ses.address_problems import CHARACTER_PROBLEMS, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimeforge.rules.adr.address_fields import AddressField
    from mimeforge.rules.ses.address_list import Mailbox
    from mimeforge.rules.ses.address_problems import Fault

__all__ = [
    "ALL_ENCODED",
    "Case",
    "follows_encoded_name",
    "is_all_encoded",
    "is_between_addresses",
    "is_control_in_address",
    "is_cut_by_comma",
    "is_encoded",
    "is_in_name",
    "is_of_url",
    "is_quoted",
    "message",
]


class Case(NamedTuple):
    """A fault, the field it is in, and the mailbox it stands in, if it stands in one."""

    addresses: AddressField
    fault: Fault
    mailbox: Mailbox | None

    @property
    def is_address(self) -> bool:
        """Whether the fault stands in something with an @."""
        return self.mailbox is not None and "@" in self.mailbox.addr_spec

    @property
    def is_obsolete(self) -> bool:
        """Whether RFC 5322 has a grammar for it: that of old mail (§4.4), or that of a domain of any atoms (§3.4.1)."""
        mailbox, fault = self.mailbox, self.fault
        if mailbox is None or not mailbox.start <= fault.start < fault.end <= mailbox.end:
            return False
        is_angled = _is_angled(self.addresses, mailbox)
        start, end = (mailbox.start, mailbox.end) if is_angled else (mailbox.whole_start, mailbox.whole_end)
        address = outside_comments(self.addresses.raw[start:end].decode("latin-1"))
        return OBS_ADDR_SPEC_RE.fullmatch(address) is not None

    @property
    def octets(self) -> bytes:
        """What is at fault."""
        return self.addresses.field.source.read(self.addresses.span(self.fault.start, self.fault.end))

    @property
    def before(self) -> str:
        """What stands in the addr-spec before the fault; "" where the fault is in none."""
        return self.mailbox.addr_spec[: max(0, self.fault.start - self.mailbox.start)] if self.mailbox else ""

    @property
    def behind(self) -> str:
        """What stands in the addr-spec behind the fault; "" where the fault is in none."""
        return self.mailbox.addr_spec[max(0, self.fault.end - self.mailbox.start) :] if self.mailbox else ""


def message(case: Case, said: str = "") -> str:
    """Say what is wrong and what to do, and in which address. ``said`` is a rule's own text instead of the cause's."""
    fault, mailbox = case.fault, case.mailbox
    causes = (cause for is_cause, cause in _CAUSES if is_cause(case))
    text = said if said and not _is_unseen(case) else next(causes, _SAID[fault.problem])
    if case.addresses.takes_one:
        text = _SAID_OF_ONE.get(text, text)
    is_within = mailbox is not None and fault.end <= mailbox.whole_end
    where = f" (in {shown(case.addresses.octets(mailbox))})" if mailbox and is_within and mailbox.addr_spec else ""
    for name, put_in in _PLACES.items():
        if name in text:
            text = text.replace(name, put_in(case))
    return text + where


def is_all_encoded(addresses: AddressField, mailbox: Mailbox) -> bool:
    """Whether an element of the list holds an address in encoded-words, and none outside of them."""
    element = addresses.raw[mailbox.whole_start : mailbox.whole_end].decode("latin-1")
    if "=?" not in element:
        return False
    outside = ENCODED_WORD_RE.sub("", element)
    return not ("@" in outside or "<" in outside) and "@" in decode_text(element)


def is_in_name(case: Case) -> bool:
    """Whether a character of a local part is rather one of a display name: a word follows before the @."""
    before_at, at, _ = outside_comments(case.behind).partition("@")
    is_local = case.fault.problem in {Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL}
    return is_local and at == "@" and not set(LWSP).isdisjoint(before_at.strip(LWSP))


def is_control_in_address(case: Case) -> bool:
    """Whether the fault is a control character in an address, which no field may hold and other rules report.

    White space is none, nor the line end of a fold.
    """
    raw, at = case.addresses.raw, case.fault.start
    is_control = case.fault.problem in CHARACTER_PROBLEMS and CONTROL_IN_FIELD_RE.match(raw, at) is not None
    return is_control and case.is_address and not _is_of_open_group(case)


def is_cut_by_comma(case: Case) -> bool:
    """Whether a comma follows, and then an address in angle brackets: "Doe, Jo <jo@example.com>"."""
    mailbox, addresses = case.mailbox, case.addresses
    if mailbox is None or case.is_address or case.fault.problem not in _OF_WORDS or _is_angled(addresses, mailbox):
        return False
    following = addresses.listed.next_to(mailbox)
    if following is None:
        return False
    return b"," in addresses.raw[mailbox.whole_end : following.whole_start] and _is_angled(addresses, following)


def _is_angled(addresses: AddressField, mailbox: Mailbox) -> bool:
    return addresses.raw[mailbox.read_to - 1 : mailbox.read_to] == b">"


ALL_ENCODED: Final = "all of the address is encoded: encode the display name only, and put the address behind it in <>"


def _is_of_open_group(case: Case) -> bool:
    return case.fault == case.addresses.listed.open_group_fault


def is_encoded(case: Case) -> bool:
    """Whether all of an address is in encoded-words."""
    mailbox = case.mailbox
    return mailbox is not None and case.fault.end <= mailbox.whole_end and is_all_encoded(case.addresses, mailbox)


def is_quoted(case: Case) -> bool:
    """Whether all of an address is in quotes."""
    is_without_domain = case.fault.problem is Problem.MISSING_FINAL_DOMAIN
    return is_without_domain and case.octets.startswith(b'"') and case.is_address


def _is_name_alone(case: Case) -> bool:
    return case.fault.problem is Problem.MISSING_FINAL_DOMAIN and case.octets.startswith((b'"', b"=?"))


def _is_cut_by_comment(case: Case) -> bool:
    """Whether the fault is a comment where only old mail has one: "jo@example.(a)com"."""
    at = case.fault.start
    if case.mailbox and case.fault.problem in {Problem.MISSING_FINAL_DOMAIN, Problem.DOMAIN_DOT_END}:
        at = case.mailbox.read_to
    return case.addresses.raw[at : at + 1] == b"(" and case.is_obsolete


def _is_blank(case: Case, problem: Problem) -> bool:
    return case.fault.problem is problem and case.octets in _BLANKS


def follows_encoded_name(case: Case) -> bool:
    """Whether an address stands behind encoded-words, and in no angle brackets."""
    return _is_blank(case, Problem.LOCAL_CONTROL) and case.before.endswith("?=") and "@" in case.behind


def _is_unencoded_name(case: Case) -> bool:
    return case.addresses.is_beyond_ascii(case.fault) and is_in_name(case)


def is_between_addresses(case: Case) -> bool:
    """Whether a blank stands where the comma between two addresses belongs."""
    return _is_blank(case, Problem.DOMAIN_CONTROL) and "@" in case.behind


def _is_blank_in_domain(case: Case) -> bool:
    return _is_blank(case, Problem.DOMAIN_CONTROL)


def _is_fold_in_local_part(case: Case) -> bool:
    return case.fault.problem is Problem.LOCAL_CONTROL and case.octets in {b"\r", b"\n"}


def _is_unseen(case: Case) -> bool:
    """Whether a blank beyond ASCII, or what nobody sees, came along with an address from a page."""
    is_beyond_ascii = case.addresses.is_beyond_ascii(case.fault) and not is_in_name(case)
    return is_beyond_ascii and not case.octets.decode(case.addresses.field.encoding).isprintable()


def is_of_url(case: Case) -> bool:
    """Whether the colon is that of a URL: "mailto:jo@example.com"."""
    raw, colon = case.addresses.raw, case.addresses.listed.open_group
    if not _is_of_open_group(case) or colon is None:
        at = case.fault.start
        colon = at if raw[at : at + 1] == b":" else None
    return colon is not None and URL_START_RE.search(raw, max(0, colon - _SCHEME_MAX), colon + 3) is not None


def _is_no_address(case: Case) -> bool:
    is_local = case.fault.problem in {Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL}
    return is_local and case.mailbox is not None and not case.is_address


# More than the longest scheme of `URL_START_RE` has.
_SCHEME_MAX: Final = 8
_BLANKS: Final = {blank.encode("ascii") for blank in LWSP}

# What a display name draws that is read as an addr-spec.
_OF_WORDS: Final = {
    Problem.LOCAL_CONTROL,
    Problem.LOCAL_ILLEGAL,
    Problem.MISSING_FINAL_DOMAIN,
    Problem.QUOTE_NOT_AT_START,
    Problem.QUOTE_NOT_AT_END,
}

_OPEN_GROUP: Final = "a colon opens a group that no semicolon ends: quote the display name, or end the group with ;"
_TWO: Final = "a blank between two addresses: put a comma between two mailboxes"
_NOT_LOCAL: Final = "{character}: no character of a local part: put the address in <>, a name before it in quotes"

# The first that applies is said.
_CAUSES: Final[tuple[tuple[Callable[[Case], bool], str], ...]] = (
    (is_of_url, "a URL where an address belongs: write the address alone, without mailto:"),
    (_is_unseen, "{character}, which nobody sees: take it out of the address"),
    (_is_of_open_group, _OPEN_GROUP),
    (is_encoded, ALL_ENCODED),
    (is_quoted, "no @domain, for all of the address is in quotes: take them away"),
    (is_cut_by_comma, "no @domain before a comma: quote the display name that holds the comma"),
    (_is_cut_by_comment, "a comment inside of a local part or domain: take it out"),
    (_is_name_alone, "no @domain, only a name: put the address behind it in <>"),
    (follows_encoded_name, "an address behind an encoded name: put the address in <>"),
    (_is_unencoded_name, "{character} in a name before an address: put the address in <>, and encode the name"),
    (is_between_addresses, _TWO),
    (_is_blank_in_domain, "a blank in a domain: take it away, or put the address in <> behind a name"),
    (_is_fold_in_local_part, "a line end in a local part: fold the field between two addresses"),
    (_is_no_address, "{character}, and no @: put the address in <>, a display name before it in quotes"),
)
_SAID: Final = {
    Problem.UNCLOSED_COMMENT: "a parenthesis is not closed: close it, or quote the display name",
    Problem.STRAY_COMMENT_END: "a parenthesis is closed that was not opened: quote the display name",
    Problem.EXTRA_ANGLE: "a second address in angle brackets: put a comma between two mailboxes",
    Problem.UNCLOSED_ANGLE: "an angle bracket is not closed: write <address>",
    Problem.STRAY_ANGLE_END: "an angle bracket is closed that was not opened: write <address>",
    Problem.UNCLOSED_QUOTE: "a quote is not closed: close it, or escape a quote that belongs to the name",
    Problem.UNCLOSED_LITERAL: "a square bracket is not closed: quote the display name",
    Problem.STRAY_SEMICOLON: "{semicolons}: separate mailboxes by commas",
    Problem.NESTED_GROUP: "a second colon in a group: quote the name it stands in",
    Problem.NOT_ONE_ADDRESS: "not exactly one address: leave the others out, quote a display name that holds a comma",
    Problem.EMPTY_ADDRESS: "an empty address: write the mailbox, or leave it out",
    Problem.BAD_ROUTE: "a source route that cannot be read: write the address alone",
    Problem.QUOTE_NOT_AT_END: "something between the closing quote and the @: quote all of the local part",
    Problem.QUOTE_NOT_AT_START: "a quote inside the local part: quote all of it",
    Problem.MISSING_LOCAL: "nothing before the @: write the mailbox",
    Problem.LOCAL_CONTROL: _NOT_LOCAL,
    Problem.LOCAL_ILLEGAL: _NOT_LOCAL,
    Problem.UNTERMINATED_QUOTE: "the quote of the local part is not closed: close it",
    Problem.MISSING_FINAL_DOMAIN: "no @domain: add the domain",
    Problem.MISSING_DOMAIN: "nothing after the @: write the domain",
    Problem.DOMAIN_DOT_START: "the domain begins with a dot: take it away",
    Problem.DOMAIN_CONTROL: "{character}: no character of a domain: correct it",
    Problem.DOMAIN_ILLEGAL: "{character}: no character of a domain: correct it",
    Problem.DOMAIN_DOT_DOT: "two dots together in the domain: take one away",
    Problem.DOMAIN_DOT_END: "the domain ends in a dot: take it away",
}

# Where one address belongs, advice for lists would lead from one fault into the next.
_SAID_OF_ONE: Final = {
    _OPEN_GROUP: "a colon before an address: quote the display name it stands in, or take away what is before it",
    _TWO: "a blank between two addresses: write one alone",
    _SAID[Problem.EXTRA_ANGLE]: "a second address in angle brackets: write one alone",
    _SAID[Problem.STRAY_SEMICOLON]: "{semicolons}: write one address alone, and quote a display name that holds one",
}


def _character(case: Case) -> str:
    return code_points(case.octets.decode(case.addresses.field.encoding))


def _semicolons(case: Case) -> str:
    count = sum(fault.problem is Problem.STRAY_SEMICOLON for fault in case.addresses.listed.faults)
    return (
        "a semicolon that ends no group" if count == 1 else f"{count} semicolons that end no group, this is the first"
    )


# What varies in these texts.
_PLACES: Final = {"{character}": _character, "{semicolons}": _semicolons}
