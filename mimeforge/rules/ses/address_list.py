"""Address lists as Amazon SES reads them: From, Sender, To, Cc, Bcc, Reply-To and Return-Path.

SES answers a bad list with one of the texts of `Problem`, known from field reports and from the published behaviour of
the strict RFC 822 reader whose texts they are. Nothing here was tried against the live service. There are two passes:

1. Left to right through the list: what stands between the mailboxes, and each addr-spec as soon as its end is reached.
2. If nothing was wrong: misplaced quotes and a missing ``@domain`` in each addr-spec, and the members of groups.

Display names are not judged; an unquoted addr-spec ends at the first comment behind it; dots may stand anywhere in a
local part; a group ends at its semicolon, comma or not; what follows ``>``, or such a comment, is passed over. Comments
around a local part or a domain have their own reading here: RFC 5322 takes them, and nobody has seen SES refuse them,
as that reader would.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge import _grammar
from mimeforge.rules.ses.addr_spec import addr_spec_fault, past, source_route
from mimeforge.rules.ses.address_problems import Fault, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["AddressList", "Fault", "Mailbox", "Problem", "faults", "outside_comments", "read"]

# What only the second pass looks for.
_SECOND_PASS: Final = {Problem.QUOTE_NOT_AT_END, Problem.QUOTE_NOT_AT_START, Problem.MISSING_FINAL_DOMAIN}


class Mailbox(NamedTuple):
    """One recipient of a list, faulty or not. All offsets are into the text that was read, and half-open.

    ``addr_spec`` is ``text[start:end]``, without angle brackets and source route. ``display_name`` is all that stands
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


class AddressList(NamedTuple):
    """An address list as SES reads it.

    ``mailboxes`` holds all that can be told apart, in the order of the text; ``faults`` at most one for each element of
    the list, SES's answer first. ``open_group`` is the offset of the colon of a group that no semicolon ends (often a
    colon in a display name without quotes), or None: SES then takes all from the group's name on for one addr-spec.
    """

    mailboxes: tuple[Mailbox, ...]
    faults: tuple[Fault, ...]
    open_group: int | None

    @property
    def fault(self) -> Fault | None:
        """The fault SES answers with, or None if it takes the list."""
        return self.faults[0] if self.faults else None

    def mailbox_at(self, offset: int) -> Mailbox | None:
        """Find the mailbox whose list element covers ``offset``, such as the start of a fault."""
        before = bisect_right(self.mailboxes, offset, key=lambda mailbox: mailbox.whole_start)
        return self.mailboxes[before - 1] if before and offset < self.mailboxes[before - 1].whole_end else None


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
        refusals = (Fault(Problem.NOT_ONE_ADDRESS, *_trimmed(text, 0, len(text))),)  # a comma that cut a name in two
    return AddressList(tuple(reader.mailboxes), refusals, reader.open_group)


def faults(text: str) -> Iterator[Fault]:
    """List what SES refuses in an address list, its own answer first, at most one fault for each list element."""
    return iter(read(text).faults)


def outside_comments(text: str) -> str:
    """Blank out the comments of a stretch in which every delimiter is closed, and empty what stands between quotes."""
    kept = []
    at = 0
    while found := _grammar.OPENING_DELIMITER_RE.search(text, at):
        end = _closed(text, found.start())
        if not isinstance(end, int):
            break
        filler = " " if found[0] == "(" else found[0]
        kept += [text[at : found.start()], filler * (end - found.start())]
        at = end
    return "".join([*kept, text[at:]])


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
        self.open_group: int | None = None
        self.before_group = (0, 0)  # how many mailboxes, and faults of the second pass, there were
        self.angled = False  # a "<" since the last comma or group
        self.dead = ""  # delimiters that an unclosed one has made ordinary characters

    # One method for each delimiter: reads from it on, says where to go on.

    def delimited(self, at: int) -> int:
        """Go behind the quoted-string, domain-literal, comment or angle-addr that opens at ``at``.

        If it never ends, SES reads no further; we take the delimiter for an ordinary character, to find more mailboxes.
        """
        end = _closed(self.text, at)
        if isinstance(end, int):
            return end
        self.blame(end.problem, end.start)
        for opening in (self.text[at], self.text[end.start]):
            self.dead += opening + _DELIMITED[opening][1]
        self.open_group = None  # its semicolon may be further on
        return at + 1

    def comment(self, at: int) -> int:
        end, element = self.delimited(at), self.element
        inside = self.text[end : end + 1] == "@" or self.text[at - 1 : at] == "@"
        if element.end is None and not inside:
            if self.text[element.start : at].strip(_grammar.LWSP):
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
        """End the list element at ``at`` and look at its addr-spec."""
        element, self.element = self.element, _Element(at + separator, at + separator)
        start, end = _trimmed(self.text, element.start, at if element.end is None else element.end)
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
        whole = _trimmed(self.text, element.begin, at)
        read_to = whole[1] if element.end is None else element.end + (element.angle is not None)
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
        if self.close(len(self.text)) or group.faulty:
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

# For each opening delimiter: the content up to the next delimiter that counts in it, the closing one, and the problem
# when that is missing. Comments nest (RFC 5322 §3.2.2); between angle brackets, quoted-strings may hold a ">".
_DELIMITED: Final = {
    '"': (_grammar.OBS_QCONTENT_RE, '"', Problem.UNCLOSED_QUOTE),
    "[": (_grammar.OBS_DCONTENT_RE, "]", Problem.UNCLOSED_LITERAL),
    "(": (_grammar.OBS_CCONTENT_RE, ")", Problem.UNCLOSED_COMMENT),
    "<": (_grammar.OBS_ANGLE_CONTENT_RE, ">", Problem.UNCLOSED_ANGLE),
}


def _closed(text: str, at: int) -> int | Fault:
    """Find where that ends which the delimiter at ``at`` opens, or the delimiter inside that is never closed."""
    opened = [at]
    while opened:
        content, closing, problem = _DELIMITED[text[opened[-1]]]
        at = past(content, text, at + 1, len(text))
        delimiter = text[at : at + 1]
        if delimiter == closing:
            opened.pop()
        elif delimiter in _DELIMITED:
            opened.append(at)
        else:
            return Fault(problem, opened[-1], opened[-1] + 1)
    return at + 1


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the white space at both ends, of which there is little."""
    while start < end and text[start] in _grammar.LWSP:
        start += 1
    while start < end and text[end - 1] in _grammar.LWSP:
        end -= 1
    return start, end
