"""API: the members of a request: their names, their types, and those that have to be there."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from mimeforge._ses_operations import OPERATIONS, Structure
from mimeforge.codecs.visible import shown
from mimeforge.errors import code_points
from mimeforge.linter.finding import Evidence, Severity
from mimeforge.linter.rule import Hit, requests, rule
from mimeforge.rules.api.examples import send
from mimeforge.rules.api.member_names import unknown_in, unknown_members
from mimeforge.rules.api.places import at, did_you_mean, lone_surrogates, members, misfits
from mimeforge.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mimeforge.linter.context import Context
    from mimeforge.linter.request import Request

__all__ = ["RULES"]

_SOURCE: Final = "API models of 2010-12-01 and 2019-09-27, in botocore; an SDK refuses it before anything is sent"


@rule(
    "API101",
    "request-wrong-type",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=_SOURCE,
    looks_at=requests(),
    alone=True,
    bad=(send(ReplyToAddresses="zoe@example.net"), send(Source=None), send(Message="Lunch")),
    good=(send(ReplyToAddresses=("zoe@example.net",)),),
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
    bad=(send(Source="Zo\udce9 <zoe@example.com>"), send(ReplyToAddresses=["jo@example.com", "\ud800"])),
    good=(send(),),
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
    bad=(send(SourceIdentityArn="arn:aws:ses:us-east-1:123456789012:identity/example.com"), send(Subject="Hi")),
    good=(send(SourceArn="arn:aws:ses:us-east-1:123456789012:identity/example.com"),),
)
def unknown_member(request: Request, context: Context) -> Iterator[Hit]:
    """The request has a member that the operation does not know.

    Some pages of AWS speak of ``SourceIdentityArn``, ``FromIdentityArn`` and ``ReturnPathIdentityArn``, which no API
    accepts; and the two versions of the API name the same differently. Take the name that this operation has for it.
    """
    action = OPERATIONS[request.operation].action
    for unknown in unknown_members(request):
        hint = did_you_mean(unknown.meant) or ": leave it out"
        yield at(request, unknown.path, f"{action} has no member {shown(unknown.name)}{hint}")


@rule(
    "API103",
    "request-missing-member",
    severity=Severity.ERROR,
    rfc=None,
    evidence=Evidence.DOCUMENTED,
    source=_SOURCE,
    looks_at=requests(),
    bad=(send(without=["Source"]), send(Message={"Subject": {"Data": "Lunch"}})),
    good=(send(),),
)
def missing_member(request: Request, context: Context) -> Iterator[Hit]:
    """The request lacks a member that the operation has to have.

    Give it. (Where it stands under another name, ``request-unknown-member`` says so.)
    """
    operation = OPERATIONS[request.operation]
    for path, shape, value in (("", operation.input, request.arguments), *members(request)):
        if isinstance(shape, Structure):
            for own in _missing(request, shape, value, path):
                text = f"{operation.action} has to have {own}: give it"
                yield at(request, own, text, predicts=_answer_to_missing(own))


def _missing(request: Request, shape: Structure, value: Mapping[str, Any], path: str) -> list[str]:
    """Return the paths of what a structure lacks, but for what stands in it under another name."""
    lacking = [f"{path}.{name}" if path else name for name in sorted(shape.required - value.keys())]
    misnamed = islice(unknown_in(request, shape, value, path), _MISNAMED_MAX) if lacking else ()
    meant = {unknown.meant for unknown in misnamed}
    return [own for own in lacking if own not in meant]


# Of more names that nobody knows, none is a slip.
_MISNAMED_MAX: Final = 50


def _answer_to_missing(path: str) -> str | None:
    """Give what SES answers to a client that sends such a request: recorded for the name of a header field."""
    header = _HEADER_NAME_RE.fullmatch(path)
    if not header:
        return None
    place = f"content.simple.headers.{int(header[1]) + 1}.member.name"
    return f"1 validation error detected: Value at '{place}' failed to satisfy constraint: Member must not be null"


_HEADER_NAME_RE: Final = re.compile(r"Content\.Simple\.Headers\[([0-9]+)\]\.Name")


RULES = (wrong_type, lone_surrogate, unknown_member, missing_member)
