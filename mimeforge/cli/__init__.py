"""The command line: ``mimeforge``, one module per command."""

from __future__ import annotations

import click

import mimeforge
from mimeforge.cli.explain import explain
from mimeforge.cli.lint import lint
from mimeforge.cli.rule import rule

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(mimeforge.__version__, prog_name="mimeforge", message="%(prog)s %(version)s")
def main() -> None:
    """Check raw messages before they are sent through Amazon SES."""


main.add_command(explain)
main.add_command(lint)
main.add_command(rule)
