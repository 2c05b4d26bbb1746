"""``mimeforge lint``: its options, and the help that explains them."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

import click

from mimeforge.cli.completion import complete_reports, complete_rules
from mimeforge.cli.configuration import Configuration, named_settings
from mimeforge.cli.files import STANDARD_INPUT, SUFFIXES, reason
from mimeforge.cli.options import PROFILES_HELP, config_option, isolated_option, profile_option
from mimeforge.codecs.visible import shown, visible
from mimeforge.errors import AddressError
from mimeforge.linter import Evidence
from mimeforge.linter.report.formats import FORMATS
from mimeforge.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mimeforge.message import Envelope

__all__ = ["lint"]

# A page with pictures is no output for a terminal or a log.
_FILES_ONLY: Final = ("html",)
_STREAMED: Final = [name for name in FORMATS if name not in _FILES_ONLY]

_HELP: Final = f"""
Check raw messages: files, folders, mailboxes, or - for standard input.

Of a folder, every {", ".join("*" + suffix for suffix in SUFFIXES)} is checked, in all folders below as well, and of a
Maildir what is in cur and new. A file that is named may be called anything. In a mailbox file (mbox) each message is
checked for itself, without the line before it that begins with From: the third in box.mbox is called box.mbox[3], and
its lines count from its own first.

\b
Each finding names its place (file:line:column, in octets), its rule and how
bad it is:
  error     Amazon SES or a large receiver refuses it, or meaning is lost
  warning   it may be changed, shown wrongly or filed as spam
  note      worth knowing
"mimeforge rule CODE" shows the page of a rule.

{PROFILES_HELP}
Settings are searched for from the folder of each file upwards, in mimeforge.toml or in [tool.mimeforge] of
pyproject.toml. Options weigh more. A rule is named by its code or slug, many by the beginning of their codes (HTM,
HTM1) or by ALL.

\b
Keys of settings, by example:
  profile = "ses-v2,bulk"
  evidence = "probed"
  select = ["ALL"]
  ignore = ["HTM", "subject-too-long"]
  per-file-ignores = {{ "received/*.eml" = ["DAT"] }}
  severities = {{ HTM = "note", LIN119 = "off" }}
  exclude = ["drafts/"]
  baseline = "known.json"

Fixes change the octets they name and no others. The safe ones, which --fix makes, keep what every part and field says.
What somebody signed stays as it is. With -, the message goes to standard output and what is left to standard error.

\b
Exit codes:
    0  no error was found; with --diff, nothing would change
    1  at least one error was found; with --diff, something would change
    2  wrong use, or a file could not be read or written; the others are seen
       to nevertheless
  130  interrupted; each file is as it was, or mended as a whole

\b
Examples:
  mimeforge lint mail.eml
  mimeforge lint --profile ses,bulk newsletter.eml
  python compose.py | mimeforge lint --stdin-filename welcome.eml -

\b
  mimeforge lint --diff mails             what --fix would change
  mimeforge lint --fix mails

\b
  In CI, where what is known today does not count:
  mimeforge lint --write-baseline known.json mails
  mimeforge lint --baseline known.json --report sarif=findings.sarif mails

\b
  In .pre-commit-config.yaml, with the hooks mimeforge and mimeforge-fix:
  hooks: [{{ id: mimeforge, args: [--profile, ses-v2] }}]

The environment: NO_COLOR and FORCE_COLOR say whether standard output has colours; a terminal has them. "mimeforge
completion --help" tells how a shell completes options and rules.
"""


class _Grouped(click.Command):
    """A command whose help shows its options in groups."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option)]
        records = {option.name: option.get_help_record(ctx) for option in options}
        for title, names in _GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([record for name in names if (record := records.pop(name))])
        with formatter.section("Help"):
            formatter.write_dl([record for record in records.values() if record])


_GROUPS: Final = {
    "What is checked": ("stdin_filename", "envelope_from", "envelope_to", "jobs"),
    "What counts": ("profile", "evidence", "select", "ignore", "config", "isolated", "baseline", "write_baseline"),
    "Reports": ("output_format", "reports", "statistics", "exit_zero"),
    "Fixes": ("fix", "unsafe_fixes", "diff"),
}


def _report(text: str) -> tuple[str, str]:
    """Return the format of a report, and the file that it is written to."""
    name, sign, path = text.partition("=")
    if name not in FORMATS:
        nearest = get_close_matches(name, FORMATS, 1)
        hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
        raise click.BadParameter(f"unknown format {shown(name)}, known are {', '.join(FORMATS)}{hint}")
    if not sign or path in {"", STANDARD_INPUT}:
        raise click.BadParameter(f"name a file as well, {name}=FILE; for standard output there is --format")
    return name, path


def _labels(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> list[str] | None:
    """Take lists of labels with commas apart; None where there is no list."""
    return [label.strip() for text in given for label in text.split(",")] if given else None


@click.command(cls=_Grouped, help=_HELP)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(allow_dash=True, readable=False))
@click.option("--stdin-filename", metavar="FILE", help="What standard input is called, in reports and for settings.")
@click.option(
    "--envelope-from", metavar="ADDRESS", help="The address that bounces go to, where it is not that of the message."
)
@click.option(
    "--envelope-to",
    metavar="ADDRESS",
    multiple=True,
    help="Whom all the messages go to, instead of To, Cc and Bcc; once for each address.",
)
@click.option(
    "--jobs", metavar="N", type=click.IntRange(min=1), help="How many processes work; the default is one per core."
)
@profile_option
@click.option(
    "--evidence",
    type=click.Choice([str(level) for level in Evidence]),
    help="The weakest ground a finding may rest on; documented is what AWS or a standard states.  [default: inferred]",
)
@click.option(
    "--select",
    metavar="RULE[,…]",
    multiple=True,
    callback=_labels,
    shell_complete=complete_rules,
    help="Nothing but these rules counts.",
)
@click.option(
    "--ignore",
    metavar="RULE[,…]",
    multiple=True,
    callback=_labels,
    shell_complete=complete_rules,
    help="These rules do not count.",
)
@config_option
@isolated_option
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="What is known: a finding recorded there does not count, and one that is gone is told of.",
)
@click.option(
    "--write-baseline",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Record what is found as known.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(_STREAMED),
    default="text",
    show_default=True,
    help="How findings are written to standard output.",
)
@click.option(
    "--report",
    "reports",
    type=_report,
    metavar="FORMAT=FILE",
    multiple=True,
    shell_complete=complete_reports,
    help=f"Write a report to a file as well, in one of these formats or as {', '.join(_FILES_ONLY)}; as often as you "
    "like.",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule, instead of showing them.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
@click.option("--fix", is_flag=True, help="Make safe fixes, and report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also fixes that may change what is said.")
@click.option("--diff", is_flag=True, help="Show what --fix would change instead of findings; change nothing.")
@click.pass_context
def lint(
    context: click.Context,
    /,
    *,
    envelope_from: str | None,
    envelope_to: tuple[str, ...],
    profile: str | None,
    evidence: str | None,
    select: list[str] | None,
    ignore: list[str] | None,
    config: str | None,
    isolated: bool,
    **options: Any,
) -> None:
    """Check raw messages. The help text is above."""
    from mimeforge.cli import linting  # what help and completion do not need

    _refuse_contradictions(context.params)
    envelope = _envelope(envelope_from, envelope_to)
    try:
        named = named_settings(config, isolated=isolated)
        configuration = Configuration(named=named, profile=profile, evidence=evidence, select=select, ignore=ignore)
        exit_code = linting.lint(linting.Request(configuration=configuration, envelope=envelope, **options))
    except SettingsError as error:
        click.echo(f"Error: {error}", err=True)
        exit_code = 2
    except OSError as error:  # what no file is to blame for: no process can be started
        click.echo(f"Error: {visible(reason(error))}", err=True)
        exit_code = 2
    context.exit(exit_code)


def _refuse_contradictions(given: Mapping[str, Any]) -> None:
    """Refuse options that take each other's effect, and those that have none."""
    for one, other in (("baseline", "write_baseline"), ("statistics", "diff")):
        if given[one] and given[other]:
            raise click.UsageError(f"{_option(one)} and {_option(other)} are not for one run")
    for one in ("statistics", "diff"):
        if given[one] and given["output_format"] != "text":
            raise click.UsageError(f"{_option(one)} writes text to standard output; --report writes a format to a file")
    if given["unsafe_fixes"] and not (given["fix"] or given["diff"]):
        raise click.UsageError(
            "--unsafe-fixes says which fixes are made; add --fix to make them, or --diff to see them"
        )


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _envelope(sender: str | None, recipients: Sequence[str]) -> Envelope | None:
    if sender is None and not recipients:
        return None
    if not recipients:
        raise click.UsageError("--envelope-from goes with --envelope-to: an envelope without recipients is for nobody")
    from mimeforge.headers import Address
    from mimeforge.message import Envelope

    try:
        addresses = [Address(None, text).addr_spec for text in recipients]
        bounces_to = "" if sender is None else Address(None, sender).addr_spec
    except AddressError as error:
        raise click.UsageError(f"the envelope: {visible(str(error))}") from error
    return Envelope(bounces_to, tuple(dict.fromkeys(addresses)))
