"""One addr-spec as Amazon SES reads it: what it is refused for, in the order in which SES looks (ses-rules.md §4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mimeforge import _grammar
from mimeforge.rules.ses.address_problems import Fault, Problem

if TYPE_CHECKING:
    from re import Pattern

__all__ = ["addr_spec_fault", "past", "source_route"]


def source_route(text: str, start: int, end: int) -> tuple[int, Fault | None]:
    """Find the addr-spec behind a source route, ``@a.example,@b.example:`` (RFC 5322 §4.4, obs-route)."""
    hops = _grammar.OBS_DOMAIN_LIST_RE.match(text, start, end)
    stop = hops.end() if hops else end
    if stop == end:
        return start, Fault(Problem.BAD_ROUTE, start, end) if hops and "," in hops[0] else None
    if text[stop] == ",":
        return start, Fault(Problem.BAD_ROUTE, stop, stop + 1)
    if stop + 1 == end:
        return start, Fault(Problem.MISSING_FINAL_DOMAIN, start, end)
    return stop + 1, None


def addr_spec_fault(text: str, start: int, end: int) -> Fault | None:
    """Find the fault of the addr-spec ``text[start:end]``: the first pass's, else the second pass's."""
    if _grammar.PLAIN_ADDR_SPEC_RE.fullmatch(text, start, end):
        return None  # nearly every address
    misquoted = None
    local = past(_grammar.COMMENTS_RE, text, start, end)
    at = past(_grammar.OBS_LOCAL_ATOMS_RE, text, local, end)
    while at < end and text[at] == '"':
        closing = past(_grammar.OBS_QCONTENT_RE, text, at + 1, end)
        if closing == end or text[closing] != '"':
            return Fault(Problem.UNTERMINATED_QUOTE, at, at + 1)
        behind = past(_grammar.COMMENTS_RE, text, closing + 1, end)
        if misquoted is None and at > local:
            misquoted = Fault(Problem.QUOTE_NOT_AT_START, at, at + 1)
        elif misquoted is None and behind < end and text[behind] != "@":
            misquoted = Fault(Problem.QUOTE_NOT_AT_END, closing, closing + 1)
        at = past(_grammar.OBS_LOCAL_ATOMS_RE, text, closing + 1, end)
    if at == end:
        return misquoted or Fault(Problem.MISSING_FINAL_DOMAIN, start, end)
    if text[at] != "@":
        return _unfit(text, at, Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL)
    if at == local:
        return Fault(Problem.MISSING_LOCAL, at, at + 1)
    return _domain_fault(text, at, end) or misquoted


def past(pattern: Pattern[str], text: str, start: int, end: int) -> int:
    """Go behind what ``pattern`` matches at ``start``."""
    found = pattern.match(text, start, end)
    return found.end() if found else start


def _domain_fault(text: str, at_sign: int, end: int) -> Fault | None:
    start = past(_grammar.COMMENTS_RE, text, at_sign + 1, end)
    if start == end:
        return Fault(Problem.MISSING_DOMAIN, at_sign, at_sign + 1)
    if text[start] == ".":
        return Fault(Problem.DOMAIN_DOT_START, start, start + 1)
    stop = past(_grammar.DOMAIN_NAME_RE, text, start, end)
    if stop == end:
        return Fault(Problem.DOMAIN_DOT_END, end - 1, end) if text[end - 1] == "." else None
    if text[stop] == "[":  # a domain-literal: SES looks no further
        return None
    if text[stop] == ".":
        return Fault(Problem.DOMAIN_DOT_DOT, stop, stop + 2)
    return _unfit(text, stop, Problem.DOMAIN_CONTROL, Problem.DOMAIN_ILLEGAL)


def _unfit(text: str, at: int, control: Problem, illegal: Problem) -> Fault:
    """Name the character at ``at``. SES's "control or whitespace" is the blank, the controls, and all but ASCII."""
    return Fault(illegal if " " < text[at] < "\x7f" else control, at, at + 1)
