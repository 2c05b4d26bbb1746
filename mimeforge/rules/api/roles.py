"""Which member of a request plays which role: senders, recipients, ARNs and settings of the operations that send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mimeforge.linter.request import Request

__all__ = ["ROLES", "Roles", "bounce_members", "is_raw", "names_sender", "roles"]


class Roles(NamedTuple):
    """The paths of members by what they are for; "" where an operation has none.

    ``sender`` names the author (beside a raw message of version 1, the address for bounces), ``feedback`` where bounces
    go. ``recipients`` are the lists that make up the envelope. The three ARNs are for the identity of the sender, of
    the address in From, and of the one for bounces; version 2 has one for the first two.
    """

    data: str = ""
    content: str = ""
    sender: str = ""
    feedback: str = ""
    recipients: tuple[str, ...] = ()
    reply_to: str = ""
    source_arn: str = ""
    from_arn: str = ""
    return_path_arn: str = ""
    tags: str = ""
    configuration_set: str = "ConfigurationSetName"
    headers: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """All members that hold addresses, in the order of the API."""
        return tuple(filter(None, (self.sender, *self.recipients, self.reply_to, self.feedback)))

    @property
    def arns(self) -> tuple[str, ...]:
        """All members that hold the ARN of an identity."""
        return tuple(dict.fromkeys(filter(None, (self.source_arn, self.from_arn, self.return_path_arn))))

    @property
    def lists(self) -> tuple[str, ...]:
        """All members that hold lists of addresses."""
        return tuple(filter(None, (*self.recipients, self.reply_to)))


_DESTINATION: Final = ("Destination.ToAddresses", "Destination.CcAddresses", "Destination.BccAddresses")

ROLES: Final[Mapping[str, Roles]] = {
    "ses.SendRawEmail": Roles(
        data="RawMessage.Data",
        sender="Source",
        recipients=("Destinations",),
        source_arn="SourceArn",
        from_arn="FromArn",
        return_path_arn="ReturnPathArn",
        tags="Tags",
    ),
    "ses.SendEmail": Roles(
        content="Message",
        sender="Source",
        feedback="ReturnPath",
        recipients=_DESTINATION,
        reply_to="ReplyToAddresses",
        source_arn="SourceArn",
        return_path_arn="ReturnPathArn",
        tags="Tags",
    ),
    "sesv2.SendEmail": Roles(
        data="Content.Raw.Data",
        content="Content.Simple",
        sender="FromEmailAddress",
        feedback="FeedbackForwardingEmailAddress",
        recipients=_DESTINATION,
        reply_to="ReplyToAddresses",
        source_arn="FromEmailAddressIdentityArn",
        from_arn="FromEmailAddressIdentityArn",
        return_path_arn="FeedbackForwardingEmailAddressIdentityArn",
        tags="EmailTags",
        headers=("Content.Simple.Headers", "Content.Template.Headers"),
        attachments=("Content.Simple.Attachments", "Content.Template.Attachments"),
    ),
}


def roles(request: Request) -> Roles:
    """Return the roles of the members of a request that sends; raises KeyError for another operation."""
    return ROLES[request.operation]


def is_raw(request: Request) -> bool:
    """Whether a request holds a raw message, which brings its own header fields."""
    return request.operation in ROLES and bool(data := roles(request).data) and request.get(data) is not None


def names_sender(request: Request) -> bool:
    """Whether a request says who sends, so that SES does not need the From field for it."""
    return request.operation in ROLES and bool((request.text(roles(request).sender) or "").strip())


def bounce_members(request: Request) -> tuple[str, ...]:
    """Return the members that say where bounces go, the first that is there.

    Beside a raw message ``FromEmailAddress`` does not: its Return-Path and its From are asked for it.
    """
    role = roles(request)
    if is_raw(request) and role.feedback:
        return (role.feedback,)
    return tuple(filter(None, (role.feedback, role.sender)))
