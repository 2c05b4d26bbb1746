"""API: the members of a request: their names, their types, and those that have to be there."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from mimeforge._ses_operations import OPERATIONS, ListOf, Structure
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.examples import Call
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.places import at, did_you_mean, lone_surrogates, members, misfits, step
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request

__all__ = ["RULES", "SIMPLE", "example"]

_SOURCE: Final = "API models of 2010-12-01 and 2019-09-27, in botocore; an SDK refuses it before anything is sent"

SIMPLE: Final[dict[str, Any]] = {
    "Source": "jo@example.com",
    "Destination": {"ToAddresses": ["zoe@example.net"]},
    "Message": {"Subject": {"Data": "Lunch"}, "Body": {"Text": {"Data": "See you at noon."}}},
}


def example(*, without: str = "", **members: Any) -> Call:
    """Return a good request for SendEmail of version 1, but for what the arguments say."""
    return Call("ses.SendEmail", {name: value for name, value in (SIMPLE | members).items() if name != without})


# Names that documents of AWS use in their prose and that no API accepts; and the names that are meant.
_MEANT: Final = {
    "SourceIdentityArn": "SourceArn",
    "FromIdentityArn": "FromArn",
    "ReturnPathIdentityArn": "ReturnPathArn",
}


@rule(
    "API101",
    "request-wrong-type",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=_SOURCE,
    looks_at=requests(),
    alone=True,
    bad=(example(ReplyToAddresses="zoe@example.net"), example(Source=None), example(Message="Lunch")),
    good=(example(ReplyToAddresses=("zoe@example.net",)),),
)
def wrong_type(request: Request, context: Context) -> Iterator[Hit]:
    """A member of the request is of another type than the API wants there.

    Often a single address stands where a list belongs. As long as that is so, nothing else is looked at.
    """
    for misfit in misfits(OPERATIONS[request.operation].input, request.arguments):
        yield at(request, misfit.path, f"{misfit.given}, where the API wants {misfit.wanted}")


@rule(
    "API108",
    "request-lone-surrogate",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source="RFC 3629 §3: UTF-8 has no surrogates; RFC 8259 §8.2 on those in JSON",
    looks_at=requests(),
    alone=True,
    bad=(example(Source="Zo\udce9 <zoe@example.com>"), example(ReplyToAddresses=["jo@example.com", "\ud800"])),
    good=(example(),),
)
def lone_surrogate(request: Request, context: Context) -> Iterator[Hit]:
    """A str in the request holds half of a character, a lone surrogate.

    It cannot be written in UTF-8: in version 1, and in raw data, boto3 raises a UnicodeEncodeError, and in the JSON of
    version 2 it goes out as an escape that is no character. Most likely octets in another charset were read with
    ``surrogateescape``, as ``sys.argv`` is: read them in their charset, or give a message as octets.
    """
    for path, place in lone_surrogates(request):
        text = f"{code_points(request.get(path)[place])} is half of a character: read the octets in their charset"
        yield Hit(Span(0, 0), text, member=path, quoted=b"")


@rule(
    "API102",
    "request-unknown-member",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=_SOURCE,
    looks_at=requests(),
    bad=(example(SourceIdentityArn="arn:aws:ses:us-east-1:123456789012:identity/example.com"), example(Subject="Hi")),
    good=(example(SourceArn="arn:aws:ses:us-east-1:123456789012:identity/example.com"),),
)
def unknown_member(request: Request, context: Context) -> Iterator[Hit]:
    """The request has a member that the operation does not know.

    Some pages of AWS speak of ``SourceIdentityArn``, ``FromIdentityArn`` and ``ReturnPathIdentityArn``, which no API
    accepts.
    """
    operation = OPERATIONS[request.operation]
    for path, name, known in _unknown(operation.input, request.arguments, ""):
        meant = _MEANT.get(name, "")
        nearest = [meant] if meant in known else get_close_matches(name, known, n=1)
        hint = did_you_mean(nearest[0] if nearest else None)
        yield at(request, path, f"{operation.action} has no member {shown(name)}{hint or ': leave it out'}")


def _unknown(shape: Any, value: Any, path: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    if isinstance(shape, Structure):
        for name, one in value.items():
            if name in shape.members:
                yield from _unknown(shape.members[name], one, f"{path}.{name}" if path else name)
            else:
                yield f"{path}.{step(name)}" if path else step(name), str(name), shape.members
    elif isinstance(shape, ListOf):
        for index, one in enumerate(value):
            yield from _unknown(shape.member, one, f"{path}[{index}]")


@rule(
    "API103",
    "request-missing-member",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=_SOURCE,
    looks_at=requests(),
    bad=(example(without="Source"), example(Message={"Subject": {"Data": "Lunch"}})),
    good=(example(),),
)
def missing_member(request: Request, context: Context) -> Iterator[Hit]:
    """The request lacks a member that the operation has to have."""
    operation = OPERATIONS[request.operation]
    for path, shape, value in (("", operation.input, request.arguments), *members(request)):
        if isinstance(shape, Structure):
            for name in (name for name in shape.members if name in shape.required and name not in value):
                own = f"{path}.{name}" if path else name
                yield at(request, own, f"{operation.action} has to have this member", predicts=_answer_to_missing(own))


def _answer_to_missing(path: str) -> str | None:
    """Give what SES answers to a client that sends such a request: recorded for the name of a header field."""
    header = _HEADER_NAME_RE.fullmatch(path)
    if not header:
        return None
    place = f"content.simple.headers.{int(header[1]) + 1}.member.name"
    return f"1 validation error detected: Value at '{place}' failed to satisfy constraint: Member must not be null"


_HEADER_NAME_RE: Final = re.compile(r"Content\.Simple\.Headers\[([0-9]+)\]\.Name")


RULES = (wrong_type, lone_surrogate, unknown_member, missing_member)
