"""What an answer of Amazon SES means, and where in a message its cause is."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Final

from mimeforge.codecs.visible import shown, visible
from mimeforge.linter.report import text as text_report
from mimeforge.preflight import RULES, lint
from mimeforge.ses import replies
from mimeforge.ses.answers import ANSWERS
from mimeforge.ses.answers.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter import Finding, Report
    from mimeforge.linter.context import EnvelopeLike
    from mimeforge.preflight import Lintable
    from mimeforge.ses.answers import Answer
    from mimeforge.ses.replies import Reply

__all__ = ["Explanation", "explain"]

_WIDTH: Final = 100
_NEAR_MAX: Final = 3
_NEAR_ENOUGH: Final = 0.6
_VARIABLE_RE: Final = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is known about one answer of Amazon SES; ``str()`` of it is for people.

    ``reply`` is the answer without what its interface puts around it. ``answer`` is the row of the table, None where
    the text is in none; ``near`` are then the texts most like it. ``report`` is that of the message, where one was
    given, and ``findings`` those of it that point at the cause: the ones that foretell this answer
    (``is_foretold``), or else those of the rules that look for its causes.
    """

    reply: Reply
    answer: Answer | None = None
    near: tuple[Answer, ...] = ()
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    is_foretold: bool = False

    def __str__(self) -> str:
        return "\n".join(_lines(self))


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
    answer = _recognized(reply)
    if answer is None:
        near = () if reply.code in CODES and reply.text == reply.code else _near(reply)
        return Explanation(reply=reply, near=near)
    if source is None:
        return Explanation(reply=reply, answer=answer)
    report = lint(source, profile=profile or reply.profile or "ses", envelope=envelope)
    findings, is_foretold = _causes(reply, answer, report)
    return Explanation(reply=reply, answer=answer, report=report, findings=findings, is_foretold=is_foretold)


def _recognized(reply: Reply) -> Answer | None:
    """Find the row whose text stands in the reply, with or without what is around it; of several, the longest."""
    given = [_comparable(text) for text in (reply.text, reply.line)]
    found = [answer for answer in ANSWERS if any(map(_pattern(answer.text).search, given))]
    return max(found, key=lambda answer: len(_VARIABLE_RE.sub("", answer.text)), default=None)


@cache  # of the table's own texts
def _pattern(text: str) -> re.Pattern[str]:
    pieces = [re.escape(piece) for piece in _VARIABLE_RE.split(_comparable(text))]
    *inner, last = pieces
    whole = "".join(piece + "(.*?)" for piece in inner) + last if last else ".*?".join(inner) + "(.*)"
    return re.compile(rf"(?<!\w){whole}(?!\w)" if last else rf"(?<!\w){whole}", re.IGNORECASE)


def _comparable(text: str) -> str:
    """Leave out what clients change: runs of blanks, the dot at the end, the enhanced status code of an SMTP reply."""
    return re.sub(r"(?<=\d\d\d )\d\.\d\.\d ", "", " ".join(text.split())).removesuffix(".")


def _near(reply: Reply) -> tuple[Answer, ...]:
    texts = {_VARIABLE_RE.sub("", answer.text).lower(): answer for answer in ANSWERS}
    return tuple(texts[text] for text in get_close_matches(reply.text.lower(), texts, _NEAR_MAX, _NEAR_ENOUGH))


def _causes(reply: Reply, answer: Answer, report: Report) -> tuple[tuple[Finding, ...], bool]:
    """Choose the findings that foretell the very text, else the same answer; else those of its rules."""
    foretold = {finding: replies.read(finding.predicts) for finding in report if finding.predicts is not None}
    same = [finding for finding, foretelling in foretold.items() if foretelling.text == reply.text]
    alike = [finding for finding, foretelling in foretold.items() if _recognized(foretelling) is answer]
    if same or alike:
        return tuple(same or alike), True
    by_rule = [finding for finding in report if finding.slug in answer.rules]
    unforetold = [finding for finding in by_rule if finding.predicts is None]
    return tuple(unforetold or by_rule), False


_INTERFACES: Final = {"ses": "version 1 of the API", "ses-v2": "version 2 of the API", "ses-smtp": "SMTP"}
_LABELS: Final = {rule.slug: f"{rule.code} {rule.slug}" for rule in RULES}


def _lines(explanation: Explanation) -> Iterator[str]:
    reply, answer = explanation.reply, explanation.answer
    code = CODES.get(reply.code or "")
    if answer is None:
        yield f"No answer of Amazon SES is known that reads {shown(reply.text, 200)}."
        if code:
            yield f"{code.name}: {code.meaning}"
        if explanation.near:
            yield "The nearest that are:"
            yield from (f"  {near.text}" for near in explanation.near)
        return
    yield answer.text
    interface = [f"{reply.code}, {_INTERFACES[reply.profile]}"] if reply.profile and reply.code else []
    rules = ", ".join(_LABELS[slug] for slug in answer.rules) or "none: the cause is not in the message"
    yield from _labelled("about", "; ".join([answer.group.value, *interface]))
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
    name = visible(report.name)
    if not explanation.findings:
        yield f"Nothing in {name} is found to cause it, judged under the profile {report.profile}."
        foretold = dict.fromkeys(finding.predicts for finding in report if finding.predicts is not None)
        yield from (f"It would rather be answered: {visible(text)}" for text in foretold)
        return
    yield f"{name} draws this answer here:" if explanation.is_foretold else f"This in {name} may be the cause:"
    for finding in explanation.findings:
        yield ""
        yield text_report.describe(report, finding)
