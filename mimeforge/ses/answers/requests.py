"""What SES answers to tags, settings, policies and the state of an account."""

from __future__ import annotations

from typing import Final

from mimeforge.linter import Evidence
from mimeforge.ses.answers.answer import Answer, Group

__all__ = ["ANSWERS"]

_RECORDED: Final = "answers of the API that LocalStack's tests recorded on 2024-07-30"
_TAG_CHECKS: Final = 6
# In octets over 127 nobody knows how SES writes them in its answer: other rules than that of the field speak.
_RAW: Final = ("raw-8bit-header-utf8", "raw-8bit-header-other")
_TENANT: Final = ("ses-tenant-name", "request-tenant-name")
_PROBES: Final = "floci probes"


def _tag(check: int, text: str, cause: str, advice: str) -> Answer:
    return Answer(
        text,
        Group.TAG,
        cause,
        advice,
        Evidence.PROBED,
        _RECORDED,
        f"Check {check} of {_TAG_CHECKS} of each tag; the first that fails is the answer.",
        ("ses-tags-syntax", *_RAW, "request-tag-syntax"),
    )


def _setting(text: str, cause: str, advice: str, *rules: str, evidence: Evidence = Evidence.PROBED) -> Answer:
    source = _PROBES if evidence is Evidence.PROBED else "API models of versions 1 and 2"
    return Answer(text, Group.SETTING, cause, advice, evidence, source, rules=rules)


def _policy(text: str, cause: str, advice: str, *rules: str, source: str = _PROBES) -> Answer:
    evidence = Evidence.PROBED if source == _PROBES else Evidence.FIELD_REPORT
    return Answer(text, Group.POLICY, cause, advice, evidence, source, rules=rules)


def _account(text: str, cause: str, advice: str, source: str, *rules: str) -> Answer:
    return Answer(text, Group.ACCOUNT, cause, advice, Evidence.DOCUMENTED, source, rules=rules)


_TAGS: Final = (
    _tag(1, "The tag name must be specified.", "A tag has no name.", "Name it, or leave it out."),
    _tag(2, "The tag value must be specified.", "A tag has no value.", "Give one, or leave the tag out."),
    _tag(
        3,
        "Tag name cannot exceed {limit} characters.",
        "A tag's name is longer than 255 characters, whatever the documents say (256).",
        "Shorten it.",
    ),
    _tag(
        4,
        "Invalid tag name <{name}>: only alphanumeric ASCII characters, '_',  '-' are allowed.",
        "A tag's name holds another character.",
        "Use letters, digits, _ and -, also behind an optional ses:.",
    ),
    _tag(
        5, "Tag value cannot exceed {limit} characters.", "A tag's value is longer than 255 characters.", "Shorten it."
    ),
    _tag(
        6,
        "Invalid tag value <{value}>: only alphanumeric ASCII characters, '_',  '-' , '.', '@' are allowed.",
        "A tag's value holds another character, often a blank or a colon.",
        "Use letters, digits, _, -, . and @.",
    ),
    _tag(
        6,
        "Invalid tag value <{value}>: only alphanumeric ASCII characters, '_',  '-' are allowed.",
        "A tag's value holds another character. This is the text of 2023, when . and @ were refused as well.",
        "Use letters, digits, _, -, . and @.",
    ),
)

_SETTINGS: Final = (
    _setting(
        "Invalid configuration set name <{name}>: only alphanumeric ASCII characters, '_', and '-' are allowed.",
        "The name of the configuration set holds another character, or is encoded.",
        "Write the name as the console shows it: letters, digits, _ and -, at most 64.",
        "ses-config-set-header",
        *_RAW,
        "request-config-set-name",
    ),
    _setting(
        "Configuration set <{name}> does not exist.",
        "The account has no configuration set of this name in this region.",
        "Check the name and the region of the endpoint, and the default set of the identity.",
    ),
    _setting(
        "Sending is paused for configuration set {name}",
        "Sending through the configuration set is switched off.",
        "Switch it on, or use another.",
        evidence=Evidence.DOCUMENTED,
    ),
    _setting("TenantName cannot be empty", "The tenant has no name.", "Leave it out.", *_TENANT),
    _setting(
        "TenantName cannot exceed {limit} characters.",
        "The tenant's name is too long.",
        "Shorten it.",
        *_TENANT,
    ),
    _setting(
        "Invalid tenant name <{name}>: only alphanumeric ASCII characters, '_', and '-' are allowed.",
        "The tenant's name holds another character.",
        "Use letters, digits, _ and -.",
        *_TENANT,
        *_RAW,
    ),
    _setting(
        "The header name must be specified.",
        "A further header field of a v2 request (Headers) has no name.",
        "Name it, or leave it out.",
        "request-length",
    ),
    _setting(
        "{count} validation error{plural} detected: Value at '{path}' failed to satisfy constraint: {constraint}",
        "A member of the request breaks the API model: its length, its characters, or that it must be there.",
        "Look at the member that the path names; header values hold printable ASCII only and no folds.",
        "policy-name",
        "request-length",
        "request-value",
        "request-missing-member",
    ),
)


def _denied(text: str, evidence: Evidence, source: str) -> Answer:
    return Answer(
        text,
        Group.POLICY,
        "IAM, or a sending authorization policy, does not allow it: no policy of the identity names the caller, the "
        "ARN names an identity that does not cover the address or another region, or SourceArn was given without "
        "FromArn while there is a From field.",
        "Compare the ARN in the answer with the X-SES-*-ARN fields and the region; give FromArn beside SourceArn.",
        evidence,
        source,
        rules=(
            *("ses-arn-alone", "ses-arn-identity", "ses-arn-syntax", "ses-arn-clash"),
            *("request-arn-alone", "request-arn-identity", "request-arn-syntax", "request-arn-clash"),
        ),
    )


def _unverified(text: str) -> Answer:
    return _account(
        text,
        "An identity is not verified in the region: that of From, Source, Sender or Return-Path, or, while the account "
        "is in the sandbox, of a recipient. A Sender left in a forwarded message is a typical cause; e-mail-address "
        "identities are compared with the case of their letters. The list of identities may be cut short.",
        "Verify the identity in the region of the endpoint; take a foreign Sender or Return-Path out.",
        "SES developer guide, troubleshooting; anonaddy/docker#354",
    )


_POLICIES: Final = (
    _denied(
        "User {user} is not authorized to perform {action} on resource {resource}",
        Evidence.DOCUMENTED,
        "SES developer guide, SMTP troubleshooting; aws/aws-sdk-js-v3#2061, Netflix/iep#367",
    ),
    _denied(
        "User: {user} is not authorized to perform: {action} on resource: {resource}",
        Evidence.INFERRED,
        "the form in which IAM refuses calls to other services; for SES the one without colons was seen",
    ),
    _policy(
        "PolicyName is invalid. Policy names must only include alpha-numeric characters, dashes, and underscores.",
        "The name of an identity's policy holds another character.",
        "Rename the policy.",
        "policy-name",
    ),
    _policy(
        "Number of policies for {identity} exceeds max allowed number of policies per resource",
        "An identity has 20 policies already.",
        "Put several statements into one policy.",
    ),
    _policy("Policy {name} does not exist", "The identity has no policy of this name.", "Check the name."),
    _policy("Policy {name} already exists", "The identity has a policy of this name.", "Update it instead."),
    _policy(
        "Unknown or unapplicable condition field '{key}'.",
        "A policy's condition names a key that SES does not know.",
        "Use the ses: keys and the global ones that SES implements.",
        "policy-condition-key",
        source="awsdocs/amazon-cognito-developer-guide#41",
    ),
)

_ACCOUNTS: Final = (
    _unverified("Email address is not verified."),
    _unverified(
        "Email address is not verified. The following identities failed the check in region {region}: {identities}"
    ),
    _account(
        "Account is paused",
        "Sending of the whole account is paused.",
        "Look at the account's reputation page.",
        "SES API",
    ),
    _account(
        "Daily message quota exceeded",
        "More recipients in 24 hours than the account's quota.",
        "Wait, or ask for a higher quota.",
        "SES developer guide, troubleshooting",
    ),
    _account(
        "Maximum sending rate exceeded",
        "More recipients in a second than the account's rate.",
        "Slow down and send again.",
        "SES developer guide, troubleshooting",
    ),
)

ANSWERS: Final = (*_TAGS, *_SETTINGS, *_POLICIES, *_ACCOUNTS)
