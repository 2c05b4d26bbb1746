"""Which member of a request plays which role: senders, recipients, ARNs and settings of the operations that send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mimeforge.linter.request import Request
    from mimeforge.tree import Part

__all__ = ["FIELDS", "ROLES", "Roles", "address_place", "brought_message", "is_raw", "names_sender", "roles"]

# Places of addresses that are fields of a message; all others are members.
FIELDS: Final = frozenset({"From", "Return-Path"})


class Roles(NamedTuple):
    """The paths of members by what they are for; "" where an operation has none.

    ``sender`` names the author (beside a raw message of version 1, the address for bounces), ``feedback`` where bounces
    go. ``recipients`` are the lists that make up the envelope. The three ARNs are for the identity of the sender, of
    the address in From, and of the one for bounces; version 2 has one for the first two.

    ``authors``, ``sources`` and ``bounces`` are the places of the address of the author, of the sender of the envelope,
    and of the one that bounces go to: members, and fields of a raw message. The first that is there counts (SES
    developer guide, notifications by email; API models).
    """

    data: str = ""
    content: str = ""
    sender: str = ""
    feedback: str = ""
    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    bounces: tuple[str, ...] = ()
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

    def addresses_for(self, arn: str) -> tuple[str, ...]:
        """The places of the address that an ARN is for; none where no document tells them.

        ``arn`` is a member, or one of the fields of a raw message that stand for it.
        """
        if arn in {self.from_arn, "X-SES-FROM-ARN"}:
            return self.authors
        return self.bounces if arn in {self.return_path_arn, "X-SES-RETURN-PATH-ARN"} else self.sources

    @property
    def lists(self) -> tuple[str, ...]:
        """All members that hold lists of addresses."""
        return tuple(filter(None, (*self.recipients, self.reply_to)))


_DESTINATION: Final = ("Destination.ToAddresses", "Destination.CcAddresses", "Destination.BccAddresses")

ROLES: Final[Mapping[str, Roles]] = {
    "ses.SendRawEmail": Roles(
        data="RawMessage.Data",
        sender="Source",
        authors=("From",),
        sources=("Source", "From"),
        bounces=("Source", "Return-Path", "From"),
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
        authors=("Source",),
        sources=("Source",),
        bounces=("ReturnPath", "Source"),
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
        authors=("FromEmailAddress", "From"),
        bounces=("FeedbackForwardingEmailAddress", "Return-Path", "FromEmailAddress", "From"),
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


def brought_message(request: Request) -> Part | None:
    """Return the raw message of a request; None where SES makes one of other members."""
    return request.message if is_raw(request) else None


def address_place(places: tuple[str, ...], request: Request | None, message: Part | None) -> str | None:
    """Return the first of these places in a request and the message that it brings where an address stands."""
    for place in places:
        if place in FIELDS:
            is_there = message is not None and message.field(place) is not None
        else:
            is_there = request is not None and bool(request.text(place))
        if is_there:
            return place
    return None
