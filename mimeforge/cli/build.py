"""``mimeforge build``: a message described in TOML becomes a file that can be sent, or a report of why it cannot."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from mimeforge.cli.configuration import Configuration, named_settings
from mimeforge.cli.description import DescriptionError, Folder, compose
from mimeforge.cli.files import STANDARD_INPUT, reason
from mimeforge.cli.input import input_name, read_input
from mimeforge.cli.judging import judged
from mimeforge.cli.options import PROFILES_HELP, config_option, isolated_option, profile_option
from mimeforge.cli.output import complain, tell, write
from mimeforge.cli.replacing import replace_file
from mimeforge.codecs.visible import shown, visible
from mimeforge.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.message import Envelope

__all__ = ["build"]

_STANDARD_OUTPUT: Final = "-"

_HELP: Final = f"""
Build a message from a description in TOML, - for standard input.

The message is linted as it is built, by the settings that "mimeforge lint" finds from the folder of the description
upwards; --profile weighs more. One that the linter finds an error in is not written: the report goes to standard error
instead. Warnings and notes go there too, beside the message, and so does the envelope: whom the message is to be
delivered to stands in no file, since Bcc is not written.

\b
A description:
  from = "Café Zoé <orders@example.com>"
  to = ["Jo <jo@example.net>", {{name = "Doe, Pat", address = "pat@example.net"}}]
  bcc = "audit@example.com"
  subject = "Votre reçu n° 42"
  text = "Merci !"
  html = {{file = "receipt.html"}}                 # <img src="cid:logo">
  [[inline]]
  file = "logo.png"
  cid = "logo"
  [[attachments]]
  file = "receipt.pdf"
  [ses]
  configuration_set = "receipts"
  tags = {{campaign = "may"}}

\b
Keys (only from has to be there):
  from, sender, return_path    an address: "jo@example.com", "Jo <jo@example.com>", {{name, address}}
  to, cc, bcc, reply_to        an address, a group {{group, members}}, or an array of them
  subject                      text
  text, html                   text, or {{file}}, in UTF-8
  date                         2026-05-04T10:00:00+02:00; the present where it is not given
  message_id                   drawn where it is not given; with both, the same octets each time
  in_reply_to, references      "<id@example.com>", or an array of them
  [[inline]]                   file, cid, filename, content_type: what the HTML shows by cid:
  [[attachments]]              file, or content (text); filename, content_type
  [[messages]]                 file, filename: a message that is attached
  [headers]                    further header fields: Auto-Submitted = "auto-generated"
  [unsubscribe]                url (https, takes a POST), mailto
  [ses]                        source_arn, from_arn, return_path_arn, configuration_set, tags

Files are named from the folder that the description is in; for standard input from that of --root, else the current
one. Nothing outside of it is read unless --root names another: no path or link that leads out, no pipe, no device.

{PROFILES_HELP}

\b
Exit codes:
  0  the message was built
  1  the linter found an error in it: nothing was written
  2  wrong use, something wrong with the description or the settings, or a file that could not be read or written

\b
Examples:
  mimeforge build --example > receipt.toml
  mimeforge build receipt.toml -o receipt.eml
  mimeforge build receipt.toml --profile ses-v2,bulk | mimeforge show -
"""


def _show_example(context: click.Context, _: click.Parameter, is_wanted: bool) -> None:
    if is_wanted and not context.resilient_parsing:
        example = files("mimeforge.cli.description").joinpath("example.toml").read_text(encoding="utf-8")
        context.exit(0 if write([example]) else 2)


def _folder(path: str) -> str:
    if not Path(path).is_dir():
        raise click.BadParameter(f"{shown(path)} is no folder")
    return path


@click.command(help=_HELP)
@click.argument("spec", metavar="SPEC.toml", type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(allow_dash=True),
    default=_STANDARD_OUTPUT,
    help="Where the message goes; the default is standard output.",
)
@profile_option
@config_option
@isolated_option
@click.option(
    "--root",
    metavar="FOLDER",
    type=_folder,
    help="The folder that all files have to be in, instead of that of the description.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but what is an error.")
@click.option(
    "--example",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_example,
    help="Print a description to start from, and exit.",
)
@click.pass_context
def build(
    context: click.Context,
    *,
    spec: str,
    output: str,
    profile: str | None,
    config: str | None,
    isolated: bool,
    root: str | None,
    quiet: bool,
) -> None:
    """Build a message. The help text is above."""
    file = None if spec == STANDARD_INPUT else Path(spec)
    base = (root or os.curdir) if file is None else file.parent
    try:
        configuration = Configuration(named=named_settings(config, isolated=isolated), profile=profile)
        settings = configuration.settings_for(file)
        message = compose(read_input(spec), Folder.of(base, root))
    except SettingsError as error:
        tell(f"Error: {error}")
        context.exit(2)
    except OSError as error:
        complain(input_name(spec), reason(error))
        context.exit(2)
    except DescriptionError as error:
        complain(input_name(spec), *error.problems)
        context.exit(2)
    report = judged(message, settings, file)
    if not report.ok:
        tell(str(report))
        context.exit(1)
    if not _written(report.source, output, file):
        context.exit(2)
    if not quiet:
        for remark in settings.remarks():
            tell(f"Warning: {remark}")
        if report.findings:
            tell(str(report if output == _STANDARD_OUTPUT else replace(report, name=output)))
        for line in _envelope(message.envelope):
            tell(line)


def _written(octets: bytes, output: str, spec: Path | None) -> bool:
    """Write the message where it should go; say why where that fails."""
    if output == _STANDARD_OUTPUT:
        if sys.stdout is not None and sys.stdout.isatty() and octets.translate(None, _HARMLESS):
            raise click.UsageError("the message holds octets that are no text for a terminal: name a file with -o")
        return write([octets])
    try:
        if spec is not None and Path(output).exists() and Path(output).samefile(spec):
            raise click.UsageError("the message would replace its description: name another file with -o")
        replace_file(output, octets)
    except OSError as error:
        complain(output, reason(error))
        return False
    return True


def _envelope(envelope: Envelope) -> Iterator[str]:
    yield f"envelope: sender {visible(envelope.sender)}"
    for recipient in envelope.recipients:
        yield f"envelope: recipient {visible(recipient)}"


# What a terminal shows as it stands. Of a message that mimeforge writes, only one that is attached may hold more.
_HARMLESS: Final = bytes(range(0x20, 0x7F)) + b"\t\r\n"
