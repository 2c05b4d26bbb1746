"""API: who sends, by a request of version 2: that it is said, and that it agrees with a raw message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from mimeforge.linter.examples import Call, sample
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.adr import address_fields
from mimeforge.rules.api.entries import entries
from mimeforge.rules.api.examples import raw_2, simple_2
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import is_raw, names_sender, roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request
    from mimeforge.rules.ses.address_list import Mailbox
    from mimeforge.tree import Part

__all__ = ["RULES"]

_TEMPLATE: Final = {"Content": {"Template": {"TemplateName": "receipt", "TemplateData": "{}"}}}
_TO_ZOE: Final = {"Destination": {"ToAddresses": ["zoe@example.net"]}}


@rule(
    "API120",
    "request-no-sender",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.PROBED,
    source="API model of SendEmail (v2), FromEmailAddress; floci probes",
    looks_at=requests("sesv2.SendEmail"),
    bad=(
        simple_2(without=["FromEmailAddress"]),
        simple_2(FromEmailAddress=""),
        Call("sesv2.SendEmail", _TEMPLATE | _TO_ZOE),
    ),
    good=(simple_2(), raw_2(), Call("sesv2.SendEmail", _TEMPLATE | _TO_ZOE | {"FromEmailAddress": "jo@example.com"})),
)
def no_sender(request: Request, context: Context) -> Iterator[Hit]:
    """The request does not say who sends.

    The model lets ``FromEmailAddress`` be left out, which is for raw messages: they have a From field. SES refuses a
    message that it builds itself, or a template, without it. (To the first it was seen to answer without any text.)
    """
    if is_raw(request) or names_sender(request):
        return
    for content, answer in _ANSWERS.items():
        if request.get(content) is not None:
            yield at(
                request,
                roles(request).sender,
                "no sender: give FromEmailAddress, without which raw messages alone are sent",
                predicts=answer,
            )
            return


# What SES was seen to answer, by what is to be sent.
_ANSWERS: Final = {"Content.Simple": None, "Content.Template": "Source cannot be empty"}


@rule(
    "API121",
    "request-overrides-header",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="laravel/framework#37881, aws/aws-sdk-rails#97, nodemailer/nodemailer#1731; ignored in aws-sdk-rails#93",
    looks_at=requests("sesv2.SendEmail"),
    bad=(
        raw_2(FromEmailAddress="jo@example.com"),
        raw_2(FromEmailAddress="zoe@example.com"),
        raw_2(ReplyToAddresses=["help@example.com"]),
        raw_2(sample("Reply-To: help@example.com"), ReplyToAddresses=["zoe@example.com"]),
    ),
    good=(
        raw_2(),
        raw_2(FromEmailAddress="Jo <jo@example.com>"),
        raw_2(sample("From: jo@example.com"), FromEmailAddress="jo@example.com"),
        raw_2(sample("Reply-To: help@example.com"), ReplyToAddresses=["help@example.com"]),
    ),
)
def overrides_header(request: Request, context: Context) -> Iterator[Hit]:
    """A member of the request stands beside a raw message that says something else in its header.

    SES was seen to write ``FromEmailAddress`` over the From field, so that the display name is lost, and
    ``ReplyToAddresses`` over Reply-To; and it was seen to ignore both. Leave these members out, and write in the
    message what is meant.
    """
    if request.message is None or not is_raw(request):
        return
    role = roles(request)
    for path, name in ((role.sender, "From"), (role.reply_to, "Reply-To")):
        given = {
            _mailbox(mailbox, "latin-1") for entry in entries(request, context, path) for mailbox in entry.readable
        }
        written = {_mailbox(*one) for one in _written(request.message, name, context)}
        if not given or given == written or (name == "From" and not written):
            continue  # without a From field nothing is lost, and missing-from speaks
        text = f"SES was seen to write this over {name} of a raw message, and to ignore it: write {name} there alone"
        yield at(request, path, text)


class _Mailbox(NamedTuple):
    """A mailbox as readers see it, whatever the blanks of its name and the case of its domain."""

    name: str
    address: str


def _mailbox(mailbox: Mailbox, encoding: str) -> _Mailbox:
    name = address_fields.shown_name(mailbox.display_name, encoding)
    local_part, at, domain = mailbox.addr_spec.rpartition("@")
    return _Mailbox(" ".join(name.split()), local_part + at + domain.lower())


def _written(message: Part, name: str, context: Context) -> Iterator[tuple[Mailbox, str]]:
    """Pass the mailboxes of the fields of a name, with the encoding that they are in."""
    for field in message.fields_named(name):
        for mailbox in address_fields.read(field, context).listed.mailboxes:
            yield mailbox, field.encoding


RULES = (no_sender, overrides_header)
