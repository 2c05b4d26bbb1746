"""``mimeforge rule``: a rule's page, or all rules in a line each."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from mimeforge.cli.completion import complete_rules
from mimeforge.cli.output import write
from mimeforge.codecs.visible import shown
from mimeforge.preflight import page
from mimeforge.preflight.request_table import ALL_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["rule"]

_HELP = """
Show a rule's page, by its code or slug; without one, all rules.

\b
Exit codes:
  0  it was shown
  2  wrong use, or there is no such rule

\b
Examples:
  mimeforge rule ADR102
  mimeforge rule addr-no-domain
"""


@click.command(help=_HELP)
@click.argument("label", metavar="[CODE|SLUG]", required=False, shell_complete=complete_rules)
@click.pass_context
def rule(context: click.Context, label: str | None) -> None:
    """Show a page. The help text is above."""
    text = "\n".join(_table()) if label is None else _page(label)
    context.exit(0 if write([f"{text}\n"]) else 2)


def _page(label: str) -> str:
    pages = {name.lower(): each for each in ALL_RULES for name in (each.code, each.slug)}
    found = pages.get(label.lower())
    if found is None:
        nearest = get_close_matches(label.lower(), pages, 1)
        hint = f"; did you mean {pages[nearest[0]].code} {pages[nearest[0]].slug}?" if nearest else ""
        raise click.UsageError(f"there is no rule {shown(label)}{hint}")
    return page.write(found)


def _table() -> Iterator[str]:
    width = max(len(each.slug) for each in ALL_RULES)
    for each in sorted(ALL_RULES, key=lambda each: each.code):
        severity = each.severity or f"{each.rfc} (rfc)"
        yield f"{each.code} {each.slug:<{width}} {severity:<13} {each.evidence:<12} {each.title}"
