"""Judging a request to Amazon SES before it is sent: its members, and the message in it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from mimeforge._limits import ADDRESSES_JUDGED_MAX
from mimeforge._ses_operations import OPERATIONS
from mimeforge.errors import MimeforgeError
from mimeforge.linter import Report, engine
from mimeforge.linter.context import Context
from mimeforge.linter.finding import Severity, order
from mimeforge.linter.request import Request
from mimeforge.message.envelope import Envelope
from mimeforge.preflight import RULES, evidence_named, profile_named
from mimeforge.preflight.request_table import REQUEST_RULES
from mimeforge.rules.api.entries import bounce_address, recipients
from mimeforge.rules.api.places import is_in_shape, lone_surrogates
from mimeforge.rules.api.roles import ROLES, is_raw
from mimeforge.ses.address_members import ADDRESS, SUBJECT, judged
from mimeforge.ses.arguments import arguments_of
from mimeforge.ses.conversion import content_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from mimeforge._ses_operations import Operation
    from mimeforge.linter import Finding
    from mimeforge.linter.context import Profile
    from mimeforge.linter.rule import Rule

__all__ = ["lint_request", "operation_named", "profile_of", "request_of"]

# In a message that SES builds, these are members of the request, which are judged where they stand; and of these rules
# on requests speak, of names that no file of Windows has where the characters are at fault, which are notes. Only a
# field of the request's Headers makes a long line there, or stands twice, or has a name of SES's own.
_MEMBERS_OF_BUILT: Final = frozenset({"from", "to", "cc", "bcc", "reply-to", "return-path"})
_SAID_OF_MEMBERS: Final = frozenset(
    {
        "blocked-extension-ses",
        "dkim-multiple",
        "dup-content-other",
        "dup-ids",
        "dup-list-headers",
        "dup-originator",
        "filename-path",
        "line-over-998",
        "message-too-large",
        "ses-single-headers",
    }
)
_SETTINGS: Final = "x-ses-"
# And these are what SES writes by itself, as it likes.
_FIELDS_OF_SES: Final = frozenset({"content-transfer-encoding", "date", "message-id", "mime-version"})
_WAYS_OF_SES: Final = frozenset({"charset-needless", "header-line-over-76-with-ew", "header-line-over-78"})
_RESERVED: Final = ("filename-reserved", Severity.NOTE)


def lint_request(
    operation: str,
    kwargs: Mapping[str, Any],
    *,
    profile: str | None = None,
    evidence: str = "inferred",
    extra_rules: Iterable[Rule] = (),
) -> Report:
    """Judge a request to Amazon SES before it is sent: its members, and the message in it.

    ``operation`` is "ses.SendRawEmail", "ses.SendEmail", "sesv2.SendEmail", or one that puts, gets, lists or deletes
    sending-authorization policies ("ses.PutIdentityPolicy", "sesv2.CreateEmailIdentityPolicy", …); ``kwargs`` are the
    arguments that a client of the API models, boto3 or another, is given: a dict or another mapping, and in it dicts,
    as botocore wants them. A finding about a member names it (``finding.member`` is "Destination.ToAddresses[3]", from
    0); all others are about the message: the raw one, or the one that SES builds of the request. ``profile`` adds
    overlays ("ses,bulk", "ses-v2,strict"); the version of the API is that of the operation. ``evidence`` and
    ``extra_rules`` are those of `mimeforge.lint`.

    Raises ValueError for another operation, profile or level of evidence, and TypeError where ``kwargs`` is no mapping.
    """
    known = operation_named(operation)
    law, weakest = profile_of(known, profile), evidence_named(evidence)
    request = request_of(known, kwargs)
    own = tuple(extra_rules)
    context = Context(profile=law, evidence=weakest, request=request)
    context = replace(context, envelope=_envelope(request, context))
    report = engine.inspect_request(request, (*RULES, *REQUEST_RULES, *own), context, name=_name(request))
    if not _is_to_be_read(request):
        return report
    codes = {rule.code for rule in own}
    of_members = list(_judged_members(request, context))
    shown = dict(report.members) | {path: request.shown(path) for path, _ in of_members}
    names = _MEMBERS_OF_BUILT | {"subject" for path, _ in of_members if path == _subject(request)}
    found = [one for one in report if is_raw(request) or one.code in codes or not _is_of_member(one, names)]
    found += [finding for _, finding in of_members]
    return replace(report, findings=tuple(sorted(found, key=order)), members=tuple(shown.items()))


def operation_named(name: str) -> Operation:
    """Return the operation of this name. Raises ValueError, naming the nearest, where there is none."""
    if str(name) in OPERATIONS:
        return OPERATIONS[str(name)]
    nearest = get_close_matches(str(name), OPERATIONS, n=1)
    hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
    raise ValueError(f"unknown operation {name!r}, known are {', '.join(OPERATIONS)}{hint}")


def profile_of(operation: Operation, name: str | None) -> Profile:
    """Return the profile of an operation, with the overlays that ``name`` lays on one of the API's two.

    Raises ValueError for a profile of anything else than the API.
    """
    base, *overlays = str(name or operation.profile).split(",")
    if base.strip() not in {known.profile for known in OPERATIONS.values()}:
        raise ValueError(f"profile {name!r} is not for requests: they are judged under 'ses' or 'ses-v2'")
    return profile_named(",".join((operation.profile, *overlays)))


def request_of(operation: Operation, kwargs: Mapping[str, Any]) -> Request:
    """Return a request with the message in it: the raw one, or the one that SES builds, where it can be told."""
    request = Request(operation=operation.name, arguments=arguments_of(kwargs))
    return replace(request, octets=_octets(request)) if _is_to_be_read(request) else request


def _is_to_be_read(request: Request) -> bool:
    """Whether this is a request that sends, and all in it is of the type and in the characters that the API takes."""
    operation = OPERATIONS[request.operation]
    is_sound = operation.name in ROLES and is_in_shape(operation, request.arguments)
    return is_sound and next(lone_surrogates(request), None) is None


def _octets(request: Request) -> bytes | None:
    roles = ROLES[request.operation]
    data = request.get(roles.data) if roles.data else None
    if isinstance(data, str):
        return data.encode("utf-8")  # as botocore writes it
    if data is not None:
        return bytes(data)
    if roles.content and request.get(roles.content) is not None:
        with suppress(MimeforgeError):  # rules on requests say what cannot be written
            return content_of(request).as_bytes(profile=None)
    return None


def _judged_members(request: Request, context: Context) -> Iterator[tuple[str, Finding]]:
    """Pass what is said of members that are written into fields, with the path of each."""
    for path, value in islice(request.texts(*ROLES[request.operation].addresses), ADDRESSES_JUDGED_MAX):
        yield from ((path, finding) for finding in judged(path, value, context, ADDRESS))
    path = _subject(request)
    subject = request.text(path) or ""
    if subject.isascii() and "=?" in subject:
        yield from ((path, finding) for finding in judged(path, subject, context, SUBJECT))


def _subject(request: Request) -> str:
    return f"{ROLES[request.operation].content or 'Message'}.Subject.Data"


def _is_of_member(finding: Finding, names: AbstractSet[str]) -> bool:
    """Whether a finding on a message that SES builds is about what it writes of members; ``names`` are such fields."""
    is_said = finding.slug in _SAID_OF_MEMBERS | _WAYS_OF_SES or (finding.slug, finding.severity) == _RESERVED
    name = (finding.header or "").lower()
    is_named = name in names | _FIELDS_OF_SES or name.startswith(_SETTINGS)
    return finding.member is None and (is_said or is_named)


def _name(request: Request) -> str:
    return ROLES[request.operation].data if is_raw(request) else "<the message of SES>"


def _envelope(request: Request, context: Context) -> Envelope | None:
    """Return whom a request names: None where it leaves that to the fields of a raw message."""
    if request.message is None or request.operation not in ROLES:
        return None
    named = [entry for entry in recipients(request, context) if not entry.is_blank]
    if not named and is_raw(request):
        return None
    addresses = tuple(entry.addr_spec(mailbox) for entry in named for mailbox in entry.listed.mailboxes)
    return Envelope(bounce_address(request, context), addresses)
