"""Assertions on what the linter finds in a message."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from mimeforge.codecs.visible import shown
from mimeforge.linter.report.text import describe_all
from mimeforge.preflight import RULES, lint
from mimeforge.preflight.request_table import ALL_RULES
from mimeforge.settings import Selection, Settings
from mimeforge.settings.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mimeforge.linter import Report
    from mimeforge.linter.context import EnvelopeLike
    from mimeforge.preflight import Lintable

__all__ = ["assert_findings", "assert_sendable", "worst_first"]


def assert_sendable(message: Lintable, profile: str = "ses", *, envelope: EnvelopeLike | None = None) -> Report:
    """Fail where the linter finds an error in a message; else return the report, which may hold warnings and notes.

    The arguments are those of `mimeforge.lint`, and what it raises is raised here. The text of the AssertionError is
    the report, errors first; it is safe to print.
    """
    __tracebackhide__ = True
    report = lint(message, profile=profile, envelope=envelope)
    if not report.ok:
        raise AssertionError(f"not sendable under the profile '{report.profile}'\n\n{worst_first(report)}")
    return report


def assert_findings(
    message: Lintable, *rules: str, profile: str = "ses", envelope: EnvelopeLike | None = None
) -> Report:
    """Fail unless what the linter finds in a message is of exactly these rules; else return the report.

    A rule is named by its slug or code, and once, however often it finds something: how often is in the report. Without
    ``rules``, nothing may be found, not even a note. The text of the AssertionError says which rules found nothing,
    and shows what was not expected; it is safe to print.

    Raises ValueError for a rule that there is not, or that is named twice, TypeError for a list of rules, and what
    `mimeforge.lint` raises.
    """
    __tracebackhide__ = True
    expected = [_code(rule) for rule in rules]
    twice = [rule for rule, code in zip(rules, expected, strict=True) if expected.count(code) > 1]
    if twice:
        raise ValueError(f"{' and '.join(map(shown, twice))} are one rule: name it once, however often it is found")
    report = lint(message, profile=profile, envelope=envelope)
    problems = [*_missing(report, expected), *_unexpected(report, expected)]
    if problems:
        raise AssertionError("\n".join([f"other findings under the profile '{report.profile}'", *problems]))
    return report


def worst_first(report: Report) -> Report:
    """Return the report with its errors before its warnings, and those before its notes."""
    return replace(report, findings=(*report.errors, *report.warnings, *report.notes))


def _missing(report: Report, expected: Collection[str]) -> Iterator[str]:
    missing = sorted({*expected} - {finding.code for finding in report})
    slugs = {rule.code: rule.slug for rule in RULES}
    yield from (f"not found: {code} {slugs[code]}" for code in missing)
    if missing:
        yield from Settings(profile=report.profile, selection=Selection(select=tuple(missing))).remarks()


def _unexpected(report: Report, expected: Collection[str]) -> Iterator[str]:
    findings = tuple(finding for finding in worst_first(report) if finding.code not in expected)
    for (code, slug), times in Counter((finding.code, finding.slug) for finding in findings).items():
        yield f"not expected: {code} {slug}{f', {times} times' if times > 1 else ''}"
    yield from (f"\n{text}" for text in describe_all(replace(report, findings=findings)))


def _code(label: str) -> str:
    """Return the code of a rule on messages. Raises ValueError where there is none of this code or slug."""
    if not isinstance(label, str):
        raise TypeError(
            f"a rule is named by a str, its slug or code, and not by {type(label).__name__}: pass each alone"
        )
    codes = {name: rule.code for rule in RULES for name in (rule.code, rule.slug)}
    if label in codes:
        return codes[label]
    if any(label in (rule.code, rule.slug) for rule in ALL_RULES):
        raise ValueError(f"{shown(label)} looks at requests: mimeforge.ses.lint_request finds it, in no message")
    raise ValueError(f"unknown rule {shown(label)}{did_you_mean(label, codes) or '; mimeforge rule lists all of them'}")
