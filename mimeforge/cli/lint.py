"""``mimeforge lint``: findings on standard output, what could not be read on standard error, a verdict as exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mimeforge import preflight
from mimeforge.cli.files import STANDARD_INPUT, SUFFIXES, expand
from mimeforge.cli.options import PROFILES_HELP, profile_name
from mimeforge.cli.output import write
from mimeforge.codecs.visible import visible
from mimeforge.linter import Evidence
from mimeforge.linter.report import Report, Result, Unreadable
from mimeforge.linter.report.formats import FORMATS
from mimeforge.linter.report.writer import Reference, written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["lint"]

_HELP: Final = f"""
Check raw messages: files, folders, or - for standard input.

Of a folder, every {", ".join("*" + suffix for suffix in SUFFIXES)} is checked, in all folders below as well.

\b
Each finding names its place (file:line:column, in octets), its rule and how bad it is:
  error     Amazon SES or a large receiver refuses it, or meaning is lost
  warning   it may be changed, shown wrongly or filed as spam
  note      worth knowing
{PROFILES_HELP}
\b
Exit codes:
  0  no error was found
  1  at least one error was found
  2  wrong use, or a file could not be read (the others are checked nevertheless)

\b
Examples:
  mimeforge lint mail.eml
  mimeforge lint --profile ses-v2 --format json tests/mails > findings.json
  mimeforge lint --profile ses,bulk newsletter.eml
  python compose.py | mimeforge lint -
"""


@click.command(help=_HELP)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "--profile",
    type=profile_name,
    metavar="PROFILE[,OVERLAY…]",
    default="ses",
    show_default=True,
    help="What the messages are judged by.",
)
@click.option(
    "--evidence",
    type=click.Choice([str(level) for level in Evidence]),
    default=str(Evidence.INFERRED),
    show_default=True,
    help="The weakest ground a finding may rest on; documented is what AWS or a standard states.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How findings are written to standard output.",
)
@click.pass_context
def lint(context: click.Context, paths: tuple[str, ...], profile: str, evidence: str, output_format: str) -> None:
    """Check raw messages. The help text is above."""
    verdict = _Verdict()
    judge = partial(preflight.lint, profile=profile, evidence=evidence)
    results = verdict.watch(_judge(name, judge) for name in expand(paths))
    reference = Reference({rule.code: rule for rule in preflight.RULES}, preflight.message_limit)
    went_well = write(written(FORMATS[output_format](reference), results))
    context.exit(verdict.exit_code if went_well else 2)


@dataclass(slots=True)
class _Verdict:
    """What the run comes to, as an exit code: unreadable input weighs more than findings."""

    exit_code: int = 0

    def watch(self, results: Iterable[Result]) -> Iterator[Result]:
        """Pass ``results`` on, remembering the worst; say of each unreadable one that it is."""
        for result in results:
            if isinstance(result, Unreadable):
                click.echo(f"Error: {visible(result.name)}: {visible(result.error)}", err=True)
                self.exit_code = 2
            elif not result.ok:
                self.exit_code = max(self.exit_code, 1)
            yield result


def _judge(named: str | Unreadable, judge: Callable[[preflight.Lintable], Report]) -> Result:
    if isinstance(named, Unreadable):
        return named
    try:
        if named == STANDARD_INPUT:
            if sys.stdin is None:  # closed by whoever started the program
                return Unreadable("<stdin>", "standard input is closed")
            return replace(judge(sys.stdin.buffer), name="<stdin>")
        return judge(Path(named))
    except OSError as error:
        return Unreadable(named, error.strerror or str(error))
