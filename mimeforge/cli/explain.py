"""``mimeforge explain``: what an answer of Amazon SES means, and where in a file its cause is."""

from __future__ import annotations

from dataclasses import replace

import click

from mimeforge import preflight
from mimeforge.cli.files import reason
from mimeforge.cli.input import input_name, read_input
from mimeforge.cli.output import complain, write
from mimeforge.ses import Explanation
from mimeforge.ses import explain as explain_answer

__all__ = ["explain"]

_HELP = """
Explain what Amazon SES answered; with the message it refused, show where the cause is.

TEXT is the answer alone, or as an SDK, an SMTP client or a log shows it. FILE is the message, - for standard input. It
is judged under the profile of the interface that answers in this way, if the text shows which.

\b
Exit codes:
  0  the answer is known, or at least the name of the error
  1  it is not; the nearest known ones are shown
  2  wrong use, or the file could not be read

\b
Examples:
  mimeforge explain "Missing final '@domain'"
  mimeforge explain "554 Transaction failed: Missing final '@domain'" mail.eml
"""


@click.command(help=_HELP)
@click.argument("text")
@click.argument("file", required=False, type=click.Path(allow_dash=True))
@click.option(
    "--profile",
    type=click.Choice([profile.name for profile in preflight.PROFILES if profile.predicts]),
    help="What the message is judged by; the default is that of the interface.",
)
@click.pass_context
def explain(context: click.Context, text: str, file: str | None, profile: str | None) -> None:
    """Explain an answer. The help text is above."""
    try:
        explanation = _explain(text, file, profile)
    except OSError as error:
        complain(input_name(file or ""), reason(error))
        context.exit(2)
    is_known = explanation.answer or explanation.code
    context.exit((0 if is_known else 1) if write([f"{explanation}\n"]) else 2)


def _explain(text: str, file: str | None, profile: str | None) -> Explanation:
    if file is None:
        return explain_answer(text)
    explanation = explain_answer(text, read_input(file), profile=profile)
    if explanation.report is None:
        return explanation
    return replace(explanation, report=replace(explanation.report, name=input_name(file)))
