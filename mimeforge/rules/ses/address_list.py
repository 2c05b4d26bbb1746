"""Address lists as Amazon SES reads them: From, Sender, To, Cc, Bcc, Reply-To and Return-Path.

SES answers a bad list with one of the texts of `Problem`, known from field reports and from the published behaviour of
the strict RFC 822 reader whose texts they are. Nothing here was tried against the live service. There are two passes:

1. Left to right through the list: what stands between the mailboxes, and each addr-spec as soon as its end is reached.
2. If nothing was wrong: misplaced quotes and a missing ``@domain`` in each addr-spec, and the members of groups.

Display names are not judged; an unquoted addr-spec ends at the first comment behind it; dots may stand anywhere in a
local part; a group ends at its semicolon, comma or not; what follows ``>``, such a comment or a domain-literal is
passed over. Comments around a local part or a domain, and the blanks beside them, have their own reading here: RFC 5322
takes them, and nobody has seen SES refuse them, as that reader would.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final, NamedTuple

from mimeforge import _grammar
from mimeforge.rules.ses.addr_spec import addr_spec_fault, behind_literal, source_route
from mimeforge.rules.ses.address_delimiters import CLOSING, angle_closed, closed, past, trimmed
from mimeforge.rules.ses.address_problems import Fault, Problem

__all__ = ["AddressList", "Group", "Mailbox", "read"]

# What only the second pass looks for.
_SECOND_PASS: Final = {Problem.QUOTE_NOT_AT_END, Problem.QUOTE_NOT_AT_START, Problem.MISSING_FINAL_DOMAIN}


class Mailbox(NamedTuple):
    """One recipient of a list, faulty or not. All offsets are into the text that was read, and half-open.

    ``addr_spec`` is ``text[start:end]``, without angle brackets and source route, and without what follows a
    domain-literal. ``display_name`` is all that stands
    before ``<``, as it is written but for white space at its ends; "" where there is no ``<``. ``whole_start`` and
    ``whole_end`` bound the element of the list, comments included; what stands in it from ``read_to`` on, SES passes
    over. ``is_faulty``: the mailbox itself cannot be read.
    """

    addr_spec: str
    start: int
    end: int
    in_group: bool
    display_name: str
    whole_start: int
    whole_end: int
    read_to: int
    is_faulty: bool


class Group(NamedTuple):
    """A group, its name at ``start:end`` without the white space around it, and where its semicolon stands."""

    start: int
    end: int
    semicolon: int


class AddressList(NamedTuple):
    """An address list as SES reads it.

    ``mailboxes`` holds all that can be told apart, in the order of the text; ``faults`` at most one for each element of
    the list, SES's answer first. ``open_group`` is the offset of the colon of a group that no semicolon ends (often a
    colon in a display name without quotes), or None: SES then takes all from the group's name on for one addr-spec.
    ``open_group_fault`` is what is wrong with that addr-spec. ``groups`` are those that a semicolon ends.
    """

    mailboxes: tuple[Mailbox, ...]
    faults: tuple[Fault, ...]
    open_group: int | None
    open_group_fault: Fault | None
    groups: tuple[Group, ...]

    @property
    def fault(self) -> Fault | None:
        """The fault SES answers with, or None if it takes the list."""
        return self.faults[0] if self.faults else None

    def mailbox_at(self, offset: int) -> Mailbox | None:
        """Find the mailbox whose list element covers ``offset``, such as the start of a fault."""
        before = self._count_to(offset)
        return self.mailboxes[before - 1] if before and offset < self.mailboxes[before - 1].whole_end else None

    def next_to(self, mailbox: Mailbox) -> Mailbox | None:
        """Give the mailbox behind another one."""
        before = self._count_to(mailbox.whole_start)
        return self.mailboxes[before] if before < len(self.mailboxes) else None

    def _count_to(self, offset: int) -> int:
        """Count the mailboxes that begin at ``offset`` or before."""
        return bisect_right(self.mailboxes, offset, key=lambda mailbox: mailbox.whole_start)


def read(text: str, *, single: bool = False) -> AddressList:
    """Read an address list as SES does. Never raises; takes time in proportion to the length of the text.

    ``text`` is the field body as it stands, folds included, each octet as one character (latin-1): offsets count
    octets. ``single`` is for what takes one address: Sender, Return-Path, the parameters ``Source`` and ``ReturnPath``.
    Where there may be several, a list without any mailbox has no fault of its own: an empty To field is refused by its
    name, not by its content.
    """
    reader = _Reader(text)
    at = 0
    while found := _grammar.ADDRESS_DELIMITER_RE.search(text, at):
        at = found.start()
        at = at + 1 if found[0] in reader.dead else _STEPS[found[0]](reader, at)
    reader.close(len(text))
    if reader.group and not reader.dead:
        reader.close_open_group(reader.group)
    refusals = (*reader.first_pass, *reader.second_pass)
    if single and not reader.first_pass and reader.addresses != 1:
        refusals = (Fault(Problem.NOT_ONE_ADDRESS, *trimmed(text, 0, len(text))),)  # a comma that cut a name in two
    return AddressList(
        tuple(reader.mailboxes), refusals, reader.open_group, reader.open_group_fault, tuple(reader.groups)
    )


@dataclass(slots=True)
class _Element:
    """One element of the list, while it is read."""

    begin: int  # behind the separator
    start: int  # of the addr-spec; white space may come first
    end: int | None = None  # of the addr-spec, once a comment or ">" has ended it
    angle: int | None = None  # the "<"
    faulty: bool = False


class _Reader:
    """The first pass through a list; what is left for the second is put aside."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.mailboxes: list[Mailbox] = []
        self.first_pass: list[Fault] = []
        self.second_pass: list[Fault] = []
        self.addresses = 0  # a group is one
        self.element = _Element(0, 0)
        self.group: _Element | None = None
        self.groups: list[Group] = []
        self.open_group: int | None = None
        self.open_group_fault: Fault | None = None
        self.before_group = (0, 0)  # how many mailboxes, and faults of the second pass, there were
        self.angled = False  # a "<" since the last comma or group
        self.dead = ""  # delimiters that an unclosed one has made ordinary characters
        self.looks_ahead = True  # until that was in vain, for otherwise time would not be linear

    # One method for each delimiter: reads from it on, says where to go on.

    def delimited(self, at: int) -> int:
        """Go behind the quoted-string, domain-literal, comment or angle-addr that opens at ``at``.

        If it never ends, SES reads no further; we take the delimiter for an ordinary character, to find more mailboxes.
        """
        end = self.angle_end(at) if self.text[at] == "<" else closed(self.text, at, len(self.text))
        if isinstance(end, int):
            return end
        self.blame(end.problem, end.start)
        for opening in (self.text[at], self.text[end.start]):
            self.dead += opening + CLOSING[opening]
        self.open_group = None  # its semicolon may be further on
        return at + 1

    def comment(self, at: int) -> int:
        """Read comments, and white space between them, and tell those in an addr-spec from those behind or before."""
        text, element = self.text, self.element
        end = before = at
        while text[end : end + 1] == "(" and "(" not in self.dead:
            end = past(_grammar.BLANKS_RE, text, self.delimited(end), len(text))
        while before > element.start and text[before - 1] in _grammar.LWSP:
            before -= 1
        is_inside = text[end : end + 1] == "@" or text[before - 1 : before] == "@"
        if element.end is None and not is_inside:
            if before > element.start:
                element.end = at
            else:
                element.start = end
        return end

    def angle_addr(self, at: int) -> int:
        if self.angled:  # two mailboxes without a comma between them: the second is at fault
            if not self.dead:
                self.first_pass.append(Fault(Problem.EXTRA_ANGLE, at, at + 1))
            if self.element.angle is not None and self.element.end is not None:
                self.close(at if self.element.faulty else self.element.end + 1, separator=0)
            self.mark_faulty()
        self.angled = True
        end = self.delimited(at)
        self.element.angle, self.element.start = at, at + 1
        self.element.end = end - 1 if end > at + 1 else None
        return end

    def angle_end(self, at: int) -> int | Fault:
        """Find the end of the angle-addr that opens at ``at``.

        SES knows no comments there, and takes delimiters in them for such. If RFC 5322, which does, finds a sound
        addr-spec, that is no error.
        """
        text = self.text
        end = closed(text, at, len(text))
        if self.looks_ahead and text.find("(", at, end if isinstance(end, int) else len(text)) >= 0:
            other = angle_closed(text, at, len(text))
            if other != end:
                is_sound = isinstance(other, int) and not addr_spec_fault(text, *trimmed(text, at + 1, other - 1))
                self.looks_ahead = is_sound
                return other if is_sound else end
        return end

    def stray_closing(self, at: int) -> int:
        self.blame(Problem.STRAY_COMMENT_END if self.text[at] == ")" else Problem.STRAY_ANGLE_END, at)
        return at + 1

    def colon(self, at: int) -> int:
        if self.group:
            self.blame(Problem.NESTED_GROUP, at)
        else:
            self.group, self.open_group = self.element, None if self.dead else at
            self.before_group = len(self.mailboxes), len(self.second_pass)
        self.element = _Element(at + 1, at + 1, faulty=self.element.faulty)
        return at + 1

    def separator(self, at: int) -> int:
        ends_group = self.text[at] == ";"
        if ends_group and not self.group:
            self.blame(Problem.STRAY_SEMICOLON, at)
        self.close(at)
        self.angled = False
        if ends_group:
            self.addresses += self.group is not None
            if self.group and self.open_group is not None:
                self.groups.append(Group(*trimmed(self.text, self.group.begin, self.open_group), at))
            self.group = self.open_group = None
        return at + 1

    def blame(self, problem: Problem, at: int) -> None:
        if not self.dead and not self.element.faulty:
            self.first_pass.append(Fault(problem, at, at + 1))
        self.mark_faulty()

    def mark_faulty(self) -> None:
        self.element.faulty = True
        if self.group:
            self.group.faulty = True

    def close(self, at: int, separator: int = 1) -> Fault | None:
        """End the list element at ``at``, and look at its addr-spec. Returns the fault of that, whoever reports it.

        There are three ends. An element in which nothing stands leaves no trace. After a delimiter that is never
        closed, a faulty one leaves none either: it may be a piece of text. All others become mailboxes, and their fault
        is put down for its pass, unless something between the mailboxes is to blame already.
        """
        element, self.element = self.element, _Element(at + separator, at + separator)
        start, end = trimmed(self.text, element.start, at if element.end is None else element.end)
        name, fault = "", None
        if element.angle is not None:
            name = self.text[element.begin : element.angle].strip(_grammar.LWSP)
            start, fault = source_route(self.text, start, end)
            if start == end:
                fault = Fault(Problem.EMPTY_ADDRESS, element.angle, end + 1)
        elif start == end:
            return None  # an empty element, which does not count (RFC 5322 §4.4, obs-addr-list)
        fault = fault or addr_spec_fault(self.text, start, end)
        if fault and self.dead:
            return fault
        whole = trimmed(self.text, element.begin, at)
        read_to = whole[1] if element.end is None else element.end + (element.angle is not None)
        if not fault and self.text.find("[", start, end) >= 0 and (stop := behind_literal(self.text, start, end)) < end:
            end = read_to = stop
        is_faulty = element.faulty or fault is not None
        in_group = self.group is not None
        self.mailboxes.append(
            Mailbox(self.text[start:end], start, end, in_group, name, *whole, read_to=read_to, is_faulty=is_faulty)
        )
        self.addresses += not self.group
        if fault and not element.faulty:
            later = self.group or fault.problem in _SECOND_PASS
            (self.second_pass if later else self.first_pass).append(fault)
        return fault

    def close_open_group(self, group: _Element) -> None:
        """Read a group that no semicolon ends as SES does: as one addr-spec that begins with the group's name."""
        mailboxes, second_pass = self.before_group
        members = self.mailboxes[mailboxes:]
        del self.mailboxes[mailboxes:], self.second_pass[second_pass:]
        self.group, self.element = None, group
        self.open_group_fault = self.close(len(self.text))
        if self.open_group_fault or group.faulty:
            self.mailboxes[mailboxes:] = members  # those who were meant


_STEPS: Final = {
    "(": _Reader.comment,
    ")": _Reader.stray_closing,
    "<": _Reader.angle_addr,
    ">": _Reader.stray_closing,
    '"': _Reader.delimited,
    "[": _Reader.delimited,
    ",": _Reader.separator,
    ":": _Reader.colon,
    ";": _Reader.separator,
}
