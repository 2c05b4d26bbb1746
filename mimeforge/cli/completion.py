"""``mimeforge completion``: the script that makes a shell complete; and what options complete to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem, get_completion_class

from mimeforge.cli.output import write

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["complete_profiles", "complete_reports", "complete_rules", "completion"]

_PROGRAM: Final = "mimeforge"

_HELP: Final = """
Print a script that makes a shell complete commands, options, profiles, formats and rules.

\b
Have the shell read it when it starts:
  bash   eval "$(mimeforge completion bash)"    in ~/.bashrc
  zsh    eval "$(mimeforge completion zsh)"     in ~/.zshrc, behind compinit
  fish   mimeforge completion fish | source     in ~/.config/fish/config.fish

\b
Exit codes:
  0  it was printed
  2  wrong use, or standard output could not be written
"""


@click.command(help=_HELP)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script. The help text is above."""
    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"click knows no completion for {shell}")
    script = made(context.find_root().command, {}, _PROGRAM, f"_{_PROGRAM.upper()}_COMPLETE").source()
    context.exit(0 if write([f"{script}\n"]) else 2)


def complete_rules(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the code or slug of a rule; behind a comma, that of one more."""
    from mimeforge.preflight import RULES

    return _completed(begun, {label: rule.title for rule in RULES for label in (rule.code, rule.slug)}.items())


def complete_profiles(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the name of a profile; behind a comma, of what is laid on top of it."""
    from mimeforge.preflight import OVERLAYS, PROFILES

    profiles = {profile.name: profile.title for profile in PROFILES}
    return _completed(begun, OVERLAYS.items() if "," in begun else profiles.items())


def complete_reports(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the format of a report; the file behind it is the user's."""
    from mimeforge.linter.report.formats import FORMATS

    return [CompletionItem(f"{name}=") for name in FORMATS if name.startswith(begun)]


def _completed(begun: str, known: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    before, comma, word = begun.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{name}", help=title)
        for name, title in known
        if name.lower().startswith(word.lower())
    ]
