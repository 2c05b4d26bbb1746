"""Addresses in members of a request, judged by the rules on address fields."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

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

__all__ = ["judged"]

# A field for one address, as each of these members is. Nothing that is said of it names it.
_NAME: Final = "Sender"
_BEFORE: Final = f"{_NAME}: ".encode()
_BEHIND: Final = sample()

# Of these, rules on requests speak: a request has no folded fields, and names no field of a message.
_LEFT_OUT: Final = frozenset({"addr-group-in-from", "fold-in-quoted-string"})

# Of line ends beside an address and in folds, too: to these rules they are blanks.
_LINE_ENDS_TO_BLANKS: Final = bytes.maketrans(b"\r\n", b"  ")


def _looks_at_addresses(rule: Rule) -> bool:
    scope, names = rule.looks_at.scope, rule.looks_at.names
    is_of_field = scope in (Scope.FIELD, Scope.PART_FIELD) and _NAME.lower() in names
    return rule.slug not in _LEFT_OUT and (is_of_field or rule.code.startswith("ENC"))


_RULES: Final = tuple(rule for rule in RULES if _looks_at_addresses(rule))


def judged(path: str, value: str, context: Context) -> Iterator[Finding]:
    """Judge the address in a member as the field that it becomes, by the rules on such fields."""
    octets = value.encode("utf-8", "surrogatepass")
    if not value.strip() or inner_control(value) is not None:
        return  # rules on requests say so
    message = _BEFORE + octets.translate(_LINE_ENDS_TO_BLANKS) + b"\r\n" + _BEHIND
    report = engine.inspect(message, _RULES, replace(context, envelope=None, request=None))
    source = Source(octets)
    for finding in report:
        if finding.header != _NAME or finding.part:
            continue
        start, end = (max(0, min(offset - len(_BEFORE), len(octets))) for offset in finding.span)
        line, column = source.position(start)
        there = replace(finding, member=path, span=Span(start, end), line=line, column=column)
        yield replace(there, header=None, occurrence=None, fix=None)
