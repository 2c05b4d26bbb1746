"""Amazon SES: what it answers, the requests to it, and the policies of those who let others send."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import mimeforge
from fuzz.survival import check_printable, check_tree
from fuzz.targets.claims import as_text, check_error
from mimeforge import ses
from mimeforge._ses_operations import OPERATIONS
from mimeforge.errors import InputError, PolicyError
from mimeforge.tree import Source

__all__ = ["explain", "policy", "query", "request"]

_MESSAGE: Final = b"From: Jo <jo@example.com>\r\nTo: zoe@example.net\r\nSubject: Lunch\r\n\r\nAt noon.\r\n"
_ARN: Final = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
_SENDING: Final = {
    "FromEmailAddress": "Jo <jo@example.com>",
    "FromEmailAddressIdentityArn": _ARN,
    "Destination": {"ToAddresses": ["zoe@example.net"]},
    "Content": {"Raw": {"Data": _MESSAGE}},
}
_CALLER: Final = "arn:aws:iam::210987654321:user/jo"
_AT: Final = datetime(2026, 5, 4, 8, tzinfo=UTC)


def explain(octets: bytes) -> None:
    """An answer of SES as somebody's log shows it; what is said of it can be printed."""
    text = as_text(octets)
    check_printable(str(ses.explain(text)), "an explanation")
    check_printable(str(ses.explain(text, _MESSAGE)), "an explanation")


def query(octets: bytes) -> None:
    """The body of a request in the Query form; what is read of it can be written, and read again."""
    try:
        read = ses.from_query(octets)
    except InputError as error:
        check_error(error, len(octets))
        return
    with suppress(InputError):  # a member that has to be there may be missing
        assert ses.from_query(ses.to_query(read)) == read, "the way back"


def request(octets: bytes) -> None:
    """The arguments of a request, in an object of JSON under the name of the operation."""
    given = _json(octets)
    for operation in OPERATIONS.keys() & given.keys():
        if isinstance(given[operation], dict):
            _check_request(operation, given[operation])
            _check_built(given[operation])


def policy(octets: bytes) -> None:
    """A sending-authorization policy; one that is read decides on a sending, and all are judged where they are put."""
    with suppress(UnicodeDecodeError):
        put = {"Identity": "example.com", "PolicyName": "one", "Policy": octets.decode("utf-8")}
        _check_request("ses.PutIdentityPolicy", put)
    try:
        read = ses.SendingPolicy.parse(octets)
    except PolicyError as error:
        check_error(error, len(octets))
        return
    assert ses.SendingPolicy.parse(read.text) == read, "read again, it is another"
    decided = ses.authorize(_SENDING, read, caller=_CALLER, at=_AT)
    assert len(decided) > 0, "nothing is decided"
    assert len(ses.authorize(_MESSAGE, read, caller=_CALLER, at=_AT)) == len(decided), "a message is decided otherwise"
    check_printable(str(decided), "an authorization")


def _json(octets: bytes) -> dict[str, Any]:
    """Read an object; what is none holds nothing."""
    try:
        value = json.loads(octets)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _check_built(arguments: Any) -> None:
    """What SES would build of a request can be written and read."""
    try:
        message = ses.to_message(arguments)
    except InputError as error:
        check_printable(str(error), "an error")
    except TypeError as error:
        _check_meant(error)
    else:
        check_tree(mimeforge.parse(message.as_bytes(profile=None)))


def _check_meant(error: TypeError) -> None:
    assert "where the API wants" in str(error), f"nobody meant to raise {error!r}"


def _check_request(operation: str, arguments: Any) -> None:
    """Every finding is in a member of the request or in its message, and the report can be printed."""
    report = ses.lint_request(operation, arguments)
    members = dict(report.members)
    for finding in report:
        octets = report.source if finding.member is None else members[finding.member]
        start, end = finding.span
        assert 0 <= start <= end <= len(octets), f"{finding.code}: {finding.span} is not within {len(octets)} octets"
        place = finding.line, finding.column
        assert Source(octets).position(start) == place, f"{finding.code}: {finding.span} is not at {place}"
    check_printable(str(report), "the report")
