"""REQ: fields of the way a message has come, and of other days."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final

from mimeforge.linter.examples import sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import MESSAGE, Hit, fields, rule
from mimeforge.rules.fixes import delete_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field, Part

__all__ = ["RULES"]

_RESENT = ("Resent-From: jo@example.com", "Resent-Date: Tue, 21 Jan 2025 12:00:00 +0000")
_RESENT_AGAIN = ("Resent-From: amy@example.org", "Resent-Date: Wed, 22 Jan 2025 12:00:00 +0000")
_RECEIVED = "Received: from a.example by b.example; Mon, 20 Jan 2025 12:00:01 +0000"


@rule(
    "REQ126",
    "trace-in-submission",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5321 §4.4, RFC 8601 §5, RFC 8617 §4: fields that servers write on the way",
    looks_at=MESSAGE,
    bad=(
        sample("Delivered-To: zoe@example.net"),
        sample(_RECEIVED, "Authentication-Results: mx.example.net; spf=pass"),
        sample(_RECEIVED),
    ),
    good=(sample(),),
)
def trace_in_submission(message: Part, context: Context) -> Iterator[Hit]:
    """A message that is yet to be sent has fields of one that was received.

    They are left over where mail is forwarded or used as a template. They tell the new receiver about other people and
    servers, and what they say of signatures is no longer true; some servers take a Delivered-To with their own address
    for a loop, and return the message. Leave them out. Received alone is a note: a relay before SES writes it rightly.
    """
    names = {name.lower(): name for name in _TRACE}
    found = [field for field in message.fields if field.name.lower() in names]
    if not found:
        return
    written = dict.fromkeys(names[field.name.lower()] for field in found)
    is_of_relay = written.keys() <= {"Received", "X-Received"}
    yield Hit(
        found[0].name_span,
        f"servers write {', '.join(written)} on the way, and this message is yet to be sent: leave them out",
        severity=Severity.NOTE if is_of_relay else None,
        fix=None if is_of_relay else _leave_out(found, message),
    )


def _leave_out(found: list[Field], message: Part) -> Fix | None:
    """Leave fields out; not beside a signature, which was good for the mail as it was received."""
    is_signed = message.field("DKIM-Signature") is not None
    return None if is_signed else Fix("leave the fields out", tuple(map(delete_field, found)), safe=False)


_TRACE: Final = (
    "Received",
    "X-Received",
    "Delivered-To",
    "X-Original-To",
    "Authentication-Results",
    "ARC-Seal",
    "ARC-Message-Signature",
    "ARC-Authentication-Results",
)


@rule(
    "REQ119",
    "dup-resent",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6, §3.6.6: each field once in each set of resent fields",
    looks_at=MESSAGE,
    bad=(
        sample("Resent-To: zoe@example.net\r\nResent-To: amy@example.org", *_RESENT),
        sample(f"{_RESENT[0]}\r\n{_RESENT_AGAIN[0]}", _RESENT[1]),
    ),
    good=(
        sample(*_RESENT),
        sample("\r\n".join([*_RESENT_AGAIN, *_RESENT])),
        sample("\r\n".join([*_RESENT_AGAIN, "X-Note: Lunch", *_RESENT])),
    ),
)
def dup_resent(message: Part, context: Context) -> Iterator[Hit]:
    """A Resent-* field stands twice in one set.

    Each time a message is sent again, a set of these fields is put on top of it, with one Resent-From and one
    Resent-Date. Readers differ in which of two they take. Write one, with all addresses.
    """
    for resent, run in groupby(message.fields, key=_is_resent):
        if not resent:
            continue
        found = list(run)
        counts = Counter(field.name.lower() for field in found)
        # Sets may follow on each other; then each has its own author and date.
        sets = max(1, min(counts["resent-from"], counts["resent-date"]))
        for name in (name for name, count in counts.items() if count > sets):
            named = [field for field in found if field.name.lower() == name]
            last, is_copy = named[-1], len({field.value for field in named}) == 1
            text = f"{last.name} stands again in one set of resent fields: write one"
            fix = Fix("leave the second field out", (delete_field(last),)) if is_copy else None
            yield Hit(last.span, text, field=last, fix=fix)


@rule(
    "REQ127",
    "resent-without-date-from",
    severity=Severity.WARNING,
    rfc=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5322 §3.6.6: Resent-From and Resent-Date must be sent",
    looks_at=MESSAGE,
    bad=(sample("Resent-To: amy@example.org"), sample(_RESENT[0])),
    good=(sample("Resent-To: amy@example.org", *_RESENT), sample(_RESENT[0], "X-Note: Lunch", _RESENT[1])),
)
def resent_without_date_from(message: Part, context: Context) -> Iterator[Hit]:
    """Resent fields lack the Resent-From or the Resent-Date.

    They say who sent a message again, and when; without one of them, they say nothing. Write both, or leave the resent
    fields out.
    """
    for resent in _between_stations(message):
        names = {field.name.lower() for field in resent}
        missing = [name for name in ("Resent-From", "Resent-Date") if name.lower() not in names]
        if missing:
            text = f"resent fields without {' and '.join(missing)}: write both, or leave these fields out"
            yield Hit(resent[0].name_span, text, field=resent[0])


@rule(
    "REQ129",
    "legacy-header",
    severity=Severity.NOTE,
    rfc=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source="RFC 2076: fields in use that are no standard, some of them of mailbox files; RFC 8098 §2.1 for receipts",
    looks_at=fields(
        "Return-Receipt-To", "Errors-To", "Content-Length", "Lines", "Status", "X-Status", "X-UID", "Apparently-To"
    ),
    bad=(sample("Return-Receipt-To: jo@example.com"), sample("Content-Length: 18"), sample("Status: RO")),
    good=(sample("Disposition-Notification-To: jo@example.com"),),
)
def legacy_header(field: Field, context: Context) -> Iterator[Hit]:
    """A field of other days, which readers ignore.

    Some were never a standard, some belong into a mailbox file and not into mail. Leave it out.
    """
    instead = _INSTEAD[field.name.lower()]
    is_idle = instead in {_OF_MAILBOX, _OF_BOUNCES}
    fix = Fix("leave the field out", (delete_field(field),), safe=False) if is_idle else None
    yield Hit(field.name_span, f"readers ignore {field.name}: {instead}", fix=fix)


_OF_MAILBOX: Final = "it belongs into a mailbox file, leave it out"
_OF_BOUNCES: Final = "bounces go to the sender of the envelope, leave it out"
_INSTEAD: Final = {
    "return-receipt-to": "write Disposition-Notification-To, or leave it out",
    "errors-to": _OF_BOUNCES,
    "content-length": _OF_MAILBOX,
    "lines": _OF_MAILBOX,
    "status": _OF_MAILBOX,
    "x-status": _OF_MAILBOX,
    "x-uid": _OF_MAILBOX,
    "apparently-to": "write To, or name the recipient in the envelope alone",
}

RULES = (trace_in_submission, dup_resent, resent_without_date_from, legacy_header)


def _is_resent(field: Field) -> bool:
    return field.name.lower() in _RESENT_FIELDS


def _between_stations(message: Part) -> Iterator[list[Field]]:
    """Give the resent fields that stand between two servers' fields. Mailing lists spread a set among their own."""
    found: list[Field] = []
    for field in message.fields:
        if _is_resent(field):
            found.append(field)
        elif found and field.name.lower() in {"received", "return-path"}:
            yield found
            found = []
    if found:
        yield found


_RESENT_FIELDS: Final = frozenset(
    f"resent-{name}" for name in ("from", "date", "sender", "to", "cc", "bcc", "message-id", "reply-to")
)
