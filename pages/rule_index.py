"""The index of the rules' pages, by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pages.groups import GROUPS
from pages.markdown import blocks, link, prose, table
from pages.rule_pages import fixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge.linter import Severity
    from mimeforge.linter.rule import Rule
    from pages.rule_pages import Examined

__all__ = ["page"]

_HEAD: Final = ("Code", "Slug", "SES", "rfc", "Only with", "Fix", "What")

_ABOUT: Final = """\
Each rule has a code and a slug; both stay as they are. *SES* and *rfc* say how bad a finding is under the profiles of
Amazon SES and under the profile `rfc`; *Only with* names the overlay that has to be laid on top, as in
`--profile ses,bulk`; *Fix* says whether `--fix` (safe) or `--unsafe-fixes` can mend it. `mimeforge rule CODE` shows a
rule in the terminal. [Some candidates](../left-out-rules.md) are no rules, each for a reason."""


def page(examined: Mapping[Rule, tuple[Examined, ...]]) -> str:
    """Return the index of these rules."""
    ordered = sorted(examined, key=lambda rule: rule.code)
    groups = [
        block
        for group in GROUPS
        for block in (
            f"## {group.letters}: {group.name}",
            group.about,
            table(_HEAD, [_row(rule, examined[rule]) for rule in ordered if rule.code.startswith(group.letters)]),
        )
    ]
    return blocks("# Rules", f"There are {len(ordered)} rules.", _ABOUT, *groups)


def _row(rule: Rule, examined: tuple[Examined, ...]) -> tuple[str, ...]:
    return (
        link(rule.code, f"{rule.code}.md"),
        rule.slug,
        _severity(rule.severity),
        _severity(rule.rfc),
        rule.overlay or "",
        ", ".join(_fix_kinds(examined)),
        prose(rule.title),
    )


def _severity(severity: Severity | None) -> str:
    return severity or "—"


def _fix_kinds(examined: tuple[Examined, ...]) -> Iterator[str]:
    kinds = {offered.fix.safe for offered in fixes(examined)}
    yield from (kind for kind, safe in (("safe", True), ("unsafe", False)) if safe in kinds)
