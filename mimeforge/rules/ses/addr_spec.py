"""One addr-spec as Amazon SES reads it: what it is refused for, in the order in which SES looks."""

from __future__ import annotations

from typing import NamedTuple

from mimeforge import _grammar
from mimeforge.rules.ses.address_delimiters import behind_comments, closed, past
from mimeforge.rules.ses.address_problems import Fault, Problem

__all__ = ["Parts", "addr_spec_fault", "behind_literal", "parts", "source_route"]


class Parts(NamedTuple):
    """Where the local part and the domain of an addr-spec stand, without the comments around them."""

    local_start: int
    local_end: int
    domain_start: int
    domain_end: int


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
    local = behind_comments(text, start, end)
    at = _behind_atoms(text, local, end)
    while at < end and text[at] == '"':
        closing = past(_grammar.OBS_QCONTENT_RE, text, at + 1, end)
        if closing == end or text[closing] != '"':
            return Fault(Problem.UNTERMINATED_QUOTE, at, at + 1)
        if misquoted is None:
            misquoted = _misquoted(text, local, at, closing, end)
        at = _behind_atoms(text, closing + 1, end)
    if at == end:
        return misquoted or Fault(Problem.MISSING_FINAL_DOMAIN, start, end)
    if text[at] != "@":
        return _unfit(text, at, Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL)
    if at == local:
        return Fault(Problem.MISSING_LOCAL, at, at + 1)
    return _domain_fault(text, at, end) or misquoted


def parts(text: str, start: int, end: int) -> Parts:
    """Take apart an addr-spec that has no fault."""
    plain = _grammar.PLAIN_ADDR_SPEC_RE.fullmatch(text, start, end)
    if plain:
        return Parts(*plain.span(1), *plain.span(2))
    local = behind_comments(text, start, end)
    if text[local] == '"':
        local_end = past(_grammar.OBS_QCONTENT_RE, text, local + 1, end) + 1
    else:
        local_end = past(_grammar.OBS_LOCAL_ATOMS_RE, text, local, end)
    at_sign = behind_comments(text, local_end, end)
    domain = behind_comments(text, at_sign + 1, end)
    domain_end = past(_grammar.DOMAIN_NAME_RE, text, domain, end)
    if domain_end < end and text[domain_end] == "[":
        literal_end = closed(text, domain_end, end)
        domain_end = literal_end if isinstance(literal_end, int) else end
    return Parts(local, local_end, domain, domain_end)


def behind_literal(text: str, start: int, end: int) -> int:
    """Say where the domain of an addr-spec without fault ends if more than comments follow, else ``end``.

    Only behind a domain-literal can something follow: SES looks no further than its first bracket.
    """
    domain_end = parts(text, start, end).domain_end
    return end if behind_comments(text, domain_end, end) == end else domain_end


def _behind_atoms(text: str, start: int, end: int) -> int:
    """Go behind an unquoted stretch of a local part, and behind the comments that stand between it and the @."""
    at = past(_grammar.OBS_LOCAL_ATOMS_RE, text, start, end)
    behind = behind_comments(text, at, end)
    return behind if behind < end and text[behind] == "@" else at


def _misquoted(text: str, local: int, opening: int, closing: int, end: int) -> Fault | None:
    """Say what is wrong with the place of the first quoted-string of a local part."""
    if opening > local:
        return Fault(Problem.QUOTE_NOT_AT_START, opening, opening + 1)
    behind = behind_comments(text, closing + 1, end)
    if behind < end and text[behind] != "@":
        return Fault(Problem.QUOTE_NOT_AT_END, closing, closing + 1)
    return None


def _domain_fault(text: str, at_sign: int, end: int) -> Fault | None:
    start = behind_comments(text, at_sign + 1, end)
    if start == end:
        return Fault(Problem.MISSING_DOMAIN, at_sign, at_sign + 1)
    if text[start] == ".":
        return Fault(Problem.DOMAIN_DOT_START, start, start + 1)
    stop = past(_grammar.DOMAIN_NAME_RE, text, start, end)
    if behind_comments(text, stop, end) == end:
        return Fault(Problem.DOMAIN_DOT_END, stop - 1, stop) if text[stop - 1] == "." else None
    if text[stop] == "[":  # a domain-literal: SES looks no further
        return None
    if text[stop] == ".":
        return Fault(Problem.DOMAIN_DOT_DOT, stop, stop + 2)
    return _unfit(text, stop, Problem.DOMAIN_CONTROL, Problem.DOMAIN_ILLEGAL)


def _unfit(text: str, at: int, control: Problem, illegal: Problem) -> Fault:
    """Name the character at ``at``. SES's "control or whitespace" is the blank, the controls, and all but ASCII."""
    return Fault(illegal if " " < text[at] < "\x7f" else control, at, at + 1)
