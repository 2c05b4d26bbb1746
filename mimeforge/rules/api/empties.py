"""API: empty lists and empty strings where addresses belong, and what they become on their way.

The same emptiness is harmless in one place and refused in another:

- A list without members: version 2 sends it as JSON, and nothing is said of it. botocore writes it for version 1 as an
  empty string (``Destination.CcAddresses=``), which SES was seen to take for an address and to refuse; examples of AWS
  hold such lists all the same, so this is a warning.
- An empty string in place of a member that may be left out: the same, by the same examples.
- An empty string where the operation has to have an address, or as an entry of a list: an error, for an empty address
  is none to any reader.
- The sender of a message that SES builds is a matter of its own (``request-no-sender``), and so are lengths that the
  models state (``request-length``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mimeforge._ses_operations import OPERATIONS, SENDING
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.entries import names_somebody
from mimeforge.rules.api.examples import raw, raw_2, send, simple_2, to
from mimeforge.rules.api.places import at
from mimeforge.rules.api.roles import is_raw, roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_VERSION_1: Final = ("ses.SendRawEmail", "ses.SendEmail")

# What SES was seen to answer in version 1 to an empty address, by whatever member (boto/boto#351; Stack Overflow
# 21305454).
_ANSWER: Final = "Missing final '@domain'"


@rule(
    "API115",
    "request-empty-list",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="botocore writes it as an empty string; Stack Overflow 21305454, getkirby-v2/toolkit#273",
    looks_at=requests(*_VERSION_1),
    bad=(
        send(Destination={"ToAddresses": ["zoe@example.net"], "CcAddresses": []}),
        send(ReplyToAddresses=[]),
        raw(Destinations=[]),
    ),
    good=(send(), simple_2(ReplyToAddresses=[])),
)
def empty_list(request: Request, context: Context) -> Iterator[Hit]:
    """A list of addresses in a request of version 1 is empty.

    There is no empty list in what goes to version 1: botocore writes an empty string, which SES was seen to refuse as
    an address. Examples of AWS have such lists. Leave the member out.
    """
    role = roles(request)
    is_said = not is_raw(request) and not names_somebody(request, context)  # request-no-recipient
    for path in role.lists:
        value = request.get(path)
        if isinstance(value, (list, tuple)) and not value and not (is_said and path in role.recipients):
            text = "an empty list goes out as an empty address, which SES was seen to refuse: leave the member out"
            yield at(request, path, text, predicts=_ANSWER)


@rule(
    "API116",
    "request-empty-address",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.FIELD_REPORT,
    source="boto/boto#351; the reader of SES wants an @domain in every address; API models",
    looks_at=requests(*SENDING),
    bad=(
        send(Source=""),
        to("zoe@example.net", ""),
        simple_2(Destination={"ToAddresses": ["zoe@example.net", " "]}),
        send(ReturnPath=""),
        raw(Source=""),
        raw_2(FeedbackForwardingEmailAddress=""),
    ),
    good=(send(), raw()),
)
def empty_address(request: Request, context: Context) -> Iterator[Hit]:
    """An address in the request is an empty string.

    Often a variable held nothing. SES refuses it where it has to have an address, and as an entry of a list. As the
    value of a member that may be left out, it stands in examples of AWS, and was seen refused: a warning. Give the
    address, or leave the member out.
    """
    role, required = roles(request), OPERATIONS[request.operation].input.required
    answer = _ANSWER if request.operation in _VERSION_1 else None
    for path, value in request.texts(*role.addresses):
        if value.strip() or (path == role.sender and _has_to_have_sender(request)):
            continue
        is_entry = path not in role.addresses
        if is_entry or path in required:
            advice = "take it out of the list" if is_entry else "give the address"
            yield at(request, path, f"an empty string is no address: {advice}", predicts=answer)
        else:
            yield at(
                request,
                path,
                "an empty string is no address: leave the member out",
                severity=Severity.WARNING,
                predicts=answer if path == "Source" else None,
                evidence=None if path == "Source" else Evidence.INFERRED,
            )


def _has_to_have_sender(request: Request) -> bool:
    """Whether another rule says that the sender is missing."""
    return request.operation == "sesv2.SendEmail" and not is_raw(request)


@rule(
    "API117",
    "request-empty-arn",
    severity=Severity.WARNING,
    rfc=None,
    evidence=Evidence.INFERRED,
    source="examples of AWS have empty ARNs; the like address was seen refused; version 2 refuses an empty ARN",
    looks_at=requests(*_VERSION_1),
    bad=(send(SourceArn=""), raw(FromArn="", ReturnPathArn="")),
    good=(send(SourceArn="arn:aws:ses:us-east-1:123456789012:identity/example.com"),),
)
def empty_arn(request: Request, context: Context) -> Iterator[Hit]:
    """The ARN of an identity in a request of version 1 is an empty string.

    Examples of AWS have such; an ARN is for somebody who sends for another, and is left out by all others. Leave the
    member out.
    """
    for path, value in request.texts(*roles(request).arns):
        if not value:
            yield at(request, path, "an empty string is no ARN: leave the member out")


RULES = (empty_list, empty_address, empty_arn)
