"""The command line: ``mimeforge``, one module per command."""

from __future__ import annotations

import signal
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

import mimeforge
from mimeforge.codecs.visible import shown, visible

if TYPE_CHECKING:
    from types import FrameType

__all__ = ["main"]

# Each is a function of the module of its name, which is loaded where the command is used.
_COMMANDS: Final = {
    "authorize": "Say whether policies let an account send a message through Amazon SES.",
    "build": "Build a message from a description in TOML.",
    "completion": "Print what makes a shell complete commands, options and rules.",
    "explain": "Explain what Amazon SES answered, and find its cause in a message.",
    "lint": "Check raw messages: files, folders, mailboxes; make fixes.",
    "rule": "Show a rule's page, or all rules.",
    "show": "Show the parts, fields and envelope of a message.",
}

# What a shell makes of a program that was ended by SIGINT: 128 and the number of the signal.
_INTERRUPTED: Final = 130


class _Commands(click.Group):
    """The table of commands; what wrong use of one is told as, and what an interrupt does to whichever of them runs."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _COMMANDS:
            command: click.Command = getattr(import_module(f"{__name__}.{cmd_name}"), cmd_name)
            return command
        from difflib import get_close_matches

        nearest = get_close_matches(cmd_name, _COMMANDS, 1)
        if nearest and not ctx.resilient_parsing:
            ctx.fail(f"No such command {shown(cmd_name)}; did you mean {nearest[0]!r}?")
        return None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            before = signal.signal(signal.SIGTERM, _interrupt)
        except ValueError:  # not in the main thread, where nothing is interrupted
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            # click quotes some arguments as they are, and a shell may have filled them in.
            raise click.UsageError(visible(error.format_message()), error.ctx) from error
        except KeyboardInterrupt:
            click.echo("Interrupted", err=True)
            ctx.exit(_INTERRUPTED)
        finally:
            signal.signal(signal.SIGTERM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """End as from Ctrl-C, so that what is half done is undone."""
    raise KeyboardInterrupt


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(mimeforge.__version__, prog_name="mimeforge", message="%(prog)s %(version)s")
def main() -> None:
    """Compose messages, and check raw messages before they are sent through Amazon SES.

    Each command tells by --help how it is used.

    \b
    Start with:
      mimeforge lint mail.eml              what is wrong with a message
      mimeforge lint --fix mail.eml        mend what can be mended
      mimeforge explain "SES ERROR TEXT"   what Amazon SES means
    """
