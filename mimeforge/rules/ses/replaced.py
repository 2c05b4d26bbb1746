"""SES: fields that SES writes itself, or reads and takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._ses_facts import WRITTEN_FIELDS
from mimeforge.codecs.visible import shown
from mimeforge.linter.examples import Example, ExampleEnvelope, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.fix import Fix
from mimeforge.linter.rule import Hit, fields, rule
from mimeforge.rules.adr.address_fields import read
from mimeforge.rules.fixes import delete_field
from mimeforge.rules.ses.interfaces import envelope_sender

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.tree import Field

__all__ = ["RULES"]

_RETURN_PATH: Final = sample("Return-Path: <bounces@example.com>")
_TO_ZOE: Final = ("zoe@example.net",)


@rule(
    "REQ125",
    "return-path-in-submission",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 5321 §4.4; SES developer guide, header fields and feedback notifications; API model of SendRawEmail",
    looks_at=fields("Return-Path"),
    bad=(
        _RETURN_PATH,
        Example(_RETURN_PATH, envelope=ExampleEnvelope("bounces@example.com", _TO_ZOE)),
        Example(_RETURN_PATH, envelope=ExampleEnvelope("jo@example.com", _TO_ZOE)),
    ),
    good=(sample(), sample("Return-Path: <>")),
)
def return_path(field: Field, context: Context) -> Iterator[Hit]:
    """A message that is yet to be sent has a Return-Path.

    The field is for the server that delivers. SES sends bounces there, so that the address has to be a verified one,
    and then replaces it: left over from mail that was received, it is the address of somebody else. Where the request
    or the SMTP session names another sender, that one counts and not the field, which is a warning.
    """
    listed = read(field, context).listed
    if listed.faults or not listed.mailboxes:
        return  # other rules speak of it; and a null path names nobody
    address = listed.mailboxes[0].addr_spec
    sender = envelope_sender(context)
    if sender and sender.lower() != address.lower():
        text = f"bounces go to {shown(sender)}, the sender of the envelope, and not here: write one address in both"
        yield Hit(field.value_span, text, severity=Severity.WARNING, fix=_leave_out(field))
    else:
        text = "SES sends bounces here and then replaces the field: leave it out, or verify it"
        yield Hit(field.value_span, text, fix=_leave_out(field))


@rule(
    "SES127",
    "ses-feedback-id",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="arithmetic/aws-lambda-ses-forwarder#28; SES developer guide, feedback loops",
    looks_at=fields("Feedback-ID"),
    bad=(sample("Feedback-ID: may:shop:newsletter:example"),),
    good=(sample("X-SES-MESSAGE-TAGS: ses:feedback-id-a=may, ses:feedback-id-b=shop"),),
)
def feedback_id(field: Field, context: Context) -> Iterator[Hit]:
    """The message has a Feedback-ID of its own.

    SES adds another, and its signature, which names the field, fails. Leave the field out; the tags
    ``ses:feedback-id-a`` and ``ses:feedback-id-b`` in X-SES-MESSAGE-TAGS become the first pieces of SES's own.
    """
    text = "SES adds a Feedback-ID, and its signature fails where there are two: use the tags ses:feedback-id-a and -b"
    yield Hit(field.span, text, fix=_leave_out(field))


@rule(
    "SES128",
    "ses-inbound-header",
    severity=Severity.NOTE,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="SES developer guide, receiving e-mail: the fields of received mail",
    looks_at=fields(*WRITTEN_FIELDS),
    bad=(sample("X-SES-Spam-Verdict: PASS"), sample("X-SES-Outgoing: 2025.01.20-192.0.2.1")),
    good=(sample("X-Spam-Verdict: PASS"),),
)
def inbound_header(field: Field, context: Context) -> Iterator[Hit]:
    """A field that Amazon SES writes on mail it received or delivered.

    It says nothing about this message, and SES does not read it: leave it out when mail is forwarded.
    """
    text = f"{field.name} is written by SES on mail that passed it, and not read: leave it out"
    yield Hit(field.span, text, fix=_leave_out(field))


def _leave_out(field: Field) -> Fix:
    return Fix("leave the field out", (delete_field(field),), safe=False)


RULES = (return_path, feedback_id, inbound_header)
