"""Sending authorization, offline: whether policies let an account send a message in the name of identities.

The steps are those of IAM for policies on resources, with what the SES developer guide says of identities. Whatever
cannot be known without asking AWS makes a decision unknown instead of guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mimeforge.rules.pol.document import SendingPolicy
from mimeforge.ses.authorization.deciding import agreed, decide, question_of
from mimeforge.ses.authorization.decision import Authorization, CheckedCondition, Decision, Effect
from mimeforge.ses.authorization.facts import facts_of
from mimeforge.ses.authorization.principals import caller_of
from mimeforge.ses.authorization.sending import sendings_of
from mimeforge.ses.authorization.unknowns import unknowns

if TYPE_CHECKING:
    from typing import TypeAlias

    from mimeforge.preflight.sources import Lintable

    PolicyLike: TypeAlias = SendingPolicy | str | bytes | Mapping[str, Any]

__all__ = ["Authorization", "CheckedCondition", "Decision", "Effect", "authorize"]


def authorize(
    request: Lintable | Mapping[str, Any],
    policies: PolicyLike | Iterable[PolicyLike],
    *,
    caller: str,
    at: datetime | None = None,
    facts: Mapping[str, object] | None = None,
    profile: str = "ses",
) -> Authorization:
    """Say whether sending-authorization policies let ``caller`` send this, for each identity in play.

    ``request`` is the arguments of a send that a client of the API models is given (``RawMessage`` tells SendRawEmail,
    ``Message`` SendEmail, ``Content`` version 2), or a message as `mimeforge.lint` takes it. A message travels as
    ``profile`` says: "ses" (SendRawEmail), "ses-v2" (SendEmail of version 2, raw) or "ses-smtp". ``policies`` are those
    of the identities, one or several: `SendingPolicy` values, or what `SendingPolicy.parse` takes. ``caller`` is the
    ARN of the user, role, session or account root that sends, or an account in 12 digits, or the name of a service.
    ``at`` is when, with its time zone; now, where it is not given. ``facts`` are condition keys that the request does
    not tell: ``{"aws:SourceIp": "192.0.2.1", "aws:PrincipalOrgID": None}``, None for a key that is sure to be missing.
    Keys of the connection and the caller that are not among them are not known.

    Raises ValueError for another profile or caller, a time without a zone, a request that is none, facts that the
    request tells or that are given twice; TypeError for other types; OSError for a file that cannot be read;
    `PolicyError` for what is no policy.
    """
    sender = caller_of(_require_str(caller))
    read = tuple(_policies(policies))
    moment = datetime.now(UTC) if at is None else _require_zone(at)
    given = _require_mapping(facts or {})
    readings = sendings_of(request, profile)
    questions = [question_of(sender, sending, read, facts_of(sending, moment, given)) for sending in readings]
    decisions = [[decide(identity, question) for identity in question.sending.identities] for question in questions]
    return Authorization(
        caller=caller,
        at=moment,
        actions=readings[0].actions,
        decisions=agreed(decisions),
        unknowns=unknowns(readings[0], read),
    )


def _policies(given: object) -> Iterable[SendingPolicy]:
    if isinstance(given, (str, bytes, Mapping, SendingPolicy)):
        given = (given,)
    if not isinstance(given, Iterable):
        raise TypeError(f"policies are SendingPolicy values or their JSON, not {type(given).__name__}")
    for policy in given:
        yield policy if isinstance(policy, SendingPolicy) else SendingPolicy.parse(policy)


def _require_str(caller: object) -> str:
    if not isinstance(caller, str):
        raise TypeError(f"the caller is a str, an ARN or an account, not {type(caller).__name__}")
    return caller


def _require_zone(at: object) -> datetime:
    if not isinstance(at, datetime):
        raise TypeError(f"at is a datetime, not {type(at).__name__}")
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("at has no time zone: give one, such as datetime.UTC")
    try:
        at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("at is before the year 1 or after 9999 in UTC: give a time between") from error
    return at


def _require_mapping(facts: object) -> Mapping[str, object]:
    if not isinstance(facts, Mapping):
        raise TypeError(f"facts are a dict of condition keys and values, not {type(facts).__name__}")
    return facts
