"""The operations of Amazon SES whose requests are judged, and the members of each: AWS's API models, as data.

Models of 2010-12-01 ("ses") and 2019-09-27 ("sesv2"), read in botocore. What a model states of a length or a pattern is
here; what only documents state is in `_ses_facts`. A test holds this against the models that botocore brings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ATTACHMENT_NAME_MAX",
    "HEADER_MAX",
    "HEADER_NAME_MAX",
    "HEADER_VALUE_MAX",
    "OPERATIONS",
    "SENDING",
    "Blob",
    "ListOf",
    "Operation",
    "Shape",
    "Structure",
    "Text",
]


@dataclass(frozen=True, slots=True)
class Text:
    """A string. Lengths are in characters; ``pattern`` covers all of it."""

    least: int = 0
    most: int | None = None
    pattern: re.Pattern[str] | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blob:
    """Octets, which the client encodes in base64 for the way."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of members of one shape, at most ``most`` of them."""

    member: Shape
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """Members by name; those that a request has to have are in ``required``."""

    members: Mapping[str, Shape]
    required: frozenset[str] = frozenset()


Shape = Text | Blob | ListOf | Structure


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: ``name`` is "ses.SendRawEmail" or the like, ``profile`` that of the message in its requests."""

    name: str
    input: Structure

    @property
    def service(self) -> str:
        """Which version of the API it is of: "ses" or "sesv2"."""
        return self.name.partition(".")[0]

    @property
    def action(self) -> str:
        """Its name in that API."""
        return self.name.partition(".")[2]

    @property
    def profile(self) -> str:
        """The name of the profile under which its messages are judged."""
        return "ses" if self.service == "ses" else "ses-v2"


def _structure(**members: Shape | tuple[Shape]) -> Structure:
    """Make a structure; a shape in a tuple is a required member."""
    shapes = {name: shape[0] if isinstance(shape, tuple) else shape for name, shape in members.items()}
    required = frozenset(name for name, shape in members.items() if isinstance(shape, tuple))
    return Structure(MappingProxyType(shapes), required)


_TEXT: Final = Text()
_NAMED: Final = Text(least=1)
_TEXTS: Final = ListOf(_TEXT)
_BLOB: Final = Blob()
_POLICY_NAME: Final = Text(least=1, most=64)

_TAGS: Final = ListOf(_structure(Name=(_TEXT,), Value=(_TEXT,)))
_DESTINATION: Final = _structure(ToAddresses=_TEXTS, CcAddresses=_TEXTS, BccAddresses=_TEXTS)
_CONTENT: Final = _structure(Data=(_TEXT,), Charset=_TEXT)
_BODY: Final = _structure(Text=_CONTENT, Html=_CONTENT)
_RAW: Final = _structure(Data=(_BLOB,))

# A header field of version 2: its name, its value, and both together, which the model states in prose.
HEADER_NAME_MAX: Final = 126
HEADER_VALUE_MAX: Final = 995
HEADER_MAX: Final = 996

_HEADERS: Final = ListOf(
    _structure(
        Name=(Text(least=1, most=HEADER_NAME_MAX, pattern=re.compile(r"[!-9;-@A-~]+")),),
        Value=(Text(least=1, most=HEADER_VALUE_MAX, pattern=re.compile(r"[ -~]*")),),
    ),
    most=15,
)
# The file name of an attachment, in characters.
ATTACHMENT_NAME_MAX: Final = 255

_ATTACHMENTS: Final = ListOf(
    _structure(
        RawContent=(_BLOB,),
        FileName=(Text(most=ATTACHMENT_NAME_MAX),),
        ContentDisposition=Text(values=("ATTACHMENT", "INLINE")),
        ContentDescription=Text(most=1000),
        ContentId=Text(least=1, most=78),
        ContentTransferEncoding=Text(values=("BASE64", "QUOTED_PRINTABLE", "SEVEN_BIT")),
        ContentType=Text(least=1, most=78),
    )
)
_SWITCH: Final = Text(values=("ENABLED", "DISABLED"))

_OPERATIONS: Final = (
    Operation(
        "ses.SendRawEmail",
        _structure(
            Source=_TEXT,
            Destinations=_TEXTS,
            RawMessage=(_RAW,),
            FromArn=_TEXT,
            SourceArn=_TEXT,
            ReturnPathArn=_TEXT,
            Tags=_TAGS,
            ConfigurationSetName=_TEXT,
        ),
    ),
    Operation(
        "ses.SendEmail",
        _structure(
            Source=(_TEXT,),
            Destination=(_DESTINATION,),
            Message=(_structure(Subject=(_CONTENT,), Body=(_BODY,)),),
            ReplyToAddresses=_TEXTS,
            ReturnPath=_TEXT,
            SourceArn=_TEXT,
            ReturnPathArn=_TEXT,
            Tags=_TAGS,
            ConfigurationSetName=_TEXT,
        ),
    ),
    Operation(
        "sesv2.SendEmail",
        _structure(
            FromEmailAddress=_TEXT,
            FromEmailAddressIdentityArn=_NAMED,
            Destination=_DESTINATION,
            ReplyToAddresses=_TEXTS,
            FeedbackForwardingEmailAddress=_TEXT,
            FeedbackForwardingEmailAddressIdentityArn=_NAMED,
            Content=(
                _structure(
                    Simple=_structure(Subject=(_CONTENT,), Body=(_BODY,), Headers=_HEADERS, Attachments=_ATTACHMENTS),
                    Raw=_RAW,
                    Template=_structure(
                        TemplateName=_NAMED,
                        TemplateArn=_NAMED,
                        TemplateContent=_structure(Subject=_TEXT, Text=_TEXT, Html=_TEXT),
                        TemplateData=Text(most=262_144),
                        Headers=_HEADERS,
                        Attachments=_ATTACHMENTS,
                    ),
                ),
            ),
            EmailTags=_TAGS,
            ConfigurationSetName=_TEXT,
            EndpointId=_TEXT,
            TenantName=_NAMED,
            ListManagementOptions=_structure(ContactListName=(_TEXT,), TopicName=_TEXT),
            ConfigurationOverrides=_structure(
                Tracking=_structure(OpenTrackingEnabled=_SWITCH, ClickTrackingEnabled=_SWITCH)
            ),
        ),
    ),
    Operation("ses.PutIdentityPolicy", _structure(Identity=(_TEXT,), PolicyName=(_POLICY_NAME,), Policy=(_NAMED,))),
    Operation("ses.GetIdentityPolicies", _structure(Identity=(_TEXT,), PolicyNames=(ListOf(_POLICY_NAME),))),
    Operation("ses.ListIdentityPolicies", _structure(Identity=(_TEXT,))),
    Operation("ses.DeleteIdentityPolicy", _structure(Identity=(_TEXT,), PolicyName=(_POLICY_NAME,))),
    Operation(
        "sesv2.CreateEmailIdentityPolicy",
        _structure(EmailIdentity=(_NAMED,), PolicyName=(_POLICY_NAME,), Policy=(_NAMED,)),
    ),
    Operation(
        "sesv2.UpdateEmailIdentityPolicy",
        _structure(EmailIdentity=(_NAMED,), PolicyName=(_POLICY_NAME,), Policy=(_NAMED,)),
    ),
    Operation("sesv2.GetEmailIdentityPolicies", _structure(EmailIdentity=(_NAMED,))),
    Operation("sesv2.DeleteEmailIdentityPolicy", _structure(EmailIdentity=(_NAMED,), PolicyName=(_POLICY_NAME,))),
)

OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType({one.name: one for one in _OPERATIONS})

# Those that send a message.
SENDING: Final = ("ses.SendRawEmail", "ses.SendEmail", "sesv2.SendEmail")
