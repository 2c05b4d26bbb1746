"""The names of errors in both versions of the API, for answers whose text says nothing, or nothing known."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["CODES", "REPLY_CODES", "Code"]


class Code(NamedTuple):
    """The name of an error: the profile it is an answer under (None: both versions have it), and what it means."""

    name: str
    profile: str | None
    meaning: str


_V1: Final = (
    ("InvalidParameterValue", "Something in the request or the message cannot be read; the text says what."),
    ("ConfigurationSetDoesNotExist", "The account has no configuration set of this name in this region."),
    ("ConfigurationSetSendingPausedException", "Sending through the configuration set is switched off."),
    ("AccountSendingPausedException", "Sending of the whole account is paused."),
    ("TemplateDoesNotExist", "The account has no template of this name in this region."),
    ("InvalidTemplate", "The template cannot be read."),
    ("MissingRenderingAttribute", "A variable of the template has no value."),
    ("InvalidRenderingParameter", "The template data are no JSON object."),
    ("InvalidPolicy", "The policy of an identity cannot be read, or names what does not exist."),
    ("Throttling", "The daily quota or the sending rate is exceeded."),
    ("AccessDenied", "IAM or a sending authorization policy does not allow it."),
    ("ValidationError", "A member of the request breaks the API model."),
    ("MissingParameter", "A member that the request has to have is not there."),
    ("InvalidParameterCombination", "Members of the request cannot stand together."),
    ("MalformedQueryString", "The request is not well-formed."),
    ("SignatureDoesNotMatch", "The request is signed with another secret key, or was changed after signing."),
    ("MissingAuthenticationToken", "The request is not signed."),
)
_V2: Final = (
    ("BadRequestException", "Something in the request or the message cannot be read; the text says what."),
    ("NotFoundException", "A configuration set, template, contact list or policy does not exist in this region."),
    ("AccountSuspendedException", "The account may not send for good."),
    ("SendingPausedException", "Sending of the account or of the configuration set is paused."),
    ("LimitExceededException", "There are too many resources of this kind."),
    ("TooManyRequestsException", "The sending rate or the quota is exceeded."),
    ("AlreadyExistsException", "A resource of this name exists."),
    ("AccessDeniedException", "IAM or a sending authorization policy does not allow it."),
)
_BOTH: Final = (
    (
        "MessageRejected",
        "The message was refused: an identity is not verified, the account is paused, or it has a virus.",
    ),
    ("MailFromDomainNotVerified", "The custom MAIL FROM domain has no working MX record."),
    ("MailFromDomainNotVerifiedException", "The custom MAIL FROM domain has no working MX record."),
)

# SES API references, "Errors" of SendRawEmail and SendEmail of both versions.
CODES: Final = {
    name: Code(name, profile, meaning)
    for profile, rows in (("ses", _V1), ("ses-v2", _V2), (None, _BOTH))
    for name, meaning in rows
}

# SES developer guide, SMTP troubleshooting; 501 was observed.
REPLY_CODES: Final = ("235", "250", "421", "451", "454", "501", "530", "535", "552", "553", "554")
