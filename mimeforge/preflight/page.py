"""A rule's page as text: what it is about, how bad that is, what it rests on, and its examples."""

from __future__ import annotations

import textwrap
from io import BytesIO
from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import show_line
from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.examples import Example
    from mimeforge.linter.rule import Rule

__all__ = ["write"]

_WIDTH: Final = 100
_LINES_SHOWN: Final = 12

# What examples are made of beside what they are about.
_ORDINARY: Final = sample().split(b"\r\n")
_FIELDS: Final = frozenset(_ORDINARY[: _ORDINARY.index(b"")])
_BODY: Final = _ORDINARY[_ORDINARY.index(b"") :]

_MEANINGS: Final = {
    Evidence.DOCUMENTED: "a standard or AWS states it",
    Evidence.PROBED: "somebody tried it against the service and recorded the answer; AWS does not state it",
    Evidence.FIELD_REPORT: "users met it; AWS does not state it",
    Evidence.INFERRED: "it follows from the others; nobody was seen to meet it",
}


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
    yield f"evidence: {rule.evidence}: {_MEANINGS[rule.evidence]}"
    if rule.rfc is Severity.ERROR and rule.evidence is not Evidence.DOCUMENTED:
        yield "          (of SES's answer; that it breaks a standard is documented)"
    yield from textwrap.wrap(f"source:   {rule.source}", _WIDTH, subsequent_indent=" " * 10, break_on_hyphens=False)
    yield "A finding that rests on something else says so."
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
        conditions.append(f"sender and recipients of the envelope: {len(example.envelope.recipients) + 1}")
    yield ""
    if conditions:
        yield f"  ({', '.join(conditions)})"
    if not isinstance(example.message, bytes):
        yield f"  {example.message.name}"
        return
    lines = _shown_lines(example.message)
    yield from (f"  | {line[:_WIDTH]}{'…' * (len(line) > _WIDTH)}".rstrip() for line in lines[:_LINES_SHOWN])
    more = len(lines) - _LINES_SHOWN
    if more > 0:
        yield f"  and {more} more line{'s' * (more > 1)}"


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
