"""A rule's page in Markdown, and what the rule's bad examples draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from mimeforge.cli.diff import diff
from mimeforge.codecs.visible import visible
from mimeforge.edit import apply
from mimeforge.linter.examples import Call
from mimeforge.linter.finding import ABSENT
from mimeforge.linter.report.excerpt import excerpt
from mimeforge.preflight import lint
from mimeforge.preflight.page import MEANINGS, rests_on_a_standard, show
from mimeforge.preflight.request_table import ALL_RULES
from mimeforge.ses import lint_request, replies
from mimeforge.ses.answers import ANSWERS
from pages.answer_links import answer_link
from pages.markdown import blocks, code, fenced, link, prose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mimeforge.linter import Finding, Report, Severity
    from mimeforge.linter.examples import Example
    from mimeforge.linter.fix import Fix
    from mimeforge.linter.rule import Rule
    from mimeforge.ses import Answer

__all__ = ["Examined", "Offered", "examine", "fixes", "page"]

_T = TypeVar("_T")

# More than the terminal shows: structures of parts take room.
_LINES_SHOWN: Final = 40
# Findings shown of one example: what is wrong many times is shown three times.
_FINDINGS_SHOWN: Final = 3

_CODES: Final = {rule.slug: rule.code for rule in ALL_RULES}


class Examined(NamedTuple):
    """A bad example of a rule, and what the linter says of it."""

    example: Example
    report: Report


class Offered(NamedTuple):
    """A fix, and the example that draws it."""

    fix: Fix
    example: Example
    report: Report


def examine(rule: Rule) -> tuple[Examined, ...]:
    """Lint the bad examples of a rule, each under its own profile."""
    own = "rfc" if rule.severity is None else "ses"
    return tuple(Examined(example, _report(example, own)) for example in rule.bad)


def _report(example: Example, profile: str) -> Report:
    if isinstance(example.message, Call):
        return lint_request(example.message.operation, dict(example.message.arguments), profile=example.profile)
    return lint(example.octets, profile=example.profile or profile, envelope=example.envelope)


def fixes(examined: tuple[Examined, ...]) -> tuple[Offered, ...]:
    """Return the fixes that the examples draw, those that say and promise the same once."""
    offered: dict[tuple[str, bool], Offered] = {}
    for example, report in examined:
        for fix in (finding.fix for finding in report if finding.fix is not None):
            offered.setdefault((fix.title, fix.safe), Offered(fix, example, report))
    return tuple(offered.values())


def page(rule: Rule, examined: tuple[Examined, ...]) -> str:
    """Return the page of a rule."""
    return blocks(
        f"# {rule.code} {rule.slug}",
        link("All rules", "index.md"),
        f"**{prose(rule.title)}**",
        prose(rule.text, _named),
        _severities(rule),
        *_answers(rule, examined),
        "## Reported",
        *(block for each in examined for block in _bad(rule, each)),
        "## Not reported",
        *(block for example in rule.good for block in _example(example)),
        "## Fix",
        *_fixes(examined),
        "## Evidence",
        f"{code(rule.evidence)}: {MEANINGS[rule.evidence]}.{_OF_THE_ANSWER * rests_on_a_standard(rule)}",
        f"Source: {prose(rule.source)}",
        "A finding that rests on something else says so.",
    )


_OF_THE_ANSWER: Final = " That holds for the answer of SES; that it breaks a standard is documented."


def _named(name: str) -> str:
    """Make a link of the slug of a rule."""
    return link(code(name), f"{_CODES[name]}.md") if name in _CODES else code(name)


def _severities(rule: Rule) -> str:
    ses, rfc = _severity(rule.severity), _severity(rule.rfc)
    line = f"Severity: {ses} under the profiles of Amazon SES, {rfc} under `rfc`"
    if rule.overlay is None:
        return f"{line}."
    profile = f"{'rfc' if rule.severity is None else 'ses'},{rule.overlay}"
    return f"{line}, only with `{rule.overlay}` laid on top (`--profile {profile}`)."


def _severity(severity: Severity | None) -> str:
    return f"**{severity}**" if severity else "silent"


def _answers(rule: Rule, examined: tuple[Examined, ...]) -> Iterator[str]:
    foretold = _foretold(examined)
    others = [answer for answer in ANSWERS if rule.slug in answer.rules and answer not in foretold]
    if foretold or others:
        yield "## What Amazon SES answers"
    if foretold:
        yield _list(foretold, answer_link)
    if others:
        yield "It can be behind these answers as well:" if foretold else "It can be behind these answers:"
        yield _list(others, answer_link)


def _foretold(examined: tuple[Examined, ...]) -> list[Answer]:
    texts = dict.fromkeys(finding.predicts for finding in _findings(examined) if finding.predicts)
    answers = dict.fromkeys(replies.read(text).answer for text in texts)
    return [answer for answer in answers if answer is not None]


def _bad(rule: Rule, examined: Examined) -> Iterator[str]:
    report, findings = examined.report, examined.report.findings[:_FINDINGS_SHOWN]
    places = [[*_place(report, finding)] for finding in findings]
    # An example of one line stands above the carets already.
    is_shown = len(places) == 1 and show(examined.example).lines == tuple(places[0][:1])
    yield from _example(examined.example, is_shown=is_shown)
    for finding, place in zip(findings, places, strict=True):
        yield _told(finding, rule)
        yield fenced(place) if place else ""
    if (more := len(report) - _FINDINGS_SHOWN) > 0:
        yield f"And {more} more finding{'s' * (more > 1)}."


def _told(finding: Finding, rule: Rule) -> str:
    things = [] if finding.member is None else [code(finding.member)]
    if finding.span != ABSENT:
        things.append(f"line {finding.line}, column {finding.column}")
    where = ", ".join(things) or "the message"
    ground = f" (evidence: {finding.evidence})" if finding.evidence is not rule.evidence else ""
    return f"**{finding.severity}**, {where}: {prose(finding.message)}{ground}"


def _place(report: Report, finding: Finding) -> Iterator[str]:
    if finding.span != ABSENT:
        source = report.source if finding.member is None else dict(report.members)[finding.member]
        line, left, right = excerpt(source, finding)
        yield line
        yield f"{' ' * left}{'^' * (right - left)}"
    if finding.predicts is not None:
        yield f"SES would answer: {visible(finding.predicts)}"


def _example(example: Example, *, is_shown: bool = False) -> Iterator[str]:
    shown = show(example, lines=_LINES_SHOWN)
    if shown.conditions:
        yield f"({prose(', '.join(shown.conditions))})"
    if shown.described is not None or example.message == b"":
        yield prose(shown.described or "a file without octets")
    elif not is_shown:
        more = [f"… and {shown.more} more line{'s' * (shown.more > 1)}"] * bool(shown.more)
        yield fenced([*shown.lines, *more])


_NONE: Final = "There is none: somebody has to decide what was meant. What to do is said above."
_NOT_ALWAYS: Final = "Where none is offered, somebody has to decide what was meant. What to do is said above."
_KINDS: Final = (
    (True, "`--fix` can mend it; all decoded content and values stay as they are:"),
    (False, "`--unsafe-fixes` can mend it; what the message says may change, so look at it first (`--diff`):"),
)


def _fixes(examined: tuple[Examined, ...]) -> Iterator[str]:
    found = fixes(examined)
    for is_safe, about in _KINDS:
        offered = [each for each in found if each.fix.safe is is_safe]
        if offered:
            yield about
            yield _list((each.fix.title for each in offered), prose)
            yield _mended(offered[0])
    withheld = dict.fromkeys(finding.fix_withheld for finding in _findings(examined) if finding.fix_withheld)
    if withheld:
        yield "A fix is withheld for these reasons:"
        yield _list(withheld, prose)
    if any(finding.fix is None and finding.fix_withheld is None for finding in _findings(examined)):
        yield _NOT_ALWAYS if found or withheld else _NONE


def _mended(offered: Offered) -> str:
    """Show what a fix makes of its example."""
    report = offered.report
    fixed = apply(report.source, offered.fix.edits)
    after = lint(fixed, profile=report.profile, envelope=offered.example.envelope)
    _, _, *changed = diff(report, after).splitlines()
    return fenced(changed, "diff")


def _list(things: Iterable[_T], written: Callable[[_T], str]) -> str:
    return "\n".join(f"- {written(thing)}" for thing in things)


def _findings(examined: tuple[Examined, ...]) -> Iterator[Finding]:
    for each in examined:
        yield from each.report
