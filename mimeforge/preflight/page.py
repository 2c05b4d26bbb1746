"""A rule's page as text: what it is about, how bad that is, what it rests on, and its examples.

`write` is the page for a terminal. The pages in ``docs/rules`` are made of the same pieces.
"""

from __future__ import annotations

import pprint
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from mimeforge.codecs.visible import show_line
from mimeforge.linter.examples import Call, Recipe, sample
from mimeforge.linter.finding import Evidence, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.examples import Example
    from mimeforge.linter.rule import Rule

__all__ = ["MEANINGS", "ShownExample", "rests_on_a_standard", "show", "write"]

_WIDTH: Final = 100
_LINES_SHOWN: Final = 12
_OCTETS_SHOWN: Final = 2_000

# What examples are made of beside what they are about.
_ORDINARY: Final = sample().split(b"\r\n")
_FIELDS: Final = frozenset(_ORDINARY[: _ORDINARY.index(b"")])
_BODY: Final = _ORDINARY[_ORDINARY.index(b"") :]

MEANINGS: Final = {
    Evidence.DOCUMENTED: "a standard or AWS states it",
    Evidence.PROBED: "somebody tried it against the service and recorded the answer; AWS does not state it",
    Evidence.FIELD_REPORT: "users met it; AWS does not state it",
    Evidence.INFERRED: "it follows from the others; nobody was seen to meet it",
}


def rests_on_a_standard(rule: Rule) -> bool:
    """Return whether it is documented that a hit breaks a standard, while the answer of SES rests on less."""
    return rule.rfc is Severity.ERROR and rule.evidence is not Evidence.DOCUMENTED


class ShownExample(NamedTuple):
    """An example as it is shown.

    ``conditions`` are what has to hold beside its octets; ``lines`` the first of its lines, ``more`` the number of the
    others. Of a message that is only described ``lines`` is empty, and ``described`` says what it is.
    """

    conditions: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    more: int = 0
    described: str | None = None


def show(example: Example, *, lines: int = _LINES_SHOWN) -> ShownExample:
    """Show an example: of its message at most ``lines`` lines, each cut to a hundred characters."""
    conditions = tuple(_conditions(example))
    if isinstance(example.message, Recipe):
        return ShownExample(conditions, described=example.message.name)
    whole = _call(example.message) if isinstance(example.message, Call) else _shown_lines(example.message)
    shown = [f"{line[:_WIDTH]}{'…' * (len(line) > _WIDTH)}" for line in whole]
    return ShownExample(conditions, tuple(shown[:lines]), max(0, len(shown) - lines))


def write(rule: Rule) -> str:
    """Return the page of a rule, without a line feed at its end."""
    return "\n".join(_lines(rule))


def _lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.slug}"
    yield ""
    yield rule.title
    yield ""
    yield from textwrap.wrap(rule.text, _WIDTH, break_long_words=False, break_on_hyphens=False)
    yield ""
    yield f"severity: {_severity(rule.severity)} under the profiles of Amazon SES, {_severity(rule.rfc)} under rfc"
    if rule.overlay:
        yield f"          (only with {rule.overlay} laid on top: --profile ses,{rule.overlay})"
    yield f"evidence: {rule.evidence}: {MEANINGS[rule.evidence]}"
    if rests_on_a_standard(rule):
        yield "          (of SES's answer; that it breaks a standard is documented)"
    yield from textwrap.wrap(f"source:   {rule.source}", _WIDTH, subsequent_indent=" " * 10, break_on_hyphens=False)
    yield "A finding that rests on something else says so."
    for title, examples in (("Reported:", rule.bad), ("Not reported:", rule.good)):
        yield ""
        yield title
        for example in examples:
            yield from _example(show(example))


def _severity(severity: Severity | None) -> str:
    return severity or "silent"


def _example(example: ShownExample) -> Iterator[str]:
    yield ""
    if example.conditions:
        yield f"  ({', '.join(example.conditions)})"
    if example.described is not None:
        yield f"  {example.described}"
    yield from (f"  | {line}".rstrip() for line in example.lines)
    if example.more:
        yield f"  and {example.more} more line{'s' * (example.more > 1)}"


def _conditions(example: Example) -> Iterator[str]:
    if example.profile is not None:
        yield f"profile {example.profile}"
    if example.envelope is not None:
        yield f"sender and recipients of the envelope: {len(example.envelope.recipients) + 1}"


def _call(call: Call) -> list[str]:
    """Give a request as it is written in Python; what is in it are examples of our own, and safe to show."""
    text = pprint.pformat(_in_short(call.arguments), width=_WIDTH, sort_dicts=False)
    return [call.operation, *text.split("\n")]


def _in_short(value: Any) -> Any:
    """Give a value with octets that nobody wants to read described, and not written out."""
    if isinstance(value, Mapping):
        return {name: _in_short(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_in_short, value))
    return _Described(len(value)) if isinstance(value, bytes) and len(value) > _OCTETS_SHOWN else value


@dataclass(frozen=True, slots=True)
class _Described:
    octets: int

    def __repr__(self) -> str:
        return f"<{self.octets:,} octets>"


def _shown_lines(message: bytes) -> list[str]:
    """Give the lines that an example is about: its own fields, and the rest where that is its own."""
    lines = message.split(b"\r\n")
    if b"\n" in b"".join(lines) or b"\r" in b"".join(lines):  # other line ends than CRLF: they are what it is about
        return [show_line(line).text for line in BytesIO(message)]
    end = lines.index(b"") if b"" in lines else len(lines)
    fields, rest = lines[:end], lines[end:]
    own = [
        line
        for line, below in zip(fields, [*fields[1:], b""], strict=False)
        if line not in _FIELDS or below.startswith((b" ", b"\t"))
    ]
    own += rest if rest != _BODY else []
    return [show_line(line).text for line in (own if any(own) else lines)]
