"""From the report on a request to the error of botocore that SES would have it raise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from mimeforge._ses_operations import Operation
    from mimeforge.linter import Finding, Report

__all__ = ["Refusal", "client_error", "refusal"]

# What breaks the API model is refused before SES itself reads the request.
_OF_MODEL_RE: Final = re.compile(r"[0-9]+ validation errors? detected: ")
# The document itself, or something in it; not its name.
_OF_POLICY_RE: Final = re.compile(r"Policy(?![A-Za-z])")


class Refusal(NamedTuple):
    """The name of an error, and its text."""

    code: str
    text: str


def refusal(operation: Operation, report: Report) -> Refusal:
    """Return what SES would answer to a request with errors: to one of them, as it does.

    Those of the API model come first, then those of members, those of the message last: the order of a report. An error
    whose text is known stands in for one whose text is not; where none is known, the text is ours and says so.
    """
    finding = min(report.errors, key=lambda error: (error.predicts is None, not _is_of_model(error)))
    ours = f"(mimeforge {finding.code} {finding.slug}; no text of SES is known) {finding.message}"
    return Refusal(_code(operation, finding), ours if finding.predicts is None else finding.predicts)


def client_error(client: Any, operation: Operation, report: Report) -> Exception:
    """Return the ClientError that a client raises when SES refuses a request: of the class that its model has for it.

    It has the report in ``.report``.
    """
    code, text = refusal(operation, report)
    of_version_1 = {"Type": "Sender"} if operation.service == "ses" else {}  # version 2 does not say whose fault it is
    answer: dict[str, Any] = {
        "Error": {**of_version_1, "Code": code, "Message": text},
        "ResponseMetadata": {
            "RequestId": "00000000-0000-0000-0000-000000000000",
            "HTTPStatusCode": 400,
            "HTTPHeaders": {},
            "RetryAttempts": 0,
        },
    }
    error: Exception = client.exceptions.from_code(code)(answer, operation.action)
    error.report = report  # type: ignore[attr-defined]
    return error


def _code(operation: Operation, finding: Finding) -> str:
    """Return the name of the error. Version 2 has one for what are several in version 1."""
    if operation.service == "sesv2":
        return "BadRequestException"
    if _is_of_model(finding):
        return "ValidationError"
    return "InvalidPolicy" if _OF_POLICY_RE.match(finding.member or "") else "InvalidParameterValue"


def _is_of_model(finding: Finding) -> bool:
    return _OF_MODEL_RE.match(finding.predicts or "") is not None
