"""A rule's page as text: what it is about, how bad that is, what it rests on, and its examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import show_line
from mimeforge.linter.examples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.examples import Example
    from mimeforge.linter.finding import Severity
    from mimeforge.linter.rule import Rule

__all__ = ["write"]

_LINES_SHOWN: Final = 12

# What examples are made of beside what they are about.
_ORDINARY: Final = frozenset(sample().split(b"\n"))

_MEANINGS: Final = {
    "documented": "a standard or AWS states it",
    "probed": "somebody tried it against the service and recorded the answer; AWS does not state it",
    "field-report": "users met it; AWS does not state it",
    "inferred": "it follows from the others; nobody was seen to meet it",
}


def write(rule: Rule) -> str:
    """Return the page of a rule, without a line feed at its end."""
    return "\n".join(_lines(rule))


def _lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.slug}"
    yield ""
    yield rule.title
    yield ""
    yield rule.text
    yield ""
    yield f"severity: {_severity(rule.severity)} under the profiles of Amazon SES, {_severity(rule.rfc)} under rfc"
    yield f"evidence: {rule.evidence}: {_MEANINGS[rule.evidence]}; a finding that rests on something else says so"
    yield f"source:   {rule.source}"
    for title, examples in (("Reported:", rule.bad), ("Not reported:", rule.good)):
        yield ""
        yield title
        for example in examples:
            yield from _example(example)


def _severity(severity: Severity | None) -> str:
    return severity or "silent"


def _example(example: Example) -> Iterator[str]:
    conditions = [f"profile {example.profile}"] * (example.profile is not None)
    if example.envelope is not None:
        conditions.append(f"an envelope of {len(example.envelope.recipients)} recipients")
    yield ""
    if conditions:
        yield f"  ({', '.join(conditions)})"
    if not isinstance(example.message, bytes):
        yield f"  {example.message.name}"
        return
    lines = example.message.split(b"\n")
    own = [line for line in lines if line not in _ORDINARY] or lines
    for line in own[:_LINES_SHOWN]:
        yield ("  | " + show_line(line.removesuffix(b"\r")).text).rstrip()
    if len(own) > _LINES_SHOWN:
        yield f"  and {len(own) - _LINES_SHOWN} more lines"
