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


class _Error(NamedTuple):
    """An error of SES: its names in version 1 and version 2, and the status of HTTP."""

    ses: str
    sesv2: str
    status: int


_USUAL: Final = _Error("InvalidParameterValue", "BadRequestException", 400)
_OF_MODEL: Final = _Error("ValidationError", "BadRequestException", 400)
_OF_POLICY: Final = _Error("InvalidPolicy", "BadRequestException", 400)
_DENIED: Final = _Error("AccessDenied", "AccessDeniedException", 403)

# What is answered to findings of a rule, or else of a group of rules; None where the text of the answer has to tell.
_ERRORS: Final = {
    "request-arn-identity": _DENIED,
    "ses-arn-identity": _DENIED,
    "request-missing-member": _OF_MODEL,
    "policy-name": None,
    "policy-names-count": _USUAL,
    "policy-identity": _USUAL,
    "POL": _OF_POLICY,
}


class Refusal(NamedTuple):
    """The name of an error, its text, and the status of HTTP."""

    code: str
    text: str
    status: int


def refusal(operation: Operation, report: Report) -> Refusal:
    """Return what SES would answer to a request with errors: to one of them, as it does.

    Those of the API model come first, then those of members, those of the message last: the order of a report. An error
    whose text is known stands in for one whose text is not; where none is known, the text is ours and says so.
    """
    finding = min(report.errors, key=lambda error: (error.predicts is None, _error(error) != _OF_MODEL))
    ours = f"(mimeforge {finding.code} {finding.slug}; no text of SES is known) {finding.message}"
    error = _error(finding)
    text = ours if finding.predicts is None else finding.predicts
    return Refusal(error.ses if operation.service == "ses" else error.sesv2, text, error.status)


def client_error(client: Any, operation: Operation, report: Report) -> Exception:
    """Return the ClientError that a client raises when SES refuses a request: of the class that its model has for it.

    It has the report in ``.report``.
    """
    code, text, status = refusal(operation, report)
    of_version_1 = {"Type": "Sender"} if operation.service == "ses" else {}  # version 2 does not say whose fault it is
    answer: dict[str, Any] = {
        "Error": {**of_version_1, "Code": code, "Message": text},
        "ResponseMetadata": {
            "RequestId": "00000000-0000-0000-0000-000000000000",
            "HTTPStatusCode": status,
            "HTTPHeaders": {},
            "RetryAttempts": 0,
        },
    }
    error: Exception = client.exceptions.from_code(code)(answer, operation.action)
    error.report = report  # type: ignore[attr-defined]
    return error


def _error(finding: Finding) -> _Error:
    known = _ERRORS.get(finding.slug, _ERRORS.get(finding.code[:3]))
    return known or (_OF_MODEL if _OF_MODEL_RE.match(finding.predicts or "") else _USUAL)
