"""``mimeforge show``: what is in a message, for people who look into one: envelope, header fields, tree of parts."""

from __future__ import annotations

import shutil
import sys
from typing import Final

import click

from mimeforge.cli.files import reason
from mimeforge.cli.input import input_name, read_input
from mimeforge.cli.mailboxes import is_mailbox
from mimeforge.cli.output import complain, shows_colour, tell, write
from mimeforge.cli.overview import ALL, BRIEF, overview
from mimeforge.codecs.visible import visible
from mimeforge.tree import parse

__all__ = ["show"]

_HELP: Final = """
Show what is in a message: whom it goes to by its fields, its header fields decoded, and the tree of its parts.

FILE is the message, - for standard input. Nothing is judged: that is what mimeforge lint does. A file that is no
message is shown as what it is read as.

\b
The envelope is what the fields say; the server is told by whoever sends:
  sender     Return-Path, else Sender, else the first address of From
  recipient  each address of To, Cc and Bcc once, the members of groups among them

\b
The columns of the tree:
  part         its path, as findings name it, and its media type
  encoding     its transfer encoding
  octets       the size of its body as it stands
  decoded      the size with the transfer encoding undone; ? where that is unknown
  charset      as it is named; nothing where it is not
  disposition  inline or attachment, as a rule
  name         the file name, and the content id in angle brackets

What cannot be seen, or would command a terminal, is shown as a sign. A mailbox file is shown as one message, with a
warning. NO_COLOR and FORCE_COLOR say whether standard output has colours; a terminal has them.

\b
Exit codes:
  0  it was shown
  2  wrong use, or the file could not be read

\b
Examples:
  mimeforge show mail.eml
  mimeforge show --all mail.eml | less
  mimeforge build receipt.toml | mimeforge show -
"""


@click.command(help=_HELP)
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--all", "wants_all", is_flag=True, help="Show all there is: every field and part, and fields in full.")
@click.pass_context
def show(context: click.Context, file: str, *, wants_all: bool) -> None:
    """Show a message. The help text is above."""
    name = input_name(file)
    try:
        message = parse(read_input(file))
    except OSError as error:
        complain(name, reason(error))
        context.exit(2)
    if is_mailbox(message.source.octets, name):
        tell(f"Warning: {visible(name)}: a mailbox file, shown as one message; mimeforge lint looks at each in it")
    context.color = shows_colour(sys.stdout)
    width = shutil.get_terminal_size((_WIDTH, 0)).columns
    lines = overview(message, name, ALL if wants_all else BRIEF, width)
    context.exit(0 if write(["\n".join([*lines, ""])]) else 2)


# Columns where nobody says how many there are.
_WIDTH: Final = 120
