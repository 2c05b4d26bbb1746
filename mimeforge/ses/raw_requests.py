"""The arguments of a raw send, for boto3 or any other client of the API models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mimeforge.headers import AddressList
from mimeforge.message import Message
from mimeforge.message.envelope import distinct

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["raw_request"]


def raw_request(message: Message, *, service: str = "ses") -> dict[str, Any]:
    """Return the keyword arguments that send this message as it is.

    ``service="ses"`` is for ``send_raw_email`` of version 1 (2010-12-01), ``"sesv2"`` for ``send_email`` of version 2
    (2019-09-27). The message is linted first with that service's profile; raises `PreflightError` on an error, and
    ValueError for another service. The recipients go into the request, so that a Bcc arrives; the client encodes the
    octets in base64 by itself. Settings of ``Message.ses()`` stay in the X-SES-* fields of the message.
    """
    if not isinstance(message, Message):
        raise TypeError(f"raw_request takes a Message, not {type(message).__name__}")
    build = _BUILDERS.get(str(service))
    if build is None:
        raise ValueError(f"unknown service {service!r}, known are {', '.join(_BUILDERS)}")
    return build(message)


def _version_1(message: Message) -> dict[str, Any]:
    envelope = message.envelope
    return {
        "Source": envelope.sender,
        "Destinations": list(envelope.recipients),
        "RawMessage": {"Data": message.as_bytes("ses")},
    }


def _version_2(message: Message) -> dict[str, Any]:
    """Never FromEmailAddress or ReplyToAddresses: beside a raw message they overwrite its header fields."""
    request: dict[str, Any] = {"Content": {"Raw": {"Data": message.as_bytes("ses-v2")}}}
    seen: set[tuple[str, str]] = set()
    destination = {}
    for role, members in (("ToAddresses", message.to), ("CcAddresses", message.cc), ("BccAddresses", message.bcc)):
        addresses = [mailbox.addr_spec for mailbox in distinct(AddressList(members).mailboxes, seen)]
        if addresses:
            destination[role] = addresses
    request["Destination"] = destination
    if message.return_path:
        request["FeedbackForwardingEmailAddress"] = message.return_path.addr_spec
    return request


_BUILDERS: Final[dict[str, Callable[[Message], dict[str, Any]]]] = {"ses": _version_1, "sesv2": _version_2}
