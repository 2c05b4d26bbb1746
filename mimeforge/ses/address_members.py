"""Addresses and subjects in members of a request, judged by the rules on the fields that they become."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge._grammar.addresses import PLAIN_ADDR_SPEC_RE
from mimeforge._limits import LOCAL_PART_MAX
from mimeforge.linter import engine
from mimeforge.linter.examples import sample
from mimeforge.linter.rule import Scope
from mimeforge.preflight import RULES
from mimeforge.rules.api.addresses import inner_control
from mimeforge.tree import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter import Finding
    from mimeforge.linter.context import Context
    from mimeforge.linter.rule import Rule

__all__ = ["ADDRESS", "SUBJECT", "MemberField", "judged"]

# What stands behind the field: a message.
_BEHIND: Final = sample()
# A field for one address, as members hold one. Nothing that is said of it names it.
_NAME: Final = "Sender"

# Of these, rules on requests speak: a request has no folded fields, and names no field of a message.
_LEFT_OUT: Final = frozenset(
    {"addr-group-empty-name", "addr-group-in-from", "fold-in-quoted-string", "header-line-over-76-with-ew"}
)

# Of line ends beside an address and in folds, too: to these rules they are blanks.
_LINE_ENDS_TO_BLANKS: Final = bytes.maketrans(b"\r\n", b"  ")


def _looks_at_addresses(rule: Rule) -> bool:
    scope, names = rule.looks_at.scope, rule.looks_at.names
    is_of_field = scope in (Scope.FIELD, Scope.PART_FIELD) and _NAME.lower() in names
    return rule.slug not in _LEFT_OUT and (is_of_field or rule.code.startswith("ENC"))


class MemberField(NamedTuple):
    """The field that a member becomes, and the rules that judge it."""

    name: str
    rules: tuple[Rule, ...]


ADDRESS: Final = MemberField(_NAME, tuple(rule for rule in RULES if _looks_at_addresses(rule)))

# SES sends a subject of ASCII as it is given, with the encoded-words in it (API models of SendEmail).
SUBJECT: Final = MemberField("Subject", tuple(rule for rule in RULES if rule.code.startswith("ENC")))


def judged(path: str, value: str, context: Context, field: MemberField) -> Iterator[Finding]:
    """Judge what a member holds as the field that it becomes, by the rules on such fields."""
    if _is_plain(value) or not value.strip() or inner_control(value) is not None:
        return  # of what is not plain, rules on requests say so
    octets = value.encode("utf-8", "surrogatepass")
    before = f"{field.name}: ".encode("ascii")
    message = before + octets.translate(_LINE_ENDS_TO_BLANKS) + b"\r\n" + _BEHIND
    report = engine.inspect(message, field.rules, replace(context, envelope=None, request=None))
    source = Source(octets)
    for finding in report:
        if finding.header != field.name or finding.part:
            continue
        start, end = (max(0, min(offset - len(before), len(octets))) for offset in finding.span)
        line, column = source.position(start)
        there = replace(finding, member=path, span=Span(start, end), line=line, column=column)
        yield replace(there, header=None, occurrence=None, fix=None)


def _is_plain(value: str) -> bool:
    """Whether this is a short address of the usual kind, of which no rule has anything to say."""
    return len(value) <= LOCAL_PART_MAX and PLAIN_ADDR_SPEC_RE.fullmatch(value) is not None
