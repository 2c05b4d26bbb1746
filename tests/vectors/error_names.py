"""The names of errors in the rulebook, with the profile that answers so; None where both versions of the API do."""

from __future__ import annotations

__all__ = ["ERROR_NAMES"]

ERROR_NAMES = {
    # §15
    "MessageRejected": None,
    "InvalidParameterValue": "ses",
    "MailFromDomainNotVerifiedException": None,
    "ConfigurationSetDoesNotExist": "ses",
    "ConfigurationSetSendingPausedException": "ses",
    "AccountSendingPausedException": "ses",
    "TemplateDoesNotExist": "ses",
    "InvalidTemplate": "ses",
    "MissingRenderingAttribute": "ses",
    "InvalidRenderingParameter": "ses",
    "InvalidPolicy": "ses",
    "Throttling": "ses",
    "BadRequestException": "ses-v2",
    "NotFoundException": "ses-v2",
    "AccountSuspendedException": "ses-v2",
    "SendingPausedException": "ses-v2",
    "LimitExceededException": "ses-v2",
    "TooManyRequestsException": "ses-v2",
    "AlreadyExistsException": "ses-v2",
    "AccessDenied": "ses",
    "AccessDeniedException": "ses-v2",
    "ValidationError": "ses",
    # §15, common errors of version 1
    "MissingParameter": "ses",
    "InvalidParameterCombination": "ses",
    "MalformedQueryString": "ses",
    "SignatureDoesNotMatch": "ses",
    "MissingAuthenticationToken": "ses",
    # §10.5, MF-REJECT
    "MailFromDomainNotVerified": None,
}
