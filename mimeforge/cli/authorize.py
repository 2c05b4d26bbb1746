"""``mimeforge authorize``: whether sending-authorization policies let an account send a message.

The format "json" is one object. What is here stays; a change that breaks a reader raises the number of the format.

::

    {
      "format": 1,
      "tool": {"name": "mimeforge", "version": "…"},
      "message": "mail.eml", "profile": "ses", "caller": "arn:…", "at": "2026-05-01T12:00:00+00:00",
      "actions": ["ses:SendRawEmail"],
      "effect": "allow|explicit deny|implicit deny|unknown",
      "decisions": [{
        "role": "From|Return-Path", "address": "…", "identity": "arn:…",
        "effect": "…", "reason": "…",
        "statement": {"policy": "policy.json", "index": 0, "sid": null},
        "conditions": [{"operator": "…", "key": "…", "values": ["…"], "given": ["…"], "holds": true}],
        "needs": ["…"], "predicts": null
      }],
      "unknowns": ["…"]
    }

``effect`` is the worst of the decisions. ``identity`` and ``statement`` are null where there is none. ``conditions``
are those of the statement; ``given`` is null where the values are not known, ``holds`` where the outcome is not. The
text is ASCII.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import click

import mimeforge
from mimeforge.cli.files import reason
from mimeforge.cli.input import input_name, read_input
from mimeforge.cli.output import complain, write
from mimeforge.codecs.visible import visible
from mimeforge.errors import PolicyError
from mimeforge.ses import Effect, SendingPolicy
from mimeforge.ses import authorize as decide
from mimeforge.ses.authorization.plain import written
from mimeforge.ses.authorization.sending import PROFILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mimeforge.ses import Authorization, Decision

__all__ = ["authorize"]

_FORMAT: Final = 1

_HELP = """
Say whether sending-authorization policies let an account send a message through Amazon SES.

MESSAGE is the message, - for standard input. The identities in play are those of its From and of the address that
bounces go to, as the message names them by their ARN in X-SES-* fields. Each is decided on by itself. Nothing is sent,
and nothing is asked of AWS: what only AWS knows is listed, and where a decision rests on it, it is unknown.

\b
Exit codes:
  0  every identity may be used
  1  one may not, or it is not known
  2  wrong use, or a file that cannot be read or is no policy

\b
Examples:
  mimeforge authorize mail.eml --policy policy.json --caller 210987654321
  mimeforge authorize mail.eml --policy policy.json --format json \\
    --caller arn:aws:iam::210987654321:user/mailer \\
    --at 2026-05-01T12:00:00Z --fact aws:SourceIp=192.0.2.1
"""


def _moment(_context: click.Context, _parameter: click.Parameter, given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise click.BadParameter(f"{visible(given)!r} is no time: write 2026-05-01T12:00:00Z") from error
    if moment.tzinfo is None:
        raise click.BadParameter(f"{visible(given)!r} has no time zone: write 2026-05-01T12:00:00Z")
    return moment


def _facts(_context: click.Context, _parameter: click.Parameter, given: Iterable[str]) -> dict[str, list[str]]:
    facts: dict[str, list[str]] = {}
    for fact in given:
        key, equals, value = fact.partition("=")
        if not key or not equals:
            raise click.BadParameter(f"{visible(fact)!r} is no fact: write KEY=VALUE")
        facts.setdefault(key, []).append(value)
    return facts


@click.command(help=_HELP)
@click.argument("message", type=click.Path(allow_dash=True))
@click.option(
    "--policy",
    "policies",
    metavar="FILE",
    type=click.Path(allow_dash=True),
    multiple=True,
    required=True,
    help="A policy of an identity, in JSON; repeatable.",
)
@click.option("--caller", metavar="ARN", required=True, help="Who sends: a user, role or session, or an account.")
@click.option("--at", metavar="TIME", callback=_moment, help="When, with a time zone.  [default: now]")
@click.option(
    "--fact",
    "facts",
    metavar="KEY=VALUE",
    multiple=True,
    callback=_facts,
    help="A condition key that the message does not tell; repeatable.",
)
@click.option("--absent", metavar="KEY", multiple=True, help="A condition key that is sure to be missing; repeatable.")
@click.option(
    "--profile", type=click.Choice(PROFILES), default="ses", show_default=True, help="How the message travels."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is written.")
@click.pass_context
def authorize(
    context: click.Context,
    *,
    message: str,
    policies: tuple[str, ...],
    caller: str,
    at: datetime | None,
    facts: dict[str, Any],
    absent: tuple[str, ...],
    profile: str,
    form: str,
) -> None:
    """Decide on a message. The help text is above."""
    octets = _read(context, message, bytes)
    read = [_read(context, name, SendingPolicy.parse) for name in policies]
    told = [visible(key) for key in absent if key in facts]
    if told:
        raise click.UsageError(f"{told[0]!r} has both a --fact and an --absent: keep one of them")
    known = dict.fromkeys(absent) | facts
    try:
        found = decide(octets, read, caller=caller, at=at, facts=known, profile=profile)
    except ValueError as error:  # the caller, the time, a fact that the message tells
        raise click.UsageError(str(error)) from error
    names = [input_name(name) for name in policies]
    text = "\n".join(written(found, names)) if form == "text" else _json(found, names, input_name(message), profile)
    is_allowed = found.effect is Effect.ALLOW
    context.exit((0 if is_allowed else 1) if write([f"{text}\n"]) else 2)


def _read(context: click.Context, name: str, read: Callable[[bytes], Any]) -> Any:
    """Read a file, or say what is wrong with it and exit."""
    try:
        return read(read_input(name))
    except (OSError, PolicyError) as error:
        complain(input_name(name), reason(error) if isinstance(error, OSError) else str(error))
        context.exit(2)


def _json(found: Authorization, names: Sequence[str], message: str, profile: str) -> str:
    written_out = {
        "format": _FORMAT,
        "tool": {"name": "mimeforge", "version": mimeforge.__version__},
        "message": message,
        "profile": profile,
        "caller": found.caller,
        "at": found.at.isoformat(),
        "actions": found.actions,
        "effect": found.effect,
        "decisions": [_decision(decision, names) for decision in found],
        "unknowns": found.unknowns,
    }
    return json.dumps(written_out, indent=2)


def _decision(decision: Decision, names: Sequence[str]) -> dict[str, Any]:
    by = None
    if decision.policy is not None:
        by = {"policy": names[decision.policy], "index": decision.statement, "sid": decision.sid}
    return {
        "role": decision.role,
        "address": decision.address,
        "identity": decision.identity,
        "effect": decision.effect,
        "reason": decision.reason,
        "statement": by,
        "conditions": [
            {
                "operator": condition.operator,
                "key": condition.key,
                "values": condition.values,
                "given": condition.given,
                "holds": condition.holds,
            }
            for condition in decision.conditions
        ],
        "needs": decision.needs,
        "predicts": decision.predicts,
    }
