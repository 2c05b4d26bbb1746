"""What an answer of Amazon SES means, and where in a message its cause is."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown
from mimeforge.linter.report import text as text_report
from mimeforge.preflight import lint, profile_named
from mimeforge.preflight.request_table import ALL_RULES
from mimeforge.ses import replies
from mimeforge.ses.answers import ANSWERS, Group
from mimeforge.ses.answers.codes import CODES
from mimeforge.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter import Finding, Report
    from mimeforge.linter.context import EnvelopeLike
    from mimeforge.preflight import Lintable
    from mimeforge.ses.answers import Answer
    from mimeforge.ses.answers.codes import Code
    from mimeforge.ses.replies import Reply

__all__ = ["Explanation", "explain"]

_WIDTH: Final = 100
_NEAR_MAX: Final = 3
_NAMED_SHOWN: Final = 10
_NEAR_ENOUGH: Final = 0.65
_NEAR_MORE: Final = 3
_VARIABLE_RE: Final = re.compile(r"\{\w+\}")
_PIECE_RE: Final = re.compile(r": |[\"'()\[\]{}<>] *")
_PIECES_MAX: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Explanation:
    """What is known about one answer of Amazon SES; ``str()`` of it is for people.

    ``reply`` is what was given, with the ``answer`` of the table that stands in it, None where there is none; ``near``
    are then the texts most like it. ``report`` is that of the message, where one was given, and ``findings`` those of
    it that point at the cause: the ones that foretell this very answer (``is_foretold``), or else what may be the
    cause.
    """

    reply: Reply
    near: tuple[Answer, ...] = ()
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    is_foretold: bool = False

    @property
    def answer(self) -> Answer | None:
        """The row of the table, None where the text is in none."""
        return self.reply.answer

    @property
    def code(self) -> Code | None:
        """The name of the error and its meaning, where one was given."""
        return CODES.get(self.reply.code or "")

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    def __repr__(self) -> str:
        text = self.answer.text if self.answer else self.reply.line
        return f"<Explanation of {text[:60]!r}, {len(self.findings)} findings>"


def explain(
    text: str,
    source: Lintable | None = None,
    *,
    profile: str | None = None,
    envelope: EnvelopeLike | None = None,
) -> Explanation:
    """Say what Amazon SES means by an answer, and with the message it refused, where in it the cause is.

    ``text`` is the answer alone or as botocore, another SDK, an SMTP client or a log shows it. ``source`` is the
    message, as `mimeforge.lint` takes it; it is judged under ``profile``, or else that of the interface which answers
    in this way, or else "ses". Raises what `mimeforge.lint` raises.
    """
    if not isinstance(text, str):
        raise TypeError(f"explain takes the answer as a str, not {type(text).__name__}")
    reply = replies.read(text)
    law = profile_named(profile or reply.profile or "ses").name
    report = None if source is None else lint(source, profile=law, envelope=envelope)
    if reply.answer is None:
        return Explanation(reply=reply, near=_near(reply.line), report=report)
    findings, is_foretold = _causes(reply, reply.answer, report) if report is not None else ((), False)
    if report is not None and not findings and reply.answer.group is Group.RECIPIENT:
        # The recipients of an SMTP session are not known here; most often they are those of the fields.
        findings, _ = _causes(reply, reply.answer, lint(report.source, profile="ses", envelope=envelope))
    return Explanation(reply=reply, report=report, findings=findings, is_foretold=is_foretold)


def _near(line: str) -> tuple[Answer, ...]:
    """Find the texts that some piece of the line begins like; what clients write around an answer ends in signs."""
    pieces = [line.lower(), *_PIECE_RE.split(line.lower())][:_PIECES_MAX]
    likeness = {answer: max(_likeness(piece, answer.text) for piece in pieces) for answer in ANSWERS}
    near = sorted((answer for answer in ANSWERS if likeness[answer] >= _NEAR_ENOUGH), key=lambda each: -likeness[each])
    return tuple(near[:_NEAR_MAX])


def _likeness(piece: str, text: str) -> float:
    wanted = _VARIABLE_RE.sub("", text).lower()
    matcher = SequenceMatcher(None, piece[: len(wanted) + _NEAR_MORE], wanted)
    is_worth_a_look = min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= _NEAR_ENOUGH
    return matcher.ratio() if is_worth_a_look else 0.0


def _causes(reply: Reply, answer: Answer, report: Report) -> tuple[tuple[Finding, ...], bool]:
    """Choose the findings that foretell the answer as it was given; else what may be its cause.

    That is the same answer with other names in it, or what the rules find that look for its causes and foretell
    nothing, of the field that is named where one is.
    """
    read = {text: replies.read(text) for text in {finding.predicts for finding in report if finding.predicts}}
    alike = [finding for finding in report if finding.predicts and read[finding.predicts].answer is answer]
    same = [finding for finding in alike if finding.predicts and read[finding.predicts].values == reply.values]
    if same:
        return tuple(same), True
    causes = alike or [finding for finding in report if finding.slug in answer.rules and finding.predicts is None]
    named = [finding for finding in causes if finding.header and finding.header.lower() in reply.values]
    return tuple(named or causes), False


_INTERFACES: Final = {"ses": "version 1 of the API", "ses-v2": "version 2 of the API", "ses-smtp": "SMTP"}
_LABELS: Final = {rule.slug: f"{rule.code} {rule.slug}" for rule in ALL_RULES}


def _lines(explanation: Explanation) -> Iterator[str]:
    reply, answer = explanation.reply, explanation.answer
    if answer is None:
        if explanation.code:
            yield f"{explanation.code.name}: {explanation.code.meaning}"
        else:
            yield f"No answer of Amazon SES is known that reads {shown(reply.line, 200)}."
        if explanation.near:
            yield "The nearest that are:"
            yield from (f"  {near.text}" for near in explanation.near)
        return
    yield answer.text
    interface = ", ".join(filter(None, [reply.code, _INTERFACES.get(reply.profile or "")]))
    rules = ", ".join(_LABELS[slug] for slug in answer.rules) or "none: no rule can find the cause in a message"
    yield from _labelled("about", "; ".join(filter(None, [answer.group.value, interface])))
    yield from _labelled("cause", answer.cause)
    yield from _labelled("do", answer.advice)
    if answer.order:
        yield from _labelled("order", answer.order)
    yield from _labelled("rules", rules)
    yield from _labelled("evidence", f"{answer.evidence} ({answer.source})")
    if explanation.report is not None:
        yield ""
        yield from _place(explanation, explanation.report)


def _labelled(label: str, text: str) -> list[str]:
    label = f"  {label + ':':<10}"
    indent = " " * len(label)
    return textwrap.wrap(
        text, _WIDTH, initial_indent=label, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _place(explanation: Explanation, report: Report) -> Iterator[str]:
    name = text_report.shown_name(report.name)
    if not explanation.findings:
        yield from _named_fields(explanation, report) or [
            f"Nothing in {name} is found to cause it, judged under the profile {report.profile}."
        ]
        findings = tuple(finding for finding in report if finding.predicts is not None)
        if findings:
            yield "It would rather draw another answer:"
    else:
        findings = explanation.findings
        yield f"{name} draws this answer here:" if explanation.is_foretold else f"This in {name} may be the cause:"
    for finding in findings:
        yield ""
        yield text_report.describe(report, finding)


def _named_fields(explanation: Explanation, report: Report) -> list[str]:
    """Say where the first fields of the name stand that an answer about header fields has in it."""
    if explanation.answer is None or explanation.answer.group is not Group.HEADER:
        return []
    root, lines = parse(report.source), []
    for field in [field for value in explanation.reply.values for field in root.fields_named(value)][:_NAMED_SHOWN]:
        line, column = field.source.position(field.span.start)
        place = f"{text_report.shown_name(report.name)}:{line}:{column}"
        size = field.span.end - field.span.start
        lines.append(f"{place} is the field that it names, {size:,} octets; no rule speaks of it.")
    return lines
