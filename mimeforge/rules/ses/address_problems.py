"""What can be wrong with an address list, by the texts Amazon SES refuses it with."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple, Self

__all__ = ["CHARACTER_PROBLEMS", "Fault", "Problem"]


class Problem(StrEnum):
    """What is wrong with an address list: a stable key, and in ``answer`` the text SES refuses the message with.

    ``seen_instead``: what SES was once seen to answer to it (brave/accounts#35).
    """

    answer: str
    seen_instead: str | None

    def __new__(cls, key: str, answer: str, seen_instead: str | None = None) -> Self:
        """Make the member ``key``."""
        member = str.__new__(cls, key)
        member._value_, member.answer, member.seen_instead = key, answer, seen_instead
        return member

    # Between the mailboxes
    UNCLOSED_COMMENT = "unclosed-comment", "Missing ')'"
    STRAY_COMMENT_END = "stray-comment-end", "Missing '('"
    EXTRA_ANGLE = "extra-angle", "Extra route-addr"
    UNCLOSED_ANGLE = "unclosed-angle", "Missing '>'"
    STRAY_ANGLE_END = "stray-angle-end", "Missing '<'"
    UNCLOSED_QUOTE = "unclosed-quote", "Missing '\"'"
    UNCLOSED_LITERAL = "unclosed-literal", "Missing ']'"
    STRAY_SEMICOLON = "stray-semicolon", "Illegal semicolon, not in group"
    NESTED_GROUP = "nested-group", "Nested group"
    NOT_ONE_ADDRESS = "not-one-address", "Illegal address"  # to an empty parameter another was seen (boto/boto#351)

    # In an addr-spec
    EMPTY_ADDRESS = "empty-address", "Empty address"
    BAD_ROUTE = "bad-route", "Illegal route-addr"
    QUOTE_NOT_AT_END = "quote-not-at-end", "Quote not at end of local address"
    QUOTE_NOT_AT_START = "quote-not-at-start", "Quote not at start of local address"
    MISSING_LOCAL = "missing-local", "Missing local name"
    LOCAL_CONTROL = "local-control", "Local address contains control or whitespace"
    LOCAL_ILLEGAL = "local-illegal", "Local address contains illegal character"
    UNTERMINATED_QUOTE = "unterminated-quote", "Unterminated quote"
    MISSING_FINAL_DOMAIN = "missing-final-domain", "Missing final '@domain'"
    MISSING_DOMAIN = "missing-domain", "Missing domain"
    DOMAIN_DOT_START = "domain-dot-start", "Domain starts with dot"
    DOMAIN_CONTROL = "domain-control", "Domain contains control or whitespace"
    DOMAIN_ILLEGAL = "domain-illegal", "Domain contains illegal character"
    DOMAIN_DOT_DOT = "domain-dot-dot", "Domain contains dot-dot"
    DOMAIN_DOT_END = "domain-dot-end", "Domain ends with dot", "Missing domain"


# Those that one character is to blame for.
CHARACTER_PROBLEMS: Final = frozenset(
    {Problem.LOCAL_CONTROL, Problem.LOCAL_ILLEGAL, Problem.DOMAIN_CONTROL, Problem.DOMAIN_ILLEGAL}
)


class Fault(NamedTuple):
    """One reason for SES to refuse the list. ``start`` and ``end`` are offsets of the character or stretch at fault."""

    problem: Problem
    start: int
    end: int

    @property
    def answer(self) -> str:
        """The text SES refuses the message with."""
        return self.problem.answer
