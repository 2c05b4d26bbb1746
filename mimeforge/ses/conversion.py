"""Requests as messages: what SES builds of the arguments of SendEmail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mimeforge.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["to_message"]


def to_message(kwargs: Mapping[str, Any]) -> Message:
    """Return the message that SES builds of the arguments of SendEmail."""
    content = kwargs["Message"] if "Message" in kwargs else kwargs["Content"]["Simple"]
    destination = kwargs.get("Destination", {})
    bodies = {name.lower(): part["Data"] for name, part in content["Body"].items()}
    return Message(
        from_=kwargs.get("Source") or kwargs["FromEmailAddress"],
        to=destination.get("ToAddresses", ()),
        cc=destination.get("CcAddresses", ()),
        bcc=destination.get("BccAddresses", ()),
        reply_to=kwargs.get("ReplyToAddresses", ()),
        return_path=kwargs.get("ReturnPath") or kwargs.get("FeedbackForwardingEmailAddress") or None,
        subject=content["Subject"]["Data"],
        **bodies,
    )
